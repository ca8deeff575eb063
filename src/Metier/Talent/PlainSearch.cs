using Metier.Ledger;
using Metier.Matching;
using Metier.Platform;
using Metier.Taxonomy;

namespace Metier.Talent;

/// <summary>
/// Reads a search for the plain columns of the database: what the pages answer with while the index is built for the first
/// time. Nothing is ranked; the newest come first.
/// </summary>
public sealed class PlainSearch(SkillCatalogue catalogue, SkillLexicon lexicon, TalentOptions options)
{
    private const int MostWords = 8;

    /// <summary>Before this nothing can have been written here: keys of ranked lists, whose numbers are points, are older.</summary>
    private static readonly DateTime Earliest = new(2000, 1, 1, 0, 0, 0, DateTimeKind.Utc);

    /// <summary>What was typed, without words that everybody uses, and whether that left nothing of it.</summary>
    public (IReadOnlyList<PlainWord> Words, bool LeftOut) Words(string typed)
    {
        var text = SearchTerms.Words(typed);
        var (names, skills) = lexicon.Generation;
        var reading = QueryReading.Of(text, names);
        return (
            [
                .. reading
                    .Wanted.Select(p => (Piece: p, Unwanted: false))
                    .Concat(reading.Unwanted.Select(p => (Piece: p, Unwanted: true)))
                    .Take(MostWords)
                    .Select(p => new PlainWord(
                        p.Piece.Shown.Trim(),
                        p.Piece.Concept is { } concept ? catalogue.StoredAs(skills[concept].Id) : [],
                        p.Unwanted
                    ))
                    .Where(w => w.Text.Length > 0),
            ],
            text.Length > 0 && reading.IsEmpty
        );
    }

    /// <summary>For each skill the ids it may be stored under.</summary>
    public IReadOnlyList<IReadOnlyList<string>> Skills(IEnumerable<string> ids) => [.. ids.Select(catalogue.StoredAs)];

    /// <summary>The skills of a category or trade.</summary>
    public IReadOnlyList<string>? SkillsOf(string? categoryId) =>
        catalogue.Category(categoryId) is { } category
            ?
            [
                .. catalogue
                    .Skills.Where(s => s.CategoryId == category.Id || s.TradeId == category.Id)
                    .Select(s => s.Id),
            ]
            : null;

    /// <summary>A category and what is below it.</summary>
    public IReadOnlyList<string>? WithChildren(string? categoryId) =>
        catalogue.Category(categoryId) is { } category
            ? [category.Id, .. catalogue.CategoriesOf(category.Id).Select(c => c.Id)]
            : null;

    /// <summary>About the same amount in every currency that can be compared.</summary>
    public IEnumerable<Money> Everywhere(Money amount) =>
        Worth(amount.Currency.Code) is { } own
            ? options
                .Rates.Keys.Append(TalentOptions.Reference)
                .Where(code => Worth(code) is not null)
                .Select(code => In(Currency.Of(code), amount, own / Worth(code)!.Value))
            : [amount];

    /// <summary>A page's key as the time and id of a row; none for a key of another list.</summary>
    public static (DateTime At, Guid Id)? Key(PageKey? key) =>
        key is { } k && k.Sort >= Earliest.Ticks && k.Sort <= DateTime.MaxValue.Ticks
            ? (new DateTime(k.Sort, DateTimeKind.Utc), k.Id)
            : null;

    /// <summary>The keys of the pages beside one.</summary>
    public static (PageKey? Next, PageKey? Previous) Beside(PlainPage page) =>
        page.Keys.Count == 0
            ? (null, null)
            : (
                page.HasNext ? new PageKey(page.Keys[^1].At.Ticks, page.Keys[^1].Id) : null,
                page.HasPrevious ? new PageKey(page.Keys[0].At.Ticks, page.Keys[0].Id) : null
            );

    private decimal? Worth(string code) =>
        code == TalentOptions.Reference ? 1
        : Currency.TryOf(code, out _) && options.Rates.TryGetValue(code, out var rate) && rate > 0 ? rate
        : null;

    private static Money In(Currency currency, Money amount, decimal rate)
    {
        var major = (decimal)amount.Minor / amount.Currency.MinorPerMajor * rate;
        return currency.Minor((long)Math.Min(Math.Round(major * currency.MinorPerMajor), long.MaxValue / 4));
    }
}
