using System.Globalization;
using Metier.Jobs;
using Metier.Ledger;
using Metier.Members;
using Metier.Notifications;
using Metier.Platform;

namespace Metier.Proposals;

/// <summary>Mails about proposals: to the client's team when one arrives, changes or is withdrawn, to the freelancer when it is declined.</summary>
internal sealed class TellOfProposals(ProposalLetters letters, Notices notices)
    : IHandle<ProposalSent>,
        IHandle<ProposalChanged>,
        IHandle<ProposalWithdrawn>,
        IHandle<ProposalDeclined>
{
    public async Task HandleAsync(ProposalSent happened, CancellationToken ct)
    {
        if (await letters.FindAsync(happened.ProposalId, ct) is not { } letter)
        {
            return;
        }
        await notices.TellClientAsync(
            "proposal.received",
            happened.ProposalId,
            happened.ClientId,
            _ => new Notice(
                ProposalMailText.ReceivedSubject(letter.Freelancer, letter.Job),
                [
                    letter.Hourly
                        ? ProposalMailText.ReceivedHourly(letter.Freelancer, letter.Job, letter.Price)
                        : ProposalMailText.ReceivedFixed(letter.Freelancer, letter.Job, letter.Price),
                ],
                ProposalMailText.ReadProposal,
                $"/go/proposal/{happened.ProposalId}",
                Why: ProposalMailText.WhyClient
            ),
            ct
        );
    }

    /// <summary>Changes that were made before this is delivered are told of in one mail.</summary>
    public async Task HandleAsync(ProposalChanged happened, CancellationToken ct)
    {
        if (await letters.FindAsync(happened.ProposalId, ct) is not { EditedAt: { } at } letter)
        {
            return;
        }
        await notices.TellClientAsync(
            "proposal.changed",
            Uuid5.Of(happened.ProposalId, "changed/" + at.Ticks.ToString(CultureInfo.InvariantCulture)),
            happened.ClientId,
            _ => new Notice(
                ProposalMailText.ChangedSubject(letter.Freelancer, letter.Job),
                [
                    letter.Hourly
                        ? ProposalMailText.ChangedHourly(letter.Freelancer, letter.Job, letter.Price)
                        : ProposalMailText.ChangedFixed(letter.Freelancer, letter.Job, letter.Price),
                ],
                ProposalMailText.ReadProposal,
                $"/go/proposal/{happened.ProposalId}",
                Why: ProposalMailText.WhyClient
            ),
            ct
        );
    }

    public async Task HandleAsync(ProposalWithdrawn happened, CancellationToken ct)
    {
        if (await letters.FindAsync(happened.ProposalId, ct) is not { } letter)
        {
            return;
        }
        await notices.TellClientAsync(
            "proposal.withdrawn",
            happened.ProposalId,
            happened.ClientId,
            _ => new Notice(
                ProposalMailText.WithdrawnSubject(letter.Freelancer, letter.Job),
                Paragraphs(ProposalMailText.WithdrawnBody(letter.Freelancer, letter.Job), letter.EndNote),
                ProposalMailText.OtherProposals,
                $"/go/proposals/{happened.JobId}",
                Why: ProposalMailText.WhyClient
            ),
            ct
        );
    }

    public async Task HandleAsync(ProposalDeclined happened, CancellationToken ct)
    {
        if (await letters.FindAsync(happened.ProposalId, ct) is not { } letter)
        {
            return;
        }
        await notices.TellAsync(
            "proposal.declined",
            happened.ProposalId,
            [happened.FreelancerId],
            _ => new Notice(
                ProposalMailText.DeclinedSubject(letter.Job),
                Paragraphs(
                    ProposalMailText.DeclinedBody(
                        letter.Client,
                        letter.Job,
                        ProposalStateText.Find("decline" + letter.DeclineReason) ?? ""
                    ),
                    letter.EndNote
                ),
                ProposalMailText.YourProposal,
                $"/go/proposal/{happened.ProposalId}",
                Why: ProposalMailText.WhyFreelancer
            ),
            ct
        );
    }

    private static List<string> Paragraphs(string body, string note) =>
        note.Length == 0 ? [body] : [body, ProposalMailText.TheyWrite(note)];
}

/// <summary>Mails about invitations: to the freelancer who is asked, and to whoever asked when the answer is no.</summary>
internal sealed class TellOfInvitations(MetierDb db, JobViews jobs, MemberViews members, Notices notices)
    : IHandle<InvitationSent>,
        IHandle<InvitationDeclined>
{
    public async Task HandleAsync(InvitationSent happened, CancellationToken ct)
    {
        var invitation = await db.Set<Invitation>().FindAsync([happened.InvitationId], ct);
        var job = (await jobs.CardsAsync([happened.JobId], ct)).GetValueOrDefault(happened.JobId);
        var client = (await members.ClientsAsync([happened.ClientId], ct)).GetValueOrDefault(happened.ClientId);
        if (invitation is null || job is null || client is null)
        {
            return;
        }
        var message = invitation.Message;
        await notices.TellAsync(
            "invitation.sent",
            happened.InvitationId,
            [happened.FreelancerId],
            _ => new Notice(
                ProposalMailText.InvitedSubject(client.Name, job.Title),
                message.Length == 0
                    ? [ProposalMailText.InvitedBody(client.Name, job.Title)]
                    : [ProposalMailText.InvitedBody(client.Name, job.Title), ProposalMailText.TheyWrite(message)],
                ProposalMailText.SeeInvitation,
                $"/go/invitation/{happened.InvitationId}",
                Why: ProposalMailText.WhyFreelancer
            ),
            ct
        );
    }

    public async Task HandleAsync(InvitationDeclined happened, CancellationToken ct)
    {
        var invitation = await db.Set<Invitation>().FindAsync([happened.InvitationId], ct);
        var job = (await jobs.CardsAsync([happened.JobId], ct)).GetValueOrDefault(happened.JobId);
        var freelancer = (await members.MembersAsync([happened.FreelancerId], ct)).GetValueOrDefault(
            happened.FreelancerId
        );
        if (invitation is null || job is null || freelancer is null)
        {
            return;
        }
        var (reason, note) = (invitation.DeclineReason, invitation.DeclineNote);
        await notices.TellAsync(
            "invitation.declined",
            happened.InvitationId,
            [invitation.SenderId],
            _ =>
            {
                var body = ProposalMailText.InvitationDeclinedBody(
                    freelancer.Name,
                    job.Title,
                    ProposalStateText.Find("invitation" + reason) ?? ""
                );
                return new Notice(
                    ProposalMailText.InvitationDeclinedSubject(freelancer.Name, job.Title),
                    note.Length == 0 ? [body] : [body, ProposalMailText.TheyWrite(note)],
                    ProposalMailText.OtherProposals,
                    $"/go/proposals/{happened.JobId}?view=invited",
                    Why: ProposalMailText.WhyClient
                );
            },
            ct
        );
    }
}

/// <summary>What a mail says of a proposal.</summary>
internal sealed class ProposalLetters(MetierDb db, JobViews jobs, MemberViews members)
{
    public async Task<ProposalLetter?> FindAsync(Guid id, CancellationToken ct)
    {
        var proposal = await db.Set<Proposal>().FindAsync([id], ct);
        if (proposal is not { AmountMinor: { } minor })
        {
            return null;
        }
        var job = (await jobs.CardsAsync([proposal.JobId], ct)).GetValueOrDefault(proposal.JobId);
        var person = (await members.MembersAsync([proposal.FreelancerId], ct)).GetValueOrDefault(proposal.FreelancerId);
        var client = (await members.ClientsAsync([proposal.ClientId], ct)).GetValueOrDefault(proposal.ClientId);
        return job is null || person is null || client is null
            ? null
            : new ProposalLetter(
                job.Title,
                person.Name,
                client.Name,
                proposal.Money.Minor(minor),
                proposal.Hourly,
                proposal.EditedAt,
                proposal.DeclineReason,
                proposal.EndNote
            );
    }
}

/// <summary>The facts of a proposal for a mail; <see cref="Price"/> is written when it is read, in the reader's language.</summary>
internal sealed record ProposalLetter(
    string Job,
    string Freelancer,
    string Client,
    Money Amount,
    bool Hourly,
    DateTime? EditedAt,
    ProposalDeclineReason? DeclineReason,
    string EndNote
)
{
    public string Price => Formats.Money(Amount);
}
