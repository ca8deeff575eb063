using System.Text.RegularExpressions;
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

        /// <summary>
        /// Waits until the window is at this address and its page is complete. The library's own wait for the load event now
        /// and then misses one that has already fired, so the page itself is asked.
        /// </summary>
        public async Task ArriveAsync(string url)
        {
            await page.WaitForURLAsync(url, new() { WaitUntil = WaitUntilState.Commit });
            await page.CompleteAsync();
        }

        /// <summary>
        /// Waits until the page is complete, asking from outside: a question that waits inside the page is evaluated there again,
        /// which the page's own policy forbids.
        /// </summary>
        public async Task CompleteAsync()
        {
            using var limit = new CancellationTokenSource(TimeSpan.FromSeconds(30));
            while (await page.EvaluateAsync<string>("document.readyState") != "complete")
            {
                await Task.Delay(50, limit.Token);
            }
        }

        /// <summary>As above, for an address with ids in it.</summary>
        public async Task ArriveAsync(Regex url)
        {
            await page.WaitForURLAsync(url, new() { WaitUntil = WaitUntilState.Commit });
            await page.CompleteAsync();
        }
    }
}
