using Metier.Ledger;
using Metier.Platform;
using Microsoft.EntityFrameworkCore;

namespace Metier.Payments;

/// <summary>
/// Ends the security period of earnings: pending → available, five days after the money was earned. After a week's release
/// that is everybody's at once, so they are posted together; one that is refused holds up none of the others.
/// </summary>
internal sealed class EndHolds(MetierDb db, LedgerBook book) : Chore
{
    private const int BatchSize = 500;

    public override Task<DateTime?> NextDueAsync(CancellationToken ct) =>
        db.Earnings.Where(e => e.AvailableSince == null).MinAsync(e => (DateTime?)e.AvailableAt, ct);

    public override async Task<int> RunAsync(CancellationToken ct)
    {
        var now = db.Now;
        var due = await db
            .Earnings.Where(e => e.AvailableSince == null && e.AvailableAt <= now)
            .OrderBy(e => e.AvailableAt)
            .ThenBy(e => e.Id)
            .Select(e => e.Id)
            .Take(BatchSize)
            .ToListAsync(ct);
        await db.WriteEachAsync(due, some => EndAsync(some, ct), ct);
        return due.Count;
    }

    private async Task<Outcome<Done>> EndAsync(IReadOnlyList<Guid> ids, CancellationToken ct)
    {
        var ending = await db
            .Earnings.Where(e => ids.Contains(e.Id) && e.AvailableSince == null)
            .OrderBy(e => e.AvailableAt)
            .ThenBy(e => e.Id)
            .ToListAsync(ct);
        var bookings = new List<Booking>(ending.Count);
        foreach (var earning in ending)
        {
            earning.AvailableSince = db.Now;
            // What a chargeback has frozen stays frozen; it is available at once when it is free again.
            var net = earning.Unit.Minor(earning.NetLeftMinor - earning.FrozenMinor);
            if (net.Minor == 0)
            {
                continue;
            }
            var posting = Posting.Create(
                Uuid5.Of(earning.Id, "available"),
                PostingKind.HoldEnded,
                earning.Id,
                "",
                Leg.Debit(LedgerAccount.FreelancerPending(earning.FreelancerId, earning.Unit), net),
                Leg.Credit(LedgerAccount.FreelancerAvailable(earning.FreelancerId, earning.Unit), net)
            );
            bookings.Add(new(posting, new Parties(null, earning.FreelancerId, earning.ContractId)));
            db.Raise(new EarningAvailable(earning.Id, earning.FreelancerId, earning.ContractId, net));
        }
        var posted = await book.PostManyAsync(bookings, ct);
        return posted.Ok ? Done.It : Outcome<Done>.From(posted);
    }
}
