using Metier.Jobs;
using Metier.Matching;
using Metier.Platform;
using Metier.Profiles;
using Metier.Taxonomy;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace Metier.Talent;

/// <summary>
/// The engine of this node: everybody and every job that may be found, in memory. It is built from the database at the
/// first use or at start, whichever comes first, and then follows the change feed; while it is built anew, searches go on
/// with what was there, and while it is built for the first time, straight from the database.
/// </summary>
public sealed partial class TalentIndex : IDisposable
{
    private const int Batch = IndexSource.Batch;

    /// <summary>Invitations of the last day leave the count by time alone, so those who had some are read again this often.</summary>
    private static readonly TimeSpan LoadsEvery = TimeSpan.FromHours(1);

    private readonly IServiceScopeFactory scopes;
    private readonly TalentConcepts concepts;
    private readonly SkillCatalogue catalogue;
    private readonly TimeProvider clock;
    private readonly ILogger<TalentIndex> log;
    private readonly SemaphoreSlim oneAtATime = new(1, 1);
    private readonly HashSet<Guid> invited = [];
    private readonly CurrencyTable currencies;
    private readonly TalentOptions options;
    private readonly IndexSnapshot snapshot;
    private readonly IndexSource source;
    private readonly TextEncoder encoder;
    private MatchingTaxonomy taxonomy = MatchingTaxonomy.Empty;
    private DateTime loadsDue;
    private long last;
    private (long Changes, long Whole) taxonomyRead;
    private bool built;

    public TalentIndex(
        IServiceScopeFactory scopes,
        TalentConcepts concepts,
        SkillCatalogue catalogue,
        TalentOptions options,
        IndexSnapshot snapshot,
        IndexSource source,
        TextEncoder encoder,
        TimeProvider clock,
        ILogger<TalentIndex> log
    )
    {
        this.options = options;
        this.snapshot = snapshot;
        this.source = source;
        this.encoder = encoder;
        this.scopes = scopes;
        this.concepts = concepts;
        this.catalogue = catalogue;
        this.clock = clock;
        this.log = log;
        currencies = options.Table();
        Freelancers = new FreelancerIndex(currencies);
        Jobs = new JobIndex(currencies);
    }

    internal FreelancerIndex Freelancers { get; }

    internal JobIndex Jobs { get; }

    /// <summary>The weights in force on this node.</summary>
    public RankingWeights Weights(RankingRole role) =>
        role == RankingRole.JobsForAFreelancer ? Jobs.Weights : Freelancers.Weights;

    /// <summary>Whether somebody has few contracts yet, by the rules of a shortlist.</summary>
    internal bool IsNewcomer(Guid freelancerId) => ExposureViews.IsNewcomer(Freelancers.Find(freelancerId));

    /// <summary>Builds everything anew from the database, for a changed taxonomy or a doubt.</summary>
    public async Task RebuildAsync(CancellationToken ct)
    {
        await oneAtATime.WaitAsync(ct);
        try
        {
            await BuildAsync(ct);
        }
        finally
        {
            oneAtATime.Release();
        }
    }

    /// <summary>Takes over what changed since the last time. Does nothing before the first build, which will see it all.</summary>
    public async Task CatchUpAsync(CancellationToken ct)
    {
        if (!IsReady)
        {
            // Whoever tells of a change must not wait for the first build.
            return;
        }
        await oneAtATime.WaitAsync(ct);
        try
        {
            if (!await FollowTaxonomyAsync(ct))
            {
                await FollowAsync(ct);
            }
        }
        finally
        {
            oneAtATime.Release();
        }
    }

    /// <summary>An index of this freelancer alone, that reads queries as the whole one does: who would find them?</summary>
    internal FreelancerIndex Alone(FreelancerDocument document)
    {
        var one = new FreelancerIndex(currencies);
        one.Use(Volatile.Read(ref taxonomy));
        one.Replace([document]);
        return one;
    }

    /// <summary>An index of this job alone.</summary>
    internal JobIndex Alone(JobDocument document)
    {
        var one = new JobIndex(currencies);
        one.Use(Volatile.Read(ref taxonomy));
        one.Replace([document]);
        return one;
    }

    private async Task BuildAsync(CancellationToken ct)
    {
        var began = clock.GetTimestamp();
        await using (var scope = scopes.CreateAsyncScope())
        {
            // First the number, then the tables: what changes in between is read twice, never missed.
            last = await scope.ServiceProvider.GetRequiredService<ChangeFeed>().LastAsync(ct);
        }
        await catalogue.FillAsync(ct);
        taxonomyRead = (catalogue.Changes, catalogue.WholeChange);
        taxonomy = concepts.Read();
        var freelancers = new List<FreelancerDocument>();
        var jobs = new List<JobDocument>();
        try
        {
            for (var (after, more) = (Guid.Empty, true); more; )
            {
                readSoFar = freelancers.Count;
                (after, more) = await source.FreelancersAsync(after, freelancers, ct);
            }
            for (var (after, more) = (Guid.Empty, true); more; )
            {
                readSoFar = freelancers.Count + jobs.Count;
                (after, more) = await source.JobsAsync(after, jobs, ct);
            }
        }
        finally
        {
            readSoFar = null;
        }
        await ReadWeightsAsync(ct);
        Freelancers.Use(taxonomy);
        Jobs.Use(taxonomy);
        Freelancers.Replace(freelancers);
        Jobs.Replace(jobs);
        invited.Clear();
        invited.UnionWith(freelancers.Where(f => f.InvitationsToday > 0).Select(f => f.Id));
        loadsDue = clock.UtcNow() + LoadsEvery;
        Volatile.Write(ref built, true);
        await FollowAsync(ct);
        Built(clock.GetElapsedTime(began), snapshotUsed: false);
        log.LogInformation(
            "The index holds {Freelancers} freelancers and {Jobs} jobs after {Milliseconds} ms",
            Freelancers.Count,
            Jobs.Count,
            (long)clock.GetElapsedTime(began).TotalMilliseconds
        );
    }

    /// <summary>
    /// Takes over a changed taxonomy: new names at once; after an import, everything anew. True when all of it was read.
    /// Before the feed, so that what it says of people is read by the same taxonomy as theirs who changed it.
    /// </summary>
    private async Task<bool> FollowTaxonomyAsync(CancellationToken ct)
    {
        await catalogue.RefreshAsync(ct);
        if (catalogue.WholeChange != taxonomyRead.Whole)
        {
            await BuildAsync(ct);
            return true;
        }
        if (catalogue.Changes != taxonomyRead.Changes)
        {
            taxonomyRead = (catalogue.Changes, catalogue.WholeChange);
            taxonomy = concepts.Read();
            Freelancers.Use(taxonomy);
            Jobs.Use(taxonomy);
        }
        return false;
    }

    private async Task FollowAsync(CancellationToken ct)
    {
        var anew = false;
        while (true)
        {
            await using var scope = scopes.CreateAsyncScope();
            var changes = await scope.ServiceProvider.GetRequiredService<ChangeFeed>().AfterAsync(last, ct);
            if (changes.Count == 0)
            {
                break;
            }
            var subjects = changes.ToLookup(c => c.Subject, c => c.SubjectId);
            await ApplyFreelancersAsync(scope.ServiceProvider, [.. subjects[TalentSubject.Freelancer]], ct);
            await ApplyJobsAsync(scope.ServiceProvider, [.. subjects[TalentSubject.Job]], ct);
            if (subjects.Contains(TalentSubject.Weights))
            {
                await ReadWeightsAsync(ct);
            }
            anew |= subjects.Contains(TalentSubject.Everything);
            last = changes[^1].Number;
        }
        if (anew)
        {
            await BuildAsync(ct);
            return;
        }
        if (clock.UtcNow() >= loadsDue)
        {
            loadsDue = clock.UtcNow() + LoadsEvery;
            foreach (var some in invited.ToArray().Chunk(Batch))
            {
                await using var scope = scopes.CreateAsyncScope();
                await ApplyFreelancersAsync(scope.ServiceProvider, some, ct);
            }
        }
    }

    private async Task ReadWeightsAsync(CancellationToken ct)
    {
        await using var scope = scopes.CreateAsyncScope();
        var versions = scope.ServiceProvider.GetRequiredService<WeightsVersions>();
        Freelancers.Use(await versions.InForceAsync(RankingRole.FreelancersForAJob, ct));
        Jobs.Use(await versions.InForceAsync(RankingRole.JobsForAFreelancer, ct));
    }

    private async Task ApplyFreelancersAsync(IServiceProvider services, Guid[] ids, CancellationToken ct)
    {
        if (ids.Length == 0)
        {
            return;
        }
        var found = await services.GetRequiredService<FreelancerDocuments>().ReadAsync(ids, ct);
        Freelancers.Apply(found, ids.Except(found.Select(f => f.Id)));
        invited.ExceptWith(ids);
        invited.UnionWith(found.Where(f => f.InvitationsToday > 0).Select(f => f.Id));
    }

    private async Task ApplyJobsAsync(IServiceProvider services, Guid[] ids, CancellationToken ct)
    {
        if (ids.Length == 0)
        {
            return;
        }
        var found = await services.GetRequiredService<JobDocuments>().ReadAsync(ids, ct);
        Jobs.Apply(found, ids.Except(found.Select(j => j.Id)));
    }

    public void Dispose() => oneAtATime.Dispose();
}
