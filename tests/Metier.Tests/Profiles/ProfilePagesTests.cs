using System.Net;
using Metier.Members;
using Metier.Platform;
using Metier.Tests.Jobs;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace Metier.Tests.Profiles;

/// <summary>The profile and its editor, driven as a browser without script drives them.</summary>
public sealed class ProfilePagesTests
{
    private const string Editor = "/en/profile/edit";

    private static Dictionary<string, string?> Fields(params (string Name, string? Value)[] fields) =>
        fields.ToDictionary(f => "Form." + f.Name, f => f.Value);

    private static byte[] Picture(string name = "p.png")
    {
        using var stream = ProfileTests.Image(name).Open();
        using var copy = new MemoryStream();
        stream.CopyTo(copy);
        return copy.ToArray();
    }

    private static async Task<Page> SaveAsync(
        Browser browser,
        string form,
        params (string Name, string? Value)[] fields
    )
    {
        var page = await (await browser.GetAsync(Editor)).SubmitAsync($"#{form} form", Fields(fields));
        Assert.True(page.Status == HttpStatusCode.OK, $"{form}: {(int)page.Status} {string.Join("; ", page.Errors)}");
        return page;
    }

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

    private static async Task AddEntriesAsync(Browser browser)
    {
        async Task AddAsync(
            string kind,
            IEnumerable<(string, string, byte[])>? files,
            params (string Name, string? Value)[] fields
        )
        {
            var page = await (await browser.GetAsync($"{Editor}/{kind}")).SubmitAsync(
                "form:has([name='Form.Was'])",
                Fields(fields),
                files
            );
            Assert.StartsWith(Editor, page.Path, StringComparison.Ordinal);
            Assert.Equal(HttpStatusCode.OK, page.Status);
        }
        await AddAsync(
            "employment",
            null,
            ("Role", "Illustrator"),
            ("Company", "Petit Renard"),
            ("From", "03/2019"),
            ("Current", "true")
        );
        await AddAsync(
            "education",
            null,
            ("Degree", "Diplôme"),
            ("School", "École Émile-Cohl"),
            ("FromYear", "2009"),
            ("ToYear", "2013")
        );
        await AddAsync("certificates", null, ("Name", "Colour theory"), ("Issuer", "Guild"));
        await AddAsync(
            "work",
            [("Form.Files", "page.png", Picture()), ("Form.Files", "notes.txt", "words"u8.ToArray())],
            ("Title", "The Late Hedgehog"),
            ("Year", "2025")
        );
        await AddAsync("work", [], ("Title", "Three Small Boats"));
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
    public async Task What_was_wrong_stands_beside_its_field_and_what_was_typed_stays(Store store)
    {
        await using var host = await TestHost.StartAsync(store);
        var sam = await host.MemberAsync("Sam Osei", freelancer: true, language: "fr");
        using var browser = await host.SignedInAsync(sam);

        async Task RefusedAsync(
            string path,
            string form,
            string field,
            string typed,
            string message,
            params (string Name, string? Value)[] fields
        )
        {
            var page = await (await browser.GetAsync(path)).SubmitAsync(form, Fields([.. fields, (field, typed)]));
            Assert.Equal(HttpStatusCode.UnprocessableEntity, page.Status);
            Assert.Contains(page.Errors, e => e.Contains(message, StringComparison.Ordinal));
            var control = page.Document.QuerySelector($"[name='Form.{field}']")!;
            Assert.Equal("true", control.GetAttribute("aria-invalid"));
            Assert.Equal(
                typed,
                control is AngleSharp.Html.Dom.IHtmlTextAreaElement area ? area.Value : control.GetAttribute("value")
            );
        }
        const string Edit = "/fr/profil/modifier";
        await RefusedAsync(Edit, "#intro form", "VideoUrl", "javascript:alert(1)", "adresse", ("Title", "Traductrice"));
        await RefusedAsync(Edit, "#skills form", "Skills", "Photoshop, Blorp", "Blorp");
        await RefusedAsync(Edit, "#terms form", "Rate", "abc", "montant", ("Availability", "Full"));
        await RefusedAsync(Edit, "#terms form", "Rate", "0,50", "", ("Availability", "Full"));
        await RefusedAsync(Edit, "#place form", "City", "", "ville");
        await RefusedAsync(
            Edit + "/experience",
            "form:has([name='Form.Was'])",
            "From",
            "13/2020",
            "mois",
            ("Role", "Traductrice"),
            ("Company", "X")
        );
        await RefusedAsync(
            Edit + "/formation",
            "form:has([name='Form.Was'])",
            "ToYear",
            "12",
            "",
            ("Degree", "Licence"),
            ("School", "Y")
        );
        await RefusedAsync(
            Edit + "/certificats",
            "form:has([name='Form.Was'])",
            "Url",
            "nowhere",
            "adresse",
            ("Name", "A"),
            ("Issuer", "B")
        );
        await RefusedAsync(
            Edit + "/realisations",
            "form:has([name='Form.Was'])",
            "Year",
            "999",
            "",
            ("Title", "Affiche")
        );

        var twice = await (await browser.GetAsync(Edit)).SubmitAsync(
            "#languages button[value=add]",
            Fields(("Languages[0].Code", "fr"), ("Languages[0].Level", "Native"))
        );
        Assert.Equal(2, twice.Document.QuerySelectorAll("[name$='.Code']").Length);
        twice = await twice.SubmitAsync(
            "#languages button[value=save]",
            Fields(("Languages[1].Code", "fr"), ("Languages[1].Level", "Basic"))
        );
        Assert.Equal(HttpStatusCode.UnprocessableEntity, twice.Status);
        Assert.Equal(
            "fr",
            (
                (AngleSharp.Html.Dom.IHtmlSelectElement)twice.Document.QuerySelector("[name='Form.Languages[1].Code']")!
            ).Value
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
    public async Task Nothing_a_person_writes_carries_script(Store store)
    {
        await using var host = await TestHost.StartAsync(store);
        var evil = await host.MemberAsync("Eve", freelancer: true);
        await host.InScopeAsync(s =>
            s.GetRequiredService<MetierDb>()
                .Members.Where(m => m.Id == evil.MemberId)
                .ExecuteUpdateAsync(m => m.SetProperty(x => x.Name, "Eve <script>alert(1)</script>"))
        );
        using var browser = await host.SignedInAsync(evil);
        const string Script = "<script>alert(1)</script><img src=x onerror=alert(1)>";
        await SaveAsync(
            browser,
            "intro",
            ("Title", "T" + Script),
            ("Overview", Script + " [x](javascript:alert(1)) ![y](https://evil.example/p.png)")
        );
        await SaveAsync(browser, "place", ("City", "<b>Lyon</b>"), ("Country", "FR"), ("TimeZone", "Europe/Paris"));
        var work = await browser.GetAsync(Editor + "/work");
        await work.SubmitAsync(
            "form:has([name='Form.Was'])",
            Fields(("Title", Script), ("Description", Script)),
            [("Form.Files", "a<script>.txt", "x"u8.ToArray())]
        );

        foreach (var path in (string[])[$"/en/talent/{evil.MemberId}", Editor, $"/fr/talents/{evil.MemberId}"])
        {
            var page = await browser.GetAsync(path);
            Assert.Equal(HttpStatusCode.OK, page.Status);
            Assert.Empty(
                page.Document.QuerySelectorAll(
                    "script:not([src]), main img[onerror], main b:not([class]), main img[src*=evil]"
                )
            );
            Assert.DoesNotContain(
                "javascript:alert",
                string.Join(' ', page.Document.QuerySelectorAll("[href]").Select(a => a.GetAttribute("href"))),
                StringComparison.Ordinal
            );
        }
    }

    [Theory, MemberData(nameof(Stores.Both), MemberType = typeof(Stores))]
    public async Task Files_are_judged_by_their_bytes_and_their_number(Store store)
    {
        await using var host = await TestHost.StartAsync(store);
        var sam = await host.MemberAsync("Sam Osei", freelancer: true);
        using var browser = await host.SignedInAsync(sam);

        var photo = await (await browser.GetAsync(Editor)).SubmitAsync(
            "#photo button[value=save]",
            files: [("Photo", "me.jpg", "<script>alert(1)</script>"u8.ToArray())]
        );
        Assert.Equal(HttpStatusCode.UnprocessableEntity, photo.Status);
        Assert.NotEmpty(photo.Errors);
        var none = await (await browser.GetAsync(Editor)).SubmitAsync("#photo button[value=save]", files: []);
        Assert.Contains("Choose a photo first", none.Text, StringComparison.Ordinal);

        async Task<Page> UploadAsync(string title, params (string, string, byte[])[] files) =>
            await (await browser.GetAsync(Editor + "/work")).SubmitAsync(
                "form:has([name='Form.Was'])",
                Fields(("Title", title)),
                files
            );

        var program = await UploadAsync("Poster", ("Form.Files", "poster.png", [.. "MZ"u8, .. new byte[40]]));
        Assert.Equal(HttpStatusCode.UnprocessableEntity, program.Status);
        Assert.Equal("Poster", program.Document.QuerySelector("[name='Form.Title']")!.GetAttribute("value"));
        var many = await UploadAsync(
            "Poster",
            [.. Enumerable.Range(0, 9).Select(i => ("Form.Files", $"{i}.txt", "x"u8.ToArray()))]
        );
        Assert.Contains(many.Errors, e => e.Contains("8 files at most", StringComparison.Ordinal));
        var again = await UploadAsync("", ("Form.Files", "a.txt", "x"u8.ToArray()));
        Assert.Contains(again.Errors, e => e.Contains("Choose the files again", StringComparison.Ordinal));

        // A page that only calls itself a picture is a download, wherever it is opened.
        var page = await UploadAsync(
            "Poster",
            ("Form.Files", "poster.png", "<html><script>alert(1)</script>"u8.ToArray())
        );
        Assert.Equal(HttpStatusCode.OK, page.Status);
        page = await browser.GetAsync($"/en/talent/{sam.MemberId}");
        var link = page.Document.QuerySelector("dialog a.file")!.GetAttribute("href")!;
        var file = await browser.Http.GetAsync(link);
        Assert.Equal("application/octet-stream", file.Content.Headers.ContentType!.MediaType);
        Assert.Equal("attachment", file.Content.Headers.ContentDisposition!.DispositionType);
        Assert.Equal("nosniff", file.Headers.GetValues("X-Content-Type-Options").Single());
        Assert.Equal(
            HttpStatusCode.NotFound,
            (await browser.Http.GetAsync(link.Replace("key=", "key=0", StringComparison.Ordinal))).StatusCode
        );
    }

    [Theory, MemberData(nameof(Stores.Both), MemberType = typeof(Stores))]
    public async Task Strangers_find_neither_hidden_profiles_nor_other_peoples_entries(Store store)
    {
        await using var host = await TestHost.StartAsync(store);
        var owner = await host.MemberAsync("Olga Owner", freelancer: true);
        var other = await host.MemberAsync("Otto Other", freelancer: true);
        var client = await host.MemberAsync("Ada Client", client: true);
        using var own = await host.SignedInAsync(owner);
        using var stranger = await host.SignedInAsync(other);
        using var hiring = await host.SignedInAsync(client);
        using var visitor = host.Visitor();
        await SaveAsync(own, "intro", ("Title", "Editor"));
        await (await own.GetAsync(Editor + "/certificates")).SubmitAsync(
            "form:has([name='Form.Was'])",
            Fields(("Name", "A"), ("Issuer", "B"))
        );
        var entry = (await own.GetAsync(Editor)).Document.QuerySelector("#certificates li a")!.GetAttribute("href")!;
        Assert.Equal(HttpStatusCode.NotFound, (await stranger.GetAsync(entry)).Status);
        Assert.StartsWith("/en/login", (await visitor.GetAsync(entry)).Path, StringComparison.Ordinal);
        Assert.StartsWith("/en/account-needs", (await hiring.GetAsync(Editor)).Path, StringComparison.Ordinal);

        var profile = $"/en/talent/{owner.MemberId}";
        async Task<string> SeenByAsync() =>
            string.Join(
                ' ',
                await Task.WhenAll(
                    ((Browser[])[visitor, stranger, hiring, own]).Select(async b =>
                        (int)(await b.GetAsync(profile)).Status
                    )
                )
            );
        Assert.Equal("200 200 200 200", await SeenByAsync());
        await SaveAsync(own, "visibility", ("Visibility", "Members"));
        Assert.Equal("404 200 200 200", await SeenByAsync());
        await SaveAsync(own, "visibility", ("Visibility", "Hidden"));
        Assert.Equal("404 404 404 200", await SeenByAsync());
        Assert.Contains("Your profile is hidden", (await own.GetAsync(profile)).Text, StringComparison.Ordinal);

        // A client to whom the freelancer applies is no stranger any more.
        await host.ProposedAsync(await host.PostedAsync(client), owner);
        Assert.Equal("404 404 200 200", await SeenByAsync());
        Assert.Equal(HttpStatusCode.NotFound, (await visitor.GetAsync($"/en/talent/{client.MemberId}")).Status);
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
