using System.Net;
using System.Text;
using Metier.Jobs;
using Metier.Members;
using Metier.Platform;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace Metier.Tests.Jobs;

/// <summary>Writing, posting and reading a job, as a browser without script does it.</summary>
public class JobPagesTests
{
    private static readonly Dictionary<string, string?> What = new()
    {
        ["Form.Title"] = "Picture book, 32 pages",
        ["Form.Description"] =
            "Sixteen spreads in **watercolour**. You must know Adobe Photoshop; Adobe InDesign is a plus. Budget €4,500, 3 months, senior.",
        ["Form.Category"] = "illustration",
    };

    private static readonly Dictionary<string, string?> Skills = new() { ["Form.Size"] = "Medium" };

    private static async Task<(TestHost Host, Actor Client, Browser Browser)> StartAsync(Store store)
    {
        var host = await TestHost.StartAsync(store);
        var client = await host.MemberAsync("Jeanne Roy", client: true);
        return (host, client, await host.SignedInAsync(client));
    }

    private static Guid IdOf(Page page) =>
        Guid.Parse(page.Uri.Segments.First(s => Guid.TryParse(s.Trim('/'), out _)).Trim('/'));

    [Theory, MemberData(nameof(Stores.Both), MemberType = typeof(Stores))]
    public async Task A_job_is_written_page_by_page_checked_posted_and_read_by_everybody(Store store)
    {
        var (host, client, browser) = await StartAsync(store);
        await using var _ = host;
        using var __ = browser;
        var page = await browser.GetAsync("/en/my-jobs/new");
        page = await page.SubmitAsync(
            "form[enctype]",
            What,
            [("Form.Files", "brief.txt", Encoding.UTF8.GetBytes("Two hens and a fox."))]
        );
        Assert.EndsWith("/edit/skills", page.Path, StringComparison.Ordinal);
        var id = IdOf(page);

        // What the text says is put in, with the words it came from.
        Assert.Equal(
            "Picture books, Watercolour, Adobe Photoshop",
            page.Document.QuerySelector("[name='Form.MustHave']")!.GetAttribute("value")
        );
        Assert.Equal("Adobe InDesign", page.Document.QuerySelector("[name='Form.NiceToHave']")!.GetAttribute("value"));
        Assert.Contains("From “Adobe InDesign” · because of “a plus”", page.Text, StringComparison.Ordinal);
        Assert.NotNull(page.Document.QuerySelector("[name='Form.Level'][value=Expert][checked]"));
        Assert.NotNull(page.Document.QuerySelector("[name='Form.Length'][value=Quarter][checked]"));
        page = await page.SubmitAsync("#skills", Skills);

        Assert.EndsWith("/edit/price", page.Path, StringComparison.Ordinal);
        Assert.Equal("4500.00", page.Document.QuerySelector("[name='Form.Budget']")!.GetAttribute("value"));
        Assert.Contains("€4,623.75", page.Text, StringComparison.Ordinal);
        page = await page.SubmitAsync("form.pay", new Dictionary<string, string?> { ["Form.StartOn"] = "2026-12-01" });

        Assert.EndsWith("/edit/questions", page.Path, StringComparison.Ordinal);
        page = await page.SubmitAsync(
            "#questions",
            new Dictionary<string, string?>
            {
                ["Form.Questions[0].Text"] = "Which book of yours is closest?",
                ["Form.Questions[0].Required"] = "true",
                ["Form.Do"] = "add",
            }
        );
        page = await page.SubmitAsync(
            "#questions",
            new Dictionary<string, string?> { ["Form.Questions[1].Text"] = "Do you work on paper?" }
        );

        Assert.EndsWith($"/{id}/edit", page.Path, StringComparison.Ordinal);
        Assert.Contains("Check and post", page.Text, StringComparison.Ordinal);
        Assert.Contains("Which book of yours is closest? (needs an answer)", page.Text, StringComparison.Ordinal);
        Assert.Contains("brief.txt", page.Text, StringComparison.Ordinal);
        Assert.Contains("€4,623.75", page.Text, StringComparison.Ordinal);
        Assert.DoesNotContain("Not said yet", page.Text, StringComparison.Ordinal);
        using var visitor = host.Visitor();
        Assert.Equal(HttpStatusCode.NotFound, (await visitor.GetAsync($"/en/jobs/{id}")).Status);
        page = await page.SubmitAsync("form.card");

        Assert.Equal(HttpStatusCode.OK, page.Status);
        Assert.Contains("Your job is posted.", page.Html, StringComparison.Ordinal);
        var read = await visitor.GetAsync($"/en/jobs/{id}");
        Assert.Equal(HttpStatusCode.OK, read.Status);
        Assert.Contains("<strong>watercolour</strong>", read.Html, StringComparison.Ordinal);
        Assert.Contains("€4,500", read.Text, StringComparison.Ordinal);
        Assert.Contains("1 Dec 2026", read.Text, StringComparison.Ordinal);
        Assert.Contains("Fewer than 5 proposals", read.Text, StringComparison.Ordinal);
        Assert.Contains("Jeanne Roy Ltd", read.Text, StringComparison.Ordinal);
        Assert.Contains("No payment method yet", read.Text, StringComparison.Ordinal);
        Assert.DoesNotContain("Edit the job", read.Text, StringComparison.Ordinal);
        var file = read.Document.QuerySelector("a.file")!.GetAttribute("href")!;
        Assert.Equal("Two hens and a fox.", await visitor.Http.GetStringAsync(file));
        var french = await visitor.GetAsync($"/fr/missions/{id}");
        Assert.Contains("Moins de 5 propositions", french.Text, StringComparison.Ordinal);
        Assert.Contains("4 500 €", french.Text, StringComparison.Ordinal);
        var mine = await browser.GetAsync($"/en/jobs/{id}");
        Assert.Contains("Edit the job", mine.Text, StringComparison.Ordinal);
        Assert.Equal(client.ClientId, (await host.JobAsync(id, null))!.ClientId);
    }

    [Fact]
    public async Task What_is_wrong_on_a_page_stands_beside_its_field_and_what_was_typed_stays()
    {
        var (host, _, browser) = await StartAsync(Store.Sqlite);
        await using var __ = host;
        using var ___ = browser;
        var page = await browser.GetAsync("/en/my-jobs/new");
        var wrong = await page.SubmitAsync(
            "form[enctype]",
            new Dictionary<string, string?>
            {
                ["Form.Title"] = new string('x', 101),
                ["Form.Description"] = "",
                ["Form.Category"] = "no-such",
            }
        );
        Assert.Equal(HttpStatusCode.UnprocessableEntity, wrong.Status);
        Assert.Equal(3, wrong.Errors.Count);
        Assert.Equal(new string('x', 101), wrong.Document.QuerySelector("#form-title")!.GetAttribute("value"));
        Assert.Equal("#form-title", wrong.Document.QuerySelector(".error-summary a")!.GetAttribute("href"));
        Assert.StartsWith("Error:", wrong.Document.Title, StringComparison.Ordinal);
        page = await wrong.SubmitAsync("form[enctype]", What);
        var id = IdOf(page);

        wrong = await page.SubmitAsync(
            "#skills",
            new Dictionary<string, string?> { ["Form.MustHave"] = "Photoshoppery", ["Form.Level"] = null }
        );
        Assert.Equal(HttpStatusCode.UnprocessableEntity, wrong.Status);
        Assert.Contains(wrong.Errors, e => e.Contains("“Photoshoppery” is not in our list", StringComparison.Ordinal));
        Assert.Contains(wrong.Errors, e => e == "Choose how large the job is");
        Assert.Equal("Photoshoppery", wrong.Document.QuerySelector("#form-musthave")!.GetAttribute("value"));
        var added = await wrong.SubmitAsync(
            "#skills",
            new Dictionary<string, string?> { ["Form.Do"] = "add-adobe-photoshop" }
        );
        Assert.Equal(HttpStatusCode.OK, added.Status);
        Assert.Equal(
            "Photoshoppery, Adobe Photoshop",
            added.Document.QuerySelector("#form-musthave")!.GetAttribute("value")
        );
        page = await added.SubmitAsync(
            "#skills",
            new Dictionary<string, string?>(Skills) { ["Form.MustHave"] = "photoshop", ["Form.Level"] = "Solid" }
        );

        wrong = await page.SubmitAsync(
            "form.pay",
            new Dictionary<string, string?>
            {
                ["Form.Payment"] = "Hourly",
                ["Form.RateFrom"] = "2",
                ["Form.RateTo"] = "a lot",
                ["Form.StartOn"] = "2020-01-01",
            }
        );
        Assert.Equal(HttpStatusCode.UnprocessableEntity, wrong.Status);
        Assert.Equal(3, wrong.Errors.Count);
        Assert.Equal("a lot", wrong.Document.QuerySelector("#form-rateto")!.GetAttribute("value"));
        page = await wrong.SubmitAsync(
            "form.pay",
            new Dictionary<string, string?>
            {
                ["Form.RateFrom"] = "30",
                ["Form.RateTo"] = "45,50",
                ["Form.StartOn"] = "",
            }
        );

        wrong = await page.SubmitAsync(
            "#questions",
            new Dictionary<string, string?> { ["Form.Questions[0].Text"] = new string('?', 301) }
        );
        Assert.Equal(HttpStatusCode.UnprocessableEntity, wrong.Status);
        Assert.Single(wrong.Errors);
        page = await wrong.SubmitAsync("#questions", new Dictionary<string, string?> { ["Form.Do"] = "remove-0" });
        page = await page.SubmitAsync("#questions");
        Assert.Contains("€45.50/hr", page.Text, StringComparison.Ordinal);

        wrong = await page.SubmitAsync("form.card", new Dictionary<string, string?> { ["Form.Proof"] = "Guess" });
        Assert.Equal(HttpStatusCode.UnprocessableEntity, wrong.Status);
        Assert.Equal(["Choose how hours are proved"], wrong.Errors);
        page = await wrong.SubmitAsync("form.card", new Dictionary<string, string?> { ["Form.Proof"] = "Counts" });
        Assert.Equal(ProofLevel.Counts, (await host.JobAsync(id, null))!.Proof);
    }

    [Fact]
    public async Task A_draft_says_what_it_still_needs_and_is_not_posted_before()
    {
        var (host, client, browser) = await StartAsync(Store.Sqlite);
        await using var _ = host;
        using var __ = browser;
        var id = Ids.New(host.Clock);
        Assert.True(
            (await host.SaveAsync(id, new WhatPart("Half a job", null, null, "en"), client, unfinished: true)).Ok
        );
        var page = await browser.GetAsync($"/en/my-jobs/{id}/edit");
        Assert.Contains("Not said yet", page.Text, StringComparison.Ordinal);
        var wrong = await page.SubmitAsync("form.card");
        Assert.Equal(HttpStatusCode.UnprocessableEntity, wrong.Status);
        Assert.Contains("Describe the work", wrong.Errors);
        Assert.Equal("#what-description", wrong.Document.QuerySelector(".error-summary a")!.GetAttribute("href"));
        Assert.NotNull(wrong.Document.QuerySelector("#what-description"));
        Assert.Equal(JobState.Draft, (await host.JobAsync(id, client))!.State);

        // From "Change" one comes back here.
        page = await browser.GetAsync(wrong.Document.QuerySelector("a[href*='/edit/what']")!.GetAttribute("href")!);
        page = await page.SubmitAsync("form[enctype]", What);
        Assert.EndsWith($"/{id}/edit", page.Path, StringComparison.Ordinal);

        page = await page.SubmitAsync("#discard form");
        Assert.Null(await host.JobAsync(id, client));
        Assert.Equal(HttpStatusCode.NotFound, (await browser.GetAsync($"/en/my-jobs/{id}/edit")).Status);
    }

    [Theory, MemberData(nameof(Stores.Both), MemberType = typeof(Stores))]
    public async Task A_job_is_posted_once_however_often_the_button_is_pressed(Store store)
    {
        var (host, client, browser) = await StartAsync(store);
        await using var _ = host;
        using var __ = browser;
        var first = await browser.GetAsync("/en/my-jobs/new");
        var drafts = await Task.WhenAll(Enumerable.Range(0, 3).Select(_ => first.SubmitAsync("form[enctype]", What)));
        Assert.Single(drafts.Select(d => IdOf(d)).Distinct());

        var id = await host.DraftAsync(client);
        var page = await browser.GetAsync($"/en/my-jobs/{id}/edit");
        var all = await Task.WhenAll(Enumerable.Range(0, 4).Select(_ => page.SubmitAsync("form.card")));
        Assert.All(all, p => Assert.Equal((HttpStatusCode.OK, $"/en/jobs/{id}"), (p.Status, Where(p))));
        var posted = await host.InScopeAsync(s =>
            s.GetRequiredService<MetierDb>().Set<AuditEntry>().CountAsync(a => a.Action == "job.posted")
        );
        Assert.Equal(1, posted);

        static string Where(Page p) =>
            p.Path.Contains("shortlist", StringComparison.Ordinal) ? $"/en/jobs/{IdOf(p)}" : p.Path;
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

    [Fact]
    public async Task Other_peoples_jobs_do_not_exist()
    {
        var (host, client, browser) = await StartAsync(Store.Sqlite);
        await using var _ = host;
        using var __ = browser;
        var draft = await host.DraftAsync(client);
        var posted = await host.PostedAsync(client);
        var secret = await host.PostedAsync(client, "Secret job", visibility: "InvitedOnly");
        var freelancer = await host.MemberAsync("Chloe Marchand", freelancer: true);
        using var stranger = await host.SignedInAsync(
            await host.MemberAsync("Eve Other", freelancer: true, client: true)
        );
        using var guest = await host.SignedInAsync(freelancer);
        using var visitor = host.Visitor();
        foreach (var page in new[] { "", "/what", "/skills", "/price", "/questions" })
        {
            Assert.Equal(HttpStatusCode.NotFound, (await stranger.GetAsync($"/en/my-jobs/{draft}/edit{page}")).Status);
            Assert.Equal(HttpStatusCode.NotFound, (await stranger.GetAsync($"/en/my-jobs/{posted}/edit{page}")).Status);
            Assert.Equal(HttpStatusCode.OK, (await browser.GetAsync($"/en/my-jobs/{posted}/edit{page}")).Status);
        }
        Assert.Equal(HttpStatusCode.NotFound, (await stranger.GetAsync($"/en/jobs/{draft}")).Status);
        foreach (var person in new[] { stranger, guest, visitor })
        {
            Assert.Equal(HttpStatusCode.NotFound, (await person.GetAsync($"/en/jobs/{secret}")).Status);
        }
        Assert.True((await host.InviteAsync(secret, freelancer.MemberId, client)).Ok);
        Assert.Equal(HttpStatusCode.OK, (await guest.GetAsync($"/en/jobs/{secret}")).Status);

        // A form of one's own, sent to somebody else's address.
        var own = await browser.GetAsync($"/en/jobs/{posted}");
        var token = own.Document.QuerySelector("form:has([name='Close.Reason']) [name=__RequestVerificationToken]");
        Assert.NotNull(token);
        var theirs = await stranger.GetAsync("/en/my-jobs/new");
        var fields = new Dictionary<string, string>
        {
            ["__RequestVerificationToken"] = theirs
                .Document.QuerySelector("main [name=__RequestVerificationToken]")!
                .GetAttribute("value")!,
            ["_handler"] = "close",
            ["Close.Reason"] = "Mistake",
        };
        using var close = new FormUrlEncodedContent(fields);
        var answer = await stranger.PostAsync($"/en/jobs/{posted}", close);
        Assert.NotEqual(HttpStatusCode.OK, answer.Status);
        Assert.Equal(JobState.Open, (await host.JobAsync(posted, client))!.State);
    }

    [Fact]
    public async Task Words_of_a_post_carry_no_script_and_contact_details_are_flagged()
    {
        var (host, client, browser) = await StartAsync(Store.Sqlite);
        await using var _ = host;
        using var __ = browser;
        const string Script = "<script>alert(1)</script>";
        var id = await host.PostedAsync(client, "Job " + Script, [new TypedQuestion("Why " + Script, true)]);
        var saved = await host.SaveAsync(
            id,
            new WhatPart(
                "Job " + Script,
                Script + " [click](javascript:alert(1)) <img src=x onerror=alert(1)> write to me@example.org",
                "illustration",
                "en"
            ),
            client
        );
        Assert.True(saved.Ok);
        using var visitor = host.Visitor();
        foreach (
            var page in new[]
            {
                await visitor.GetAsync($"/en/jobs/{id}"),
                await browser.GetAsync($"/en/jobs/{id}"),
                await browser.GetAsync($"/en/my-jobs/{id}/edit"),
                await browser.GetAsync($"/en/my-jobs/{id}/edit/what"),
            }
        )
        {
            Assert.Equal(HttpStatusCode.OK, page.Status);
            Assert.DoesNotContain("<script>alert", page.Html, StringComparison.OrdinalIgnoreCase);
            Assert.DoesNotContain("href=\"javascript:", page.Html, StringComparison.OrdinalIgnoreCase);
            Assert.Null(page.Document.QuerySelector("main img[onerror]"));
        }
        Assert.Contains(
            "This post seems to contain an e-mail address.",
            (await visitor.GetAsync($"/en/jobs/{id}")).Text,
            StringComparison.Ordinal
        );
        Assert.Contains(
            "Your post seems to contain an e-mail address.",
            (await browser.GetAsync($"/en/my-jobs/{id}/edit")).Text,
            StringComparison.Ordinal
        );
    }

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

    [Fact]
    public async Task A_closed_job_says_so_stays_readable_and_can_be_opened_again()
    {
        var (host, client, browser) = await StartAsync(Store.Sqlite);
        await using var _ = host;
        using var __ = browser;
        var id = await host.PostedAsync(client);
        using var visitor = host.Visitor();
        var page = await browser.GetAsync($"/en/jobs/{id}");
        var wrong = await page.SubmitAsync(
            "form:has([name='Close.Reason'])",
            new Dictionary<string, string?> { ["Close.Note"] = "Found my cousin" }
        );
        Assert.Equal(HttpStatusCode.UnprocessableEntity, wrong.Status);
        Assert.Equal(["Choose a reason"], wrong.Errors);
        Assert.Contains("Found my cousin", wrong.Html, StringComparison.Ordinal);
        page = await wrong.SubmitAsync(
            "form:has([name='Close.Reason'])",
            new Dictionary<string, string?> { ["Close.Reason"] = "HiredElsewhere" }
        );
        Assert.Contains("The job is closed.", page.Html, StringComparison.Ordinal);
        var read = await visitor.GetAsync($"/en/jobs/{id}");
        Assert.Contains("It takes no more proposals.", read.Text, StringComparison.Ordinal);
        Assert.Contains("Sixteen spreads", read.Text, StringComparison.Ordinal);
        Assert.DoesNotContain("cousin", read.Html, StringComparison.Ordinal);

        page = await page.SubmitAsync("aside form");
        Assert.Equal(JobState.Open, (await host.JobAsync(id, null))!.State);
        await host.AdvanceAsync(TimeSpan.FromDays(20));
        page = await page.SubmitAsync("aside form");
        await host.AdvanceAsync(TimeSpan.FromDays(20));
        Assert.Equal(JobState.Open, (await host.JobAsync(id, null))!.State);
        await host.AdvanceAsync(TimeSpan.FromDays(11));
        Assert.Contains(
            "This job has expired",
            (await visitor.GetAsync($"/en/jobs/{id}")).Text,
            StringComparison.Ordinal
        );
    }

    [Fact]
    public async Task Questions_that_were_answered_can_no_longer_change()
    {
        var (host, client, browser) = await StartAsync(Store.Sqlite);
        await using var _ = host;
        using var __ = browser;
        var id = await host.PostedAsync(client, questions: [new TypedQuestion("On paper?", false)]);
        var stale = await browser.GetAsync($"/en/my-jobs/{id}/edit/questions");
        await host.ProposedAsync(id, await host.MemberAsync("Chloe Marchand", freelancer: true));
        var refused = await stale.SubmitAsync(
            "#questions",
            new Dictionary<string, string?> { ["Form.Questions[0].Text"] = "On screen?" }
        );
        Assert.Equal(HttpStatusCode.UnprocessableEntity, refused.Status);
        Assert.Contains("On paper?", refused.Text, StringComparison.Ordinal);
        Assert.Null(refused.Document.QuerySelector("#questions"));
        Assert.DoesNotContain(
            "edit/questions",
            (await browser.GetAsync($"/en/my-jobs/{id}/edit")).Document.QuerySelector("main")!.InnerHtml,
            StringComparison.Ordinal
        );
    }
}
