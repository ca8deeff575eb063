using System.Net;
using Metier.Jobs;
using Metier.Platform;
using Metier.Tests.Jobs;
using Microsoft.Extensions.DependencyInjection;

namespace Metier.Tests.Talent;

/// <summary>Finding jobs, over HTTP, on both databases.</summary>
public sealed class JobSearchTests
{
    private static readonly CancellationToken Ct = TestContext.Current.CancellationToken;

    [Theory, MemberData(nameof(Stores.Both), MemberType = typeof(Stores))]
    public async Task A_posted_job_is_found_in_both_languages_and_a_closed_or_private_one_never(Store store)
    {
        await using var host = await TestHost.StartAsync(store);
        var client = await host.MemberAsync("Chloe", client: true);
        var open = await host.PostedAsync(client, "Picture book about hedgehogs");
        await host.PostedAsync(client, "Secret picture book", visibility: "InvitedOnly");
        await host.DraftAsync(client, "Unfinished picture book");
        await host.SettleAsync();
        using var visitor = host.Visitor();

        foreach (
            var path in new[]
            {
                "/en/jobs",
                "/en/jobs?q=photoshop",
                "/fr/missions?q=hedgehogs",
                "/en/jobs?q=%22picture+book%22",
            }
        )
        {
            Assert.Equal(["Picture book about hedgehogs"], (await visitor.GetAsync(path)).Names());
        }
        Assert.Empty((await visitor.GetAsync("/en/jobs?q=secret")).Names());

        await host.InScopeAsync(s =>
            s.GetRequiredService<CloseJob>().RunAsync(new(open, "NotNeeded", null), client, Ct)
        );
        // Even before the event is handled, what was read just now has the last word.
        Assert.Empty((await visitor.GetAsync("/en/jobs")).Names());
        await host.SettleAsync();
        var none = await visitor.GetAsync("/en/jobs");
        Assert.Contains("No job is open here yet.", none.Text, StringComparison.Ordinal);
    }

    [Theory, MemberData(nameof(Stores.Both), MemberType = typeof(Stores))]
    public async Task A_change_of_the_post_is_found_after_the_event(Store store)
    {
        await using var host = await TestHost.StartAsync(store);
        var client = await host.MemberAsync("Chloe", client: true);
        var id = await host.PostedAsync(client, "Picture book");
        await host.SettleAsync();
        using var visitor = host.Visitor();
        Assert.Empty((await visitor.GetAsync("/en/jobs?q=translation")).Names());
        Assert.True(
            (
                await host.SaveAsync(
                    id,
                    new WhatPart("Translation of a novel", "From French.", "translation", "en"),
                    client
                )
            ).Ok
        );
        await host.SettleAsync();
        Assert.Equal(["Translation of a novel"], (await visitor.GetAsync("/en/jobs?q=translation")).Names());
    }

    [Theory, MemberData(nameof(Stores.Both), MemberType = typeof(Stores))]
    public async Task Filters_narrow_and_a_freelancer_sees_what_suits_them_first_and_why(Store store)
    {
        await using var host = await TestHost.StartAsync(store);
        var client = await host.MemberAsync("Chloe", client: true);
        await host.PostedAsync(client, "Fixed book");
        await host.PostedAsync(client, "Hourly drawing", hourly: true);
        await host.SettleAsync();
        var ines = await host.ListedAsync("Ines", "Photo editor", "Adobe Photoshop", rate: 40);
        await host.SettleAsync();
        using var visitor = host.Visitor();
        using var freelancer = await host.SignedInAsync(ines);

        Assert.Equal(["Fixed book"], (await visitor.GetAsync("/en/jobs?pay=fixed")).Names());
        Assert.Equal(["Hourly drawing"], (await visitor.GetAsync("/en/jobs?pay=hourly&rate=40")).Names());
        Assert.Empty((await visitor.GetAsync("/en/jobs?pay=hourly&rate=50")).Names());
        Assert.Equal(2, (await visitor.GetAsync("/en/jobs?lang=en&posted=1&fewer=5&level=solid")).Names().Count);
        Assert.Contains(
            "No job matches all 2 filters.",
            (await visitor.GetAsync("/en/jobs?lang=fr&level=expert")).Text,
            StringComparison.Ordinal
        );
        var mine = await freelancer.GetAsync("/en/jobs");
        Assert.Equal("For you", mine.Document.QuerySelector("#sort option")!.TextContent);
        Assert.Contains("asks for skills you have: Adobe Photoshop", mine.Text, StringComparison.Ordinal);
        Assert.Equal("Hourly drawing", mine.Names()[0]);
        Assert.Equal(
            "Best match",
            (await visitor.GetAsync("/en/jobs")).Document.QuerySelector("#sort option")!.TextContent
        );
    }

    [Theory, MemberData(nameof(Stores.Both), MemberType = typeof(Stores))]
    public async Task Paging_shows_every_job_once(Store store)
    {
        await using var host = await TestHost.StartAsync(store);
        var client = await host.MemberAsync("Chloe", client: true);
        for (var i = 0; i < 23; i++)
        {
            await host.PostedAsync(client, $"Book {i:00}");
        }
        await host.SettleAsync();
        using var visitor = host.Visitor();
        var page = await visitor.GetAsync("/fr/missions?sort=new");
        var seen = page.Names();
        Assert.Equal(20, seen.Count);
        seen.AddRange(
            (await visitor.GetAsync(page.Document.QuerySelector("a[rel=next]")!.GetAttribute("href")!)).Names()
        );
        Assert.Equal(23, seen.Distinct().Count());
    }

    [Theory]
    [InlineData(
        "q=%22&pay=never&rate=-1&budget=x&level=god&lang=zz&posted=2&fewer=-5&payment=yes&sort=&after=x&country=%00"
    )]
    [InlineData("q=%F0%9F%8E%A8&skills=,,,&category=%2F..%2F")]
    [InlineData("rate=1e9&budget=999999999999999999999999")]
    public async Task Whatever_the_address_says_the_page_makes_sense(string query)
    {
        await using var host = await TestHost.StartAsync(Store.Sqlite);
        using var visitor = host.Visitor();
        Assert.Equal(HttpStatusCode.OK, (await visitor.GetAsync("/en/jobs?" + query)).Status);
        Assert.Equal(HttpStatusCode.OK, (await visitor.GetAsync("/fr/missions?" + query)).Status);
    }
}
