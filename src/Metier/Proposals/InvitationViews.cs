using System.Linq.Expressions;
using Metier.Platform;
using Microsoft.EntityFrameworkCore;

namespace Metier.Proposals;

/// <summary>Reads invitations, for both sides and for the ranking.</summary>
public sealed class InvitationViews(MetierDb db)
{
    private static readonly Expression<Func<Invitation, InvitationView>> View = i => new InvitationView(
        i.Id,
        i.JobId,
        i.ClientId,
        i.FreelancerId,
        i.SenderId,
        i.Message,
        i.State,
        i.SentAt,
        i.AnsweredAt,
        i.DeclineReason,
        i.DeclineNote
    );

    /// <summary>The invitation, for the person who got it.</summary>
    public Task<InvitationView?> FindAsync(Guid id, Actor actor, CancellationToken ct) =>
        db
            .Invitations.AsNoTracking()
            .Where(i => i.Id == id && i.FreelancerId == actor.MemberId)
            .Select(View)
            .SingleOrDefaultAsync(ct);

    /// <summary>This person's invitation to this job, or null.</summary>
    public Task<InvitationView?> MineForAsync(Guid jobId, Actor actor, CancellationToken ct) =>
        db
            .Invitations.AsNoTracking()
            .Where(i => i.JobId == jobId && i.FreelancerId == actor.MemberId)
            .Select(View)
            .SingleOrDefaultAsync(ct);

    /// <summary>One's invitations in these states, newest first, at most 100.</summary>
    public Task<List<InvitationView>> MineAsync(
        IReadOnlyCollection<InvitationState> states,
        Actor actor,
        CancellationToken ct
    ) =>
        db
            .Invitations.AsNoTracking()
            .Where(i => i.FreelancerId == actor.MemberId && states.Contains(i.State))
            .OrderByDescending(i => i.SentAt)
            .ThenByDescending(i => i.Id)
            .Take(100)
            .Select(View)
            .ToListAsync(ct);

    /// <summary>Everybody the client invited to a job, newest first.</summary>
    public Task<List<InvitationView>> ForJobAsync(Guid jobId, Actor actor, CancellationToken ct) =>
        db
            .Invitations.AsNoTracking()
            .Where(i => i.JobId == jobId && i.ClientId == actor.ClientId)
            .OrderByDescending(i => i.SentAt)
            .ThenByDescending(i => i.Id)
            .Select(View)
            .ToListAsync(ct);

    /// <summary>Who was invited to a job and what came of it, without asking who looks: for other modules.</summary>
    public Task<Dictionary<Guid, InvitationState>> OfJobAsync(Guid jobId, CancellationToken ct) =>
        db
            .Invitations.AsNoTracking()
            .Where(i => i.JobId == jobId)
            .ToDictionaryAsync(i => i.FreelancerId, i => i.State, ct);

    /// <summary>Which of the client's jobs this freelancer was invited to.</summary>
    public Task<List<Guid>> JobsOfAsync(Guid freelancerId, Actor actor, CancellationToken ct) =>
        db
            .Invitations.AsNoTracking()
            .Where(i => i.FreelancerId == freelancerId && i.ClientId == actor.ClientId)
            .Select(i => i.JobId)
            .ToListAsync(ct);

    /// <summary>How much these people are asked and how often they answer; people nobody ever asked are left out.</summary>
    public Task<Dictionary<Guid, InvitationLoad>> LoadsAsync(
        IReadOnlyCollection<Guid> freelancerIds,
        CancellationToken ct
    )
    {
        var day = db.Now.AddDays(-1);
        return db
            .Invitations.AsNoTracking()
            .Where(i => freelancerIds.Contains(i.FreelancerId))
            .GroupBy(i => i.FreelancerId)
            .Select(g => new
            {
                g.Key,
                Asked = g.Count(),
                Answered = g.Count(i => i.AnsweredAt != null),
                LastDay = g.Count(i => i.SentAt > day),
            })
            .ToDictionaryAsync(g => g.Key, g => new InvitationLoad(g.Asked, g.Answered, g.LastDay), ct);
    }
}
