using System.Text.Json;
using Metier.Ledger;
using Metier.Platform;
using Microsoft.EntityFrameworkCore;

namespace Metier.Payments;

public sealed partial class Reconcile
{
    /// <summary>So long an operation that has ended here may be without its line there.</summary>
    private static readonly TimeSpan Grace = TimeSpan.FromDays(1);

    /// <summary>The differences that were open when the comparison began.</summary>
    private HashSet<Guid> open = [];

    /// <summary>What an operation moved in our books and in the provider's.</summary>
    private sealed record Movement(ProviderOperation Operation, Currency Currency, long Ours, long Theirs, bool Told);

    private async Task<Outcome<int>> CompareAsync(
        string provider,
        IReadOnlyList<ProviderBalance> balances,
        CancellationToken ct
    )
    {
        open =
        [
            .. await db
                .Differences.Where(d => d.Provider == provider && d.EndedAt == null)
                .Select(d => d.Id)
                .ToListAsync(ct),
        ];
        var underWay = new Dictionary<string, long>(StringComparer.Ordinal);
        foreach (var m in await MovementsAsync(provider, ct))
        {
            var code = m.Currency.Code;
            underWay[code] = underWay.GetValueOrDefault(code) + m.Theirs - m.Ours;
            await JudgeAsync(provider, m, ct);
        }
        var extra = await db
            .SettlementLines.Where(l => l.Provider == provider && l.OperationId == null && l.Kind != SettlementKind.Fee)
            .GroupBy(l => l.Currency)
            .Select(g => new { Currency = g.Key, Net = g.Sum(l => l.GrossMinor) })
            .ToListAsync(ct);
        foreach (var line in extra)
        {
            underWay[line.Currency] = underWay.GetValueOrDefault(line.Currency) + line.Net;
        }
        var accounts = await LedgerAsync(ct);
        var currencies = balances
            .Select(b => b.Currency.Code)
            .Union(
                accounts
                    .Where(a => (Of(a.Code, provider) || Exchanged(a.Code, provider)) && a.Minor != 0)
                    .Select(a => a.Currency)
            )
            .Distinct()
            .ToList();
        foreach (var code in currencies)
        {
            await BalanceAsync(provider, Currency.Of(code), balances, underWay.GetValueOrDefault(code), accounts, ct);
        }
        return currencies.Count;
    }

    private static bool Of(string code, string provider) =>
        code.StartsWith($"psp:{provider}:pending", StringComparison.Ordinal)
        || code.StartsWith($"psp:{provider}:available", StringComparison.Ordinal);

    private static bool Exchanged(string code, string provider) =>
        code.StartsWith($"fx:{provider}:", StringComparison.Ordinal);

    private sealed record Sum(string Code, AccountKind Kind, string Currency, long Minor);

    private Task<List<Sum>> LedgerAsync(CancellationToken ct)
    {
        List<AccountKind> kinds =
        [
            AccountKind.ProviderPending,
            AccountKind.ProviderAvailable,
            AccountKind.ProviderTransit,
            AccountKind.Exchange,
            AccountKind.ProviderDisputed,
            .. ProofOfFunds.HeldForOthers,
        ];
        // One row for each account of a provider, and one for all of a kind that belongs to people.
        return (
            from a in db.LedgerAccounts
            join b in db.LedgerBalances on a.Id equals b.AccountId
            where kinds.Contains(a.Kind) && b.Posted != 0
            group b.Posted by new
            {
                Code = a.OwnerId == null ? a.Code : "",
                a.Kind,
                a.Currency,
            } into g
            select new Sum(g.Key.Code, g.Key.Kind, g.Key.Currency, g.Sum())
        ).ToListAsync(ct);
    }

    private async Task BalanceAsync(
        string provider,
        Currency currency,
        IReadOnlyList<ProviderBalance> balances,
        long underWay,
        List<Sum> accounts,
        CancellationToken ct
    )
    {
        var told = balances.SingleOrDefault(b => b.Currency == currency);
        var theirs = told is null ? 0 : (told.Pending + told.Available).Minor;
        var mine = accounts.Where(a => a.Currency == currency.Code).ToList();
        var ours = mine.Where(a => Of(a.Code, provider)).Sum(a => a.Minor);
        db.Reconciliations.Add(
            new ReconciliationRow
            {
                Id = Ids.New(db.Clock),
                Provider = provider,
                Currency = currency.Code,
                At = told?.At ?? db.Now,
                TheirsMinor = theirs,
                OursMinor = ours,
                UnderWayMinor = underWay,
                HeldMinor = mine.Where(a => ProofOfFunds.HeldForOthers.Contains(a.Kind)).Sum(a => a.Minor),
                ExchangedMinor = -mine.Where(a => Exchanged(a.Code, provider)).Sum(a => a.Minor),
                TransitMinor = mine.Where(a => a.Kind == AccountKind.ProviderTransit).Sum(a => a.Minor),
                DisputedMinor = mine.Where(a => a.Kind == AccountKind.ProviderDisputed).Sum(a => a.Minor),
            }
        );
        if (theirs != ours + underWay)
        {
            await FindAsync(
                provider,
                DifferenceKind.Balance,
                currency.Code,
                null,
                currency,
                ours + underWay,
                theirs,
                ct
            );
        }
        else
        {
            await GoneAsync(provider, DifferenceKind.Balance, currency.Code, ct);
        }
    }

    private async Task JudgeAsync(string provider, Movement m, CancellationToken ct)
    {
        var (id, operation) = (m.Operation.Id.ToString("D"), m.Operation);
        DifferenceKind? kind = null;
        if (m.Ours == m.Theirs)
        {
            await GoneAsync(provider, DifferenceKind.Missing, id, ct);
            await GoneAsync(provider, DifferenceKind.Amount, id, ct);
        }
        else if (operation.EndedAt is { } ended && ended <= db.Now - Grace)
        {
            kind = m.Told ? DifferenceKind.Amount : DifferenceKind.Missing;
        }
        if (kind is { } found)
        {
            await FindAsync(provider, found, id, operation.Id, m.Currency, m.Ours, m.Theirs, ct);
            var other = m.Told ? DifferenceKind.Missing : DifferenceKind.Amount;
            await GoneAsync(provider, other, id, ct);
        }
    }

    /// <summary>Ends a difference that is no longer one.</summary>
    private async Task GoneAsync(string provider, DifferenceKind kind, string reference, CancellationToken ct)
    {
        var id = Uuid5.Of("difference", $"{provider}/{kind}/{reference}");
        if (
            open.Contains(id)
            && await db.Differences.SingleOrDefaultAsync(d => d.Id == id && d.EndedAt == null, ct) is { } row
        )
        {
            row.EndedAt = db.Now;
        }
    }

    /// <summary>Operations whose two sides may not be the same yet: open, ended lately, or listed as different.</summary>
    private async Task<List<Movement>> MovementsAsync(string provider, CancellationToken ct)
    {
        var operations = await ToCompareAsync(provider, ct);
        var movements = new List<Movement>(operations.Count);
        foreach (var part in operations.Chunk(500))
        {
            var ids = part.Select(o => o.Id).ToList();
            var subjects = part.Select(o => o.SubjectId).ToList();
            var lines = (
                await db
                    .SettlementLines.AsNoTracking()
                    .Where(l => l.OperationId != null && ids.Contains(l.OperationId.Value))
                    .ToListAsync(ct)
            ).ToLookup(l => l.OperationId!.Value);
            var charges = await db
                .Charges.AsNoTracking()
                .Where(c =>
                    subjects.Contains(c.Id) && (c.State == ChargeState.Settled || c.State == ChargeState.SentBack)
                )
                .Select(c => c.Id)
                .ToListAsync(ct);
            var back = await db
                .Chargebacks.AsNoTracking()
                .Where(c => subjects.Contains(c.ChargeId))
                .GroupBy(c => c.ChargeId)
                .Select(g => new { g.Key, Minor = g.Sum(c => c.WithdrawnMinor) })
                .ToDictionaryAsync(g => g.Key, g => g.Minor, ct);
            var kept = await db
                .ClientRefunds.AsNoTracking()
                .Where(r => ids.Contains(r.Id) && r.State == ClientRefundState.Kept)
                .Select(r => r.Id)
                .ToListAsync(ct);
            var payouts = await db
                .Payouts.AsNoTracking()
                .Where(p => subjects.Contains(p.Id))
                .ToDictionaryAsync(p => p.Id, ct);
            movements.AddRange(
                part.Where(o => o.Kind != OperationKind.Payout || payouts.ContainsKey(o.SubjectId))
                    .Select(o =>
                    {
                        var payout = payouts.GetValueOrDefault(o.SubjectId);
                        var amount = payout?.Sent ?? Amount(o);
                        var ours = o.Kind switch
                        {
                            OperationKind.Collect => charges.Contains(o.SubjectId)
                                ? amount.Minor - back.GetValueOrDefault(o.SubjectId)
                                : 0,
                            OperationKind.Refund => kept.Contains(o.Id) ? 0 : -amount.Minor,
                            _ => payout!.State is PayoutState.Sent or PayoutState.Paid ? -amount.Minor : 0,
                        };
                        return new Movement(
                            o,
                            amount.Currency,
                            ours,
                            lines[o.Id].Sum(l => l.GrossMinor),
                            lines[o.Id].Any()
                        );
                    })
            );
        }
        return movements;
    }

    private Task<List<ProviderOperation>> ToCompareAsync(string provider, CancellationToken ct)
    {
        var since = db.Now - Overlap;
        var listed = db
            .Differences.Where(d => d.Provider == provider && d.OperationId != null)
            .Select(d => d.OperationId);
        // A chargeback moves the money of a charge that had ended months ago: here, there, or both.
        var lately = db.Now - (4 * Overlap);
        var disputed = db
            .SettlementLines.Where(l =>
                l.Provider == provider
                && l.OperationId != null
                && (l.Kind == SettlementKind.Chargeback || l.Kind == SettlementKind.ChargebackReturned)
                && l.BookedAt > lately
            )
            .Select(l => l.OperationId!.Value)
            .Union(
                db.Chargebacks.Where(c => c.Provider == provider && (c.NextAt != null || c.ClosedAt > lately))
                    .Select(c => c.ChargeId)
            );
        return db
            .ProviderOperations.AsNoTracking()
            .Where(o =>
                o.Provider == provider
                && (o.Kind == OperationKind.Collect || o.Kind == OperationKind.Refund || o.Kind == OperationKind.Payout)
                && (o.EndedAt == null || o.EndedAt > since || listed.Contains(o.Id) || disputed.Contains(o.Id))
            )
            .ToListAsync(ct);
    }

    private static Money Amount(ProviderOperation operation) =>
        operation.Kind == OperationKind.Collect
            ? Read<CollectRequest>(operation).Amount
            : Read<RefundRequest>(operation).Amount;

    private static T Read<T>(ProviderOperation operation) =>
        JsonSerializer.Deserialize<T>(operation.Request, EventRegistry.Json)!;
}
