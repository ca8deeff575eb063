using Metier.Platform;

namespace Metier.Tests.Jobs;

/// <summary>What the tests of job pages begin with.</summary>
internal static class JobPageScenes
{
    public static readonly Dictionary<string, string?> What = new()
    {
        ["Form.Title"] = "Picture book, 32 pages",
        ["Form.Description"] =
            "Sixteen spreads in **watercolour**. You must know Adobe Photoshop; Adobe InDesign is a plus. Budget €4,500, 3 months, senior.",
        ["Form.Category"] = "illustration",
    };

    public static readonly Dictionary<string, string?> Skills = new() { ["Form.Size"] = "Medium" };

    public static async Task<(TestHost Host, Actor Client, Browser Browser)> StartAsync(Store store)
    {
        var host = await TestHost.StartAsync(store);
        var client = await host.MemberAsync("Jeanne Roy", client: true);
        return (host, client, await host.SignedInAsync(client));
    }

    public static Guid IdOf(Page page) =>
        Guid.Parse(page.Uri.Segments.First(s => Guid.TryParse(s.Trim('/'), out _)).Trim('/'));
}
