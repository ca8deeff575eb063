namespace Metier.Matching;

/// <summary>All open public jobs, searchable and ranked; by the same manners as <see cref="FreelancerIndex"/>.</summary>
public sealed class JobIndex(CurrencyTable currencies)
{
    private readonly Corpus<JobDocument> _corpus = new(
        (d, pool) => new Entry<JobDocument>(d.Id, d, d.MustHave.Concat(d.NiceToHave), d.Title, d.Description, pool)
    );
    private MatchingTaxonomy _taxonomy = MatchingTaxonomy.Empty;
    private RankingWeights _weights = RankingWeights.Jobs;

    /// <summary>How many jobs are open to all.</summary>
    public int Count => _corpus.Current.Count;

    /// <summary>Takes another taxonomy into use for the queries that follow.</summary>
    public void Use(MatchingTaxonomy taxonomy) => Volatile.Write(ref _taxonomy, taxonomy);

    /// <summary>The weights in force.</summary>
    public RankingWeights Weights => Volatile.Read(ref _weights);

    /// <summary>Takes other weights into use for the queries that follow.</summary>
    public void Use(RankingWeights weights) =>
        Volatile.Write(
            ref _weights,
            weights.Role == RankingRole.JobsForAFreelancer
                ? weights
                : throw new ArgumentException("Another role.", nameof(weights))
        );

    /// <summary>Starts again from these jobs alone.</summary>
    public void Replace(IEnumerable<JobDocument> documents) => _corpus.Replace(documents);

    /// <summary>Adds or replaces some and removes others (closed, filled, private).</summary>
    public void Apply(IEnumerable<JobDocument> changed, IEnumerable<Guid> removed) => _corpus.Apply(changed, removed);

    /// <summary>What the index holds of a job, or null when it is not open to all.</summary>
    public JobDocument? Find(Guid id) => _corpus.Current.Find(id)?.Document;

    /// <summary>One page of the jobs that match, with exact counts.</summary>
    public SearchResult<JobFacets> Search(JobQuery query)
    {
        var (search, ranking) = Prepare(query);
        var matched = new List<Placed<JobDocument>>();
        var counter = new JobCounter(search, query.Today);
        var looked = 0;
        foreach (var seen in search.All())
        {
            looked++;
            counter.Count(seen);
            if (seen.Failed == 0)
            {
                matched.Add(new Placed<JobDocument>(SortKey(query.Sort, ranking, seen), seen.Entry, seen.Hit));
            }
        }

        var total = matched.Count;
        var page = Pages.Cut(matched, query.Paging);
        return new SearchResult<JobFacets>(
            total,
            page.First,
            [.. page.Shown.Select(p => ranking.Explain(p.Entry, p.Hit))],
            page.Next,
            page.Previous,
            counter.Facets(),
            total == 0 ? search.Advice(search.All()) : [],
            looked,
            ranking.Version
        );
    }

    private long SortKey(SortOrder sort, JobRanking ranking, Seen<JobDocument> seen)
    {
        var doc = seen.Entry.Document;
        return sort switch
        {
            SortOrder.RateLowest => -(currencies.ToReference(doc.BudgetMaxMinor, doc.Currency) ?? long.MaxValue / 2),
            SortOrder.RateHighest => currencies.ToReference(doc.BudgetMaxMinor, doc.Currency) ?? -1,
            SortOrder.Newest => doc.PostedAt.Ticks,
            _ => ranking.Score(seen.Entry, seen.Hit),
        };
    }

    private (Search<JobDocument> Search, JobRanking Ranking) Prepare(JobQuery query)
    {
        var generation = _corpus.Current;
        var taxonomy = Volatile.Read(ref _taxonomy);
        var search = new Search<JobDocument>(
            generation,
            QueryText.Parse(query.Text, taxonomy.Lexicon),
            QueryText.Loose(query.For?.Title, taxonomy.Lexicon, 12),
            JobConditions.Of(query.Filter, query.Today, currencies),
            query.Filter.Except
        );
        var ranking = new JobRanking(
            query.For,
            concept => FeatureMath.Rarity(generation.Count, generation.Frequency(concept)),
            taxonomy.Graph,
            currencies,
            query.Today,
            Weights
        );
        return (search, ranking);
    }
}
