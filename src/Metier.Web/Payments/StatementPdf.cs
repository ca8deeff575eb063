using Metier.Contracts;
using Metier.Ledger;
using Metier.Payments;
using Metier.Web.Shell;

namespace Metier.Web.Payments;

/// <summary>A statement on paper: the lines of the page as filtered, all of them up to a limit.</summary>
internal static class StatementPdf
{
    /// <summary>The latest lines; more than a person reads, and the CSV has the rest.</summary>
    private const int Most = 2_000;

    public static async Task<IResult> FindAsync(
        HttpContext context,
        StatementViews statements,
        ContractViews contracts,
        DocumentFonts fonts,
        TimeProvider clock,
        CancellationToken ct
    )
    {
        var side = MoneySide.Of(context.Actor()!);
        var query = context.Request.Query;
        if (!Currency.TryOf(query["currency"], out var currency))
        {
            return Results.NotFound();
        }
        var filter = StatementQuery.Read(query["contract"], query["kind"], query["from"], query["to"], null);
        var all = await statements.AllAsync(side.Side, side.PartyId, currency, filter, ct);
        var lines = all.Take(Most).ToList();
        var titles = await contracts.TitlesAsync([.. lines.Select(l => l.ContractId).OfType<Guid>().Distinct()], ct);
        var culture = Languages.Culture(Languages.Current);
        var title = PaymentPagesText.StatementTitle;
        var now = clock.UtcNow();
        var sheet = new PdfSheet(fonts, title, $"{title} · {context.Actor()!.Name}", now);
        sheet.Title(title);
        sheet.Facts([
            (PaymentPagesText.StatementOf, context.Actor()!.Name),
            (PaymentPagesText.ColumnDate, now.ToString("d MMMM yyyy", culture)),
            (PaymentPagesText.FilterCurrency, currency.Code),
        ]);
        sheet.Table(
            [
                new(PaymentPagesText.ColumnDate, 0.15),
                new(PaymentPagesText.ColumnWhat, 0.28),
                new(PaymentPagesText.ColumnContract, 0.23),
                new(PaymentPagesText.ColumnAmount, 0.17, true),
                new(side.IsClient ? PaymentPagesText.ColumnHeld : PaymentPagesText.ColumnBalance, 0.17, true),
            ],
            [
                .. lines.Select(l =>
                    (IReadOnlyList<string>)
                        [
                            l.At.ToString("d", culture),
                            side.Words(l),
                            l.ContractId is { } id ? titles.GetValueOrDefault(id, "") : "",
                            l.Amount.Minor == 0 ? "–" : Formats.Signed(l.Amount),
                            Formats.Money(l.Balance),
                        ]
                ),
            ]
        );
        if (all.Count > Most)
        {
            sheet.Paragraph(PaymentPagesText.StatementCut(Most));
        }
        return Results.File(sheet.Save(), "application/pdf", "statement.pdf");
    }
}
