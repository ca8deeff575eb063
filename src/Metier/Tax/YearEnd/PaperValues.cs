using System.Globalization;
using Metier.Ledger;

namespace Metier.Tax;

/// <summary>Where the cells of files and the boxes of papers get their values; packs name them.</summary>
internal static class PaperValues
{
    private static readonly Dictionary<string, Func<PaperMonth, long>> Amounts = new(StringComparer.Ordinal)
    {
        ["gross"] = m => m.Gross,
        ["fees"] = m => m.Fee,
        ["back"] = m => m.Back,
        ["back.fees"] = m => m.BackFee,
        ["withheld"] = m => m.Withheld,
        ["net"] = m => m.Net,
    };

    private static readonly string[] Words =
    [
        "year",
        "corrected",
        "filer.tin",
        "filer.name",
        "filer.address",
        "tin",
        "tin.kind",
        "name",
        "street",
        "city",
        "state",
        "postcode",
        "country",
        "account",
        "birth",
        "vat",
        "zero",
        "mcc",
    ];

    /// <summary>Whether a pack may name it.</summary>
    public static bool Has(string source) =>
        source.StartsWith("const:", StringComparison.Ordinal)
        || Words.Contains(source)
        || (Split(source) is var (what, _) && (what == "payments" || Amounts.ContainsKey(what)));

    /// <summary>Amounts in minor units; null when the source is none.</summary>
    public static long? Minor(string source, PaperContent paper) =>
        source == "zero" ? 0
        : Split(source) is var (what, months) && Amounts.TryGetValue(what, out var of)
            ? months.Sum(m => of(paper.Months[m]))
        : null;

    /// <summary>A number of payments; null when the source is none.</summary>
    public static int? Count(string source, PaperContent paper) =>
        Split(source) is ("payments", var months) ? months.Sum(m => paper.Months[m].Payments) : null;

    /// <summary>As a cell of a file.</summary>
    public static string Cell(
        string source,
        PaperContent paper,
        PaperSecrets secrets,
        PaperKind kind,
        Filer filer,
        Guid memberId
    )
    {
        if (source.StartsWith("const:", StringComparison.Ordinal))
        {
            return source["const:".Length..];
        }
        if (Minor(source, paper) is { } minor)
        {
            return Currency.Of(paper.Currency).Minor(minor).ToDecimalString();
        }
        if (Count(source, paper) is { } count)
        {
            return count.ToString(CultureInfo.InvariantCulture);
        }
        return source switch
        {
            "year" => paper.Year.ToString(CultureInfo.InvariantCulture),
            "corrected" => kind switch
            {
                PaperKind.Corrected => "C",
                PaperKind.Void => "V",
                _ => "",
            },
            "filer.tin" => filer.Tin,
            "filer.name" => filer.Name,
            "filer.address" => string.Join(
                ", ",
                new[] { filer.Street, filer.PostCode, filer.City, filer.Country }.Where(p => p.Length > 0)
            ),
            "tin" => secrets.Tin,
            "tin.kind" => paper.TinCode.ToUpperInvariant(),
            "name" => paper.Name,
            "street" => paper.Street,
            "city" => paper.City,
            "state" => paper.State,
            "postcode" => paper.PostCode,
            "country" => paper.Country,
            "account" => memberId.ToString("N"),
            "birth" => secrets.Birth,
            "vat" => paper.Vat,
            "mcc" => "7399",
            _ => "",
        };
    }

    /// <summary>"gross", "gross.3" (a month), "gross.q2" (a quarter): what, and which months from 0.</summary>
    private static (string What, int[] Months)? Split(string source)
    {
        var dot = source.LastIndexOf('.');
        if (dot > 0)
        {
            var part = source[(dot + 1)..];
            if (part.Length == 2 && part[0] == 'q' && part[1] is >= '1' and <= '4')
            {
                var first = (part[1] - '1') * 3;
                return (source[..dot], [first, first + 1, first + 2]);
            }
            if (
                int.TryParse(part, NumberStyles.None, CultureInfo.InvariantCulture, out var month)
                && month is >= 1 and <= 12
            )
            {
                return (source[..dot], [month - 1]);
            }
        }
        return (source, [.. Enumerable.Range(0, 12)]);
    }
}

/// <summary>The operator as the one who files.</summary>
public sealed record Filer(
    string Name,
    string Tin,
    string Country,
    string Street,
    string PostCode,
    string City,
    string Nexus,
    string PlatformNumber
);
