using System.Text.RegularExpressions;
using Deque.AxeCore.Playwright;
using Microsoft.Playwright;

namespace Metier.Browser.Tests.Jobs;

/// <summary>Posting a job in a browser, and how its pages look: every page by axe, none wider than its window.</summary>
[Collection(nameof(Site))]
public sealed partial class JobLookTests(Site site)
{
    [Theory]
    [InlineData("en", 1280, false)]
    [InlineData("fr", 390, true)]
    public async Task A_job_is_posted_on_pages_without_accessibility_violations(string language, int width, bool dark)
    {
        var french = language == "fr";
        var page = await site.WindowAsync(width, dark, language);
        await site.SignInAsync(page, "Jeanne Roy");
        var shot = 0;
        await page.GotoAsync(french ? "/fr/mes-missions/nouvelle" : "/en/my-jobs/new");
        await LookAsync("empty");
        await NextAsync();
        await LookAsync("errors");
        await page.Locator("#form-title").FillAsync(french ? "Album illustré, 32 pages" : "Picture book, 32 pages");
        await page.Locator("#form-description")
            .FillAsync(
                french
                    ? "Seize doubles pages à l'aquarelle. Adobe Photoshop indispensable ; InDesign serait un plus. Budget 4 500 €, 3 mois.\n\n- Esquisses d'abord\n- Fichiers d'impression"
                    : "Sixteen spreads in watercolour. You must know Adobe Photoshop; Adobe InDesign is a plus. Budget €4,500, 3 months.\n\n- Sketches first\n- Files for print"
            );
        await Assertions.Expect(page.Locator("[data-needs-out]")).ToContainTextAsync("Adobe InDesign");
        await page.Locator("#form-category").SelectOptionAsync("illustration");
        await LookAsync("what");
        await NextAsync();
        await page.Locator("label:has([value=Solid])").ClickAsync();
        await page.Locator("[value=Medium]").CheckAsync();
        await LookAsync("skills");
        await NextAsync();
        await LookAsync("price");
        await NextAsync();
        await page.Locator("aside button").First.ClickAsync();
        await LookAsync("questions");
        await NextAsync();
        await LookAsync("check");
        var edit = page.Url;
        await page.Locator("form.card button.lg").ClickAsync();
        await page.GotoAsync(
            edit.Replace("/my-jobs/", "/jobs/", StringComparison.Ordinal)
                .Replace("/mes-missions/", "/missions/", StringComparison.Ordinal)
                .Replace("/edit", "", StringComparison.Ordinal)
                .Replace("/modifier", "", StringComparison.Ordinal)
        );
        await LookAsync("job-owner");
        var visitor = await site.WindowAsync(width, dark, language);
        await visitor.GotoAsync(page.Url);
        await LookAtAsync(visitor, "job");
        await visitor.Context.CloseAsync();
        await page.GotoAsync(french ? "/fr/mes-missions" : "/en/my-jobs");
        await LookAsync("my-jobs");
        await page.Context.CloseAsync();

        Task NextAsync() => page.Locator("button.lg[value=save]").ClickAsync();

        Task LookAsync(string name) => LookAtAsync(page, name);

        async Task LookAtAsync(IPage at, string name)
        {
            if (Environment.GetEnvironmentVariable("METIER_SHOTS") is { } folder)
            {
                var path = Path.Combine(folder, $"job-{language}-{width}-{++shot:00}-{name}.png");
                await at.ScreenshotAsync(new() { Path = path, FullPage = true });
            }
            var found = await at.RunAxe(Wcag.Rules);
            Assert.Empty(
                found.Violations.Select(v =>
                    $"{name}: {v.Id}: {string.Join(" | ", v.Nodes.Select(n => n.Html).Take(3))}"
                )
            );
            var over = await at.EvaluateAsync<int>("document.documentElement.scrollWidth - innerWidth");
            Assert.True(over <= 0, $"{name} is {over} px too wide at {width} px");
        }
    }

    [Fact]
    public async Task A_draft_saves_itself_gets_an_address_and_is_there_again_after_a_reload()
    {
        var page = await site.WindowAsync();
        await site.SignInAsync(page, "Jeanne Roy");
        await page.GotoAsync("/en/my-jobs/new");
        await page.Locator("#form-title").FillAsync("A logo for a bakery");
        await Assertions.Expect(page.Locator("[data-autosave-status]")).ToHaveTextAsync(SavedAt());
        await Assertions.Expect(page).ToHaveURLAsync(DraftAddress());
        await page.ReloadAsync();
        await Assertions.Expect(page.Locator("#form-title")).ToHaveValueAsync("A logo for a bakery");
        await page.Locator("#form-description").FillAsync("In Adobe Illustrator.");
        await page.Locator("#form-category").SelectOptionAsync("brand");
        await page.Locator("button.lg[value=save]").ClickAsync();
        await Assertions
            .Expect(page.Locator("input[name='Form.MustHave']"))
            .ToHaveValueAsync("Logo design, Adobe Illustrator");
        await page.Context.CloseAsync();
    }

    [Fact]
    public async Task Only_the_fields_of_the_chosen_way_to_pay_are_shown_with_the_price_in_its_parts()
    {
        var page = await site.WindowAsync();
        await site.SignInAsync(page, "Jeanne Roy");
        await page.GotoAsync("/en/my-jobs/new");
        await page.Locator("#form-title").FillAsync("A stall for the market");
        await page.Locator("#form-description").FillAsync("Out of wood.");
        await page.Locator("#form-category").SelectOptionAsync("product-space");
        await page.Locator("button.lg[value=save]").ClickAsync();
        await page.GotoAsync(page.Url.Replace("/skills", "/price", StringComparison.Ordinal));
        var budget = page.Locator("#form-budget");
        await Assertions.Expect(budget).ToBeHiddenAsync();
        await page.Locator("label:has([value=FixedPrice])").ClickAsync();
        await Assertions.Expect(budget).ToBeVisibleAsync();
        await Assertions.Expect(page.Locator("#form-ratefrom")).ToBeHiddenAsync();
        await budget.FillAsync("4,500");
        await Assertions.Expect(page.Locator("[data-quote-for=form-budget]")).ToContainTextAsync("€4,623.75");
        await page.Locator("label:has([value=Hourly])").ClickAsync();
        await Assertions.Expect(budget).ToBeHiddenAsync();
        await page.Locator("#form-rateto").FillAsync("40");
        await Assertions.Expect(page.Locator("[data-quote-for=form-rateto]")).ToContainTextAsync("€41.10");
        await page.Context.CloseAsync();
    }

    [GeneratedRegex(@"^Saved \d\d:\d\d$")]
    private static partial Regex SavedAt();

    [GeneratedRegex("/en/my-jobs/[0-9a-f-]{36}/edit/what$")]
    private static partial Regex DraftAddress();
}
