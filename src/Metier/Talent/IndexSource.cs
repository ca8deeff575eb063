using Metier.Jobs;
using Metier.Matching;
using Metier.Profiles;
using Microsoft.Extensions.DependencyInjection;

namespace Metier.Talent;

/// <summary>Everybody and every job that may be found, page by page, for a build of the index.</summary>
public class IndexSource(IServiceScopeFactory scopes)
{
    /// <summary>How many are read at once.</summary>
    internal const int Batch = 500;

    /// <summary>Adds the next freelancers; answers with the id to go on after, and whether there may be more.</summary>
    public virtual async Task<(Guid After, bool More)> FreelancersAsync(
        Guid after,
        List<FreelancerDocument> into,
        CancellationToken ct
    )
    {
        // A scope per batch, so that what the database layer remembers stays small.
        await using var scope = scopes.CreateAsyncScope();
        var ids = await scope.ServiceProvider.GetRequiredService<ProfileViews>().IdsAsync(after, Batch, ct);
        into.AddRange(await scope.ServiceProvider.GetRequiredService<FreelancerDocuments>().ReadAsync(ids, ct));
        return (ids.Count > 0 ? ids[^1] : after, ids.Count == Batch);
    }

    /// <summary>Adds the next jobs; answers as <see cref="FreelancersAsync"/> does.</summary>
    public virtual async Task<(Guid After, bool More)> JobsAsync(
        Guid after,
        List<JobDocument> into,
        CancellationToken ct
    )
    {
        await using var scope = scopes.CreateAsyncScope();
        var ids = await scope.ServiceProvider.GetRequiredService<JobViews>().SearchableIdsAsync(after, Batch, ct);
        into.AddRange(await scope.ServiceProvider.GetRequiredService<JobDocuments>().ReadAsync(ids, ct));
        return (ids.Count > 0 ? ids[^1] : after, ids.Count == Batch);
    }
}
