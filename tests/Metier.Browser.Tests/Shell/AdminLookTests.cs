using Deque.AxeCore.Playwright;

namespace Metier.Browser.Tests.Shell;

/// <summary>The pages of the operator's staff, in both languages and widths.</summary>
[Collection(nameof(Site))]
public sealed class AdminLookTests(Site site)
{
    private static readonly string[] English =
    [
        "",
        "/people",
        "/jobs",
        "/contracts",
        "/ledger",
        "/ledger/accounts",
        "/ledger/journal",
        "/payments",
        "/audit",
        "/clock",
        "/skills",
        "/ranking",
        "/exposure",
        "/search-index",
    ];

    private static readonly string[] French =
    [
        "",
        "/personnes",
        "/missions",
        "/contrats",
        "/comptes",
        "/comptes/liste",
        "/comptes/journal",
        "/paiements",
        "/journal-des-actions",
        "/horloge",
        "/competences",
        "/classement",
        "/visibilite",
        "/index-de-recherche",
    ];

    [Theory]
    [InlineData("en", 1280, false)]
    [InlineData("fr", 390, true)]
    public async Task They_have_no_accessibility_violation_and_do_not_scroll_sideways(
        string language,
        int width,
        bool dark
    )
    {
        var page = await site.WindowAsync(width, dark, language);
        var complaints = new List<string>();
        page.PageError += (_, e) => complaints.Add(e);
        await site.SignInAsync(page, "Olga Operator", roles: Metier.Platform.StaffRoles.Operator);
        var paths = (
            language == "en" ? English.Select(p => "/en/admin" + p) : French.Select(p => "/fr/gestion" + p)
        ).ToList();
        await page.GotoAsync(paths[1]);
        paths.Add(await page.Locator("td a.b").First.GetAttributeAsync("href") ?? "");
        foreach (var path in paths)
        {
            await page.GotoAsync(path);
            var found = await page.RunAxe(Wcag.Rules);
            Assert.Empty(
                found.Violations.Select(v =>
                    $"{path} {v.Id}: {string.Join(" | ", v.Nodes.Select(n => n.Html).Take(3))}"
                )
            );
            var over = await page.EvaluateAsync<int>("document.documentElement.scrollWidth - innerWidth");
            Assert.True(over <= 0, $"{path} is {over} px too wide at {width} px");
        }
        Assert.Empty(complaints);
        await page.Context.CloseAsync();
    }
}
