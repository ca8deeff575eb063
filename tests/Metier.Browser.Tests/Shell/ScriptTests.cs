using System.Text.RegularExpressions;
using Microsoft.Playwright;

namespace Metier.Browser.Tests.Shell;

/// <summary>What pages do with script, and that they do the same, more plainly, without it.</summary>
[Collection(nameof(Site))]
public sealed partial class ScriptTests(Site site)
{
    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task A_dialog_opens_and_cancels_with_and_without_script(bool script)
    {
        var page = await site.WindowAsync(script: script);
        await page.GotoAsync("/dev/components");
        var dialog = page.Locator("#g-release");
        await Assertions.Expect(dialog).ToBeHiddenAsync();
        await page.Locator("button[popovertarget=g-release]").First.ClickAsync();
        await Assertions.Expect(dialog).ToBeVisibleAsync();
        await dialog.GetByRole(AriaRole.Button, new() { Name = "Cancel" }).ClickAsync();
        await Assertions.Expect(dialog).ToBeHiddenAsync();
        await page.Context.CloseAsync();
    }

    [Fact]
    public async Task The_calculator_shows_the_price_in_parts_while_one_types()
    {
        var page = await site.WindowAsync();
        await page.GotoAsync("/en");
        await page.GetByLabel("Milestone amount").FillAsync("2,000");
        await Assertions.Expect(page.Locator("[data-quote-for=amount]")).ToContainTextAsync("€2,055.00");
        await Assertions.Expect(page.Locator("[data-quote-for=amount]")).ToContainTextAsync("€1,800.00");
        await page.Context.CloseAsync();
    }

    [Fact]
    public async Task The_calculator_works_in_French_without_script()
    {
        var page = await site.WindowAsync(language: "fr", script: false);
        await page.GotoAsync("/fr");
        await page.GetByLabel("Montant du jalon").FillAsync("2 000,50");
        await page.GetByRole(AriaRole.Button, new() { Name = "Calculer" }).ClickAsync();
        await Assertions.Expect(page.Locator("#costs")).ToContainTextAsync("2\u202F055,51\u00A0€");
        await page.GetByLabel("Montant du jalon").FillAsync("beaucoup");
        await page.GetByRole(AriaRole.Button, new() { Name = "Calculer" }).ClickAsync();
        await Assertions.Expect(page.GetByLabel("Montant du jalon")).ToHaveAttributeAsync("aria-invalid", "true");
        await Assertions.Expect(page.GetByLabel("Montant du jalon")).ToHaveValueAsync("beaucoup");
        await page.Context.CloseAsync();
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task The_theme_is_kept_from_page_to_page(bool script)
    {
        var page = await site.WindowAsync(script: script);
        await page.GotoAsync("/en");
        await page.GetByRole(AriaRole.Button, new() { Name = "Menu" }).ClickAsync();
        await page.GetByRole(AriaRole.Link, new() { Name = "Dark" }).ClickAsync();
        await Assertions.Expect(page.Locator("html")).ToHaveAttributeAsync("data-theme", "dark");
        await page.GotoAsync("/en/how-it-works");
        await Assertions.Expect(page.Locator("html")).ToHaveAttributeAsync("data-theme", "dark");
        await page.Context.CloseAsync();
    }

    [Fact]
    public async Task The_language_switch_leads_to_the_same_page_and_stays()
    {
        var page = await site.WindowAsync();
        await page.GotoAsync("/en/how-it-works");
        await page.GetByRole(AriaRole.Link, new() { Name = "Français" }).First.ClickAsync();
        await Assertions.Expect(page).ToHaveURLAsync(FrenchHow());
        await page.GotoAsync("/");
        await Assertions.Expect(page.Locator("html")).ToHaveAttributeAsync("lang", "fr");
        await page.Context.CloseAsync();
    }

    [Fact]
    public async Task Words_are_picked_with_the_keyboard_and_posted_as_one_list()
    {
        var page = await site.WindowAsync();
        await page.GotoAsync("/dev/components");
        var picker = page.GetByRole(AriaRole.Combobox, new() { Name = "Skills" });
        await picker.PressSequentiallyAsync("Proc");
        await Assertions.Expect(page.GetByRole(AriaRole.Option, new() { Name = "Procreate" })).ToBeVisibleAsync();
        await picker.PressAsync("Enter");
        await Assertions.Expect(Value()).ToHaveValueAsync("C#, Razor, PostgreSQL, Procreate");
        await page.GetByRole(AriaRole.Button, new() { Name = "Remove Razor" }).ClickAsync();
        await page.GetByRole(AriaRole.Button, new() { Name = "Move Procreate earlier" }).ClickAsync();
        await Assertions.Expect(Value()).ToHaveValueAsync("C#, Procreate, PostgreSQL");
        await page.Context.CloseAsync();

        ILocator Value() => page.Locator("input[name='A.Skills']");
    }

    [Fact]
    public async Task A_form_that_is_sent_twice_in_a_hurry_is_posted_once()
    {
        var page = await site.WindowAsync();
        var posts = 0;
        await page.RouteAsync(
            "**/en/login",
            async route =>
            {
                if (route.Request.Method == "POST")
                {
                    Interlocked.Increment(ref posts);
                    await Task.Delay(500);
                }
                await route.ContinueAsync();
            }
        );
        await page.GotoAsync("/en/login");
        await page.GetByLabel("E-mail").FillAsync("nobody@example.org");
        await page.GetByLabel("Password", new() { Exact = true }).FillAsync("not the password");
        await page.EvaluateAsync(
            "() => { const b = document.querySelector('main form button'); b.click(); b.click(); b.click(); }"
        );
        await Assertions.Expect(page.Locator(".error-summary")).ToBeFocusedAsync();
        Assert.Equal(1, posts);
        await page.Context.CloseAsync();
    }

    [Fact]
    public async Task An_address_with_a_question_opens_its_answer()
    {
        var page = await site.WindowAsync();
        await page.GotoAsync("/en/how-it-works#billing");
        await Assertions.Expect(page.Locator("#billing p").First).ToBeVisibleAsync();
        await page.Context.CloseAsync();
    }

    [Fact]
    public async Task The_first_stop_of_the_keyboard_skips_to_the_content()
    {
        var page = await site.WindowAsync();
        await page.GotoAsync("/en");
        await page.Keyboard.PressAsync("Tab");
        await Assertions
            .Expect(page.GetByRole(AriaRole.Link, new() { Name = "Skip to main content" }))
            .ToBeFocusedAsync();
        await page.Keyboard.PressAsync("Enter");
        await Assertions.Expect(page.Locator("main")).ToBeFocusedAsync();
        await page.Context.CloseAsync();
    }

    [GeneratedRegex("/fr/comment-ca-marche$", RegexOptions.None, 500)]
    private static partial Regex FrenchHow();
}
