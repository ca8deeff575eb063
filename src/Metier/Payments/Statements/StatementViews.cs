using Metier.Ledger;
using Metier.Platform;
using Microsoft.EntityFrameworkCore;

namespace Metier.Payments;

/// <summary>Whose statement: a client's (what was paid, what is held) or a freelancer's (what was earned, what is left).</summary>
public enum StatementSide
{
    /// <summary>Amounts leave and return to the client's card; the balance is what is held.</summary>
    Client,

    /// <summary>Amounts enter and leave the freelancer's balance.</summary>
    Freelancer,
}

/// <summary>What a line of a statement is, within its transaction.</summary>
public enum LinePart
{
    /// <summary>The movement itself, before fees.</summary>
    Movement,

    /// <summary>The client's payment fee.</summary>
    ProcessingFee,

    /// <summary>The freelancer's commission.</summary>
    ServiceFee,

    /// <summary>The fee of a withdrawal.</summary>
    WithdrawalFee,
}

/// <summary>One line of a statement.</summary>
/// <param name="TransactionId">The transaction in the book; several lines can share one.</param>
/// <param name="Uid">Its cause, for people to quote.</param>
/// <param name="At">When it was written, UTC.</param>
/// <param name="Kind">Why.</param>
/// <param name="Part">Which part of it.</param>
/// <param name="Memo">In the words of whoever asked for it.</param>
/// <param name="ContractId">The contract.</param>
/// <param name="Amount">With its sign, for the side whose statement it is; zero where only the balance changed.</param>
/// <param name="Balance">After this line.</param>
public sealed record StatementLine(
    long TransactionId,
    Guid Uid,
    DateTime At,
    PostingKind Kind,
    LinePart Part,
    string Memo,
    Guid? ContractId,
    Money Amount,
    Money Balance
);

/// <summary>Which lines.</summary>
/// <param name="ContractId">Of this contract only.</param>
/// <param name="Kind">Of this kind only.</param>
/// <param name="From">Not before this day, UTC.</param>
/// <param name="To">Not after this day, UTC.</param>
/// <param name="Before">Older than this transaction: the key of the next page.</param>
public sealed record StatementFilter(
    Guid? ContractId = null,
    PostingKind? Kind = null,
    DateOnly? From = null,
    DateOnly? To = null,
    long? Before = null
);

/// <summary>A page of a statement, the latest first.</summary>
/// <param name="Lines">The lines.</param>
/// <param name="Next">The key of the next page; null on the last.</param>
public sealed record StatementPage(IReadOnlyList<StatementLine> Lines, long? Next);

/// <summary>
/// Statements straight from the book: each line is a sum of entries and its balance is the sum of all before it, so a
/// statement cannot say anything the book does not.
/// </summary>
public sealed class StatementViews(MetierDb db)
{
    private const int PageSize = 25;
    private const int LongestExport = 20_000;

    /// <summary>Kinds that move nothing for either side: they are history of a thing, not lines of a statement.</summary>
    private static readonly PostingKind[] Silent =
    [
        PostingKind.HoldEnded,
        PostingKind.PayoutSubmitted,
        PostingKind.PayoutPaid,
        PostingKind.ProviderCleared,
        PostingKind.ProviderFee,
        PostingKind.ChargebackMoved,
        PostingKind.FeeVat,
    ];

    /// <summary>Where money lies before and after a conversion: a currency in which nothing else moved has no statement of its own.</summary>
    private static readonly AccountKind[] Between =
    [
        AccountKind.ProviderPending,
        AccountKind.ProviderAvailable,
        AccountKind.ProviderDisputed,
        AccountKind.Exchange,
    ];

    private static readonly AccountKind[] AtProvider =
    [
        AccountKind.ProviderPending,
        AccountKind.ProviderAvailable,
        AccountKind.ProviderDisputed,
    ];

    private static readonly PostingKind[] NotTheFreelancers =
    [
        PostingKind.Funding,
        PostingKind.Refund,
        PostingKind.RollOver,
        PostingKind.WeeklyBill,
        PostingKind.RefundReturned,
        PostingKind.ChargeSentBack,
        PostingKind.CreditRefund,
        PostingKind.DebtPaid,
        PostingKind.DebtWrittenOff,
    ];

    /// <summary>One page for this client or freelancer, in one currency.</summary>
    public async Task<StatementPage> PageAsync(
        StatementSide side,
        Guid partyId,
        Currency currency,
        StatementFilter filter,
        CancellationToken ct
    )
    {
        var rows = await Filtered(side, partyId, currency, filter)
            .OrderByDescending(t => t.Id)
            .Take(PageSize + 1)
            .ToListAsync(ct);
        var more = rows.Count > PageSize;
        rows = rows.Take(PageSize).ToList();
        var lines = await LinesAsync(side, partyId, currency, rows, ct);
        return new StatementPage(lines, more ? rows[^1].Id : null);
    }

    /// <summary>All lines that match, the latest first, for an export; at most the latest 20,000 transactions.</summary>
    public async Task<IReadOnlyList<StatementLine>> AllAsync(
        StatementSide side,
        Guid partyId,
        Currency currency,
        StatementFilter filter,
        CancellationToken ct
    )
    {
        var rows = await Filtered(side, partyId, currency, filter)
            .OrderByDescending(t => t.Id)
            .Take(LongestExport)
            .ToListAsync(ct);
        return await LinesAsync(side, partyId, currency, rows, ct);
    }

    /// <summary>The lines of one transaction; empty when it is not this party's.</summary>
    public async Task<IReadOnlyList<StatementLine>> TransactionAsync(
        StatementSide side,
        Guid partyId,
        long transactionId,
        CancellationToken ct
    )
    {
        var row = await Of(side, partyId).SingleOrDefaultAsync(t => t.Id == transactionId, ct);
        if (row is null)
        {
            return [];
        }
        var codes = await (
            from e in db.LedgerEntries
            where e.TransactionId == transactionId
            join a in db.LedgerAccounts on e.AccountId equals a.Id
            where !Between.Contains(a.Kind)
            select a.Currency
        )
            .Distinct()
            .ToListAsync(ct);
        return await LinesAsync(side, partyId, Currency.Of(codes[0]), [row], ct);
    }

    /// <summary>The currencies this party has moved money in.</summary>
    public async Task<List<Currency>> CurrenciesAsync(StatementSide side, Guid partyId, CancellationToken ct)
    {
        var codes = await (
            from t in Of(side, partyId)
            join e in db.LedgerEntries on t.Id equals e.TransactionId
            join a in db.LedgerAccounts on e.AccountId equals a.Id
            where !Between.Contains(a.Kind)
            select a.Currency
        )
            .Distinct()
            .OrderBy(c => c)
            .ToListAsync(ct);
        return [.. codes.Select(Currency.Of)];
    }

    /// <summary>The contracts this party's lines belong to.</summary>
    public Task<List<Guid>> ContractsAsync(StatementSide side, Guid partyId, CancellationToken ct) =>
        Of(side, partyId)
            .Where(t => t.ContractId != null)
            .Select(t => t.ContractId!.Value)
            .Distinct()
            .Take(500)
            .ToListAsync(ct);

    private IQueryable<LedgerTransactionRow> Of(StatementSide side, Guid partyId) => Of(db, side, partyId);

    /// <summary>The transactions a statement of this side shows.</summary>
    internal static IQueryable<LedgerTransactionRow> Of(MetierDb db, StatementSide side, Guid partyId)
    {
        var all = db.LedgerTransactions.AsNoTracking().Where(t => !Silent.Contains(t.Kind));
        return side == StatementSide.Client
            ? all.Where(t => t.ClientId == partyId)
            : all.Where(t => t.FreelancerId == partyId && !NotTheFreelancers.Contains(t.Kind));
    }

    private IQueryable<LedgerTransactionRow> Filtered(
        StatementSide side,
        Guid partyId,
        Currency currency,
        StatementFilter filter
    )
    {
        var code = currency.Code;
        var inCurrency =
            from e in db.LedgerEntries
            join a in db.LedgerAccounts on e.AccountId equals a.Id
            where a.Currency == code && !Between.Contains(a.Kind)
            select e.TransactionId;
        var rows = Of(side, partyId).Where(t => inCurrency.Contains(t.Id));
        if (filter.Before is { } before)
        {
            rows = rows.Where(t => t.Id < before);
        }
        if (filter.ContractId is { } contract)
        {
            rows = rows.Where(t => t.ContractId == contract);
        }
        if (filter.Kind is { } kind)
        {
            rows = rows.Where(t => t.Kind == kind);
        }
        if (filter.From is { } from)
        {
            var start = from.ToDateTime(TimeOnly.MinValue, DateTimeKind.Utc);
            rows = rows.Where(t => t.RecordedAt >= start);
        }
        if (filter.To is { } to && to < DateOnly.MaxValue)
        {
            var end = to.AddDays(1).ToDateTime(TimeOnly.MinValue, DateTimeKind.Utc);
            rows = rows.Where(t => t.RecordedAt < end);
        }
        return rows;
    }

    private async Task<IReadOnlyList<StatementLine>> LinesAsync(
        StatementSide side,
        Guid partyId,
        Currency currency,
        List<LedgerTransactionRow> rows,
        CancellationToken ct
    )
    {
        if (rows.Count == 0)
        {
            return [];
        }
        var (top, bottom) = (rows[0].Id, rows[^1].Id);
        var legs = Legs(side, partyId, currency);
        // The balance before the oldest line, then forward through everything, shown or not.
        var kinds = Statements.BalanceKinds(side);
        var balance = await legs.Where(l => l.TransactionId < bottom && kinds.Contains(l.Kind))
            .SumAsync(l => l.Amount * l.Normal, ct);
        var moved = (await legs.Where(l => l.TransactionId >= bottom && l.TransactionId <= top).ToListAsync(ct))
            .GroupBy(l => l.TransactionId)
            .OrderBy(g => g.Key);
        var shown = rows.ToDictionary(r => r.Id);
        var paidAs = side == StatementSide.Client ? await PaidAsAsync(rows, currency, ct) : [];
        var lines = new List<StatementLine>();
        foreach (var group in moved)
        {
            var parts = Statements.Parts(side, [.. group]);
            if (shown.TryGetValue(group.Key, out var row))
            {
                lines.AddRange(
                    Statements.Lines(side, row, parts, currency, balance, paidAs.GetValueOrDefault(row.Id, ""))
                );
            }
            balance += parts.Balance;
        }
        lines.Reverse();
        return lines;
    }

    /// <summary>What was paid in another currency, and at what rate, in words.</summary>
    private async Task<Dictionary<long, string>> PaidAsAsync(
        List<LedgerTransactionRow> rows,
        Currency currency,
        CancellationToken ct
    )
    {
        var converted = rows.Where(r => r.RateNumerator is not null).ToDictionary(r => r.Id);
        if (converted.Count == 0)
        {
            return [];
        }
        var (ids, code) = (converted.Keys.ToList(), currency.Code);
        var legs = await (
            from e in db.LedgerEntries
            where ids.Contains(e.TransactionId)
            join a in db.LedgerAccounts on e.AccountId equals a.Id
            where AtProvider.Contains(a.Kind) && a.Currency != code
            select new
            {
                e.TransactionId,
                a.Currency,
                e.Amount,
            }
        ).ToListAsync(ct);
        return legs.DistinctBy(l => l.TransactionId)
            .ToDictionary(
                l => l.TransactionId,
                l =>
                {
                    var (row, paid) = (converted[l.TransactionId], Currency.Of(l.Currency));
                    var rate = new ExchangeRate(currency, paid, row.RateNumerator!.Value, row.RateDenominator!.Value);
                    return ExchangeWords.Paid(paid.Minor(Math.Abs(l.Amount)), rate);
                }
            );
    }

    private IQueryable<StatementLeg> Legs(StatementSide side, Guid partyId, Currency currency)
    {
        var code = currency.Code;
        var mine =
            side == StatementSide.Client
                ? db.LedgerTransactions.Where(t => t.ClientId == partyId)
                : db.LedgerTransactions.Where(t => t.FreelancerId == partyId);
        return from t in mine
            join e in db.LedgerEntries on t.Id equals e.TransactionId
            join a in db.LedgerAccounts on e.AccountId equals a.Id
            where a.Currency == code
            select new StatementLeg
            {
                TransactionId = t.Id,
                Kind = a.Kind,
                Normal = a.Normal,
                Amount = e.Amount,
            };
    }
}
