using Metier.Platform;
using Microsoft.EntityFrameworkCore;

namespace Metier.Members;

/// <summary>Whose identity, whether it is checked, and what was looked at.</summary>
public sealed record IdentityInput(Guid MemberId, bool Checked, string? Note);

/// <summary>Somebody's identity was checked, or that was taken back.</summary>
public sealed record IdentityChecked(Guid MemberId, bool Checked);

/// <summary>
/// An operator writes down that they have checked who somebody is, or takes that back. Payment protection of hours asks for it.
/// The note stays in the audit log and is read by staff only.
/// </summary>
public sealed class CheckIdentity(MetierDb db)
{
    /// <summary>The longest note, characters.</summary>
    public const int LongestNote = 1000;

    /// <summary>Quiet when nothing changes.</summary>
    public Task<Outcome<Done>> RunAsync(IdentityInput input, Actor actor, CancellationToken ct) =>
        db.WriteAsync<Done>(
            async () =>
            {
                if (
                    !actor.May(StaffRoles.Operator)
                    || await db.Members.SingleOrDefaultAsync(m => m.Id == input.MemberId, ct) is not { } member
                )
                {
                    return Refusal.NotFound();
                }
                var note = TypedText.Lines(input.Note).Trim();
                if (note.Length == 0)
                {
                    return new Refusal("note_empty", MemberRefusalText.SayWhatWasChecked, "Identity.Note");
                }
                if (note.Length > LongestNote)
                {
                    return new Refusal("too_long", PlatformText.TooLong(LongestNote), "Identity.Note");
                }
                if (member.IdentityVerifiedAt is not null == input.Checked)
                {
                    return Done.It;
                }
                member.IdentityVerifiedAt = input.Checked ? db.Now : null;
                member.ConcurrencyStamp = Stamps.New();
                db.Audit(
                    actor,
                    input.Checked ? "member.identity_checked" : "member.identity_unchecked",
                    member.Id,
                    new { note }
                );
                db.Raise(new IdentityChecked(member.Id, input.Checked));
                return Done.It;
            },
            ct
        );
}
