using System.Diagnostics;
using Metier.Jobs;
using Metier.Platform;
using Metier.Talent;
using Metier.Tests.Jobs;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;

namespace Metier.Tests.Talent;

/// <summary>Mails of a shortlist after the job was edited: only what is new, not at once, and not again and again.</summary>
public sealed class ShortlistMailTests
{
    /// <summary>However slow the machine is; how long it takes where nothing else runs is measured by hand.</summary>
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(2);

    private static readonly CancellationToken Ct = TestContext.Current.CancellationToken;

    [Theory, MemberData(nameof(Stores.Both), MemberType = typeof(Stores))]
    public async Task It_is_mailed_after_posting_by_the_services_that_run_in_an_instance_with_no_clock_moved(
        Store store
    )
    {
        await using var host = await TestHost.StartAsync(
            store,
            s => s.AddSingleton<IHostedService>(a => ActivatorUtilities.CreateInstance<OutboxService>(a))
        );
        var client = await host.MemberAsync("Chloe", client: true);
        await host.ListedAsync("Ines Mercier", "Illustrator", "Adobe Photoshop");
        var posted = Stopwatch.StartNew();
        await host.PostedAsync(client);
        while ((await MailsAsync(host)).Count == 0 && posted.Elapsed < Patience)
        {
            await Task.Delay(TimeSpan.FromMilliseconds(100), Ct);
        }
        Assert.Contains("Ines Mercier", Assert.Single(await MailsAsync(host)).Text, StringComparison.Ordinal);
    }

    [Theory, MemberData(nameof(Stores.Both), MemberType = typeof(Stores))]
    public async Task After_an_edit_the_client_is_mailed_of_those_who_are_new_a_day_later_and_once(Store store)
    {
        await using var host = await TestHost.StartAsync(store);
        var client = await host.MemberAsync("Chloe", client: true);
        await host.ListedAsync("Ines Mercier", "Illustrator", "Adobe Photoshop");
        await host.ListedAsync("Tomasz Wilk", "Bookkeeper", "Bookkeeping");
        var id = await host.PostedAsync(client);
        await host.SettleAsync();
        Assert.Contains("Ines Mercier", Assert.Single(await MailsAsync(host)).Text, StringComparison.Ordinal);

        // Saved twice in a row: the list is made from what stands in the end.
        await AskForAsync(host, id, client, "Adobe Photoshop, Tax returns");
        await host.AdvanceAsync(TimeSpan.FromMinutes(2));
        await AskForAsync(host, id, client, "Adobe Photoshop, Bookkeeping");
        await host.AdvanceAsync(TimeSpan.FromHours(23));
        Assert.Single(await MailsAsync(host));
        await host.AdvanceAsync(TimeSpan.FromHours(1));
        var mails = await MailsAsync(host);
        Assert.Equal(2, mails.Count);
        Assert.Contains("After your changes there is 1 new person", mails[1].Text, StringComparison.Ordinal);
        Assert.Contains("Tomasz Wilk", mails[1].Text, StringComparison.Ordinal);
        Assert.DoesNotContain("Ines Mercier", mails[1].Text, StringComparison.Ordinal);

        // Back and forth brings nobody new.
        await AskForAsync(host, id, client, "Adobe Photoshop");
        await host.AdvanceAsync(TimeSpan.FromDays(2));
        await AskForAsync(host, id, client, "Bookkeeping");
        await host.AdvanceAsync(TimeSpan.FromDays(2));
        Assert.Equal(2, (await MailsAsync(host)).Count);
    }

    [Theory, MemberData(nameof(Stores.Both), MemberType = typeof(Stores))]
    public async Task A_client_who_got_none_yet_is_mailed_as_soon_as_the_edits_are_over_in_their_language(Store store)
    {
        await using var host = await TestHost.StartAsync(store);
        var client = await host.MemberAsync("Chloe", client: true, language: "fr");
        await host.ListedAsync("Tomasz Wilk", "Bookkeeper", "Bookkeeping");
        var id = await host.PostedAsync(client);
        await host.SettleAsync();
        Assert.Empty(await MailsAsync(host));

        await AskForAsync(host, id, client, "Bookkeeping");
        await host.AdvanceAsync(SendShortlist.Quiet - TimeSpan.FromMinutes(1));
        Assert.Empty(await MailsAsync(host));
        await host.AdvanceAsync(TimeSpan.FromMinutes(2));
        var mail = Assert.Single(await MailsAsync(host));
        Assert.Contains("Après vos modifications, 1 nouvelle personne", mail.Text, StringComparison.Ordinal);
        Assert.Contains("Tomasz Wilk", mail.Text, StringComparison.Ordinal);
    }

    [Theory, MemberData(nameof(Stores.Both), MemberType = typeof(Stores))]
    public async Task Another_wording_and_a_closed_job_are_no_reason_to_write(Store store)
    {
        await using var host = await TestHost.StartAsync(store);
        var client = await host.MemberAsync("Chloe", client: true);
        await host.ListedAsync("Ines Mercier", "Illustrator", "Adobe Photoshop");
        var reworded = await host.PostedAsync(client);
        var closed = await host.PostedAsync(client, "Another book");
        await host.SettleAsync();
        var before = (await MailsAsync(host)).Count;
        await host.ListedAsync("Noor Haddad", "Designer", "Adobe Photoshop, Bookkeeping");
        await host.SettleAsync();

        var what = new WhatPart("Picture book, 34 pages", "Seventeen spreads.", "illustration", "en");
        Assert.True((await host.SaveAsync(reworded, what, client)).Ok);
        await AskForAsync(host, closed, client, "Bookkeeping");
        await host.EditAsync<CloseJob>(u => u.RunAsync(new(closed, "HiredElsewhere", null), client, Ct));
        await host.AdvanceAsync(TimeSpan.FromDays(3));
        Assert.Equal(before, (await MailsAsync(host)).Count);
    }

    private static async Task AskForAsync(TestHost host, Guid id, Actor client, string skills)
    {
        var saved = await host.SaveAsync(id, new SkillsPart(skills, "", "Medium", "Quarter", "Solid"), client);
        Assert.True(saved.Ok, string.Join("; ", saved.Refusals.Select(r => r.Field + " " + r.Message)));
        await host.SettleAsync();
    }

    private static async Task<List<MailRow>> MailsAsync(TestHost host) =>
        [.. (await host.MailsAsync()).Where(m => m.Text.Contains("/go/shortlist/", StringComparison.Ordinal))];
}
