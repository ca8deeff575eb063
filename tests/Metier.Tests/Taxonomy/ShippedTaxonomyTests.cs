using Metier.Taxonomy;

namespace Metier.Tests.Taxonomy;

/// <summary>The shipped data files hold together.</summary>
public sealed class ShippedTaxonomyTests
{
    private const string Everyday =
        "affiche automates baseline closing commercial community consultant copy cv enseigne environnement fashion "
        + "fondations graphiques growth insights invites leads mapping minutes notice nouvelles operations optimisation "
        + "partition plu premiere procedures reach realisation recette requirements resolve rest resume scenario script "
        + "separation stories structures testament transformation";

    private static readonly TaxonomyFiles Shipped = TaxonomyFiles.Read();

    [Fact]
    public void It_is_large_enough_to_be_useful()
    {
        Assert.Equal(14, Shipped.Categories.Count(c => c.ParentId is null));
        Assert.True(Shipped.Skills.Count >= 1_560, $"{Shipped.Skills.Count} skills");
        Assert.True(Shipped.Occupations.Count >= 320, $"{Shipped.Occupations.Count} occupations");
        var skills = Shipped.Skills.ToLookup(s => s.CategoryId);
        Assert.All(Shipped.Categories.Where(c => c.ParentId is not null), c => Assert.NotEmpty(skills[c.Id]));
    }

    [Fact]
    public void Every_id_is_a_stable_slug_and_used_once()
    {
        var ids = Shipped.Skills.Select(s => s.Id).ToList();
        Assert.Equal(ids.Count, ids.Distinct(StringComparer.Ordinal).Count());
        Assert.Equal(Shipped.Occupations.Count, Shipped.Occupations.Select(o => o.Id).Distinct().Count());
        Assert.Equal(Shipped.Categories.Count, Shipped.Categories.Select(c => c.Id).Distinct().Count());
        Assert.All(
            ids.Concat(Shipped.Occupations.Select(o => o.Id)).Concat(Shipped.Categories.Select(c => c.Id)),
            id => Assert.Matches("^[a-z0-9]+(-[a-z0-9]+)*$", id)
        );
        Assert.All(ids, id => Assert.True(id.Length <= 60, id));
    }

    [Fact]
    public void Everything_that_is_referred_to_exists()
    {
        var skills = Shipped.Skills.Select(s => s.Id).ToHashSet();
        var categories = Shipped.Categories.ToDictionary(c => c.Id);
        Assert.Empty(
            Shipped.Categories.Where(c => c.ParentId is not null && categories[c.ParentId].ParentId is not null)
        );
        Assert.Empty(Shipped.Skills.Where(s => categories[s.CategoryId].ParentId is null));
        Assert.Empty(Shipped.Skills.SelectMany(s => s.Related.Where(r => !skills.Contains(r) || r == s.Id)));
        Assert.Empty(Shipped.Occupations.SelectMany(o => o.Skills.Where(s => !skills.Contains(s))));
        Assert.Empty(Shipped.Occupations.Where(o => categories[o.TradeId].ParentId is not null));
        Assert.All(Shipped.Occupations, o => Assert.InRange(o.Skills.Count, 3, 10));
    }

    [Fact]
    public void Both_languages_are_complete()
    {
        Assert.All(
            Shipped.Skills,
            s => Assert.False(string.IsNullOrWhiteSpace(s.En) || string.IsNullOrWhiteSpace(s.Fr), s.Id)
        );
        Assert.All(
            Shipped.Categories,
            c => Assert.False(string.IsNullOrWhiteSpace(c.En) || string.IsNullOrWhiteSpace(c.Fr), c.Id)
        );
        Assert.All(
            Shipped.Occupations,
            o => Assert.False(string.IsNullOrWhiteSpace(o.En) || string.IsNullOrWhiteSpace(o.Fr), o.Id)
        );
        Assert.All(Shipped.Skills, s => Assert.Equal(2, s.Names.Count(n => n.Preferred)));
    }

    [Fact]
    public void Inside_a_language_a_name_means_one_skill()
    {
        var twice = Shipped
            .Skills.SelectMany(s => s.Names)
            .GroupBy(n => (n.Language, n.Normalised))
            .Where(g => g.Count() > 1)
            .Select(g => $"{g.Key}: {string.Join(", ", g.Select(n => n.SkillId))}");
        Assert.Empty(twice);
        Assert.DoesNotContain(Shipped.Skills.SelectMany(s => s.Names), n => n.Normalised.Length is 0 or > 80);
        // The picker posts names with commas between them.
        Assert.DoesNotContain(Shipped.Skills, s => s.En.Contains(',') || s.Fr.Contains(','));
    }

    /// <summary>A text is read by the names of both languages at once: a word may not mean one thing in each.</summary>
    [Fact]
    public void Across_the_languages_a_name_means_one_skill()
    {
        var several = Shipped
            .Skills.SelectMany(s => s.Names)
            .GroupBy(n => n.Normalised)
            .Select(g => (Name: g.Key, Skills: g.Select(n => n.SkillId).Distinct().ToList()))
            .Where(g => g.Skills.Count > 1)
            .Select(g => $"{g.Name}: {string.Join(", ", g.Skills)}");
        Assert.Empty(several);
    }

    [Fact]
    public void Inside_a_language_a_name_means_one_occupation()
    {
        var twice = Shipped
            .Occupations.SelectMany(o =>
                o.NamesEn.Prepend(o.En)
                    .Select(n => (Language: "en", Name: SkillWords.Normalise(n), o.Id))
                    .Concat(o.NamesFr.Prepend(o.Fr).Select(n => (Language: "fr", Name: SkillWords.Normalise(n), o.Id)))
            )
            .GroupBy(n => (n.Language, n.Name))
            .Where(g => g.Count() > 1)
            .Select(g => $"{g.Key}: {string.Join(", ", g.Select(n => n.Id))}");
        Assert.Empty(twice);
    }

    /// <summary>Posts are full of them whatever they ask for.</summary>
    [Fact]
    public void Everyday_words_are_no_names_of_skills()
    {
        Assert.Empty(Shipped.Skills.SelectMany(s => s.Names).Select(n => n.Normalised).Intersect(Everyday.Split(' ')));
    }

    [Fact]
    public void Every_skill_belongs_to_an_occupation_or_is_related_to_another()
    {
        var reached = Shipped
            .Occupations.SelectMany(o => o.Skills)
            .Concat(Shipped.Skills.SelectMany(s => s.Related))
            .ToHashSet();
        var alone = Shipped
            .Skills.Where(s => s.Related.Count == 0 && !reached.Contains(s.Id))
            .Select(s => s.Id)
            .ToList();
        Assert.True(alone.Count <= 10, string.Join(", ", alone));
    }

    [Theory]
    [InlineData("C++", "c++")]
    [InlineData("  C# ", "c#")]
    [InlineData(".NET", ".net")]
    [InlineData("ASP.NET Core", "asp net core")]
    [InlineData("Node.js", "node js")]
    [InlineData("Dépannage   d’ordinateurs", "depannage d ordinateurs")]
    [InlineData("Cœur de métier", "coeur de metier")]
    [InlineData("e-mailing / SMS", "e mailing sms")]
    [InlineData("", "")]
    public void Names_are_compared_without_accents_case_and_signs(string typed, string compared) =>
        Assert.Equal(compared, SkillWords.Normalise(typed));
}
