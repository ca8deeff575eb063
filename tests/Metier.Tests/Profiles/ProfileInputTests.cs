using System.Net;
using Metier.Members;
using Metier.Platform;
using Metier.Tests.Jobs;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using static Metier.Tests.Profiles.ProfilePageScenes;

namespace Metier.Tests.Profiles;

/// <summary>What the profile editor refuses: wrong words, script, odd files, other people.</summary>
public sealed class ProfileInputTests
{
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
}
