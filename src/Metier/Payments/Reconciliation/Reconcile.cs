using Metier.Ledger;
using Metier.Platform;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Logging;

namespace Metier.Payments;

/// <summary>
/// Compares the books of providers with ours, each day: takes their lines in, posts their fees, and lists what differs until
/// somebody explains it or the other side catches up.
/// </summary>
public sealed partial class Reconcile(MetierDb db, LedgerBook book, PaymentProviders providers, ILogger<Reconcile> log)
{
    /// <summary>A line may be told late, and told again with another amount; so long back is read each time.</summary>
    private static readonly TimeSpan Overlap = TimeSpan.FromDays(7);

    /// <summary>Compares with every provider there is. Answers with the number of comparisons, one for each currency.</summary>
    public async Task<int> RunAsync(CancellationToken ct)
    {
        var done = 0;
        foreach (var provider in providers.All)
        {
            try
            {
                done += await OneAsync(provider, ct);
            }
            catch (Exception e) when (e is TimeoutException or HttpRequestException)
            {
                // It is asked again at the next round; the last comparison stays the last.
                LogSilent(log, e, provider.Id);
            }
            db.ChangeTracker.Clear();
        }
        return done;
    }

    /// <summary>Compares now, because somebody of finance asks.</summary>
    public async Task<Outcome<int>> RunAsync(Actor actor, CancellationToken ct)
    {
        ArgumentNullException.ThrowIfNull(actor);
        if (!actor.May(StaffRoles.Finance))
        {
            return Refusal.NotFound();
        }
        await db.WriteAsync<Done>(
            () =>
            {
                db.Audit(actor, "reconciliation.asked", null);
                return Task.FromResult<Outcome<Done>>(Done.It);
            },
            ct
        );
        return await RunAsync(ct);
    }

    private async Task<int> OneAsync(IPaymentProvider provider, CancellationToken ct)
    {
        var id = provider.Id;
        var read =
            await db.SettlementLines.Where(l => l.Provider == id).MaxAsync(l => (DateTime?)l.BookedAt, ct)
            ?? await db.ProviderOperations.Where(o => o.Provider == id).MinAsync(o => (DateTime?)o.CreatedAt, ct)
            ?? db.Now;
        // Asked before anything is written: never inside a transaction. What is booked there after the balance was told waits
        // for the next time.
        var balances = await provider.BalancesAsync(ct);
        var until = balances.Count > 0 ? balances.Max(b => b.At) : db.Now;
        var lines = (await provider.SettlementAsync(read - Overlap, until.AddSeconds(1), ct)).Where(l =>
            l.BookedAt <= until
        );
        foreach (var part in lines.OrderBy(l => l.BookedAt).Chunk(500))
        {
            var kept = await db.WriteAsync<Done>(() => KeepAsync(id, part, ct), ct);
            db.ChangeTracker.Clear();
            if (!kept.Ok)
            {
                return 0;
            }
        }
        var compared = await db.WriteAsync<int>(() => CompareAsync(id, balances, ct), ct);
        return compared.Ok ? compared.Value : 0;
    }

    /// <summary>New lines with their fees; lines that came with another amount than before are a difference, and the fee follows.</summary>
    private async Task<Outcome<Done>> KeepAsync(string provider, SettlementLine[] lines, CancellationToken ct)
    {
        var ids = lines.Select(l => l.LineId).ToList();
        var known = await db
            .SettlementLines.Where(l => l.Provider == provider && ids.Contains(l.LineId))
            .ToDictionaryAsync(l => l.LineId, ct);
        var operations = await OperationsAsync(provider, lines, ct);
        var fees = new List<Booking>();
        foreach (var line in lines)
        {
            var before = 0L;
            if (!known.TryGetValue(line.LineId, out var row))
            {
                Guid? operation = operations.TryGetValue(line.LineId, out var mine) ? mine : null;
                db.SettlementLines.Add(Row(provider, line, operation));
                if (operation is null && line.Kind != SettlementKind.Fee)
                {
                    await FindAsync(
                        provider,
                        DifferenceKind.Extra,
                        line.LineId,
                        null,
                        line.Net.Currency,
                        0,
                        line.Net.Minor,
                        ct
                    );
                }
            }
            else if (row.NetMinor != line.Net.Minor || row.FeeMinor != line.Fee.Minor)
            {
                before = Fee(row.FeeMinor, row.NetMinor, line.Kind);
                var key = $"{line.LineId}/{line.Net.Minor}/{line.Fee.Minor}";
                await FindAsync(
                    provider,
                    DifferenceKind.Changed,
                    key,
                    row.OperationId,
                    line.Currency,
                    row.NetMinor,
                    line.Net.Minor,
                    ct
                );
                (row.GrossMinor, row.FeeMinor, row.NetMinor) = (line.Gross.Minor, line.Fee.Minor, line.Net.Minor);
                row.AvailableOn = line.AvailableOn;
            }
            else
            {
                continue;
            }
            var fee = Fee(line.Fee.Minor, line.Net.Minor, line.Kind);
            if (fee != before)
            {
                // Each change of a line is a cause of its own, and one only: the second of two who read the same change loses.
                var cause = row is null ? line.LineId : $"{line.LineId}/{row.Version}";
                fees.Add(Fee(provider, line, fee - before, Uuid5.Of("provider fee", $"{provider}/{cause}")));
            }
        }
        var posted = await book.PostManyAsync(fees, ct);
        return posted.Ok ? Done.It : Outcome<Done>.From(posted);
    }

    /// <summary>Our operation of each line that has one, by the line’s id.</summary>
    private async Task<Dictionary<string, Guid>> OperationsAsync(
        string provider,
        SettlementLine[] lines,
        CancellationToken ct
    )
    {
        var told = lines.Select(l => l.OperationId).OfType<Guid>().ToList();
        var references = lines.Select(l => l.SourceReference).Where(r => r.Length > 0).Distinct().ToList();
        var found = await db
            .ProviderOperations.Where(o =>
                o.Provider == provider && (told.Contains(o.Id) || references.Contains(o.Reference))
            )
            .Select(o => new { o.Reference, o.Id })
            .ToListAsync(ct);
        var ids = found.Select(f => f.Id).ToHashSet();
        var operations = new Dictionary<string, Guid>(StringComparer.Ordinal);
        foreach (var line in lines)
        {
            var mine =
                line.OperationId is { } id && ids.Contains(id)
                    ? id
                    : found.Find(f => f.Reference.Length > 0 && f.Reference == line.SourceReference)?.Id;
            if (mine is { } operation)
            {
                operations[line.LineId] = operation;
            }
        }
        return operations;
    }

    private SettlementRow Row(string provider, SettlementLine line, Guid? operation) =>
        new()
        {
            Provider = provider,
            LineId = line.LineId,
            Kind = line.Kind,
            Currency = line.Currency.Code,
            GrossMinor = line.Gross.Minor,
            FeeMinor = line.Fee.Minor,
            NetMinor = line.Net.Minor,
            BookedAt = line.BookedAt,
            AvailableOn = line.AvailableOn,
            SourceReference = line.SourceReference,
            OperationId = operation,
            Text = line.Text.Length > 500 ? line.Text[..500] : line.Text,
            FirstSeenAt = db.Now,
        };

    /// <summary>A line that is a fee and nothing else says it in its net.</summary>
    private static long Fee(long fee, long net, SettlementKind kind) => kind == SettlementKind.Fee ? -net : fee;

    private static Booking Fee(string provider, SettlementLine line, long change, Guid cause)
    {
        var amount = line.Currency.Minor(Math.Abs(change));
        var (cost, at) = (
            LedgerAccount.ProviderFee(line.Currency),
            LedgerAccount.ProviderAvailable(provider, line.Currency)
        );
        return new(
            Posting.Create(
                cause,
                PostingKind.ProviderFee,
                line.OperationId ?? cause,
                line.LineId,
                Leg.Debit(change > 0 ? cost : at, amount),
                Leg.Credit(change > 0 ? at : cost, amount)
            ),
            new Parties()
        );
    }

    /// <summary>Lists a difference once; one that was explained stays explained while its amounts stay.</summary>
    private async Task FindAsync(
        string provider,
        DifferenceKind kind,
        string reference,
        Guid? operation,
        Currency currency,
        long ours,
        long theirs,
        CancellationToken ct
    )
    {
        var id = Uuid5.Of("difference", $"{provider}/{kind}/{reference}");
        var row =
            db.Differences.Local.FirstOrDefault(d => d.Id == id)
            ?? await db.Differences.SingleOrDefaultAsync(d => d.Id == id, ct);
        if (row is null)
        {
            db.Differences.Add(
                new Difference
                {
                    Id = id,
                    Provider = provider,
                    Kind = kind,
                    Currency = currency.Code,
                    OursMinor = ours,
                    TheirsMinor = theirs,
                    Reference = reference,
                    OperationId = operation,
                    FoundAt = db.Now,
                }
            );
            LogDifference(log, provider, kind, reference);
        }
        else if (row.OursMinor != ours || row.TheirsMinor != theirs)
        {
            (row.OursMinor, row.TheirsMinor, row.EndedAt, row.ExplainedBy, row.Reason) = (
                ours,
                theirs,
                null,
                null,
                null
            );
        }
    }

    [LoggerMessage(
        Level = LogLevel.Warning,
        Message = "Provider {Provider} does not tell its books; asked again later"
    )]
    private static partial void LogSilent(ILogger logger, Exception e, string provider);

    [LoggerMessage(Level = LogLevel.Error, Message = "The books of {Provider} and ours differ: {Kind} {Reference}")]
    private static partial void LogDifference(ILogger logger, string provider, DifferenceKind kind, string reference);
}

/// <summary>Reconciles a day after the last time, once a provider has been asked for money at all.</summary>
internal sealed class ReconcileDaily(MetierDb db, PaymentProviders providers, Reconcile reconcile) : Chore
{
    public override async Task<DateTime?> NextDueAsync(CancellationToken ct)
    {
        if (providers.All.Count == 0)
        {
            return null;
        }
        var last = await db.Reconciliations.MaxAsync(r => (DateTime?)r.At, ct);
        // Nothing asked of a provider since: nothing can have changed.
        var open = await db
            .ProviderOperations.Where(o =>
                o.Kind != OperationKind.Instrument
                && o.Kind != OperationKind.Payee
                && (last == null || o.EndedAt == null || o.EndedAt > last)
            )
            .MinAsync(o => (DateTime?)o.CreatedAt, ct);
        return open is null ? null
            : last is { } before ? before.AddDays(1)
            : open.Value.AddDays(1);
    }

    public override Task<int> RunAsync(CancellationToken ct) => reconcile.RunAsync(ct);
}
