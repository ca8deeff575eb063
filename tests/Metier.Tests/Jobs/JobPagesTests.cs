using System.Net;
using System.Text;
using Metier.Jobs;
using Metier.Platform;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using static Metier.Tests.Jobs.JobPageScenes;

namespace Metier.Tests.Jobs;

/// <summary>Writing and posting a job, as a browser without script does it.</summary>
public class JobPagesTests
{
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
