using System.Net;
using Metier.Profiles;
using Metier.Tests.Jobs;

namespace Metier.Tests.Talent;

/// <summary>The filters that are steps of a scale, and hostile addresses.</summary>
public sealed class MoreFilterTests
{
    private static readonly CancellationToken Ct = TestContext.Current.CancellationToken;

    [Theory, MemberData(nameof(Stores.Both), MemberType = typeof(Stores))]
    public async Task Shared_hours_activity_and_fluency_narrow_and_each_step_says_how_many_it_gives(Store store)
    {
        await using var host = await TestHost.StartAsync(store);
        var lima = await host.ListedAsync("Lima", "Illustrator", "Watercolour", languages: "es,en");
        await host.EditAsync<SetPlace>(u => u.RunAsync(new("Lima", "PE", "America/Lima", null), lima, Ct));
        await host.EditAsync<SetLanguages>(u =>
            u.RunAsync(new([new SpokenInput("es", "Native"), new SpokenInput("en", "Conversational")], null), lima, Ct)
        );
        await host.SettleAsync();
        await host.AdvanceAsync(TimeSpan.FromDays(10));
        await host.ListedAsync("Lyon", "Illustrator", "Watercolour", languages: "fr,en");
        await host.SettleAsync();
        using var browser = await host.SignedInAsync(await host.MemberAsync("Chloe", client: true));

        var page = await browser.GetAsync("/en/talent");
        Assert.Equal("At least 2 hours a day (2)", Option(page, "overlap", "2@Europe/Paris"));
        Assert.Equal("At least 4 hours a day (1)", Option(page, "overlap", "4@Europe/Paris"));
        Assert.Equal("In the last 7 days (1)", Option(page, "active", "7"));
        Assert.Equal("In the last 30 days (2)", Option(page, "active", "30"));
        Assert.Equal("Has been paid here (0)", Option(page, "earned", "1"));
        Assert.Null(page.Document.QuerySelector("#fluency"));

        Assert.Equal(["Lyon"], (await browser.GetAsync("/en/talent?overlap=4%40Europe/Paris")).Names());
        Assert.Equal(["Lima"], (await browser.GetAsync("/en/talent?overlap=6%40America/New_York")).Names());
        Assert.Equal(["Lyon"], (await browser.GetAsync("/en/talent?active=7")).Names());
        var english = await browser.GetAsync("/en/talent?lang=en");
        Assert.Equal(2, english.Names().Count);
        Assert.Equal("Fluent or better (1)", Option(english, "fluency", "fluent"));
        Assert.Equal(["Lyon"], (await browser.GetAsync("/en/talent?lang=en&fluency=fluent")).Names());
        Assert.Equal(["Lima"], (await browser.GetAsync("/fr/talents?lang=es&fluency=native")).Names());
        var none = await browser.GetAsync("/en/talent?earned=1000&active=7");
        Assert.Empty(none.Names());
        Assert.Contains("Without the earnings there is 1", none.Text, StringComparison.Ordinal);
        var both = await browser.GetAsync("/en/talent?overlap=4%40Europe/Paris&active=7");
        var chip = both
            .Document.QuerySelectorAll("a.tag")
            .First(c => c.TextContent.Contains("hours a day", StringComparison.Ordinal));
        Assert.Equal("/en/talent?active=7", chip.GetAttribute("href"));
    }

    [Theory, MemberData(nameof(Stores.Both), MemberType = typeof(Stores))]
    public async Task Jobs_of_clients_who_hired_before_can_be_asked_for(Store store)
    {
        await using var host = await TestHost.StartAsync(store);
        var client = await host.MemberAsync("Chloe", client: true);
        await host.PostedAsync(client, "Picture book");
        await host.SettleAsync();
        using var visitor = host.Visitor();
        var page = await visitor.GetAsync("/en/jobs");
        Assert.Contains("Client has hired here before (0)", page.Text, StringComparison.Ordinal);
        var none = await visitor.GetAsync("/en/jobs?client=hired");
        Assert.Empty(none.Names());
        Assert.Contains("Without “Client has hired here before” there is 1", none.Text, StringComparison.Ordinal);
        Assert.Equal(["Picture book"], (await visitor.GetAsync("/en/jobs?client=fired")).Names());
    }

    [Theory]
    [InlineData("overlap=99@Mars/Olympus&active=-1&earned=1e9&fluency=god&client=x")]
    [InlineData("overlap=4@%00&active=٧&earned=10000&lang=en&fluency=native")]
    [InlineData("overlap=4@@&overlap=2@Europe/Paris")]
    [InlineData("q=%D8%B1%D8%B3%D8%A7%D9%85&min=-5&rate=-5&budget=-1&posted=0")]
    [InlineData("q=%F0%9F%8E%A8+%22open+quote&sort=luck")]
    [InlineData("q=the+of+and&fewer=0")]
    public async Task Whatever_the_address_says_the_page_makes_sense(string query)
    {
        await using var host = await TestHost.StartAsync(Store.Sqlite);
        using var browser = await host.SignedInAsync(await host.MemberAsync("Both", freelancer: true, client: true));
        using var visitor = host.Visitor();
        foreach (var who in new[] { browser, visitor })
        {
            foreach (var path in new[] { "/en/talent?", "/fr/talents?", "/en/jobs?", "/fr/missions?" })
            {
                var page = await who.GetAsync(path + query);
                Assert.Equal(HttpStatusCode.OK, page.Status);
                Assert.NotNull(page.Document.QuerySelector("#q"));
            }
        }
    }

    [Fact]
    public async Task A_query_of_ten_thousand_letters_is_shortened_and_can_be_saved()
    {
        await using var host = await TestHost.StartAsync(Store.Sqlite);
        using var browser = await host.SignedInAsync(await host.MemberAsync("Both", freelancer: true, client: true));
        foreach (var path in new[] { "/en/talent?q=", "/en/jobs?q=" })
        {
            var page = await browser.GetAsync(path + Uri.EscapeDataString(new string('ر', 9_000)));
            Assert.Equal(HttpStatusCode.OK, page.Status);
            Assert.Contains("first 300 characters", page.Html, StringComparison.Ordinal);
            var saved = await page.SubmitAsync("#save-search form");
            Assert.Contains("The search is saved.", saved.Html, StringComparison.Ordinal);
        }
    }

    private static string Option(Page page, string name, string value) =>
        page.Document.QuerySelector($"#{name} option[value='{value}']")!.TextContent;
}
