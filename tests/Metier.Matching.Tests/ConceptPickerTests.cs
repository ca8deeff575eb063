namespace Metier.Matching.Tests;

public class ConceptPickerTests
{
    private static readonly ConceptPicker Own = new(OwnTaxonomy.Skills);

    [Theory]
    [InlineData("js", "javascript")]
    [InlineData("javasc", "javascript")]
    [InlineData("c#", "csharp")]
    [InlineData("proj man", "project-management")]
    [InlineData("gestion proj", "project-management")]
    [InlineData("référencement nat", "seo")]
    [InlineData("referencement nat", "seo")]
    [InlineData("kubernets", "kubernetes")]
    [InlineData("photoshpo", "adobe-photoshop")]
    [InlineData("  Trad ", "translation")]
    public void The_right_skill_is_among_the_first_five(string typed, string skill) =>
        Assert.Contains(skill, Own.Pick(typed, 5).Select(p => OwnTaxonomy.SkillId(p.Concept)));

    [Fact]
    public void Every_name_typed_in_full_offers_its_skill()
    {
        foreach (var name in OwnTaxonomy.Skills.Where((_, at) => at % 11 == 0))
        {
            Assert.Contains(name.Concept, Own.Pick(name.Text, 10).Select(p => p.Concept));
        }
    }

    [Fact]
    public void The_name_itself_comes_before_its_beginnings_and_shows_why()
    {
        var picker = new ConceptPicker([
            new(1, "Java", NameRole.Preferred),
            new(2, "JavaScript", NameRole.Preferred),
            new(2, "js", NameRole.Alternative),
            new(3, "Advanced Java", NameRole.Preferred),
        ]);
        Assert.Equal([1, 2, 3], picker.Pick("java", 10).Select(p => p.Concept));
        Assert.Equal(1, picker.Pick("java", 1)[0].Score);
        Assert.Equal("js", Assert.Single(picker.Pick("js", 10)).Name);
    }

    [Fact]
    public void The_order_of_the_names_changes_nothing()
    {
        var other = new ConceptPicker(OwnTaxonomy.Skills.AsEnumerable().Reverse());
        foreach (var typed in new[] { "a", "des", "projet", "web dev", "xylofon" })
        {
            Assert.Equal(Own.Pick(typed, 20).AsEnumerable(), other.Pick(typed, 20));
        }
    }

    [Theory]
    [InlineData("")]
    [InlineData("  ")]
    [InlineData("مطور")]
    [InlineData("🚀")]
    [InlineData("zzzzqqq")]
    public void Where_nothing_is_known_nothing_is_offered(string typed) => Assert.Empty(Own.Pick(typed, 10));

    [Fact]
    public void Long_input_is_read_without_harm()
    {
        Assert.Empty(Own.Pick("java", 0));
        Assert.InRange(Own.Pick(new string('j', 10_000), 10).Length, 0, 10);
        Assert.Empty(ConceptPicker.Empty.Pick("java", 10));
    }
}
