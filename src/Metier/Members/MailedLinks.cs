using Metier.Platform;
using Microsoft.AspNetCore.Identity;
using Microsoft.EntityFrameworkCore;

namespace Metier.Members;

/// <summary>Somebody asked for a new password; <paramref name="MemberId"/> is empty when no account has the address.</summary>
public sealed record PasswordResetAsked(Guid RequestId, Guid MemberId);

/// <summary>A member wants another address.</summary>
public sealed record EmailChangeAsked(Guid RequestId, Guid MemberId, string Address);

/// <summary>
/// Makes and mails the links people asked for, after the answer: how long a page takes must not say who has an account.
/// </summary>
internal sealed class MailLinks(MetierDb db, UserManager<Member> users, MemberLinks links, MemberMails mails)
    : IHandle<PasswordResetAsked>,
        IHandle<EmailChangeAsked>
{
    public Task HandleAsync(PasswordResetAsked happened, CancellationToken ct) =>
        OnceAsync(
            "member.reset_link",
            happened.RequestId,
            happened.MemberId,
            async member =>
                mails.Reset(member, await links.MakeAsync(member, LinkPurpose.ResetPassword, member.Email!, ct)),
            ct
        );

    public Task HandleAsync(EmailChangeAsked happened, CancellationToken ct) =>
        OnceAsync(
            "member.change_link",
            happened.RequestId,
            happened.MemberId,
            async member =>
            {
                if (member.NewEmail != happened.Address)
                {
                    // They asked for yet another one meanwhile.
                    return;
                }
                var normalized = users.NormalizeEmail(happened.Address);
                if (await db.Members.SingleOrDefaultAsync(m => m.NormalizedEmail == normalized, ct) is not { } known)
                {
                    mails.Confirm(
                        member,
                        await links.MakeAsync(member, LinkPurpose.ChangeEmail, happened.Address, ct),
                        happened.Address
                    );
                    return;
                }
                using var language = new InLanguage(known.Language);
                mails.AlreadyKnown(known);
            },
            ct
        );

    /// <summary>An event may come twice; the link of a mail that was sent must not die of that.</summary>
    private Task OnceAsync(
        string scope,
        Guid requestId,
        Guid memberId,
        Func<Member, Task> send,
        CancellationToken ct
    ) =>
        db.WriteOnceAsync<Done>(
            scope,
            requestId,
            new { },
            async () =>
            {
                if (await db.Members.SingleOrDefaultAsync(m => m.Id == memberId, ct) is { } member)
                {
                    using var language = new InLanguage(member.Language);
                    await send(member);
                }
                return Done.It;
            },
            ct
        );
}
