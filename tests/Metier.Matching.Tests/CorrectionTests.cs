using CsCheck;

namespace Metier.Matching.Tests;

public class CorrectionTests
{
    private static readonly Lexicon Lexicon = new([new(1, "JavaScript"), new(2, "Figma"), new(3, "Illustration")]);
    private static readonly CurrencyTable Currencies = new("EUR", new Dictionary<string, long>());

    private static readonly FreelancerDocument[] People =
    [
        Person(1, "Illustrator", "I draw picture books for the young and design web shops"),
        Person(2, "Photographe", "Je fais des reportages pour les journaux et la retouche des portraits"),
        Person(3, "Engineer", "I plan photovoltaic roofs and the cabling of houses", 1),
    ];

    private static FreelancerDocument Person(byte id, string title, string overview, params int[] skills) =>
        new()
        {
            Id = new Guid(id, 0, 0, new byte[8]),
            Title = title,
            Overview = overview,
            Skills = [.. skills],
            LastActive = Samples.Today,
        };

    private static SearchResult<FreelancerFacets> Search(string text, bool corrects = true) =>
        Index(People).Search(Query(text, corrects));

    private static FreelancerQuery Query(string text, bool corrects = true) =>
        new()
        {
            Text = text,
            Corrects = corrects,
            Today = Samples.Today,
        };

    private static FreelancerIndex Index(IEnumerable<FreelancerDocument> people)
    {
        var index = new FreelancerIndex(Currencies);
        index.Use(new MatchingTaxonomy(Lexicon, new ConceptGraph([])));
        index.Replace(people);
        return index;
    }

    [Theory]
    [InlineData("ilustrator", "illustrator", 1)]
    [InlineData("illustartor", "illustrator", 1)]
    [InlineData("reportagse", "reportages", 2)]
    [InlineData("photograhpe", "photographe", 2)]
    [InlineData("retuche", "retouche", 2)]
    [InlineData("webdesign", "web design", 1)]
    [InlineData("picturebooks", "picture books", 1)]
    [InlineData("photo voltaic", "photovoltaic", 3)]
    [InlineData("javascrpt", "javascript", 3)]
    public void A_word_that_nobody_has_finds_who_has_the_word_meant(string typed, string meant, byte who)
    {
        var found = Search(typed);
        var match = Assert.Single(found.Matches);
        Assert.Equal(new Guid(who, 0, 0, new byte[8]), match.Id);
        var correction = Assert.Single(found.Corrected);
        Assert.Equal(typed, correction.Typed);
        Assert.Equal([meant], correction.Words);
        var words = match.Parts.Select(p => p.Evidence).OfType<Evidence.WordCount>().Single();
        Assert.Equal(typed, Assert.Single(words.Corrected).Typed);
    }

    [Theory]
    [InlineData("\"ilustrator\"")]
    [InlineData("house javascrptxyz")]
    [InlineData("xyz")]
    [InlineData("ilus7rator")]
    [InlineData("figmaa")]
    public void Phrases_numbers_and_words_like_none_stay_as_typed(string typed)
    {
        var found = Search(typed);
        Assert.Empty(found.Corrected);
        Assert.Equal(0, found.Total);
    }

    [Fact]
    public void An_exclusion_is_not_corrected()
    {
        var found = Search("-ilustrator");
        Assert.Empty(found.Corrected);
        Assert.Equal(3, found.Total);
    }

    [Fact]
    public void Nothing_is_corrected_when_exactly_what_was_typed_is_asked_for()
    {
        var found = Search("ilustrator", corrects: false);
        Assert.Empty(found.Corrected);
        Assert.Equal(0, found.Total);
    }

    [Fact]
    public void A_word_is_unknown_again_when_its_last_document_has_gone()
    {
        var index = Index(People);
        index.Apply([], [People[0].Id]);
        Assert.Empty(index.Search(Query("ilustrator")).Corrected);
    }

    [Fact]
    public void A_corrected_word_weighs_less_than_the_same_word_typed_beside_another()
    {
        var index = Index(People);
        int Points(string text) =>
            index.Search(Query(text)).Matches.Single().Parts.Single(p => p.Feature == Feature.Text).Points;
        Assert.Equal(Points("illustrator books"), Points("books illustrator"));
        // The title's word carries more; where it is only a guess it carries less of the sum.
        Assert.True(Points("ilustrator books") < Points("illustrator books"));
    }

    [Fact]
    public void Jobs_are_searched_by_the_same_manners()
    {
        var index = new JobIndex(Currencies);
        index.Use(new MatchingTaxonomy(Lexicon, new ConceptGraph([])));
        index.Replace([
            new JobDocument
            {
                Id = Guid.NewGuid(),
                Client = Guid.NewGuid(),
                Title = "Traduction d’un catalogue",
                Description = "pour notre boutique",
            },
        ]);
        var query = new JobQuery
        {
            Text = "catalouge",
            Corrects = true,
            Today = Samples.Today,
        };
        Assert.Equal(["catalogue"], Assert.Single(index.Search(query).Corrected).Words);
        Assert.Equal(0, index.Search(query with { Corrects = false }).Total);
    }

    [Fact]
    public void Searches_of_known_words_are_the_same_with_and_without() =>
        Gen.Select(Samples.Freelancers, Samples.Query)
            .Sample(
                (people, query) =>
                {
                    var index = Samples.Index(people);
                    var (with, without) = (index.Search(query with { Corrects = true }), index.Search(query));
                    if (with.Corrected.IsEmpty)
                    {
                        Assert.Equal(
                            without.Matches.Select(m => (m.Id, m.Score)),
                            with.Matches.Select(m => (m.Id, m.Score))
                        );
                    }

                    Assert.True(with.Total >= without.Total);
                    Assert.All(with.Corrected, c => Assert.InRange(c.Words.Length, 1, Corrector.MostCandidates));
                    Assert.All(with.Matches, m => Assert.Equal(m.Score, m.Parts.Sum(p => p.Points)));
                }
            );

    [Fact]
    public void The_order_in_which_words_became_known_changes_no_correction() =>
        Samples.Freelancers.Sample(people =>
        {
            foreach (var typed in new[] { "ilustrator", "waterclour", "booksdesign", "mobil", "desing syst" })
            {
                Assert.Equal(
                    Samples.Index(people).Search(Query(typed)).Corrected.Select(c => string.Join('|', c.Words)),
                    Samples
                        .Index(people.Reverse())
                        .Search(Query(typed))
                        .Corrected.Select(c => string.Join('|', c.Words))
                );
            }
        });

    /// <summary>The marks that are looked at first overlook no word that is near enough.</summary>
    [Fact]
    public void No_near_word_is_overlooked() =>
        Gen.Select(Gen.String[Gen.Char['a', 'h'], 6, 14], Gen.Int[0, 3].Array[1, 2], Gen.Int[0, 13].Array[2])
            .Sample(
                (word, kinds, places) =>
                {
                    var typed = word;
                    for (var i = 0; i < kinds.Length; i++)
                    {
                        typed = Changed(typed, kinds[i], places[i] % (typed.Length - 1));
                    }

                    var most = kinds.Length;
                    Assert.True(Spelling.MayBeNear(Spelling.MarkOf(typed), Spelling.MarkOf(word), most));
                    Assert.Equal(Spelling.Distance(word, typed, 4), Spelling.Distance(word, typed, 5));
                },
                iter: 20_000
            );

    private static string Changed(string word, int kind, int at) =>
        kind switch
        {
            0 => word.Remove(at, 1),
            1 => word.Insert(at, "z"),
            2 => word.Remove(at, 1).Insert(at, "z"),
            _ => word[..at] + word[at + 1] + word[at] + word[(at + 2)..],
        };

    [Theory]
    [InlineData("design", "desing", 1)]
    [InlineData("traduction", "traducton", 1)]
    [InlineData("redaction", "redacshun", 3)]
    [InlineData("abcdef", "abcdef", 0)]
    public void Distances_are_those_of_optimal_string_alignment(string one, string other, int expected)
    {
        Assert.Equal(expected, Spelling.Distance(one, other, 4));
        Assert.Equal(expected, Spelling.Distance(other, one, 4));
    }

    /// <summary>Eight bytes a word, and the room that grows by doubling.</summary>
    [Fact]
    public void A_known_word_takes_eight_bytes_more()
    {
        var vocabulary = new Vocabulary();
        for (var i = 0; i < 20_000; i++)
        {
            vocabulary.Word("word" + i);
        }

        Assert.InRange(vocabulary.Marks.Length, vocabulary.WordCount, 2 * vocabulary.WordCount);
    }
}
