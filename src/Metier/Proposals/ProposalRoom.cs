using Metier.Jobs;
using Metier.Ledger;
using Metier.Platform;
using Metier.Rooms;
using Microsoft.EntityFrameworkCore;

namespace Metier.Proposals;

/// <summary>
/// The conversation of a client and a freelancer about a job. It begins with an invitation, with the client's first message, or
/// with an offer; a proposal alone does not begin one, so that nobody is written to by people they did not ask.
/// </summary>
public sealed class ProposalRoom(OpenRoom rooms, RoomWriter writer)
{
    /// <summary>Which room.</summary>
    public static RoomSubject Of(Guid jobId, Guid clientId, Guid freelancerId) =>
        new(RoomKind.Proposal, jobId, clientId, freelancerId);

    /// <summary>An invitation opens the room to both; its words stand in it.</summary>
    internal async Task InvitedAsync(Invitation invitation, string jobTitle, CancellationToken ct)
    {
        var room = await rooms.RunAsync(
            Of(invitation.JobId, invitation.ClientId, invitation.FreelancerId),
            jobTitle,
            freelancerMayWrite: true,
            ct
        );
        await writer.TellAsync(
            room,
            Uuid5.Of(invitation.Id, "room"),
            new RoomEvent("invited", invitation.Id, jobTitle, Words: invitation.Message),
            invitation.SenderId,
            ct
        );
    }
}

/// <summary>A first message to the freelancer of a proposal; see <see cref="MessageInput"/> for its parts.</summary>
public sealed record MessageProposalInput(Guid ProposalId, Guid Id, string? Text, IReadOnlyList<Upload> Files);

/// <summary>The client writes to somebody who proposed: the room is made with the message in it.</summary>
public sealed class MessageProposal(
    MetierDb db,
    ProposalAccess access,
    JobViews jobs,
    OpenRoom rooms,
    SendMessage sending
)
{
    /// <summary>Answers with the room's id; the same message twice is one.</summary>
    public Task<Outcome<Guid>> RunAsync(MessageProposalInput input, Actor actor, CancellationToken ct) =>
        db.WriteAsync<Guid>(
            async () =>
            {
                if (await access.ForClientAsync(input.ProposalId, actor, ct) is not { } proposal)
                {
                    return Refusal.NotFound();
                }
                var job = (await jobs.CardsAsync([proposal.JobId], ct))[proposal.JobId];
                var room = await rooms.RunAsync(
                    ProposalRoom.Of(proposal.JobId, proposal.ClientId, proposal.FreelancerId),
                    job.Title,
                    freelancerMayWrite: false,
                    ct
                );
                var sent = await sending.RunAsync(new(room, input.Id, input.Text, input.Files), actor, ct);
                return sent.Ok ? room : Outcome<Guid>.From(sent);
            },
            ct
        );
}

/// <summary>The client's first message puts the proposal among those it wrote with, and counts as an interview of the job.</summary>
internal sealed class MarkMessaged(MetierDb db, JobTally tally) : IHandle<ClientFirstWrote>
{
    public Task HandleAsync(ClientFirstWrote happened, CancellationToken ct) =>
        happened.Subject.Kind != RoomKind.Proposal
            ? Task.CompletedTask
            : db.WriteAsync<Done>(
                async () =>
                {
                    var (jobId, freelancerId) = (happened.Subject.SubjectId, happened.Subject.FreelancerId);
                    var proposal = await db.Proposals.SingleOrDefaultAsync(
                        p =>
                            p.JobId == jobId
                            && p.FreelancerId == freelancerId
                            && p.EndedAt == null
                            && p.State != ProposalState.Draft,
                        ct
                    );
                    if (proposal?.Message(happened.At) == true)
                    {
                        await tally.InterviewAsync(jobId, ct);
                        await tally.ActivityAsync(jobId, ct);
                    }
                    return Done.It;
                },
                ct
            );
}

/// <summary>Where a conversation exists, what becomes of the proposal and the invitation is told in it.</summary>
internal sealed class TellProposalRoom(RoomWriter writer, RoomViews rooms, MarkMessaged messaged)
    : IHandle<ProposalSent>,
        IHandle<ProposalWithdrawn>,
        IHandle<ProposalDeclined>,
        IHandle<InvitationDeclined>
{
    public async Task HandleAsync(ProposalSent happened, CancellationToken ct)
    {
        var subject = ProposalRoom.Of(happened.JobId, happened.ClientId, happened.FreelancerId);
        await TellAsync(subject, happened.ProposalId, "proposal_sent", happened.FreelancerId, ct);
        // The client may have written before there was a proposal.
        if (await rooms.FindAsync(subject, ct) is { ClientWroteAt: { } wrote } room)
        {
            await messaged.HandleAsync(new ClientFirstWrote(subject, room.Id, wrote), ct);
        }
    }

    public Task HandleAsync(ProposalWithdrawn happened, CancellationToken ct) =>
        TellAsync(
            ProposalRoom.Of(happened.JobId, happened.ClientId, happened.FreelancerId),
            happened.ProposalId,
            "proposal_withdrawn",
            happened.FreelancerId,
            ct
        );

    public Task HandleAsync(ProposalDeclined happened, CancellationToken ct) =>
        TellAsync(
            ProposalRoom.Of(happened.JobId, happened.ClientId, happened.FreelancerId),
            happened.ProposalId,
            "proposal_declined",
            happened.By,
            ct
        );

    public Task HandleAsync(InvitationDeclined happened, CancellationToken ct) =>
        TellAsync(
            ProposalRoom.Of(happened.JobId, happened.ClientId, happened.FreelancerId),
            happened.InvitationId,
            "invitation_declined",
            happened.FreelancerId,
            ct
        );

    private Task TellAsync(RoomSubject subject, Guid about, string kind, Guid? by, CancellationToken ct) =>
        writer.TellAsync(subject, Uuid5.Of(about, "room/" + kind), new RoomEvent(kind, about), by, ct);
}

/// <summary>The proposal a conversation is about.</summary>
public sealed class ProposalRoomViews(MetierDb db, ProposalViews proposals)
{
    /// <summary>The newest proposal of the room's freelancer for its job, as this person may see it; null when there is none.</summary>
    public async Task<ProposalView?> FindAsync(RoomSubject subject, Actor actor, CancellationToken ct)
    {
        var id = await db
            .Proposals.AsNoTracking()
            .Where(p => p.JobId == subject.SubjectId && p.FreelancerId == subject.FreelancerId)
            .Where(p => p.State != ProposalState.Draft)
            .OrderByDescending(p => p.SentAt)
            .Select(p => (Guid?)p.Id)
            .FirstOrDefaultAsync(ct);
        return id is { } found ? await proposals.FindAsync(found, actor, ct) : null;
    }
}
