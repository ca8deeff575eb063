using Microsoft.Playwright;

namespace Metier.Browser.Tests.Diary;

/// <summary>The pages of hourly work in both languages, themes and widths.</summary>
[Collection(nameof(Site))]
public sealed class DiaryLookTests(Site site)
{
    [Theory]
    [InlineData("en", 1280, false)]
    [InlineData("fr", 390, true)]
    [InlineData("en", 390, false)]
    public async Task The_diary_has_no_accessibility_violation_and_fits(string language, int width, bool dark)
    {
        var scene = await DiaryScene.BuildAsync(site, language);
        var page = await site.WindowAsync(width, dark, language);
        await site.SignInAsync(page, scene.Freelancer);
        var at = language == "en" ? $"/en/contracts/{scene.Contract}" : $"/fr/contrats/{scene.Contract}";
        var diary = at + (language == "en" ? "/diary" : "/journal");
        var time = language == "en" ? "/en/time" : "/fr/temps";
        var shot = $"{language}-{width}";
        await page.CheckAsync(diary, "diary-" + shot);
        var slots = page.Locator(".slot[role=gridcell][data-slot]");
        await slots.Nth(3).ClickAsync();
        await slots.Nth(5).ClickAsync(new() { Modifiers = [KeyboardModifier.Shift] });
        await page.CheckAsync(null, "diary-selected-" + shot);
        await page.Locator("[data-do=delete]").ClickAsync();
        await Assertions.Expect(page.GetByRole(AriaRole.Dialog)).ToBeVisibleAsync();
        await page.CheckAsync(null, "diary-delete-" + shot);
        await page.CheckAsync(diary + "?d=2026-11-25", "diary-undo-" + shot);
        await page.CheckAsync(diary + "?d=2026-11-26", "diary-empty-" + shot);
        await page.CheckAsync(diary + "?as=client", "diary-as-client-" + shot);
        await page.CheckAsync(diary + "/20261127T0900Z", "segment-" + shot);
        await page.CheckAsync(diary + (language == "en" ? "/add" : "/ajouter"), "add-" + shot);
        await page.CheckAsync(at + (language == "en" ? "/timesheet" : "/feuille-de-temps"), "sheet-" + shot);
        await page.CheckAsync(time, "time-" + shot);
        await page.CheckAsync(
            $"{time}/{(language == "en" ? "consent" : "accord")}/{scene.Contract}",
            "consent-" + shot
        );
        await page.CheckAsync(
            time + (language == "en" ? "/devices" : "/appareils") + "?code=ABCD-EFGH",
            "devices-" + shot
        );
        await page.Context.CloseAsync();
    }
}
