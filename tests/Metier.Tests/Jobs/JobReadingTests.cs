using System.Net;
using Metier.Jobs;
using Metier.Platform;
using static Metier.Tests.Jobs.JobPageScenes;

namespace Metier.Tests.Jobs;

/// <summary>A post as others read it: who finds it, what it can carry, what is left when it is closed.</summary>
public class JobReadingTests
{
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
}
