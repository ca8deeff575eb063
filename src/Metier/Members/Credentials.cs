using Metier.Platform;
using Microsoft.AspNetCore.Identity;
using Microsoft.EntityFrameworkCore;

namespace Metier.Members;

/// <summary>Redeems the link of a new account or of a changed address.</summary>
public sealed class ConfirmEmail(MetierDb db, UserManager<Member> users, MemberLinks links, MemberMails mails)
{
    /// <summary>Refuses <c>link_dead</c> when the link is unknown, used or older than a day.</summary>
    public Task<Outcome<Done>> RunAsync(string? secret, CancellationToken ct) =>
        db.WriteAsync<Done>(
            async () =>
            {
                if (await links.UseAsync(secret, LinkPurpose.ConfirmEmail, ct) is var (fresh, _))
                {
                    fresh.EmailConfirmed = true;
                    db.Audit(null, "member.email_confirmed", fresh.Id);
                    return Done.It;
                }
                if (
                    await links.UseAsync(secret, LinkPurpose.ChangeEmail, ct) is not var (member, email)
                    || member.NewEmail != email
                )
                {
                    return new Refusal("link_dead", MemberRefusalText.LinkDead);
                }
                var normalized = users.NormalizeEmail(email);
                if (await db.Members.AnyAsync(m => m.NormalizedEmail == normalized && m.Id != member.Id, ct))
                {
                    return new Refusal("link_dead", MemberRefusalText.LinkDead);
                }
                var old = member.Email!;
                member.Email = email;
                member.UserName = email;
                member.NormalizedEmail = normalized;
                member.NormalizedUserName = users.NormalizeName(email);
                member.NewEmail = null;
                member.EmailConfirmed = true;
                // What was sent to the old address opens nothing any more.
                await links.EndAsync(member, ct);
                mails.EmailChanged(member, old);
                db.Audit(null, "member.email_changed", member.Id);
                return Done.It;
            },
            ct
        );
}

/// <summary>Sends the confirmation link again.</summary>
public sealed class SendConfirmation(MetierDb db, MemberLinks links, MemberMails mails)
{
    /// <summary>Does nothing for a confirmed account.</summary>
    public Task<Outcome<Done>> RunAsync(Actor actor, CancellationToken ct) =>
        db.WriteAsync<Done>(
            async () =>
            {
                var member = await db.Members.SingleAsync(m => m.Id == actor.MemberId, ct);
                if (!member.EmailConfirmed)
                {
                    mails.Confirm(
                        member,
                        await links.MakeAsync(member, LinkPurpose.ConfirmEmail, member.Email!, ct),
                        member.Email!
                    );
                }
                return Done.It;
            },
            ct
        );
}

/// <summary>
/// Mails a link to set a new password, if the address has an account. The answer is the same either way, and so is the time
/// it takes: whatever only an account has is done after the commit.
/// </summary>
public sealed class AskForPasswordReset(MetierDb db, UserManager<Member> users)
{
    /// <summary>Refuses only an address that cannot be one.</summary>
    public Task<Outcome<Done>> RunAsync(string? email, CancellationToken ct) =>
        db.WriteAsync<Done>(
            async () =>
            {
                if (!Emails.LooksRight(email))
                {
                    return new Refusal("email", MemberRefusalText.EnterEmail, "Form.Email");
                }
                var normalized = users.NormalizeEmail(email!.Trim());
                var known = await db
                    .Members.Where(m => m.NormalizedEmail == normalized)
                    .Select(m => (Guid?)m.Id)
                    .SingleOrDefaultAsync(ct);
                // For a stranger too, and of the same length; their address is not kept.
                db.Raise(new PasswordResetAsked(Ids.New(db.Clock), known ?? Guid.Empty));
                return Done.It;
            },
            ct
        );
}

/// <summary>Sets a new password by a link. Sessions end; a second factor stays.</summary>
public sealed class ResetPassword(MetierDb db, UserManager<Member> users, MemberLinks links, MemberMails mails)
{
    /// <summary>Refuses a dead link and an easy password (the link then still works).</summary>
    public Task<Outcome<Done>> RunAsync(string? secret, string? password, CancellationToken ct) =>
        db.WriteAsync<Done>(
            async () =>
            {
                if (
                    await links.UseAsync(secret, LinkPurpose.ResetPassword, ct) is not var (member, email)
                    || member.Email != email
                )
                {
                    return new Refusal("link_dead", MemberRefusalText.LinkDead);
                }
                if (Passwords.Problem(password, member.Email, member.Name) is { } problem)
                {
                    return new Refusal("password", problem, "Form.Password");
                }
                member.PasswordHash = users.PasswordHasher.HashPassword(member, password!);
                // Whoever reads this mailbox has shown that it is theirs.
                member.EmailConfirmed = true;
                member.AccessFailedCount = 0;
                member.LockoutEnd = null;
                await links.EndAsync(member, ct);
                await users.UpdateSecurityStampAsync(member);
                mails.CredentialsChanged(member, MemberMailText.PasswordChanged);
                db.Audit(null, "member.password_reset", member.Id);
                return Done.It;
            },
            ct
        );
}

/// <summary>Changes the password of a signed-in person; every other session ends.</summary>
public sealed class ChangePassword(MetierDb db, UserManager<Member> users, MemberLinks links, MemberMails mails)
{
    /// <summary>Needs the present password.</summary>
    public Task<Outcome<Done>> RunAsync(string? present, string? password, Actor actor, CancellationToken ct) =>
        db.WriteAsync<Done>(
            async () =>
            {
                var member = await db.Members.SingleAsync(m => m.Id == actor.MemberId, ct);
                if (!await users.CheckPasswordAsync(member, present ?? ""))
                {
                    return new Refusal("password_wrong", MemberRefusalText.PasswordWrong, "Form.Present");
                }
                if (Passwords.Problem(password, member.Email, member.Name) is { } problem)
                {
                    return new Refusal("password", problem, "Form.Password");
                }
                member.PasswordHash = users.PasswordHasher.HashPassword(member, password!);
                await links.EndAsync(member, ct);
                await users.UpdateSecurityStampAsync(member);
                mails.CredentialsChanged(member, MemberMailText.PasswordChanged);
                db.Audit(actor, "member.password_changed", member.Id);
                return Done.It;
            },
            ct
        );
}

/// <summary>
/// Asks for another address: the new one is mailed a link, the old one is told. Whether somebody else has the new one shows
/// neither in the answer nor in the time it takes.
/// </summary>
public sealed class ChangeEmail(MetierDb db, UserManager<Member> users, MemberMails mails)
{
    /// <summary>Needs the password.</summary>
    public Task<Outcome<Done>> RunAsync(string? email, string? password, Actor actor, CancellationToken ct) =>
        db.WriteAsync<Done>(
            async () =>
            {
                var member = await db.Members.SingleAsync(m => m.Id == actor.MemberId, ct);
                if (!Emails.LooksRight(email))
                {
                    return new Refusal("email", MemberRefusalText.EnterEmail, "Form.Email");
                }
                if (!await users.CheckPasswordAsync(member, password ?? ""))
                {
                    return new Refusal("password_wrong", MemberRefusalText.PasswordWrong, "Form.EmailPassword");
                }
                var address = email!.Trim();
                mails.EmailChanging(member, address);
                if (users.NormalizeEmail(address) != member.NormalizedEmail)
                {
                    member.NewEmail = address;
                    db.Audit(actor, "member.email_change_asked", member.Id);
                    db.Raise(new EmailChangeAsked(Ids.New(db.Clock), member.Id, address));
                }
                return Done.It;
            },
            ct
        );
}

/// <summary>One-time codes from an authenticator app as a second factor.</summary>
public sealed class TwoFactor(MetierDb db, UserManager<Member> users, MemberMails mails)
{
    /// <summary>The secret to enter into the app and its address for a QR code; made when there is none yet.</summary>
    public async Task<(string Key, string Uri, bool Enabled)> SetupAsync(
        Actor actor,
        string issuer,
        CancellationToken ct
    )
    {
        var member = await db.Members.SingleAsync(m => m.Id == actor.MemberId, ct);
        var key = await users.GetAuthenticatorKeyAsync(member);
        if (string.IsNullOrEmpty(key))
        {
            // Not ResetAuthenticatorKeyAsync: that changes the security stamp, and looking at one's settings would log one out.
            key = users.GenerateNewAuthenticatorKey();
            await users.SetAuthenticationTokenAsync(member, "[AspNetUserStore]", "AuthenticatorKey", key);
        }
        var label = Uri.EscapeDataString($"{issuer}:{member.Email}");
        return (
            key,
            $"otpauth://totp/{label}?secret={key}&issuer={Uri.EscapeDataString(issuer)}&digits=6",
            member.TwoFactorEnabled
        );
    }

    /// <summary>Turns it on after one right code; answers with the recovery codes, shown once.</summary>
    public Task<Outcome<string[]>> EnableAsync(string? code, Actor actor, CancellationToken ct) =>
        db.WriteAsync<string[]>(
            async () =>
            {
                var member = await db.Members.SingleAsync(m => m.Id == actor.MemberId, ct);
                if (!member.EmailConfirmed)
                {
                    // Or a stranger could lock the owner of the address out before they come.
                    return new Refusal("email_unconfirmed", MemberRefusalText.ConfirmFirst, "Form.Code");
                }
                if (!await AcceptsAsync(member, code))
                {
                    return new Refusal("code_wrong", MemberRefusalText.CodeWrong, "Form.Code");
                }
                await users.SetTwoFactorEnabledAsync(member, enabled: true);
                var codes = await users.GenerateNewTwoFactorRecoveryCodesAsync(member, 10);
                mails.CredentialsChanged(member, MemberMailText.TwoFactorOn);
                db.Audit(actor, "member.two_factor_on", member.Id);
                return codes!.ToArray();
            },
            ct
        );

    /// <summary>Turns it off; needs the password.</summary>
    public Task<Outcome<Done>> DisableAsync(string? password, Actor actor, CancellationToken ct) =>
        db.WriteAsync<Done>(
            async () =>
            {
                var member = await db.Members.SingleAsync(m => m.Id == actor.MemberId, ct);
                if (!await users.CheckPasswordAsync(member, password ?? ""))
                {
                    return new Refusal("password_wrong", MemberRefusalText.PasswordWrong, "Form.OffPassword");
                }
                await users.SetTwoFactorEnabledAsync(member, enabled: false);
                await users.ResetAuthenticatorKeyAsync(member);
                mails.CredentialsChanged(member, MemberMailText.TwoFactorOff);
                db.Audit(actor, "member.two_factor_off", member.Id);
                return Done.It;
            },
            ct
        );

    /// <summary>Checks a code at sign-in: a fresh one from the app, or an unused recovery code. Each works once.</summary>
    public Task<Outcome<Done>> CheckAsync(Guid memberId, string? code, CancellationToken ct) =>
        db.WriteAsync<Done>(
            async () =>
            {
                var member = await db.Members.SingleAsync(m => m.Id == memberId, ct);
                if (await AcceptsAsync(member, code))
                {
                    return Done.It;
                }
                var recovery = await users.RedeemTwoFactorRecoveryCodeAsync(member, (code ?? "").Trim());
                return recovery.Succeeded
                    ? Done.It
                    : new Refusal("code_wrong", MemberRefusalText.CodeWrong, "Form.Code");
            },
            ct
        );

    /// <summary>
    /// RFC 6238 with SHA-1, 30 seconds, six digits, one step of drift each way. A step that was used, or an older one, is
    /// refused: the library alone would accept the same code twice. Codes live in real time, whatever the sandbox's clock says.
    /// </summary>
    private async Task<bool> AcceptsAsync(Member member, string? typed)
    {
        var code = (typed ?? "").Replace(" ", "", StringComparison.Ordinal);
        var key = await users.GetAuthenticatorKeyAsync(member);
        if (code.Length != 6 || !code.All(char.IsAsciiDigit) || string.IsNullOrEmpty(key))
        {
            return false;
        }
        var now = TimeProvider.System.GetUtcNow().ToUnixTimeSeconds() / 30;
        for (var step = now - 1; step <= now + 1; step++)
        {
            if (step > member.LastTotpStep && Totp.Code(key, step) == code)
            {
                member.LastTotpStep = step;
                // Two who send the same code at once: one of them is too late.
                member.ConcurrencyStamp = Stamps.New();
                return true;
            }
        }
        return false;
    }
}
