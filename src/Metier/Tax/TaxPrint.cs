using System.Globalization;
using Metier.Ledger;
using Metier.Payments;
using Metier.Platform;

namespace Metier.Tax;

/// <summary>Prints signed forms and yearly papers; numbers masked.</summary>
public sealed class TaxPrint(TaxPacks packs, DocumentFonts fonts, InstanceOptions instance)
{
    /// <summary>A signed form, for its signer, in the language it was signed in.</summary>
    public byte[] Form(FormView view)
    {
        ArgumentNullException.ThrowIfNull(view);
        using var language = new InLanguage(view.Language);
        var culture = Languages.Culture(view.Language);
        var title = packs.Form(view.Card.Code)?.Name.Text ?? view.Card.Code;
        var sheet = new PdfSheet(fonts, title, $"{title} · {instance.OperatorName}", view.Card.SignedAt);
        sheet.Title(title);
        sheet.Paragraph(TaxPaperText.Substitute(view.Card.FormVersion));
        sheet.Table(
            [new(TaxPaperText.Line, 0.14), new(TaxPaperText.What, 0.46), new(TaxPaperText.Answer, 0.4)],
            [.. view.Content.Lines.Select(l => (IReadOnlyList<string>)[l.Line, l.Text, l.Answer])]
        );
        sheet.Heading(TaxPaperText.Certified);
        foreach (var line in view.Content.Certified)
        {
            sheet.Paragraph("• " + line);
        }
        sheet.Gap(6);
        sheet.Paragraph(view.Content.Statement);
        sheet.Gap(6);
        sheet.Facts([
            (TaxPaperText.SignedBy, view.SignedName),
            (TaxPaperText.SignedOn, view.Card.SignedAt.ToString("d MMMM yyyy HH:mm", culture) + " UTC"),
            (TaxPaperText.SignedFrom, view.Ip),
            (
                TaxPaperText.ValidUntil,
                view.Card.ValidUntil is { } until
                    ? until.AddDays(-1).ToString("d MMMM yyyy", culture)
                    : TaxPaperText.ValidWhileTrue
            ),
        ]);
        sheet.Gap(8);
        sheet.Paragraph("SHA-256 " + view.Sha256, 7);
        return sheet.Save();
    }

    /// <summary>A yearly paper, for its recipient.</summary>
    public byte[] Paper(PaperView view)
    {
        ArgumentNullException.ThrowIfNull(view);
        var paper = view.Content;
        var title = packs.Document(paper.Document)?.Spec.Name.Text ?? paper.Document;
        var year = paper.Year.ToString(CultureInfo.InvariantCulture);
        var sheet = new PdfSheet(fonts, $"{title} {year}", $"{title} {year} · {view.Filer.Name}", view.Card.IssuedAt);
        sheet.Title($"{title} {year}");
        if (view.Card.Kind != PaperKind.Original)
        {
            sheet.Paragraph(
                view.Card.Kind == PaperKind.Corrected ? TaxPaperText.Corrected : TaxPaperText.Void,
                11,
                bold: true
            );
        }
        sheet.Blocks(
            TaxPaperText.Filer,
            [view.Filer.Name, view.Filer.Street, $"{view.Filer.PostCode} {view.Filer.City}".Trim(), view.Filer.Tin],
            TaxPaperText.Recipient,
            [
                paper.Name,
                paper.Street,
                $"{paper.PostCode} {paper.City} {paper.State}".Trim(),
                paper.TinLast4.Length == 0 ? TaxPaperText.NoTin : TaxPaperText.Tin(paper.TinLast4),
            ]
        );
        sheet.Table(
            [new(TaxPaperText.Box, 0.1), new(TaxPaperText.What, 0.65), new(TaxPaperText.Amount, 0.25, true)],
            [.. Boxes(paper).Select(b => (IReadOnlyList<string>)[b.Box, b.Text, b.Value])]
        );
        foreach (var (code, rate) in paper.Rates)
        {
            sheet.Paragraph(TaxPaperText.Rate(code, rate.ToString(CultureInfo.InvariantCulture), paper.Currency));
        }
        sheet.Paragraph(
            TaxPaperText.Find("note_" + paper.Document.Replace("-", "", StringComparison.Ordinal))
                ?? TaxPaperText.NoteAny
        );
        return sheet.Save();
    }

    /// <summary>The boxes of a paper in words; the page shows the same.</summary>
    public IReadOnlyList<(string Box, string Text, string Value)> Boxes(PaperContent paper)
    {
        ArgumentNullException.ThrowIfNull(paper);
        var pack = packs.Document(paper.Document)?.Pack;
        return
        [
            .. (pack?.Boxes ?? [])
                .Where(b => b.Document == paper.Document)
                .Select(b => (b.Box, b.Text.Text, Value(b.Source, paper))),
        ];
    }

    private static string Value(string source, PaperContent paper) =>
        PaperValues.Minor(source, paper) is { } minor ? Formats.Money(Currency.Of(paper.Currency).Minor(minor))
        : PaperValues.Count(source, paper) is { } count ? Formats.Count(count)
        : PaperValues.Cell(source, paper, new PaperSecrets("", ""), PaperKind.Original, NoFiler, Guid.Empty);

    private static readonly Filer NoFiler = new("", "", "", "", "", "", "", "");
}
