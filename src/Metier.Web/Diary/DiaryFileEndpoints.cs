using System.Globalization;
using System.Text;
using Metier.Diary;
using Metier.Web.Payments;
using Metier.Web.Shell;

namespace Metier.Web.Diary;

/// <summary>The diary as files: the timesheet as CSV for both sides, everything as an archive for the freelancer.</summary>
internal static class DiaryFileEndpoints
{
    public static void Map(WebApplication app)
    {
        var contract = app.MapGroup("/contracts/{id:guid}")
            .RequireAuthorization(Access.Confirmed)
            .WithMetadata(new DuringSuspensionAttribute());
        contract.MapGet("/timesheet.csv", TimesheetAsync);
        contract.MapGet("/diary.zip", ExportAsync);
    }

    private static async Task<IResult> TimesheetAsync(
        Guid id,
        string? from,
        string? to,
        HttpContext context,
        DiaryViews diary,
        TimeProvider clock,
        CancellationToken ct
    )
    {
        var (first, last) = SheetStretch.Read(from, to, clock.GetUtcNow().UtcDateTime);
        if (await diary.TimesheetAsync(id, first, last, context.Actor()!, ct) is not { } sheet)
        {
            return Results.NotFound();
        }
        var csv = new StringBuilder();
        // A byte order mark, so that spreadsheets read the accents.
        string[] heads =
        [
            DiaryText.DayLabel,
            DiaryText.Contract,
            DiaryText.Memo,
            DiaryText.CsvMinutes,
            DiaryText.CsvByHand,
            DiaryText.CsvBilled,
            DiaryText.Amount,
            DiaryText.CsvCurrency,
        ];
        csv.Append('\uFEFF').AppendJoin(',', heads.Select(PaymentEndpoints.Cell)).Append("\r\n");
        foreach (var row in sheet.Rows.OrderBy(r => r.Day))
        {
            string[] cells =
            [
                DiaryWords.Iso(row.Day),
                sheet.Hourly.Contract.Title,
                row.Memo,
                row.Minutes.ToString(CultureInfo.InvariantCulture),
                row.ManualMinutes.ToString(CultureInfo.InvariantCulture),
                row.BilledMinutes.ToString(CultureInfo.InvariantCulture),
                row.Amount.ToDecimalString(),
                row.Amount.Currency.Code,
            ];
            csv.AppendJoin(',', cells.Select(PaymentEndpoints.Cell)).Append("\r\n");
        }
        var name = $"timesheet-{DiaryWords.Iso(first)}-{DiaryWords.Iso(last)}.csv";
        return Results.File(Encoding.UTF8.GetBytes(csv.ToString()), "text/csv; charset=utf-8", name);
    }

    private static async Task<IResult> ExportAsync(
        Guid id,
        HttpContext context,
        ExportDiary export,
        CancellationToken ct
    ) =>
        await export.OpenAsync(id, context.Actor()!, ct) is { } zip
            ? Results.Stream(zip, "application/zip", "diary.zip")
            : Results.NotFound();
}
