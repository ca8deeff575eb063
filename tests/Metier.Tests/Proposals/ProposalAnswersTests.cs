using System.Net;
using Metier.Jobs;
using Metier.Members;
using Metier.Platform;
using Metier.Proposals;
using Metier.Tests.Jobs;
using Microsoft.Extensions.DependencyInjection;
using static Metier.Tests.Proposals.ProposalPageScenes;

namespace Metier.Tests.Proposals;

/// <summary>What becomes of a proposal that was sent: changed, sorted, declined, withdrawn; and who finds it.</summary>
public sealed class ProposalAnswersTests
{
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
}
