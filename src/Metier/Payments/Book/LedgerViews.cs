using System.Runtime.CompilerServices;
using Metier.Ledger;
using Metier.Platform;
using Microsoft.EntityFrameworkCore;

namespace Metier.Payments;

/// <summary>What all accounts of a kind hold together, on the side it falls on.</summary>
public sealed record TrialLine(AccountKind Kind, int Accounts, Money Debit, Money Credit);

/// <summary>The trial balance of one currency: both sums are the same, or the books are wrong.</summary>
public sealed record TrialBalance(Currency Currency, IReadOnlyList<TrialLine> Lines, Money Debit, Money Credit)
{
    /// <summary>Debits less credits: nothing.</summary>
    public Money Difference => Debit - Credit;

    /// <summary>The net of a kind of account, on its normal side.</summary>
    public Money Of(params ReadOnlySpan<AccountKind> kinds)
    {
        var sum = Money.Zero(Currency);
        foreach (var line in Lines)
        {
            if (kinds.Contains(line.Kind))
            {
                sum += line.Kind.Normal() > 0 ? line.Debit - line.Credit : line.Credit - line.Debit;
            }
        }
        return sum;
    }
}

/// <summary>An account with what it holds on its normal side.</summary>
public sealed record AccountLine(
    long Id,
    string Code,
    AccountKind Kind,
    Guid? OwnerId,
    Money Balance,
    long Entries,
    DateTime OpenedAt
);

/// <summary>One leg of a transaction: debits above zero, credits below.</summary>
/// <param name="AccountId">The account of the chart, also when the entry is on a stripe of it.</param>
/// <param name="Code">Its code.</param>
/// <param name="Kind">Its kind.</param>
/// <param name="Amount">Debits above zero.</param>
/// <param name="BalanceAfter">Null for accounts kept in stripes: the whole has no order of its entries.</param>
public sealed record JournalLeg(long AccountId, string Code, AccountKind Kind, Money Amount, Money? BalanceAfter);

/// <summary>A transaction with its legs.</summary>
public sealed record JournalLine(
    long Id,
    Guid Uid,
    PostingKind Kind,
    DateTime At,
    Guid SubjectId,
    Guid? ClientId,
    Guid? FreelancerId,
    Guid? ContractId,
    Guid? ReversesUid,
    string Memo,
    IReadOnlyList<JournalLeg> Legs
)
{
    /// <summary>What moved, per currency: the sum of the debits.</summary>
    public IEnumerable<Money> Moved =>
        Legs.Where(l => l.Amount.Minor > 0)
            .GroupBy(l => l.Amount.Currency)
            .Select(g => g.Select(l => l.Amount).Aggregate((a, b) => a + b));
}

/// <summary>Which transactions to list; null filters nothing. Days are UTC, both included.</summary>
public sealed record JournalFilter(
    long? AccountId = null,
    Guid? ContractId = null,
    PostingKind? Kind = null,
    DateOnly? From = null,
    DateOnly? To = null
);

/// <summary>Reads the book for those who answer for it.</summary>
public sealed class LedgerViews(MetierDb db)
{
    /// <summary>Accounts or transactions per page.</summary>
    public const int PageSize = 50;

    /// <summary>The trial balance of every currency there is, by its code.</summary>
    public async Task<IReadOnlyList<TrialBalance>> TrialAsync(CancellationToken ct)
    {
        var sums = await (
            from a in db.LedgerAccounts.AsNoTracking()
            join b in db.LedgerBalances on a.Id equals b.AccountId
            group new { Net = b.Posted * a.Normal, Whole = a.StripeOf == null ? 1 : 0 } by new
            {
                a.Kind,
                a.Currency,
            } into g
            select new
            {
                g.Key.Kind,
                g.Key.Currency,
                Accounts = g.Sum(x => x.Whole),
                Net = g.Sum(x => x.Net),
            }
        ).ToListAsync(ct);
        return
        [
            .. sums.GroupBy(s => s.Currency)
                .OrderBy(g => g.Key, StringComparer.Ordinal)
                .Select(g =>
                {
                    var currency = Currency.Of(g.Key);
                    return new TrialBalance(
                        currency,
                        [
                            .. g.OrderBy(s => s.Kind)
                                .Select(s => new TrialLine(
                                    s.Kind,
                                    s.Accounts,
                                    currency.Minor(Math.Max(0, s.Net)),
                                    currency.Minor(Math.Max(0, -s.Net))
                                )),
                        ],
                        currency.Minor(g.Sum(s => Math.Max(0, s.Net))),
                        currency.Minor(g.Sum(s => Math.Max(0, -s.Net)))
                    );
                }),
        ];
    }

    /// <summary>Accounts in the order they were opened, after an id; one more than a page when there is a next one.</summary>
    public async Task<List<AccountLine>> AccountsAsync(
        AccountKind? kind,
        string? currency,
        Guid? ownerId,
        bool holdingOnly,
        long after,
        CancellationToken ct
    )
    {
        var query = Held().Where(x => x.Account.Id > after);
        if (kind is { } only)
        {
            query = query.Where(x => x.Account.Kind == only);
        }
        if (!string.IsNullOrEmpty(currency))
        {
            query = query.Where(x => x.Account.Currency == currency);
        }
        if (ownerId is { } owner)
        {
            query = query.Where(x => x.Account.OwnerId == owner);
        }
        if (holdingOnly)
        {
            query = query.Where(x => x.Posted != 0);
        }
        var rows = await query.OrderBy(x => x.Account.Id).Take(PageSize + 1).ToListAsync(ct);
        return rows.ConvertAll(x => Line(x.Account, x.Posted, x.Version));
    }

    /// <summary>The accounts of the chart with what they hold, each with its stripes.</summary>
    private IQueryable<HeldAccount> Held()
    {
        var accounts = db.LedgerAccounts.AsNoTracking();
        var balances = db.LedgerBalances.AsNoTracking();
        var stripes =
            from s in accounts
            where s.StripeOf != null
            join b in balances on s.Id equals b.AccountId
            select new
            {
                s.StripeOf,
                b.Posted,
                b.Version,
            };
        return from a in accounts
            where a.StripeOf == null
            join b in balances on a.Id equals b.AccountId
            select new HeldAccount
            {
                Account = a,
                Posted = b.Posted + stripes.Where(s => s.StripeOf == a.Id).Sum(s => s.Posted),
                Version = b.Version + stripes.Where(s => s.StripeOf == a.Id).Sum(s => s.Version),
            };
    }

    private sealed class HeldAccount
    {
        public required LedgerAccountRow Account { get; init; }
        public long Posted { get; init; }
        public long Version { get; init; }
    }

    /// <summary>One account; null when there is none.</summary>
    public async Task<AccountLine?> AccountAsync(long id, CancellationToken ct)
    {
        var row = await Held().SingleOrDefaultAsync(x => x.Account.Id == id, ct);
        return row is null ? null : Line(row.Account, row.Posted, row.Version);
    }

    /// <summary>Transactions, newest first, before an id; one more than a page when there is a next one.</summary>
    public async Task<List<JournalLine>> JournalAsync(JournalFilter filter, long? before, CancellationToken ct)
    {
        var query = Filtered(filter);
        if (before is { } key)
        {
            query = query.Where(t => t.Id < key);
        }
        return await WithLegsAsync(await query.OrderByDescending(t => t.Id).Take(PageSize + 1).ToListAsync(ct), ct);
    }

    /// <summary>All of them, the oldest first, read batch by batch: for an export.</summary>
    public async IAsyncEnumerable<JournalLine> AllAsync(
        JournalFilter filter,
        [EnumeratorCancellation] CancellationToken ct
    )
    {
        long after = 0;
        while (true)
        {
            var batch = await Filtered(filter).Where(t => t.Id > after).OrderBy(t => t.Id).Take(500).ToListAsync(ct);
            if (batch.Count == 0)
            {
                yield break;
            }
            after = batch[^1].Id;
            foreach (var line in await WithLegsAsync(batch, ct))
            {
                yield return line;
            }
        }
    }

    /// <summary>One transaction; null when there is none.</summary>
    public async Task<JournalLine?> FindAsync(long id, CancellationToken ct)
    {
        var row = await db.LedgerTransactions.AsNoTracking().SingleOrDefaultAsync(t => t.Id == id, ct);
        return row is null ? null : (await WithLegsAsync([row], ct))[0];
    }

    /// <summary>The transaction that took this one back, or the one this one takes back.</summary>
    public Task<long?> IdOfAsync(Guid uid, bool reversing, CancellationToken ct) =>
        db
            .LedgerTransactions.AsNoTracking()
            .Where(t => reversing ? t.ReversesUid == uid : t.Uid == uid)
            .Select(t => (long?)t.Id)
            .SingleOrDefaultAsync(ct);

    /// <summary>When something was last written into the book; null while it is empty.</summary>
    public Task<DateTime?> LastAsync(CancellationToken ct) =>
        db.LedgerTransactions.MaxAsync(t => (DateTime?)t.RecordedAt, ct);

    private IQueryable<LedgerTransactionRow> Filtered(JournalFilter filter)
    {
        ArgumentNullException.ThrowIfNull(filter);
        var query = db.LedgerTransactions.AsNoTracking();
        if (filter.AccountId is { } account)
        {
            var parts = db.LedgerAccounts.Where(a => a.Id == account || a.StripeOf == account).Select(a => a.Id);
            var touched = db.LedgerEntries.Where(e => parts.Contains(e.AccountId)).Select(e => e.TransactionId);
            query = query.Where(t => touched.Contains(t.Id));
        }
        if (filter.ContractId is { } contract)
        {
            query = query.Where(t => t.ContractId == contract);
        }
        if (filter.Kind is { } kind)
        {
            query = query.Where(t => t.Kind == kind);
        }
        if (filter.From is { } from)
        {
            var start = from.ToDateTime(TimeOnly.MinValue, DateTimeKind.Utc);
            query = query.Where(t => t.RecordedAt >= start);
        }
        if (filter.To is { } to && to < DateOnly.MaxValue)
        {
            var end = to.AddDays(1).ToDateTime(TimeOnly.MinValue, DateTimeKind.Utc);
            query = query.Where(t => t.RecordedAt < end);
        }
        return query;
    }

    private async Task<List<JournalLine>> WithLegsAsync(List<LedgerTransactionRow> rows, CancellationToken ct)
    {
        var ids = rows.ConvertAll(r => r.Id);
        var legs = (
            await (
                from e in db.LedgerEntries.AsNoTracking()
                where ids.Contains(e.TransactionId)
                join a in db.LedgerAccounts on e.AccountId equals a.Id
                select new { Entry = e, Account = a }
            ).ToListAsync(ct)
        ).ToLookup(x => x.Entry.TransactionId);
        return rows.ConvertAll(r => new JournalLine(
            r.Id,
            r.Uid,
            r.Kind,
            r.RecordedAt,
            r.SubjectId,
            r.ClientId,
            r.FreelancerId,
            r.ContractId,
            r.ReversesUid,
            PaymentWords.Memo(r.Memo),
            [
                .. legs[r.Id]
                    .OrderByDescending(x => x.Entry.Amount > 0)
                    .ThenBy(x => x.Account.Id)
                    .Select(x => new JournalLeg(
                        x.Account.StripeOf ?? x.Account.Id,
                        x.Account.Code.Split('#')[0],
                        x.Account.Kind,
                        Currency.Of(x.Account.Currency).Minor(x.Entry.Amount),
                        InParts(x.Account) ? null : Currency.Of(x.Account.Currency).Minor(x.Entry.BalanceAfter)
                    )),
            ]
        ));
    }

    private bool InParts(LedgerAccountRow a) =>
        a.StripeOf is not null || (db.Dialect == Dialect.Postgres && a.OwnerId is null && a.Kind.Floor() is null);

    private static AccountLine Line(LedgerAccountRow a, long posted, long version) =>
        new(a.Id, a.Code, a.Kind, a.OwnerId, Currency.Of(a.Currency).Minor(posted), version, a.OpenedAt);
}
