using System.Net;
using Metier.Matching;
using Metier.Talent;
using Metier.Tests.Jobs;

namespace Metier.Tests.Talent;

/// <summary>Shortlists, and the page that publishes how the order is made.</summary>
public sealed class ShortlistTests
{
    private static readonly CancellationToken Ct = TestContext.Current.CancellationToken;

    [Theory, MemberData(nameof(Stores.Both), MemberType = typeof(Stores))]
    public async Task Right_after_posting_the_client_sees_whom_to_ask_why_and_invites_with_one_click(Store store)
    {
        await using var host = await TestHost.StartAsync(store);
        var client = await host.MemberAsync("Chloe", client: true);
        var ines = await host.ListedAsync("Ines Mercier", "Illustrator", "Adobe Photoshop, Picture books");
        await host.ListedAsync("Tomasz Wilk", "Bookkeeper", "Bookkeeping");
        await host.ListedAsync("Noor Haddad", "Designer", "Adobe Photoshop");
        var id = await host.PostedAsync(client);
        await host.SettleAsync();
        using var browser = await host.SignedInAsync(client);

        var page = await browser.GetAsync($"/en/my-jobs/{id}/shortlist");
        Assert.Contains(
            "We looked at 3 freelancers. Here are 2, with the reasons.",
            page.Text,
            StringComparison.Ordinal
        );
        Assert.Equal(["Ines Mercier", "Noor Haddad"], page.Names().Order());
        Assert.Contains("Why this match: has Adobe Photoshop", page.Text, StringComparison.Ordinal);

        var choice = new Dictionary<string, string?> { ["Invite.Freelancer"] = ines.MemberId.ToString() };
        Assert.NotNull(page.Document.QuerySelector($"#p-{ines.MemberId:N} button[form=invite]"));
        var after = await page.SubmitAsync("#invite", choice);
        Assert.Equal(HttpStatusCode.OK, after.Status);
        Assert.Contains(
            "Ines Mercier is invited.",
            after.Document.QuerySelector(".toast")!.TextContent,
            StringComparison.Ordinal
        );
        Assert.Null(after.Document.QuerySelector($"#p-{ines.MemberId:N} button[form=invite]"));
        Assert.Contains("29 invitations left", after.Text, StringComparison.Ordinal);
        // The old tab is told so in words, and nobody is invited twice.
        var again = await page.SubmitAsync("#invite", choice);
        Assert.Equal(HttpStatusCode.UnprocessableEntity, again.Status);
        Assert.Contains(
            "This person is already invited to this job.",
            again.Document.QuerySelector(".error-summary")!.TextContent,
            StringComparison.Ordinal
        );
        Assert.Contains("29 invitations left", again.Text, StringComparison.Ordinal);

        var french = await browser.GetAsync($"/fr/mes-missions/{id}/selection");
        Assert.Contains("Nous avons examiné 3 freelances.", french.Text, StringComparison.Ordinal);
        Assert.Contains("possède Adobe Photoshop", french.Text, StringComparison.Ordinal);
    }

    [Theory, MemberData(nameof(Stores.Both), MemberType = typeof(Stores))]
    public async Task It_is_made_anew_when_the_post_is_edited_and_leaves_out_who_answered(Store store)
    {
        await using var host = await TestHost.StartAsync(store);
        var client = await host.MemberAsync("Chloe", client: true);
        var ines = await host.ListedAsync("Ines Mercier", "Illustrator", "Adobe Photoshop");
        await host.ListedAsync("Tomasz Wilk", "Bookkeeper", "Bookkeeping");
        var id = await host.PostedAsync(client);
        await host.SettleAsync();
        using var browser = await host.SignedInAsync(client);
        Assert.Equal(["Ines Mercier"], (await browser.GetAsync($"/en/my-jobs/{id}/shortlist")).Names());
        await host.ProposedAsync(id, ines);
        Assert.Empty((await browser.GetAsync($"/en/my-jobs/{id}/shortlist")).Names());
        await host.SaveAsync(id, new Metier.Jobs.SkillsPart("Bookkeeping", "", "Medium", "Quarter", "Solid"), client);
        await host.SettleAsync();
        Assert.Equal(["Tomasz Wilk"], (await browser.GetAsync($"/en/my-jobs/{id}/shortlist")).Names());
    }

    [Theory, MemberData(nameof(Stores.Both), MemberType = typeof(Stores))]
    public async Task It_is_for_the_owner_alone(Store store)
    {
        await using var host = await TestHost.StartAsync(store);
        var client = await host.MemberAsync("Chloe", client: true);
        var rival = await host.MemberAsync("Rival", client: true);
        var ines = await host.ListedAsync("Ines Mercier", "Illustrator", "Adobe Photoshop");
        var id = await host.PostedAsync(client);
        var draft = await host.DraftAsync(client);
        await host.SettleAsync();
        foreach (var actor in new[] { rival, client })
        {
            using var browser = await host.SignedInAsync(actor);
            var path = actor == rival ? id : draft;
            Assert.Equal(HttpStatusCode.NotFound, (await browser.GetAsync($"/en/my-jobs/{path}/shortlist")).Status);
        }
        using var visitor = host.Visitor();
        Assert.StartsWith(
            "/en/login",
            (await visitor.GetAsync($"/en/my-jobs/{id}/shortlist")).Path,
            StringComparison.Ordinal
        );
        using var freelancer = await host.SignedInAsync(ines);
        Assert.DoesNotContain(
            "shortlist",
            (await freelancer.GetAsync($"/en/my-jobs/{id}/shortlist")).Path.Split('?')[0],
            StringComparison.Ordinal
        );
    }

    [Theory, MemberData(nameof(Stores.Both), MemberType = typeof(Stores))]
    public async Task The_client_gets_it_by_mail_once_with_the_reasons_in_their_language(Store store)
    {
        await using var host = await TestHost.StartAsync(store);
        var client = await host.MemberAsync("Chloe", client: true, language: "fr");
        await host.ListedAsync("Ines Mercier", "Illustrator", "Adobe Photoshop");
        var id = await host.PostedAsync(client);
        await host.SettleAsync();
        var mail = Assert.Single(
            await host.MailsAsync(),
            m => m.Subject.Contains("sélection", StringComparison.Ordinal)
        );
        Assert.Contains("Nous avons examiné 1 freelance.", mail.Text, StringComparison.Ordinal);
        Assert.Contains("possède Adobe Photoshop", mail.Text, StringComparison.Ordinal);
        Assert.Contains($"/go/shortlist/{id}", mail.Text, StringComparison.Ordinal);

        var unwanted = await host.DraftAsync(client, "Work nobody can do");
        await host.SaveAsync(
            unwanted,
            new Metier.Jobs.SkillsPart("Bookkeeping", "", "Medium", "Quarter", "Solid"),
            client
        );
        await host.PostAsync(unwanted, client);
        await host.SettleAsync();
        Assert.Single(await host.MailsAsync(), m => m.Subject.Contains("sélection", StringComparison.Ordinal));
    }

    [Fact]
    public async Task The_page_on_ranking_lists_every_feature_with_its_points_in_both_languages()
    {
        await using var host = await TestHost.StartAsync(Store.Sqlite);
        using var visitor = host.Visitor();
        foreach (var path in new[] { "/en/how-ranking-works", "/fr/comment-fonctionne-le-classement" })
        {
            var page = await visitor.GetAsync(path);
            foreach (var weights in RankingWeights.All)
            {
                var rows = page.Document.QuerySelectorAll($"[data-role={weights.Role}] tbody tr");
                Assert.Equal(
                    weights.Features.Select(f => f.Points.ToString(null, null)),
                    rows.Select(r => r.QuerySelector(".num")!.TextContent)
                );
                Assert.All(rows, r => Assert.NotEmpty(r.QuerySelector(".muted")!.TextContent));
                Assert.All(
                    rows,
                    r =>
                        Assert.DoesNotContain(
                            r.QuerySelector(".b")!.TextContent,
                            Enum.GetNames<Feature>().Where(n => n.Length > 12)
                        )
                );
            }
        }
    }

    [Fact]
    public async Task Wherever_people_or_jobs_are_put_in_order_the_page_that_says_how_is_one_click_away()
    {
        await using var host = await TestHost.StartAsync(Store.Sqlite);
        using var visitor = host.Visitor();
        foreach (
            var (path, where) in new[]
            {
                ("/en/talent", "main"),
                ("/en/jobs", "main"),
                ("/en/how-it-works", "main"),
                ("/en", "footer"),
                ("/fr/talents", "main"),
                ("/fr/missions", "main"),
                ("/fr/comment-ca-marche", "main"),
            }
        )
        {
            var page = await visitor.GetAsync(path);
            var ranking = path.StartsWith("/fr", StringComparison.Ordinal)
                ? "/fr/comment-fonctionne-le-classement"
                : "/en/how-ranking-works";
            Assert.True(page.Document.QuerySelector($"{where} a[href='{ranking}']") is not null, path);
        }
        var client = await host.MemberAsync("Chloe", client: true);
        var id = await host.PostedAsync(client);
        await host.SettleAsync();
        using var browser = await host.SignedInAsync(client);
        // Nobody on it, and still it says how it was made; at work the footer is one line.
        var shortlist = await browser.GetAsync($"/en/my-jobs/{id}/shortlist");
        Assert.Empty(shortlist.Names());
        Assert.NotNull(shortlist.Document.QuerySelector("main a[href='/en/how-ranking-works']"));
        Assert.NotNull(shortlist.Document.QuerySelector("footer.slim a[href='/en/how-ranking-works']"));
    }

    [Fact]
    public async Task The_home_page_counts_real_people_per_trade_and_says_nothing_while_there_are_none()
    {
        await using var host = await TestHost.StartAsync(Store.Sqlite);
        using var visitor = host.Visitor();
        Assert.Null((await visitor.GetAsync("/en?a=1")).Document.QuerySelector("#trades"));
        await host.ListedAsync("Ines Mercier", "Illustrator", "Watercolour");
        await host.SettleAsync();
        var page = await visitor.GetAsync("/en?a=2");
        var link = page.Document.QuerySelector("[aria-labelledby=trades] a")!;
        Assert.Contains("1 freelancer", link.ParentElement!.TextContent, StringComparison.Ordinal);
        Assert.Equal(["Ines Mercier"], (await visitor.GetAsync(link.GetAttribute("href")!)).Names());
    }
}
