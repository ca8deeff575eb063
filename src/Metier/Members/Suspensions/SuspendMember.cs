using Metier.Platform;
using Microsoft.EntityFrameworkCore;

namespace Metier.Members;

/// <summary>Whom, why (a name of <see cref="SuspensionReason"/>), in words for the person, and by which rule.</summary>
public sealed record SuspendInput(Guid MemberId, string? Reason, string? Text, string? Rule);

/// <summary>
/// A moderator suspends somebody: their sessions end, they are told why by mail, and what shows them to strangers hides.
/// Staff cannot be suspended: their roles are taken first, so the last operator is protected in one place.
/// </summary>
public sealed class SuspendMember(MetierDb db, MemberMails mails, RuleOptions rules)
{
    /// <summary>All that is wrong at once.</summary>
    public Task<Outcome<Done>> RunAsync(SuspendInput input, Actor actor, CancellationToken ct) =>
        db.WriteAsync<Done>(
            async () =>
            {
                if (!actor.May(StaffRoles.Moderator))
                {
                    return Refusal.NotFound();
                }
                var wrong = new List<Refusal>();
                var reason = SuspensionForm.Reason(input.Reason, wrong);
                var text = SuspensionForm.Text(input.Text, "Suspend.Text", wrong);
                var rule = SuspensionForm.Rule(input.Rule, wrong);
                if (wrong.Count > 0)
                {
                    return wrong;
                }
                var member = await db.Members.SingleOrDefaultAsync(m => m.Id == input.MemberId, ct);
                if (member is null)
                {
                    return Refusal.NotFound();
                }
                if (member.Roles != StaffRoles.None)
                {
                    return new Refusal("staff", SuspensionText.StaffFirst);
                }
                if (member.SuspendedAt is not null)
                {
                    return new Refusal("already_suspended", SuspensionText.AlreadySuspended);
                }
                var suspension = new Suspension
                {
                    Id = Ids.New(db.Clock),
                    MemberId = member.Id,
                    Reason = reason,
                    Text = text,
                    Rule = rule,
                    SuspendedAt = db.Now,
                    SuspendedBy = actor.MemberId,
                };
                db.Suspensions.Add(suspension);
                member.SuspendedAt = suspension.SuspendedAt;
                // Every session remembers the old stamp and ends with it.
                member.SecurityStamp = Stamps.New();
                member.ConcurrencyStamp = Stamps.New();
                mails.Suspended(member, suspension, rules.AppealDays);
                db.Audit(
                    actor,
                    "member.suspended",
                    member.Id,
                    new
                    {
                        suspension = suspension.Id,
                        reason,
                        text,
                        rule,
                    }
                );
                db.Raise(new MemberSuspended(member.Id, await SuspensionForm.ClientOfAsync(db, member.Id, ct)));
                return Done.It;
            },
            ct
        );
}

/// <summary>What the forms about suspensions have in common.</summary>
internal static class SuspensionForm
{
    public static SuspensionReason Reason(string? typed, List<Refusal> wrong)
    {
        if (Enum.TryParse<SuspensionReason>(typed, out var reason) && Enum.IsDefined(reason) && !IsNumber(typed))
        {
            return reason;
        }
        wrong.Add(new Refusal("reason", SuspensionText.ChooseReason, "Suspend.Reason"));
        return default;
    }

    private static bool IsNumber(string? typed) => typed is { Length: > 0 } && !char.IsAsciiLetter(typed[0]);

    public static string Text(string? typed, string field, List<Refusal> wrong)
    {
        var text = TypedText.Lines(typed);
        if (text.Length == 0)
        {
            wrong.Add(new Refusal("text_empty", SuspensionText.EnterText, field));
        }
        else if (text.Length > Suspension.LongestText)
        {
            wrong.Add(new Refusal("too_long", PlatformText.TooLong(Suspension.LongestText), field));
        }
        return text;
    }

    public static string Rule(string? typed, List<Refusal> wrong)
    {
        var rule = TypedText.Line(typed);
        if (rule.Length == 0)
        {
            wrong.Add(new Refusal("rule_empty", SuspensionText.EnterRule, "Suspend.Rule"));
        }
        else if (rule.Length > Suspension.LongestRule)
        {
            wrong.Add(new Refusal("too_long", PlatformText.TooLong(Suspension.LongestRule), "Suspend.Rule"));
        }
        return rule;
    }

    /// <summary>The client this person owns, if any: it is hidden and comes back with them.</summary>
    public static Task<Guid?> ClientOfAsync(MetierDb db, Guid memberId, CancellationToken ct) =>
        db
            .ClientMembers.Where(c => c.MemberId == memberId && c.Role == ClientRole.Owner)
            .Select(c => (Guid?)c.ClientId)
            .SingleOrDefaultAsync(ct);
}
