using System.Collections.Immutable;
using CsCheck;

namespace Metier.Matching.Tests;

/// <summary>
/// Counting who is visible in one pass, and standing as somebody who is a little otherwise, against everything done the
/// obvious way.
/// </summary>
public class CensusTests
{
    private static readonly ImmutableArray<string> Told = ["en", "fr", "xx"];

    [Fact]
    public void The_lines_count_everybody_once_and_whoever_left_nowhere() =>
        Samples.Freelancers.Sample(people =>
        {
            var index = Samples.Index(people);
            var gone = people.Where((_, at) => at % 3 == 1).Select(p => p.Id).ToHashSet();
            index.Apply([], gone);
            var expected = people
                .Where(p => !gone.Contains(p.Id))
                .GroupBy(p =>
                    (
                        p.ContractsDone < 3,
                        p.Country,
                        string.Join(',', Told.Where(t => p.Languages.Any(l => l.Code == t)))
                    )
                )
                .ToDictionary(g => g.Key, g => g.Count());
            var lines = index.Census(3, Told);
            Assert.Equal(
                expected,
                lines.ToDictionary(l => (l.FewContracts, l.Country, string.Join(',', l.Languages)), l => l.Count)
            );
            Assert.Equal(index.Count, index.Census(3, []).Sum(l => l.Count));
            Assert.All(index.Census(3, []), l => Assert.Empty(l.Languages));
        });

    [Fact]
    public void Who_changed_stands_where_it_was_said_they_would() =>
        Gen.Select(Samples.Freelancers, Samples.Need, Gen.Int[0, 100], Gen.Int[1_000, 9_000], Gen.Int[0, 60])
            .Sample(
                (people, need, which, rate, hours) =>
                {
                    if (people.Length == 0)
                    {
                        return;
                    }

                    var who = people[which % people.Length];
                    var query = new FreelancerQuery { Need = need, Today = Samples.Today };
                    var change = new FreelancerChange
                    {
                        RateMinor = rate,
                        Level = ExperienceLevel.Expert,
                        HoursPerWeek = hours,
                    };
                    var index = Samples.Index(people);
                    var promised = index.Explain(who.Id, query, change);
                    Assert.NotNull(promised);
                    var more = index.Explain(who.Id, query, new FreelancerChange { Skills = need.MustHave });
                    Assert.True(more!.Match.Score >= index.Explain(who.Id, query)!.Match.Score);
                    index.Apply(
                        [
                            who with
                            {
                                RateMinor = rate,
                                Currency = "EUR",
                                Level = ExperienceLevel.Expert,
                                HoursPerWeek = hours,
                                AvailableFrom = null,
                            },
                        ],
                        []
                    );
                    var came = index.Explain(who.Id, query)!;
                    Assert.Equal(
                        (came.Place, came.Total, came.Match.Score),
                        (promised.Place, promised.Total, promised.Match.Score)
                    );
                }
            );
}
