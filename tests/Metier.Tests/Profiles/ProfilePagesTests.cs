using System.Net;
using Metier.Members;
using Metier.Platform;
using Metier.Tests.Jobs;
using static Metier.Tests.Profiles.ProfilePageScenes;

namespace Metier.Tests.Profiles;

/// <summary>The profile and its editor, driven as a browser without script drives them.</summary>
public sealed class ProfilePagesTests
{
    [Theory, MemberData(nameof(Stores.Both), MemberType = typeof(Stores))]
    public async Task A_freelancer_fills_every_part_and_everybody_reads_it(Store store)
    {
        await using var host = await TestHost.StartAsync(store);
        var ines = await host.MemberAsync("Ines Mercier", freelancer: true);
        using var browser = await host.SignedInAsync(ines);
        using var visitor = host.Visitor();
        var profile = $"/en/talent/{ines.MemberId}";
        Assert.Equal(HttpStatusCode.NotFound, (await visitor.GetAsync(profile)).Status);
        Assert.Contains("Add a title", (await browser.GetAsync(profile)).Text, StringComparison.Ordinal);

        await SaveAsync(
            browser,
            "intro",
            ("Title", "Illustrator"),
            ("Overview", "I draw **animals**."),
            ("VideoUrl", "vimeo.com/1")
        );
        await SaveAsync(browser, "skills", ("Skills", "Watercolour, Procreate"));
        var terms = await SaveAsync(
            browser,
            "terms",
            ("Rate", "45"),
            ("Availability", "Part"),
            ("FreeFrom", "2026-12-01")
        );
        Assert.Equal("45.00", terms.Document.QuerySelector("[name='Form.Rate']")!.GetAttribute("value"));
        await SaveAsync(
            browser,
            "languages",
            ("Languages[0].Code", "fr"),
            ("Languages[0].Level", "Native"),
            ("Do", "save")
        );
        await SaveAsync(browser, "place", ("City", "Lyon"), ("Country", "FR"), ("TimeZone", "Europe/Paris"));
        var photo = await (await browser.GetAsync(Editor)).SubmitAsync(
            "#photo button[value=save]",
            files: [("Photo", "me.png", Picture())]
        );
        Assert.Contains("Photo saved.", photo.Html, StringComparison.Ordinal);
        await AddEntriesAsync(browser);

        var seen = await visitor.GetAsync(profile);
        Assert.Equal(HttpStatusCode.OK, seen.Status);
        foreach (
            var words in (string[])
                [
                    "Ines Mercier",
                    "Illustrator",
                    "Lyon, France · 10:00 there",
                    "I draw animals.",
                    "Watercolour",
                    "€45/hr",
                    "Part time",
                    "1 Dec 2026",
                    "Native",
                    "The Late Hedgehog",
                    "Petit Renard · Mar 2019 – now",
                    "École Émile-Cohl · 2009 – 2013",
                    "Colour theory",
                ]
        )
        {
            Assert.Contains(words, seen.Text, StringComparison.Ordinal);
        }
        Assert.DoesNotContain("/profile/edit", seen.Html, StringComparison.Ordinal);
        var cover = await visitor.Http.GetAsync(seen.Document.QuerySelector(".shot img")!.GetAttribute("src"));
        Assert.Equal("image/jpeg", cover.Content.Headers.ContentType!.MediaType);
        Assert.Contains(
            "À temps partiel",
            (await visitor.GetAsync($"/fr/talents/{ines.MemberId}")).Text,
            StringComparison.Ordinal
        );

        var editor = await browser.GetAsync(Editor);
        Assert.Contains("100%", editor.Text, StringComparison.Ordinal);
        Assert.Contains("Edit", (await browser.GetAsync(profile)).Text, StringComparison.Ordinal);
        Assert.DoesNotContain(
            Editor + "#intro",
            (await browser.GetAsync(profile + "?as=client")).Html,
            StringComparison.Ordinal
        );
    }

    [Theory, MemberData(nameof(Stores.Both), MemberType = typeof(Stores))]
    public async Task Entries_are_changed_moved_and_removed(Store store)
    {
        await using var host = await TestHost.StartAsync(store);
        var ines = await host.MemberAsync("Ines Mercier", freelancer: true);
        using var browser = await host.SignedInAsync(ines);
        await AddEntriesAsync(browser);

        var moved = await (await browser.GetAsync(Editor)).SubmitAsync("#work button[name='Form.Up']");
        Assert.Equal(
            ["Three Small Boats", "The Late Hedgehog"],
            moved.Document.QuerySelectorAll("#work li a").Select(a => a.TextContent)
        );

        var work = moved.Document.QuerySelectorAll("#work li a")[1].GetAttribute("href")!;
        var page = await browser.GetAsync(work);
        var drop = page.Document.QuerySelectorAll("[name='Form.Drop']");
        Assert.Equal(2, drop.Length);
        await page.SubmitAsync(
            "form:has([name='Form.Was'])",
            Fields(("Title", "The Very Late Hedgehog"), ("Drop", drop[1].GetAttribute("value"))),
            [("Form.Files", "more.png", Picture())]
        );
        page = await browser.GetAsync(work);
        Assert.Contains("more.", page.Text, StringComparison.Ordinal);
        Assert.DoesNotContain("notes.txt", page.Text, StringComparison.Ordinal);

        var job = (await browser.GetAsync(Editor)).Document.QuerySelector("#employment li a")!.GetAttribute("href")!;
        page = await browser.GetAsync(job);
        Assert.Equal("03/2019", page.Document.QuerySelector("[name='Form.From']")!.GetAttribute("value"));
        var removed = await page.SubmitAsync("dialog form");
        Assert.Contains("Removed from your profile.", removed.Html, StringComparison.Ordinal);
        Assert.Equal(HttpStatusCode.NotFound, (await browser.GetAsync(job)).Status);
        await (await browser.GetAsync(work)).SubmitAsync("dialog form");
        Assert.DoesNotContain(
            "Hedgehog",
            (await browser.GetAsync($"/en/talent/{ines.MemberId}")).Text,
            StringComparison.Ordinal
        );
    }

    [Theory, MemberData(nameof(Stores.Both), MemberType = typeof(Stores))]
    public async Task A_stale_window_is_told_and_may_then_save(Store store)
    {
        await using var host = await TestHost.StartAsync(store);
        var sam = await host.MemberAsync("Sam Osei", freelancer: true);
        using var browser = await host.SignedInAsync(sam);
        var old = await browser.GetAsync(Editor);
        await SaveAsync(browser, "intro", ("Title", "Translator"));

        var told = await old.SubmitAsync("#intro form", Fields(("Title", "Interpreter")));
        Assert.Equal(HttpStatusCode.UnprocessableEntity, told.Status);
        Assert.Contains("another window", told.Text, StringComparison.Ordinal);
        Assert.Equal("Interpreter", told.Document.QuerySelector("[name='Form.Title']")!.GetAttribute("value"));
        Assert.Equal(HttpStatusCode.OK, (await told.SubmitAsync("#intro form")).Status);
        Assert.Contains(
            "Interpreter",
            (await browser.GetAsync($"/en/talent/{sam.MemberId}")).Text,
            StringComparison.Ordinal
        );
    }

    [Theory, MemberData(nameof(Stores.Both), MemberType = typeof(Stores))]
    public async Task Whoever_signs_up_to_work_begins_with_their_profile(Store store)
    {
        await using var host = await TestHost.StartAsync(store);
        var sam = await host.MemberAsync("Sam Osei", freelancer: true);
        var ada = await host.MemberAsync("Ada Client", client: true);
        async Task<string> ArriveAsync(Actor who)
        {
            using var browser = host.Visitor();
            var page = await (await browser.GetAsync("/en/login")).SubmitAsync(
                "form:has([name='Form.Password'])",
                Fields(("Email", who.Email), ("Password", "correct horse battery"))
            );
            return page.Path;
        }
        Assert.Equal(Editor, await ArriveAsync(sam));
        Assert.Equal("/en/dashboard", await ArriveAsync(ada));
        using var browser = await host.SignedInAsync(sam);
        Assert.Contains("Write the overview", (await browser.GetAsync("/en/dashboard")).Text, StringComparison.Ordinal);
        await SaveAsync(browser, "intro", ("Title", "Editor"));
        Assert.Equal("/en/dashboard", await ArriveAsync(sam));
        using var hiring = await host.SignedInAsync(ada);
        var both = await (await hiring.GetAsync("/en/account-needs?need=freelancer")).SubmitAsync("main form");
        Assert.Equal(Editor, both.Path);
    }
}
