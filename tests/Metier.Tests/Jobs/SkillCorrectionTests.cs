using System.CommandLine;
using System.Net;
using Metier.Jobs;
using Metier.Platform;
using Metier.Profiles;
using Metier.Taxonomy;
using Metier.Tests.Profiles;
using Metier.Tests.Talent;
using Metier.Web.Commands;
using Microsoft.Extensions.DependencyInjection;
using static Metier.Tests.Jobs.JobPageScenes;

namespace Metier.Tests.Jobs;

/// <summary>What people make of the skills read in their texts is kept, and outlives another wording.</summary>
public sealed class SkillCorrectionTests
{
    private const string Text =
        "Sixteen spreads in watercolour. You must know Adobe Photoshop; Adobe InDesign is a plus. Budget €4,500.";

    private static readonly CancellationToken Ct = TestContext.Current.CancellationToken;

    [Theory, MemberData(nameof(Stores.Both), MemberType = typeof(Stores))]
    public async Task What_a_client_takes_off_adds_or_weighs_otherwise_is_kept_and_does_not_come_back(Store store)
    {
        var (host, client, browser) = await StartAsync(store);
        await using var _ = host;
        using var __ = browser;
        var id = Ids.New(host.Clock);
        Assert.True((await host.SaveAsync(id, new WhatPart("Picture book", Text, "illustration", "en"), client)).Ok);
        var page = await browser.GetAsync($"/en/my-jobs/{id}/edit/skills");
        Assert.Contains("Watercolour", Value(page, "Form.MustHave"), StringComparison.Ordinal);
        Assert.Equal("Adobe InDesign", Value(page, "Form.NiceToHave"));

        // Photoshop goes, InDesign is a must after all, Procreate comes: as it is typed first, then with the button.
        var chosen = new SkillsPart(
            "Watercolour, Picture books, Adobe InDesign, Procreate",
            "",
            "Medium",
            "Month",
            "Solid"
        );
        Assert.True((await host.SaveAsync(id, chosen, client, unfinished: true)).Ok);
        Assert.True((await host.SaveAsync(id, chosen, client)).Ok);
        var kept = (await OfJobsAsync(host)).ToDictionary(c => Label(host, c.SkillId));
        Assert.Equal(
            (SkillCorrectionKind.Removed, "Adobe Photoshop"),
            (kept["Adobe Photoshop"].Kind, kept["Adobe Photoshop"].Words)
        );
        Assert.Equal(
            (SkillCorrectionKind.AsMust, "Adobe InDesign"),
            (kept["Adobe InDesign"].Kind, kept["Adobe InDesign"].Words)
        );
        Assert.Equal((SkillCorrectionKind.Added, ""), (kept["Procreate"].Kind, kept["Procreate"].Words));
        Assert.All(kept.Values, c => Assert.Equal((id, client.MemberId), (c.Text, c.MemberId)));
        Assert.DoesNotContain("Watercolour", kept.Keys);

        // The text is written anew and read again: what was taken off is named again, and still not offered.
        var again = new WhatPart(
            "Picture book",
            Text + " Adobe Photoshop, really. And character design.",
            "illustration",
            "en"
        );
        Assert.True((await host.SaveAsync(id, again, client)).Ok);
        page = await browser.GetAsync($"/en/my-jobs/{id}/edit/skills");
        Assert.DoesNotContain("Adobe Photoshop", Value(page, "Form.MustHave"), StringComparison.Ordinal);
        Assert.DoesNotContain(Found(page), f => f.Contains("Adobe Photoshop", StringComparison.Ordinal));
        Assert.Contains(Found(page), f => f.Contains("Adobe InDesign must have", StringComparison.Ordinal));
        Assert.Contains(Found(page), f => f.Contains("Character design", StringComparison.Ordinal));
        Assert.Contains(
            "You took off Adobe Photoshop. It is not suggested again.",
            page.Text,
            StringComparison.Ordinal
        );
        var french = await browser.GetAsync($"/fr/mes-missions/{id}/modifier/besoin");
        Assert.Contains("Vous avez retiré Adobe Photoshop.", french.Text, StringComparison.Ordinal);

        // Nor when the whole list was emptied, or the text does not name it for a while.
        Assert.True((await host.SaveAsync(id, new SkillsPart("", "", null, null, null), client, unfinished: true)).Ok);
        page = await browser.GetAsync($"/en/my-jobs/{id}/edit/skills");
        Assert.Equal("Character design", Value(page, "Form.MustHave"));
        Assert.True(
            (await host.SaveAsync(id, new WhatPart("Picture book", "Nothing.", "illustration", "en"), client)).Ok
        );
        Assert.True((await host.SaveAsync(id, chosen, client)).Ok);
        Assert.True((await host.SaveAsync(id, again, client)).Ok);
        page = await browser.GetAsync($"/en/my-jobs/{id}/edit/skills");
        Assert.Contains("You took off Adobe Photoshop.", page.Text, StringComparison.Ordinal);

        // It can be taken back, and is then no correction.
        var button = page.Document.QuerySelector("button[aria-label='Put Adobe Photoshop back on the list']")!;
        Assert.Equal("skills", button.GetAttribute("form"));
        page = await page.SubmitAsync(
            "#skills",
            new Dictionary<string, string?> { ["Form.Do"] = button.GetAttribute("value") }
        );
        Assert.Contains("Adobe Photoshop", Value(page, "Form.MustHave"), StringComparison.Ordinal);
        var back = chosen with { MustHave = chosen.MustHave + ", Adobe Photoshop" };
        Assert.True((await host.SaveAsync(id, back, client)).Ok);
        Assert.DoesNotContain(await OfJobsAsync(host), c => Label(host, c.SkillId) == "Adobe Photoshop");
    }

    [Fact]
    public async Task While_one_types_only_the_owners_corrections_hold()
    {
        var (host, client, browser) = await StartAsync(Store.Sqlite);
        await using var _ = host;
        using var __ = browser;
        var id = Ids.New(host.Clock);
        Assert.True((await host.SaveAsync(id, new WhatPart("Picture book", Text, "illustration", "en"), client)).Ok);
        Assert.True((await host.SaveAsync(id, new SkillsPart("Watercolour", "", null, null, null), client, true)).Ok);
        Assert.DoesNotContain("Adobe Photoshop</span>", await TypedAsync(browser, id), StringComparison.Ordinal);
        using var stranger = await host.SignedInAsync(await host.MemberAsync("Eve Other", client: true));
        Assert.Contains("Adobe Photoshop</span>", await TypedAsync(stranger, id), StringComparison.Ordinal);
    }

    [Theory, MemberData(nameof(Stores.Both), MemberType = typeof(Stores))]
    public async Task Skills_that_often_go_together_are_suggested_where_one_is_missing(Store store)
    {
        var (host, client, browser) = await StartAsync(store);
        await using var _ = host;
        using var __ = browser;
        for (var n = 1; n <= 3; n++)
        {
            await host.ListedAsync($"Designer {n}", "Designer", "Adobe Photoshop, Adobe InDesign");
            await host.ListedAsync($"Keeper {n}", "Bookkeeper", "Bookkeeping");
        }
        await host.SettleAsync();
        var id = Ids.New(host.Clock);
        const string Photos = "Adobe Photoshop for our catalogue.";
        Assert.True((await host.SaveAsync(id, new WhatPart("Photos", Photos, "illustration", "en"), client)).Ok);
        var page = await browser.GetAsync($"/en/my-jobs/{id}/edit/skills");
        Assert.Equal(["Adobe InDesign"], Often(page));

        // Taken off once, it comes back by no other way either.
        var both = new WhatPart("Photos", Photos + " Adobe InDesign too.", "illustration", "en");
        Assert.True((await host.SaveAsync(id, both, client)).Ok);
        Assert.True(
            (await host.SaveAsync(id, new SkillsPart("Adobe Photoshop", "", null, null, null), client, true)).Ok
        );
        Assert.Empty(Often(await browser.GetAsync($"/en/my-jobs/{id}/edit/skills")));
    }

    private static List<string> Often(Page page) =>
        [
            .. page
                .Document.QuerySelectorAll("aside .card")
                .Where(c => c.TextContent.Contains("Often together", StringComparison.Ordinal))
                .SelectMany(c => c.QuerySelectorAll("li .b"))
                .Select(n => n.TextContent),
        ];

    [Theory, MemberData(nameof(Stores.Both), MemberType = typeof(Stores))]
    public async Task What_freelancers_take_off_or_add_is_kept_too_and_all_of_it_can_be_read(Store store)
    {
        await using var host = await TestHost.StartAsync(store);
        const string Overview = "I paint in **watercolour** and lay out whole books in Adobe InDesign.";
        var ines = await host.ListedAsync(
            "Ines Mercier",
            "Picture books",
            "Watercolour, Procreate",
            overview: Overview
        );
        await host.EditAsync<ChooseSkills>(u => u.RunAsync(new("Procreate, Character design", null), ines, Ct));
        await host.EditAsync<DismissSkill>(u => u.RunAsync(Id(host, "Adobe InDesign"), ines, Ct));
        await host.EditAsync<EditIntro>(u =>
            u.RunAsync(new("Picture books", Overview + " Watercolour above all.", "", null), ines, Ct)
        );
        using var browser = await host.SignedInAsync(ines);
        var editor = await browser.GetAsync(ProfilePageScenes.Editor);
        var offered = editor.Document.QuerySelectorAll("[data-suggested] .b").Select(n => n.TextContent).ToList();
        Assert.DoesNotContain("Watercolour", offered);
        Assert.DoesNotContain("Adobe InDesign", offered);

        var kept = await host.InScopeAsync(async s =>
            await s.GetRequiredService<ProfileCorrections>().AllAsync(Ct).ToListAsync(Ct)
        );
        Assert.Equal(
            [
                "Adobe InDesign Removed Adobe InDesign",
                "Character design Added ",
                "Procreate Added ",
                "Watercolour Removed watercolour",
            ],
            kept.Select(c => $"{Label(host, c.SkillId)} {c.Kind} {c.Words}").Order(StringComparer.Ordinal)
        );

        // Whoever chooses it after all is offered it no more and no less than others.
        await host.EditAsync<ChooseSkills>(u =>
            u.RunAsync(new("Procreate, Character design, Watercolour", null), ines, Ct)
        );
        if (store == Store.Sqlite)
        {
            var written = await RunAsync(host, "taxonomy", "corrections");
            Assert.StartsWith("where\tid\tskill\tlabel\tkind\twords\tat\tmember", written, StringComparison.Ordinal);
            Assert.Contains($"profile\t{ines.MemberId}\t", written, StringComparison.Ordinal);
            Assert.Contains("\tAdobe InDesign\tRemoved\tAdobe InDesign\t", written, StringComparison.Ordinal);
            Assert.DoesNotContain("\tWatercolour\t", written, StringComparison.Ordinal);
        }
    }

    private static Task<List<SkillCorrection>> OfJobsAsync(TestHost host) =>
        host.InScopeAsync(async s => await s.GetRequiredService<JobCorrections>().AllAsync(Ct).ToListAsync(Ct));

    private static string Value(Page page, string name) =>
        page.Document.QuerySelector($"[name='{name}']")!.GetAttribute("value") ?? "";

    /// <summary>The chips of what was read, with how much it is wanted.</summary>
    private static List<string> Found(Page page) =>
        [.. page.Document.QuerySelectorAll("aside li p:first-child").Select(p => p.TextContent.Trim())];

    private static string Label(TestHost host, string id) =>
        host.Services.GetRequiredService<SkillCatalogue>().Label(id);

    private static string Id(TestHost host, string name) =>
        host.Services.GetRequiredService<SkillCatalogue>().Named(name)!.Id;

    private static async Task<string> TypedAsync(Browser browser, Guid job)
    {
        var page = await browser.GetAsync("/en/my-jobs/new");
        var token = page.Document.QuerySelector("main [name=__RequestVerificationToken]")!.GetAttribute("value")!;
        using var typed = new FormUrlEncodedContent(
            new Dictionary<string, string>
            {
                ["__RequestVerificationToken"] = token,
                ["Form.Title"] = "Picture book",
                ["Form.Description"] = Text,
            }
        );
        var answer = await browser.Http.PostAsync($"/en/my-jobs/skills?job={job}", typed, Ct);
        Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
        return await answer.Content.ReadAsStringAsync(Ct);
    }

    private static async Task<string> RunAsync(TestHost host, params string[] arguments)
    {
        var root = new RootCommand();
        foreach (var command in CommandSet.All)
        {
            root.Subcommands.Add(command);
        }
        using var output = new StringWriter();
        using var error = new StringWriter();
        var code = await root.Parse([.. arguments, "--data", host.Folder])
            .InvokeAsync(new InvocationConfiguration { Output = output, Error = error });
        Assert.Equal((0, ""), (code, error.ToString()));
        return output.ToString();
    }
}
