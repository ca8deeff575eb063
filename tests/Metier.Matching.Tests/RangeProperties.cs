using CsCheck;

namespace Metier.Matching.Tests;

/// <summary>Documents stand by rate and worth, so that a search reads a part of them; the part must never be too small.</summary>
public class RangeProperties
{
    [Fact]
    public void A_step_never_falls_when_an_amount_rises() =>
        Gen.Select(Gen.Long[0, 1L << 40], Gen.Long[0, 1L << 40])
            .Sample((a, b) => Assert.True(a > b || RateStep.Of(a) <= RateStep.Of(b)));

    [Fact]
    public void No_amount_is_below_every_amount_and_the_largest_still_has_a_step()
    {
        Assert.Equal(0, RateStep.Of(-1));
        Assert.Equal(1, RateStep.Of(0));
        Assert.InRange(RateStep.ClassOf(RateStep.Of(long.MaxValue)), 200, RateStep.Classes - 1);
    }

    [Fact]
    public void The_part_of_a_list_within_a_range_is_found() =>
        Gen.Select(Gen.Int[0, 5_000].Array[0, 600], Gen.Int[0, 5_001], Gen.Int[0, 5_001])
            .Sample(
                (numbers, a, b) =>
                {
                    ushort[] list = [.. numbers.Distinct().Order().Select(n => (ushort)n)];
                    var (from, to) = (Math.Min(a, b), Math.Max(a, b));
                    var expected = list.Where(n => n >= from && (to >= 5_001 || n < to));
                    Assert.Equal(expected, Postings.Within(list, from, to, 5_001).ToArray());
                },
                iter: 3_000
            );

    [Fact]
    public void A_filter_on_the_rate_leaves_exactly_those_it_should()
    {
        var people = BestProperties.Many(7_000);
        var index = Samples.Index(people);
        var moved = people
            .Where((_, i) => i % 9 == 0)
            .Select((p, i) => p with { RateMinor = i * 31 % 11_000 })
            .ToArray();
        index.Apply(moved, []);
        Gen.Select(Samples.Query, Gen.Long[0, 13_000], Gen.Long[0, 13_000], Gen.Int[0, 3])
            .Sample(
                (query, least, most, ends) =>
                {
                    var filter = query.Filter with
                    {
                        RateMinMinor = ends is 1 or 3 ? least : null,
                        RateMaxMinor = ends is 2 or 3 ? most : null,
                    };
                    var asked = query with { Sort = SortOrder.BestMatch, Filter = filter };
                    var all = index.Search(asked with { Paging = new Paging(20) });
                    Assert.Equal(all.Matches.Select(m => (m.Id, m.Score)), index.Top(asked, 20));
                },
                iter: 300
            );
    }

    [Fact]
    public void Many_documents_read_at_once_are_those_read_one_after_the_other()
    {
        var people = BestProperties.Many(9_000);
        var changed = people.Where((_, i) => i % 50 == 0).Select(p => p with { Skills = [1, 2], Title = "react" });
        var atOnce = Samples.Index([.. people, .. changed]);
        var slowly = Samples.Index(people.Take(4_000));
        slowly.Apply(people.Skip(4_000), []);
        slowly.Apply(changed, []);
        Assert.Equal(people.Length, atOnce.Count);
        Samples.Query.Sample(
            query =>
            {
                var (one, other) = (slowly.Search(query), atOnce.Search(query));
                Assert.Equal(one.Total, other.Total);
                Assert.Equal(one.Matches.Select(m => (m.Id, m.Score)), other.Matches.Select(m => (m.Id, m.Score)));
            },
            iter: 100
        );
    }
}
