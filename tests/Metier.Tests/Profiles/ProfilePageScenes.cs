using System.Net;

namespace Metier.Tests.Profiles;

/// <summary>What the tests of profile pages begin with.</summary>
internal static class ProfilePageScenes
{
    public const string Editor = "/en/profile/edit";

    public static Dictionary<string, string?> Fields(params (string Name, string? Value)[] fields) =>
        fields.ToDictionary(f => "Form." + f.Name, f => f.Value);

    public static byte[] Picture(string name = "p.png")
    {
        using var stream = ProfileTests.Image(name).Open();
        using var copy = new MemoryStream();
        stream.CopyTo(copy);
        return copy.ToArray();
    }

    public static async Task<Page> SaveAsync(Browser browser, string form, params (string Name, string? Value)[] fields)
    {
        var page = await (await browser.GetAsync(Editor)).SubmitAsync($"#{form} form", Fields(fields));
        Assert.True(page.Status == HttpStatusCode.OK, $"{form}: {(int)page.Status} {string.Join("; ", page.Errors)}");
        return page;
    }

    public static async Task AddEntriesAsync(Browser browser)
    {
        async Task AddAsync(
            string kind,
            IEnumerable<(string, string, byte[])>? files,
            params (string Name, string? Value)[] fields
        )
        {
            var page = await (await browser.GetAsync($"{Editor}/{kind}")).SubmitAsync(
                "form:has([name='Form.Was'])",
                Fields(fields),
                files
            );
            Assert.StartsWith(Editor, page.Path, StringComparison.Ordinal);
            Assert.Equal(HttpStatusCode.OK, page.Status);
        }
        await AddAsync(
            "employment",
            null,
            ("Role", "Illustrator"),
            ("Company", "Petit Renard"),
            ("From", "03/2019"),
            ("Current", "true")
        );
        await AddAsync(
            "education",
            null,
            ("Degree", "Diplôme"),
            ("School", "École Émile-Cohl"),
            ("FromYear", "2009"),
            ("ToYear", "2013")
        );
        await AddAsync("certificates", null, ("Name", "Colour theory"), ("Issuer", "Guild"));
        await AddAsync(
            "work",
            [("Form.Files", "page.png", Picture()), ("Form.Files", "notes.txt", "words"u8.ToArray())],
            ("Title", "The Late Hedgehog"),
            ("Year", "2025")
        );
        await AddAsync("work", [], ("Title", "Three Small Boats"));
    }
}
