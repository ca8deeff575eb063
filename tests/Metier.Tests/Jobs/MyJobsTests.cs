using System.Net;
using Metier.Jobs;
using Metier.Platform;
using Metier.Proposals;
using Microsoft.Extensions.DependencyInjection;

namespace Metier.Tests.Jobs;

/// <summary>The client's own lists: what wants an answer first, everything else page by page; and who is told when a job ends.</summary>
public class MyJobsTests
{
    [Theory, MemberData(nameof(Stores.Both), MemberType = typeof(Stores))]
    public async Task Jobs_are_listed_by_state_page_by_page_and_what_needs_an_answer_comes_first(Store store)
    {
        await using var host = await TestHost.StartAsync(store);
        var client = await host.MemberAsync("Jeanne Roy", client: true);
        var freelancer = await host.MemberAsync("Chloe Marchand", freelancer: true);
        var asked = await host.PostedAsync(client, "The oldest job");
        await host.ProposedAsync(asked, freelancer);
        for (var i = 1; i <= 22; i++)
        {
            host.Clock.Advance(TimeSpan.FromMinutes(1));
            await host.PostedAsync(client, $"Job number {i:00}");
        }
        var draft = await host.DraftAsync(client, "Only a draft");
        var other = await host.MemberAsync("Eve Other", client: true);
        await host.PostedAsync(other, "Not hers");
        using var browser = await host.SignedInAsync(client);

        var page = await browser.GetAsync("/en/my-jobs");
        Assert.Equal(HttpStatusCode.OK, page.Status);
        var first = page.Document.QuerySelector("section.card")!;
        Assert.Contains("Needs you first", first.TextContent, StringComparison.Ordinal);
        Assert.Contains("The oldest job", first.TextContent, StringComparison.Ordinal);
        Assert.Contains("1 new", first.TextContent, StringComparison.Ordinal);
        Assert.DoesNotContain("Not hers", page.Text, StringComparison.Ordinal);
        Assert.Equal(20, page.Document.QuerySelectorAll("ul.card > li").Length);
        Assert.Contains("Job number 22", page.Text, StringComparison.Ordinal);
        Assert.DoesNotContain("Job number 02", page.Text, StringComparison.Ordinal);
        page = await browser.GetAsync(page.Document.QuerySelector("a[rel=next]")!.GetAttribute("href")!);
        Assert.Equal(3, page.Document.QuerySelectorAll("ul.card > li").Length);
        Assert.Contains("Job number 02", page.Text, StringComparison.Ordinal);
        Assert.Contains("The oldest job", page.Text, StringComparison.Ordinal);
        Assert.Null(page.Document.QuerySelector("a[rel=next]"));

        page = await browser.GetAsync("/en/my-jobs?list=drafts");
        Assert.Contains("Only a draft", page.Text, StringComparison.Ordinal);
        Assert.NotNull(page.Document.QuerySelector($"a[href='/en/my-jobs/{draft}/edit']"));
        page = await browser.GetAsync("/en/my-jobs?list=past");
        Assert.Contains("No job has ended yet.", page.Text, StringComparison.Ordinal);

        page = await browser.GetAsync("/en/dashboard");
        Assert.Contains("Your jobs", page.Text, StringComparison.Ordinal);
        Assert.Contains("The oldest job 1 new proposal", page.Text, StringComparison.Ordinal);
        using var theirs = await host.SignedInAsync(freelancer);
        Assert.DoesNotContain("Your jobs", (await theirs.GetAsync("/en/dashboard")).Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task When_a_jobs_time_runs_out_its_client_and_those_who_wait_are_told_once()
    {
        await using var host = await TestHost.StartAsync(Store.Sqlite);
        var client = await host.MemberAsync("Jeanne Roy", client: true, language: "fr");
        var freelancer = await host.MemberAsync("Chloe Marchand", freelancer: true);
        var gone = await host.MemberAsync("Ana Gone", freelancer: true);
        var id = await host.PostedAsync(client);
        await host.ProposedAsync(id, freelancer);
        var withdrawn = await host.ProposedAsync(id, gone);
        var taken = await host.InScopeAsync(s =>
            s.GetRequiredService<WithdrawProposal>().RunAsync(withdrawn, null, gone, CancellationToken.None)
        );
        Assert.True(taken.Ok);
        using var browser = await host.SignedInAsync(client);
        await host.AdvanceAsync(TimeSpan.FromDays(26));
        Assert.Contains("Expire", (await browser.GetAsync("/fr/mes-missions")).Text, StringComparison.Ordinal);
        await host.AdvanceAsync(TimeSpan.FromDays(5));
        await host.AdvanceAsync(TimeSpan.FromDays(3));

        Assert.Equal(JobState.Expired, (await host.JobAsync(id, client))!.State);
        var mails = await host.MailsAsync();
        var toClient = Assert.Single(
            mails,
            m => m.Subject.StartsWith("Votre mission a expiré", StringComparison.Ordinal)
        );
        Assert.Equal(client.Email, toClient.ToAddress);
        var toFreelancer = Assert.Single(mails, m => m.Subject.StartsWith("No longer open", StringComparison.Ordinal));
        Assert.Equal(freelancer.Email, toFreelancer.ToAddress);
        var page = await browser.GetAsync("/fr/mes-missions");
        Assert.Contains("Rouvrez-la si vous cherchez toujours.", page.Text, StringComparison.Ordinal);

        // Opened again and closed by hand: those who still wait hear of it, the client knows.
        using (var owner = await host.SignedInAsync(client))
        {
            page = await (await owner.GetAsync($"/fr/missions/{id}")).SubmitAsync("aside form");
            await page.SubmitAsync(
                "form:has([name='Close.Reason'])",
                new Dictionary<string, string?> { ["Close.Reason"] = "NotNeeded" }
            );
        }
        await host.SettleAsync();
        mails = await host.MailsAsync();
        Assert.Equal(2, mails.Count(m => m.Subject.StartsWith("No longer open", StringComparison.Ordinal)));
        Assert.Single(mails, m => m.Subject.StartsWith("Votre mission a expiré", StringComparison.Ordinal));
        Assert.Contains(
            "Terminée",
            (await browser.GetAsync("/fr/mes-missions?list=past")).Text,
            StringComparison.Ordinal
        );
    }
}
