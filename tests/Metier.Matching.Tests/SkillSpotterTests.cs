namespace Metier.Matching.Tests;

public class SkillSpotterTests
{
    private static readonly SkillSpotter Own = new(OwnTaxonomy.Skills);

    private static readonly SkillSpotter Few = new([
        new(1, "manage budgets", NameRole.Preferred, TextLanguage.English),
        new(1, "gérer des budgets", NameRole.Preferred, TextLanguage.French),
        new(2, "analyse market trends", NameRole.Preferred, TextLanguage.English),
        new(2, "analyser les tendances du marché", NameRole.Preferred, TextLanguage.French),
        new(3, "work in teams", NameRole.Preferred, TextLanguage.English),
        new(4, "budgets", NameRole.Preferred, TextLanguage.English),
        new(5, "Kubernetes", NameRole.Preferred),
        new(6, "Go", NameRole.Preferred),
        new(7, "quality management systems", NameRole.Preferred, TextLanguage.English),
        new(8, "car washing", NameRole.Preferred, TextLanguage.English),
        new(9, "produire des vidéos", NameRole.Preferred, TextLanguage.French),
    ]);

    [Theory]
    [InlineData("You will be managing budgets.", 1, "managing budgets", SpotKind.Named)]
    [InlineData("The management of our yearly budget", 1, "management of our yearly budget", SpotKind.Spread)]
    [InlineData("Analysis of market trends", 2, "Analysis of market trends", SpotKind.Named)]
    [InlineData(
        "an analyst who knows trends on the market",
        2,
        "analyst who knows trends on the market",
        SpotKind.Spread
    )]
    [InlineData("You work in a small international team", 3, "work in a small international team", SpotKind.Spread)]
    [InlineData("Nous analysons les tendances des marchés", 2, "analysons les tendances des marchés", SpotKind.Named)]
    [InlineData("production de vidéo", 9, "production de vidéo", SpotKind.Named)]
    [InlineData("our Kubernets cluster", 5, "Kubernets", SpotKind.Named)]
    [InlineData("quality systems for the lab", 7, "quality systems", SpotKind.Near)]
    public void Skills_are_found_in_other_words_and_say_which(string text, int concept, string words, SpotKind kind)
    {
        var found = Few.Spot(text, 10, 0).First(f => f.Concept == concept);
        Assert.Equal(words, text.Substring(found.Span.Start, found.Span.Length));
        Assert.Equal(kind, found.Kind);
    }

    [Theory]
    [InlineData("We manage social media accounts and answer customers", "social-media-management")]
    [InlineData("preparing annual accounts and forecasting cash flow", "cash-flow-forecasting")]
    [InlineData("We need a designer of logos", "logo-design")]
    [InlineData("Développer une application mobile pour la boutique", "mobile-app-development")]
    [InlineData("Analyser les données de vente", "data-analysis")]
    [InlineData("monter des vidéos, sous-titrage compris", "subtitling")]
    public void Our_own_skills_are_suggested(string text, string skill) =>
        Assert.Contains(skill, Own.Spot(text, 10).Select(f => OwnTaxonomy.SkillId(f.Concept)));

    [Fact]
    public void Nearly_every_name_we_show_is_found_in_a_sentence()
    {
        var names = OwnTaxonomy.Skills.Where((n, at) => n.Role == NameRole.Preferred && at % 7 == 0).ToList();
        var found = names.Count(n =>
            Own.Spot(
                    n.Language == TextLanguage.French
                        ? $"Nous cherchons de l’aide : {n.Text}."
                        : $"We look for help: {n.Text}.",
                    5,
                    0.2
                )
                .Any(f => f.Concept == n.Concept)
        );
        Assert.InRange(found / (double)names.Count, 0.97, 1);
    }

    [Fact]
    public void A_longer_find_beats_the_one_inside_it()
    {
        var found = Few.Spot("Managing budgets", 10, 0);
        Assert.Equal([1, 4], found.Select(f => f.Concept));
        Assert.True(found[1].Score < found[0].Score);
    }

    [Fact]
    public void Words_close_together_score_higher_than_words_apart_or_past_a_comma()
    {
        Assert.True(Score("manage budgets") > Score("manage the small yearly budgets"));
        Assert.True(Score("manage small budgets") > Score("manage small teams, budgets"));
        Assert.Equal(0, Score("We manage. Budgets follow."));

        static double Score(string text) =>
            Few.Spot(text, 10, 0).FirstOrDefault(f => f.Concept == 1 && f.Kind != SpotKind.Near)?.Score ?? 0;
    }

    [Fact]
    public void Everyday_words_and_words_of_the_other_language_mean_nothing()
    {
        Assert.Empty(Few.Spot("Let us go there.", 10, 0));
        Assert.Equal(6, Assert.Single(Few.Spot("We write it in Go.", 10, 0)).Concept);
        Assert.Empty(Few.Spot("Il part car il est tard.", 10, 0));
        Assert.DoesNotContain(5, Few.Spot("cubes and nets", 10, 0).Select(f => f.Concept));
    }

    [Fact]
    public void The_language_can_be_said()
    {
        Assert.Contains(9, Few.Spot("production vidéo", 5, 0, TextLanguage.French).Select(f => f.Concept));
        Assert.DoesNotContain(9, Few.Spot("production vidéo", 5, 0, TextLanguage.English).Select(f => f.Concept));
    }

    [Fact]
    public void Each_concept_comes_once_with_a_score_from_nought_to_one()
    {
        var found = Own.Spot(
            "Budgets, budgets. Managing budgets! Gérer des budgets; React and React Native, C# and .NET.",
            50,
            0
        );
        Assert.Equal(found.Length, found.Select(f => f.Concept).Distinct().Count());
        Assert.All(found, f => Assert.InRange(f.Score, 0.0001, 1));
        Assert.Equal(found.OrderByDescending(f => f.Score).ThenBy(f => f.Concept), found);
    }

    [Fact]
    public void The_order_of_the_names_changes_nothing()
    {
        var names = OwnTaxonomy.Skills.Where((_, at) => at % 4 == 0).ToList();
        var one = new SkillSpotter(names);
        var other = new SkillSpotter(names.AsEnumerable().Reverse());
        const string Text =
            "We build web shops with React, analyse sales data and write product texts. Traduction et relecture.";
        Assert.Equal(one.Spot(Text, 40, 0).AsEnumerable(), other.Spot(Text, 40, 0));
    }

    [Theory]
    [InlineData("")]
    [InlineData(" \n\t ")]
    [InlineData("مطور ويب")]
    [InlineData("🚀🚀🚀")]
    [InlineData("... ,,, ---")]
    public void Where_nothing_is_said_nothing_is_found(string text) => Assert.Empty(Own.Spot(text, 10, 0));

    [Fact]
    public void Long_texts_are_read_whole()
    {
        var text =
            string.Concat(Enumerable.Repeat("we manage quality 👩‍💻 \ud800 ", 420)) + " and in the end TypeScript";
        Assert.True(text.Length > 10_000);
        Assert.Contains("typescript", Own.Spot(text, 200, 0).Select(f => OwnTaxonomy.SkillId(f.Concept)));
        Assert.Empty(Own.Spot(text, 0));
        Assert.Empty(SkillSpotter.Empty.Spot(text, 10));
    }

    [Fact]
    public void Needs_hold_what_is_named_and_what_is_only_spoken_of()
    {
        var lexicon = new Lexicon(OwnTaxonomy.Skills.Select(n => new ConceptName(n.Concept, n.Text)));
        const string Text = "React indispensable. Vous aimez analyser les données de vente.";
        var needs = NeedsAnalyzer.Analyse(Text, lexicon, Own, "EUR", 3);
        Assert.Equal(
            NeedsAnalyzer.Analyse(Text, lexicon, "EUR").Concepts.Select(c => c.Concept),
            needs.Concepts.Select(c => c.Concept)
        );
        Assert.Contains("data-analysis", needs.SpokenOf.Select(s => OwnTaxonomy.SkillId(s.Concept)));
        Assert.Empty(needs.SpokenOf.Select(s => s.Concept).Intersect(needs.Concepts.Select(c => c.Concept)));
        Assert.InRange(needs.SpokenOf.Length, 1, 3);
    }
}
