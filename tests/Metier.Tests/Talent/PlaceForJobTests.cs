using System.Net;
using Metier.Jobs;
using Metier.Platform;
using Metier.Profiles;
using Metier.Talent;
using Metier.Tests.Jobs;
using Microsoft.Extensions.DependencyInjection;

namespace Metier.Tests.Talent;

/// <summary>A freelancer is told where they stand for a job, why, and what would change it: about themselves alone.</summary>
public sealed class PlaceForJobTests
{
    private static readonly CancellationToken Ct = TestContext.Current.CancellationToken;

    [Theory, MemberData(nameof(Stores.Both), MemberType = typeof(Stores))]
    public async Task It_is_the_place_of_the_clients_order_and_what_is_promised_comes_true(Store store)
    {
        await using var host = await TestHost.StartAsync(store);
        var client = await host.MemberAsync("Chloe", client: true);
        await host.ListedAsync("First One", "Illustrator", "Adobe Photoshop, Picture books");
        await host.ListedAsync("Second One", "Illustrator", "Adobe Photoshop, Watercolour");
        var last = await host.ListedAsync("Last One", "Illustrator", "Gouache", rate: 90, freeFrom: "2026-12-20");
        var job = await host.PostedAsync(client, hourly: true);
        await host.SettleAsync();
        using var browser = await host.SignedInAsync(last);
        var post = await browser.GetAsync($"/en/jobs/{job}");
        Assert.NotNull(post.Document.QuerySelector($"a[href='/en/jobs/{job}/where-you-stand']"));

        var page = await browser.GetAsync($"/en/jobs/{job}/where-you-stand");
        Assert.Contains("3 of 3", page.Text, StringComparison.Ordinal);
        Assert.Contains("With Adobe Photoshop among your skills, if you have it", page.Text, StringComparison.Ordinal);
        Assert.Contains("With a rate of €45/hr", page.Text, StringComparison.Ordinal);
        Assert.Contains(
            "If your profile said “solid experience”, should that be so",
            page.Text,
            StringComparison.Ordinal
        );
        Assert.Contains("40 hours a week free now", page.Text, StringComparison.Ordinal);
        Assert.DoesNotContain("First One", page.Text, StringComparison.Ordinal);
        var before = await PlaceAsync(host, job, last);
        Assert.Equal(before.Reasons.Score, before.Reasons.Parts.Sum(p => p.Points));

        // Done one after the other, each gives at least what was said, and to the point where words play no part.
        await host.EditAsync<SetTerms>(u =>
            u.RunAsync(new(Ledger.Currency.Eur.Major(45), "Full", null, null), last, Ct)
        );
        await host.SettleAsync();
        var cheaper = await PlaceAsync(host, job, last);
        var promised = before
            .Changes.Where(c =>
                c.What.Contains("rate", StringComparison.Ordinal)
                || c.What.Contains("free now", StringComparison.Ordinal)
            )
            .Sum(c => c.Points);
        Assert.Equal(before.Reasons.Score + promised, cheaper.Reasons.Score);
        var skill = cheaper.Changes.Single(c => c.What.Contains("Photoshop", StringComparison.Ordinal));
        Assert.True(skill.Place < cheaper.Place);
        await host.EditAsync<ChooseSkills>(u => u.RunAsync(new("Gouache, Adobe Photoshop", null), last, Ct));
        await host.SettleAsync();
        var skilled = await PlaceAsync(host, job, last);
        Assert.True(skilled.Place <= skill.Place);
        Assert.True(skilled.Reasons.Score >= cheaper.Reasons.Score + skill.Points - 10);

        var french = await browser.GetAsync($"/fr/missions/{job}/votre-place");
        Assert.Contains("Votre place", french.Text, StringComparison.Ordinal);
        Assert.Contains("Si votre profil disait", french.Text, StringComparison.Ordinal);
    }

    [Theory, MemberData(nameof(Stores.Both), MemberType = typeof(Stores))]
    public async Task Who_is_not_shown_has_none_and_there_is_none_for_others_or_a_closed_job(Store store)
    {
        await using var host = await TestHost.StartAsync(store);
        var client = await host.MemberAsync("Chloe", client: true);
        var hidden = await host.ListedAsync(
            "Hidden One",
            "Illustrator",
            "Adobe Photoshop",
            visibility: ProfileVisibility.Hidden
        );
        var job = await host.PostedAsync(client);
        var secret = await host.PostedAsync(client, visibility: "InvitedOnly");
        await host.SettleAsync();
        using var browser = await host.SignedInAsync(hidden);
        var page = await browser.GetAsync($"/en/jobs/{job}/where-you-stand");
        Assert.Contains("You have no place yet", page.Text, StringComparison.Ordinal);
        Assert.Equal(HttpStatusCode.NotFound, (await browser.GetAsync($"/en/jobs/{secret}/where-you-stand")).Status);
        var both = await host.MemberAsync("Both", freelancer: true, client: true);
        var own = await host.PostedAsync(both);
        using var theirs = await host.SignedInAsync(both);
        Assert.Equal(HttpStatusCode.NotFound, (await theirs.GetAsync($"/en/jobs/{own}/where-you-stand")).Status);
        var closed = await host.InScopeAsync(s =>
            s.GetRequiredService<CloseJob>().RunAsync(new(job, "Mistake", ""), client, Ct)
        );
        Assert.True(closed.Ok);
        Assert.Equal(HttpStatusCode.NotFound, (await browser.GetAsync($"/en/jobs/{job}/where-you-stand")).Status);

        // A proposal takes nobody out of their own list.
        var listed = await host.ListedAsync("Ines Mercier", "Illustrator", "Adobe Photoshop");
        var other = await host.PostedAsync(client);
        await host.ProposedAsync(other, listed);
        await host.SettleAsync();
        Assert.Equal(1, (await PlaceAsync(host, other, listed)).Place);
    }

    private static async Task<PlaceFound> PlaceAsync(TestHost host, Guid job, Actor freelancer) =>
        (await host.InScopeAsync(s => s.GetRequiredService<PlaceForJob>().RunAsync(job, freelancer, Ct)))!;
}
