using Metier.Platform;
using Metier.Taxonomy;
using Microsoft.Extensions.DependencyInjection;

namespace Metier.Tests.Taxonomy;

/// <summary>What is offered while somebody types a skill.</summary>
public sealed class SkillPickerTests
{
    [Fact]
    public async Task Beginnings_aliases_slips_and_the_other_language_are_understood()
    {
        await using var host = await TestHost.StartAsync(Store.Sqlite);
        var catalogue = host.Services.GetRequiredService<SkillCatalogue>();
        // The alias is shown beside the skill, and only when the label does not say it already.
        foreach (
            var (language, typed, label, alias) in new[]
            {
                ("en", "javascr", "JavaScript", null),
                ("en", "ecmascript", "JavaScript", "ecmascript"),
                ("en", "proj man", "Project management", null),
                ("en", "photoshpo", "Adobe Photoshop", null),
                ("en", "kubernets", "Kubernetes", null),
                ("en", "toshop", "Adobe Photoshop", null),
                ("en", "C#", "C#", null),
                ("en", "aquarelle", "Watercolour", "Aquarelle"),
                ("fr", "aquar", "Aquarelle", null),
                ("fr", "watercolour", "Aquarelle", "Watercolour"),
                ("fr", "gestion proj", "Gestion de projet", null),
                ("fr", "referencement nat", "Référencement naturel", null),
            }
        )
        {
            using var _ = new InLanguage(language);
            var found = catalogue.Matches(typed, 5, author: null);
            Assert.Contains((label, alias), found.Select(m => (m.Skill.Label, m.Alias)));
        }
        foreach (var nothing in new[] { "", " , ", "🚀", "zzzzqqq" })
        {
            Assert.Empty(catalogue.Search(nothing));
        }
    }
}
