using System.Collections.Immutable;
using System.Runtime.InteropServices;

namespace Metier.Matching;

/// <summary>
/// All visible freelancers, searchable and ranked. Any number of readers and writers; a reader sees one moment from
/// beginning to end, but for facts such as a rate, which it sees as they are. A change is visible to the next reader.
/// </summary>
public sealed class FreelancerIndex(CurrencyTable currencies)
{
    /// <summary>The shortlist chooses, and looks for newcomers, among this many times its size.</summary>
    private const int ShortlistReach = 30;

    private readonly Corpus<FreelancerDocument, FreelancerRow> _corpus = new(
        new FreelancerSchema(currencies),
        RankingWeights.Freelancers
    );
    private MatchingTaxonomy _taxonomy = MatchingTaxonomy.Empty;

    /// <summary>How many freelancers are visible.</summary>
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
            weights.Role == RankingRole.FreelancersForAJob
                ? weights
                : throw new ArgumentException("Another role.", nameof(weights))
        );

    /// <summary>Starts again from these freelancers alone.</summary>
    public void Replace(IEnumerable<FreelancerDocument> documents) => _corpus.Replace(documents);

    /// <summary>Adds or replaces some and removes others (hidden, suspended, left).</summary>
    public void Apply(IEnumerable<FreelancerDocument> changed, IEnumerable<Guid> removed) =>
        _corpus.Apply(changed, removed);

    /// <summary>
    /// What the index holds of somebody, or null when not visible: the title in folded words, and not the overview.
    /// </summary>
    public FreelancerDocument? Find(Guid id)
    {
        var generation = _corpus.Current;
        if (generation.Find(id) is not { } place)
        {
            return null;
        }

        var facts = new FreelancerFacts(generation.Vocabulary);
        facts.MoveTo(generation.Parts[place.Part].Segment, place.Doc);
        return facts.Document();
    }

    /// <summary>
    /// How many are visible, by what a report on groups asks: one pass over memory, whose answer has few lines however many
    /// people there are.
    /// </summary>
    /// <param name="contractsBelow">Fewer finished contracts than this make <see cref="CensusLine.FewContracts"/>.</param>
    /// <param name="languages">Up to 31 languages to tell apart; without any, nobody's are read.</param>
    public ImmutableArray<CensusLine> Census(int contractsBelow, ImmutableArray<string> languages)
    {
        var generation = _corpus.Current;
        var facts = new FreelancerFacts(generation.Vocabulary);
        var codes = languages.Select(generation.Vocabulary.FindCode).ToArray();
        var counts = new Dictionary<(bool Few, int Country, int Spoken), int>();
        foreach (var part in generation.Parts)
        {
            for (var d = 0; d < part.Segment.Count; d++)
            {
                if (!part.IsLive(d))
                {
                    continue;
                }

                facts.MoveTo(part.Segment, d);
                var spoken = 0;
                for (var at = 0; at < codes.Length; at++)
                {
                    spoken |= facts.Languages.Exists(l => l.Code == codes[at]) ? 1 << at : 0;
                }

                var key = (facts.ContractsDone < contractsBelow, facts.CountryCode, spoken);
                CollectionsMarshal.GetValueRefOrAddDefault(counts, key, out _)++;
            }
        }

        return
        [
            .. counts.Select(c => new CensusLine(
                c.Key.Few,
                generation.Vocabulary.CodeText(c.Key.Country),
                [.. languages.Where((_, at) => (c.Key.Spoken & (1 << at)) != 0)],
                c.Value
            )),
        ];
    }

    /// <summary>How many have the concept.</summary>
    public int Having(int concept) => _corpus.Current.Frequencies.OfConcept(concept);

    /// <summary>How something typed is read.</summary>
    public QueryReading Read(string text) => QueryReading.Of(text, Volatile.Read(ref _taxonomy).Lexicon);

    /// <summary>One page of the freelancers who match, with exact counts.</summary>
    public SearchResult<FreelancerFacets> Search(FreelancerQuery query)
    {
        var pass = Prepare(query);
        var counter = new FreelancerCounter(pass, pass.Vocabulary, new StepCounter(query, pass, currencies));
        pass.Hard = counter.Hard;
        var size = Math.Clamp(query.Paging.Size, 1, Paging.MostSize);
        var kept = new Kept(size, query.Paging.After, query.Paging.Before);
        pass.Count(kept, counter.Count);
        if (query.Paging is { After: null, Before: not null } && kept.Above < size)
        {
            return Search(query with { Paging = new Paging(size) });
        }

        var page = Page.Of(kept, query.Paging, pass.Total);
        return new SearchResult<FreelancerFacets>(
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

    /// <summary>The best who match, without counting how many do.</summary>
    /// <param name="most">1 to <see cref="Paging.MostSize"/>.</param>
    public ImmutableArray<RankedMatch> Best(FreelancerQuery query, int most)
    {
        var pass = Prepare(query);
        var kept = new Kept(Math.Clamp(most, 1, Paging.MostSize));
        pass.Best(kept);
        return pass.Explain(kept);
    }

    /// <summary>Ids and scores of the best who match, without reasons or counts.</summary>
    /// <param name="most">1 to <see cref="Paging.MostSize"/>.</param>
    public ImmutableArray<(Guid Id, int Score)> Top(FreelancerQuery query, int most)
    {
        var kept = new Kept(Math.Clamp(most, 1, Paging.MostSize));
        Prepare(query with { Sort = SortOrder.BestMatch }).Best(kept);
        return [.. kept.Found.ToArray().Select(p => (p.Id, (int)p.Sort))];
    }

    /// <summary>Where one freelancer stands in a query, whatever page that is on; null when not among the matches.</summary>
    public Standing? Explain(Guid id, FreelancerQuery query)
    {
        var pass = Prepare(query);
        if (pass.Find(id) is not { } place)
        {
            return null;
        }

        return pass.StandingOf(place);
    }

    /// <summary>
    /// Where they would stand if something of them were otherwise and all others as they are. Words of the text that name a
    /// skill count where they stand now, so a skill is worth at least what this says.
    /// </summary>
    public Standing? Explain(Guid id, FreelancerQuery query, FreelancerChange change)
    {
        var pass = Prepare(query);
        return pass.Find(id) is { } place ? pass.StandingOf(place, facts => facts.Pretend(change, currencies)) : null;
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
        var pass = Prepare(query, suits: TextPlan.AnyBit);
        var qualified = 0;
        var best = new Kept(rules.Size * ShortlistReach);
        var newcomers = new Kept(rules.Size * ShortlistReach);
        pass.CountWith(
            TextPlan.AnyBit,
            (facts, part) =>
            {
                if (facts.InvitationsToday >= rules.InvitationsPerDay)
                {
                    return;
                }

                qualified++;
                pass.Offer(best, part, facts.Doc);
                if (facts.ContractsDone < rules.NewcomerContractsBelow)
                {
                    pass.Offer(newcomers, part, facts.Doc);
                }
            }
        );
        var chosen = new ShortlistChoice(pass, rules).Choose(best.Found, newcomers.Found);
        return new Shortlist(pass.Looked, qualified, chosen, pass.Ranking.Version);
    }

    private static Func<FreelancerFacts, long>? SortKey(SortOrder sort) =>
        sort switch
        {
            SortOrder.RateLowest => facts => -(facts.RateReference ?? long.MaxValue / 2),
            SortOrder.RateHighest => facts => facts.RateReference ?? -1,
            SortOrder.Newest => facts => facts.JoinedTicks,
            _ => null,
        };

    private Pass<FreelancerRow, FreelancerFacts> Prepare(FreelancerQuery query, byte suits = 0)
    {
        var generation = _corpus.Current;
        var taxonomy = Volatile.Read(ref _taxonomy);
        var text = QueryText.Parse(query.Text, taxonomy.Lexicon);
        var frequencies = generation.Frequencies;
        var read = query.Corrects
            ? new Corrector(generation.Vocabulary, frequencies, taxonomy.Lexicon).Correct(text)
            : text;
        var ranking = new FreelancerRanking(
            query.Need,
            text.Wanted.SelectMany(g => g.Concepts).Concat(query.Filter.Skills),
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
            QueryText.Loose(query.Need.Text, taxonomy.Lexicon, 40),
            generation.Vocabulary,
            frequencies,
            generation.Count,
            generation.Weights,
            ranking.AsksForSkills ? (byte)0 : suits
        );
        return new Pass<FreelancerRow, FreelancerFacts>(
            generation,
            plan,
            new FreelancerFacts(generation.Vocabulary),
            ranking,
            ranking.Steps(suits),
            FreelancerConditions.Of(query.Filter, query.Today, currencies, generation.Vocabulary),
            query.Filter.Except,
            query.Filter.ForVisitors,
            SortKey(query.Sort)
        );
    }
}
