using Deque.AxeCore.Playwright;
using Microsoft.Playwright;

namespace Metier.Browser.Tests.Shell;

/// <summary>Every public page and every component, in both languages, themes and widths.</summary>
[Collection(nameof(Site))]
public sealed class LookTests(Site site)
{
    public static TheoryData<string, string, int, bool> Pages()
    {
        var data = new TheoryData<string, string, int, bool>();
        foreach (var (language, path) in Paths)
        {
            data.Add(language, path, 1280, false);
            data.Add(language, path, 390, true);
        }
        data.Add("en", "/dev/components", 390, false);
        data.Add("en", "/dev/components", 1280, true);
        return data;
    }

    private static (string Language, string Path)[] Paths =>
        [
            ("en", "/en"),
            ("fr", "/fr"),
            ("en", "/en/how-it-works"),
            ("fr", "/fr/comment-ca-marche"),
            ("en", "/dev/components"),
            ("fr", "/dev/components"),
            ("en", "/en/nothing-here"),
        ];

    [Theory]
    [MemberData(nameof(Pages))]
    public async Task A_page_has_no_accessibility_violation_and_no_complaint_of_the_browser(
        string language,
        string path,
        int width,
        bool dark
    )
    {
        var page = await site.WindowAsync(width, dark, language);
        var complaints = new List<string>();
        page.Console += (_, m) =>
        {
            if (m.Type is "error" or "warning" && !m.Text.Contains("404", StringComparison.Ordinal))
            {
                complaints.Add(m.Text);
            }
        };
        page.PageError += (_, e) => complaints.Add(e);
        await page.GotoAsync(path);
        var found = await page.RunAxe(Wcag.Rules);
        Assert.Empty(
            found.Violations.Select(v => $"{v.Id}: {string.Join(" | ", v.Nodes.Select(n => n.Html).Take(3))}")
        );
        Assert.Empty(complaints);
        await page.Context.CloseAsync();
    }

    [Theory]
    [InlineData(320)]
    [InlineData(390)]
    [InlineData(768)]
    [InlineData(960)]
    [InlineData(1280)]
    public async Task No_page_scrolls_sideways(int width)
    {
        foreach (var paths in Paths.GroupBy(p => p.Language))
        {
            var page = await site.WindowAsync(width, language: paths.Key);
            foreach (var (_, path) in paths)
            {
                await page.GotoAsync(path);
                var over = await page.EvaluateAsync<int>("document.documentElement.scrollWidth - innerWidth");
                Assert.True(over <= 0, $"{path} ({paths.Key}) is {over} px too wide at {width} px");
            }
            await page.Context.CloseAsync();
        }
    }

    [Fact]
    public async Task The_home_page_weighs_less_than_30_kilobytes_on_the_wire()
    {
        var page = await site.WindowAsync();
        var bytes = 0L;
        var sizes = new List<Task>();
        page.RequestFinished += (_, r) => sizes.Add(AddAsync(r));
        await page.GotoAsync("/en", new() { WaitUntil = WaitUntilState.NetworkIdle });
        await Task.WhenAll(sizes);
        Assert.InRange(bytes, 5_000, 30_000);
        TestContext.Current.TestOutputHelper?.WriteLine($"home: {bytes} bytes in {sizes.Count} requests");
        await page.Context.CloseAsync();

        async Task AddAsync(IRequest request)
        {
            var size = await request.SizesAsync();
            Interlocked.Add(ref bytes, size.ResponseBodySize);
        }
    }
}
