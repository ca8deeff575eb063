using System.Net;
using Metier.Tests.Diary;

namespace Metier.Tests.Invoicing;

/// <summary>Billed hours of all contracts, as a page and as CSV.</summary>
public sealed class HoursReportTests
{
    [Theory, MemberData(nameof(Stores.Both), MemberType = typeof(Stores))]
    public async Task A_client_reads_the_hours_of_a_week_and_takes_them_along(Store store)
    {
        await using var scene = await WeekScene.StartAsync(store);
        await scene.LogAsync("2026-11-23 09:00", 600);
        await scene.GoToAsync(WeekScene.Lock.AddMinutes(1));
        using var browser = await scene.Host.SignedInAsync(scene.Client);
        var page = await browser.GetAsync("/en/money/reports/hours");
        Assert.Contains("23 November 2026", page.Text, StringComparison.Ordinal);
        Assert.Contains("€620.00", page.Text, StringComparison.Ordinal);
        var csv = await browser.Http.GetStringAsync("/money/hours.csv");
        Assert.Contains("\"10\",\"0\",\"620.00\",\"0.00\",\"EUR\"", csv, StringComparison.Ordinal);

        page = await browser.GetAsync("/fr/argent/rapports/heures?from=2020-01-01&to=2020-12-31");
        Assert.Contains("Aucune heure facturée", page.Text, StringComparison.Ordinal);
        using var stranger = await scene.Host.SignedInAsync(await scene.Host.MemberAsync("Eve", client: true));
        Assert.Contains(
            "No billed hours",
            (await stranger.GetAsync("/en/money/reports/hours")).Text,
            StringComparison.Ordinal
        );
        Assert.Equal(HttpStatusCode.NotFound, (await stranger.Http.GetAsync("/money/hours.csv")).StatusCode);
    }
}
