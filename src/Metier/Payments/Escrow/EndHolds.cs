using Metier.Ledger;
using Metier.Platform;
using Microsoft.EntityFrameworkCore;

namespace Metier.Payments;

/// <summary>Ends the security period of earnings: pending → available, five days after the money was earned.</summary>
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
        foreach (var id in due)
        {
            await db.WriteAsync<Done>(() => EndAsync(id, ct), ct);
            db.ChangeTracker.Clear();
        }
        return due.Count;
    }

    private async Task<Outcome<Done>> EndAsync(Guid id, CancellationToken ct)
    {
        var earning = await db.Earnings.SingleAsync(e => e.Id == id, ct);
        if (earning.AvailableSince is not null)
        {
            return Done.It;
        }
        earning.AvailableSince = db.Now;
        // What a chargeback has frozen stays frozen; it is available at once when it is free again.
        var net = earning.Unit.Minor(earning.NetLeftMinor - earning.FrozenMinor);
        if (net.Minor == 0)
        {
            return Done.It;
        }
        var posting = Posting.Create(
            Uuid5.Of(id, "available"),
            PostingKind.HoldEnded,
            id,
            "",
            Leg.Debit(LedgerAccount.FreelancerPending(earning.FreelancerId, earning.Unit), net),
            Leg.Credit(LedgerAccount.FreelancerAvailable(earning.FreelancerId, earning.Unit), net)
        );
        var parties = new Parties(null, earning.FreelancerId, earning.ContractId);
        var posted = await book.PostAsync(posting, parties, ct);
        db.Raise(new EarningAvailable(id, earning.FreelancerId, earning.ContractId, net));
        return posted.Ok ? Done.It : Outcome<Done>.From(posted);
    }
}
