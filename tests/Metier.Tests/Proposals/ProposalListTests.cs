using System.Net;
using Metier.Jobs;
using Metier.Platform;
using Metier.Proposals;
using Metier.Tests.Jobs;
using Microsoft.Extensions.DependencyInjection;

namespace Metier.Tests.Proposals;

/// <summary>The weekly allowance, invitations, the client's lists and the comparison, on both databases.</summary>
public sealed class ProposalListTests
{
    private static readonly CancellationToken Ct = CancellationToken.None;

    private static Task<Outcome<Done>> CloseAsync(TestHost host, Guid job, Actor client) =>
        host.InScopeAsync(s => s.GetRequiredService<CloseJob>().RunAsync(new(job, "NotNeeded", null), client, Ct));

    private static Task<Outcome<Done>> OpenAsync(TestHost host, Guid proposal, Actor client) =>
        host.InScopeAsync(s => s.GetRequiredService<OpenProposal>().RunAsync(proposal, client, Ct));

    [Theory, MemberData(nameof(Stores.Both), MemberType = typeof(Stores))]
    public async Task Thirty_proposals_a_week_come_back_when_the_client_opens_declines_or_closes(Store store)
    {
        await using var host = await TestHost.StartAsync(store);
        var client = await host.MemberAsync("Ada Client", client: true);
        var freelancer = await host.MemberAsync("Zoe Freelance", freelancer: true);
        using var working = await host.SignedInAsync(freelancer);
        var sent = new List<(Guid Job, Guid Proposal)>();
        for (var i = 0; i < 30; i++)
        {
            var job = await host.PostedAsync(client, $"Job {i}");
            sent.Add((job, await host.ProposedAsync(job, freelancer)));
        }
        var one = await host.PostedAsync(client, "One too many");
        var page = await working.GetAsync($"/en/jobs/{one}/propose");
        Assert.Contains("You have sent 30 proposals this week", page.Text, StringComparison.Ordinal);
        var typed = new Dictionary<string, string?>
        {
            ["Form.Price"] = "500",
            ["Form.Letter"] = "Gladly.",
            ["Form.DurationCount"] = "2",
        };
        var refused = await page.SubmitAsync("button[value=send]", typed);
        Assert.Equal(HttpStatusCode.UnprocessableEntity, refused.Status);
        Assert.Contains("You have sent 30 proposals", refused.Text, StringComparison.Ordinal);
        Assert.Contains("Gladly.", (await working.GetAsync($"/en/jobs/{one}/propose")).Html, StringComparison.Ordinal);

        // Opened: one comes back, and only once.
        Assert.True((await OpenAsync(host, sent[0].Proposal, client)).Ok);
        Assert.True((await OpenAsync(host, sent[0].Proposal, client)).Ok);
        Assert.Equal(1, (await host.AllowanceAsync(freelancer)).Left);
        // Declined.
        Assert.True(
            (
                await host.InScopeAsync(s =>
                    s.GetRequiredService<DeclineProposal>().RunAsync(new(sent[1].Proposal, "Price", null), client, Ct)
                )
            ).Ok
        );
        Assert.Equal(2, (await host.AllowanceAsync(freelancer)).Left);
        // Closed.
        Assert.True((await CloseAsync(host, sent[2].Job, client)).Ok);
        await host.SettleAsync();
        Assert.Equal(3, (await host.AllowanceAsync(freelancer)).Left);
        // Withdrawing gives nothing back: otherwise a program would never run out.
        await host.InScopeAsync(s =>
            s.GetRequiredService<WithdrawProposal>().RunAsync(sent[3].Proposal, null, freelancer, Ct)
        );
        Assert.Equal(3, (await host.AllowanceAsync(freelancer)).Left);
        var now = await (await working.GetAsync($"/en/jobs/{one}/propose")).SubmitAsync("button[value=send]", typed);
        Assert.StartsWith("/en/proposals/", now.Path, StringComparison.Ordinal);
        // A week later all are back.
        await host.AdvanceAsync(TimeSpan.FromDays(7));
        Assert.Equal(30, (await host.AllowanceAsync(freelancer)).Left);
    }

    [Theory, MemberData(nameof(Stores.Both), MemberType = typeof(Stores))]
    public async Task An_invitation_is_read_put_aside_and_answered_without_allowance(Store store)
    {
        await using var host = await TestHost.StartAsync(store);
        var client = await host.MemberAsync("Ada Client", client: true);
        var freelancer = await host.MemberAsync("Zoe Freelance", freelancer: true, language: "fr");
        var job = await host.PostedAsync(client, visibility: "InvitedOnly");
        using var hiring = await host.SignedInAsync(client);
        using var working = await host.SignedInAsync(freelancer);
        await ProfileAsync(host, freelancer);

        // A job for invited people only does not exist for her yet.
        Assert.Equal(HttpStatusCode.NotFound, (await working.GetAsync($"/fr/missions/{job}/proposer")).Status);
        var invite = await hiring.GetAsync($"/en/talent/{freelancer.MemberId}/invite?job={job}");
        var wrong = await invite.SubmitAsync(
            "[name='Invite.Message']",
            new Dictionary<string, string?> { ["Invite.Message"] = new string('x', 1001) }
        );
        Assert.Equal(HttpStatusCode.UnprocessableEntity, wrong.Status);
        var message = new Dictionary<string, string?> { ["Invite.Message"] = "Your hedgehogs are wonderful." };
        var invited = await invite.SubmitAsync("[name='Invite.Message']", message);
        Assert.Contains("Waiting for an answer", invited.Text, StringComparison.Ordinal);
        // The same form again: once is once.
        var again = await invite.SubmitAsync("[name='Invite.Message']", message);
        Assert.Contains("already invited", again.Text, StringComparison.Ordinal);
        await host.SettleAsync();
        var mail = Assert.Single(await host.MailsAsync());
        Assert.Equal((freelancer.Email, "fr"), (mail.ToAddress, mail.Language));
        Assert.Contains("Your hedgehogs are wonderful.", mail.Text, StringComparison.Ordinal);

        var dashboard = await working.GetAsync("/fr/tableau-de-bord");
        Assert.Contains("Picture book, 32 pages", dashboard.Text, StringComparison.Ordinal);
        var list = await working.GetAsync("/fr/invitations");
        var page = await working.GetAsync(
            list.Document.QuerySelector("main a[href^='/fr/invitations/']")!.GetAttribute("href")!
        );
        Assert.Contains("Your hedgehogs are wonderful.", page.Text, StringComparison.Ordinal);
        var aside = await page.SubmitAsync("form[action*='/ignore']");
        Assert.Equal("/fr/invitations", aside.Path);
        // The client is not told.
        Assert.Contains(
            "Waiting for an answer",
            (await hiring.GetAsync($"/en/my-jobs/{job}/proposals?view=invited")).Text,
            StringComparison.Ordinal
        );
        var form = await working.GetAsync($"/fr/missions/{job}/proposer");
        var sent = await form.SubmitAsync(
            "button[value=send]",
            new Dictionary<string, string?>
            {
                ["Form.Price"] = "3800,00",
                ["Form.Letter"] = "Avec plaisir.",
                ["Form.DurationCount"] = "8",
            }
        );
        Assert.StartsWith("/fr/propositions/", sent.Path, StringComparison.Ordinal);
        Assert.Contains(
            "3\u202F420,00\u00A0€",
            sent.Document.QuerySelector("main")!.TextContent,
            StringComparison.Ordinal
        );
        Assert.Equal(30, (await host.AllowanceAsync(freelancer)).Left);
        Assert.Contains(
            "Answered with a proposal",
            (await hiring.GetAsync($"/en/my-jobs/{job}/proposals?view=invited")).Text,
            StringComparison.Ordinal
        );
        Assert.Contains("1 new proposal", (await hiring.GetAsync("/en/dashboard")).Text, StringComparison.Ordinal);
    }

    [Theory, MemberData(nameof(Stores.Both), MemberType = typeof(Stores))]
    public async Task An_invitation_is_declined_with_a_reason_and_belongs_to_one_person(Store store)
    {
        await using var host = await TestHost.StartAsync(store);
        var client = await host.MemberAsync("Ada Client", client: true);
        var freelancer = await host.MemberAsync("Zoe Freelance", freelancer: true);
        var other = await host.MemberAsync("Mallory Other", freelancer: true);
        var job = await host.PostedAsync(client);
        var id = (await host.InviteAsync(job, freelancer.MemberId, client, "Call 06 12 34 56 78")).Value;
        using var working = await host.SignedInAsync(freelancer);
        using var mallory = await host.SignedInAsync(other);
        Assert.Equal(HttpStatusCode.NotFound, (await mallory.GetAsync($"/en/invitations/{id}")).Status);
        var page = await working.GetAsync($"/en/invitations/{id}");
        Assert.Contains("a telephone number", page.Text, StringComparison.Ordinal);
        var wrong = await page.SubmitAsync(
            "[name='Decline.Note']",
            new Dictionary<string, string?> { ["Decline.Note"] = "Ask me in March." }
        );
        Assert.Contains("Choose a reason", string.Join(' ', wrong.Errors), StringComparison.Ordinal);
        Assert.Contains("Ask me in March.", wrong.Html, StringComparison.Ordinal);
        await wrong.SubmitAsync(
            "[name='Decline.Note']",
            new Dictionary<string, string?> { ["Decline.Reason"] = "Busy" }
        );
        var twice = await wrong.SubmitAsync(
            "[name='Decline.Note']",
            new Dictionary<string, string?> { ["Decline.Reason"] = "Price" }
        );
        Assert.Contains("already answered", twice.Text, StringComparison.Ordinal);
        await host.SettleAsync();
        var mail = Assert.Single(await host.MailsAsync(), m => m.ToAddress == client.Email);
        Assert.Contains("no time", mail.Text, StringComparison.Ordinal);
        Assert.Contains("Ask me in March.", mail.Text, StringComparison.Ordinal);
        using var hiring = await host.SignedInAsync(client);
        Assert.Contains(
            "no time",
            (await hiring.GetAsync($"/en/my-jobs/{job}/proposals?view=invited")).Text,
            StringComparison.Ordinal
        );
    }

    [Theory, MemberData(nameof(Stores.Both), MemberType = typeof(Stores))]
    public async Task A_job_has_thirty_invitations_and_no_more(Store store)
    {
        await using var host = await TestHost.StartAsync(store);
        var client = await host.MemberAsync("Ada Client", client: true);
        var job = await host.PostedAsync(client);
        var people = await host.FreelancersAsync(31);
        var first = await Task.WhenAll(
            Enumerable.Range(0, 12).Select(_ => host.InviteAsync(job, people[0].MemberId, client))
        );
        Assert.Single(first, o => o.Ok);
        foreach (var person in people.Skip(1).Take(29))
        {
            Assert.True((await host.InviteAsync(job, person.MemberId, client)).Ok);
        }
        await ProfileAsync(host, people[30]);
        using var hiring = await host.SignedInAsync(client);
        var full = await (await hiring.GetAsync($"/en/talent/{people[30].MemberId}/invite?job={job}")).SubmitAsync(
            "[name='Invite.Message']",
            new Dictionary<string, string?> { ["Invite.Message"] = "Still looking." }
        );
        Assert.Contains("all of its 30 invitations", full.Text, StringComparison.Ordinal);
        Assert.Contains("Still looking.", full.Html, StringComparison.Ordinal);
        Assert.Contains(
            "30 of 30 invitations used",
            (await hiring.GetAsync($"/en/my-jobs/{job}/proposals?view=invited")).Text,
            StringComparison.Ordinal
        );
    }

    [Theory, MemberData(nameof(Stores.Both), MemberType = typeof(Stores))]
    public async Task Lists_are_sorted_paged_and_compared(Store store)
    {
        await using var host = await TestHost.StartAsync(store);
        var client = await host.MemberAsync("Ada Client", client: true);
        var job = await host.PostedAsync(client, questions: [new TypedQuestion("Which book is closest?", false)]);
        var question = (await host.JobAsync(job, client))!.Questions[0].Id;
        var people = await host.FreelancersAsync(23);
        var ids = new List<Guid>();
        for (var i = 0; i < people.Count; i++)
        {
            host.Clock.Advance(TimeSpan.FromMinutes(1));
            // Prices repeat, so that the order must not hang on the price alone.
            ids.Add(
                await host.ProposedAsync(
                    job,
                    people[i],
                    JobScenes.Proposal with
                    {
                        Price = $"{1000 + (100 * (i % 5))}",
                        Answers = i == 1 ? [new(question, "The Late Hedgehog")] : [],
                    }
                )
            );
        }
        using var hiring = await host.SignedInAsync(client);
        foreach (var sort in new[] { "newest", "lowest", "highest" })
        {
            var seen = new List<string>();
            var page = await hiring.GetAsync($"/en/my-jobs/{job}/proposals?view=all&sort={sort}");
            Assert.Equal(20, page.Document.QuerySelectorAll("main li.card").Length);
            seen.AddRange(Links(page));
            page = await hiring.GetAsync(page.Document.QuerySelector("a[rel=next]")!.GetAttribute("href")!);
            seen.AddRange(Links(page));
            Assert.Null(page.Document.QuerySelector("a[rel=next]"));
            Assert.Equal(23, seen.Distinct().Count());
        }
        var cheapest = await hiring.GetAsync($"/en/my-jobs/{job}/proposals?sort=lowest");
        Assert.Contains(
            "€1,000.00",
            cheapest.Document.QuerySelector("main li.card")!.TextContent,
            StringComparison.Ordinal
        );
        var odd = await hiring.GetAsync($"/en/my-jobs/{job}/proposals?sort=x&view=y&after=z&p=q");
        Assert.Equal(HttpStatusCode.OK, odd.Status);

        // Compare: the ticked go to a page that lives in its address.
        var compare = await hiring.GetAsync(
            $"/en/my-jobs/{job}/compare?p={ids[0]}&p={ids[1]}&p={ids[5]}&p={Guid.NewGuid()}"
        );
        Assert.Contains("Compare 3 proposals", compare.Text, StringComparison.Ordinal);
        string[] rows = [.. compare.Document.QuerySelectorAll(".cmp tbody th").Select(h => h.TextContent.Trim())];
        Assert.Equal(
            [
                "You pay in all",
                "Their price",
                "Milestones",
                "Delivery",
                "Reviews",
                "“Which book is closest?”",
                "Your notes",
                "Next step",
            ],
            rows
        );
        Assert.Contains("€1,027.50", compare.Text, StringComparison.Ordinal);
        var differences = await hiring.GetAsync(
            compare.Document.QuerySelectorAll(".page-head a")[^1].GetAttribute("href")!
        );
        rows = [.. differences.Document.QuerySelectorAll(".cmp tbody th").Select(h => h.TextContent.Trim())];
        Assert.Equal(["You pay in all", "Their price", "“Which book is closest?”", "Your notes", "Next step"], rows);
        Assert.Contains(
            "Choose two to four",
            (await hiring.GetAsync($"/en/my-jobs/{job}/compare?p={ids[0]}")).Text,
            StringComparison.Ordinal
        );
        // Looking at lists and comparing does not open anything.
        Assert.Equal(
            23,
            (
                await host.InScopeAsync(s =>
                    s.GetRequiredService<ProposalViews>().UnopenedAsync(client.ClientId!.Value, Ct)
                )
            )[job]
        );
    }

    private static IEnumerable<string> Links(Page page) =>
        page.Document.QuerySelectorAll("main li.card h2 a").Select(a => a.GetAttribute("href")!);

    /// <summary>Somebody who never wrote a line on their profile cannot be found, and so not be invited by the page.</summary>
    private static async Task ProfileAsync(TestHost host, Actor freelancer) =>
        Assert.True(
            (
                await host.InScopeAsync(s =>
                    s.GetRequiredService<Metier.Profiles.EditIntro>()
                        .RunAsync(new("Illustrator", "I draw animals.", "", null), freelancer, Ct)
                )
            ).Ok
        );
}
