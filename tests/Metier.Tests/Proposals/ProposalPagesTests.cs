using System.Net;
using Metier.Jobs;
using Metier.Members;
using Metier.Platform;
using Metier.Proposals;
using Metier.Tests.Jobs;
using static Metier.Tests.Proposals.ProposalPageScenes;

namespace Metier.Tests.Proposals;

/// <summary>Proposals as they are written and sent, through the real pages and forms, on both databases.</summary>
public sealed class ProposalPagesTests
{
    [Theory, MemberData(nameof(Stores.Both), MemberType = typeof(Stores))]
    public async Task A_proposal_is_written_sent_opened_and_leads_to_an_offer(Store store)
    {
        await using var scene = await SceneAsync(store, One);
        var form = await scene.Working.GetAsync(scene.Form);
        Assert.Contains("30 of 30 proposals left this week", form.Text, StringComparison.Ordinal);

        // Bad input: nothing is sent, nothing that was typed is lost, and the draft is kept.
        var wrong = await form.SubmitAsync(
            Send,
            new Dictionary<string, string?>
            {
                ["Form.Price"] = "a lot",
                ["Form.Letter"] = "Sixteen spreads, roughs first.",
                ["Form.DurationCount"] = "soon",
            },
            [("Form.Files", "sketch.txt", "a sketch"u8.ToArray())]
        );
        Assert.Equal(HttpStatusCode.UnprocessableEntity, wrong.Status);
        Assert.NotNull(wrong.Document.QuerySelector("#form-price-err"));
        Assert.Contains(wrong.Errors, e => e.Contains("whole number", StringComparison.Ordinal));
        Assert.Contains(wrong.Errors, e => e.Contains("Answer question 1", StringComparison.Ordinal));
        Assert.Equal("soon", wrong.Document.QuerySelector("#form-durationcount")!.GetAttribute("value"));
        Assert.Equal("a lot", wrong.Document.QuerySelector("#form-price")!.GetAttribute("value"));
        Assert.Contains("sketch.txt", wrong.Text, StringComparison.Ordinal);
        var kept = await scene.Working.GetAsync(scene.Form);
        Assert.Contains("Sixteen spreads, roughs first.", kept.Html, StringComparison.Ordinal);
        Assert.Contains("sketch.txt", kept.Text, StringComparison.Ordinal);
        Assert.DoesNotContain("Zoe", (await scene.Hiring.GetAsync(scene.List)).Text, StringComparison.Ordinal);

        // The net after fees, with a plain submit.
        var net = await kept.SubmitAsync(
            "button.sec[value=preview]",
            new Dictionary<string, string?> { ["Form.Price"] = "3,800.00" }
        );
        Assert.Contains("€3,420.00", net.Text, StringComparison.Ordinal);
        Assert.Contains("€3,904.50", net.Text, StringComparison.Ordinal);

        var sent = await net.SubmitAsync(
            Send,
            new Dictionary<string, string?>(Typed) { ["Form.Answers[0].Text"] = "The Late Hedgehog: <b>same age</b>." }
        );
        Assert.Contains("has not opened it yet", sent.Text, StringComparison.Ordinal);
        Assert.Equal(29, (await scene.Host.AllowanceAsync(scene.Freelancer)).Left);

        var list = await scene.Hiring.GetAsync(scene.List);
        Assert.Contains("Zoe Freelance", list.Text, StringComparison.Ordinal);
        Assert.Contains("New", list.Text, StringComparison.Ordinal);
        var seen = await scene.Hiring.GetAsync($"/en/proposals/{IdOf(sent)}");
        Assert.Contains("€3,904.50", seen.Text, StringComparison.Ordinal);
        Assert.Contains("The Late Hedgehog: <b>same age</b>.", seen.Text, StringComparison.Ordinal);
        Assert.NotNull(seen.Document.QuerySelector($"a[href='/en/offers/new/{IdOf(sent)}']"));
        Assert.Equal(30, (await scene.Host.AllowanceAsync(scene.Freelancer)).Left);
        Assert.Contains("has opened it", (await scene.Working.GetAsync(sent.Path)).Text, StringComparison.Ordinal);
    }

    [Theory, MemberData(nameof(Stores.Both), MemberType = typeof(Stores))]
    public async Task Milestones_come_and_go_and_must_add_up_to_the_price(Store store)
    {
        await using var scene = await SceneAsync(store);
        var form = await (await scene.Working.GetAsync(scene.Form)).SubmitAsync("button[value=add]", Typed);
        form = await form.SubmitAsync("button[value=add]");
        form = await form.SubmitAsync("button[value=add]");
        form = await form.SubmitAsync("button[value=remove-1]");
        var rows = new Dictionary<string, string?>
        {
            ["Form.Milestones[0].Title"] = "Roughs",
            ["Form.Milestones[0].Amount"] = "1200",
            ["Form.Milestones[1].Title"] = "Colour",
            ["Form.Milestones[1].Amount"] = "2400",
        };
        var wrong = await form.SubmitAsync(Send, rows);
        Assert.Contains(wrong.Errors, e => e.Contains("€3,600.00", StringComparison.Ordinal));
        Assert.Equal("2400", wrong.Document.QuerySelector("#form-milestones-1-amount")!.GetAttribute("value"));
        rows["Form.Milestones[1].Amount"] = "2600";
        var sent = await wrong.SubmitAsync(Send, rows);
        var view = await scene.Host.ProposalAsync(IdOf(sent), scene.Client);
        Assert.Equal([120_000L, 260_000L], view!.Milestones.Select(m => m.Amount.Minor));
    }

    [Theory, MemberData(nameof(Stores.Both), MemberType = typeof(Stores))]
    public async Task Thirty_sends_at_once_make_one_proposal(Store store)
    {
        await using var scene = await SceneAsync(store);
        var form = await scene.Working.GetAsync(scene.Form);
        var answers = await Task.WhenAll(Enumerable.Range(0, 30).Select(_ => form.SubmitAsync(Send, Typed)));
        Assert.All(answers, a => Assert.True((int)a.Status is 200 or 422, $"{a.Status}"));
        Assert.Contains(answers, a => a.Path.StartsWith("/en/proposals/", StringComparison.Ordinal));
        await scene.Host.SettleAsync();
        Assert.Equal(1, (await scene.Host.JobAsync(scene.Job, scene.Client))!.Proposals);
        Assert.Equal(29, (await scene.Host.AllowanceAsync(scene.Freelancer)).Left);
        Assert.Single(
            await scene.Host.MailsAsync(),
            m => m.Subject == "Zoe Freelance proposes: Picture book, 32 pages"
        );
        // The same form from an old tab shows what was sent and changes nothing.
        var late = await form.SubmitAsync(Send, new Dictionary<string, string?>(Typed) { ["Form.Price"] = "9,999.00" });
        Assert.Contains("already sent", late.Html, StringComparison.Ordinal);
        Assert.Contains("€3,800.00", late.Text, StringComparison.Ordinal);
    }

    [Theory, MemberData(nameof(Stores.Both), MemberType = typeof(Stores))]
    public async Task The_draft_is_kept_while_it_is_written_and_never_touches_what_was_sent(Store store)
    {
        await using var scene = await SceneAsync(store);
        var form = await scene.Working.GetAsync(scene.Form);
        async Task<HttpStatusCode> Keep(string letter)
        {
            var token = form.Form(Send).QuerySelector("[name=__RequestVerificationToken]")!.GetAttribute("value")!;
            using var content = new FormUrlEncodedContent(
                new Dictionary<string, string>
                {
                    ["__RequestVerificationToken"] = token,
                    ["Form.Letter"] = letter,
                    ["Form.Price"] = "3800.00",
                }
            );
            using var answer = await scene.Working.Http.PostAsync(
                $"/jobs/{scene.Job}/proposal-draft?language=en",
                content
            );
            return answer.StatusCode;
        }
        Assert.Equal(HttpStatusCode.NoContent, await Keep("Half a sen"));
        Assert.Contains("Half a sen", (await scene.Working.GetAsync(scene.Form)).Html, StringComparison.Ordinal);
        Assert.Contains(
            "Draft",
            (await scene.Working.GetAsync("/en/proposals?view=drafts")).Text,
            StringComparison.Ordinal
        );
        var id = await SentAsync(scene);
        Assert.Equal(HttpStatusCode.Conflict, await Keep("Too late"));
        Assert.Equal(Typed["Form.Letter"], (await scene.Host.ProposalAsync(id, scene.Freelancer))!.Letter);
        // Without the form's token it is refused.
        using var bare = new FormUrlEncodedContent(new Dictionary<string, string> { ["Form.Letter"] = "x" });
        using var refused = await scene.Working.Http.PostAsync($"/jobs/{scene.Job}/proposal-draft", bare);
        Assert.Equal(HttpStatusCode.BadRequest, refused.StatusCode);
    }

    [Theory, MemberData(nameof(Stores.Both), MemberType = typeof(Stores))]
    public async Task Contact_details_are_flagged_to_both_sides(Store store)
    {
        await using var scene = await SceneAsync(store);
        var id = await SentAsync(scene, new() { ["Form.Letter"] = "Write to zoe@example.org and we save the fees." });
        Assert.Contains(
            "an e-mail address",
            (await scene.Working.GetAsync($"/en/proposals/{id}")).Text,
            StringComparison.Ordinal
        );
        Assert.Contains(
            "an e-mail address",
            (await scene.Hiring.GetAsync($"/en/proposals/{id}")).Text,
            StringComparison.Ordinal
        );
        Assert.Contains("Contact details", (await scene.Hiring.GetAsync(scene.List)).Text, StringComparison.Ordinal);
    }

    [Theory, MemberData(nameof(Stores.Both), MemberType = typeof(Stores))]
    public async Task The_first_proposal_freezes_the_questions(Store store)
    {
        await using var scene = await SceneAsync(store, One);
        var more = new QuestionsPart([new(One[0], true), new("And the second closest?", false)]);
        Assert.True((await scene.Host.SaveAsync(scene.Job, more, scene.Client)).Ok);
        await SentAsync(scene, new() { ["Form.Answers[0].Text"] = "The Late Hedgehog" });
        var refused = await scene.Host.SaveAsync(scene.Job, new QuestionsPart([]), scene.Client);
        Assert.Equal("questions_frozen", refused.Refusals.Single().Code);
    }

    [Theory, MemberData(nameof(Stores.Both), MemberType = typeof(Stores))]
    public async Task An_hourly_job_is_answered_with_a_rate(Store store)
    {
        await using var scene = await SceneAsync(store, hourly: true);
        var page = await (await scene.Working.GetAsync(scene.Form)).SubmitAsync(
            Send,
            new Dictionary<string, string?>(Typed) { ["Form.Price"] = "40" }
        );
        Assert.Contains("€36.00", page.Text, StringComparison.Ordinal);
        Assert.Contains("€40.00/hr", (await scene.Hiring.GetAsync(scene.List)).Text, StringComparison.Ordinal);
    }
}
