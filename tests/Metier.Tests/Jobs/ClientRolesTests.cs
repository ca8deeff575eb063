using System.Net;
using Metier.Jobs;
using Metier.Members;
using Metier.Platform;
using Metier.Proposals;
using Metier.Tests.Members;
using Metier.Tests.Talent;
using Microsoft.Extensions.DependencyInjection;

namespace Metier.Tests.Jobs;

/// <summary>Owners and hiring managers post and choose; whoever pays, or only takes part, reads.</summary>
public sealed class ClientRolesTests
{
    private static CancellationToken Ct => CancellationToken.None;

    private sealed record Scene(TestHost Host, Actor Owner, Actor Zoe, Guid Job, Guid Draft, Guid Proposal)
        : IAsyncDisposable
    {
        public ValueTask DisposeAsync() => Host.DisposeAsync();

        public static async Task<Scene> StartAsync(Store store)
        {
            var host = await TestHost.StartAsync(store);
            var owner = await host.MemberAsync("Ada Client", client: true);
            var zoe = await host.ListedAsync("Zoe Freelance", "Illustrator", "Adobe Photoshop");
            var job = await host.PostedAsync(owner);
            var draft = await host.DraftAsync(owner, "Not posted yet");
            var proposal = await host.ProposedAsync(job, zoe);
            await host.SettleAsync();
            return new Scene(host, owner, zoe, job, draft, proposal);
        }

        public Task<Outcome<T>> Do<TUse, T>(Func<TUse, Task<Outcome<T>>> act)
            where TUse : notnull => Host.InScopeAsync(s => act(s.GetRequiredService<TUse>()));
    }

    [Theory, MemberData(nameof(Stores.Both), MemberType = typeof(Stores))]
    public async Task Only_those_who_hire_post_change_close_invite_and_sort(Store store)
    {
        await using var scene = await Scene.StartAsync(store);
        var host = scene.Host;
        var other = await host.ListedAsync("Noor Haddad", "Designer", "Adobe Photoshop");
        var manager = await host.ColleagueAsync(scene.Owner, "Mia Manager", ClientRole.HiringManager);
        var finance = await host.ColleagueAsync(scene.Owner, "Finn Finance", ClientRole.Finance);
        var member = await host.ColleagueAsync(scene.Owner, "Mel Member", ClientRole.Member);
        var what = new WhatPart("Another title", "Sixteen spreads in watercolour.", "illustration", "en");

        foreach (var person in (Actor[])[finance, member])
        {
            var id = Ids.New(host.Clock);
            Role(await host.SaveAsync(id, what, person, unfinished: true));
            Assert.Null(await host.JobAsync(id, scene.Owner));
            Role(await host.SaveAsync(scene.Draft, what, person));
            Role(await host.SaveAsync(scene.Job, what, person));
            Role(await host.PostAsync(scene.Draft, person));
            Role(await scene.Do<DiscardDraft, Done>(u => u.RunAsync(scene.Draft, person, Ct)));
            Role(await scene.Do<RenewJob, DateTime>(u => u.RunAsync(scene.Job, person, Ct)));
            Role(await scene.Do<CloseJob, Done>(u => u.RunAsync(new(scene.Job, "Other", ""), person, Ct)));
            Role(await host.InviteAsync(scene.Job, other.MemberId, person));
            Role(await scene.Do<SortProposal, Done>(u => u.RunAsync(scene.Proposal, "Archived", person, Ct)));
            Role(await scene.Do<DeclineProposal, Done>(u => u.RunAsync(new(scene.Proposal, "Price", ""), person, Ct)));
        }
        var job = (await host.JobAsync(scene.Job, finance))!;
        Assert.Equal(("Picture book, 32 pages", JobState.Open, 0), (job.Title, job.State, job.Invitations));
        var proposal = (await host.ProposalAsync(scene.Proposal, finance))!;
        Assert.Equal((ProposalState.Sent, ProposalFiling.Inbox), (proposal.State, proposal.Filing));
        // What the team thinks is everybody's to write.
        Assert.True(
            (await scene.Do<NoteOnProposal, Done>(u => u.RunAsync(new(scene.Proposal, "Dear", "4"), finance, Ct))).Ok
        );

        Assert.True((await host.SaveAsync(scene.Draft, what, manager)).Ok);
        Assert.True((await host.PostAsync(scene.Draft, manager)).Ok);
        Assert.True((await host.InviteAsync(scene.Job, other.MemberId, manager)).Ok);
        Assert.True(
            (await scene.Do<SortProposal, Done>(u => u.RunAsync(scene.Proposal, "Shortlisted", manager, Ct))).Ok
        );
        Assert.True(
            (await scene.Do<DeclineProposal, Done>(u => u.RunAsync(new(scene.Proposal, "Price", ""), manager, Ct))).Ok
        );
        Assert.True((await scene.Do<CloseJob, Done>(u => u.RunAsync(new(scene.Job, "Other", ""), manager, Ct))).Ok);
    }

    [Theory, MemberData(nameof(Stores.Both), MemberType = typeof(Stores))]
    public async Task Whoever_only_pays_reads_the_pages_and_is_shown_no_button_that_refuses(Store store)
    {
        await using var scene = await Scene.StartAsync(store);
        var host = scene.Host;
        await host.ListedAsync("Noor Haddad", "Designer", "Adobe Photoshop");
        await host.SettleAsync();
        using var browser = await host.SignedInAsync(
            await host.ColleagueAsync(scene.Owner, "Finn Finance", ClientRole.Finance)
        );

        var mine = await browser.GetAsync("/en/my-jobs");
        Assert.Contains("Picture book", mine.Text, StringComparison.Ordinal);
        Assert.Null(mine.Document.QuerySelector("main a[href='/en/my-jobs/new']"));
        var drafts = await browser.GetAsync("/en/my-jobs?list=drafts");
        Assert.Contains("Not posted yet", drafts.Text, StringComparison.Ordinal);
        Assert.Null(drafts.Document.QuerySelector("main a[href$='/edit']"));

        var job = await browser.GetAsync($"/en/jobs/{scene.Job}");
        Assert.Contains("hiring managers", job.Text, StringComparison.Ordinal);
        Assert.Null(job.Document.QuerySelector("main form"));
        Assert.Null(job.Document.QuerySelector("main a[href$='/edit']"));

        var proposal = await browser.GetAsync($"/en/proposals/{scene.Proposal}");
        Assert.Contains("three picture books", proposal.Text, StringComparison.Ordinal);
        Assert.Contains("hiring managers", proposal.Text, StringComparison.Ordinal);
        Assert.Null(
            proposal.Document.QuerySelector("form[action*='/file'], a[href*='/offer'], [name='Decline.Reason']")
        );
        Assert.NotNull(proposal.Document.QuerySelector("[name='Note.Text']"));
        var list = await browser.GetAsync($"/en/my-jobs/{scene.Job}/proposals");
        Assert.Contains("Zoe Freelance", list.Text, StringComparison.Ordinal);
        Assert.Null(list.Document.QuerySelector("form[action*='/file']"));

        var shortlist = await browser.GetAsync($"/en/my-jobs/{scene.Job}/shortlist");
        Assert.Equal(["Noor Haddad"], shortlist.Names());
        Assert.Null(shortlist.Document.QuerySelector("button[form=invite]"));
        var talent = await browser.GetAsync($"/en/talent/{scene.Zoe.MemberId}");
        Assert.Null(talent.Document.QuerySelector("main a[href$='/invite']"));

        foreach (
            var path in (string[])
                [
                    "/en/my-jobs/new",
                    $"/en/my-jobs/{scene.Draft}/edit",
                    $"/en/my-jobs/{scene.Job}/edit/what",
                    $"/en/talent/{scene.Zoe.MemberId}/invite",
                    $"/en/offers/new/{scene.Proposal}",
                ]
        )
        {
            var told = await browser.GetAsync(path);
            Assert.True(told.Path == "/en/account-needs?need=hirer", $"{path} → {told.Path}");
            Assert.Contains("Only the owner", told.Text, StringComparison.Ordinal);
            Assert.Null(told.Document.QuerySelector("main form"));
        }
        Assert.Contains(
            "Seules la personne titulaire",
            (await browser.GetAsync("/fr/mes-missions/nouvelle")).Text,
            StringComparison.Ordinal
        );
        using var nothing = new FormUrlEncodedContent([new("to", "Archived")]);
        using var refused = await browser.Http.PostAsync($"/proposals/{scene.Proposal}/file", nothing);
        Assert.Equal(HttpStatusCode.Forbidden, refused.StatusCode);
    }

    [Theory, MemberData(nameof(Stores.Both), MemberType = typeof(Stores))]
    public async Task A_page_opened_before_the_role_changed_is_refused_in_words(Store store)
    {
        await using var scene = await Scene.StartAsync(store);
        var host = scene.Host;
        var mia = await host.ColleagueAsync(scene.Owner, "Mia Manager", ClientRole.HiringManager);
        using var browser = await host.SignedInAsync(mia);
        var job = await browser.GetAsync($"/en/jobs/{scene.Job}");
        var proposal = await browser.GetAsync($"/en/proposals/{scene.Proposal}");
        await host.BecomesAsync(mia, ClientRole.Finance);

        foreach (
            var answer in (Page[])
                [
                    await job.SubmitAsync(
                        "[name='Close.Note']",
                        new Dictionary<string, string?> { ["Close.Reason"] = "Other" }
                    ),
                    await proposal.SubmitAsync(
                        "[name='Decline.Note']",
                        new Dictionary<string, string?> { ["Decline.Reason"] = "Price" }
                    ),
                ]
        )
        {
            Assert.Equal(HttpStatusCode.UnprocessableEntity, answer.Status);
            Assert.Contains("Only the owner", answer.Text, StringComparison.Ordinal);
        }
        Assert.Equal(JobState.Open, (await host.JobAsync(scene.Job, mia))!.State);
        Assert.Equal(ProposalState.Sent, (await host.ProposalAsync(scene.Proposal, mia))!.State);
    }

    private static void Role<T>(Outcome<T> outcome) => Assert.Equal("role", Assert.Single(outcome.Refusals).Code);
}
