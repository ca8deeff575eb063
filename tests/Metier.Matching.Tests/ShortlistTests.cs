using CsCheck;

namespace Metier.Matching.Tests;

public class ShortlistTests
{
    private static readonly ShortlistRules Rules = new();

    [Fact]
    public void A_shortlist_keeps_its_rules_whoever_is_there() =>
        Gen.Select(Samples.Freelancers, Samples.Need)
            .Sample(
                (people, need) =>
                {
                    var list = Samples.Index(people).Shortlist(need, new FreelancerFilter(), Rules, Samples.Today);
                    var byId = people.ToDictionary(p => p.Id);
                    Assert.Equal(people.Length, list.Looked);
                    Assert.Equal(Math.Min(10, list.Qualified), list.Entries.Length);
                    Assert.Equal(list.Entries.Length, list.Entries.Select(e => e.Match.Id).Distinct().Count());
                    Assert.All(list.Entries, e => Assert.True(byId[e.Match.Id].InvitationsToday < 5));
                    Assert.All(
                        list.Entries.Where(e => e.Place == ShortlistPlace.Newcomer),
                        e => Assert.True(byId[e.Match.Id].ContractsDone < 3)
                    );
                    Assert.Equal(
                        list.Entries.Select(e => e.Match.Score).OrderDescending(),
                        list.Entries.Select(e => e.Match.Score)
                    );
                }
            );

    [Fact]
    public void Two_of_ten_places_go_to_newcomers_who_are_nearly_as_skilled()
    {
        var people = Enumerable.Range(1, 12).Select(i => Somebody(i, contracts: 10, success: 95));
        var newcomers = Enumerable.Range(20, 3).Select(i => Somebody(i, contracts: i - 20, success: null));
        var list = List([.. people, .. newcomers]);
        Assert.Equal(2, list.Entries.Count(e => e.Place == ShortlistPlace.Newcomer));
        Assert.Equal(8, list.Entries.Count(e => e.Place == ShortlistPlace.Earned));
    }

    [Fact]
    public void A_newcomer_with_less_than_four_fifths_of_the_skill_points_displaces_nobody()
    {
        var people = Enumerable.Range(1, 12).Select(i => Somebody(i, contracts: 10, success: 95));
        var newcomer = Somebody(20, contracts: 0, success: null) with { Skills = [4] };
        var list = List([.. people, newcomer]);
        Assert.DoesNotContain(list.Entries, e => e.Place == ShortlistPlace.Newcomer);
    }

    [Fact]
    public void Whoever_was_invited_enough_today_rests()
    {
        var people = Enumerable.Range(1, 3).Select(i => Somebody(i, contracts: 10, success: 95)).ToArray();
        people[0] = people[0] with { InvitationsToday = 5 };
        var list = List(people);
        Assert.Equal((3, 2), (list.Looked, list.Qualified));
        Assert.DoesNotContain(list.Entries, e => e.Match.Id == people[0].Id);
    }

    [Fact]
    public void Nobody_without_any_of_the_skills_is_put_forward()
    {
        var list = List([Somebody(1, 10, 95) with { Skills = [8] }, Somebody(2, 10, 95)]);
        Assert.Equal(Id(2), Assert.Single(list.Entries).Match.Id);
    }

    [Fact]
    public void Ten_times_the_same_profile_leaves_a_place_for_another()
    {
        var same = Enumerable.Range(1, 10).Select(i => Somebody(i, contracts: 10, success: 95));
        var other = Somebody(30, contracts: 10, success: 90) with { Skills = [1, 3, 4, 5, 6, 7] };
        var list = List([.. same, other]);
        Assert.Contains(list.Entries, e => e.Match.Id == Id(30));
    }

    private static Shortlist List(IReadOnlyCollection<FreelancerDocument> people) =>
        Samples
            .Index(people)
            .Shortlist(new Need { MustHave = [1, 3, 4] }, new FreelancerFilter(), Rules, Samples.Today);

    private static FreelancerDocument Somebody(int number, int contracts, int? success) =>
        new()
        {
            Id = Id(number),
            Skills = [1, 3, 4],
            ContractsDone = contracts,
            JobSuccess = success,
            JobSuccessContracts = success is null ? 0 : contracts,
            LastActive = Samples.Today,
            HoursPerWeek = 30,
        };

    private static Guid Id(int number) => new(number, 0, 0, new byte[8]);
}
