using System.Net;
using Metier.Jobs;
using Metier.Members;
using Metier.Platform;
using Metier.Proposals;
using Metier.Tests.Jobs;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace Metier.Tests.Proposals;

/// <summary>Proposals through the real pages and forms, on both databases.</summary>
public sealed class ProposalPagesTests
{
    private const string Send = "button[value=send]";
    private static readonly string[] One = ["Which book of yours is closest?"];

    private static readonly Dictionary<string, string?> Typed = new()
    {
        ["Form.Price"] = "3,800.00",
        ["Form.Letter"] = "I have drawn three picture books for this age.",
        ["Form.DurationCount"] = "10",
        ["Form.DurationUnit"] = "Weeks",
    };

    private sealed record Scene(
        TestHost Host,
        Actor Client,
        Actor Freelancer,
        Browser Hiring,
        Browser Working,
        Guid Job
    ) : IAsyncDisposable
    {
        public string Form => $"/en/jobs/{Job}/propose";
        public string List => $"/en/my-jobs/{Job}/proposals";

        public async ValueTask DisposeAsync()
        {
            Hiring.Dispose();
            Working.Dispose();
            await Host.DisposeAsync();
        }
    }

    private static async Task<Scene> SceneAsync(
        Store store,
        string[]? questions = null,
        bool hourly = false,
        string language = "en"
    )
    {
        var host = await TestHost.StartAsync(store);
        var client = await host.MemberAsync("Ada Client", client: true);
        var freelancer = await host.MemberAsync("Zoe Freelance", freelancer: true, language: language);
        var job = await host.PostedAsync(
            client,
            questions: [.. (questions ?? []).Select(q => new TypedQuestion(q, true))],
            hourly: hourly
        );
        return new Scene(
            host,
            client,
            freelancer,
            await host.SignedInAsync(client),
            await host.SignedInAsync(freelancer),
            job
        );
    }

    private static Guid IdOf(Page page) => Guid.Parse(page.Path.Split('/')[3].Split('?')[0]);

    private static async Task<Guid> SentAsync(Scene scene, Dictionary<string, string?>? more = null)
    {
        var fields = new Dictionary<string, string?>(Typed);
        foreach (var (name, value) in more ?? [])
        {
            fields[name] = value;
        }
        var sent = await (await scene.Working.GetAsync(scene.Form)).SubmitAsync(Send, fields);
        Assert.Equal([], sent.Errors);
        Assert.StartsWith("/en/proposals/", sent.Path, StringComparison.Ordinal);
        return IdOf(sent);
    }

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
    public async Task Terms_change_until_the_offer_and_the_client_is_told_once_for_each_change(Store store)
    {
        await using var scene = await SceneAsync(store);
        var id = await SentAsync(scene);
        await scene.Host.SettleAsync();
        var form = await scene.Working.GetAsync(scene.Form);
        // Saving without a change tells nobody.
        await form.SubmitAsync("button[value=change]");
        await scene.Host.SettleAsync();
        Assert.Single(await scene.Host.MailsAsync());
        var empty = await form.SubmitAsync(
            "button[value=change]",
            new Dictionary<string, string?> { ["Form.Letter"] = " " }
        );
        Assert.Contains("Write to the client", string.Join(' ', empty.Errors), StringComparison.Ordinal);
        Assert.NotEqual("", (await scene.Host.ProposalAsync(id, scene.Client))!.Letter);
        var changed = await form.SubmitAsync(
            "button[value=change]",
            new Dictionary<string, string?> { ["Form.Price"] = "3,500.00" }
        );
        Assert.Contains("€3,150.00", changed.Text, StringComparison.Ordinal);
        await scene.Host.SettleAsync();
        Assert.Contains(
            await scene.Host.MailsAsync(),
            m =>
                m.Subject.Contains("has changed", StringComparison.Ordinal)
                && m.Text.Contains("€3,500.00", StringComparison.Ordinal)
        );

        var offer = await (await scene.Hiring.GetAsync($"/en/offers/new/{id}")).SubmitAsync(
            "button[value=save]",
            new Dictionary<string, string?> { ["Form.Scope"] = "Sixteen spreads." }
        );
        await offer.SubmitAsync("form:has(button.lg)");
        var frozen = await form.SubmitAsync(
            "button[value=change]",
            new Dictionary<string, string?> { ["Form.Price"] = "1,000.00" }
        );
        Assert.Contains("no longer change", frozen.Text, StringComparison.Ordinal);
        var page = await scene.Working.GetAsync(scene.Form);
        Assert.Equal($"/en/proposals/{id}", page.Path);
        Assert.Contains("See the offer", page.Text, StringComparison.Ordinal);
        Assert.Contains(
            "Offer made",
            (await scene.Hiring.GetAsync(scene.List + "?view=hired")).Text,
            StringComparison.Ordinal
        );
    }

    [Theory, MemberData(nameof(Stores.Both), MemberType = typeof(Stores))]
    public async Task A_decline_needs_a_reason_which_the_freelancer_reads_in_their_language(Store store)
    {
        await using var scene = await SceneAsync(store, language: "fr");
        var id = await scene.Host.ProposedAsync(scene.Job, scene.Freelancer);
        var page = await scene.Hiring.GetAsync($"/en/proposals/{id}");
        var wrong = await page.SubmitAsync(
            "[name='Decline.Note']",
            new Dictionary<string, string?> { ["Decline.Note"] = "Lovely work, wrong season." }
        );
        Assert.Contains("Choose a reason", string.Join(' ', wrong.Errors), StringComparison.Ordinal);
        Assert.Contains("Lovely work, wrong season.", wrong.Html, StringComparison.Ordinal);
        var declined = await wrong.SubmitAsync(
            "[name='Decline.Note']",
            new Dictionary<string, string?> { ["Decline.Reason"] = "Timing" }
        );
        Assert.Equal(scene.List, declined.Path);
        await scene.Host.SettleAsync();
        var mail = Assert.Single(await scene.Host.MailsAsync(), m => m.ToAddress == scene.Freelancer.Email);
        Assert.Equal("fr", mail.Language);
        Assert.Contains("les dates", mail.Text, StringComparison.Ordinal);
        Assert.Contains("Lovely work, wrong season.", mail.Text, StringComparison.Ordinal);
        var read = await scene.Working.GetAsync($"/fr/propositions/{id}");
        Assert.Contains(
            "Motif indiqué\u00a0: les dates",
            read.Text.Replace(" : ", "\u00a0: ", StringComparison.Ordinal),
            StringComparison.Ordinal
        );
        // A no is a no, and a second decline from an old tab says that the proposal has moved on.
        var again = await scene.Working.GetAsync($"/fr/missions/{scene.Job}/proposer");
        Assert.Equal($"/fr/propositions/{id}", again.Path);
        var twice = await wrong.SubmitAsync(
            "[name='Decline.Note']",
            new Dictionary<string, string?> { ["Decline.Reason"] = "Price" }
        );
        Assert.Contains("moved on", twice.Text, StringComparison.Ordinal);
    }

    [Theory, MemberData(nameof(Stores.Both), MemberType = typeof(Stores))]
    public async Task A_withdrawn_proposal_can_be_made_again_while_the_job_is_open(Store store)
    {
        await using var scene = await SceneAsync(store);
        var first = await SentAsync(scene);
        var withdrawn = await (await scene.Working.GetAsync($"/en/proposals/{first}")).SubmitAsync(
            "[name='Withdraw.Note']",
            new Dictionary<string, string?> { ["Withdraw.Note"] = "Ill until spring." }
        );
        Assert.Contains("You withdrew this proposal", withdrawn.Text, StringComparison.Ordinal);
        await scene.Host.SettleAsync();
        Assert.Contains(
            await scene.Host.MailsAsync(),
            m =>
                m.Subject.Contains("has withdrawn", StringComparison.Ordinal)
                && m.Text.Contains("Ill until spring.", StringComparison.Ordinal)
        );
        Assert.Equal(0, (await scene.Host.JobAsync(scene.Job, scene.Client))!.Proposals);
        Assert.Contains(
            "Zoe",
            (await scene.Hiring.GetAsync(scene.List + "?view=archived")).Text,
            StringComparison.Ordinal
        );
        var second = await SentAsync(scene);
        Assert.NotEqual(first, second);
        Assert.Equal(1, (await scene.Host.JobAsync(scene.Job, scene.Client))!.Proposals);
    }

    [Theory, MemberData(nameof(Stores.Both), MemberType = typeof(Stores))]
    public async Task The_client_sorts_proposals_and_notes_stay_in_the_team(Store store)
    {
        await using var scene = await SceneAsync(store);
        var id = await SentAsync(scene);
        var colleague = await scene.Host.MemberAsync("Bo Colleague", freelancer: true);
        await scene.Host.InScopeAsync(async s =>
        {
            var db = s.GetRequiredService<MetierDb>();
            db.Add(
                new ClientMember
                {
                    ClientId = scene.Client.ClientId!.Value,
                    MemberId = colleague.MemberId,
                    Role = ClientRole.Owner,
                    Since = scene.Host.Now,
                }
            );
            await db.SaveChangesAsync();
        });
        using var bo = await scene.Host.SignedInAsync(colleague);

        var listed = await (await scene.Hiring.GetAsync(scene.List)).SubmitAsync("form:has([value=Shortlisted])");
        Assert.Equal(scene.List, listed.Path);
        Assert.Contains("Zoe", (await bo.GetAsync(scene.List + "?view=shortlisted")).Text, StringComparison.Ordinal);
        var page = await scene.Hiring.GetAsync($"/en/proposals/{id}");
        var longNote = await page.SubmitAsync(
            "[name='Note.Text']",
            new Dictionary<string, string?> { ["Note.Text"] = new string('x', 1001), ["Note.Score"] = "4" }
        );
        Assert.Equal(HttpStatusCode.UnprocessableEntity, longNote.Status);
        await page.SubmitAsync(
            "[name='Note.Text']",
            new Dictionary<string, string?> { ["Note.Text"] = "Best fit on tone.", ["Note.Score"] = "4" }
        );
        var read = await bo.GetAsync($"/en/proposals/{id}");
        Assert.Contains("Best fit on tone.", read.Text, StringComparison.Ordinal);
        Assert.Contains("Ada Client", read.Text, StringComparison.Ordinal);
        var mine = await scene.Working.GetAsync($"/en/proposals/{id}");
        Assert.DoesNotContain("Best fit", mine.Html, StringComparison.Ordinal);
        Assert.DoesNotContain("Shortlisted", mine.Text, StringComparison.Ordinal);

        await (await bo.GetAsync($"/en/proposals/{id}")).SubmitAsync("form:has([value=Archived])");
        Assert.Contains(
            "Nothing in this list",
            (await scene.Hiring.GetAsync(scene.List + "?view=shortlisted")).Text,
            StringComparison.Ordinal
        );
        Assert.Contains(
            "Zoe",
            (await scene.Hiring.GetAsync(scene.List + "?view=archived")).Text,
            StringComparison.Ordinal
        );
        Assert.Empty((await scene.Host.MailsAsync()).Where(m => m.ToAddress == scene.Freelancer.Email));
    }

    [Theory, MemberData(nameof(Stores.Both), MemberType = typeof(Stores))]
    public async Task Strangers_find_nothing(Store store)
    {
        await using var scene = await SceneAsync(store);
        var id = await SentAsync(scene);
        var draftJob = await scene.Host.PostedAsync(scene.Client, "Second job");
        var draft = (await scene.Host.WriteAsync(draftJob, scene.Freelancer)).Value;
        var other = await scene.Host.MemberAsync("Mallory Other", freelancer: true, client: true);
        using var mallory = await scene.Host.SignedInAsync(other);
        string[] pages =
        [
            $"/en/proposals/{id}",
            $"/en/proposals/{draft}",
            scene.List,
            $"/en/my-jobs/{scene.Job}/compare?p={id}",
            $"/en/jobs/{Guid.NewGuid()}/propose",
            $"/en/offers/new/{id}",
        ];
        foreach (var path in pages)
        {
            Assert.Equal(HttpStatusCode.NotFound, (await mallory.GetAsync(path)).Status);
        }
        // The client does not see drafts either.
        Assert.Equal(HttpStatusCode.NotFound, (await scene.Hiring.GetAsync($"/en/proposals/{draft}")).Status);
        // Forms of somebody else, sent by a stranger with a token of their own.
        var own = await (await mallory.GetAsync(scene.Form)).SubmitAsync(Send, Typed);
        var form = await mallory.GetAsync(own.Path);
        var token = form.Document.QuerySelector("[name=__RequestVerificationToken]")!.GetAttribute("value")!;
        foreach (
            var (path, handler, field, value) in new[]
            {
                ($"/proposals/{id}/file", "", "to", "Archived"),
                ($"/en/proposals/{id}", "decline", "Decline.Reason", "Price"),
                ($"/en/proposals/{id}", "withdraw", "Withdraw.Note", "x"),
                ($"/en/proposals/{id}", "note", "Note.Text", "x"),
            }
        )
        {
            using var content = new FormUrlEncodedContent(
                new Dictionary<string, string>
                {
                    ["__RequestVerificationToken"] = token,
                    ["_handler"] = handler,
                    [field] = value,
                }
            );
            // A page that does not exist knows no forms either; the answer is the same for any id.
            Assert.True(
                (await mallory.PostAsync(path, content)).Status is HttpStatusCode.NotFound or HttpStatusCode.BadRequest
            );
        }
        var untouched = await scene.Host.ProposalAsync(id, scene.Client);
        Assert.Equal((ProposalState.Sent, ProposalFiling.Inbox), (untouched!.State, untouched.Filing));
        Assert.Empty(untouched.Notes);
        // The freelancer is not the client of their own proposal.
        using var visitor = scene.Host.Visitor();
        Assert.StartsWith("/en/login", (await visitor.GetAsync($"/en/proposals/{id}")).Path, StringComparison.Ordinal);
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
