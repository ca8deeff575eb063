using System.Diagnostics;
using System.Net;
using System.Text.RegularExpressions;
using Metier.Jobs;
using Metier.Platform;
using Metier.Profiles;
using Metier.Talent;
using Metier.Tests.Jobs;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace Metier.Tests.Talent;

/// <summary>Mails of saved searches: who hears of what, when, and that it happens once.</summary>
public sealed partial class SearchAlertTests
{
    private static readonly CancellationToken Ct = TestContext.Current.CancellationToken;

    [Theory, MemberData(nameof(Stores.Both), MemberType = typeof(Stores))]
    public async Task Who_is_new_and_matches_is_told_of_at_once_and_once_in_ones_own_language(Store store)
    {
        await using var host = await TestHost.StartAsync(store);
        var client = await host.MemberAsync("Chloe", client: true, language: "fr");
        var id = await host.SavedAsync(client, "?q=watercolour&max=60", name: "Aquarelle");
        var ines = await host.ListedAsync("Ines Mercier", "Illustratrice", "Watercolour", rate: 45);
        await host.ListedAsync("Tomasz Wilk", "Bookkeeper", "Bookkeeping");
        await host.ListedAsync("Dear Person", "Illustrator", "Watercolour", rate: 90);
        await host.SettleAsync();

        var mail = Assert.Single(await host.AlertsAsync(client));
        Assert.Equal("Ines Mercier\u00a0: nouveau dans «\u00a0Aquarelle\u00a0»", mail.Subject);
        Assert.Contains("Lyon, France", mail.Text, StringComparison.Ordinal);
        Assert.Contains("/go/talent/" + ines.MemberId, mail.Text, StringComparison.Ordinal);
        Assert.Contains("/go/saved-search/" + id, mail.Html, StringComparison.Ordinal);
        Assert.Contains($"/go/saved-search-stop/{id}?key=", mail.Html, StringComparison.Ordinal);

        await host.AdvanceAsync(TimeSpan.FromDays(1));
        await host.RateAsync(ines, 50);
        await host.ShowToAsync(ines, ProfileVisibility.Hidden);
        await host.SettleAsync();
        await host.ShowToAsync(ines, ProfileVisibility.Public);
        await host.SettleAsync();
        await Task.WhenAll(Enumerable.Range(0, 4).Select(_ => host.ProbeAsync(ines.MemberId)));
        Assert.Single(await host.AlertsAsync(client));
        Assert.Equal(1, (await host.SearchesAsync(client)).Single().New);
    }

    [Theory, MemberData(nameof(Stores.Both), MemberType = typeof(Stores))]
    public async Task What_was_there_when_the_search_was_saved_is_no_news_however_it_changes(Store store)
    {
        await using var host = await TestHost.StartAsync(store);
        var client = await host.MemberAsync("Chloe", client: true);
        var known = await host.ListedAsync("Known", "Illustrator", "Watercolour");
        var hidden = await host.ListedAsync(
            "Hidden",
            "Illustrator",
            "Watercolour",
            visibility: ProfileVisibility.Hidden
        );
        await host.SettleAsync();
        await host.AdvanceAsync(TimeSpan.FromHours(1));
        await host.SavedAsync(client, "?q=watercolour");
        await host.AdvanceAsync(TimeSpan.FromHours(1));

        await host.RateAsync(known, 70);
        await host.SettleAsync();
        Assert.Empty(await host.AlertsAsync(client));
        await host.ShowToAsync(hidden, ProfileVisibility.Members);
        await host.SettleAsync();
        Assert.Contains("Hidden", Assert.Single(await host.AlertsAsync(client)).Subject, StringComparison.Ordinal);
    }

    [Theory, MemberData(nameof(Stores.Both), MemberType = typeof(Stores))]
    public async Task Nobody_hears_of_themselves_or_their_own_job_and_the_suspended_hear_of_nothing(Store store)
    {
        await using var host = await TestHost.StartAsync(store);
        var both = await host.MemberAsync("Both Sides", freelancer: true, client: true);
        var freelancer = await host.ListedAsync(
            "Ines",
            "Illustrator",
            "Watercolour",
            visibility: ProfileVisibility.Hidden
        );
        var gone = await host.MemberAsync("Gone", freelancer: true);
        foreach (var actor in new[] { both, freelancer, gone })
        {
            await host.SavedAsync(actor, "?q=picture+book", kind: SearchKind.Jobs);
            await host.SavedAsync(actor, "?q=watercolour");
        }
        await host.SuspendAsync(gone);

        await host.PostedAsync(both, "Picture book about hedgehogs");
        await host.PostedAsync(both, "Secret picture book", visibility: "InvitedOnly");
        await host.ShowToAsync(freelancer, ProfileVisibility.Public);
        await host.SettleAsync();

        Assert.Equal(
            "Picture book about hedgehogs: new in “Mine”",
            Assert.Single(await host.AlertsAsync(freelancer)).Subject
        );
        Assert.Equal("Ines: new in “Mine”", Assert.Single(await host.AlertsAsync(both)).Subject);
        Assert.Empty(await host.AlertsAsync(gone));
    }

    [Theory, MemberData(nameof(Stores.Both), MemberType = typeof(Stores))]
    public async Task A_job_is_told_of_when_an_edit_makes_it_match_and_when_it_opens_again_only_if_it_never_was(
        Store store
    )
    {
        await using var host = await TestHost.StartAsync(store);
        var client = await host.MemberAsync("Chloe", client: true);
        var ines = await host.MemberAsync("Ines", freelancer: true);
        await host.SavedAsync(ines, "?q=translation&pay=fixed", kind: SearchKind.Jobs);
        var id = await host.PostedAsync(client, "Picture book");
        await host.SettleAsync();
        Assert.Empty(await host.AlertsAsync(ines));
        await host.SaveAsync(id, new WhatPart("Translation of a novel", "From French.", "translation", "en"), client);
        await host.SettleAsync();
        var mail = Assert.Single(await host.AlertsAsync(ines));
        Assert.Contains("€4,500", mail.Text, StringComparison.Ordinal);
        Assert.Contains("/go/job/" + id, mail.Text, StringComparison.Ordinal);

        await host.InScopeAsync(s => s.GetRequiredService<CloseJob>().RunAsync(new(id, "NotNeeded", null), client, Ct));
        await host.SettleAsync();
        await host.AdvanceAsync(TimeSpan.FromDays(1));
        var noor = await host.MemberAsync("Noor", freelancer: true);
        await host.SavedAsync(noor, "?q=translation", kind: SearchKind.Jobs);
        await host.InScopeAsync(s => s.GetRequiredService<RenewJob>().RunAsync(id, client, Ct));
        await host.SettleAsync();
        Assert.Single(await host.AlertsAsync(ines));
        Assert.Single(await host.AlertsAsync(noor));
    }

    [Theory, MemberData(nameof(Stores.Both), MemberType = typeof(Stores))]
    public async Task The_daily_mail_comes_in_the_morning_once_for_all_searches_and_not_without_news(Store store)
    {
        await using var host = await TestHost.StartAsync(store);
        var client = await host.MemberAsync("Chloe", client: true);
        await host.SavedAsync(client, "?q=watercolour", SearchAlert.Daily, name: "Painters");
        await host.SavedAsync(client, "?q=bookkeeping", SearchAlert.Daily, name: "Books");
        await host.SavedAsync(client, "", SearchAlert.None, name: "Everybody");
        await host.ListedAsync("Ines Mercier", "Illustrator", "Watercolour");
        await host.ListedAsync("Tomasz Wilk", "Bookkeeper", "Bookkeeping");
        var shy = await host.ListedAsync("Shy", "Illustrator", "Watercolour");
        await host.SettleAsync();
        await host.ShowToAsync(shy, ProfileVisibility.Hidden);
        await host.SettleAsync();
        Assert.Empty(await host.AlertsAsync(client));
        Assert.Equal([3, 1, 2], (await host.SearchesAsync(client)).Select(s => s.New));

        // Six in the morning in Paris, then half past seven.
        await host.AdvanceAsync(TimeSpan.FromHours(20));
        Assert.Empty(await host.AlertsAsync(client));
        await host.AdvanceAsync(TimeSpan.FromHours(1.5));
        var mail = Assert.Single(await host.AlertsAsync(client));
        Assert.Equal("2 new in your saved searches", mail.Subject);
        Assert.Equal(new DateTime(2026, 11, 24, 6, 0, 0, DateTimeKind.Utc), mail.QueuedAt, TimeSpan.FromSeconds(1));
        Assert.Contains("Ines Mercier", mail.Text, StringComparison.Ordinal);
        Assert.Contains("Tomasz Wilk", mail.Text, StringComparison.Ordinal);
        Assert.DoesNotContain("Shy", mail.Text, StringComparison.Ordinal);
        Assert.DoesNotContain("Everybody", mail.Text, StringComparison.Ordinal);
        await host.AdvanceAsync(TimeSpan.FromDays(3));
        Assert.Single(await host.AlertsAsync(client));

        await host.ListedAsync("Noor Haddad", "Illustrator", "Watercolour");
        await host.SettleAsync();
        var painters = (await host.SearchesAsync(client)).Single(s => s.Name == "Painters");
        await host.InScopeAsync(s =>
            s.GetRequiredService<ChangeSearch>().RunAsync(painters.Id, "Painters", "None", client, Ct)
        );
        await host.AdvanceAsync(TimeSpan.FromDays(1));
        Assert.Single(await host.AlertsAsync(client));
    }

    [Theory, MemberData(nameof(Stores.Both), MemberType = typeof(Stores))]
    public async Task More_than_ten_a_day_wait_for_the_morning(Store store)
    {
        await using var host = await TestHost.StartAsync(store);
        var client = await host.MemberAsync("Chloe", client: true);
        await host.SavedAsync(client, "?q=watercolour");
        for (var i = 0; i < 12; i++)
        {
            await host.ListedAsync($"Person {i:00}", "Illustrator", "Watercolour");
        }
        await host.SettleAsync();
        Assert.Equal(SearchProbe.MostMailsADay, (await host.AlertsAsync(client)).Count);
        await host.AdvanceAsync(TimeSpan.FromDays(1));
        var mails = await host.AlertsAsync(client);
        Assert.Equal(SearchProbe.MostMailsADay + 1, mails.Count);
        Assert.Equal("2 new in your saved searches", mails[^1].Subject);
        Assert.Equal(12, mails.SelectMany(m => Persons().Matches(m.Text).Select(p => p.Value)).Distinct().Count());
    }

    [Theory, MemberData(nameof(Stores.Both), MemberType = typeof(Stores))]
    public async Task The_link_of_a_mail_stops_the_alerts_without_logging_in_and_no_other_link_does(Store store)
    {
        await using var host = await TestHost.StartAsync(store);
        var client = await host.MemberAsync("Chloe", client: true);
        var id = await host.SavedAsync(client, "?q=watercolour", name: "Painters");
        await host.ListedAsync("Ines", "Illustrator", "Watercolour");
        await host.SettleAsync();
        var link = StopLink().Match(Assert.Single(await host.AlertsAsync(client)).Text).Value;
        using var visitor = host.Visitor("fr");

        var page = await visitor.GetAsync(link);
        Assert.Contains("Arrêter tous les messages", page.Text, StringComparison.Ordinal);
        Assert.Equal(SearchAlert.AtOnce, (await host.SearchesAsync(client)).Single().Alert);
        var done = await page.SubmitAsync("main form");
        Assert.Contains("Vous ne recevrez plus de message", done.Text, StringComparison.Ordinal);
        Assert.Equal(SearchAlert.None, (await host.SearchesAsync(client)).Single().Alert);
        foreach (var wrong in new[] { "", "?key=", "?key=" + new string('0', 32), "?key=" + new string('x', 5000) })
        {
            var answer = await visitor.GetAsync($"/en/saved-searches/{id}/stop{wrong}");
            Assert.Equal(HttpStatusCode.NotFound, answer.Status);
        }
        await host.ListedAsync("Noor", "Illustrator", "Watercolour");
        await host.SettleAsync();
        Assert.Single(await host.AlertsAsync(client));
    }

    [Theory, MemberData(nameof(Stores.Both), MemberType = typeof(Stores))]
    public async Task Thousands_of_saved_searches_are_gone_through_in_pages_and_each_is_met_once(Store store)
    {
        await using var host = await TestHost.StartAsync(store);
        var owners = new List<Actor>();
        for (var i = 0; i < 6; i++)
        {
            owners.Add(await host.MemberAsync($"Owner {i}", client: true));
        }
        const int each = 200;
        await host.InScopeAsync(async s =>
        {
            var db = s.GetRequiredService<MetierDb>();
            foreach (var (owner, n) in owners.SelectMany(o => Enumerable.Range(1, each).Select(n => (o, n))))
            {
                db.Add(
                    new SavedSearch
                    {
                        Id = Ids.New(host.Clock),
                        MemberId = owner.MemberId,
                        Slot = n,
                        Name = $"Search {n}",
                        Query = n % 2 == 0 ? $"?q=watercolour&max={100 + n}" : $"?q=bookkeeping&max={n}",
                        QueryHash = SaveSearch.Hash($"{n}"),
                        Alert = SearchAlert.None,
                        CreatedAt = host.Now,
                        LookedAt = host.Now,
                    }
                );
            }
            await db.SaveChangesAsync(Ct);
        });
        await host.AdvanceAsync(TimeSpan.FromSeconds(1));
        var ines = await host.ListedAsync("Ines", "Illustrator", "Watercolour");
        var began = Stopwatch.GetTimestamp();
        await host.ProbeAsync(ines.MemberId);
        TestContext.Current.TestOutputHelper?.WriteLine(
            $"{owners.Count * each} searches probed in {Stopwatch.GetElapsedTime(began).TotalMilliseconds:0} ms"
        );
        await host.SettleAsync();
        foreach (var owner in owners)
        {
            Assert.Equal(each / 2, (await host.SearchesAsync(owner)).Sum(s => s.New));
        }
        Assert.Equal(
            owners.Count * each / 2,
            await host.InScopeAsync(s => HitsAsync(s.GetRequiredService<MetierDb>()))
        );
    }

    private static Task<int> HitsAsync(MetierDb db) => db.Set<SearchHit>().CountAsync(Ct);

    [GeneratedRegex(@"Person \d\d", RegexOptions.None, 1000)]
    private static partial Regex Persons();

    [GeneratedRegex(@"/go/saved-search-stop/\S+", RegexOptions.None, 1000)]
    private static partial Regex StopLink();
}
