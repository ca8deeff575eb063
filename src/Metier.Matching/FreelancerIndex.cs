using System.Collections.Immutable;

namespace Metier.Matching;

/// <summary>
/// All visible freelancers, searchable and ranked. Any number of readers and writers; a reader sees one moment from
/// beginning to end, a change is visible to the next reader.
/// </summary>
public sealed class FreelancerIndex(CurrencyTable currencies)
{
    private readonly Corpus<FreelancerDocument> _corpus = new(
        (d, pool) => new Entry<FreelancerDocument>(d.Id, d, d.Skills, d.Title, d.Overview, pool)
    );
    private MatchingTaxonomy _taxonomy = MatchingTaxonomy.Empty;
    private RankingWeights _weights = RankingWeights.Freelancers;

    /// <summary>How many freelancers are visible.</summary>
    public int Count => _corpus.Current.Count;

    /// <summary>Takes another taxonomy into use for the queries that follow.</summary>
    public void Use(MatchingTaxonomy taxonomy) => Volatile.Write(ref _taxonomy, taxonomy);

    /// <summary>The weights in force.</summary>
    public RankingWeights Weights => Volatile.Read(ref _weights);

    /// <summary>Takes other weights into use for the queries that follow.</summary>
    public void Use(RankingWeights weights) =>
        Volatile.Write(
            ref _weights,
            weights.Role == RankingRole.FreelancersForAJob
                ? weights
                : throw new ArgumentException("Another role.", nameof(weights))
        );

    /// <summary>Starts again from these freelancers alone.</summary>
    public void Replace(IEnumerable<FreelancerDocument> documents) => _corpus.Replace(documents);

    /// <summary>Adds or replaces some and removes others (hidden, suspended, left).</summary>
    public void Apply(IEnumerable<FreelancerDocument> changed, IEnumerable<Guid> removed) =>
        _corpus.Apply(changed, removed);

    /// <summary>What the index holds of somebody, or null when not visible.</summary>
    public FreelancerDocument? Find(Guid id) => _corpus.Current.Find(id)?.Document;

    /// <summary>How something typed is read.</summary>
    public QueryReading Read(string text) => QueryReading.Of(text, Volatile.Read(ref _taxonomy).Lexicon);

    /// <summary>One page of the freelancers who match, with exact counts.</summary>
    public SearchResult<FreelancerFacets> Search(FreelancerQuery query)
    {
        var run = Prepare(query);
        var matched = new List<Placed<FreelancerDocument>>();
        var counter = new FreelancerCounter(run.Search);
        var looked = 0;
        foreach (var seen in run.Search.All())
        {
            looked++;
            counter.Count(seen);
            if (seen.Failed == 0)
            {
                matched.Add(new Placed<FreelancerDocument>(SortKey(query.Sort, run, seen), seen.Entry, seen.Hit));
            }
        }

        var total = matched.Count;
        var page = Pages.Cut(matched, query.Paging);
        return new SearchResult<FreelancerFacets>(
            total,
            page.First,
            [.. page.Shown.Select(p => run.Ranking.Explain(p.Entry, p.Hit))],
            page.Next,
            page.Previous,
            counter.Facets(),
            total == 0 ? run.Search.Advice(run.Search.All()) : [],
            looked,
            run.Ranking.Version
        );
    }

    /// <summary>Where one freelancer stands in a query, whatever page that is on; null when not among the matches.</summary>
    public Standing? Explain(Guid id, FreelancerQuery query)
    {
        var run = Prepare(query);
        var matched = new List<Placed<FreelancerDocument>>();
        foreach (var seen in run.Search.All().Where(s => s.Failed == 0))
        {
            matched.Add(new Placed<FreelancerDocument>(SortKey(query.Sort, run, seen), seen.Entry, seen.Hit));
        }

        matched.Sort(Placed<FreelancerDocument>.Compare);
        var at = matched.FindIndex(p => p.Entry.Id == id);
        return at < 0
            ? null
            : new Standing(at + 1, matched.Count, run.Ranking.Explain(matched[at].Entry, matched[at].Hit));
    }

    /// <summary>The best for a job, by the rules of a shortlist.</summary>
    public Shortlist Shortlist(Need need, FreelancerFilter filter, ShortlistRules rules, DateOnly today)
    {
        var query = new FreelancerQuery
        {
            Need = need,
            Filter = filter,
            Today = today,
        };
        var run = Prepare(query);
        var looked = 0;
        var qualified = new List<Placed<FreelancerDocument>>();
        foreach (var seen in run.Search.All())
        {
            looked++;
            if (
                seen.Failed == 0
                && seen.Entry.Document.InvitationsToday < rules.InvitationsPerDay
                && Suits(run.Ranking, seen)
            )
            {
                var score = run.Ranking.Score(seen.Entry, seen.Hit);
                qualified.Add(new Placed<FreelancerDocument>(score, seen.Entry, seen.Hit));
            }
        }

        qualified.Sort(Placed<FreelancerDocument>.Compare);
        var chosen = new ShortlistChoice(run.Ranking, rules).Choose(qualified);
        return new Shortlist(looked, qualified.Count, chosen, run.Ranking.Version);
    }

    /// <summary>Somebody who has none of what is asked for, nor anything near it, is never put forward.</summary>
    private static bool Suits(FreelancerRanking ranking, Seen<FreelancerDocument> seen) =>
        ranking.AsksForSkills
            ? new[] { Feature.MustHave, Feature.NiceToHave, Feature.RelatedSkills }.Any(f =>
                ranking.Value(f, seen.Entry, seen.Hit) > 0
            )
            : seen.Hit.Value > 0 || ranking.Value(Feature.Category, seen.Entry, seen.Hit) > 0;

    private static long SortKey(SortOrder sort, Run run, Seen<FreelancerDocument> seen) =>
        sort switch
        {
            SortOrder.RateLowest => -(run.Rate(seen.Entry.Document) ?? long.MaxValue / 2),
            SortOrder.RateHighest => run.Rate(seen.Entry.Document) ?? -1,
            SortOrder.Newest => seen.Entry.Document.JoinedAt.Ticks,
            _ => run.Ranking.Score(seen.Entry, seen.Hit),
        };

    private Run Prepare(FreelancerQuery query)
    {
        var generation = _corpus.Current;
        var taxonomy = Volatile.Read(ref _taxonomy);
        var text = QueryText.Parse(query.Text, taxonomy.Lexicon);
        var search = new Search<FreelancerDocument>(
            generation,
            text,
            QueryText.Loose(query.Need.Text, taxonomy.Lexicon, 40),
            FreelancerConditions.Of(query.Filter, query.Today, currencies),
            query.Filter.Except,
            query.Filter.ForVisitors ? d => !d.MembersOnly : null
        );
        var ranking = new FreelancerRanking(
            query.Need,
            text.Wanted.SelectMany(g => g.Concepts).Concat(query.Filter.Skills),
            concept => FeatureMath.Rarity(generation.Count, generation.Frequency(concept)),
            taxonomy.Graph,
            currencies,
            query.Today,
            Weights
        );
        return new Run(search, ranking, currencies);
    }

    private sealed record Run(Search<FreelancerDocument> Search, FreelancerRanking Ranking, CurrencyTable Currencies)
    {
        public long? Rate(FreelancerDocument doc) => Currencies.ToReference(doc.RateMinor, doc.Currency);
    }
}
