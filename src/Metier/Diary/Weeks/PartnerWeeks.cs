using Metier.Contracts;
using Metier.Ledger;
using Metier.Payments;
using Metier.Platform;
using Microsoft.EntityFrameworkCore;

namespace Metier.Diary;

/// <summary>A week of a contract that a staffing partner runs was locked: its hours go to the partner.</summary>
public sealed record PartnerWeekLocked(Guid WeekId);

/// <summary>The client has paid a week of a contract that a staffing partner runs.</summary>
public sealed record PartnerWeekBilled(
    Guid WeekId,
    Guid ContractId,
    Guid ClientId,
    Guid FreelancerId,
    string Title,
    DateOnly Monday,
    int Minutes,
    Money Amount,
    Money ProcessingFee,
    Guid PaymentMethodId,
    bool Resumed
);

/// <summary>What the module of payroll does with weeks; everything joins the caller's write transaction.</summary>
public sealed class PartnerWeeks(MetierDb db, ReleaseToPartner release)
{
    /// <summary>A week by its id; null when there is none, or when no partner runs it.</summary>
    public Task<DiaryWeek?> FindAsync(Guid weekId, CancellationToken ct) =>
        db.DiaryWeeks.SingleOrDefaultAsync(w => w.Id == weekId && w.PartnerId != null, ct);

    /// <summary>All that a paid week holds becomes the partner's; false when it holds nothing.</summary>
    public async Task<Outcome<bool>> ReleaseAsync(DiaryWeek week, CancellationToken ct)
    {
        ArgumentNullException.ThrowIfNull(week);
        if (week.PartnerId is not { } partner || week.InHand == 0)
        {
            return false;
        }
        var amount = week.Unit.Minor(week.InHand);
        var released = await release.RunAsync(
            new PartnerRelease(Uuid5.Of(week.Id, "paid"), week.Id, partner, amount, week.Memo),
            ct
        );
        if (!released.Ok)
        {
            return Outcome<bool>.From(released);
        }
        week.Left(amount.Minor, 0, null, db.Now);
        db.Audit(null, "week.to_partner", week.Id, new { partner, amount.Minor });
        return true;
    }
}
