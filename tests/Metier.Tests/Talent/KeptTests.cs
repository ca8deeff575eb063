using System.Net;
using Metier.Jobs;
using Metier.Platform;
using Metier.Profiles;
using Metier.Talent;
using Metier.Tests.Jobs;
using Microsoft.Extensions.DependencyInjection;

namespace Metier.Tests.Talent;

/// <summary>Keeping freelancers and jobs, over HTTP, on both databases.</summary>
public sealed class KeptTests
{
    private static readonly CancellationToken Ct = TestContext.Current.CancellationToken;

    [Theory, MemberData(nameof(Stores.Both), MemberType = typeof(Stores))]
    public async Task A_freelancer_is_saved_on_the_spot_noted_and_let_go(Store store)
    {
        await using var host = await TestHost.StartAsync(store);
        var ines = await host.ListedAsync("Ines Mercier", "Illustrator", "Watercolour");
        await host.ListedAsync("Noor Haddad", "Illustrator", "Watercolour");
        await host.SettleAsync();
        var client = await host.MemberAsync("Chloe", client: true);
        using var browser = await host.SignedInAsync(client);

        var row = $"#k-{ines.MemberId:N} ";
        var page = await browser.GetAsync("/en/talent?q=watercolour&sort=rate");
        Assert.Equal("Save Ines Mercier", page.Document.QuerySelector(row + "button[name=keep]")!.TextContent);
        var after = await page.SubmitAsync("#keep-people", Keep(ines));
        Assert.Equal("/en/talent?q=watercolour&sort=rate", after.Path);
        Assert.Contains("Saved to your freelancers.", after.Html, StringComparison.Ordinal);
        Assert.NotNull(after.Document.QuerySelector(row + "button[name=drop]"));
        // Twice is once, also at the same moment.
        await Task.WhenAll(Enumerable.Range(0, 4).Select(_ => page.SubmitAsync("#keep-people", Keep(ines))));
        Assert.NotNull(
            (await browser.GetAsync($"/fr/talents/{ines.MemberId}")).Document.QuerySelector("button[name=drop]")
        );

        var list = await browser.GetAsync("/en/saved-freelancers");
        Assert.Equal(["Ines Mercier"], list.Names());
        var note = await browser.GetAsync($"/en/saved-freelancers/{ines.MemberId}");
        var endless = await note.SubmitAsync(
            "main form",
            new Dictionary<string, string?> { ["Form.Note"] = new string('n', 1001) }
        );
        Assert.Equal(HttpStatusCode.UnprocessableEntity, endless.Status);
        var noted = await endless.SubmitAsync(
            "main form",
            new Dictionary<string, string?> { ["Form.Note"] = "Asked on <Monday>" }
        );
        Assert.Contains("Your note: Asked on <Monday>", noted.Text, StringComparison.Ordinal);

        await host.ShowToAsync(ines, ProfileVisibility.Hidden);
        var hidden = await browser.GetAsync("/en/saved-freelancers");
        Assert.DoesNotContain("Ines Mercier", hidden.Text, StringComparison.Ordinal);
        Assert.Contains("This profile is not shown at the moment", hidden.Text, StringComparison.Ordinal);
        var none = await hidden.SubmitAsync(
            "#keep-people",
            new Dictionary<string, string?> { ["drop"] = ines.MemberId.ToString() }
        );
        Assert.Contains("Nobody saved yet.", none.Text, StringComparison.Ordinal);
        Assert.Equal(
            HttpStatusCode.NotFound,
            (await browser.GetAsync($"/en/saved-freelancers/{ines.MemberId}")).Status
        );
    }

    [Theory, MemberData(nameof(Stores.Both), MemberType = typeof(Stores))]
    public async Task Who_may_not_be_seen_is_not_saved_nor_oneself_and_visitors_log_in_first(Store store)
    {
        await using var host = await TestHost.StartAsync(store);
        var ines = await host.ListedAsync("Ines", "Illustrator", "Watercolour");
        var hidden = await host.ListedAsync(
            "Hidden",
            "Illustrator",
            "Watercolour",
            visibility: ProfileVisibility.Hidden
        );
        await host.SettleAsync();
        using var own = await host.SignedInAsync(ines);
        var search = await own.GetAsync("/en/talent");
        Assert.Null(search.Document.QuerySelector($"#k-{ines.MemberId:N} button[name=keep]"));
        Assert.Contains(
            "This is your own profile.",
            (await search.SubmitAsync("#keep-people", Keep(ines))).Html,
            StringComparison.Ordinal
        );
        Assert.Equal(HttpStatusCode.NotFound, (await search.SubmitAsync("#keep-people", Keep(hidden))).Status);
        Assert.Equal(
            HttpStatusCode.NotFound,
            (await search.SubmitAsync("#keep-people", new Dictionary<string, string?> { ["keep"] = "nobody" })).Status
        );
        using var visitor = host.Visitor("fr");
        var page = await visitor.GetAsync("/fr/talents?q=aquarelle");
        Assert.Equal(
            "/fr/connexion?to=" + Uri.EscapeDataString("/fr/talents?q=aquarelle"),
            page.Document.QuerySelector($"#k-{ines.MemberId:N} a.btn")!.GetAttribute("href")
        );
        var forged = await visitor.PostAsync(
            "/keep/people",
            new FormUrlEncodedContent([new("keep", ines.MemberId.ToString())])
        );
        Assert.True(forged.Status is HttpStatusCode.BadRequest or HttpStatusCode.Unauthorized);
    }

    [Theory, MemberData(nameof(Stores.Both), MemberType = typeof(Stores))]
    public async Task The_list_is_paged_by_key_and_shows_everybody_once(Store store)
    {
        await using var host = await TestHost.StartAsync(store);
        var client = await host.MemberAsync("Chloe", client: true);
        for (var i = 0; i < 23; i++)
        {
            var one = await host.ListedAsync($"Person {i:00}", "Illustrator", "Watercolour");
            // Some in the same moment, so that the key must also tell them apart.
            if (i % 3 == 0)
            {
                await host.AdvanceAsync(TimeSpan.FromSeconds(1));
            }
            await host.InScopeAsync(s => s.GetRequiredService<SavePerson>().RunAsync(one.MemberId, client, Ct));
        }
        using var browser = await host.SignedInAsync(client);
        var page = await browser.GetAsync("/en/saved-freelancers?after=nonsense");
        var seen = page.Names();
        Assert.Equal(20, seen.Count);
        page = await browser.GetAsync(page.Document.QuerySelector("a[rel=next]")!.GetAttribute("href")!);
        seen.AddRange(page.Names());
        Assert.Equal(23, seen.Distinct().Count());
        Assert.Null(page.Document.QuerySelector("a[rel=next]"));
    }

    [Theory, MemberData(nameof(Stores.Both), MemberType = typeof(Stores))]
    public async Task A_job_is_saved_and_says_when_it_is_closed_and_what_is_like_it(Store store)
    {
        await using var host = await TestHost.StartAsync(store);
        var client = await host.MemberAsync("Chloe", client: true);
        var id = await host.PostedAsync(client, "Picture book about hedgehogs");
        await host.PostedAsync(client, "Picture book about owls");
        await host.SettleAsync();
        var ines = await host.MemberAsync("Ines", freelancer: true);
        using var browser = await host.SignedInAsync(ines);
        var page = await browser.GetAsync($"/en/jobs/{id}");
        var saved = await page.SubmitAsync("#keep-jobs", new Dictionary<string, string?> { ["keep"] = id.ToString() });
        Assert.Equal($"/en/jobs/{id}", saved.Path);
        Assert.NotNull(saved.Document.QuerySelector("button[name=drop]"));
        Assert.NotNull((await browser.GetAsync("/fr/missions")).Document.QuerySelector($"#k-{id:N} button[name=drop]"));

        await host.InScopeAsync(s => s.GetRequiredService<CloseJob>().RunAsync(new(id, "NotNeeded", null), client, Ct));
        await host.SettleAsync();
        var list = await browser.GetAsync("/en/saved-jobs");
        Assert.Contains("Picture book about hedgehogs Closed", list.Text, StringComparison.Ordinal);
        using var visitor = host.Visitor();
        var closed = await visitor.GetAsync($"/en/jobs/{id}");
        Assert.Contains("Similar open jobs Picture book about owls", closed.Text, StringComparison.Ordinal);
        Assert.Null(closed.Document.QuerySelector("button[name=keep]"));
        var gone = await list.SubmitAsync("#keep-jobs", new Dictionary<string, string?> { ["drop"] = id.ToString() });
        Assert.Contains("No saved jobs yet.", gone.Text, StringComparison.Ordinal);
        // A draft and a stranger's invitation-only job are not there to be saved.
        var draft = await host.DraftAsync(client);
        Assert.Equal(
            HttpStatusCode.NotFound,
            (
                await page.SubmitAsync("#keep-jobs", new Dictionary<string, string?> { ["keep"] = draft.ToString() })
            ).Status
        );
    }

    [Theory, MemberData(nameof(Stores.Both), MemberType = typeof(Stores))]
    public async Task Jobs_for_you_leave_out_what_you_proposed_to_or_dismissed_until_you_put_it_back(Store store)
    {
        await using var host = await TestHost.StartAsync(store);
        var client = await host.MemberAsync("Chloe", client: true);
        var proposed = await host.PostedAsync(client, "Retouching of photographs");
        var unwanted = await host.PostedAsync(client, "Picture book about owls");
        await host.PostedAsync(client, "Picture book about hedgehogs");
        var other = await host.PostedAsync(client, "Yearly accounts");
        await host.SaveAsync(other, new WhatPart("Yearly accounts", "A small shop.", "accounting", "en"), client);
        await host.SaveAsync(other, new SkillsPart("Bookkeeping", "", "Medium", "Quarter", "Solid"), client);
        var ines = await host.ListedAsync("Ines", "Photo editor", "Adobe Photoshop");
        await host.SettleAsync();
        using var browser = await host.SignedInAsync(ines);

        var home = await browser.GetAsync("/en/dashboard");
        Assert.Contains("Why this job: asks for skills you have: Adobe Photoshop", home.Text, StringComparison.Ordinal);
        Assert.DoesNotContain("Yearly accounts", home.Text, StringComparison.Ordinal);
        Assert.Equal(3, (await browser.GetAsync("/en/jobs/for-you")).Names().Count);
        await host.ProposedAsync(proposed, ines);
        await host.SettleAsync();

        var page = await browser.GetAsync("/en/jobs/for-you");
        Assert.Equal(["Picture book about hedgehogs", "Picture book about owls"], page.Names().Order());
        var after = await page.SubmitAsync(
            "#keep-dismissed",
            new Dictionary<string, string?> { ["keep"] = unwanted.ToString() }
        );
        Assert.Equal(["Picture book about hedgehogs"], after.Names());
        Assert.Contains(
            "“Picture book about owls” will not be put forward again.",
            after.Text,
            StringComparison.Ordinal
        );
        Assert.DoesNotContain("owls", (await browser.GetAsync("/en/dashboard")).Text, StringComparison.Ordinal);
        Assert.Contains(
            "owls",
            (await browser.GetAsync("/fr/missions/pour-vous?view=dismissed")).Text,
            StringComparison.Ordinal
        );
        var back = await after.SubmitAsync(
            "#keep-dismissed",
            new Dictionary<string, string?> { ["drop"] = unwanted.ToString() }
        );
        Assert.Equal(2, back.Names().Count);
        // The search itself hides nothing.
        Assert.Equal(4, (await browser.GetAsync("/en/jobs")).Names().Count);
        var beginner = await host.MemberAsync("Beginner", freelancer: true);
        using var empty = await host.SignedInAsync(beginner);
        Assert.Contains(
            "Add a skill to your profile",
            (await empty.GetAsync("/en/jobs/for-you")).Text,
            StringComparison.Ordinal
        );
    }

    [Theory, MemberData(nameof(Stores.Both), MemberType = typeof(Stores))]
    public async Task A_profile_shows_others_like_it_that_the_reader_may_see_and_never_itself(Store store)
    {
        await using var host = await TestHost.StartAsync(store);
        var ines = await host.ListedAsync("Ines", "Illustrator", "Watercolour, Picture books");
        for (var i = 0; i < 6; i++)
        {
            await host.ListedAsync($"Painter {i}", "Illustrator", "Watercolour");
        }
        await host.ListedAsync("Tomasz", "Bookkeeper", "Bookkeeping");
        await host.ListedAsync("Hidden", "Illustrator", "Watercolour", visibility: ProfileVisibility.Hidden);
        var inside = await host.ListedAsync(
            "Inside",
            "Illustrator",
            "Watercolour, Picture books",
            visibility: ProfileVisibility.Members
        );
        await host.SettleAsync();
        using var visitor = host.Visitor();
        var page = await visitor.GetAsync($"/en/talent/{ines.MemberId}");
        Assert.Equal(SimilarTalent.Most, page.Names().Count);
        Assert.All(page.Names(), n => Assert.StartsWith("Painter", n, StringComparison.Ordinal));
        using var member = await host.SignedInAsync(await host.MemberAsync("Client", client: true));
        Assert.Equal("Inside", (await member.GetAsync($"/fr/talents/{ines.MemberId}")).Names()[0]);
        using var self = await host.SignedInAsync(inside);
        Assert.DoesNotContain("Inside", (await self.GetAsync($"/en/talent/{ines.MemberId}")).Names());
        Assert.Empty((await self.GetAsync($"/en/talent/{inside.MemberId}")).Names());
    }

    private static Dictionary<string, string?> Keep(Actor freelancer) =>
        new() { ["keep"] = freelancer.MemberId.ToString() };
}
