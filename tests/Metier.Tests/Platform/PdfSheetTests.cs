using System.Globalization;
using Metier.Platform;
using UglyToad.PdfPig;
using UglyToad.PdfPig.Content;

namespace Metier.Tests.Platform;

/// <summary>Documents, read back by another program than the one that wrote them.</summary>
public class PdfSheetTests
{
    private static readonly DateTime Made = new(2026, 3, 12, 8, 12, 0, DateTimeKind.Utc);

    private static readonly DocumentFonts Fonts = new(new InstanceOptions());

    private static byte[] Print(int lines = 1)
    {
        var sheet = new PdfSheet(Fonts, "Conditions du contrat", "Contrat · 7", Made);
        sheet.Title("Conditions du contrat");
        sheet.Table(
            [new("Jalon", 0.7), new("Montant", 0.3, true)],
            [
                ["Maquette", "850"],
                ["Total", "850"],
            ],
            totals: 1
        );
        for (var i = 0; i < lines; i++)
        {
            sheet.Paragraph("Élodie Łuczak a créé " + i.ToString(CultureInfo.InvariantCulture) + " œuvres");
        }
        return sheet.Save();
    }

    [Fact]
    public void Its_words_can_be_found_and_its_letters_are_embedded()
    {
        using var pdf = PdfDocument.Open(Print());
        Assert.Equal("Conditions du contrat", pdf.Information.Title);
        Assert.Equal("D:20260312081200Z", pdf.Information.CreationDate);
        var page = pdf.GetPage(1);
        var words = page.GetWords().Select(w => w.Text).ToList();
        Assert.Contains("Conditions", words);
        Assert.Contains("Montant", words);
        Assert.Contains("Łuczak", words);
        Assert.Contains("œuvres", words);
        Assert.All(page.Letters, l => Assert.Matches("^[A-Z]{6}\\+", l.FontName));
    }

    [Fact]
    public void Amounts_end_at_one_line_and_no_letter_leaves_the_page()
    {
        using var pdf = PdfDocument.Open(Print(lines: 120));
        Assert.InRange(pdf.NumberOfPages, 2, 4);
        foreach (var page in pdf.GetPages())
        {
            Assert.All(page.Letters, l => Assert.InRange(l.BoundingBox.Right, 50, 545));
        }
        var ends = pdf.GetPage(1)
            .GetWords()
            .Where(w => w.Text == "850")
            .Select(w => w.Letters[^1].EndBaseLine.X)
            .ToList();
        Assert.Equal(2, ends.Count);
        Assert.Equal(ends[0], ends[1], tolerance: 0.5);
    }

    [Fact]
    public void A_word_longer_than_a_line_is_broken_and_a_cell_longer_than_a_page_goes_on()
    {
        var sheet = new PdfSheet(Fonts, "T", "F", Made);
        sheet.Title(new string('W', 90));
        sheet.Table(
            [new("Jalon", 0.7), new("Montant", 0.3, true)],
            [[string.Join(' ', Enumerable.Repeat("longue", 1_500)), "1"], ["Total", "1"]],
            totals: 1
        );
        using var pdf = PdfDocument.Open(sheet.Save());
        Assert.InRange(pdf.NumberOfPages, 2, 6);
        foreach (var page in pdf.GetPages())
        {
            Assert.All(page.Letters, l => Assert.InRange(l.BoundingBox.Right, 50, 545));
            Assert.All(page.Letters, l => Assert.InRange(l.BoundingBox.Bottom, 35, 842));
            Assert.Contains("Jalon", page.Text, StringComparison.Ordinal);
        }
        var words = pdf.GetPages().SelectMany(p => p.GetWords()).Count(w => w.Text == "longue");
        Assert.Equal(1_500, words);
    }

    [Fact]
    public void The_same_content_gives_the_same_bytes() => Assert.Equal(Print(), Print());
}
