using Metier.Platform;
using Microsoft.EntityFrameworkCore;

namespace Metier.Members;

/// <summary>A suspended person disagrees, once; an answer comes within the days of the rule.</summary>
public sealed class AppealSuspension(MetierDb db, RuleOptions rules)
{
    /// <summary>Answers with when the answer is due.</summary>
    public Task<Outcome<DateTime>> RunAsync(string? typed, Actor actor, CancellationToken ct) =>
        db.WriteAsync<DateTime>(
            async () =>
            {
                var running = await db.Suspensions.SingleOrDefaultAsync(
                    s => s.MemberId == actor.MemberId && s.LiftedAt == null,
                    ct
                );
                if (running is null)
                {
                    return Refusal.NotFound();
                }
                var wrong = new List<Refusal>();
                var text = SuspensionForm.Text(typed, "Form.Text", wrong);
                if (wrong.Count > 0)
                {
                    return wrong;
                }
                if (running.Appeal(text, db.Now.AddDays(rules.AppealDays), db.Now) is { } refusal)
                {
                    return refusal;
                }
                db.Audit(actor, "member.appealed", actor.MemberId, new { suspension = running.Id });
                return running.AnswerBy!.Value;
            },
            ct
        );
}

/// <summary>A moderator refuses or grants an appeal: another one than decided the suspension, unless there is no other.</summary>
public sealed class AnswerAppeal(MetierDb db, LiftSuspension lift, MemberMails mails)
{
    /// <summary><paramref name="grant"/> ends the suspension. The person is told either way.</summary>
    public Task<Outcome<Done>> RunAsync(Guid memberId, bool grant, string? typed, Actor actor, CancellationToken ct) =>
        db.WriteAsync<Done>(
            async () =>
            {
                var running = actor.May(StaffRoles.Moderator)
                    ? await db.Suspensions.SingleOrDefaultAsync(s => s.MemberId == memberId && s.LiftedAt == null, ct)
                    : null;
                if (running is null)
                {
                    return Refusal.NotFound();
                }
                var wrong = new List<Refusal>();
                var text = SuspensionForm.Text(typed, "Answer.Text", wrong);
                if (wrong.Count > 0)
                {
                    return wrong;
                }
                if (running.SuspendedBy == actor.MemberId && await AnotherAsync(actor, ct))
                {
                    return new Refusal("same_moderator", SuspensionText.AnotherModerator);
                }
                if (grant)
                {
                    return running.AppealWaits
                        ? await lift.LiftAsync(memberId, text, actor, ct)
                        : new Refusal("appeal_none", SuspensionText.AppealNone);
                }
                if (running.Uphold(text, actor.MemberId, db.Now) is { } refusal)
                {
                    return refusal;
                }
                mails.AppealRefused(await db.Members.SingleAsync(m => m.Id == memberId, ct), text);
                db.Audit(actor, "member.appeal_refused", memberId, new { suspension = running.Id, text });
                return Done.It;
            },
            ct
        );

    private async Task<bool> AnotherAsync(Actor actor, CancellationToken ct)
    {
        var staff = await db
            .Members.Where(m => m.Roles != StaffRoles.None && m.Id != actor.MemberId)
            .Select(m => m.Roles)
            .ToListAsync(ct);
        return staff.Exists(r => (r & (StaffRoles.Moderator | StaffRoles.Operator)) != StaffRoles.None);
    }
}
