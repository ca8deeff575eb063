using Microsoft.Playwright;

namespace Metier.Browser.Tests.Diary;

/// <summary>The pages of hourly work in both languages, themes and widths, and the diary by keys.</summary>
[Collection(nameof(Site))]
public sealed class DiaryLookTests(Site site)
{
    private static readonly DateOnly Day = DiaryScene.Day(TimeProvider.System);

    /// <summary>UTC, so that the rows are the same in winter and in summer.</summary>
    private static readonly string Query = $"?d={Day:yyyy-MM-dd}&z=utc";

    [Theory]
    [InlineData("en", 1280, false)]
    [InlineData("fr", 390, true)]
    [InlineData("en", 390, false)]
    public async Task The_pages_have_no_accessibility_violation_and_fit(string language, int width, bool dark)
    {
        var scene = await DiaryScene.BuildAsync(site, language);
        var page = await site.WindowAsync(width, dark, language);
        await site.SignInAsync(page, scene.Freelancer);
        var english = language == "en";
        var at = english ? $"/en/contracts/{scene.Contract}" : $"/fr/contrats/{scene.Contract}";
        var diary = at + (english ? "/diary" : "/journal");
        var time = english ? "/en/time" : "/fr/temps";
        var shot = $"{language}-{width}";
        await page.CheckAsync(diary + Query, "diary-" + shot);
        var slots = page.Locator(".slot[role=gridcell][data-slot]");
        await slots.Nth(3).ClickAsync();
        await slots.Nth(5).ClickAsync(new() { Modifiers = [KeyboardModifier.Shift] });
        await page.CheckAsync(null, "diary-selected-" + shot);
        await page.Locator("[data-do=delete]").ClickAsync();
        await Assertions.Expect(page.GetByRole(AriaRole.Dialog)).ToBeVisibleAsync();
        await page.CheckAsync(null, "diary-delete-" + shot);
        await page.CheckAsync(diary + "?d=2026-01-05", "diary-empty-" + shot);
        await page.CheckAsync(diary + Query + "&as=client", "diary-as-client-" + shot);
        await page.CheckAsync($"{diary}/{Day:yyyyMMdd}T0900Z", "segment-" + shot);
        await page.CheckAsync(diary + (english ? "/add" : "/ajouter"), "add-" + shot);
        await page.CheckAsync(
            at + (english ? "/timesheet" : "/feuille-de-temps") + $"?from={Day:yyyy-MM-dd}",
            "sheet-" + shot
        );
        await page.CheckAsync(time, "time-" + shot);
        await page.CheckAsync($"{time}/{(english ? "consent" : "accord")}/{scene.Contract}", "consent-" + shot);
        await page.CheckAsync(time + (english ? "/devices" : "/appareils"), "devices-" + shot);
        await page.Context.CloseAsync();
    }

    [Fact]
    public async Task Keys_choose_segments_delete_them_and_bring_them_back()
    {
        var scene = await DiaryScene.BuildAsync(site);
        var page = await site.WindowAsync();
        await site.SignInAsync(page, scene.Freelancer);
        await page.GotoAsync($"/en/contracts/{scene.Contract}/diary{Query}");
        var slots = page.Locator(".slot[role=gridcell][data-slot]");
        await slots.First.FocusAsync();
        await page.Keyboard.PressAsync("Space");
        await page.Keyboard.PressAsync("Shift+ArrowRight");
        await Assertions
            .Expect(page.Locator("[data-picked]"))
            .ToHaveTextAsync("2 segments selected 09:00–09:20 · €20.67");
        await page.Keyboard.PressAsync("ArrowDown");
        await Assertions.Expect(slots.Nth(7)).ToBeFocusedAsync();
        await page.Keyboard.PressAsync("Delete");
        var dialog = page.GetByRole(AriaRole.Dialog);
        await Assertions.Expect(dialog).ToContainTextAsync("Delete 20\u00A0min?");
        await Assertions.Expect(dialog).ToContainTextAsync("€20.67 comes off");
        await page.Keyboard.PressAsync("Escape");
        await Assertions.Expect(dialog).ToHaveCountAsync(0);
        await Assertions.Expect(slots.Nth(7)).ToBeFocusedAsync();
        await page.Keyboard.PressAsync("Delete");
        await dialog.GetByRole(AriaRole.Button, new() { Name = "Delete and unbill" }).ClickAsync();
        await Assertions.Expect(page.Locator(".slot.gone")).ToHaveCountAsync(2);
        await Assertions.Expect(page.Locator("[data-undo]")).ToContainTextAsync("€20.67 comes off the bill");
        await page.GetByRole(AriaRole.Button, new() { Name = "Undo" }).ClickAsync();
        await Assertions.Expect(page.Locator(".slot.gone")).ToHaveCountAsync(0);
        await page.Context.CloseAsync();
    }

    [Fact]
    public async Task The_client_moves_through_the_same_grid_and_opens_a_segment_to_ask()
    {
        var scene = await DiaryScene.BuildAsync(site);
        var page = await site.WindowAsync();
        await site.SignInAsync(page, scene.Client);
        await page.GotoAsync($"/en/contracts/{scene.Contract}/diary{Query}");
        await Assertions.Expect(page.Locator("[data-do], input[name=s]")).ToHaveCountAsync(0);
        await page.Locator(".slot[role=gridcell][data-slot]").First.FocusAsync();
        await page.Keyboard.PressAsync("ArrowRight");
        await page.Keyboard.PressAsync("Enter");
        await page.ArriveAsync(new System.Text.RegularExpressions.Regex("T0910Z"));
        await Assertions.Expect(page.GetByLabel("Your question")).ToBeVisibleAsync();
        await page.Context.CloseAsync();
    }
}
