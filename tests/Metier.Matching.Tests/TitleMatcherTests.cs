namespace Metier.Matching.Tests;

public class TitleMatcherTests
{
    private static readonly TitleMatcher Own = new(OwnTaxonomy.Occupations);

    [Theory]
    [InlineData("Sr. WordPress developer (remote, full-time)", "wordpress-developer")]
    [InlineData("IT project mgr", "it-project-manager")]
    [InlineData("AI engineer", "ai-engineer")]
    [InlineData("URGENT: logo designer needed, 3 months, ref 12345", "logo-designer")]
    [InlineData("Japanese speaking community manager", "community-manager")]
    [InlineData("English teacher", "english-teacher")]
    [InlineData("iOS engineer", "ios-developer")]
    [InlineData("Bookkeeper, 10h/week", "bookkeeper")]
    [InlineData("Comptable indépendant (H/F)", "accountant")]
    [InlineData("Illustratrice jeunesse", "childrens-illustrator")]
    [InlineData("Rédacteur technique confirmé", "technical-writer")]
    [InlineData("monteuse video youtube", "youtube-editor")]
    [InlineData("Développeuse WordPress freelance", "wordpress-developer")]
    public void A_title_as_people_write_it_finds_its_occupation(string title, string occupation) =>
        Assert.Equal(occupation, OwnTaxonomy.OccupationId(Own.Nearest(title, 1)[0].Concept));

    [Theory]
    [InlineData("Wordpres develloper", "wordpress-developer")]
    [InlineData("Ilustrator", "illustrator")]
    [InlineData("Traducteur juridque", "legal-translator")]
    public void Misspelt_titles_find_it_among_three(string title, string occupation) =>
        Assert.Contains(occupation, Own.Nearest(title, 3).Select(m => OwnTaxonomy.OccupationId(m.Concept)));

    [Fact]
    public void Nearly_every_name_of_our_own_occupations_finds_its_occupation_first()
    {
        var names = OwnTaxonomy.Occupations;
        var shared = names.ToLookup(n => Tokenizer.Fold(n.Text), n => n.Concept);
        var missed = names
            .Where(n => !shared[Tokenizer.Fold(n.Text)].Contains(Own.Nearest(n.Text, 1)[0].Concept))
            .ToList();
        Assert.InRange(missed.Count, 0, names.Count / 25);
    }

    [Fact]
    public void Kinds_of_work_stand_for_one_another_but_the_same_word_is_nearer()
    {
        var matcher = new TitleMatcher([
            Preferred(1, "warehouse clerk"),
            Preferred(2, "warehouse assistant"),
            Preferred(3, "warehouse roof"),
        ]);
        Assert.Equal([2, 1, 3], matcher.Nearest("warehouse assistant", 3).Select(m => m.Concept));
        var near = matcher.Nearest("warehouse officer", 3);
        Assert.Equal(3, near[^1].Concept);
    }

    [Fact]
    public void A_description_helps_where_names_say_nothing()
    {
        var matcher = new TitleMatcher([
            Preferred(1, "sommelier"),
            new(1, "Recommends wine to the guests of a restaurant and buys it.", NameRole.Description),
            Preferred(2, "florist"),
            new(2, "Arranges flowers for weddings and sells them in a shop.", NameRole.Description),
        ]);
        Assert.Equal(1, Assert.Single(matcher.Nearest("wine buyer", 5)).Concept);
    }

    [Fact]
    public void The_preferred_name_scores_about_one_and_a_stray_word_little()
    {
        var best = Own.Nearest("Technical translator", 50);
        Assert.InRange(best[0].Score, 0.8, 1);
        Assert.All(best, m => Assert.InRange(m.Score, double.Epsilon, 1));
        Assert.Equal(best.OrderByDescending(m => m.Score).Select(m => m.Score), best.Select(m => m.Score));
        Assert.InRange(best[^1].Score, 0, 0.3);
    }

    [Fact]
    public void The_order_of_the_names_changes_nothing_bit_for_bit()
    {
        var names = OwnTaxonomy.Occupations.Where((_, at) => at % 3 == 0).ToList();
        var one = new TitleMatcher(names);
        var other = new TitleMatcher(names.AsEnumerable().Reverse());
        foreach (var title in new[] { "Senior developer", "Traductrice", "video editor & designer", "chef de projet" })
        {
            Assert.Equal(one.Nearest(title, 40).AsEnumerable(), other.Nearest(title, 40));
            Assert.Equal(one.Nearest(title, 40).AsEnumerable(), one.Nearest(title, 40));
        }
    }

    [Theory]
    [InlineData("")]
    [InlineData("   \t\n")]
    [InlineData("12345 / 678")]
    [InlineData("مطور ويب")]
    [InlineData("👩‍💻🚀")]
    [InlineData("the of and")]
    public void Where_nothing_is_known_nothing_is_found(string title) => Assert.Empty(Own.Nearest(title, 10));

    [Fact]
    public void Long_titles_and_odd_signs_are_read_without_harm()
    {
        var title = string.Concat(Enumerable.Repeat("developer 👩‍💻 مطور \ud800 ", 500));
        Assert.NotEmpty(Own.Nearest(title, 10));
        Assert.NotEmpty(Own.Nearest(new string('a', 10_000) + " translator", 10));
        Assert.Empty(Own.Nearest("translator", 0));
        Assert.Empty(TitleMatcher.Empty.Nearest("translator", 10));
    }

    private static TaxonomyName Preferred(int concept, string name) => new(concept, name, NameRole.Preferred);
}
