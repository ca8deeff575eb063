using System.Net;
using Metier.Platform;
using Metier.Reputation;
using Metier.Tests.Contracts;
using Metier.Tests.Jobs;
using Microsoft.Extensions.DependencyInjection;

namespace Metier.Tests.Reputation;

/// <summary>Feedback after a contract, through the real pages and forms, on both databases.</summary>
public class FeedbackTests
{
    private const string Secret = "Zweihundert Eichhörnchen";

    private sealed record Scene(
        TestHost Host,
        Actor Client,
        Actor Freelancer,
        Browser ByClient,
        Browser ByFreelancer,
        Guid Contract
    ) : IAsyncDisposable
    {
        public string Page => $"/en/contracts/{Contract}/feedback";

        public async ValueTask DisposeAsync()
        {
            ByClient.Dispose();
            ByFreelancer.Dispose();
            await Host.DisposeAsync();
        }

        public async Task<Standing?> FreelancerAsync() =>
            (
                await Host.InScopeAsync(s =>
                    s.GetRequiredService<ReputationViews>()
                        .FreelancersAsync([Freelancer.MemberId], CancellationToken.None)
                )
            ).GetValueOrDefault(Freelancer.MemberId);

        public async Task<Standing?> ClientAsync() =>
            (
                await Host.InScopeAsync(s =>
                    s.GetRequiredService<ReputationViews>()
                        .ClientsAsync([Client.ClientId!.Value], CancellationToken.None)
                )
            ).GetValueOrDefault(Client.ClientId!.Value);

        public Task<ReviewPage> ListAsync() =>
            Host.InScopeAsync(s =>
                s.GetRequiredService<ReputationViews>()
                    .OfFreelancerAsync(Freelancer.MemberId, null, CancellationToken.None)
            );
    }

    private static async Task<Scene> EndedAsync(Store store, bool paid = true)
    {
        var host = await TestHost.StartAsync(store);
        var client = await host.MemberAsync("Ada Client", client: true);
        var freelancer = await host.MemberAsync("Zoe Freelance", freelancer: true);
        await host.AddCardAsync(client);
        var contract = await host.ContractAsync(client, freelancer, ("1200", null));
        if (paid)
        {
            await host.FundAsync(client, contract);
            await host.ReleaseAsync(client, contract);
        }
        host.Clock.Advance(TimeSpan.FromDays(20));
        await host.EndAsync(client, contract);
        await host.SettleAsync();
        return new Scene(
            host,
            client,
            freelancer,
            await host.SignedInAsync(client),
            await host.SignedInAsync(freelancer),
            contract
        );
    }

    private static Dictionary<string, string?> Said(string comment, int stars = 4, string reason = "Finished") =>
        new()
        {
            ["Form.Skills"] = $"{stars + 1}",
            ["Form.Quality"] = $"{stars}",
            ["Form.Availability"] = $"{stars}",
            ["Form.Deadlines"] = $"{stars}",
            ["Form.Communication"] = $"{stars}",
            ["Form.Cooperation"] = $"{stars}",
            ["Form.Comment"] = comment,
            ["Form.Reason"] = reason,
            ["Form.Score"] = "3",
        };

    private static async Task<Page> GiveAsync(Browser browser, Scene scene, string comment, int stars = 4) =>
        await (await browser.GetAsync(scene.Page)).SubmitAsync("input[name='Form.RequestId']", Said(comment, stars));

    [Theory, MemberData(nameof(Stores.Both), MemberType = typeof(Stores))]
    public async Task Neither_side_sees_anything_before_both_have_given(Store store)
    {
        await using var scene = await EndedAsync(store);
        var given = await GiveAsync(scene.ByClient, scene, Secret);
        Assert.Contains("when the other side has given feedback too", given.Html, StringComparison.Ordinal);
        Assert.Contains(Secret, given.Html, StringComparison.Ordinal);
        await scene.Host.SettleAsync();

        // Nothing in the page source of the other side, nothing in public, nothing in mails or the stars.
        var blind = await scene.ByFreelancer.GetAsync(scene.Page);
        Assert.Contains("sees nothing of this until", blind.Text, StringComparison.Ordinal);
        Assert.DoesNotContain(Secret, blind.Html, StringComparison.Ordinal);
        Assert.DoesNotContain("about you", blind.Text, StringComparison.Ordinal);
        var contract = await scene.ByFreelancer.GetAsync($"/en/contracts/{scene.Contract}");
        Assert.DoesNotContain(Secret, contract.Html, StringComparison.Ordinal);
        Assert.Null(await scene.FreelancerAsync());
        Assert.Empty((await scene.ListAsync()).Rows);
        Assert.DoesNotContain(await scene.Host.MailsAsync(), m => m.Html.Contains(Secret, StringComparison.Ordinal));

        var both = await GiveAsync(scene.ByFreelancer, scene, "Paid at once", 3);
        Assert.Contains(Secret, both.Text, StringComparison.Ordinal);
        Assert.Equal(new Standing(4.2m, 1), await scene.FreelancerAsync());
        Assert.Equal(new Standing(3.2m, 1), await scene.ClientAsync());
        var job = await scene.Host.PostedAsync(scene.Client, "Another book");
        using var visitor = scene.Host.Visitor();
        var seen = await visitor.GetAsync($"/en/jobs/{job}");
        Assert.Contains("Paid at once", seen.Text, StringComparison.Ordinal);
        Assert.DoesNotContain("Zoe", seen.Text, StringComparison.Ordinal);
        Assert.DoesNotContain(Secret, seen.Text, StringComparison.Ordinal);
        var row = Assert.Single((await scene.ListAsync()).Rows);
        Assert.Equal(
            ("Picture book, 32 pages", 120_000L, Secret, "FR"),
            (row.Title, row.Paid.Minor, row.Comment, row.Country)
        );
    }

    [Theory, MemberData(nameof(Stores.Both), MemberType = typeof(Stores))]
    public async Task After_fourteen_days_what_one_side_gave_is_shown_and_the_other_is_too_late(Store store)
    {
        await using var scene = await EndedAsync(store);
        await GiveAsync(scene.ByClient, scene, Secret);
        var stale = await scene.ByFreelancer.GetAsync(scene.Page);
        await scene.Host.AdvanceAsync(TimeSpan.FromDays(14) - TimeSpan.FromSeconds(1));
        Assert.Null(await scene.FreelancerAsync());
        await scene.Host.AdvanceAsync(TimeSpan.FromSeconds(2));
        Assert.Equal(new Standing(4.2m, 1), await scene.FreelancerAsync());

        var late = await stale.SubmitAsync("input[name='Form.RequestId']", Said("Too late"));
        Assert.Equal(HttpStatusCode.UnprocessableEntity, late.Status);
        Assert.Contains("14 days", late.Text, StringComparison.Ordinal);
        Assert.Null(await scene.ClientAsync());
        var over = await scene.ByFreelancer.GetAsync(scene.Page);
        Assert.Contains("You gave no feedback in time", over.Text, StringComparison.Ordinal);
        Assert.Contains(Secret, over.Text, StringComparison.Ordinal);
    }

    [Theory, MemberData(nameof(Stores.Both), MemberType = typeof(Stores))]
    public async Task Two_at_the_same_moment_are_both_shown_and_one_side_gives_once(Store store)
    {
        await using var scene = await EndedAsync(store);
        var again = await scene.ByClient.GetAsync(scene.Page);
        ReviewTyped said = new("5", "5", "5", "5", "5", "5", "Fine");
        Task<Outcome<bool>> Give(Actor actor) =>
            scene.Host.InScopeAsync(s =>
                s.GetRequiredService<GiveFeedback>()
                    .RunAsync(
                        new(Guid.CreateVersion7(), scene.Contract, said, new("Finished", null)),
                        actor,
                        CancellationToken.None
                    )
            );
        var tries = await Task.WhenAll(
            Give(scene.Client),
            Give(scene.Freelancer),
            Give(scene.Client),
            Give(scene.Freelancer)
        );
        Assert.Equal(2, tries.Count(t => t.Ok));
        Assert.Single(tries, t => t.Ok && t.Value);
        Assert.Equal(new Standing(5m, 1), await scene.FreelancerAsync());
        Assert.Equal(new Standing(5m, 1), await scene.ClientAsync());
        var twice = await again.SubmitAsync("input[name='Form.RequestId']", Said("Again", 1));
        Assert.Contains("already given", twice.Text, StringComparison.Ordinal);
        Assert.Equal(new Standing(5m, 1), await scene.FreelancerAsync());
    }

    [Theory, MemberData(nameof(Stores.Both), MemberType = typeof(Stores))]
    public async Task Bad_input_keeps_what_was_typed_and_says_what_is_missing(Store store)
    {
        await using var scene = await EndedAsync(store);
        var typed = Said("Half <b>a</b> sentence", reason: "Nonsense");
        typed["Form.Quality"] = "6";
        typed["Form.Deadlines"] = null;
        var back = await (await scene.ByClient.GetAsync(scene.Page)).SubmitAsync("input[name='Form.RequestId']", typed);
        Assert.Equal(HttpStatusCode.UnprocessableEntity, back.Status);
        Assert.Equal(
            "Half <b>a</b> sentence",
            back.Document.QuerySelector("textarea[name='Form.Comment']")!.TextContent
        );
        Assert.Equal("5", back.Document.QuerySelector("input[name='Form.Skills'][checked]")!.GetAttribute("value"));
        Assert.Equal(2, back.Errors.Count(e => e.Contains("choose 1 to 5", StringComparison.Ordinal)));
        Assert.Contains(back.Errors, e => e.Contains("why the contract ended", StringComparison.Ordinal));
        Assert.DoesNotContain("<b>a</b>", back.Html, StringComparison.Ordinal);
    }

    [Theory, MemberData(nameof(Stores.Both), MemberType = typeof(Stores))]
    public async Task The_private_part_never_reaches_the_other_side(Store store)
    {
        await using var scene = await EndedAsync(store);
        var typed = Said("Fine", reason: "NotAsAgreed");
        await (await scene.ByClient.GetAsync(scene.Page)).SubmitAsync("input[name='Form.RequestId']", typed);
        await GiveAsync(scene.ByFreelancer, scene, "Fine too");
        await scene.Host.SettleAsync();
        var seen = await scene.ByFreelancer.GetAsync(scene.Page);
        Assert.Contains("Ada Client Ltd about you", seen.Text, StringComparison.Ordinal);
        Assert.DoesNotContain("NotAsAgreed", seen.Html, StringComparison.Ordinal);
        Assert.DoesNotContain("not as agreed", seen.Text, StringComparison.Ordinal);
        Assert.DoesNotContain("recommend", seen.Text, StringComparison.Ordinal);
        Assert.DoesNotContain(
            await scene.Host.MailsAsync(),
            m => m.Html.Contains("not as agreed", StringComparison.Ordinal)
        );
    }

    [Theory, MemberData(nameof(Stores.Both), MemberType = typeof(Stores))]
    public async Task One_public_reply_within_twenty_eight_days(Store store)
    {
        await using var scene = await EndedAsync(store);
        await GiveAsync(scene.ByClient, scene, "Fine");
        await GiveAsync(scene.ByFreelancer, scene, "Fine too");
        var form = await scene.ByFreelancer.GetAsync(scene.Page);
        var empty = await form.SubmitAsync("textarea[name='Reply.Text']");
        Assert.Contains("Write your reply", string.Join(' ', empty.Errors), StringComparison.Ordinal);
        var text = new Dictionary<string, string?> { ["Reply.Text"] = "Thank you, Ada" };
        var replied = await form.SubmitAsync("textarea[name='Reply.Text']", text);
        Assert.Contains("Thank you, Ada", replied.Text, StringComparison.Ordinal);
        Assert.Equal("Thank you, Ada", Assert.Single((await scene.ListAsync()).Rows).Reply);
        text["Reply.Text"] = "And one more thing";
        var twice = await form.SubmitAsync("textarea[name='Reply.Text']", text);
        Assert.Contains("already has a reply", twice.Text, StringComparison.Ordinal);
        await scene.Host.SettleAsync();
        Assert.Contains(
            await scene.Host.MailsAsync(),
            m => m.Subject.StartsWith("Reply to your review", StringComparison.Ordinal)
        );

        var late = await scene.ByClient.GetAsync(scene.Page);
        await scene.Host.AdvanceAsync(TimeSpan.FromDays(28));
        var refused = await late.SubmitAsync("textarea[name='Reply.Text']", text);
        Assert.Contains("28 days", refused.Text, StringComparison.Ordinal);
        Assert.Null((await scene.ByClient.GetAsync(scene.Page)).Document.QuerySelector("textarea[name='Reply.Text']"));
    }

    [Theory, MemberData(nameof(Stores.Both), MemberType = typeof(Stores))]
    public async Task A_changed_review_needs_the_receivers_consent_once(Store store)
    {
        await using var scene = await EndedAsync(store);
        await GiveAsync(scene.ByClient, scene, "It was fine", 2);
        // Hidden reviews cannot be changed: one would not know what to compare with.
        Assert.Equal(HttpStatusCode.NotFound, (await scene.ByClient.GetAsync(scene.Page + "/change")).Status);
        await GiveAsync(scene.ByFreelancer, scene, "Fine too");
        var form = await scene.ByClient.GetAsync(scene.Page + "/change");
        var same = await form.SubmitAsync("input[name='Form.RequestId']");
        Assert.Contains("Nothing is different", same.Text, StringComparison.Ordinal);
        var changed = Said("It was very good", 4);
        var asked = await form.SubmitAsync("input[name='Form.RequestId']", changed);
        Assert.Contains("the other side was asked", asked.Html, StringComparison.OrdinalIgnoreCase);
        Assert.Equal(2.2m, (await scene.FreelancerAsync())!.Stars);
        Assert.Equal("It was fine", Assert.Single((await scene.ListAsync()).Rows).Comment);

        var question = await scene.ByFreelancer.GetAsync(scene.Page);
        Assert.Contains("It was very good", question.Text, StringComparison.Ordinal);
        var agreed = await question.SubmitAsync("button[name='Consent.Agree'][value='true']");
        Assert.Contains("The review is changed", agreed.Html, StringComparison.Ordinal);
        Assert.Equal(4.2m, (await scene.FreelancerAsync())!.Stars);
        var again = await question.SubmitAsync("button[name='Consent.Agree'][value='false']");
        Assert.Contains("closed", again.Text, StringComparison.Ordinal);
        // Once.
        Assert.Equal(HttpStatusCode.NotFound, (await scene.ByClient.GetAsync(scene.Page + "/change")).Status);
        var other = await form.SubmitAsync(
            "input[name='Form.RequestId']",
            new Dictionary<string, string?>(changed) { ["Form.RequestId"] = Guid.CreateVersion7().ToString() }
        );
        Assert.Contains("changed once", other.Text, StringComparison.Ordinal);
    }

    [Theory, MemberData(nameof(Stores.Both), MemberType = typeof(Stores))]
    public async Task Silence_about_a_change_leaves_the_review_as_it_is(Store store)
    {
        await using var scene = await EndedAsync(store);
        await GiveAsync(scene.ByClient, scene, "It was fine");
        await GiveAsync(scene.ByFreelancer, scene, "Fine too");
        await (await scene.ByClient.GetAsync(scene.Page + "/change")).SubmitAsync(
            "input[name='Form.RequestId']",
            Said("It was bad", 1)
        );
        var question = await scene.ByFreelancer.GetAsync(scene.Page);
        await scene.Host.AdvanceAsync(TimeSpan.FromDays(14));
        var late = await question.SubmitAsync("button[name='Consent.Agree'][value='true']");
        Assert.Contains("closed", late.Text, StringComparison.Ordinal);
        Assert.Equal(4.2m, (await scene.FreelancerAsync())!.Stars);
    }

    [Theory, MemberData(nameof(Stores.Both), MemberType = typeof(Stores))]
    public async Task Without_payment_the_stars_do_not_count(Store store)
    {
        await using var scene = await EndedAsync(store, paid: false);
        await GiveAsync(scene.ByClient, scene, "Never started");
        var shown = await GiveAsync(scene.ByFreelancer, scene, "Never paid");
        Assert.Contains("does not count", shown.Text, StringComparison.Ordinal);
        Assert.Null(await scene.FreelancerAsync());
        Assert.Null(await scene.ClientAsync());
        Assert.Empty((await scene.ListAsync()).Rows);
    }

    [Theory, MemberData(nameof(Stores.Both), MemberType = typeof(Stores))]
    public async Task Strangers_find_nothing_and_running_contracts_have_no_form(Store store)
    {
        await using var scene = await EndedAsync(store);
        await GiveAsync(scene.ByClient, scene, "Fine");
        await GiveAsync(scene.ByFreelancer, scene, "Fine too");
        var eve = await scene.Host.MemberAsync("Eve Stranger", freelancer: true, client: true);
        using var browser = await scene.Host.SignedInAsync(eve);
        Assert.Equal(HttpStatusCode.NotFound, (await browser.GetAsync(scene.Page)).Status);
        Assert.Equal(HttpStatusCode.NotFound, (await browser.GetAsync(scene.Page + "/change")).Status);
        var forms = (
            Reply: await scene.Host.InScopeAsync(s =>
                s.GetRequiredService<ReplyToReview>().RunAsync(scene.Contract, "Ha", eve, CancellationToken.None)
            ),
            Agree: await scene.Host.InScopeAsync(s =>
                s.GetRequiredService<AnswerReviewChange>().RunAsync(scene.Contract, true, eve, CancellationToken.None)
            )
        );
        Assert.True(forms.Reply.IsNotFound && forms.Agree.IsNotFound);

        var running = await scene.Host.ContractAsync(scene.Client, scene.Freelancer, ("50", null));
        var page = await scene.ByClient.GetAsync($"/en/contracts/{running}/feedback");
        Assert.Null(page.Document.QuerySelector("input[name='Form.RequestId']"));
        Assert.Contains("opens when the contract has ended", page.Text, StringComparison.Ordinal);
    }

    [Theory, MemberData(nameof(Stores.Both), MemberType = typeof(Stores))]
    public async Task Both_sides_are_asked_by_mail_and_on_their_dashboards(Store store)
    {
        await using var scene = await EndedAsync(store);
        var mails = await scene.Host.MailsAsync();
        Assert.Equal(2, mails.Count(m => m.Subject.StartsWith("How was it?", StringComparison.Ordinal)));
        var dashboard = await scene.ByFreelancer.GetAsync("/en/dashboard");
        Assert.Contains("Feedback to give", dashboard.Text, StringComparison.Ordinal);
        Assert.NotNull(dashboard.Document.QuerySelector($"main a[href='{scene.Page}']"));
        var contract = await scene.ByFreelancer.GetAsync($"/en/contracts/{scene.Contract}");
        Assert.NotNull(contract.Document.QuerySelector($"main a.btn[href='{scene.Page}']"));
        await GiveAsync(scene.ByFreelancer, scene, "Fine");
        Assert.DoesNotContain(
            "Feedback to give",
            (await scene.ByFreelancer.GetAsync("/en/dashboard")).Text,
            StringComparison.Ordinal
        );
        await scene.Host.AdvanceAsync(TimeSpan.FromDays(15));
        Assert.Equal(
            2,
            (await scene.Host.MailsAsync()).Count(m => m.Subject.EndsWith("can be read", StringComparison.Ordinal))
        );
    }
}
