namespace Metier.Matching.Tests;

public class NeedsAnalyzerTests
{
    private static readonly Lexicon Lexicon = new([
        new(1, "React"),
        new(2, "C#"),
        new(3, "Docker"),
        new(4, "WordPress"),
        new(5, "PostgreSQL"),
        new(6, "Figma"),
        new(7, "SEO"),
        new(7, "référencement naturel"),
        new(8, "accounting"),
        new(8, "comptabilité"),
    ]);

    [Fact]
    public void Must_and_nice_are_read_from_the_nearest_words()
    {
        const string Text = "We need C# and PostgreSQL, Docker would be a plus. No WordPress please. Figma.";
        var found = NeedsAnalyzer.Analyse(Text, Lexicon, "EUR");
        Assert.Equal(
            [
                (2, Importance.MustHave),
                (5, Importance.MustHave),
                (3, Importance.NiceToHave),
                (4, Importance.Unwanted),
                (6, Importance.MustHave),
            ],
            found.Concepts.Select(c => (c.Concept, c.Importance))
        );
        Assert.Equal("a plus", Words(Text, found.Concepts[2].Cue!.Value));
        Assert.Equal("Docker", Words(Text, found.Concepts[2].Spans[0]));
        Assert.Null(found.Concepts[4].Cue);
    }

    [Fact]
    public void French_texts_are_read_by_the_same_manners()
    {
        const string Text =
            "Refonte d'un site. La maîtrise de React est indispensable ; Docker serait un plus. Sans WordPress. Bon référencement naturel.";
        var found = NeedsAnalyzer.Analyse(Text, Lexicon, "EUR");
        Assert.Equal(TextLanguage.French, found.Language);
        Assert.Equal(
            [(1, Importance.MustHave), (3, Importance.NiceToHave), (4, Importance.Unwanted), (7, Importance.MustHave)],
            found.Concepts.Select(c => (c.Concept, c.Importance))
        );
        Assert.Equal("référencement naturel", Words(Text, found.Concepts[3].Spans[0]));
    }

    [Fact]
    public void A_heading_speaks_for_the_list_under_it()
    {
        const string Text =
            "Requirements:\n- C#\n- PostgreSQL\nNice to have:\n- Docker\n- Figma\n\nAbout us: we like React";
        var found = NeedsAnalyzer.Analyse(Text, Lexicon, "EUR");
        Assert.Equal(
            [
                (2, Importance.MustHave),
                (5, Importance.MustHave),
                (3, Importance.NiceToHave),
                (6, Importance.NiceToHave),
                (1, Importance.MustHave),
            ],
            found.Concepts.Select(c => (c.Concept, c.Importance))
        );
        Assert.Null(found.Concepts[4].Cue);
    }

    [Fact]
    public void What_is_named_twice_is_found_once_with_both_places()
    {
        var found = NeedsAnalyzer.Analyse("React site. Later: React required", Lexicon, "EUR").Concepts.Single();
        Assert.Equal(2, found.Spans.Length);
        Assert.Equal(Importance.MustHave, found.Importance);
        Assert.NotNull(found.Cue);
    }

    [Theory]
    [InlineData("Budget: €3,000–4,500", 300_000L, 450_000L, "EUR", JobPay.FixedPrice)]
    [InlineData("budget de 3 000 €", null, 300_000L, "EUR", JobPay.FixedPrice)]
    [InlineData("around 45 €/h", null, 4_500L, "EUR", JobPay.Hourly)]
    [InlineData("$50 per hour", null, 5_000L, "USD", JobPay.Hourly)]
    [InlineData("pay 40-60 EUR / hour", 4_000L, 6_000L, "EUR", JobPay.Hourly)]
    [InlineData("45,50 € de l'heure", null, 4_550L, "EUR", JobPay.Hourly)]
    [InlineData("budget 2k", null, 200_000L, "EUR", JobPay.FixedPrice)]
    [InlineData("entre 2 000 et 2 500 €", 200_000L, 250_000L, "EUR", JobPay.FixedPrice)]
    [InlineData("£1.200 fixed", null, 120_000L, "GBP", JobPay.FixedPrice)]
    public void A_price_that_is_plainly_written_is_read(string text, long? min, long max, string currency, JobPay pay)
    {
        var found = NeedsAnalyzer.Analyse(text, Lexicon, "EUR").Budget;
        Assert.NotNull(found);
        Assert.Equal((min, max, currency, pay), (found.MinMinor, found.MaxMinor, found.Currency, found.Pay));
    }

    [Theory]
    [InlineData("32 pages and 3 drawings")]
    [InlineData("since 2019, 12 people")]
    [InlineData("no money named")]
    public void Numbers_that_are_no_price_are_left_alone(string text) =>
        Assert.Null(NeedsAnalyzer.Analyse(text, Lexicon, "EUR").Budget);

    [Theory]
    [InlineData("5+ years of experience", ExperienceLevel.Expert)]
    [InlineData("3 ans d'expérience", ExperienceLevel.Solid)]
    [InlineData("a senior developer", ExperienceLevel.Expert)]
    [InlineData("profil débutant accepté", ExperienceLevel.Starting)]
    [InlineData("mid-level is fine", ExperienceLevel.Solid)]
    public void The_level_is_read(string text, ExperienceLevel level) =>
        Assert.Equal(level, NeedsAnalyzer.Analyse(text, Lexicon, "EUR").Level?.Level);

    [Fact]
    public void Length_and_weekly_hours_are_read()
    {
        var found = NeedsAnalyzer.Analyse("For 3 months, 20 h/week", Lexicon, "EUR");
        Assert.Equal(13, found.DurationWeeks?.Count);
        Assert.Equal(20, found.HoursPerWeek?.Count);
        found = NeedsAnalyzer.Analyse("Pendant 6 semaines, 10 heures par semaine", Lexicon, "EUR");
        Assert.Equal(6, found.DurationWeeks?.Count);
        Assert.Equal(10, found.HoursPerWeek?.Count);
        Assert.Null(NeedsAnalyzer.Analyse("quickly", Lexicon, "EUR").DurationWeeks);
    }

    private static string Words(string text, TextSpan span) => text.Substring(span.Start, span.Length);
}
