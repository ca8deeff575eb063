using Metier.Ledger;
using Metier.Platform;
using Microsoft.EntityFrameworkCore;

namespace Metier.Payments;

/// <summary>What one transaction of the book means for one side, for reports.</summary>
/// <param name="TransactionId">The transaction.</param>
/// <param name="At">When it was written, UTC.</param>
/// <param name="Kind">Why.</param>
/// <param name="ContractId">The contract.</param>
/// <param name="OtherId">The other side: the client of a freelancer's line, the freelancer of a client's.</param>
/// <param name="Work">The price of the work: positive what was earned or paid, negative what went back.</param>
/// <param name="Fee">The fee on it, with the same signs.</param>
/// <param name="Net">Of a freelancer what is left (work less fee), of a client what was paid in all (work and fee).</param>
public sealed record MoneyLine(
    long TransactionId,
    DateTime At,
    PostingKind Kind,
    Guid? ContractId,
    Guid? OtherId,
    Money Work,
    Money Fee,
    Money Net
);

/// <summary>
/// The lines reports are made of, straight from the book as those of a statement are: what a report sums is what the book says.
/// Withdrawals are no work and are left out.
/// </summary>
public sealed class MoneyLines(MetierDb db)
{
    /// <summary>A report reads the latest transactions of its time, at most so many.</summary>
    public const int Most = 50_000;

    private static readonly PostingKind[] Withdrawals =
    [
        PostingKind.PayoutRequested,
        PostingKind.PayoutSubmitted,
        PostingKind.PayoutPaid,
        PostingKind.PayoutReturned,
    ];

    /// <summary>The lines of these days, UTC, the earliest first; only those that moved money for this side.</summary>
    public async Task<IReadOnlyList<MoneyLine>> OfAsync(
        StatementSide side,
        Guid partyId,
        Currency currency,
        DateOnly from,
        DateOnly to,
        CancellationToken ct
    )
    {
        ArgumentNullException.ThrowIfNull(currency);
        var code = currency.Code;
        var start = from.ToDateTime(TimeOnly.MinValue, DateTimeKind.Utc);
        var end = to == DateOnly.MaxValue ? DateTime.MaxValue : to.AddDays(1).ToDateTime(TimeOnly.MinValue, DateTimeKind.Utc);
        var mine = StatementViews.Of(db, side, partyId)
            .Where(t => t.RecordedAt >= start && t.RecordedAt < end && !Withdrawals.Contains(t.Kind))
            .OrderByDescending(t => t.Id)
            .Take(Most);
        var legs = await (
            from t in mine
            join e in db.LedgerEntries on t.Id equals e.TransactionId
            join a in db.LedgerAccounts on e.AccountId equals a.Id
            where a.Currency == code
            select new
            {
                t.Id,
                t.RecordedAt,
                t.Kind,
                t.ContractId,
                OtherId = side == StatementSide.Client ? t.FreelancerId : t.ClientId,
                Leg = new StatementLeg
                {
                    TransactionId = t.Id,
                    Kind = a.Kind,
                    Normal = a.Normal,
                    Amount = e.Amount,
                },
            }
        ).ToListAsync(ct);
        var sign = side == StatementSide.Client ? -1 : 1;
        return
        [
            .. legs
                .GroupBy(l => l.Id)
                .OrderBy(g => g.Key)
                .Select(g =>
                {
                    var row = g.First();
                    var parts = Statements.Parts(side, [.. g.Select(l => l.Leg)]);
                    var (net, fee) = (sign * parts.Amount, -parts.Fee);
                    return new MoneyLine(
                        row.Id,
                        row.RecordedAt,
                        row.Kind,
                        row.ContractId,
                        row.OtherId,
                        currency.Minor(side == StatementSide.Client ? net - fee : net + fee),
                        currency.Minor(fee),
                        currency.Minor(net)
                    );
                })
                .Where(l => l.Work.Minor != 0 || l.Fee.Minor != 0),
        ];
    }
}
