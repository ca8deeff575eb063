using System.Collections.Immutable;
using CsCheck;

namespace Metier.Matching.Tests;

/// <summary>Titles compared by the occupations they are near to, and texts by their vectors.</summary>
public class OccupationTests
{
    private const int Illustrator = 101;
    private const int Comics = 102;
    private const int Bookkeeper = 103;

    private static readonly TitleMatcher Matcher = new([
        new(Illustrator, "illustrator", NameRole.Preferred, TextLanguage.English),
        new(Illustrator, "illustratrice jeunesse", NameRole.Alternative, TextLanguage.French),
        new(Illustrator, "picture book artist", NameRole.Alternative, TextLanguage.English),
        new(Comics, "comic book artist", NameRole.Preferred, TextLanguage.English),
        new(Bookkeeper, "bookkeeper", NameRole.Preferred, TextLanguage.English),
        new(Bookkeeper, "comptable", NameRole.Preferred, TextLanguage.French),
    ]);

    [Fact]
    public void A_title_is_near_the_occupations_it_resembles_in_either_language()
    {
        Assert.Equal(Illustrator, Occupations.Of("Illustratrice jeunesse", Matcher)[0].Concept);
        Assert.Equal(Illustrator, Occupations.Of("Senior illustrator (remote)", Matcher)[0].Concept);
        // Runs of letters meet what is misspelt.
        Assert.Equal(Bookkeeper, Occupations.Of("Bookeeper", Matcher)[0].Concept);
        Assert.Contains(Occupations.Of("comic and picture book artist", Matcher), n => n.Concept == Comics);
        Assert.Empty(Occupations.Of("", Matcher));
        Assert.Empty(Occupations.Of("xyzzy 42", Matcher));
    }

    [Fact]
    public void The_less_a_title_is_near_the_less_it_counts()
    {
        int Length(string title) => Occupations.Of(title, Matcher).Sum(n => n.NearMilli * n.NearMilli);
        Assert.InRange(Length("illustrator"), 900_000, 1_000_000);
        Assert.InRange(Length("Bookeeper"), 1, 700_000);
    }

    [Fact]
    public void Titles_without_a_word_in_common_meet_and_the_reasons_name_where()
    {
        var near = Person(1, "Illustratrice jeunesse");
        var far = Person(2, "Comptable");
        var index = Samples.Index([near, far]);
        var query = new FreelancerQuery
        {
            Need = new Need { Occupations = Occupations.Of("picture book artist wanted", Matcher) },
            Today = Samples.Today,
        };
        var best = index.Best(query, 2);
        Assert.Equal(near.Id, best[0].Id);
        var (first, last) = (Part(best[0], Feature.Occupation), Part(best[1], Feature.Occupation));
        Assert.InRange(first.Points, first.Most / 2, first.Most);
        Assert.Equal(0, last.Points);
        var told = Assert.IsType<Evidence.Titles>(first.Evidence);
        Assert.Equal(Illustrator, told.Shared[0]);
        Assert.Equal([Bookkeeper], Assert.IsType<Evidence.Titles>(last.Evidence).Held);
        Assert.Equal([Illustrator], Assert.IsType<Evidence.Titles>(last.Evidence).Wanted);
        // Whoever asks for nothing in particular gives nobody points for it.
        Assert.All(
            index.Best(query with { Need = new Need() }, 2),
            m => Assert.DoesNotContain(m.Parts, p => p.Feature == Feature.Occupation)
        );
    }

    [Fact]
    public void Jobs_are_near_a_freelancers_title_in_the_same_way()
    {
        var index = new JobIndex(Samples.Currencies);
        index.Replace([Job(1, "Comptable pour deux jours"), Job(2, "Illustrator for a picture book")]);
        var query = new JobQuery
        {
            For = new Seeker { Occupations = Occupations.Of("Illustratrice jeunesse", Matcher) },
            Today = Samples.Today,
        };
        var best = index.Best(query, 2);
        Assert.Equal(JobId(2), best[0].Id);
        Assert.Equal(Illustrator, Assert.IsType<Evidence.Titles>(Part(best[0], Feature.Occupation).Evidence).Shared[0]);
        Assert.Equal(best.Select(m => (m.Id, m.Score)), index.Search(query).Matches.Select(m => (m.Id, m.Score)));
    }

    [Fact]
    public void A_direction_is_never_longer_than_a_thousand_and_the_nearer_the_more_it_gives() =>
        Gen.Select(Samples.Near, Samples.Near)
            .Sample(
                (left, right) =>
                {
                    var directed = Occupations.Directed(left);
                    Assert.InRange(directed.Sum(n => (long)n.NearMilli * n.NearMilli), 0, 1_000_000);
                    Assert.True(directed.Length <= Occupations.Most);
                    var wanted = new NearWanted(left, 40);
                    var (value, given) = wanted.With([.. Occupations.Directed(right)]);
                    Assert.InRange(value, 0, FeatureMath.One);
                    Assert.True(given >= Bound.PerPoint * 40L * value / FeatureMath.One, "a bound is never too low");
                    var own = wanted.With([.. directed]).Value;
                    Assert.InRange(own, directed.Sum(n => n.NearMilli * n.NearMilli), FeatureMath.One);
                }
            );

    [Fact]
    public void Vectors_keep_their_angles_whatever_their_length()
    {
        var random = new Random(5);
        foreach (var length in new[] { 2, 256, 384, 768 })
        {
            for (var round = 0; round < 20; round++)
            {
                var (a, b) = (Floats(random, length), Floats(random, length));
                // Half of one in the other, so that angles are of every size.
                var mixed = a.Zip(b, (x, y) => (float)(x + (y * round / 10.0))).ToArray();
                var (left, right) = (Vectors.Of(a), Vectors.Of(mixed));
                var value = FeatureMath.Cosine(left.AsSpan(), right.AsSpan()) / (double)FeatureMath.One;
                Assert.InRange(value, Math.Max(0, Cosine(a, mixed)) - 0.15, Math.Max(0, Cosine(a, mixed)) + 0.15);
            }
        }

        Assert.Equal(FeatureMath.One, FeatureMath.Cosine(Vectors.Of([3, 4]).AsSpan(), Vectors.Of([6, 8]).AsSpan()));
        Assert.Equal(0, FeatureMath.Cosine(Vectors.Of([1, 0]).AsSpan(), Vectors.Of([-1, 0]).AsSpan()));
        Assert.Empty(Vectors.Of([0, 0, 0]));
        Assert.Empty(Vectors.Of([1, float.NaN]));
        Assert.Empty(Vectors.Of([]));
    }

    [Fact]
    public void Vectors_outlive_a_snapshot_and_the_putting_together_of_segments()
    {
        var people = Enumerable
            .Range(1, 40)
            .Select(i => Person(i, "title") with { Vector = i % 3 == 0 ? [] : Vectors.Of([i, 40 - i, 7]) })
            .ToArray();
        var index = Samples.Index([]);
        foreach (var person in people)
        {
            index.Apply([person with { Vector = [] }], []);
            index.Apply([person], []);
        }

        using var kept = new MemoryStream();
        index.Save(kept);
        kept.Position = 0;
        var again = Samples.Index([]);
        again.Load(kept);
        foreach (var person in people)
        {
            foreach (var found in new[] { index.Find(person.Id)!, again.Find(person.Id)! })
            {
                Assert.Equal(person.Vector, found.Vector.All(v => v == 0) ? [] : found.Vector);
            }
        }
    }

    [Fact]
    public void The_programs_formulas_have_versions_of_their_own()
    {
        RankingWeights[] own =
        [
            RankingWeights.FirstFreelancers,
            RankingWeights.Freelancers,
            RankingWeights.FreelancersWithEncoder,
        ];
        Assert.Equal([0, 1, 2], own.Select(w => RankingWeights.FormulaOf(w.Version)));
        Assert.Equal(
            own.Select(w => w.Version),
            new[] { RankingWeights.FirstJobs, RankingWeights.Jobs, RankingWeights.JobsWithEncoder }.Select(w =>
                w.Version
            )
        );
        Assert.Equal(340, RankingWeights.FirstFreelancers.PointsOf(Feature.MustHave));
        Assert.Equal(0, RankingWeights.FirstFreelancers.PointsOf(Feature.Occupation));
        Assert.Equal(0, RankingWeights.Freelancers.PointsOf(Feature.Meaning));
        Assert.True(RankingWeights.FreelancersWithEncoder.PointsOf(Feature.Meaning) > 0);
    }

    private static ScorePart Part(RankedMatch match, Feature feature) => match.Parts.Single(p => p.Feature == feature);

    private static FreelancerDocument Person(int number, string title) =>
        new()
        {
            Id = new Guid(number, 0, 0, new byte[8]),
            Title = title,
            Occupations = Occupations.Of(title, Matcher),
            LastActive = Samples.Today,
        };

    private static Guid JobId(int number) => new(number, 1, 0, new byte[8]);

    private static JobDocument Job(int number, string title) =>
        new()
        {
            Id = JobId(number),
            Client = new Guid(9, 0, 0, new byte[8]),
            Title = title,
            Occupations = Occupations.Of(title, Matcher),
            PostedAt = new DateTime(2026, 11, 16, 0, 0, 0, DateTimeKind.Utc),
        };

    private static float[] Floats(Random random, int length) =>
        [.. Enumerable.Range(0, length).Select(_ => (float)(random.NextDouble() - 0.3))];

    private static double Cosine(float[] a, float[] b) =>
        a.Zip(b, (x, y) => (double)x * y).Sum() / Math.Sqrt(a.Sum(x => (double)x * x) * b.Sum(x => (double)x * x));
}
