using CsCheck;

namespace Metier.Matching.Tests;

public class SearchProperties
{
    private static readonly Gen<(FreelancerDocument[], FreelancerQuery)> World = Gen.Select(
        Samples.Freelancers,
        Samples.Query
    );

    [Fact]
    public void A_search_gives_exactly_what_a_naive_scan_gives_in_the_same_order() =>
        World.Sample(
            (people, query) =>
            {
                var expected = new NaiveScan(people, query).Ordered();
                var found = Samples.Index(people).Search(query with { Paging = new Paging(100) });
                Assert.Equal(expected.Count, found.Total);
                Assert.Equal(expected.Select(e => e.Id), found.Matches.Select(m => m.Id));
                Assert.Equal(people.Length, found.Looked);
            },
            iter: 2_000
        );

    [Fact]
    public void The_parts_add_up_to_the_score_and_the_best_come_first() =>
        World.Sample(
            (people, query) =>
            {
                var found = Samples
                    .Index(people)
                    .Search(query with { Sort = SortOrder.BestMatch, Paging = new Paging(100) });
                foreach (var match in found.Matches)
                {
                    Assert.Equal(match.Score, match.Parts.Sum(p => p.Points));
                    Assert.Equal(match.Reachable, match.Parts.Sum(p => p.Most));
                    Assert.All(match.Parts, p => Assert.InRange(p.Points, 0, p.Most));
                }

                Assert.Equal(found.Matches.Select(m => m.Score).OrderDescending(), found.Matches.Select(m => m.Score));
            }
        );

    [Fact]
    public void The_order_of_insertion_and_the_way_of_insertion_change_nothing() =>
        World.Sample(
            (people, query) =>
            {
                var whole = Samples.Index(people).Search(query);
                var oneByOne = Samples.Index([]);
                foreach (var person in people.Reverse())
                {
                    oneByOne.Apply([person with { Title = "before", Skills = [1, 2, 3] }], []);
                    oneByOne.Apply([person], []);
                }

                var updated = Samples.Index(people.Select(p => p with { Overview = "docker books", Skills = [4] }));
                updated.Apply(people, []);
                AssertSame(whole, oneByOne.Search(query));
                AssertSame(whole, updated.Search(query));
            }
        );

    [Fact]
    public void People_for_members_only_are_left_out_of_a_visitors_search_and_of_its_counts() =>
        World.Sample(
            (people, query) =>
            {
                var some = people.Select((p, i) => p with { MembersOnly = i % 3 == 0 }).ToArray();
                var asked = query with { Text = "", Paging = new Paging(100) };
                var visitor = asked with { Filter = asked.Filter with { ForVisitors = true } };
                var except = asked with
                {
                    Filter = asked.Filter with
                    {
                        Except = asked.Filter.Except.AddRange(some.Where(p => p.MembersOnly).Select(p => p.Id)),
                    },
                };
                AssertSame(Samples.Index(some).Search(except), Samples.Index(some).Search(visitor));
            }
        );

    [Fact]
    public void People_who_are_hidden_never_appear_and_leave_no_trace_in_any_score() =>
        World.Sample(
            (people, query) =>
            {
                var hidden = people.Where((_, i) => i % 3 == 0).Select(p => p.Id).ToHashSet();
                var index = Samples.Index(people);
                index.Apply([], hidden);
                var found = index.Search(query with { Paging = new Paging(100) });
                Assert.DoesNotContain(found.Matches, m => hidden.Contains(m.Id));
                Assert.All(hidden, id => Assert.Null(index.Find(id)));
                Assert.All(hidden, id => Assert.Null(index.Explain(id, query)));
                AssertSame(
                    Samples
                        .Index(people.Where(p => !hidden.Contains(p.Id)))
                        .Search(query with { Paging = new Paging(100) }),
                    found
                );
            }
        );

    [Fact]
    public void Gaining_a_skill_that_is_asked_for_never_lowers_anybodys_rank() =>
        Gen.Select(
                Samples.Freelancers.Where(f => f.Length > 0),
                Samples.Need.Where(n => !n.MustHave.IsEmpty),
                Gen.Int[0, 1000]
            )
            .Sample(
                (people, need, pick) =>
                {
                    var chosen = people[pick % people.Length];
                    var gained = need.MustHave[pick % need.MustHave.Length];
                    if (chosen.Skills.Contains(gained))
                    {
                        return;
                    }

                    var query = new FreelancerQuery { Need = need, Today = Samples.Today };
                    var index = Samples.Index(people);
                    var before = index.Explain(chosen.Id, query);
                    index.Apply([chosen with { Skills = chosen.Skills.Add(gained) }], []);
                    var after = index.Explain(chosen.Id, query);
                    Assert.NotNull(before);
                    Assert.NotNull(after);
                    Assert.True(after.Place <= before.Place, $"from {before.Place} to {after.Place}");
                },
                iter: 2_000
            );

    [Fact]
    public void Lowering_a_rate_inside_the_budget_never_lowers_anybodys_rank() =>
        Gen.Select(Samples.Freelancers.Where(f => f.Length > 0), Samples.Need, Gen.Int[0, 1000], Gen.Long[0, 9_000])
            .Sample(
                (people, need, pick, lower) =>
                {
                    var chosen = people[pick % people.Length];
                    var query = new FreelancerQuery { Need = need, Today = Samples.Today };
                    var index = Samples.Index(people);
                    var before = index.Explain(chosen.Id, query);
                    index.Apply([chosen with { RateMinor = Math.Max(0, (chosen.RateMinor ?? 9_000) - lower) }], []);
                    var after = index.Explain(chosen.Id, query);
                    Assert.True(chosen.RateMinor is null || after!.Place <= before!.Place);
                }
            );

    [Fact]
    public void Pages_follow_each_other_without_a_gap_in_both_directions() =>
        Gen.Select(World, Gen.Int[1, 7])
            .Sample(
                (world, size) =>
                {
                    var (people, query) = world;
                    var index = Samples.Index(people);
                    var all = index.Search(query with { Paging = new Paging(100) }).Matches.Select(m => m.Id).ToList();
                    var forward = new List<Guid>();
                    var page = index.Search(query with { Paging = new Paging(size) });
                    var last = page;
                    while (!page.Matches.IsEmpty)
                    {
                        Assert.Equal(forward.Count + 1, page.First);
                        forward.AddRange(page.Matches.Select(m => m.Id));
                        last = page;
                        if (page.Next is null)
                        {
                            break;
                        }

                        var key = PageKey.Parse(page.Next.ToString());
                        page = index.Search(query with { Paging = new Paging(size, After: key) });
                    }

                    Assert.Equal(all, forward);
                    while (last.Previous is { } previous)
                    {
                        var first = last.First;
                        last = index.Search(query with { Paging = new Paging(size, Before: previous) });
                        Assert.Equal(all.Skip(last.First - 1).Take(first - last.First), last.Matches.Select(m => m.Id));
                    }

                    Assert.Equal(all.Count == 0 ? 0 : 1, last.First);
                }
            );

    [Fact]
    public void Counts_per_value_are_what_choosing_the_value_gives() =>
        World.Sample(
            (people, query) =>
            {
                var naive = new NaiveScan(people, query);
                var facets = Samples.Index(people).Search(query).Facets;
                foreach (var (country, count) in facets.Countries)
                {
                    var chosen = query.Filter with { Countries = [country] };
                    Assert.Equal(people.Count(p => naive.TextMatches(p) && NaiveScan.Passes(p, chosen)), count);
                }

                foreach (var (skill, count) in facets.Skills)
                {
                    Assert.Equal(people.Count(p => naive.Matches(p) && p.Skills.Contains(skill)), count);
                }

                foreach (var (least, count) in facets.JobSuccess)
                {
                    var chosen = query.Filter with { JobSuccessAtLeast = least };
                    Assert.Equal(people.Count(p => naive.TextMatches(p) && NaiveScan.Passes(p, chosen)), count);
                }
            }
        );

    [Fact]
    public void Counts_per_step_of_a_scale_are_what_choosing_the_step_gives() =>
        World.Sample(
            (people, query) =>
            {
                var index = Samples.Index(people);
                var steps = new FreelancerSteps
                {
                    ActiveWithinDays = [5, 40],
                    EarnedMinor = [0, 1],
                    SharedHours = [2, 6],
                    Fluency = [LanguageLevel.Fluent, LanguageLevel.Native],
                };
                var facets = index.Search(query with { Steps = steps }).Facets;
                int With(FreelancerFilter filter) => index.Search(query with { Filter = filter }).Total;
                var f = query.Filter;
                Assert.All(
                    facets.ActiveWithinDays,
                    c => Assert.Equal(With(f with { ActiveWithinDays = c.Value }), c.Count)
                );
                Assert.All(
                    facets.EarnedMinor,
                    c => Assert.Equal(With(f with { EarnedAtLeastMinor = c.Value }), c.Count)
                );
                Assert.All(
                    facets.SharedHours,
                    c => Assert.Equal(With(f with { SharedHoursAtLeast = c.Value }), c.Count)
                );
                Assert.All(
                    facets.Fluency,
                    c =>
                        Assert.Equal(
                            With(f with { Languages = [.. f.Languages.Select(l => l with { Level = c.Value })] }),
                            c.Count
                        )
                );
            }
        );

    [Fact]
    public void When_nothing_matches_the_advice_says_exactly_how_many_there_would_be() =>
        World.Sample(
            (people, query) =>
            {
                var index = Samples.Index(people);
                var found = index.Search(query);
                Assert.True(found.Total == 0 || found.Advice.IsEmpty);
                foreach (var advice in found.Advice.Where(a => a.Drop.Length == 1))
                {
                    var without = advice.Drop[0].Kind switch
                    {
                        FilterKind.Country => query.Filter with { Countries = [] },
                        FilterKind.Category => query.Filter with { Categories = [] },
                        FilterKind.Rate => query.Filter with { RateMaxMinor = null },
                        FilterKind.Language => query.Filter with { Languages = [] },
                        _ => null,
                    };
                    if (without is not null)
                    {
                        Assert.Equal(advice.Matches, index.Search(query with { Filter = without }).Total);
                    }
                }
            }
        );

    [Fact]
    public void Readers_see_whole_generations_while_a_writer_writes()
    {
        var index = Samples.Index([]);
        var people = Enumerable
            .Range(0, 40)
            .Select(i => new FreelancerDocument { Id = new Guid(i + 1, 0, 0, new byte[8]), LastActive = Samples.Today })
            .ToArray();
        var query = new FreelancerQuery { Today = Samples.Today, Paging = new Paging(100) };
        var torn = 0;
        Parallel.Invoke(
            () =>
            {
                for (var round = 0; round < 300; round++)
                {
                    index.Apply(people.Select(p => p with { ContractsDone = round }), []);
                }
            },
            () =>
            {
                for (var round = 0; round < 300; round++)
                {
                    torn += index.Search(query).Total is 0 or 40 ? 0 : 1;
                }
            }
        );
        Assert.Equal(0, torn);
    }

    private static void AssertSame(SearchResult<FreelancerFacets> expected, SearchResult<FreelancerFacets> found)
    {
        Assert.Equal(expected.Total, found.Total);
        Assert.Equal(expected.Matches.Select(m => (m.Id, m.Score)), found.Matches.Select(m => (m.Id, m.Score)));
        Assert.Equal(
            expected.Matches.SelectMany(m => m.Parts.Select(p => (p.Feature, p.Points))),
            found.Matches.SelectMany(m => m.Parts.Select(p => (p.Feature, p.Points)))
        );
    }
}
