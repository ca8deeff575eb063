using Metier.Contracts;
using Metier.Disputes;
using Metier.Matching;
using Metier.Matching.Learning;
using Metier.Platform;
using Metier.Proposals;
using Metier.Rooms;
using Microsoft.EntityFrameworkCore;

namespace Metier.Talent;

/// <summary>Notes what came of showing people and jobs to each other, once each, for both roles.</summary>
internal sealed class HearOutcomes(MetierDb db)
    : IHandle<InvitationSent>,
        IHandle<ProposalSent>,
        IHandle<ClientFirstWrote>,
        IHandle<ContractStarted>,
        IHandle<ContractEnded>,
        IHandle<DisputeOpened>
{
    public Task HandleAsync(InvitationSent happened, CancellationToken ct) =>
        NoteAsync(
            [
                ForClient(
                    Outcomes.Invited,
                    happened.ClientId,
                    happened.FreelancerId,
                    happened.JobId,
                    happened.InvitationId
                ),
            ],
            ct
        );

    /// <summary>To the client an answer when they had asked; to the freelancer what an invitation is to a client.</summary>
    public Task HandleAsync(ProposalSent happened, CancellationToken ct)
    {
        var (client, freelancer, job) = (happened.ClientId, happened.FreelancerId, happened.JobId);
        var theirs = ForFreelancer(Outcomes.Invited, freelancer, job, happened.ProposalId);
        return NoteAsync(
            happened.InvitationId is null
                ? [theirs]
                : [theirs, ForClient(Outcomes.Replied, client, freelancer, job, happened.ProposalId)],
            ct
        );
    }

    public Task HandleAsync(ClientFirstWrote happened, CancellationToken ct) =>
        NoteAsync(
            [
                ForClient(
                    Outcomes.Talked,
                    happened.Subject.ClientId,
                    happened.Subject.FreelancerId,
                    null,
                    happened.RoomId
                ),
            ],
            ct
        );

    public Task HandleAsync(ContractStarted happened, CancellationToken ct) =>
        NoteAsync(
            [
                ForClient(
                    Outcomes.Hired,
                    happened.ClientId,
                    happened.FreelancerId,
                    happened.JobId,
                    happened.ContractId
                ),
                ForFreelancer(Outcomes.Hired, happened.FreelancerId, happened.JobId, happened.ContractId),
            ],
            ct
        );

    /// <summary>A contract under which nothing was paid did not end well, nor badly.</summary>
    public Task HandleAsync(ContractEnded happened, CancellationToken ct) =>
        happened.PaidMinor == 0
            ? Task.CompletedTask
            : NoteAsync(
                [
                    ForClient(
                        Outcomes.EndedWell,
                        happened.ClientId,
                        happened.FreelancerId,
                        happened.JobId,
                        happened.ContractId
                    ),
                    ForFreelancer(Outcomes.EndedWell, happened.FreelancerId, happened.JobId, happened.ContractId),
                ],
                ct
            );

    /// <summary>The job is that of the hire, which the contract leads to.</summary>
    public async Task HandleAsync(DisputeOpened happened, CancellationToken ct)
    {
        var outcomes = db.ShownOutcomes;
        var job = await outcomes
            .AsNoTracking()
            .Where(o =>
                o.Role == RankingRole.FreelancersForAJob
                && o.What == Outcomes.Hired
                && o.SourceId == happened.ContractId
            )
            .Select(o => o.JobId)
            .FirstOrDefaultAsync(ct);
        List<ShownOutcome> notes =
        [
            ForClient(Outcomes.Disputed, happened.ClientId, happened.FreelancerId, job, happened.ContractId),
        ];
        if (job is { } known)
        {
            notes.Add(ForFreelancer(Outcomes.Disputed, happened.FreelancerId, known, happened.ContractId));
        }
        await NoteAsync(notes, ct);
    }

    private ShownOutcome ForClient(Outcomes what, Guid client, Guid freelancer, Guid? job, Guid source) =>
        Outcome(RankingRole.FreelancersForAJob, what, client, freelancer, job, source);

    private ShownOutcome ForFreelancer(Outcomes what, Guid freelancer, Guid job, Guid source) =>
        Outcome(RankingRole.JobsForAFreelancer, what, freelancer, job, job, source);

    private ShownOutcome Outcome(RankingRole role, Outcomes what, Guid viewer, Guid document, Guid? job, Guid source) =>
        new()
        {
            Id = Ids.New(db.Clock),
            At = db.Now,
            Role = role,
            What = what,
            ViewerId = viewer,
            DocumentId = document,
            JobId = job,
            SourceId = source,
        };

    private async Task NoteAsync(List<ShownOutcome> notes, CancellationToken ct)
    {
        var noted = await db.WriteAsync<Done>(
            async () =>
            {
                var outcomes = db.ShownOutcomes;
                foreach (var note in notes)
                {
                    var (role, what, source) = (note.Role, note.What, note.SourceId);
                    if (!await outcomes.AnyAsync(o => o.Role == role && o.What == what && o.SourceId == source, ct))
                    {
                        outcomes.Add(note);
                    }
                }
                return Done.It;
            },
            ct
        );
        if (!noted.Ok)
        {
            // The outbox tries again.
            throw new InvalidOperationException("The outcome could not be written: " + noted.Refusals[0].Code);
        }
    }
}

/// <summary>Forgets lists and outcomes after <see cref="RankingLog.Kept"/>, a thousand at a time.</summary>
internal sealed class TrimRankingLog(MetierDb db) : Chore
{
    private const int Batch = 1_000;

    public override async Task<DateTime?> NextDueAsync(CancellationToken ct)
    {
        var (lists, outcomes) = (db.ShownLists, db.ShownOutcomes);
        var list = await lists.MinAsync(l => (DateTime?)l.At, ct);
        var outcome = await outcomes.MinAsync(o => (DateTime?)o.At, ct);
        var oldest = list is null || outcome < list ? outcome : list;
        // Once a day, not for every line.
        return oldest?.Add(RankingLog.Kept).Date.AddDays(1);
    }

    public override async Task<int> RunAsync(CancellationToken ct)
    {
        var before = (db.Now - RankingLog.Kept).Date;
        var (lists, outcomes) = (db.ShownLists, db.ShownOutcomes);
        var done = 0;
        for (var some = Batch; some == Batch; done += some)
        {
            var ids = await lists
                .Where(l => l.At < before)
                .OrderBy(l => l.At)
                .Select(l => l.Id)
                .Take(Batch)
                .ToListAsync(ct);
            some = await lists.Where(l => ids.Contains(l.Id)).ExecuteDeleteAsync(ct);
        }
        for (var some = Batch; some == Batch; done += some)
        {
            var ids = await outcomes
                .Where(o => o.At < before)
                .OrderBy(o => o.At)
                .Select(o => o.Id)
                .Take(Batch)
                .ToListAsync(ct);
            some = await outcomes.Where(o => ids.Contains(o.Id)).ExecuteDeleteAsync(ct);
        }
        return done;
    }
}
