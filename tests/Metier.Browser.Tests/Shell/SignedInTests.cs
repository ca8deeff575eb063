using Deque.AxeCore.Playwright;
using Microsoft.Playwright;

namespace Metier.Browser.Tests.Shell;

/// <summary>The frame around pages for people who are signed in.</summary>
[Collection(nameof(Site))]
public sealed class SignedInTests(Site site)
{
    [Theory]
    [InlineData(1280, false)]
    [InlineData(390, true)]
    public async Task The_account_menu_opens_in_view_and_has_no_accessibility_violation(int width, bool dark)
    {
        var page = await site.WindowAsync(width, dark);
        await site.SignInAsync(page, "Jeanne Roy");
        await page.GotoAsync("/en/how-it-works");
        await page.GetByRole(AriaRole.Button, new() { Name = "Account of Jeanne Roy" }).ClickAsync();
        await Assertions.Expect(page.GetByRole(AriaRole.Button, new() { Name = "Log out" })).ToBeInViewportAsync();
        var found = await page.RunAxe(Wcag.Rules);
        Assert.Empty(found.Violations.Select(v => v.Id));
        if (Environment.GetEnvironmentVariable("METIER_SHOTS") is { } folder)
        {
            await page.ScreenshotAsync(new() { Path = Path.Combine(folder, $"account-{width}.png") });
        }
        await page.Context.CloseAsync();
    }

    [Fact]
    public async Task The_other_hat_changes_the_links_and_logging_out_ends_the_session()
    {
        var page = await site.WindowAsync(script: false);
        await site.SignInAsync(page, "Chloé Marchand");
        await page.GotoAsync("/en/how-it-works");
        await page.GetByRole(AriaRole.Button, new() { Name = "Account of Chloé Marchand" }).ClickAsync();
        await Assertions.Expect(page.Locator("#account-menu")).ToContainTextAsync("Hiring");
        await page.GetByRole(AriaRole.Button, new() { Name = "Switch to working" }).ClickAsync();
        await page.GotoAsync("/en/how-it-works");
        await page.GetByRole(AriaRole.Button, new() { Name = "Account of Chloé Marchand" }).ClickAsync();
        await Assertions.Expect(page.Locator("#account-menu")).ToContainTextAsync("Working");
        await page.GetByRole(AriaRole.Button, new() { Name = "Log out" }).ClickAsync();
        await page.GotoAsync("/en/how-it-works");
        await Assertions.Expect(page.Locator("#account-menu")).ToHaveCountAsync(0);
        await page.Context.CloseAsync();
    }
}
