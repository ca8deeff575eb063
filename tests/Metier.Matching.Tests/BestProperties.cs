using CsCheck;

namespace Metier.Matching.Tests;

/// <summary>Looking only at who can reach the page gives the page that looking at everybody gives.</summary>
public class BestProperties
{
    [Fact]
    public void The_best_are_the_first_of_the_whole_list() =>
        Gen.Select(Samples.Freelancers, Samples.Query, Gen.Int[1, 10])
            .Sample(
                (people, query, most) =>
                {
                    var expected = new NaiveScan(people, query).Ordered().Take(most).Select(e => e.Id);
                    Assert.Equal(expected, Samples.Index(people).Best(query, most).Select(m => m.Id));
                },
                iter: 2_000
            );

    [Fact]
    public void So_they_are_with_what_an_encoder_says() =>
        Gen.Select(Samples.Freelancers, Samples.Query, Gen.Int[1, 10])
            .Sample(
                (people, query, most) =>
                {
                    var weights = RankingWeights.FreelancersWithEncoder;
                    var expected = new NaiveScan(people, query, weights).Ordered().Take(most).Select(e => e.Id);
                    var index = Samples.Index(people);
                    index.Use(weights);
                    Assert.Equal(expected, index.Best(query, most).Select(m => m.Id));
                },
                iter: 1_000
            );

    [Fact]
    public void So_it_is_among_thousands_in_several_segments()
    {
        var people = Many(9_000);
        var index = Samples.Index(people.Take(5_000));
        foreach (var some in people.Skip(5_000).Chunk(700))
        {
            index.Apply(some, []);
        }

        index.Apply([], people.Where((_, i) => i % 7 == 0).Select(p => p.Id));
        Samples
            .Query.Where(q => q.Sort == SortOrder.BestMatch)
            .Sample(
                query =>
                {
                    var all = index.Search(query with { Paging = new Paging(20) });
                    var best = index.Best(query, 20);
                    Assert.Equal(all.Matches.Select(m => (m.Id, m.Score)), best.Select(m => (m.Id, m.Score)));
                },
                iter: 300
            );
    }

    [Fact]
    public void Changed_facts_are_seen_at_once_and_exactly()
    {
        var people = Many(6_000);
        var index = Samples.Index(people);
        var changed = people
            .Select((p, i) => i % 5 == 0 ? p with { JobSuccess = 100, JobSuccessContracts = 40, RateMinor = 2_000 } : p)
            .ToArray();
        index.Apply(changed.Where((_, i) => i % 5 == 0), []);
        var fresh = Samples.Index(changed);
        Samples
            .Query.Where(q => q.Sort == SortOrder.BestMatch)
            .Sample(
                query =>
                    Assert.Equal(
                        fresh.Best(query, 30).Select(m => (m.Id, m.Score)),
                        index.Best(query, 30).Select(m => (m.Id, m.Score))
                    ),
                iter: 200
            );
    }

    [Fact]
    public void Other_weights_hold_from_the_next_query_on()
    {
        var people = Many(5_000);
        var index = Samples.Index(people);
        var onlyRate = new RankingWeights(7, RankingRole.FreelancersForAJob, [new(Feature.JobSuccess, 1_000)]);
        index.Use(onlyRate);
        var best = index.Best(new FreelancerQuery { Today = Samples.Today }, 10);
        Assert.All(best, m => Assert.Equal(Feature.JobSuccess, Assert.Single(m.Parts).Feature));
        var highest = people.Max(p => FeatureMath.JobSuccess(p.JobSuccess, p.JobSuccessContracts)) / 1_000;
        Assert.Equal(highest, best[0].Score);
    }

    internal static FreelancerDocument[] Many(int count)
    {
        var people = new List<FreelancerDocument>();
        Samples
            .Freelancer.Array[count]
            .Sample(some => people.AddRange(some), iter: 1, seed: "0N0XIzNsQ0O2", threads: 1);
        return [.. people.Select((p, i) => p with { Id = new Guid(i + 1, 7, 7, new byte[8]) })];
    }
}
