using Metier.Platform;
using Microsoft.EntityFrameworkCore;

namespace Metier.Members;

/// <summary>A moderator ends a suspension; everything that was hidden comes back, and the person is told.</summary>
public sealed class LiftSuspension(MetierDb db, MemberMails mails)
{
    /// <summary>Needs a text for the person.</summary>
    public Task<Outcome<Done>> RunAsync(Guid memberId, string? typed, Actor actor, CancellationToken ct) =>
        db.WriteAsync<Done>(
            async () =>
            {
                if (!actor.May(StaffRoles.Moderator))
                {
                    return Refusal.NotFound();
                }
                var wrong = new List<Refusal>();
                var text = SuspensionForm.Text(typed, "Lift.Text", wrong);
                if (wrong.Count > 0)
                {
                    return wrong;
                }
                return await LiftAsync(memberId, text, actor, ct);
            },
            ct
        );

    internal async Task<Outcome<Done>> LiftAsync(Guid memberId, string text, Actor actor, CancellationToken ct)
    {
        var member = await db.Members.SingleOrDefaultAsync(m => m.Id == memberId, ct);
        if (member is null)
        {
            return Refusal.NotFound();
        }
        var running = await db.Suspensions.SingleOrDefaultAsync(s => s.MemberId == memberId && s.LiftedAt == null, ct);
        if (running is null)
        {
            return new Refusal("not_suspended", SuspensionText.NotSuspended);
        }
        if (running.Lift(text, actor.MemberId, db.Now) is { } refusal)
        {
            return refusal;
        }
        member.SuspendedAt = null;
        member.ConcurrencyStamp = Stamps.New();
        mails.Restored(member, text);
        db.Audit(actor, "member.restored", member.Id, new { suspension = running.Id, text });
        db.Raise(new MemberRestored(member.Id, await SuspensionForm.ClientOfAsync(db, member.Id, ct)));
        return Done.It;
    }
}
