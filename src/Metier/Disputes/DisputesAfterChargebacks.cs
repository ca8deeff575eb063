using Metier.Payments;
using Metier.Platform;
using Microsoft.EntityFrameworkCore;

namespace Metier.Disputes;

/// <summary>While a chargeback freezes the money of a dispute, its deadline stands still.</summary>
internal sealed class DisputesAfterChargebacks(MetierDb db) : FrozenMoneyWatcher
{
    public override async Task ThawedAsync(Guid subjectId, TimeSpan lasted, CancellationToken ct)
    {
        foreach (
            var dispute in await db.Disputes.Where(d => d.MilestoneId == subjectId && d.DueAt != null).ToListAsync(ct)
        )
        {
            dispute.Postpone(lasted);
        }
        foreach (
            var dispute in await db.HourDisputes.Where(d => d.WeekId == subjectId && d.DueAt != null).ToListAsync(ct)
        )
        {
            dispute.Postpone(lasted);
        }
    }
}
