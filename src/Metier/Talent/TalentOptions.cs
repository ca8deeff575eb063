using Metier.Ledger;
using Metier.Matching;

namespace Metier.Talent;

/// <summary>Settings of search and shortlists; configuration section <c>Talent</c>.</summary>
public sealed class TalentOptions
{
    /// <summary>The currency every rate is compared in.</summary>
    public const string Reference = "EUR";

    /// <summary>
    /// What one unit of a currency is about worth in euros. It only orders and filters: nobody is charged by it, and the
    /// page on the ranking shows it. <c>Talent__Rates__USD=0.86</c> changes one.
    /// </summary>
    public Dictionary<string, decimal> Rates { get; } =
        new(StringComparer.Ordinal)
        {
            ["USD"] = 0.86m,
            ["GBP"] = 1.15m,
            ["CHF"] = 1.07m,
            ["CAD"] = 0.62m,
            ["AUD"] = 0.56m,
            ["NZD"] = 0.49m,
            ["SEK"] = 0.09m,
            ["NOK"] = 0.085m,
            ["DKK"] = 0.134m,
            ["PLN"] = 0.235m,
            ["CZK"] = 0.041m,
            ["JPY"] = 0.0056m,
            ["INR"] = 0.0097m,
            ["XOF"] = 0.00152m,
            ["MAD"] = 0.093m,
        };

    /// <summary>
    /// Groups of countries (ISO 3166) whose share of attention the operator wants to see, by their names:
    /// <c>Talent__Groups__Overseas__0=GP</c>. Nothing is ranked by them.
    /// </summary>
    public Dictionary<string, string[]> Groups { get; } = new(StringComparer.Ordinal);

    /// <summary>The optional rule on minimum shares.</summary>
    public FairOptions Fair { get; } = new();

    /// <summary>
    /// From how many freelancers and jobs on the index is kept in a file of the data folder; below that building it is as
    /// quick. Negative: never.
    /// </summary>
    public int SnapshotFrom { get; set; } = 5_000;

    /// <summary>
    /// Milliseconds after the start for which a search waits for the first build; after them it is answered straight from
    /// the database until the index is there.
    /// </summary>
    public int FirstBuildPatience { get; set; } = 500;

    /// <summary>
    /// Where a text encoder is looked for (<c>model.onnx</c> and <c>vocab.txt</c>); null means the folder <c>encoder</c> of
    /// the data folder. Without one nothing is ranked by meaning.
    /// </summary>
    public string? EncoderFolder { get; set; }

    internal CurrencyTable Table()
    {
        var reference = Currency.Of(Reference);
        var worth = new Dictionary<string, long>(StringComparer.Ordinal);
        foreach (var (code, rate) in Rates)
        {
            if (Currency.TryOf(code, out var currency) && rate > 0)
            {
                worth[code] = Math.Max(1, (long)(rate * 1_000_000 * reference.MinorPerMajor / currency.MinorPerMajor));
            }
        }
        return new CurrencyTable(Reference, worth);
    }
}
