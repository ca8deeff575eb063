using System.Net;
using System.Text.RegularExpressions;
using Metier.Members;
using Metier.Platform;
using Metier.Profiles;
using Metier.Talent;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace Metier.Tests.Talent;

/// <summary>Finding freelancers, over HTTP, on both databases.</summary>
public sealed partial class TalentSearchTests
{
    private static readonly CancellationToken Ct = TestContext.Current.CancellationToken;

    [Theory, MemberData(nameof(Stores.Both), MemberType = typeof(Stores))]
    public async Task A_skill_is_found_by_its_name_in_the_other_language_and_a_trade_too(Store store)
    {
        await using var host = await TestHost.StartAsync(store);
        await host.ListedAsync("Ines Mercier", "Illustratrice", "Watercolour, Picture books");
        await host.ListedAsync("Tomasz Wilk", "Bookkeeper", "Bookkeeping");
        await host.SettleAsync();
        using var visitor = host.Visitor();

        Assert.Equal(["Ines Mercier"], (await visitor.GetAsync("/fr/talents?q=aquarelle")).Names());
        Assert.Equal(["Ines Mercier"], (await visitor.GetAsync("/en/talent?q=watercolour")).Names());
        Assert.Equal(["Ines Mercier"], (await visitor.GetAsync("/en/talent?q=illustrator")).Names());
        Assert.Equal(["Tomasz Wilk"], (await visitor.GetAsync("/fr/talents?q=-aquarelle")).Names());
        Assert.Equal(["Ines Mercier"], (await visitor.GetAsync("/fr/talents?skills=albums+jeunesse")).Names());
        var page = await visitor.GetAsync("/en/talent?q=watercolour");
        Assert.Contains("1 freelancer matches", page.Text, StringComparison.Ordinal);
        Assert.Contains("Why this match: has Watercolour", page.Text, StringComparison.Ordinal);
    }

    [Theory, MemberData(nameof(Stores.Both), MemberType = typeof(Stores))]
    public async Task A_misspelt_word_finds_who_has_the_word_meant_and_the_page_says_so(Store store)
    {
        await using var host = await TestHost.StartAsync(store);
        await host.ListedAsync("Ines Mercier", "Illustratrice", "Watercolour, Picture books");
        await host.ListedAsync("Tomasz Wilk", "Meticulous bookkeeper", "Bookkeeping");
        await host.SettleAsync();
        using var visitor = host.Visitor();

        var page = await visitor.GetAsync("/en/talent?q=meticulus");
        Assert.Equal(["Tomasz Wilk"], page.Names());
        Assert.Contains(
            "No text has “meticulus”, so this also searched for “meticulous”.",
            page.Text,
            StringComparison.Ordinal
        );
        Assert.Contains("Why this match: also searched for meticulous", page.Text, StringComparison.Ordinal);
        var exactly = page
            .Document.QuerySelectorAll("main a")
            .Single(a => a.TextContent == "Search exactly what I typed");
        var typed = await visitor.GetAsync(exactly.GetAttribute("href")!);
        Assert.Empty(typed.Names());
        Assert.DoesNotContain("also searched", typed.Text, StringComparison.Ordinal);

        Assert.Equal(["Tomasz Wilk"], (await visitor.GetAsync("/fr/talents?q=meticulous")).Names());
        Assert.Contains(
            "la recherche s’est faite aussi avec",
            (await visitor.GetAsync("/fr/talents?q=meticulus")).Text,
            StringComparison.Ordinal
        );
        Assert.Empty((await visitor.GetAsync("/en/talent?q=%22meticulus%22")).Names());
    }

    [Theory, MemberData(nameof(Stores.Both), MemberType = typeof(Stores))]
    public async Task Filters_narrow_the_list_show_as_chips_and_can_be_taken_away(Store store)
    {
        await using var host = await TestHost.StartAsync(store);
        await host.ListedAsync("Cheap", "Illustrator", "Watercolour", rate: 20, country: "PL");
        await host.ListedAsync("Dear", "Illustrator", "Watercolour", rate: 90, languages: "fr,en");
        await host.ListedAsync("Later", "Illustrator", "Watercolour", rate: 50, freeFrom: "2027-02-01");
        await host.ListedAsync("Part", "Illustrator", "Watercolour", rate: 55, availability: "Part");
        await host.SettleAsync();
        using var visitor = host.Visitor();

        Assert.Equal(["Later", "Part"], (await visitor.GetAsync("/en/talent?min=30&max=60")).Names().Order());
        Assert.Equal(["Cheap"], (await visitor.GetAsync("/en/talent?country=PL")).Names());
        Assert.Equal(["Dear"], (await visitor.GetAsync("/en/talent?lang=fr&lang=en")).Names());
        Assert.Equal(["Cheap", "Dear", "Later"], (await visitor.GetAsync("/en/talent?time=full")).Names().Order());
        Assert.Equal(["Cheap", "Dear", "Part"], (await visitor.GetAsync("/en/talent?by=2026-12-01")).Names().Order());
        Assert.Equal(["Cheap", "Later", "Part", "Dear"], (await visitor.GetAsync("/en/talent?sort=rate")).Names());
        Assert.Equal(4, (await visitor.GetAsync("/en/talent?category=illustration")).Names().Count);
        Assert.Empty((await visitor.GetAsync("/en/talent?category=accounting")).Names());

        var two = await visitor.GetAsync("/en/talent?country=PL&max=60");
        var chips = two.Document.QuerySelectorAll("a.tag[href*='max=60'], ul.plain > li > a.tag");
        Assert.Contains(chips, c => c.TextContent.Contains("Poland", StringComparison.Ordinal));
        var without = two
            .Document.QuerySelectorAll("a.tag")
            .First(c => c.TextContent.Contains("Poland", StringComparison.Ordinal));
        Assert.Equal(3, (await visitor.GetAsync(without.GetAttribute("href")!)).Names().Count);

        var none = await visitor.GetAsync("/en/talent?country=PL&lang=fr");
        Assert.Contains("No one matches all 2 filters.", none.Text, StringComparison.Ordinal);
        var hint = none
            .Document.QuerySelectorAll("main a")
            .First(a => a.TextContent.StartsWith("Without", StringComparison.Ordinal));
        Assert.NotEmpty((await visitor.GetAsync(hint.GetAttribute("href")!)).Names());
        var french = await visitor.GetAsync("/fr/talents?country=PL&lang=fr");
        Assert.Contains("Personne ne correspond aux 2 filtres.", french.Text, StringComparison.Ordinal);
    }

    [Theory, MemberData(nameof(Stores.Both), MemberType = typeof(Stores))]
    public async Task The_form_of_the_page_makes_the_same_address_as_its_links(Store store)
    {
        await using var host = await TestHost.StartAsync(store);
        await host.ListedAsync("Cheap", "Illustrator", "Watercolour", rate: 20);
        await host.ListedAsync("Dear", "Illustrator", "Watercolour", rate: 90);
        await host.SettleAsync();
        using var visitor = host.Visitor();
        var page = await visitor.GetAsync("/en/talent");
        var found = await page.SubmitAsync(
            "#find",
            new Dictionary<string, string?> { ["q"] = "watercolour", ["max"] = "50.00" }
        );
        Assert.Equal(["Cheap"], found.Names());
        Assert.Equal("watercolour", found.Document.QuerySelector("#q")!.GetAttribute("value"));
        Assert.Equal("50.00", found.Document.QuerySelector("#max")!.GetAttribute("value"));
    }

    [Theory, MemberData(nameof(Stores.Both), MemberType = typeof(Stores))]
    public async Task Paging_loses_nobody_and_shows_nobody_twice_even_while_people_come_and_go(Store store)
    {
        await using var host = await TestHost.StartAsync(store);
        var people = new List<Actor>();
        for (var i = 0; i < 45; i++)
        {
            people.Add(await host.ListedAsync($"Person {i:00}", "Illustrator", "Watercolour", rate: 20 + (i % 7)));
        }
        await host.SettleAsync();
        using var visitor = host.Visitor();
        var seen = new List<string>();
        var page = await visitor.GetAsync("/en/talent?q=watercolour&sort=rate");
        Assert.Contains("1–20 of 45", page.Text, StringComparison.Ordinal);
        seen.AddRange(page.Names());
        await host.ShowToAsync(people.Single(p => p.Name == seen[0]), ProfileVisibility.Hidden);
        await host.SettleAsync();
        while (page.Document.QuerySelector("a[rel=next]") is { } next)
        {
            page = await visitor.GetAsync(next.GetAttribute("href")!);
            seen.AddRange(page.Names());
        }
        Assert.Equal(45, seen.Count);
        Assert.Equal(45, seen.Distinct().Count());
        var back = await visitor.GetAsync(page.Document.QuerySelector("a[rel=prev]")!.GetAttribute("href")!);
        Assert.Equal(seen.Skip(20).Take(20), back.Names());
    }

    [Theory, MemberData(nameof(Stores.Both), MemberType = typeof(Stores))]
    public async Task Who_is_hidden_unavailable_or_suspended_never_appears_and_members_only_do_to_members(Store store)
    {
        await using var host = await TestHost.StartAsync(store);
        var hidden = await host.ListedAsync(
            "Hidden",
            "Illustrator",
            "Watercolour",
            visibility: ProfileVisibility.Hidden
        );
        await host.ListedAsync("Away", "Illustrator", "Watercolour", availability: "None");
        var gone = await host.ListedAsync("Suspended", "Illustrator", "Watercolour");
        await host.ListedAsync("Inside", "Illustrator", "Watercolour", visibility: ProfileVisibility.Members);
        await host.ListedAsync("Open", "Illustrator", "Watercolour");
        await host.InScopeAsync(s =>
            s.GetRequiredService<MetierDb>()
                .Set<Member>()
                .Where(m => m.Id == gone.MemberId)
                .ExecuteUpdateAsync(u => u.SetProperty(m => m.SuspendedAt, host.Now), Ct)
        );
        await host.SettleAsync();
        using var visitor = host.Visitor();
        using var member = await host.SignedInAsync(await host.MemberAsync("Client", client: true));

        var seen = await visitor.GetAsync("/en/talent?q=watercolour");
        Assert.Equal(["Open"], seen.Names());
        Assert.Contains("1 freelancer matches", seen.Text, StringComparison.Ordinal);
        Assert.Equal(["Inside", "Open"], (await member.GetAsync("/en/talent")).Names().Order());

        await host.ShowToAsync(hidden, ProfileVisibility.Public);
        await host.SettleAsync();
        Assert.Equal(["Hidden", "Open"], (await visitor.GetAsync("/en/talent")).Names().Order());
    }

    [Theory, MemberData(nameof(Stores.Both), MemberType = typeof(Stores))]
    public async Task The_parts_shown_add_up_to_the_sum_shown(Store store)
    {
        await using var host = await TestHost.StartAsync(store);
        await host.ListedAsync("One", "Illustrator of picture books", "Watercolour, Picture books", rate: 44);
        await host.ListedAsync("Two", "Designer", "Watercolour, Adobe Photoshop", rate: 70, availability: "Part");
        await host.SettleAsync();
        using var visitor = host.Visitor();
        var page = await visitor.GetAsync("/en/talent?q=watercolour+picture&max=80");
        var tables = page.Document.QuerySelectorAll("details table");
        Assert.NotEmpty(tables);
        foreach (var table in tables)
        {
            var rows = table.QuerySelectorAll("tbody td.num").Select(c => Points(c.TextContent)).ToList();
            Assert.Equal(
                Points(table.QuerySelector("tfoot td.num")!.TextContent),
                (rows.Sum(r => r.Got), rows.Sum(r => r.Most))
            );
        }
    }

    [Theory, MemberData(nameof(Stores.Both), MemberType = typeof(Stores))]
    public async Task Another_node_on_the_same_database_sees_every_change(Store store)
    {
        await using var host = await TestHost.StartAsync(store);
        var first = await host.ListedAsync("First", "Illustrator", "Watercolour");
        await host.SettleAsync();
        using var other = ActivatorUtilities.CreateInstance<TalentIndex>(host.Services);
        await other.ReadyAsync(Ct);
        Assert.NotNull(other.Freelancers.Find(first.MemberId));

        var second = await host.ListedAsync("Second", "Illustrator", "Watercolour");
        await host.ShowToAsync(first, ProfileVisibility.Hidden);
        await host.SettleAsync();
        Assert.Null(other.Freelancers.Find(second.MemberId));
        await other.CatchUpAsync(Ct);
        Assert.NotNull(other.Freelancers.Find(second.MemberId));
        Assert.Null(other.Freelancers.Find(first.MemberId));
        await other.RebuildAsync(Ct);
        Assert.Equal(1, other.Freelancers.Count);
    }

    [Theory, MemberData(nameof(Stores.Both), MemberType = typeof(Stores))]
    public async Task Changes_told_at_once_by_many_all_get_their_own_number(Store store)
    {
        await using var host = await TestHost.StartAsync(store);
        var ids = Enumerable.Range(0, 40).Select(_ => Ids.New(host.Clock)).ToList();
        await Task.WhenAll(
            ids.Select(id =>
                host.InScopeAsync(s =>
                    s.GetRequiredService<ChangeFeed>().TellAsync(TalentSubject.Freelancer, [id, ids[0]], Ct)
                )
            )
        );
        var feed = await host.InScopeAsync(s => s.GetRequiredService<ChangeFeed>().AfterAsync(0, Ct));
        Assert.Equal(ids.Order(), feed.Select(c => c.SubjectId).Order());
        Assert.Equal(feed.Count, feed.Select(c => c.Number).Distinct().Count());
        Assert.Equal(ids[0], feed[^1].SubjectId);
    }

    [Theory]
    [InlineData("q=%22unclosed")]
    [InlineData("q=%E2%80%9C")]
    [InlineData("q=-")]
    [InlineData("q=--%22%22")]
    [InlineData("q=the+of+and")]
    [InlineData("q=%F0%9F%8E%A8%F0%9F%96%8C")]
    [InlineData("q=%D8%B1%D8%B3%D8%A7%D9%85")]
    [InlineData("q=%00%01%ED%A0%80")]
    [InlineData("min=-5&max=-1")]
    [InlineData("min=90&max=10")]
    [InlineData("min=abc&max=1e309")]
    [InlineData("max=99999999999999999999")]
    [InlineData("skills=nothing+like+it,,;&category=nowhere&country=zz&lang=xx&time=never&by=yesterday&sort=luck")]
    [InlineData("by=0001-01-01")]
    [InlineData("after=AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA&before=%00")]
    [InlineData("after=________________________________")]
    [InlineData("q[]=1&q=2&q=3&lang=&country=&skills=")]
    public async Task Whatever_the_address_says_the_page_makes_sense(string query)
    {
        await using var host = await TestHost.StartAsync(Store.Sqlite);
        await host.ListedAsync("Ines", "Illustrator", "Watercolour");
        await host.SettleAsync();
        using var visitor = host.Visitor();
        foreach (var path in new[] { "/en/talent?", "/fr/talents?" })
        {
            var page = await visitor.GetAsync(path + query);
            Assert.Equal(HttpStatusCode.OK, page.Status);
            Assert.NotNull(page.Document.QuerySelector("#q"));
        }
    }

    [Fact]
    public async Task Words_that_say_nothing_and_texts_too_long_are_answered_in_words()
    {
        await using var host = await TestHost.StartAsync(Store.Sqlite);
        await host.ListedAsync("Ines", "Illustrator", "Watercolour");
        await host.SettleAsync();
        using var visitor = host.Visitor();
        var common = await visitor.GetAsync("/en/talent?q=the+of+and");
        Assert.Equal(["Ines"], common.Names());
        Assert.Contains("they were left out", common.Text, StringComparison.Ordinal);
        var endless = await visitor.GetAsync("/en/talent?q=" + string.Concat(Enumerable.Repeat("watercolour+", 840)));
        Assert.Equal(HttpStatusCode.OK, endless.Status);
        Assert.Equal(["Ines"], endless.Names());
        Assert.Contains("first 300 characters", endless.Html, StringComparison.Ordinal);
        Assert.InRange(endless.Path.Length, 1, 400);
        var arabic = await visitor.GetAsync("/en/talent?q=" + Uri.EscapeDataString(new string('ر', 10_000)));
        Assert.Equal(HttpStatusCode.OK, arabic.Status);
        var below = await visitor.GetAsync("/fr/talents?min=-5");
        Assert.Contains("Indiquez un montant positif ou nul", below.Text, StringComparison.Ordinal);
        var turned = await visitor.GetAsync("/en/talent?min=90&max=10");
        Assert.Contains("Enter a maximum above the minimum", turned.Text, StringComparison.Ordinal);
        var unknown = await visitor.GetAsync("/en/talent?skills=Watercolour,Xyzzy");
        Assert.Contains("“Xyzzy” is not a skill we know", unknown.Text, StringComparison.Ordinal);
        Assert.Equal(["Ines"], unknown.Names());
    }

    private static (int Got, int Most) Points(string cell)
    {
        var match = Numbers().Match(cell.Replace(",", "", StringComparison.Ordinal));
        return (int.Parse(match.Groups[1].Value, null), int.Parse(match.Groups[2].Value, null));
    }

    [GeneratedRegex(@"(\d+) of (\d+)", RegexOptions.None, 1000)]
    private static partial Regex Numbers();
}
