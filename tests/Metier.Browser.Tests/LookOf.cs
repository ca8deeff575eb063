using Deque.AxeCore.Playwright;
using Microsoft.Playwright;

namespace Metier.Browser.Tests;

/// <summary>What every page must pass, wherever it is shown.</summary>
internal static class LookOf
{
    extension(IPage page)
    {
        /// <summary>Goes there (null: stays), and finds no accessibility violation and nothing wider than the window.</summary>
        public async Task CheckAsync(string? path, string shot)
        {
            if (path is not null)
            {
                Assert.Equal(200, (await page.GotoAsync(path))!.Status);
            }
            if (Environment.GetEnvironmentVariable("METIER_SHOTS") is { } folder)
            {
                await page.ScreenshotAsync(new() { Path = Path.Combine(folder, shot + ".png"), FullPage = true });
            }
            var found = await page.RunAxe(Wcag.Rules);
            Assert.Empty(
                found.Violations.Select(v => $"{v.Id}: {string.Join(" | ", v.Nodes.Select(n => n.Html).Take(3))}")
            );
            Assert.True(await page.EvaluateAsync<int>("document.documentElement.scrollWidth - innerWidth") <= 0, shot);
        }
    }
}
