using Metier.Jobs;
using Metier.Ledger;
using Metier.Matching;
using Metier.Members;
using Metier.Platform;
using Metier.Profiles;
using Metier.Reputation;
using Standing = Metier.Reputation.Standing;

namespace Metier.Talent;

/// <summary>A search for jobs. Only what is set filters.</summary>
public sealed record JobsQuery
{
    /// <summary>Words, "quoted phrases" and −exclusions, as typed.</summary>
    public string Text { get; init; } = "";

    /// <summary>As <see cref="TalentQuery.AsTyped"/>.</summary>
    public bool AsTyped { get; init; }

    /// <summary>Ids of skills of which the job must ask for every one.</summary>
    public IReadOnlyList<string> Skills { get; init; } = [];

    /// <summary>A trade or sub-category.</summary>
    public string? CategoryId { get; init; }
    public JobPayment? Payment { get; init; }

    /// <summary>Jobs by the hour pay at least this.</summary>
    public Money? RateFrom { get; init; }

    /// <summary>Jobs at a fixed price pay at least this.</summary>
    public Money? BudgetFrom { get; init; }
    public IReadOnlyList<JobLevel> Levels { get; init; } = [];

    /// <summary><c>en</c>, <c>fr</c>; any of them.</summary>
    public IReadOnlyList<string> Languages { get; init; } = [];
    public IReadOnlyList<string> Countries { get; init; } = [];
    public int? PostedWithinDays { get; init; }
    public int? ProposalsFewerThan { get; init; }
    public bool PaymentVerified { get; init; }

    /// <summary>The client has hired here before.</summary>
    public bool ClientHired { get; init; }
    public SortOrder Sort { get; init; }
    public PageKey? After { get; init; }
    public PageKey? Before { get; init; }
    public int Size { get; init; } = 20;
}

/// <summary>One job found, whose it is, and why it stands here.</summary>
/// <param name="Standing">The client's reviews; null while there are none.</param>
public sealed record JobHit(JobView Job, ClientCard Client, Standing? Standing, bool PaymentVerified, Reasons Reasons);

/// <summary>How many jobs of the present search have what.</summary>
public sealed record JobCounts(
    IReadOnlyDictionary<string, int> Categories,
    IReadOnlyDictionary<JobPayment, int> Payment,
    IReadOnlyDictionary<JobLevel, int> Levels,
    IReadOnlyList<Counted<string>> Languages,
    IReadOnlyList<Counted<string>> Countries,
    IReadOnlyDictionary<int, int> PostedWithinDays,
    IReadOnlyDictionary<int, int> ProposalsFewerThan,
    int PaymentVerified,
    int ClientHired
);

/// <summary>A page of jobs; members as in <see cref="TalentFound"/>.</summary>
/// <param name="ForYou">Ordered by one's own skills and rate.</param>
public sealed record JobsFound(
    int Total,
    int First,
    IReadOnlyList<JobHit> Hits,
    PageKey? Next,
    PageKey? Previous,
    JobCounts Counts,
    bool LeftOut,
    bool ForYou,
    IReadOnlyList<DropHint> Hints
)
{
    /// <summary>As <see cref="TalentFound.Preparing"/>.</summary>
    public bool Preparing { get; init; }

    /// <summary>As <see cref="TalentFound.NotApplied"/>.</summary>
    public bool NotApplied { get; init; }

    /// <summary>As <see cref="TalentFound.Corrected"/>.</summary>
    public IReadOnlyList<Correction> Corrected { get; init; } = [];
}

/// <summary>Finds jobs that are open to everyone; for a freelancer with a profile the best order is their own.</summary>
public sealed class SearchJobs(
    TalentIndex index,
    TalentConcepts concepts,
    RankingWords words,
    JobCards cards,
    RankingLog log,
    SearchTerms terms,
    AnswerTimes times,
    JobsFromDatabase plain
)
{
    /// <summary>One page, with the reasons in the language of the request.</summary>
    public async Task<JobsFound> RunAsync(JobsQuery query, Actor? visitor, CancellationToken ct)
    {
        if (!await index.ReadySoonAsync(ct))
        {
            return await plain.RunAsync(query, ct);
        }
        var seeker = visitor is { IsFreelancer: true } ? await cards.SeekerAsync(visitor, ct) : null;
        var asked = terms.Jobs(query, seeker) with { Corrects = !query.AsTyped };
        var found = times.Measure(
            AnswerKind.Jobs,
            asked.Text.Length,
            query.Skills.Count,
            () => index.Jobs.Search(asked),
            f => f.Total
        );
        if (found is { Total: > 0, First: 0 })
        {
            found = index.Jobs.Search(asked with { Paging = new Paging(query.Size) });
        }
        var hits = await HitsAsync(found.Matches, found.WeightsVersion, ct);
        if (query.Sort == SortOrder.BestMatch && visitor is { IsFreelancer: true })
        {
            // Who is exposed is asked of people, not of jobs; a list for nobody in particular teaches nothing here.
            log.Shown(
                RankingRole.JobsForAFreelancer,
                visitor.MemberId,
                null,
                AskedFor(query, asked.Text, visitor.MemberId),
                found.WeightsVersion,
                [
                    .. found
                        .Matches.Select((m, at) => (Match: m, Position: found.First + at))
                        .Where(m => hits.Any(h => h.Job.Id == m.Match.Id))
                        .Select(m => ShownItem.Of(m.Match, m.Position)),
                ]
            );
        }
        return new JobsFound(
            found.Total,
            found.First,
            hits,
            found.Next,
            found.Previous,
            Counts(found.Facets),
            asked.Text.Length > 0 && index.Freelancers.Read(asked.Text).IsEmpty,
            asked.For is not null,
            [.. found.Advice.Select(a => new DropHint([.. a.Drop.Select(Named)], a.Matches))]
        )
        {
            Corrected = found.Corrected,
        };
    }

    /// <summary>The same for searches of one person that ask for the same; not kept, only hashed.</summary>
    private static string AskedFor(JobsQuery query, string text, Guid memberId) =>
        string.Join(
            '\n',
            [
                memberId.ToString("N"),
                text,
                string.Join(',', query.Skills.Order(StringComparer.Ordinal)),
                query.CategoryId ?? "",
                $"{query.Payment} {query.RateFrom} {query.BudgetFrom} {string.Join(',', query.Levels.Order())}",
                string.Join(',', query.Countries.Order(StringComparer.Ordinal)),
                string.Join(',', query.Languages.Order(StringComparer.Ordinal)),
                $"{query.PostedWithinDays} {query.ProposalsFewerThan} {query.PaymentVerified} {query.ClientHired}",
            ]
        );

    /// <summary>What a list shows of these, as far as they are open at this moment.</summary>
    internal async Task<IReadOnlyList<JobHit>> HitsAsync(
        IReadOnlyList<RankedMatch> matches,
        int version,
        CancellationToken ct
    )
    {
        var shown = await cards.OpenAsync([.. matches.Select(m => m.Id)], ct);
        return
        [
            .. matches
                .Where(m => shown.ContainsKey(m.Id))
                .Select(m =>
                {
                    var (job, client, standing) = shown[m.Id];
                    var verified = index.Jobs.Find(m.Id)?.PaymentVerified ?? false;
                    return new JobHit(job, client, standing, verified, words.Job(m, version));
                }),
        ];
    }

    private JobCounts Counts(JobFacets facets) =>
        new(
            facets
                .Categories.Select(c => (Category: concepts.Category(c.Value), c.Count))
                .Where(c => c.Category is not null)
                .ToDictionary(c => c.Category!.Id, c => c.Count),
            facets.Pay.ToDictionary(
                p => p.Value == JobPay.Hourly ? JobPayment.Hourly : JobPayment.FixedPrice,
                p => p.Count
            ),
            facets.Levels.ToDictionary(l => LevelOf(l.Value), l => l.Count),
            [.. facets.Languages.Select(l => new Counted<string>(l.Value, l.Count))],
            [.. facets.Countries.Select(c => new Counted<string>(c.Value, c.Count))],
            facets.PostedWithinDays.ToDictionary(d => d.Value, d => d.Count),
            facets.ProposalsFewerThan.ToDictionary(p => p.Value, p => p.Count),
            facets.PaymentVerified,
            facets.ClientHired
        );

    private static JobLevel LevelOf(ExperienceLevel level) =>
        level switch
        {
            ExperienceLevel.Starting => JobLevel.Starting,
            ExperienceLevel.Expert => JobLevel.Expert,
            _ => JobLevel.Solid,
        };

    private FilterInTheWay Named(FilterRef filter) =>
        new(
            filter.Kind,
            filter.Kind switch
            {
                FilterKind.Skill => concepts.Skill(filter.Concept)?.Id ?? "",
                FilterKind.Category => concepts.Category(filter.Concept)?.Id ?? "",
                _ => filter.Value,
            }
        );
}

/// <summary>Reads what a list of jobs shows, and what is known of the freelancer who looks.</summary>
public sealed class JobCards(
    JobViews jobs,
    MemberViews members,
    ReputationViews reputation,
    ProfileViews profiles,
    TalentConcepts concepts,
    TalentIndex index
)
{
    /// <summary>Those of these jobs that are open to everyone at this moment, with their clients.</summary>
    public async Task<Dictionary<Guid, (JobView Job, ClientCard Client, Standing? Standing)>> OpenAsync(
        IReadOnlyCollection<Guid> ids,
        CancellationToken ct
    )
    {
        var open = (await jobs.ManyAsync(ids, ct))
            .Values.Where(j => j is { State: JobState.Open, Visibility: JobVisibility.Everyone, Hidden: false })
            .ToList();
        var clientIds = open.Select(j => j.ClientId).Distinct().ToList();
        var clients = await members.ClientsAsync(clientIds, ct);
        var standings = await reputation.ClientsAsync(clientIds, ct);
        return open.Where(j => clients.ContainsKey(j.ClientId))
            .ToDictionary(j => j.Id, j => (j, clients[j.ClientId], standings.GetValueOrDefault(j.ClientId)));
    }

    /// <summary>Whom jobs are ordered for; null without a profile that names a skill.</summary>
    public async Task<Seeker?> SeekerAsync(Actor freelancer, CancellationToken ct)
    {
        var own = await profiles.OwnRowAsync(freelancer, ct);
        return own is not { Skills.Count: > 0 }
            ? null
            : new Seeker
            {
                Skills = [.. own.Skills.Select(concepts.OfSkill), .. concepts.InTitle(own.Title)],
                Categories = [.. concepts.CategoriesOf(own.Skills)],
                Occupations = concepts.NearTitle(own.Title),
                Vector = index.Freelancers.Find(freelancer.MemberId)?.Vector ?? [],
                Title = own.Title,
                RateMinor = own.Rate?.Minor,
                Currency = own.Rate?.Currency.Code ?? TalentOptions.Reference,
                Level = FreelancerDocuments.Level(own.Experience),
            };
    }
}
