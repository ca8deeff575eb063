using System.Collections.Frozen;
using System.Globalization;

namespace Metier.Invoicing;

/// <summary>What is known of a country's VAT.</summary>
/// <param name="Union">Part of the European Union's VAT area.</param>
/// <param name="Abroad">The category of a service for somebody abroad, outside the union's own rules.</param>
/// <param name="SmallLaw">The law by which a small business charges none, or empty.</param>
public sealed record VatCountry(bool Union, VatCategory Abroad, string SmallLaw);

/// <summary>
/// Rates and countries of VAT, and rates of sales tax: files of <c>data/tax</c>, built in. A rate applies from its day on.
/// </summary>
public sealed class VatData
{
    private readonly FrozenDictionary<string, VatCountry> countries;
    private readonly FrozenDictionary<string, (DateOnly From, int Ppm)[]> rates;
    private readonly FrozenDictionary<string, (DateOnly From, int Ppm)[]> sales;

    /// <summary>What was built in.</summary>
    public static VatData BuiltIn { get; } = new(Read("vat-countries"), Read("vat-rates"), Read("sales-tax"));

    /// <summary>From rows of the files: country, union, abroad, small; country, from, percent; state, from, percent.</summary>
    public VatData(IEnumerable<string[]> countryRows, IEnumerable<string[]> rateRows, IEnumerable<string[]> salesRows)
    {
        countries = countryRows.ToFrozenDictionary(
            r => r[0],
            r => new VatCountry(r[1] == "yes", r[2] == "Z" ? VatCategory.Zero : VatCategory.OutsideScope, r[3])
        );
        rates = Dated(rateRows);
        sales = Dated(salesRows);
    }

    /// <summary>What is known of a country; null for those whose VAT is not calculated here.</summary>
    public VatCountry? Country(string code) => countries.GetValueOrDefault(code);

    /// <summary>The standard rate of that day, in millionths; null when it is not known.</summary>
    public int? Rate(string country, DateOnly on) => On(rates, country, on);

    /// <summary>Sales tax on services in that state of the United States on that day, in millionths; zero unless the file says otherwise.</summary>
    public int SalesTax(string state, DateOnly on) => On(sales, state.ToUpperInvariant(), on) ?? 0;

    /// <summary>Every country whose VAT is calculated.</summary>
    public IEnumerable<string> Countries => countries.Keys.Order(StringComparer.Ordinal);

    private static int? On(FrozenDictionary<string, (DateOnly From, int Ppm)[]> dated, string key, DateOnly on)
    {
        int? rate = null;
        foreach (var (from, ppm) in dated.GetValueOrDefault(key) ?? [])
        {
            rate = from <= on ? ppm : rate;
        }
        return rate;
    }

    private static FrozenDictionary<string, (DateOnly From, int Ppm)[]> Dated(IEnumerable<string[]> rows) =>
        rows.GroupBy(r => r[0])
            .ToFrozenDictionary(
                g => g.Key,
                g =>
                    g.Select(r =>
                            (
                                DateOnly.ParseExact(r[1], "yyyy-MM-dd", CultureInfo.InvariantCulture),
                                (int)(decimal.Parse(r[2], CultureInfo.InvariantCulture) * 10_000)
                            )
                        )
                        .OrderBy(r => r.Item1)
                        .ToArray()
            );

    private static List<string[]> Read(string name)
    {
        using var stream =
            typeof(VatData).Assembly.GetManifestResourceStream($"tax/{name}.tsv")
            ?? throw new InvalidOperationException(name + " is not built in");
        using var reader = new StreamReader(stream);
        var rows = new List<string[]>();
        var head = true;
        while (reader.ReadLine() is { } line)
        {
            if (line.Length == 0 || line[0] == '#')
            {
                continue;
            }
            if (!head)
            {
                rows.Add(line.Split('\t'));
            }
            head = false;
        }
        return rows;
    }
}
