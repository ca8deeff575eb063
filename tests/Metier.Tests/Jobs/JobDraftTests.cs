using System.Net;
using Metier.Jobs;
using Metier.Members;
using Metier.Platform;
using Microsoft.Extensions.DependencyInjection;
using static Metier.Tests.Jobs.JobPageScenes;

namespace Metier.Tests.Jobs;

/// <summary>What happens around a post while it is written: it saves itself, and two people may write at once.</summary>
public class JobDraftTests
{
    [Theory, MemberData(nameof(Stores.Both), MemberType = typeof(Stores))]
    public async Task A_draft_saves_itself_while_one_types_and_only_for_its_client(Store store)
    {
        var (host, client, browser) = await StartAsync(store);
        await using var _ = host;
        using var __ = browser;
        var page = await browser.GetAsync("/fr/mes-missions/nouvelle");
        var form = page.Form("form[enctype]");
        var token = form.QuerySelector("[name=__RequestVerificationToken]")!.GetAttribute("value")!;
        var id = Guid.Parse(form.QuerySelector("[name='Form.Id']")!.GetAttribute("value")!);
        var address = form.GetAttribute("data-autosave")!;
        Task<HttpResponseMessage> SendAsync(Browser from, string to, params (string, string)[] fields) =>
            from.Http.PostAsync(
                to,
                new FormUrlEncodedContent(fields.Select(f => new KeyValuePair<string, string>(f.Item1, f.Item2)))
            );

        Assert.Equal(
            HttpStatusCode.BadRequest,
            (await SendAsync(browser, address, ("Form.Title", "Sans jeton"))).StatusCode
        );
        var saved = await SendAsync(
            browser,
            address,
            ("__RequestVerificationToken", token),
            ("Form.Id", id.ToString()),
            ("Form.Title", new string('x', 120)),
            ("Form.Category", "nowhere")
        );
        Assert.Equal(HttpStatusCode.OK, saved.StatusCode);
        Assert.Contains(
            $"/fr/mes-missions/{id}/modifier/besoin",
            await saved.Content.ReadAsStringAsync(),
            StringComparison.Ordinal
        );
        var draft = (await host.JobAsync(id, client))!;
        Assert.Equal((100, "fr", JobState.Draft), (draft.Title.Length, draft.Language, draft.State));

        foreach (
            var (part, fields) in new[]
            {
                ("competences-inconnues", ("Form.X", "1")),
                ("skills", ("Form.MustHave", "Adobe Photoshop")),
                ("price", ("Form.Payment", "Hourly")),
                ("questions", ("Form.Questions[0].Text", "Pourquoi ?")),
                ("check", ("Form.Proof", "Activity")),
            }
        )
        {
            var answer = await SendAsync(
                browser,
                address.Replace("/what", "/" + part, StringComparison.Ordinal),
                ("__RequestVerificationToken", token),
                fields
            );
            Assert.Equal(
                part == "competences-inconnues" ? HttpStatusCode.NotFound : HttpStatusCode.NoContent,
                answer.StatusCode
            );
        }
        draft = (await host.JobAsync(id, client))!;
        Assert.Equal(["adobe-photoshop"], draft.MustHave);
        Assert.Equal((JobPayment.Hourly, ProofLevel.Activity), (draft.Payment, draft.Proof));
        Assert.Equal(["Pourquoi ?"], draft.Questions.Select(q => q.Text));

        var stranger = await host.MemberAsync("Eve Other", client: true);
        using var theirs = await host.SignedInAsync(stranger);
        var other = await theirs.GetAsync("/en/my-jobs/new");
        var foreign = other.Document.QuerySelector("main [name=__RequestVerificationToken]")!.GetAttribute("value")!;
        Assert.Equal(
            HttpStatusCode.NotFound,
            (
                await SendAsync(theirs, address, ("__RequestVerificationToken", foreign), ("Form.Title", "Stolen"))
            ).StatusCode
        );

        // What is posted is never saved behind one's back.
        var open = await host.PostedAsync(client);
        Assert.Equal(
            HttpStatusCode.Conflict,
            (
                await SendAsync(
                    browser,
                    $"/en/my-jobs/{open}/draft/what",
                    ("__RequestVerificationToken", token),
                    ("Form.Title", "Other")
                )
            ).StatusCode
        );
        Assert.Equal("Picture book, 32 pages", (await host.JobAsync(open, client))!.Title);
    }

    [Fact]
    public async Task Skills_are_found_in_the_text_while_one_types_and_a_budget_is_shown_in_its_parts()
    {
        var (host, _, browser) = await StartAsync(Store.Sqlite);
        await using var __ = host;
        using var ___ = browser;
        var page = await browser.GetAsync("/fr/mes-missions/nouvelle");
        using var typed = new FormUrlEncodedContent(
            new Dictionary<string, string>
            {
                ["__RequestVerificationToken"] = page
                    .Document.QuerySelector("main [name=__RequestVerificationToken]")!
                    .GetAttribute("value")!,
                ["Form.Title"] = "Retouche photo",
                ["Form.Description"] = "Adobe Photoshop indispensable, <b>InDesign</b> serait un plus",
            }
        );
        var found = await browser.Http.PostAsync(page.Form("form[data-needs]").GetAttribute("data-needs"), typed);
        var html = WebUtility.HtmlDecode(await found.Content.ReadAsStringAsync());
        Assert.Contains("3 compétences trouvées", html, StringComparison.Ordinal);
        Assert.Contains("«\u00A0serait un plus\u00A0»", html, StringComparison.Ordinal);
        var parts = await browser.Http.GetStringAsync("/fr/mes-missions/prix?amount=4500&currency=EUR&hourly=false");
        Assert.Contains("4\u202F623,75\u00A0€", WebUtility.HtmlDecode(parts), StringComparison.Ordinal);
        Assert.Equal(
            HttpStatusCode.NoContent,
            (await browser.Http.GetAsync("/fr/mes-missions/prix?amount=beaucoup&currency=EUR&hourly=false")).StatusCode
        );
    }

    [Theory, MemberData(nameof(Stores.Both), MemberType = typeof(Stores))]
    public async Task Nobody_overwrites_what_a_colleague_saved_meanwhile_without_knowing(Store store)
    {
        var (host, client, browser) = await StartAsync(store);
        await using var _ = host;
        using var __ = browser;
        var colleague = await host.MemberAsync("Karim Colleague");
        await host.InScopeAsync(async s =>
        {
            var db = s.GetRequiredService<MetierDb>();
            db.Add(
                new ClientMember
                {
                    ClientId = client.ClientId!.Value,
                    MemberId = colleague.MemberId,
                    Role = ClientRole.HiringManager,
                    Since = host.Now,
                }
            );
            await db.SaveChangesAsync();
        });
        using var theirs = await host.SignedInAsync(colleague);
        var id = await host.PostedAsync(client);
        var mine = await browser.GetAsync($"/en/my-jobs/{id}/edit/what");
        var other = await theirs.GetAsync($"/en/my-jobs/{id}/edit/what");
        host.Clock.Advance(TimeSpan.FromMinutes(1));
        await other.SubmitAsync("form[enctype]", new Dictionary<string, string?> { ["Form.Title"] = "Karim's title" });
        host.Clock.Advance(TimeSpan.FromMinutes(1));

        var refused = await mine.SubmitAsync(
            "form[enctype]",
            new Dictionary<string, string?> { ["Form.Title"] = "My title" }
        );
        Assert.Equal(HttpStatusCode.UnprocessableEntity, refused.Status);
        Assert.Contains("Somebody else on your team saved this job", refused.Text, StringComparison.Ordinal);
        Assert.Equal("My title", refused.Document.QuerySelector("#form-title")!.GetAttribute("value"));
        Assert.Equal("Karim's title", (await host.JobAsync(id, client))!.Title);
        var kept = await refused.SubmitAsync("form[enctype]");
        Assert.Equal(HttpStatusCode.OK, kept.Status);
        Assert.Equal("My title", (await host.JobAsync(id, client))!.Title);
    }
}
