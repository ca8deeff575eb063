namespace Metier.Matching.Tests;

public class TextTests
{
    private static readonly Lexicon Lexicon = new([
        new(1, "React"),
        new(2, "React Native"),
        new(3, "C#"),
        new(3, "csharp"),
        new(4, "C++"),
        new(5, ".NET"),
        new(6, "Go"),
        new(7, "Word"),
        new(8, "Microsoft Word"),
        new(9, "rédaction technique"),
        new(9, "technical writing"),
        new(10, "Docker"),
        new(11, "WordPress"),
        new(12, "R"),
        new(13, "développement d'applications"),
        new(14, "js"),
        new(14, "JavaScript"),
        new(15, "PostgreSQL"),
    ]);

    [Theory]
    [InlineData("C++ and C#, .NET", "c++ and c# .net")]
    [InlineData("l’édition d'œuvres", "edition oeuvres")]
    [InlineData("children's books", "children books")]
    [InlineData("front-end / back-end", "front end back end")]
    [InlineData("a+b, node.js, aujourd'hui", "a b node js aujourd hui")]
    [InlineData("ÉTÉ naïve Straße", "ete naive strasse")]
    [InlineData("Noe\u0308l c'est n'importe", "noel est importe")]
    [InlineData("end.Net work ...", "end net work")]
    [InlineData("", "")]
    public void Text_is_cut_into_folded_words(string text, string expected) =>
        Assert.Equal(expected, string.Join(' ', Tokenizer.Tokens(text).Select(t => t.Word)));

    [Fact]
    public void Every_word_remembers_where_it_stood()
    {
        const string Text = "Une œuvre d’art, C++ !";
        Assert.Equal(
            ["Une", "œuvre", "art", "C++"],
            Tokenizer.Tokens(Text).Select(t => Text.Substring(t.Start, t.Length))
        );
    }

    [Theory]
    [InlineData("illustrateur", "illustratrices")]
    [InlineData("développeur", "développeuse")]
    [InlineData("traducteur", "traduction")]
    [InlineData("journaux", "journal")]
    [InlineData("publiée", "publiées")]
    public void French_forms_of_one_word_meet(string one, string other) =>
        Assert.Equal(
            Words.Stem(Tokenizer.Fold(one), TextLanguage.French),
            Words.Stem(Tokenizer.Fold(other), TextLanguage.French)
        );

    [Theory]
    [InlineData("designs", "designing")]
    [InlineData("developer", "developers")]
    [InlineData("developer", "development")]
    [InlineData("libraries", "library")]
    public void English_forms_of_one_word_meet(string one, string other) =>
        Assert.Equal(Words.Stem(one, TextLanguage.English), Words.Stem(other, TextLanguage.English));

    [Fact]
    public void The_language_is_told_by_its_small_words()
    {
        Assert.Equal(
            TextLanguage.French,
            Words.Guess(Tokenizer.Tokens("Je cherche une personne pour la refonte de mon site"))
        );
        Assert.Equal(TextLanguage.English, Words.Guess(Tokenizer.Tokens("I need someone for the redesign of my site")));
        Assert.Equal(TextLanguage.English, Words.Guess([]));
    }

    [Theory]
    [InlineData("We use React Native, not the web.", "2")]
    [InlineData("React. Native speakers welcome", "1")]
    [InlineData("Formes de Word: Microsoft Word", "7 8")]
    [InlineData("Go to market in other words", "")]
    [InlineData("Services in Go and C#", "6 3")]
    [InlineData("Skills: react, go, r, docker", "1 6 12 10")]
    [InlineData("Rédaction Technique soignée", "9")]
    [InlineData("développement d’applications", "13")]
    [InlineData("a word about us", "")]
    [InlineData("js or javascript", "14 14")]
    [InlineData("Reactive systems", "")]
    public void The_longest_name_at_word_borders_is_found(string text, string expected) =>
        Assert.Equal(
            expected,
            string.Join(' ', Lexicon.InSentence(text, Tokenizer.Tokens(text)).Select(m => m.Concept))
        );

    [Fact]
    public void In_a_search_box_everyday_words_are_meant() =>
        Assert.Equal([6], Lexicon.InQuery("go developer", Tokenizer.Tokens("go developer")).Select(m => m.Concept));

    [Fact]
    public void A_query_knows_phrases_and_exclusions()
    {
        var query = QueryText.Parse("react native \"picture books\" -docker −\"word press\" the", Lexicon);
        Assert.Equal(["react native", "picture books"], query.Wanted.Select(w => w.Shown));
        Assert.Equal([2], query.Wanted[0].Concepts);
        Assert.True(query.Wanted[1].IsPhrase);
        Assert.Equal(["docker", "word press"], query.Unwanted.Select(w => w.Shown));
        Assert.Equal([0, 1], query.Required);
    }

    [Fact]
    public void Odd_input_is_survived()
    {
        foreach (
            var text in new[]
            {
                "\"",
                "-",
                "--",
                "- -\"",
                "«»",
                "\ud83d\ude00",
                "\ud83d",
                "-\"",
                new string('a', 5000),
                "'",
                "a'",
            }
        )
        {
            _ = QueryText.Parse(text, Lexicon);
            _ = NeedsAnalyzer.Analyse(text, Lexicon, "EUR");
        }
    }

    [Fact]
    public void A_page_key_survives_an_address_and_nonsense_is_refused()
    {
        var key = new PageKey(-42, new Guid("0192f0c0-0000-7000-8000-000000000001"));
        Assert.Equal(key, PageKey.Parse(key.ToString()));
        Assert.Null(PageKey.Parse(null));
        Assert.Null(PageKey.Parse("nonsense"));
        Assert.Null(PageKey.Parse(new string('%', 32)));
    }
}
