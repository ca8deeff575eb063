using Metier.Contracts;
using Metier.Platform;
using Microsoft.EntityFrameworkCore;

namespace Metier.Reputation;

/// <summary>Loads the two reviews of a contract for the people it is about; strangers get nothing.</summary>
public sealed class ReviewAccess(MetierDb db)
{
    /// <summary>The review the actor's side gave.</summary>
    internal async Task<Review?> GivenAsync(Guid contractId, Actor actor, CancellationToken ct) =>
        await SideAsync(contractId, actor, ct) is { } side
            ? await db.Reviews.SingleOrDefaultAsync(r => r.ContractId == contractId && r.By == side, ct)
            : null;

    /// <summary>The review the actor's side received, once it is shown.</summary>
    internal async Task<Review?> ReceivedAsync(Guid contractId, Actor actor, CancellationToken ct)
    {
        if (await SideAsync(contractId, actor, ct) is not { } side)
        {
            return null;
        }
        var other = side == Side.Client ? Side.Freelancer : Side.Client;
        return await db.Reviews.SingleOrDefaultAsync(
            r => r.ContractId == contractId && r.By == other && r.ShownAt != null,
            ct
        );
    }

    /// <summary>What the contract was called.</summary>
    internal Task<string> TitleAsync(Guid contractId, CancellationToken ct) =>
        db.FeedbackRounds.Where(r => r.ContractId == contractId).Select(r => r.Title).SingleAsync(ct);

    private async Task<Side?> SideAsync(Guid contractId, Actor actor, CancellationToken ct)
    {
        var round = await db
            .FeedbackRounds.AsNoTracking()
            .Where(r => r.ContractId == contractId)
            .Select(r => new { r.ClientId, r.FreelancerId })
            .SingleOrDefaultAsync(ct);
        return round is null ? null
            : round.FreelancerId == actor.MemberId ? Side.Freelancer
            : round.ClientId == actor.ClientId ? Side.Client
            : null;
    }
}
