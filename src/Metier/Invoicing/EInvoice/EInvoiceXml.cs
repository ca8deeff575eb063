using System.Globalization;
using System.Text;
using System.Xml;
using System.Xml.Linq;
using Metier.Ledger;

namespace Metier.Invoicing;

/// <summary>What the two forms of an e-invoice write alike.</summary>
internal static class EInvoiceXml
{
    /// <summary>The specification identifier both forms carry (BT-24).</summary>
    public const string Specification = "urn:cen.eu:en16931:2017";

    /// <summary>An element, or none when there is nothing to say.</summary>
    public static XElement? Maybe(XName name, string? text, params object?[] more) =>
        string.IsNullOrWhiteSpace(text) ? null : new XElement(name, more, Clean(text));

    /// <summary>An element around others, or none when there are none.</summary>
    public static XElement? Around(XName name, params object?[] content) =>
        content.Any(c => c is not null) ? new XElement(name, content) : null;

    /// <summary>An attribute, or none.</summary>
    public static XAttribute? Attribute(string name, string? value) =>
        value is null ? null : new XAttribute(name, value);

    /// <summary>
    /// An amount. EN 16931 knows two decimals at most (BR-DEC); a third that is zero is left out, another one is refused by
    /// <see cref="EInvoiceRules"/> before.
    /// </summary>
    public static string Amount(Money money)
    {
        var text = money.ToDecimalString();
        return money.Currency.Decimals > 2 ? text[..^(money.Currency.Decimals - 2)] : text;
    }

    /// <summary>A quantity or price, with the decimals it has and no more.</summary>
    public static string Decimal(decimal number) =>
        number.ToString("0.#############################", CultureInfo.InvariantCulture);

    /// <summary>A rate as per cent.</summary>
    public static string Percent(int ppm) => Decimal(ppm / 10_000m);

    /// <summary>The code of a category.</summary>
    public static string Code(VatCategory category) =>
        category switch
        {
            VatCategory.Standard => "S",
            VatCategory.Zero => "Z",
            VatCategory.Exempt => "E",
            VatCategory.ReverseCharge => "AE",
            VatCategory.Export => "G",
            _ => "O",
        };

    /// <summary>The code of a type.</summary>
    public static string Code(EInvoiceType type) => ((int)type).ToString(CultureInfo.InvariantCulture);

    /// <summary>The file: UTF-8 without a mark, indented, lines ended alike on every machine.</summary>
    public static byte[] Bytes(XElement root)
    {
        using var file = new MemoryStream();
        var settings = new XmlWriterSettings
        {
            Encoding = new UTF8Encoding(false),
            Indent = true,
            NewLineChars = "\n",
        };
        using (var writer = XmlWriter.Create(file, settings))
        {
            new XDocument(root).Save(writer);
        }
        file.WriteByte((byte)'\n');
        return file.ToArray();
    }

    /// <summary>Text without what XML cannot carry.</summary>
    private static string Clean(string text)
    {
        var kept = new StringBuilder(text.Length);
        for (var i = 0; i < text.Length; i++)
        {
            if (XmlConvert.IsXmlChar(text[i]))
            {
                kept.Append(text[i]);
            }
            else if (i + 1 < text.Length && XmlConvert.IsXmlSurrogatePair(text[i + 1], text[i]))
            {
                kept.Append(text[i]).Append(text[++i]);
            }
        }
        return kept.ToString().Trim();
    }
}
