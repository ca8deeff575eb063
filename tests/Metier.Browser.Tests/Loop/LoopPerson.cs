using System.Text.RegularExpressions;
using Microsoft.Playwright;

namespace Metier.Browser.Tests.Loop;

/// <summary>One person at a browser of their own, from the sign-up form on. Fields are found by the names they post, so the steps are the same in every language.</summary>
internal sealed partial class LoopPerson(Site site, IPage page, string language, string name)
{
    private const string Password = "correct horse battery";

    public IPage Page => page;
    public string Name => name;
    public string Language => language;
    public string Email { get; } = $"{Guid.NewGuid():N}@example.org";
    private bool French => language == "fr";

    public static async Task<LoopPerson> OpenAsync(Site site, string language, string name, bool script) =>
        new(site, await site.WindowAsync(language: language, script: script), language, name);

    /// <summary>The address in this person's language.</summary>
    public string At(string en, string fr) => French ? "/fr/" + fr : "/en/" + en;

    public string Say(string en, string fr) => French ? fr : en;

    public Task GoAsync(string en, string fr) => page.GotoAsync(At(en, fr));

    public Task FillAsync(string field, string value) => page.Locator($"main [name='{field}']").FillAsync(value);

    public Task TickAsync(string field, string value) =>
        page.Locator($"main [name='{field}'][value='{value}']").CheckAsync(new() { Force = true });

    public Task PressAsync(string selector) => page.Locator(selector).First.ClickAsync();

    public Task SeesAsync(string text) => Assertions.Expect(page.Locator("main")).ToContainTextAsync(text);

    /// <summary>Signs up, confirms the address by the link in the sandbox's inbox, and signs in.</summary>
    public async Task JoinAsync(string side)
    {
        await GoAsync("signup", "inscription");
        await page.Locator($"[name='Form.Side'][value={side}]").CheckAsync();
        await FillAsync("Form.Name", name);
        await FillAsync("Form.Email", Email);
        await FillAsync("Form.Password", Password);
        await page.Locator("[name='Form.Country']").SelectOptionAsync("FR");
        await PressAsync("main form button");
        await page.GotoAsync(At("inbox", "boite") + "?to=" + Email);
        await PressAsync("main table a");
        await PressAsync("main a.btn");
        await PressAsync("main form button");
        await FillAsync("Form.Email", Email);
        await FillAsync("Form.Password", Password);
        await PressAsync("main form button");
        await page.ArriveAsync(
            "**" + (side == "hire" ? At("dashboard", "tableau-de-bord") : At("profile/edit", "profil/modifier"))
        );
    }

    /// <summary>The five pages of a post in the category of illustration, in their order; the skills are those that the text names.</summary>
    public async Task<Guid> PostAsync(string title, string description)
    {
        await GoAsync("my-jobs/new", "mes-missions/nouvelle");
        await FillAsync("Form.Title", title);
        await FillAsync("Form.Description", description);
        await page.Locator("[name='Form.Category']").SelectOptionAsync("illustration");
        await PressAsync("main button.lg[value=save]");
        await TickAsync("Form.Level", "Solid");
        await TickAsync("Form.Size", "Medium");
        await TickAsync("Form.Length", "Quarter");
        await PressAsync("main button.lg[value=save]");
        await TickAsync("Form.Payment", "FixedPrice");
        await FillAsync("Form.Budget", Say("4500.00", "4500,00"));
        await PressAsync("main button.lg[value=save]");
        await FillAsync(
            "Form.Questions[0].Text",
            Say("Which book of yours is closest?", "Lequel de vos livres est le plus proche\u202F?")
        );
        await TickAsync("Form.Questions[0].Required", "true");
        await PressAsync("main button.lg[value=save]");
        await TickAsync("Form.Visibility", "Everyone");
        await PressAsync("main aside button.lg");
        await page.ArriveAsync(PostedAddress());
        return Guid.Parse(PostedAddress().Match(page.Url).Groups["id"].Value);
    }

    /// <summary>What this person saw last, kept where a failed run can be looked at: artifacts/browser.</summary>
    public async Task KeepAsync(string test)
    {
        var folder = Path.GetFullPath(Path.Combine(AppContext.BaseDirectory, "../../../browser"));
        Directory.CreateDirectory(folder);
        var file = Path.Combine(folder, $"{test}-{language}-{name.Split(' ')[0]}");
        await page.ScreenshotAsync(new() { Path = file + ".png", FullPage = true });
        await File.WriteAllTextAsync(file + ".txt", page.Url);
    }

    /// <summary>Opens the newest mail whose subject contains these words, and follows its button.</summary>
    public async Task FollowMailAsync(string subject)
    {
        await site.SettleAsync();
        await page.GotoAsync(At("inbox", "boite") + "?to=" + Email);
        await PressAsync($"main table a:has-text('{subject}')");
        await PressAsync("main a.btn");
    }

    /// <summary>The job, or its shortlist: not a page of the form any more.</summary>
    [GeneratedRegex(
        "/(?:jobs|missions|my-jobs|mes-missions)/(?<id>[0-9a-f-]{36})(?:/(?:shortlist|selection))?$",
        RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture,
        500
    )]
    private static partial Regex PostedAddress();
}
