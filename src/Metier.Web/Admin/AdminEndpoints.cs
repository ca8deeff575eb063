using System.Globalization;
using System.Text;
using Metier.Payments;
using Metier.Web.Payments;
using Metier.Web.Shell;

namespace Metier.Web.Admin;

/// <summary>The journal as CSV, one line per leg.</summary>
internal static class AdminEndpoints
{
    public static void Map(WebApplication app)
    {
        app.MapGet("/admin/ledger.csv", JournalAsync).RequireAuthorization(Access.Finance);
        app.MapGet("/admin/ledger.journal", HledgerAsync).RequireAuthorization(Access.Finance);
    }

    /// <summary>The whole book for hledger, written as it is read.</summary>
    private static async Task<IResult> HledgerAsync(HttpContext context, LedgerExport export, StaffLooks looks)
    {
        await looks.RecordAsync("ledger.exported", Guid.Empty, context.Actor()!, context.RequestAborted);
        return Results.Stream(
            async body =>
            {
                await using var to = new StreamWriter(body, new UTF8Encoding(false), leaveOpen: true);
                await export.WriteAsync(to, context.RequestAborted);
            },
            "text/plain; charset=utf-8",
            "metier.journal"
        );
    }

    private static async Task<IResult> JournalAsync(HttpContext context, LedgerViews ledger, StaffLooks looks)
    {
        await looks.RecordAsync("ledger.exported", Guid.Empty, context.Actor()!, context.RequestAborted);
        var query = context.Request.Query;
        var filter = AdminQuery.Journal(query["account"], query["contract"], query["kind"], query["from"], query["to"]);
        return Results.Stream(
            body => WriteAsync(body, ledger, filter, context.RequestAborted),
            "text/csv; charset=utf-8",
            "journal.csv"
        );
    }

    private static async Task WriteAsync(Stream body, LedgerViews ledger, JournalFilter filter, CancellationToken ct)
    {
        // With a byte order mark, so that spreadsheets read the accents.
        await using var to = new StreamWriter(
            body,
            new UTF8Encoding(encoderShouldEmitUTF8Identifier: true),
            leaveOpen: true
        );
        await LedgerCsv.WriteAsync(to, ledger, filter, ct);
    }
}

/// <summary>The journal as rows of text: what the page offers and the command line writes.</summary>
internal static class LedgerCsv
{
    /// <summary>Writes a head and a row per leg, the oldest first.</summary>
    public static async Task WriteAsync(TextWriter to, LedgerViews ledger, JournalFilter filter, CancellationToken ct)
    {
        await to.WriteAsync("transaction,recorded,kind,account,debit,credit,currency,contract,memo,uid\r\n");
        await foreach (var line in ledger.AllAsync(filter, ct))
        {
            foreach (var leg in line.Legs)
            {
                string[] cells =
                [
                    line.Id.ToString(CultureInfo.InvariantCulture),
                    line.At.ToString("yyyy-MM-ddTHH:mm:ssZ", CultureInfo.InvariantCulture),
                    line.Kind.ToString(),
                    leg.Code,
                    leg.Amount.Minor > 0 ? leg.Amount.ToDecimalString() : "",
                    leg.Amount.Minor < 0 ? leg.Amount.Abs().ToDecimalString() : "",
                    leg.Amount.Currency.Code,
                    line.ContractId?.ToString("D") ?? "",
                    line.Memo,
                    line.Uid.ToString("D"),
                ];
                await to.WriteAsync(string.Join(',', cells.Select(PaymentEndpoints.Cell)) + "\r\n");
            }
        }
    }
}
