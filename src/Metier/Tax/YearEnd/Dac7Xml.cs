using System.Globalization;
using System.Text;
using System.Xml;
using Metier.Ledger;

namespace Metier.Tax;

/// <summary>A paper with all its file needs.</summary>
internal sealed record FiledPaper(
    Guid Id,
    Guid MemberId,
    PaperKind Kind,
    Guid? CorrectsId,
    PaperContent Content,
    PaperSecrets Secrets
);

/// <summary>
/// The report of platform operators as the OECD's DPI schema 1.0 wants it. A message holds new data or corrections, never both, so
/// that a run may make two.
/// </summary>
internal static class Dac7Xml
{
    private const string Dpi = "urn:oecd:ties:dpi:v1";
    private const string Stf = "urn:oecd:ties:dpistf:v1";

    public static byte[] Write(Filer filer, TaxRun run, bool corrections, IReadOnlyList<FiledPaper> papers)
    {
        using var buffer = new MemoryStream();
        var settings = new XmlWriterSettings { Encoding = new UTF8Encoding(false), Indent = true };
        using (var xml = XmlWriter.Create(buffer, settings))
        {
            xml.WriteStartElement("dpi", "DPI_OECD", Dpi);
            xml.WriteAttributeString("xmlns", "stf", null, Stf);
            xml.WriteAttributeString("version", "1.0");
            Head(xml, filer, run, corrections, papers.Count == 0);
            xml.WriteStartElement("DPIBody", Dpi);
            Operator(xml, filer, run, corrections);
            foreach (var paper in papers)
            {
                Seller(xml, filer, paper);
            }
            xml.WriteEndElement();
            xml.WriteEndElement();
        }
        return buffer.ToArray();
    }

    private static void Head(XmlWriter xml, Filer filer, TaxRun run, bool corrections, bool nothing)
    {
        xml.WriteStartElement("MessageSpec", Dpi);
        if (filer.PlatformNumber.Length > 0)
        {
            Text(xml, "SendingEntityIN", filer.PlatformNumber);
        }
        Text(xml, "TransmittingCountry", filer.Country);
        Text(xml, "ReceivingCountry", filer.Country);
        Text(xml, "MessageType", "DPI");
        Text(xml, "MessageRefId", $"{Reference(filer, run.Year)}-{run.Id:N}{(corrections ? "C" : "")}");
        Text(
            xml,
            "MessageTypeIndic",
            nothing ? "DPI403"
                : corrections ? "DPI402"
                : "DPI401"
        );
        Text(xml, "ReportingPeriod", string.Create(CultureInfo.InvariantCulture, $"{run.Year}-12-31"));
        Text(xml, "Timestamp", run.PreparedAt.ToString("yyyy-MM-ddTHH:mm:ss.fff", CultureInfo.InvariantCulture));
        xml.WriteEndElement();
    }

    private static void Operator(XmlWriter xml, Filer filer, TaxRun run, bool corrections)
    {
        xml.WriteStartElement("PlatformOperator", Dpi);
        Text(xml, "ResCountryCode", filer.Country);
        Tin(xml, filer.Tin, filer.Country);
        if (filer.PlatformNumber.Length > 0)
        {
            xml.WriteStartElement("IN", Dpi);
            xml.WriteAttributeString("issuedBy", filer.Country);
            xml.WriteAttributeString("INType", "IIN");
            xml.WriteString(filer.PlatformNumber);
            xml.WriteEndElement();
        }
        Text(xml, "Name", filer.Name);
        Address(xml, filer.Country, filer.Street, filer.PostCode, filer.City, "OECD304");
        Text(xml, "Nexus", filer.Nexus);
        Text(xml, "AssumedReporting", "false");
        // New once a year; later messages send it again as it was.
        var number = string.Concat(
            (filer.PlatformNumber.Length > 0 ? filer.PlatformNumber : filer.Tin).Where(char.IsAsciiLetterOrDigit)
        );
        DocSpec(
            xml,
            run.Number == 1 && !corrections ? "OECD1" : "OECD0",
            $"{Reference(filer, run.Year)}-OPERATOR-{number}",
            null
        );
        xml.WriteEndElement();
    }

    private static void Seller(XmlWriter xml, Filer filer, FiledPaper paper)
    {
        var content = paper.Content;
        xml.WriteStartElement("ReportableSeller", Dpi);
        xml.WriteStartElement("Identity", Dpi);
        xml.WriteStartElement(content.Business ? "EntitySeller" : "IndividualSeller", Dpi);
        xml.WriteStartElement("Standard", Dpi);
        xml.WriteStartElement(content.Business ? "EntSellerID" : "IndSellerID", Dpi);
        Text(xml, "ResCountryCode", content.Country);
        Tin(xml, paper.Secrets.Tin, content.Country);
        if (content.Business && content.Registration.Length > 0)
        {
            xml.WriteStartElement("IN", Dpi);
            xml.WriteAttributeString("issuedBy", content.Country);
            xml.WriteAttributeString("INType", "BRN");
            xml.WriteString(content.Registration);
            xml.WriteEndElement();
        }
        if (content.Vat.Length > 0)
        {
            Text(xml, "VAT", content.Vat);
        }
        Name(xml, content);
        Address(xml, content.Country, content.Street, content.PostCode, content.City, null);
        if (!content.Business)
        {
            xml.WriteStartElement("BirthInfo", Dpi);
            Text(xml, "BirthDate", paper.Secrets.Birth);
            xml.WriteEndElement();
        }
        xml.WriteEndElement();
        xml.WriteEndElement();
        xml.WriteEndElement();
        xml.WriteEndElement();
        Activities(xml, content);
        var indicator = paper.Kind switch
        {
            PaperKind.Corrected => "OECD2",
            PaperKind.Void => "OECD3",
            _ => "OECD1",
        };
        DocSpec(
            xml,
            indicator,
            Document(filer, content.Year, paper.Id),
            paper.CorrectsId is { } old ? Document(filer, content.Year, old) : null
        );
        xml.WriteEndElement();
    }

    private static void Activities(XmlWriter xml, PaperContent content)
    {
        xml.WriteStartElement("RelevantActivities", Dpi);
        xml.WriteStartElement("PersonalServices", Dpi);
        Quarters(xml, "Consideration", "ConsQ", q => Units(content, m => m.Net, q), content.Currency);
        Quarters(xml, "NumberOfActivities", "NumbQ", q => Of(content, q).Sum(m => m.Payments), null);
        Quarters(xml, "Fees", "FeesQ", q => Units(content, m => m.Fee - m.BackFee, q), content.Currency);
        Quarters(xml, "Taxes", "TaxQ", q => Units(content, m => m.Withheld, q), content.Currency);
        xml.WriteEndElement();
        xml.WriteEndElement();
    }

    private static void Quarters(XmlWriter xml, string name, string part, Func<int, long> of, string? currency)
    {
        xml.WriteStartElement(name, Dpi);
        for (var quarter = 1; quarter <= 4; quarter++)
        {
            xml.WriteStartElement(part + quarter.ToString(CultureInfo.InvariantCulture), Dpi);
            if (currency is not null)
            {
                xml.WriteAttributeString("currCode", currency);
            }
            xml.WriteString(of(quarter).ToString(CultureInfo.InvariantCulture));
            xml.WriteEndElement();
        }
        xml.WriteEndElement();
    }

    private static IEnumerable<PaperMonth> Of(PaperContent content, int quarter) =>
        content.Months.Skip((quarter - 1) * 3).Take(3);

    /// <summary>The schema has whole units only: each quarter's sum is rounded once, half away from zero.</summary>
    internal static long Units(PaperContent content, Func<PaperMonth, long> of, int quarter)
    {
        var minor = Of(content, quarter).Sum(of);
        var unit = Currency.Of(content.Currency).MinorPerMajor;
        return (long)decimal.Round((decimal)minor / unit, 0, MidpointRounding.AwayFromZero);
    }

    private static void Name(XmlWriter xml, PaperContent content)
    {
        if (content.Business)
        {
            Text(xml, "Name", content.Name);
            return;
        }
        var words = content.Name.Split(' ', 2, StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);
        xml.WriteStartElement("Name", Dpi);
        Text(xml, "FirstName", words[0]);
        Text(xml, "LastName", words[^1]);
        xml.WriteEndElement();
    }

    private static void Address(
        XmlWriter xml,
        string country,
        string street,
        string postcode,
        string city,
        string? kind
    )
    {
        xml.WriteStartElement("Address", Dpi);
        if (kind is not null)
        {
            xml.WriteAttributeString("legalAddressType", kind);
        }
        Text(xml, "CountryCode", country);
        xml.WriteStartElement("AddressFix", Dpi);
        if (street.Length > 0)
        {
            Text(xml, "Street", street);
        }
        if (postcode.Length > 0)
        {
            Text(xml, "PostCode", postcode);
        }
        Text(xml, "City", city);
        xml.WriteEndElement();
        xml.WriteEndElement();
    }

    private static void Tin(XmlWriter xml, string tin, string country)
    {
        xml.WriteStartElement("TIN", Dpi);
        if (tin.Length == 0)
        {
            xml.WriteAttributeString("unknown", "true");
            xml.WriteString("NOTIN");
        }
        else
        {
            xml.WriteAttributeString("issuedBy", country);
            xml.WriteString(tin);
        }
        xml.WriteEndElement();
    }

    private static void DocSpec(XmlWriter xml, string indicator, string reference, string? corrects)
    {
        xml.WriteStartElement("DocSpec", Dpi);
        xml.WriteElementString("DocTypeIndic", Stf, indicator);
        xml.WriteElementString("DocRefId", Stf, reference);
        if (corrects is not null)
        {
            xml.WriteElementString("CorrDocRefId", Stf, corrects);
        }
        xml.WriteEndElement();
    }

    private static string Reference(Filer filer, int year) =>
        string.Create(CultureInfo.InvariantCulture, $"{filer.Country}{year}{filer.Country}");

    private static string Document(Filer filer, int year, Guid paperId) => $"{Reference(filer, year)}-{paperId:N}";

    private static void Text(XmlWriter xml, string name, string text) => xml.WriteElementString(name, Dpi, text);
}
