using System.Globalization;
using Metier.Platform;
using Metier.Tests.Jobs;
using Microsoft.Extensions.DependencyInjection;

namespace Metier.Tests.Admin;

/// <summary>The sandbox's clock as the operator moves it.</summary>
public class ClockTests
{
    [Theory, MemberData(nameof(Stores.Both), MemberType = typeof(Stores))]
    public async Task Moving_the_clock_fires_deadlines_in_their_order_and_shows_them(Store store)
    {
        await using var host = await TestHost.StartAsync(store, s => s.AddSingleton<TimeProvider>(new SandboxClock()));
        var client = await host.MemberAsync("Ada Client", client: true);
        var chief = await host.MemberAsync("Olga Operator", roles: StaffRoles.Operator);
        await host.PostedAsync(client);
        using var browser = await host.SignedInAsync(chief);
        var page = await browser.GetAsync("/en/admin/clock");
        Assert.Contains("Warn of expiring jobs", page.Text, StringComparison.Ordinal);
        foreach (var amount in new[] { "0", "-4", "many", "99999" })
        {
            page = await page.SubmitAsync(
                "form:has([name='Form.Amount'])",
                new Dictionary<string, string?> { ["Form.Amount"] = amount }
            );
            Assert.NotEmpty(page.Errors);
            Assert.Contains($"value=\"{amount}\"", page.Html, StringComparison.Ordinal);
        }
        page = await page.SubmitAsync(
            "form:has([name='Form.Amount'])",
            new Dictionary<string, string?> { ["Form.Amount"] = "31", ["Form.Unit"] = "days" }
        );
        var fired = page
            .Document.QuerySelector("section.card table")!
            .QuerySelectorAll("tbody tr td:first-child")
            .Select(td => td.TextContent)
            .ToList();
        Assert.Equal(["Warn of expiring jobs", "Jobs expire"], fired);
        Assert.Contains("31.0 days ahead", page.Text, StringComparison.Ordinal);
        // Pages count down by this clock and not by the reader's.
        var here = DateTime.Parse(
            page.Document.Body!.GetAttribute("data-now")!,
            CultureInfo.InvariantCulture,
            DateTimeStyles.RoundtripKind
        );
        Assert.InRange(
            here - host.Services.GetRequiredService<TimeProvider>().GetUtcNow().UtcDateTime,
            TimeSpan.FromMinutes(-5),
            TimeSpan.Zero
        );

        // Every node reads the same offset, and a restart keeps it.
        var clock = (SandboxClock)host.Services.GetRequiredService<TimeProvider>();
        Assert.InRange(clock.Offset.TotalDays, 30.9, 31.1);
        var nothing = await page.SubmitAsync("form:not(:has([name='Form.Amount'])) button.sec");
        Assert.Contains("Nothing waits for a moment to come.", nothing.Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Only_an_operator_moves_it()
    {
        await using var host = await TestHost.StartAsync(
            Store.Sqlite,
            s => s.AddSingleton<TimeProvider>(new SandboxClock())
        );
        var finance = await host.MemberAsync("Fay Finance", roles: StaffRoles.Finance);
        var refused = await host
            .Services.GetRequiredService<AdvanceClock>()
            .RunAsync(TimeSpan.FromDays(1), finance, CancellationToken.None);
        Assert.True(refused.IsNotFound);
    }
}
