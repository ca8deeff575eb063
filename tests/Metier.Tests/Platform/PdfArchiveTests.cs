using System.IO.Compression;
using System.Text;
using System.Text.RegularExpressions;
using System.Xml.Linq;
using Metier.Invoicing;
using Metier.Platform;
using Metier.Tests.Invoicing;
using UglyToad.PdfPig;

namespace Metier.Tests.Platform;

/// <summary>What PDF/A-3 (level A) and PDF/UA-1 ask of a file, looked for in the file itself.</summary>
public sealed partial class PdfArchiveTests
{
    private static readonly EInvoice Invoice = EInvoiceSamples.All().Last().Invoice;

    [Fact]
    public void The_file_says_what_it_is_in_its_metadata()
    {
        var text = Encoding.UTF8.GetString(Print());
        Assert.StartsWith("%PDF-1.7\n%", text, StringComparison.Ordinal);
        var start = text.IndexOf("<x:xmpmeta", StringComparison.Ordinal);
        var end = text.IndexOf("</x:xmpmeta>", StringComparison.Ordinal);
        var xmp = XElement.Parse(text[start..(end + 12)]);
        Assert.Equal("3", Value(xmp, "http://www.aiim.org/pdfa/ns/id/", "part"));
        Assert.Equal("A", Value(xmp, "http://www.aiim.org/pdfa/ns/id/", "conformance"));
        Assert.Equal("1", Value(xmp, "http://www.aiim.org/pdfua/ns/id/", "part"));
        Assert.Equal("Facture é", Value(xmp, "http://purl.org/dc/elements/1.1/", "title"));
        Assert.Equal("2026-03-12T08:12:00Z", Value(xmp, "http://ns.adobe.com/xap/1.0/", "CreateDate"));
        const string fx = "urn:factur-x:pdfa:CrossIndustryDocument:invoice:1p0#";
        Assert.Equal("EN 16931", Value(xmp, fx, "ConformanceLevel"));
        Assert.Equal("factur-x.xml", Value(xmp, fx, "DocumentFileName"));
        Assert.Equal("INVOICE", Value(xmp, fx, "DocumentType"));
        Assert.Equal("1.0", Value(xmp, fx, "Version"));
        // Each property that is not common knowledge is described.
        XNamespace property = "http://www.aiim.org/pdfa/ns/property#";
        Assert.Equal(
            ["part", "DocumentFileName", "DocumentType", "Version", "ConformanceLevel"],
            xmp.Descendants(property + "name").Select(n => n.Value)
        );
        // The metadata can be found without knowing anything of the format.
        Assert.Matches("/Type /Metadata /Subtype /XML /Length [0-9]+ >>", text);
    }

    [Fact]
    public void Colours_fonts_language_and_structure_are_in_the_file()
    {
        var text = Encoding.Latin1.GetString(Print());
        Assert.Contains("/MarkInfo << /Marked true >>", text, StringComparison.Ordinal);
        Assert.Contains("/Lang (", text, StringComparison.Ordinal);
        Assert.Contains("/S /GTS_PDFA1", text, StringComparison.Ordinal);
        Assert.Contains("/DisplayDocTitle true", text, StringComparison.Ordinal);
        Assert.Matches("/ID \\[<[0-9A-F]{32}> <[0-9A-F]{32}>\\]", text);
        Assert.DoesNotContain("/Encrypt", text, StringComparison.Ordinal);
        Assert.DoesNotContain("/JavaScript", text, StringComparison.Ordinal);
        var fonts = Regex.Count(text, "/Type /FontDescriptor ");
        Assert.Equal(fonts, Regex.Count(text, "/FontFile2 "));
        Assert.Equal(fonts, Regex.Count(text, "/ToUnicode "));
        Assert.Equal(fonts, Regex.Count(text, "/CIDToGIDMap /Identity"));
        foreach (var type in new[] { "Document", "H1", "H2", "P", "Table", "TR", "TH", "TD" })
        {
            Assert.Contains($"/S /{type} /P ", text, StringComparison.Ordinal);
        }
        var profile = PdfArchive.SrgbProfile();
        Assert.Equal("acsp", Encoding.ASCII.GetString(profile, 36, 4));
        Assert.Equal(profile.Length, (profile[0] << 24) | (profile[1] << 16) | (profile[2] << 8) | profile[3]);
    }

    [Fact]
    public void Everything_drawn_belongs_to_an_element_or_is_set_aside_and_every_letter_has_a_glyph()
    {
        foreach (var page in Contents(Print()))
        {
            var rest = Marked().Replace(page, "");
            Assert.Equal("", rest.Trim());
            Assert.DoesNotContain(page.Split('<', '>').Where(t => Hex().IsMatch(t)), t => t.Chunk(4).Any(c => new string(c) == "0000"));
            var numbers = Mcid().Matches(page).Select(m => m.Groups[1].Value).ToList();
            Assert.Equal(numbers.Distinct().Count(), numbers.Count);
        }
    }

    [Fact]
    public void The_invoice_inside_is_the_one_that_was_put_there()
    {
        using var pdf = PdfDocument.Open(Print());
        Assert.True(pdf.Advanced.TryGetEmbeddedFiles(out var files));
        var file = Assert.Single(files);
        Assert.Equal("factur-x.xml", file.Name);
        var read = CiiReader.Read(file.Memory.ToArray());
        Assert.Equal(Invoice.Number, read.Number);
        Assert.Empty(EInvoiceRules.Check(read));
        var text = Encoding.Latin1.GetString(Print());
        Assert.Contains("/AFRelationship /Alternative", text, StringComparison.Ordinal);
        Assert.Contains("/Subtype /text#2Fxml", text, StringComparison.Ordinal);
        Assert.Matches("/Type /Catalog .* /AF \\[[0-9]+ 0 R\\]", text);
        Assert.Equal(Print(), Print());
    }

    private static byte[] Print()
    {
        using var language = new InLanguage("fr");
        var sheet = new PdfSheet(
            new DocumentFonts(new InstanceOptions { FontFolder = "/nowhere" }),
            "Facture é",
            "Pied",
            new DateTime(2026, 3, 12, 8, 12, 0, DateTimeKind.Utc)
        );
        sheet.Title("Facture é");
        sheet.Facts([("Date", "12 mars"), ("Contrat", "API")]);
        sheet.Blocks("De", ["Léa", "Lyon"], "À", ["Müller"]);
        sheet.Table(
            [new("Jalon", 0.7), new("Montant", 0.3, true)],
            [.. Enumerable.Range(1, 60).Select(i => (IReadOnlyList<string>)[$"Ligne {i}", "1,00 €"]), ["Total", "60,00 €"]],
            totals: 1
        );
        sheet.Heading("Notes");
        sheet.Paragraph("漢 n’arrête rien.");
        sheet.Attach(FacturX.Attachment(Invoice));
        return sheet.Save();
    }

    private static string Value(XElement xmp, string space, string name) =>
        xmp.Descendants(XName.Get(name, space)).Single().Value.Trim();

    /// <summary>The instructions of the pages.</summary>
    private static IEnumerable<string> Contents(byte[] file)
    {
        var text = Encoding.Latin1.GetString(file);
        foreach (Match page in PageContents().Matches(text))
        {
            var at = text.IndexOf($"\n{page.Groups[1].Value} 0 obj\n", StringComparison.Ordinal);
            var start = text.IndexOf("stream\n", at, StringComparison.Ordinal) + 7;
            var end = text.IndexOf("\nendstream", start, StringComparison.Ordinal);
            using var packed = new MemoryStream(file, start, end - start);
            using var plain = new StreamReader(new ZLibStream(packed, CompressionMode.Decompress), Encoding.ASCII);
            yield return plain.ReadToEnd();
        }
    }

    [GeneratedRegex("/Contents ([0-9]+) 0 R")]
    private static partial Regex PageContents();

    [GeneratedRegex("/(?:Artifact << /Type /[A-Za-z]+ >>|[A-Z][A-Za-z0-9]* << /MCID [0-9]+ >>) BDC (?:(?!BDC|EMC).)* EMC")]
    private static partial Regex Marked();

    [GeneratedRegex("MCID ([0-9]+) ")]
    private static partial Regex Mcid();

    [GeneratedRegex("^[0-9A-F]{4,}$")]
    private static partial Regex Hex();
}
