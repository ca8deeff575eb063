using Metier.Payments;
using Metier.Platform;
using Microsoft.EntityFrameworkCore;

namespace Metier.Contracts;

/// <summary>Until when the money of a milestone waits: silence releases what was handed in, and gives back what was asked for.</summary>
internal sealed class MilestoneDates(MetierDb db) : HeldDates
{
    public override Task<Dictionary<Guid, (DateTime Until, HeldSilence Silence)>> OfAsync(
        IReadOnlyCollection<Guid> milestoneIds,
        CancellationToken ct
    ) =>
        db
            .Milestones.AsNoTracking()
            .Where(m => milestoneIds.Contains(m.Id) && (m.AutoReleaseAt != null || m.RefundAt != null))
            .ToDictionaryAsync(
                m => m.Id,
                m =>
                    m.AutoReleaseAt is { } release
                        ? (release, HeldSilence.Releases)
                        : (m.RefundAt!.Value, HeldSilence.GoesBack),
                ct
            );
}
