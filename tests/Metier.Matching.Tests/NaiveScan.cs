using System.Collections.Immutable;

namespace Metier.Matching.Tests;

/// <summary>
/// The same search written the slow and obvious way, one document after the other, without postings, bits or a delta.
/// </summary>
internal sealed class NaiveScan(
    IReadOnlyCollection<FreelancerDocument> documents,
    FreelancerQuery query,
    RankingWeights? weights = null
)
{
    private readonly RankingWeights _weights = weights ?? RankingWeights.Freelancers;
    private readonly QueryText _text = QueryText.Parse(query.Text, Samples.Taxonomy.Lexicon);

    public List<(Guid Id, long Sort)> Ordered() =>
        [
            .. documents
                .Where(Matches)
                .Select(d => (d.Id, Sort: SortOf(d)))
                .OrderByDescending(d => d.Sort)
                .ThenBy(d => Tie.Of(d.Id))
                .ThenBy(d => d.Id),
        ];

    public bool Matches(FreelancerDocument d) => TextMatches(d) && Passes(d, query.Filter);

    public bool TextMatches(FreelancerDocument d)
    {
        if (_text.Unwanted.Any(g => FieldOf(d, g) > 0))
        {
            return false;
        }

        return _text.AnyIsEnough
            ? _text.Wanted.Any(g => FieldOf(d, g) > 0)
            : _text.Required.All(r => FieldOf(d, _text.Wanted[r]) > 0);
    }

    public static bool Passes(FreelancerDocument d, FreelancerFilter f) =>
        f.Skills.All(s => d.Skills.Contains(s))
        && (f.Categories.IsEmpty || f.Categories.Intersect(d.Categories).Any())
        && (f.Countries.IsEmpty || f.Countries.Contains(d.Country))
        && f.Languages.All(w => d.Languages.Any(l => l.Code == w.Code && l.Level >= w.Level))
        && (f.RateMaxMinor is null || Rate(d) <= f.RateMaxMinor)
        && (f.HoursPerWeek is null || d.HoursPerWeek >= f.HoursPerWeek)
        && (f.JobSuccessAtLeast is null || d.JobSuccess >= f.JobSuccessAtLeast)
        && (!f.IdentityVerified || d.IdentityVerified)
        && (f.BadgeAtLeast is null || d.Badge >= f.BadgeAtLeast)
        && (f.Levels.IsEmpty || (d.Level is { } level && f.Levels.Contains(level)));

    private static long? Rate(FreelancerDocument d) => Samples.Currencies.ToReference(d.RateMinor, d.Currency);

    private long SortOf(FreelancerDocument d) =>
        query.Sort switch
        {
            SortOrder.RateLowest => -(Rate(d) ?? long.MaxValue / 2),
            SortOrder.RateHighest => Rate(d) ?? -1,
            SortOrder.Newest => d.JoinedAt.Ticks,
            _ => Score(d),
        };

    /// <summary>2 in the title or as a skill, 1 in the overview, 0 nowhere.</summary>
    private static int FieldOf(FreelancerDocument d, TextGroup group)
    {
        if (group.Concepts.Any(c => d.Skills.Contains(c)))
        {
            return 2;
        }

        var title = Tokenizer.Tokens(d.Title).Select(t => t.Word).ToList();
        var body = Tokenizer.Tokens(d.Overview).Select(t => t.Word).ToList();
        if (group.IsPhrase)
        {
            return HasRun(title, group.Phrase) ? 2
                : HasRun(body, group.Phrase) ? 1
                : 0;
        }

        var language = Words.Guess(Tokenizer.Tokens(d.Overview + " " + d.Title));
        return group.Stems.Min(stems =>
            Has(title, stems, language) ? 2
            : Has(body, stems, language) ? 1
            : 0
        );
    }

    private static bool Has(List<string> words, ImmutableArray<string> stems, TextLanguage language) =>
        words.Exists(w => !Words.IsCommon(w, language) && stems.Contains(Words.Stem(w, language)));

    private static bool HasRun(List<string> words, ImmutableArray<string> phrase) =>
        Enumerable.Range(0, words.Count).Any(at => words.Skip(at).Take(phrase.Length).SequenceEqual(phrase));

    private int Rarity(Func<FreelancerDocument, bool> has) => FeatureMath.Rarity(documents.Count, documents.Count(has));

    private long Score(FreelancerDocument d)
    {
        var need = query.Need;
        int[] must =
        [
            .. need.MustHave.Concat(_text.Wanted.SelectMany(g => g.Concepts)).Concat(query.Filter.Skills).Distinct(),
        ];
        int[] nice = [.. need.NiceToHave.Except(must).Distinct()];
        var used = must.Length > 0 ? must : nice;
        int Weight(int c) => Rarity(o => o.Skills.Contains(c));
        long Sum(IEnumerable<int> concepts) => concepts.Sum(c => (long)Weight(c));
        var points = new Dictionary<Feature, int>
        {
            [Feature.MustHave] = FeatureMath.Share(Sum(must.Where(c => d.Skills.Contains(c))), Sum(must)),
            [Feature.NiceToHave] = FeatureMath.Share(Sum(nice.Where(c => d.Skills.Contains(c))), Sum(nice)),
            [Feature.RelatedSkills] = FeatureMath.Share(
                must.Where(c => !d.Skills.Contains(c))
                    .Sum(c =>
                        (long)Weight(c)
                        * Samples
                            .Taxonomy.Graph.Near(c)
                            .Where(r => d.Skills.Contains(r.To))
                            .Select(r => r.StrengthMilli)
                            .DefaultIfEmpty(0)
                            .Max()
                    ),
                Sum(must) * 1_000
            ),
            [Feature.Category] = need.Categories.Intersect(d.Categories).Any() ? FeatureMath.One : 0,
            [Feature.Occupation] = Titles(d),
            [Feature.Meaning] =
                need.Vector.IsEmpty || d.Vector.IsEmpty
                    ? 0
                    : FeatureMath.Cosine(need.Vector.AsSpan(), d.Vector.AsSpan()),
            [Feature.Text] = TextValue(d),
            [Feature.PastWork] = FeatureMath.Share(
                used.Sum(c =>
                    (long)Weight(c)
                    * d.PastWork.Where(w => w.Concept == c)
                        .Select(w => FeatureMath.PastWork(w.Contracts, Samples.Today.DayNumber - w.LastEnded.DayNumber))
                        .FirstOrDefault()
                ),
                Sum(used) * FeatureMath.One
            ),
            [Feature.SkillTest] = d
                .Tests.Where(t => must.Contains(t.Concept) || nice.Contains(t.Concept))
                .Select(t => FeatureMath.SkillTest(t.LevelMilli, t.MarginMilli))
                .DefaultIfEmpty(0)
                .Max(),
            [Feature.JobSuccess] = FeatureMath.JobSuccess(d.JobSuccess, d.JobSuccessContracts),
            [Feature.RateFit] =
                need.RateMaxMinor is { } most && Rate(d) is { } rate ? FeatureMath.WithinBudget(rate, most) : 0,
            [Feature.Level] = need.Level is { } level ? FeatureMath.Level(d.Level, level) : 0,
            [Feature.Availability] = FeatureMath.Availability(
                d.HoursPerWeek,
                10,
                Math.Max(0, (d.AvailableFrom ?? Samples.Today).DayNumber - Samples.Today.DayNumber)
            ),
            [Feature.Overlap] =
                need.UtcOffsetMinutes is { } there && d.UtcOffsetMinutes is { } here
                    ? FeatureMath.Share(FeatureMath.SharedHours(here, there), 8)
                    : 0,
            [Feature.Responsiveness] = FeatureMath.Replies(d.Answered, d.Asked),
            [Feature.LastActive] = FeatureMath.Recency(Samples.Today.DayNumber - d.LastActive.DayNumber, 7, 90),
            [Feature.InvitationLoad] = FeatureMath.InvitationLoad(d.InvitationsToday, 5),
        };
        return _weights.Features.Sum(f =>
            (int)((long)f.Points * points.GetValueOrDefault(f.Feature) / FeatureMath.One)
        );
    }

    /// <summary>Documents with the most frequent alternative; of words that must all be there, the rarest.</summary>
    private int Frequency(TextGroup group)
    {
        var concepts = group.Concepts.Select(c => documents.Count(o => o.Skills.Contains(c)));
        var words = group.Stems.Select(stems =>
            stems.Select(stem => documents.Count(o => HasStem(o, stem))).DefaultIfEmpty(0).Max()
        );
        return concepts.Append(words.DefaultIfEmpty(0).Min()).Max();
    }

    private static bool HasStem(FreelancerDocument d, string stem)
    {
        var tokens = Tokenizer.Tokens(d.Overview + " " + d.Title);
        return Has([.. tokens.Select(t => t.Word)], [stem], Words.Guess(tokens));
    }

    private int Titles(FreelancerDocument d)
    {
        var (wanted, held) = (Occupations.Directed(query.Need.Occupations), Occupations.Directed(d.Occupations));
        var product = wanted.Sum(w =>
            held.Where(h => h.Concept == w.Concept).Sum(h => (long)h.NearMilli * w.NearMilli)
        );
        return FeatureMath.Share(product, 1_000_000);
    }

    private int TextValue(FreelancerDocument d)
    {
        var groups = _text.Wanted.AddRange(QueryText.Loose(query.Need.Text, Samples.Taxonomy.Lexicon, 40));
        var weights = groups.Select(g => FeatureMath.Rarity(documents.Count, Frequency(g))).ToList();
        var whole = 2 * weights.OrderDescending().Take(12).Sum(w => (long)w);
        var points = _weights.PointsOf(Feature.Text);
        var got = groups.Select((g, i) => (int)Bound.Of(points, (long)weights[i] * FieldOf(d, g), whole)).Sum();
        return FeatureMath.Share(got, points * Bound.PerPoint);
    }
}
