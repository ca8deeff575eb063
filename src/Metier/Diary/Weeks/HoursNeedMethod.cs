using Metier.Contracts;
using Metier.Payments;
using Metier.Platform;
using Microsoft.EntityFrameworkCore;

namespace Metier.Diary;

/// <summary>
/// Hours are charged after they were worked: while an hourly contract goes on, hours wait for their bill, or a week is unpaid, the client
/// keeps a payment method.
/// </summary>
internal sealed class HoursNeedMethod(MetierDb db) : NeedsMethod
{
    private static readonly List<WeekState> Unpaid = [WeekState.Billing, WeekState.ActionRequired, WeekState.PastDue];

    public override async Task<Refusal?> RefuseAsync(Guid clientId, CancellationToken ct)
    {
        var unpaid = Unpaid;
        if (await db.DiaryWeeks.AnyAsync(w => w.ClientId == clientId && unpaid.Contains(w.State), ct))
        {
            return new Refusal("method_needed", WeekRefusalText.MethodForWeek);
        }
        if (
            await db.Contracts.AnyAsync(
                c => c.ClientId == clientId && c.Kind == ContractKind.Hourly && c.State != ContractState.Ended,
                ct
            )
        )
        {
            return new Refusal("method_needed", WeekRefusalText.MethodForContract);
        }
        return await AreUnbilledAsync(clientId, ct)
            ? new Refusal("method_needed", WeekRefusalText.MethodForHours)
            : null;
    }

    /// <summary>A contract has ended and its last hours are not billed yet.</summary>
    private async Task<bool> AreUnbilledAsync(Guid clientId, CancellationToken ct)
    {
        var (now, segments) = (db.Now, db.DiarySegments);
        var since = now.AddDays(-14);
        var ended = db.Contracts.Where(c =>
            c.ClientId == clientId && c.Kind == ContractKind.Hourly && c.EndedAt > since
        );
        foreach (var hours in await ended.Select(c => c.LockHours).Distinct().ToListAsync(ct))
        {
            var open = DiaryRules.FirstOpen(now, hours);
            if (
                await ended.AnyAsync(
                    c => c.LockHours == hours && segments.Any(s => s.ContractId == c.Id && s.Start >= open),
                    ct
                )
            )
            {
                return true;
            }
        }
        return false;
    }
}
