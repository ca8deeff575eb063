using System.Net;
using Metier.Platform;
using Microsoft.Extensions.DependencyInjection;

namespace Metier.Tests.Shell;

/// <summary>The frame of every page over HTTP: languages, themes, missing pages, what is kept for visitors.</summary>
public sealed class FrameTests : IAsyncLifetime
{
    private TestHost host = default!;

    public async ValueTask InitializeAsync() => host = await TestHost.StartAsync(Store.Sqlite);

    public ValueTask DisposeAsync() => host.DisposeAsync();

    [Theory]
    [InlineData("en", "/en/nothing-here", "This page isn’t here.")]
    [InlineData("fr", "/fr/rien-ici", "Cette page n’existe pas.")]
    public async Task A_missing_page_says_so_in_the_language_of_its_address(string accept, string path, string words)
    {
        using var browser = host.Visitor(accept);
        var page = await browser.GetAsync(path);
        Assert.Equal(HttpStatusCode.NotFound, page.Status);
        Assert.Equal(words, page.Document.QuerySelector("h1")!.TextContent);
        Assert.NotNull(page.Document.QuerySelector("header.bar"));
    }

    [Theory]
    [InlineData("fr-CA,fr;q=0.9", "/fr")]
    [InlineData("de,en;q=0.5", "/en")]
    [InlineData("de", "/en")]
    public async Task The_front_door_follows_the_browsers_language(string accept, string lands)
    {
        using var browser = host.Visitor(accept);
        var page = await browser.GetAsync("/");
        Assert.Equal(lands, page.Path);
        Assert.Equal(lands[1..], page.Document.DocumentElement.GetAttribute("lang"));
    }

    [Fact]
    public async Task The_language_one_chose_wins_over_the_browsers()
    {
        using var browser = host.Visitor("en");
        var page = await browser.GetAsync("/language/fr?to=%2Ffr%2Fcomment-ca-marche");
        Assert.Equal("/fr/comment-ca-marche", page.Path);
        Assert.Equal("/fr", (await browser.GetAsync("/")).Path);
    }

    [Theory]
    [InlineData("https://evil.example/")]
    [InlineData("//evil.example/")]
    [InlineData("/\\evil.example")]
    [InlineData("javascript:alert(1)")]
    public async Task Switches_never_lead_to_another_site(string to)
    {
        using var browser = host.Visitor();
        foreach (var path in (string[])["/language/fr?to=", "/theme/dark?to="])
        {
            using var answer = await browser.Http.GetAsync(path + Uri.EscapeDataString(to));
            var where = answer.Headers.Location!.OriginalString;
            Assert.True(where is "/" or "/fr" or "/en", where);
        }
    }

    [Fact]
    public async Task The_theme_is_in_the_first_byte_and_goes_back_to_the_systems()
    {
        using var browser = host.Visitor();
        var dark = await browser.GetAsync("/theme/dark?to=%2Fen");
        Assert.Equal("dark", dark.Document.DocumentElement.GetAttribute("data-theme"));
        var plain = await browser.GetAsync("/theme/system?to=%2Fen");
        Assert.Null(plain.Document.DocumentElement.GetAttribute("data-theme"));
    }

    [Fact]
    public async Task Visitors_get_a_kept_page_and_people_who_are_signed_in_never_do()
    {
        using var visitor = host.Visitor();
        using var first = await visitor.Http.GetAsync("/en/how-it-works");
        using var second = await visitor.Http.GetAsync("/en/how-it-works");
        Assert.NotNull(second.Headers.Age);
        Assert.False(second.Headers.Contains("Set-Cookie"));
        using var member = await host.SignedInAsync(await host.MemberAsync("Jeanne Roy", freelancer: true));
        using var own = await member.Http.GetAsync("/en/how-it-works");
        Assert.Null(own.Headers.Age);
        Assert.Contains("Jeanne Roy", await own.Content.ReadAsStringAsync());
        using var third = await visitor.Http.GetAsync("/en/how-it-works");
        Assert.DoesNotContain("Jeanne Roy", await third.Content.ReadAsStringAsync());
    }

    [Fact]
    public async Task A_page_kept_in_the_light_is_not_shown_in_the_dark()
    {
        using var light = host.Visitor();
        await light.GetAsync("/en");
        using var dark = host.Visitor();
        dark.SetCookie("metier-theme", "dark");
        Assert.Equal("dark", (await dark.GetAsync("/en")).Document.DocumentElement.GetAttribute("data-theme"));
    }

    [Fact]
    public async Task The_calculator_keeps_what_was_typed_and_says_what_is_wrong_with_it()
    {
        using var browser = host.Visitor();
        var good = await browser.GetAsync("/en?amount=2000");
        Assert.Contains("€2,055.00", good.Text);
        var odd = await browser.GetAsync("/en?amount=1.200");
        Assert.Contains("two ways", odd.Text);
        Assert.Equal("1.200", odd.Document.QuerySelector("input[name=amount]")!.GetAttribute("value"));
        var hostile = await browser.GetAsync("/en?amount=" + Uri.EscapeDataString("\"><script>alert(1)</script>"));
        Assert.Empty(hostile.Document.QuerySelectorAll("script:not([src])"));
    }

    [Fact]
    public async Task Every_question_of_the_brief_has_an_address_in_both_languages()
    {
        string[] ids =
        [
            "what-work",
            "screening",
            "find-for-me",
            "what-to-look-for",
            "how-to-hire",
            "talk-first",
            "one-place",
            "billing",
            "phone",
            "cost",
            "invoice",
            "tax",
        ];
        using var browser = host.Visitor();
        foreach (var path in (string[])["/en/how-it-works", "/fr/comment-ca-marche"])
        {
            var page = await browser.GetAsync(path);
            Assert.Equal(ids, page.Document.QuerySelectorAll("details[id]").Select(d => d.Id!));
        }
    }

    [Theory]
    [InlineData("/en")]
    [InlineData("/fr/comment-ca-marche")]
    [InlineData("/signout")]
    public async Task A_post_with_a_form_that_is_out_of_date_is_refused_with_a_page_one_can_read(string path)
    {
        using var browser = await host.SignedInAsync(await host.MemberAsync("Jeanne Roy", freelancer: true));
        var page = await browser.PostAsync(
            path,
            new FormUrlEncodedContent(new Dictionary<string, string> { ["a"] = "b" })
        );
        Assert.Equal(HttpStatusCode.BadRequest, page.Status);
        Assert.NotNull(page.Document.QuerySelector("main h1"));
        Assert.Contains("Jeanne Roy", page.Html);
    }

    [Fact]
    public async Task When_something_breaks_the_page_says_that_nothing_was_charged_and_gives_a_reference()
    {
        await using var broken = await TestHost.StartAsync(
            Store.Sqlite,
            // A fee below nothing cannot be quoted: the home page throws, as a bug would.
            s => s.AddSingleton(new RuleOptions { ProcessingFeePpm = -1 })
        );
        using var browser = broken.Visitor("fr");
        var page = await browser.GetAsync("/fr");
        Assert.Equal(HttpStatusCode.InternalServerError, page.Status);
        Assert.Contains("Rien n’a été débité", page.Text);
        Assert.False(string.IsNullOrWhiteSpace(page.Document.QuerySelector("main code")!.TextContent));
        Assert.DoesNotContain("Exception", page.Html);
    }

    [Fact]
    public async Task A_hat_one_does_not_have_cannot_be_put_on()
    {
        using var browser = await host.SignedInAsync(
            await host.MemberAsync("Both Sides", freelancer: true, client: true)
        );
        var page = await browser.GetAsync("/en/how-it-works");
        Assert.NotNull(page.Document.QuerySelector("form[action='/hat']"));
        using var freelancer = await host.SignedInAsync(await host.MemberAsync("Only Works", freelancer: true));
        var own = await freelancer.GetAsync("/en/how-it-works");
        Assert.Null(own.Document.QuerySelector("form[action='/hat']"));
        using var forged = await freelancer.Http.PostAsync(
            "/hat",
            new FormUrlEncodedContent(new Dictionary<string, string> { ["hat"] = "client" })
        );
        Assert.Equal(HttpStatusCode.BadRequest, forged.StatusCode);
    }
}
