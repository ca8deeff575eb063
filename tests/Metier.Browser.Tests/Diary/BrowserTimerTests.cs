using Metier.Diary;
using Metier.Platform;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Playwright;

namespace Metier.Browser.Tests.Diary;

/// <summary>The timer of the page /time, with a screen that the browser invents and a clock that really runs.</summary>
[Collection(nameof(Site))]
public sealed class BrowserTimerTests(Site site)
{
    /// <summary>A minute counts from its thirtieth second on.</summary>
    private static readonly TimeSpan CountsAfter = TimeSpan.FromSeconds(31);

    [Fact]
    public async Task It_takes_one_screenshot_that_leaves_the_browser_blurred_and_a_minute_of_work()
    {
        var scene = await DiaryScene.BuildAsync(site);
        var page = await site.WindowAsync();
        // The second of the screenshot is drawn; here always the first that can be.
        await page.AddInitScriptAsync(
            "const draw = crypto.getRandomValues.bind(crypto);"
                + "crypto.getRandomValues = (a) => a instanceof Uint32Array && a.length === 1 ? a.fill(0) : draw(a);"
        );
        await site.SignInAsync(page, scene.Freelancer);
        await page.GotoAsync("/en/time");
        await page.Locator("#timer-memo").FillAsync("Pagination of invoices");
        while (DateTime.UtcNow.Second > 20)
        {
            await Task.Delay(500);
        }
        await page.Locator("[data-go]").ClickAsync();
        var live = page.Locator("[data-live-timer]");
        await Assertions.Expect(live).ToBeVisibleAsync();
        var began = DateTime.UtcNow;
        await Assertions.Expect(live.Locator("[data-shot]")).ToBeVisibleAsync(new() { Timeout = 15_000 });
        await live.Locator("[data-shot-do=blurred]").ClickAsync();
        await Assertions.Expect(live.Locator("[data-shot-text]")).ToHaveTextAsync("Screenshot blurred.");
        await page.CheckAsync(null, "timer-running");
        await Task.Delay(began + CountsAfter - DateTime.UtcNow is { Ticks: > 0 } left ? left : TimeSpan.Zero);
        await page.Mouse.MoveAsync(40, 40);
        await live.Locator("[data-stop]").ClickAsync();
        await Assertions.Expect(page.Locator("[data-after]")).ToContainTextAsync("You tracked 1\u00A0min");
        var segment = await site.InScopeAsync(s =>
            s.GetRequiredService<MetierDb>()
                .Set<DiarySegment>()
                .SingleAsync(x => x.ContractId == scene.Contract && x.Start == DiaryTime.SegmentOf(DiaryTime.Of(began)))
        );
        Assert.Equal(ScreenshotState.Blurred, segment.Screenshot);
        await page.Context.CloseAsync();
    }
}
