using Metier.Ledger;
using Metier.Platform;
using Microsoft.EntityFrameworkCore;

namespace Metier.Payments;

/// <summary>What one freelancer was paid in a month, in one currency, minor units; straight from the book.</summary>
/// <param name="FreelancerId">Who.</param>
/// <param name="Currency">ISO 4217.</param>
/// <param name="Month">1 to 12, UTC.</param>
/// <param name="GrossMinor">The price of the work: nothing taken off.</param>
/// <param name="FeeMinor">The commission, with the tax on it.</param>
/// <param name="Payments">How many payments made it up; what was given back does not count.</param>
/// <param name="BackMinor">Of the price, given back to clients in that month, or taken back by their banks.</param>
/// <param name="BackFeeMinor">The commission that went with it.</param>
/// <param name="WithheldMinor">Tax withheld from payouts, less what came back.</param>
public sealed record MonthFigures(
    Guid FreelancerId,
    string Currency,
    int Month,
    long GrossMinor,
    long FeeMinor,
    int Payments,
    long BackMinor,
    long BackFeeMinor,
    long WithheldMinor
);

/// <summary>A year's payments to freelancers from the entries of the book, for yearly papers.</summary>
public sealed class YearFigures(MetierDb db)
{
    private static readonly PostingKind[] Paid =
    [
        PostingKind.Release,
        PostingKind.WeeklyRelease,
        PostingKind.Bonus,
        PostingKind.Award,
    ];

    private static readonly PostingKind[] Back = [PostingKind.RefundAfterRelease, PostingKind.ChargebackClosed];

    private static readonly PostingKind[] Taxed =
    [
        PostingKind.PayoutRequested,
        PostingKind.PayoutReturned,
        PostingKind.TaxReturned,
    ];

    private static readonly PostingKind[] All = [.. Paid, .. Back, .. Taxed];

    private static readonly AccountKind[] Earned =
    [
        AccountKind.FreelancerPending,
        AccountKind.FreelancerAvailable,
        AccountKind.FreelancerDisputed,
    ];

    private static readonly AccountKind[] Withheld = [AccountKind.WithheldBackupUs, AccountKind.WithheldNonResidentUs];

    /// <summary>All months of a year in which anything moved; of one freelancer or all, without some contracts.</summary>
    public async Task<List<MonthFigures>> OfYearAsync(
        int year,
        Guid? freelancerId,
        CancellationToken ct,
        IReadOnlyCollection<Guid>? without = null
    )
    {
        var from = new DateTime(year, 1, 1, 0, 0, 0, DateTimeKind.Utc);
        var to = from.AddYears(1);
        var transactions = db.LedgerTransactions.Where(t =>
            t.FreelancerId != null && t.RecordedAt >= from && t.RecordedAt < to && All.Contains(t.Kind)
        );
        if (freelancerId is { } one)
        {
            transactions = transactions.Where(t => t.FreelancerId == one);
        }
        if (without is { Count: > 0 })
        {
            transactions = transactions.Where(t => t.ContractId == null || !without.Contains(t.ContractId.Value));
        }
        var legs = await (
            from t in transactions
            join e in db.LedgerEntries on t.Id equals e.TransactionId
            join a in db.LedgerAccounts on e.AccountId equals a.Id
            group e.Amount by new
            {
                t.FreelancerId,
                a.Currency,
                t.RecordedAt.Month,
                t.Kind,
                Account = a.Kind,
            } into g
            select new Sum(g.Key.FreelancerId!.Value, g.Key.Currency, g.Key.Month, g.Key.Kind, g.Key.Account, g.Sum())
        ).ToListAsync(ct);
        var counts = await (
            from t in transactions
            where Paid.Contains(t.Kind)
            join e in db.LedgerEntries on t.Id equals e.TransactionId
            join a in db.LedgerAccounts on e.AccountId equals a.Id
            where a.Kind == AccountKind.FreelancerPending && e.Amount < 0
            group t by new
            {
                t.FreelancerId,
                a.Currency,
                t.RecordedAt.Month,
            } into g
            select new { g.Key, Count = g.Count() }
        ).ToDictionaryAsync(g => (g.Key.FreelancerId!.Value, g.Key.Currency, g.Key.Month), g => g.Count, ct);
        return
        [
            .. legs.GroupBy(l => (l.FreelancerId, l.Currency, l.Month))
                .Select(g => Month(g.Key, [.. g], counts.GetValueOrDefault(g.Key)))
                .Where(m => m is not { GrossMinor: 0, FeeMinor: 0, BackMinor: 0, WithheldMinor: 0 })
                .OrderBy(m => m.FreelancerId)
                .ThenBy(m => m.Currency, StringComparer.Ordinal)
                .ThenBy(m => m.Month),
        ];
    }

    private static MonthFigures Month((Guid Id, string Currency, int Month) key, List<Sum> legs, int payments)
    {
        long Of(PostingKind[] kinds, params AccountKind[] accounts) =>
            legs.Where(l => kinds.Contains(l.Kind) && accounts.Contains(l.Account)).Sum(l => l.Minor);
        // Credits are below zero in the entries. The tax on a commission lies in the same postings as the release; the tax on the
        // client's fee lies in those of charges, a bonus among them, so there only the fee itself counts.
        PostingKind[] released = [PostingKind.Release, PostingKind.WeeklyRelease];
        var fee = -Of(Paid, AccountKind.ServiceFee) - Of(released, AccountKind.Vat);
        var net = -Of(Paid, Earned);
        var backFee = Of(Back, AccountKind.ServiceFee);
        return new MonthFigures(
            key.Id,
            key.Currency,
            key.Month,
            net + fee,
            fee,
            payments,
            Of(Back, Earned) + backFee,
            backFee,
            -Of(Taxed, Withheld)
        );
    }

    private sealed record Sum(
        Guid FreelancerId,
        string Currency,
        int Month,
        PostingKind Kind,
        AccountKind Account,
        long Minor
    );
}
