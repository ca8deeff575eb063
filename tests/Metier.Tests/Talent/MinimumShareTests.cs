using Metier.Platform;
using Metier.Talent;
using Metier.Tests.Admin;
using Metier.Tests.Jobs;
using Microsoft.Extensions.DependencyInjection;

namespace Metier.Tests.Talent;

/// <summary>The operator's rule on minimum shares: what it changes, what it does not, and who is told.</summary>
public sealed class MinimumShareTests
{
    private static readonly CancellationToken Ct = TestContext.Current.CancellationToken;

    /// <summary>A third of every beginning of the list for people who speak French and not English.</summary>
    private static readonly Dictionary<string, string?> A_third = new()
    {
        ["Talent:Fair:By"] = "Languages",
        ["Talent:Fair:Shares:Fr"] = "34",
        ["Talent:Fair:Places"] = "6",
    };

    [Theory, MemberData(nameof(Stores.Both), MemberType = typeof(Stores))]
    public async Task It_changes_the_order_only_as_far_as_it_must_and_says_so(Store store)
    {
        await using var host = await TestHost.StartAsync(store, configuration: A_third);
        var client = await PeopleAsync(host);
        const string path = "/en/talent?q=photoshop";
        using var visitor = host.Visitor();

        // Six who speak English have every point of these; the French speakers come behind them.
        var page = await visitor.GetAsync(path);
        var byPoints = await ByPointsAsync(host);
        Assert.Equal(["F1", "F2", "F3"], byPoints.Skip(6).Order());
        var byRule = page.Names();
        Assert.Equal(byPoints.Order(), byRule.Order());
        // One in the first three, two in the first six, each as late as may be; nobody else changes places.
        Assert.Equal([2, 5], byRule.Take(6).Index().Where(n => n.Item[0] == 'F').Select(n => n.Index));
        foreach (var group in "EF")
        {
            Assert.Equal(byPoints.Where(n => n[0] == group), byRule.Where(n => n[0] == group));
        }
        Assert.Equal(2, Count(page.Text, "by the operator’s rule on minimum shares"));
        var french = await visitor.GetAsync("/fr/talents?q=photoshop");
        Assert.Equal(2, Count(french.Text, "par la règle de l’exploitant"));
        // Another order is the searcher's own.
        var cheap = await visitor.GetAsync(path + "&sort=rate");
        Assert.Equal(0, Count(cheap.Text, "by the operator’s rule"));

        var id = await host.PostedAsync(client);
        await host.SettleAsync();
        using var browser = await host.SignedInAsync(client);
        var shortlist = await browser.GetAsync($"/en/my-jobs/{id}/shortlist");
        Assert.Equal([2, 5], shortlist.Names().Take(6).Index().Where(n => n.Item[0] == 'F').Select(n => n.Index));
        Assert.Equal(2, Count(shortlist.Text, "by the operator’s rule on minimum shares"));
    }

    [Fact]
    public async Task Everybody_can_read_it_where_the_ranking_is_told_and_the_operator_where_it_is_measured()
    {
        await using var host = await TestHost.StartAsync(Store.Sqlite, configuration: A_third);
        var chief = await host.MemberAsync("Olga Operator", roles: StaffRoles.Operator);
        using var browser = await host.SignedInAsync(chief);
        using var visitor = host.Visitor();
        var rules = await visitor.GetAsync("/en/how-ranking-works");
        Assert.Contains("French, not English: 34%", rules.Text, StringComparison.Ordinal);
        Assert.Contains("up to 6 places", rules.Text, StringComparison.Ordinal);
        var french = await visitor.GetAsync("/fr/comment-fonctionne-le-classement");
        Assert.NotNull(french.Document.QuerySelector("#shares"));
        var exposure = await browser.GetAsync("/en/admin/exposure");
        Assert.Contains("at least 34% of “French, not English”", exposure.Text, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("Height", "Tall", "20", "10", FairProblem.Grouping)]
    [InlineData("Declared", "Overseas", "20", "10", FairProblem.Grouping)]
    [InlineData("Newcomers", "Nobody", "20", "10", FairProblem.Group)]
    [InlineData("Newcomers", "Newcomer", "120", "10", FairProblem.Shares)]
    [InlineData("Newcomers", "Newcomer", "20", "200", FairProblem.Places)]
    public async Task Settings_that_mean_nothing_change_nothing_and_are_told(
        string by,
        string group,
        string share,
        string places,
        FairProblem problem
    )
    {
        var settings = new Dictionary<string, string?>
        {
            ["Talent:Fair:By"] = by,
            ["Talent:Fair:Shares:" + group] = share,
            ["Talent:Fair:Places"] = places,
        };
        await using var host = await TestHost.StartAsync(Store.Sqlite, configuration: settings);
        var fair = host.Services.GetRequiredService<FairOrder>();
        Assert.Equal((false, problem), (fair.On, fair.Problem));
        var chief = await host.MemberAsync("Olga Operator", roles: StaffRoles.Operator);
        using var browser = await host.SignedInAsync(chief);
        var exposure = await browser.GetAsync("/en/admin/exposure");
        Assert.Contains("is not followed, and no order is changed", exposure.Text, StringComparison.Ordinal);
        using var visitor = host.Visitor();
        var rules = await visitor.GetAsync("/en/how-ranking-works");
        Assert.Null(rules.Document.QuerySelector("#shares"));
    }

    /// <summary>The names in the order of the engine.</summary>
    private static async Task<List<string>> ByPointsAsync(TestHost host)
    {
        var query = new TalentQuery { Text = "photoshop" };
        var asked = host.Services.GetRequiredService<SearchTerms>().Talent(query, visitor: true);
        var top = host.Services.GetRequiredService<TalentIndex>().Freelancers.Top(asked, 20);
        var names = (await host.FindAsync(query)).Hits.ToDictionary(h => h.Person.Id, h => h.Person.Name);
        return [.. top.Select(t => names[t.Id])];
    }

    /// <summary>Six who speak English and three who speak French, who have less to show; answers with a client.</summary>
    private static async Task<Actor> PeopleAsync(TestHost host)
    {
        for (var i = 1; i <= 6; i++)
        {
            await host.ListedAsync("E" + i, "Photoshop retoucher", "Adobe Photoshop, Watercolour");
        }
        for (var i = 1; i <= 3; i++)
        {
            await host.ListedAsync(
                "F" + i,
                "Graphic designer",
                "Adobe Photoshop, Picture books",
                languages: "fr",
                freeFrom: "2027-06-01"
            );
        }
        var client = await host.MemberAsync("Chloe", client: true);
        await host.SettleAsync();
        return client;
    }

    private static int Count(string text, string part) => text.Split(part).Length - 1;
}
