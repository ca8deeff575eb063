using Metier.Platform;

namespace Metier.Members;

/// <summary>The mails about accounts.</summary>
public sealed class MemberMails(MetierDb db, InstanceOptions instance)
{
    internal void Confirm(Member member, string secret, string address) =>
        Send(
            member,
            address,
            MemberMailText.ConfirmSubject,
            [MemberMailText.ConfirmBody(instance.OperatorName)],
            MemberMailText.ConfirmButton,
            "/go/confirm-email?link=" + secret
        );

    internal void AlreadyKnown(Member member) =>
        Send(
            member,
            member.Email!,
            MemberMailText.KnownSubject,
            [MemberMailText.KnownBody],
            MemberMailText.KnownButton,
            "/go/signin"
        );

    internal void Reset(Member member, string secret) =>
        Send(
            member,
            member.Email!,
            MemberMailText.ResetSubject,
            [MemberMailText.ResetBody],
            MemberMailText.ResetButton,
            "/go/password-new?link=" + secret
        );

    internal void EmailChanging(Member member, string newAddress) =>
        Send(
            member,
            member.Email!,
            MemberMailText.ChangingSubject,
            [MemberMailText.ChangingBody(Masked(newAddress))],
            MemberMailText.ChangingButton,
            "/go/settings"
        );

    internal void EmailChanged(Member member, string oldAddress) =>
        Send(member, oldAddress, MemberMailText.ChangedSubject, [MemberMailText.ChangedBody], null, null);

    internal void CredentialsChanged(Member member, string what) =>
        Send(
            member,
            member.Email!,
            MemberMailText.SecuritySubject,
            [what, MemberMailText.SecurityBody],
            MemberMailText.ChangingButton,
            "/go/settings"
        );

    internal void Suspended(Member member, Suspension suspension, int appealDays)
    {
        using var language = new InLanguage(member.Language);
        Send(
            member,
            member.Email!,
            SuspensionText.SuspendedSubject,
            [
                SuspensionText.SuspendedReason(SuspensionText.Find("reason" + suspension.Reason)!),
                suspension.Text,
                SuspensionText.SuspendedRule(suspension.Rule),
                SuspensionText.SuspendedOpen,
                SuspensionText.SuspendedAppeal(appealDays),
            ],
            SuspensionText.SuspendedButton,
            "/go/signin"
        );
    }

    internal void Restored(Member member, string text)
    {
        using var language = new InLanguage(member.Language);
        Send(
            member,
            member.Email!,
            SuspensionText.RestoredSubject,
            [SuspensionText.RestoredBody, text],
            SuspensionText.SuspendedButton,
            "/go/signin"
        );
    }

    internal void AppealRefused(Member member, string text)
    {
        using var language = new InLanguage(member.Language);
        Send(
            member,
            member.Email!,
            SuspensionText.AppealRefusedSubject,
            [SuspensionText.AppealRefusedBody, text],
            null,
            null
        );
    }

    internal void RoleChanged(Member member, StaffRoles role, bool has)
    {
        using var language = new InLanguage(member.Language);
        var name = SuspensionText.Find("role" + role)!;
        Send(
            member,
            member.Email!,
            has ? SuspensionText.RoleGivenSubject(name) : SuspensionText.RoleTakenSubject(name),
            [
                has
                    ? SuspensionText.RoleGivenBody(instance.OperatorName)
                    : SuspensionText.RoleTakenBody(instance.OperatorName),
            ],
            null,
            null
        );
    }

    private void Send(Member member, string address, string subject, string[] paragraphs, string? button, string? path)
    {
        db.QueueMail(
            new Mail(
                address,
                member.Name,
                member.Language,
                subject,
                [MemberMailText.Hello(member.Name), .. paragraphs],
                button,
                path,
                null,
                MemberMailText.Why
            ),
            instance
        );
    }

    private static string Masked(string address)
    {
        var at = address.IndexOf('@', StringComparison.Ordinal);
        return at < 1 ? address : address[0] + "…" + address[at..];
    }
}
