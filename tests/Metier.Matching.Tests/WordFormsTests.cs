namespace Metier.Matching.Tests;

public class WordFormsTests
{
    [Theory]
    [InlineData("manage", "managing", "management", "manager")]
    [InlineData("analyse", "analysis", "analyze", "analyst")]
    [InlineData("communicate", "communication", "communicating", "communications")]
    [InlineData("account", "accounting", "accountant", "accounts")]
    [InlineData("organise", "organize", "organisation", "organizing")]
    [InlineData("optimise", "optimization", "optimizing", "optimisation")]
    public void English_families_share_a_root(params string[] words) =>
        Assert.Single(words.Select(w => WordForms.Root(w, TextLanguage.English)).Distinct());

    [Theory]
    [InlineData("produire", "production", "producteur", "productrice")]
    [InlineData("développer", "développement", "développeur", "développez")]
    [InlineData("organiser", "organisation", "organisatrice", "organisé")]
    [InlineData("concevoir", "conception")]
    [InlineData("analyser", "analyse", "analyste", "analyses")]
    [InlineData("illustrer", "illustration", "illustrateur", "illustratrice")]
    public void French_families_share_a_root(params string[] words) =>
        Assert.Single(words.Select(w => WordForms.Root(Tokenizer.Fold(w), TextLanguage.French)).Distinct());

    [Theory]
    [InlineData("contract", "contrast")]
    [InlineData("market", "mark")]
    [InlineData("improve", "import")]
    [InlineData("planet", "plan")]
    public void Other_words_keep_theirs(string one, string other) =>
        Assert.NotEqual(WordForms.Root(one, TextLanguage.English), WordForms.Root(other, TextLanguage.English));

    [Theory]
    [InlineData("")]
    [InlineData("a")]
    [InlineData("c++")]
    [InlineData("مطور")]
    public void Short_and_foreign_words_stay(string word) =>
        Assert.Equal(word, WordForms.Root(word, TextLanguage.English));
}
