using System.Collections.Immutable;

namespace Metier.Matching;

/// <summary>All open public jobs, searchable and ranked; by the same manners as <see cref="FreelancerIndex"/>.</summary>
public sealed class JobIndex(CurrencyTable currencies)
{
    private readonly Corpus<JobDocument, JobRow> _corpus = new(new JobSchema(currencies), RankingWeights.Jobs);
    private MatchingTaxonomy _taxonomy = MatchingTaxonomy.Empty;

    /// <summary>How many jobs are open to all.</summary>
    public int Count => _corpus.Current.Count;

    /// <summary>Takes what is there at this moment to a stream; changes and searches go on meanwhile.</summary>
    public void Save(Stream to) => _corpus.Save(to);

    /// <summary>Starts again from what was saved, with the weights in use; nothing changes when that cannot be read.</summary>
    /// <exception cref="InvalidDataException">It is cut short, damaged, or another version's.</exception>
    public void Load(Stream from) => _corpus.Load(from);

    /// <summary>Counts what readers were shown, from 1: another number, other content.</summary>
    public long Generation => _corpus.Current.Number;

    /// <summary>Takes another taxonomy into use for the queries that follow.</summary>
    public void Use(MatchingTaxonomy taxonomy) => Volatile.Write(ref _taxonomy, taxonomy);

    /// <summary>The weights in force.</summary>
    public RankingWeights Weights => _corpus.Current.Weights;

    /// <summary>Takes other weights into use for the queries that follow.</summary>
    /// <exception cref="ArgumentException">They are for the other role.</exception>
    public void Use(RankingWeights weights) =>
        _corpus.Use(
            weights.Role == RankingRole.JobsForAFreelancer
                ? weights
                : throw new ArgumentException("Another role.", nameof(weights))
        );

    /// <summary>Starts again from these jobs alone.</summary>
    public void Replace(IEnumerable<JobDocument> documents) => _corpus.Replace(documents);

    /// <summary>Adds or replaces some and removes others (closed, filled, private).</summary>
    public void Apply(IEnumerable<JobDocument> changed, IEnumerable<Guid> removed) => _corpus.Apply(changed, removed);

    /// <summary>
    /// What the index holds of a job, or null when it is not open to all: the title in folded words, and not the
    /// description.
    /// </summary>
    public JobDocument? Find(Guid id)
    {
        var generation = _corpus.Current;
        if (generation.Find(id) is not { } place)
        {
            return null;
        }

        var facts = new JobFacts(generation.Vocabulary);
        facts.MoveTo(generation.Parts[place.Part].Segment, place.Doc);
        return facts.Document();
    }

    /// <summary>One page of the jobs that match, with exact counts.</summary>
    public SearchResult<JobFacets> Search(JobQuery query)
    {
        var pass = Prepare(query);
        var counter = new JobCounter(pass, pass.Vocabulary, query.Today);
        pass.Hard = counter.Hard;
        var size = Math.Clamp(query.Paging.Size, 1, Paging.MostSize);
        var kept = new Kept(size, query.Paging.After, query.Paging.Before);
        pass.Count(kept, counter.Count);
        if (query.Paging is { After: null, Before: not null } && kept.Above < size)
        {
            return Search(query with { Paging = new Paging(size) });
        }

        var page = Page.Of(kept, query.Paging, pass.Total);
        return new SearchResult<JobFacets>(
            pass.Total,
            page.First,
            pass.Explain(kept),
            page.Next,
            page.Previous,
            counter.Facets(),
            pass.Total == 0 ? Advice.Of(Prepare(query)) : [],
            pass.Looked,
            pass.Ranking.Version
        )
        {
            Corrected = pass.Ranking.Corrected,
        };
    }

    /// <summary>The best that match, without counting how many do.</summary>
    /// <param name="most">1 to <see cref="Paging.MostSize"/>.</param>
    public ImmutableArray<RankedMatch> Best(JobQuery query, int most)
    {
        var pass = Prepare(query);
        var kept = new Kept(Math.Clamp(most, 1, Paging.MostSize));
        pass.Best(kept);
        return pass.Explain(kept);
    }

    /// <summary>Where one job stands in a query, whatever page that is on; null when not among the matches.</summary>
    public Standing? Explain(Guid id, JobQuery query)
    {
        var pass = Prepare(query);
        if (pass.Find(id) is not { } place)
        {
            return null;
        }

        return pass.StandingOf(place);
    }

    private static Func<JobFacts, long>? SortKey(SortOrder sort) =>
        sort switch
        {
            SortOrder.RateLowest => facts => -(facts.MaxReference ?? long.MaxValue / 2),
            SortOrder.RateHighest => facts => facts.MaxReference ?? -1,
            SortOrder.Newest => facts => facts.PostedTicks,
            _ => null,
        };

    private Pass<JobRow, JobFacts> Prepare(JobQuery query)
    {
        var generation = _corpus.Current;
        var taxonomy = Volatile.Read(ref _taxonomy);
        var frequencies = generation.Frequencies;
        var text = QueryText.Parse(query.Text, taxonomy.Lexicon);
        var read = query.Corrects
            ? new Corrector(generation.Vocabulary, frequencies, taxonomy.Lexicon).Correct(text)
            : text;
        var ranking = new JobRanking(
            query.For,
            concept => FeatureMath.Rarity(generation.Count, frequencies.OfConcept(concept)),
            taxonomy.Graph,
            currencies,
            query.Today,
            generation.Weights
        )
        {
            Corrected = read.Corrected,
        };
        var plan = new TextPlan(
            read,
            QueryText.Loose(query.For?.Title, taxonomy.Lexicon, 12),
            generation.Vocabulary,
            frequencies,
            generation.Count,
            generation.Weights
        );
        return new Pass<JobRow, JobFacts>(
            generation,
            plan,
            new JobFacts(generation.Vocabulary),
            ranking,
            ranking.Steps(),
            JobConditions.Of(query.Filter, query.Today, currencies, generation.Vocabulary),
            query.Filter.Except,
            sortKey: SortKey(query.Sort)
        );
    }
}
