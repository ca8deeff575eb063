using System.Net;
using Metier.Profiles;
using Metier.Tests.Talent;
using Microsoft.Extensions.DependencyInjection;
using static Metier.Tests.Profiles.ProfilePageScenes;

namespace Metier.Tests.Profiles;

/// <summary>Skills that a profile's own words speak of, offered on its editor.</summary>
public sealed class SuggestedSkillTests
{
    private const string Overview =
        "I paint in **watercolour** and lay out whole books in Adobe InDesign. I do not do bookkeeping.";

    [Theory, MemberData(nameof(Stores.Both), MemberType = typeof(Stores))]
    public async Task They_come_with_the_words_and_are_added_or_turned_down_for_good(Store store)
    {
        await using var host = await TestHost.StartAsync(store);
        var ines = await host.ListedAsync("Ines Mercier", "Picture books", "Procreate", overview: Overview);
        using var browser = await host.SignedInAsync(ines);

        var page = await browser.GetAsync(Editor);
        Assert.Equal(
            ["Adobe InDesign", "Watercolour"],
            Offered(page).Intersect(["Watercolour", "Adobe InDesign"]).Order()
        );
        Assert.DoesNotContain("Procreate", Offered(page));
        Assert.Contains("from “watercolour”", page.Text, StringComparison.Ordinal);
        var french = await browser.GetAsync("/fr/profil/modifier");
        Assert.Contains("d’après « watercolour »", french.Text, StringComparison.Ordinal);

        page = await page.SubmitAsync(Button("Watercolour", "Add"), Fields(("Skills", "Procreate, Picture books")));
        Assert.Equal(HttpStatusCode.OK, page.Status);
        Assert.Equal("Procreate, Picture books, Watercolour", Skills(page));
        Assert.DoesNotContain("Watercolour", Offered(page));

        // What was typed and not saved is still there afterwards.
        page = await page.SubmitAsync(Button("Adobe InDesign", "Not mine"), Fields(("Skills", "Procreate, Gouache")));
        Assert.Equal("Procreate, Gouache", Skills(page));
        Assert.DoesNotContain("Adobe InDesign", Offered(page));
        page = await browser.GetAsync(Editor);
        Assert.Equal("Procreate, Picture books, Watercolour", Skills(page));
        Assert.DoesNotContain("Adobe InDesign", Offered(page));

        // Whatever is turned down has to exist.
        page = await page.SubmitAsync("#skills form", new Dictionary<string, string?> { ["Form.Do"] = "drop-nothing" });
        Assert.Equal(HttpStatusCode.NotFound, page.Status);
    }

    [Fact]
    public async Task A_profile_without_words_or_room_is_offered_nothing()
    {
        await using var host = await TestHost.StartAsync(Store.Sqlite);
        var silent = await host.MemberAsync("Silent", freelancer: true);
        using var browser = await host.SignedInAsync(silent);
        Assert.Empty(Offered(await browser.GetAsync(Editor)));

        var names = await host.InScopeAsync(s =>
            Task.FromResult(
                s.GetRequiredService<Metier.Taxonomy.SkillCatalogue>()
                    .Skills.Select(k => k.En)
                    .Where(n => !n.Contains(',') && n is not ("Watercolour" or "Adobe InDesign"))
                    .Take(FreelancerProfile.MostSkills)
                    .ToList()
            )
        );
        var full = await host.ListedAsync("Full", "Picture books", string.Join(", ", names), overview: Overview);
        using var other = await host.SignedInAsync(full);
        Assert.Empty(Offered(await other.GetAsync(Editor)));
    }

    private static List<string> Offered(Page page) =>
        [.. page.Document.QuerySelectorAll("[data-suggested] .b").Select(n => n.TextContent)];

    private static string? Skills(Page page) =>
        page.Document.QuerySelector("#skills [name='Form.Skills']")!.GetAttribute("value");

    private static string Button(string skill, string does) =>
        does == "Add"
            ? $"[data-suggested] button[aria-label='Add {skill} to your skills']"
            : $"[data-suggested] button[aria-label='Not mine: {skill}']";
}
