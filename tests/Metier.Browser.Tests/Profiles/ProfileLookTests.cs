using Deque.AxeCore.Playwright;
using Microsoft.Playwright;

namespace Metier.Browser.Tests.Profiles;

/// <summary>The profile and its editor, filled in by hand, in both themes, languages and widths.</summary>
[Collection(nameof(Site))]
public sealed class ProfileLookTests(Site site)
{
    [Theory]
    [InlineData(1280, false, "en")]
    [InlineData(390, true, "fr")]
    public async Task The_profile_and_its_editor_have_no_accessibility_violation(int width, bool dark, string language)
    {
        var page = await site.WindowAsync(width, dark, language);
        await site.SignInAsync(page, "Inès Mercier");
        var editor = language == "fr" ? "/fr/profil/modifier" : "/en/profile/edit";
        await page.GotoAsync(editor);
        await CheckAsync(page, $"editor-empty-{width}");

        await page.Locator("[name='Form.Title']").FillAsync("Illustrator, picture books and editorial");
        await page.Locator("[name='Form.Overview']")
            .FillAsync("I draw warm, slightly odd animals.\n\n- watercolour first\n- **Procreate** last");
        await page.Locator("#intro button").ClickAsync();
        // The picker offers names while one types; the word chosen becomes a tag.
        var picker = page.Locator("#skills input[role=combobox]");
        await picker.FillAsync("Procr");
        await page.Locator("#skills [role=option]").First.ClickAsync();
        await Assertions.Expect(page.Locator("#skills .tag")).ToHaveCountAsync(1);
        await page.Locator("#skills form > div > button").Last.ClickAsync();
        await page.Locator("[name='Form.Rate']").FillAsync("45");
        await page.Locator("#terms button").ClickAsync();
        await page.GotoAsync(language == "fr" ? editor + "/realisations" : editor + "/work");
        await page.Locator("[name='Form.Title']").FillAsync("The Late Hedgehog");
        await page.Locator("[name='Form.Files']")
            .SetInputFilesAsync(
                new FilePayload
                {
                    Name = "page.png",
                    MimeType = "image/png",
                    Buffer = await page.ScreenshotAsync(),
                }
            );
        await CheckAsync(page, $"work-{width}");
        await page.Locator("form .btn").First.ClickAsync();
        await page.Locator("[name='Form.City']").FillAsync("");
        await page.Locator("#place form button").ClickAsync();
        await Assertions.Expect(page.Locator(".error-summary")).ToBeVisibleAsync();
        await CheckAsync(page, $"editor-error-{width}");

        await page.Locator(".page-head a.btn").ClickAsync();
        await page.ArriveAsync("**/talent*/**");
        await CheckAsync(page, $"profile-own-{width}");
        await page.Locator(".seg a").Nth(1).ClickAsync();
        await CheckAsync(page, $"profile-{width}");
        await page.Locator(".shot").First.ClickAsync();
        await Assertions.Expect(page.Locator("dialog[open]")).ToBeVisibleAsync();
        await CheckAsync(page, $"profile-work-{width}");
        await page.Context.CloseAsync();
    }

    private static async Task CheckAsync(IPage page, string name)
    {
        if (Environment.GetEnvironmentVariable("METIER_SHOTS") is { } folder)
        {
            await page.ScreenshotAsync(new() { Path = Path.Combine(folder, name + ".png"), FullPage = true });
        }
        var found = await page.RunAxe(Wcag.Rules);
        Assert.Empty(
            found.Violations.Select(v => $"{name} {v.Id}: {string.Join(" | ", v.Nodes.Select(n => n.Html).Take(3))}")
        );
        var over = await page.EvaluateAsync<int>("document.documentElement.scrollWidth - innerWidth");
        Assert.True(over <= 0, $"{name} is {over} px too wide");
    }
}
