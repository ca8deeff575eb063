using System.Net;
using Metier.Talent;
using Microsoft.Extensions.DependencyInjection;

namespace Metier.Tests.Talent;

/// <summary>Keeping a search, over HTTP, on both databases.</summary>
public sealed class SavedSearchTests
{
    private static readonly CancellationToken Ct = TestContext.Current.CancellationToken;

    [Theory, MemberData(nameof(Stores.Both), MemberType = typeof(Stores))]
    public async Task A_search_is_saved_from_its_page_opened_renamed_and_deleted(Store store)
    {
        await using var host = await TestHost.StartAsync(store);
        await host.ListedAsync("Ines", "Illustrator", "Watercolour", rate: 45);
        await host.ListedAsync("Dear", "Illustrator", "Watercolour", rate: 90);
        await host.SettleAsync();
        var client = await host.MemberAsync("Chloe", client: true);
        using var browser = await host.SignedInAsync(client);

        var page = await browser.GetAsync("/en/talent?q=watercolour&max=60&skills=&country=FR&after=&overlap=");
        Assert.Equal(["Ines"], page.Names());
        var name = page.Document.QuerySelector("#save-search input[name='Form.Name']")!.GetAttribute("value");
        Assert.Equal("watercolour, Up to €60/hr, France", name);
        var saved = await page.SubmitAsync(
            "#save-search form",
            new Dictionary<string, string?> { ["Form.Alert"] = "AtOnce" }
        );
        Assert.Equal("/en/talent?q=watercolour&max=60&country=FR", saved.Path);
        Assert.Contains("The search is saved.", saved.Html, StringComparison.Ordinal);
        Assert.Contains(
            "Saved as “watercolour, Up to €60/hr, France”. Mail at once.",
            saved.Text,
            StringComparison.Ordinal
        );

        var list = await browser.GetAsync("/en/saved-searches");
        Assert.Contains("1 of at most 50.", list.Text, StringComparison.Ordinal);
        var opened = await browser.GetAsync(list.Document.QuerySelector("main li a.b")!.GetAttribute("href")!);
        Assert.Equal("/en/talent?q=watercolour&max=60&country=FR", opened.Path);
        Assert.Equal(["Ines"], opened.Names());

        var change = await browser.GetAsync(list.Document.QuerySelector("main li a.btn")!.GetAttribute("href")!);
        var wrong = await change.SubmitAsync(
            "main form.form",
            new Dictionary<string, string?> { ["Form.Name"] = " ", ["Form.Alert"] = "Hourly" }
        );
        Assert.Equal(HttpStatusCode.UnprocessableEntity, wrong.Status);
        Assert.Equal(2, wrong.Document.QuerySelectorAll(".error-summary li").Length);
        var renamed = await wrong.SubmitAsync(
            "main form.form",
            new Dictionary<string, string?> { ["Form.Name"] = "Painters", ["Form.Alert"] = "None" }
        );
        Assert.Contains("Painters", renamed.Text, StringComparison.Ordinal);
        Assert.Contains("No mail", renamed.Text, StringComparison.Ordinal);
        var french = await browser.GetAsync("/fr/recherches-enregistrees");
        Assert.Contains("Aucun message", french.Text, StringComparison.Ordinal);
        var gone = await (await browser.GetAsync(change.Path)).SubmitAsync("#delete form");
        Assert.Contains("No saved searches yet.", gone.Text, StringComparison.Ordinal);
        Assert.Equal(HttpStatusCode.NotFound, (await browser.GetAsync(change.Path)).Status);
    }

    [Theory, MemberData(nameof(Stores.Both), MemberType = typeof(Stores))]
    public async Task The_same_search_is_kept_once_whatever_the_language_and_at_most_fifty_are(Store store)
    {
        await using var host = await TestHost.StartAsync(store);
        var client = await host.MemberAsync("Chloe", client: true);
        var english = await host.SavedAsync(
            client,
            "?skills=Watercolour&q=books&lang=fr&lang=en&after=x&page=7",
            name: "One"
        );
        var french = await host.SavedAsync(
            client,
            "?q=books&lang=fr&lang=en&skills=aquarelle",
            SearchAlert.Daily,
            name: "Deux"
        );
        Assert.Equal(english, french);
        var only = Assert.Single(await host.SearchesAsync(client));
        Assert.Equal(("Deux", SearchAlert.Daily), (only.Name, only.Alert));
        Assert.Equal("?q=books&skills=Watercolour&lang=fr&lang=en", only.Query);

        for (var i = 2; i <= SaveSearch.MostPerPerson - 1; i++)
        {
            await host.SavedAsync(client, $"?q=word{i}");
        }
        var rush = await Task.WhenAll(Enumerable.Range(0, 5).Select(i => host.SaveSearchAsync(client, $"?q=rush{i}")));
        Assert.Equal(1, rush.Count(r => r.Ok));
        Assert.Equal(SaveSearch.MostPerPerson, (await host.SearchesAsync(client)).Count);
        using var browser = await host.SignedInAsync(client);
        var full = await (await browser.GetAsync("/fr/talents?q=encore")).SubmitAsync("#save-search form");
        Assert.Equal(HttpStatusCode.UnprocessableEntity, full.Status);
        Assert.Contains("Vous gardez déjà 50 recherches", full.Text, StringComparison.Ordinal);
        Assert.NotNull(full.Document.QuerySelector("#save-search[open]"));
        // What is kept already can still be changed.
        Assert.Equal(english, await host.SavedAsync(client, "?q=books&lang=fr&lang=en&skills=aquarelle"));
    }

    [Theory, MemberData(nameof(Stores.Both), MemberType = typeof(Stores))]
    public async Task Another_persons_saved_search_does_not_exist(Store store)
    {
        await using var host = await TestHost.StartAsync(store);
        var client = await host.MemberAsync("Chloe", client: true);
        var rival = await host.MemberAsync("Rival", client: true);
        var id = await host.SavedAsync(client, "?q=watercolour");
        var own = await host.SavedAsync(rival, "?q=watercolour");
        Assert.NotEqual(id, own);
        using var browser = await host.SignedInAsync(rival);
        foreach (var path in new[] { $"/en/saved-searches/{id}", $"/en/saved-searches/{id}/change" })
        {
            Assert.Equal(HttpStatusCode.NotFound, (await browser.GetAsync(path)).Status);
        }
        // A form of one's own, sent to the other's address.
        var form = await browser.GetAsync($"/en/saved-searches/{own}/change");
        foreach (var selector in new[] { "main form.form", "#delete form" })
        {
            form.Form(selector).SetAttribute("action", $"/en/saved-searches/{id}/change");
            // The page is not there, so neither is its form.
            Assert.Contains(
                (await form.SubmitAsync(selector)).Status,
                new[] { HttpStatusCode.NotFound, HttpStatusCode.BadRequest }
            );
        }
        await host.InScopeAsync(async s =>
        {
            var change = await s.GetRequiredService<ChangeSearch>().RunAsync(id, "Stolen", "None", rival, Ct);
            var delete = await s.GetRequiredService<DeleteSearch>().RunAsync(id, rival, Ct);
            var open = await s.GetRequiredService<OpenSearch>().RunAsync(id, rival, Ct);
            Assert.True(change.IsNotFound && delete.IsNotFound && open.IsNotFound);
        });
        Assert.Single(await host.SearchesAsync(client));
    }

    [Theory, MemberData(nameof(Stores.Both), MemberType = typeof(Stores))]
    public async Task Who_is_not_signed_in_is_led_there_and_back_and_clients_save_no_job_searches(Store store)
    {
        await using var host = await TestHost.StartAsync(store);
        using var visitor = host.Visitor();
        foreach (var path in new[] { "/en/talent?q=watercolour", "/en/jobs?q=watercolour" })
        {
            var link = (await visitor.GetAsync(path))
                .Document.QuerySelectorAll("main a")
                .Single(a => a.TextContent.Trim() == "Save this search");
            Assert.Equal("/en/login?to=" + Uri.EscapeDataString(path), link.GetAttribute("href"));
        }
        Assert.StartsWith("/en/login", (await visitor.GetAsync("/en/saved-searches")).Path, StringComparison.Ordinal);
        var client = await host.MemberAsync("Chloe", client: true);
        using var browser = await host.SignedInAsync(client);
        Assert.Null((await browser.GetAsync("/en/jobs?q=watercolour")).Document.QuerySelector("#save-search"));
        Assert.False((await host.SaveSearchAsync(client, "?q=x", kind: SearchKind.Jobs)).Ok);
        var ines = await host.MemberAsync("Ines", freelancer: true);
        using var working = await host.SignedInAsync(ines);
        var saved = await (await working.GetAsync("/fr/missions?pay=hourly&client=hired")).SubmitAsync(
            "#save-search form"
        );
        Assert.Contains("La recherche est enregistrée.", saved.Html, StringComparison.Ordinal);
        Assert.Equal("?pay=hourly&client=hired", (await host.SearchesAsync(ines)).Single().Query);
    }

    [Theory, MemberData(nameof(Stores.Both), MemberType = typeof(Stores))]
    public async Task The_list_counts_what_is_new_until_the_search_is_opened(Store store)
    {
        await using var host = await TestHost.StartAsync(store);
        var client = await host.MemberAsync("Chloe", client: true);
        await host.SavedAsync(client, "?q=watercolour", SearchAlert.None);
        await host.ListedAsync("Ines", "Illustrator", "Watercolour");
        await host.ListedAsync("Noor", "Illustrator", "Watercolour");
        await host.AdvanceAsync(TimeSpan.FromMinutes(1));
        using var browser = await host.SignedInAsync(client);
        Assert.Contains(
            "2 new in your saved searches",
            (await browser.GetAsync("/en/dashboard")).Text,
            StringComparison.Ordinal
        );
        var list = await browser.GetAsync("/en/saved-searches");
        Assert.Equal("2 new", list.Document.QuerySelector("main li .status")!.TextContent);
        await browser.GetAsync(list.Document.QuerySelector("main li a.b")!.GetAttribute("href")!);
        Assert.Null((await browser.GetAsync("/en/saved-searches")).Document.QuerySelector("main li .status"));
    }

    [Theory]
    [InlineData("?q=%22open")]
    [InlineData("?q=%F0%9F%8E%A8&skills=,,,&category=%2F..%2F&min=-5")]
    [InlineData("?&&&===%00")]
    [InlineData("no question mark")]
    public async Task Whatever_the_address_says_it_can_be_kept_and_read_again(string query)
    {
        await using var host = await TestHost.StartAsync(Store.Sqlite);
        var client = await host.MemberAsync("Chloe", client: true);
        await host.SavedAsync(client, query);
        await host.SavedAsync(client, "?q=" + Uri.EscapeDataString(new string('ر', 10_000)));
        await host.ListedAsync("Ines", "Illustrator", "Watercolour");
        await host.SettleAsync();
        Assert.Equal(2, (await host.SearchesAsync(client)).Count);
    }
}
