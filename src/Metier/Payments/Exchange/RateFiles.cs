using System.Globalization;
using System.Text;
using System.Xml;
using System.Xml.Linq;
using Metier.Ledger;

namespace Metier.Payments;

/// <summary>One rate of a file: what a euro was on a day.</summary>
internal sealed record FileRate(DateOnly Day, ExchangeRate Rate);

/// <summary>
/// Reads the two forms in which the European Central Bank publishes its daily reference rates: XML with nested <c>Cube</c>s, and
/// CSV with a column for each currency. Both may hold one day or many.
/// </summary>
internal static class RateFiles
{
    /// <summary>The longest file that is read; 25 years of days are below it.</summary>
    public const int MostBytes = 8 * 1024 * 1024;

    /// <summary>The rates; null when it is neither form. Currencies that are not of ISO 4217, and days without a rate, are left out.</summary>
    public static IReadOnlyList<FileRate>? Read(byte[] bytes)
    {
        ArgumentNullException.ThrowIfNull(bytes);
        if (bytes.Length is 0 or > MostBytes)
        {
            return null;
        }
        var text = Encoding.UTF8.GetString(bytes).TrimStart('\uFEFF', ' ', '\r', '\n');
        var rates = text.StartsWith('<') ? Xml(text) : Csv(text);
        return rates is { Count: > 0 } ? rates : null;
    }

    private static List<FileRate>? Xml(string text)
    {
        try
        {
            using var reader = XmlReader.Create(
                new StringReader(text),
                new XmlReaderSettings { DtdProcessing = DtdProcessing.Prohibit, XmlResolver = null }
            );
            var rates = new List<FileRate>();
            foreach (var cube in XDocument.Load(reader).Descendants().Where(e => e.Attribute("time") is not null))
            {
                if (Day(cube.Attribute("time")!.Value) is not { } day)
                {
                    return null;
                }
                foreach (var one in cube.Elements())
                {
                    Add(rates, day, one.Attribute("currency")?.Value, one.Attribute("rate")?.Value);
                }
            }
            return rates;
        }
        catch (XmlException)
        {
            return null;
        }
    }

    private static List<FileRate>? Csv(string text)
    {
        var lines = text.Split('\n', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);
        var head = lines[0].Split(',', StringSplitOptions.TrimEntries);
        if (!head[0].Equals("Date", StringComparison.OrdinalIgnoreCase))
        {
            return null;
        }
        var rates = new List<FileRate>();
        foreach (var line in lines.Skip(1))
        {
            var cells = line.Split(',', StringSplitOptions.TrimEntries);
            if (Day(cells[0]) is not { } day)
            {
                return null;
            }
            for (var i = 1; i < Math.Min(cells.Length, head.Length); i++)
            {
                Add(rates, day, head[i], cells[i]);
            }
        }
        return rates;
    }

    private static void Add(List<FileRate> rates, DateOnly day, string? code, string? rate)
    {
        if (
            Currency.TryOf(code, out var currency)
            && !ReferenceEquals(currency, Currency.Eur)
            && ExchangeRate.TryParse(rate, Currency.Eur, currency, out var read)
        )
        {
            rates.Add(new FileRate(day, read!));
        }
    }

    private static DateOnly? Day(string text) =>
        DateOnly.TryParseExact(
            text,
            ["yyyy-MM-dd", "dd MMMM yyyy", "d MMMM yyyy"],
            CultureInfo.InvariantCulture,
            DateTimeStyles.None,
            out var day
        )
            ? day
            : null;
}
