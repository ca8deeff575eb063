using Metier.Platform;
using Microsoft.EntityFrameworkCore;

namespace Metier.Payments;

/// <summary>What became of the money of a milestone or a week so far, in minor units of its currency.</summary>
/// <param name="Commission">Taken from what was released, and due on what is still held.</param>
/// <param name="Net">What the freelancer got and, if all the rest is released, gets.</param>
/// <param name="Returned">What went back to the client, with the processing fee.</param>
public sealed record HoldingSums(long Commission, long Net, long Returned)
{
    internal static async Task<HoldingSums?> OfAsync(MetierDb db, Guid subjectId, CancellationToken ct)
    {
        var holding = await db.Holdings.AsNoTracking().SingleOrDefaultAsync(h => h.Id == subjectId, ct);
        if (holding is null)
        {
            return null;
        }
        var earned = await db.Earnings.AsNoTracking().Where(e => e.SubjectId == subjectId).ToListAsync(ct);
        var returned = await db
            .Charges.Where(c => c.SubjectId == subjectId && c.State == ChargeState.Settled)
            .SumAsync(c => c.RefundedMinor, ct);
        return new(
            earned.Sum(e => e.ServiceFeeMinor - e.RefundedFeeMinor) + holding.ServiceFeeLeftMinor,
            earned.Sum(e => e.NetLeftMinor) + holding.LeftMinor - holding.ServiceFeeLeftMinor,
            returned
        );
    }
}
