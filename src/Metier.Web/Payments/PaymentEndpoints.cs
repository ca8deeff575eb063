using System.Globalization;
using System.Text;
using Metier.Contracts;
using Metier.Ledger;
using Metier.Payments;
using Metier.Web.Shell;

namespace Metier.Web.Payments;

/// <summary>Coming back from a provider's page, and statements as CSV.</summary>
internal static class PaymentEndpoints
{
    public static void Map(WebApplication app)
    {
        var money = app.MapGroup("").RequireAuthorization(Access.Member).WithMetadata(new DuringSuspensionAttribute());
        money.MapGet("/payments/return/{id:guid}", ReturnAsync);
        money.MapGet("/payments/methods/return/{id:guid}", MethodReturnAsync);
        money.MapGet("/payments/payees/return/{id:guid}", PayeeReturnAsync);
        money.MapGet("/payments/payees/go-on/{id:guid}", PayeeGoOnAsync);
        money.MapGet("/money/statement.csv", StatementAsync);
        money.MapGet("/money/statement.pdf", StatementPdf.FindAsync);
        WebhookEndpoints.Map(app);
        BankEndpoints.Map(app);
    }

    /// <summary>The client has confirmed a payment, or not: the provider is asked, and the page it began on goes on.</summary>
    private static async Task<IResult> ReturnAsync(
        Guid id,
        HttpContext context,
        TransactionViews transactions,
        FinishCharge finish,
        CancellationToken ct
    )
    {
        if (await transactions.ChargeAsync(id, context.Actor()!.ClientId, ct) is not { } charge)
        {
            return Results.NotFound();
        }
        var progress = await finish.RunAsync(id, ct);
        Flash.Set(
            context,
            progress.State switch
            {
                ChargeState.Settled => PaymentPagesText.ChargePaid,
                ChargeState.Failed => PaymentWords.Failure(progress.FailureCode),
                ChargeState.SentBack => PaymentPagesText.ChargeSentBack,
                ChargeState.ActionRequired => PaymentPagesText.ChargeNotConfirmedYet,
                _ => PaymentPagesText.ChargeProcessing,
            }
        );
        return Results.LocalRedirect(charge.ReturnPath);
    }

    private static async Task<IResult> MethodReturnAsync(
        Guid id,
        HttpContext context,
        FinishPaymentMethod finish,
        CancellationToken ct
    )
    {
        var finished = await finish.RunAsync(id, context.Actor()!, ct);
        if (!finished.Ok)
        {
            return Results.NotFound();
        }
        Flash.Set(context, finished.Value.Usable ? PaymentPagesText.MethodAdded : PaymentPagesText.MethodNotAdded);
        return Results.LocalRedirect(finished.Value.ReturnPath);
    }

    private static async Task<IResult> PayeeReturnAsync(
        Guid id,
        HttpContext context,
        OpenPayoutAccount account,
        CancellationToken ct
    )
    {
        var finished = await account.FinishAsync(id, context.Actor()!, ct);
        if (!finished.Ok)
        {
            return Results.NotFound();
        }
        Flash.Set(
            context,
            finished.Value ? PaymentPagesText.PayoutMethodFinished : PaymentPagesText.PayoutMethodNotFinished
        );
        return Results.LocalRedirect("/go/payout-methods");
    }

    /// <summary>A link of the provider has run out, or the freelancer goes on another day: a new one.</summary>
    private static async Task<IResult> PayeeGoOnAsync(
        Guid id,
        HttpContext context,
        OpenPayoutAccount account,
        CancellationToken ct
    )
    {
        var url = await account.GoOnAsync(id, context.Actor()!, ct);
        if (url.IsNotFound)
        {
            return Results.NotFound();
        }
        if (!url.Ok)
        {
            Flash.Set(context, url.Refusals[0].Message);
            return Results.LocalRedirect("/go/payout-methods");
        }
        return Results.LocalRedirect(url.Value);
    }

    private static async Task<IResult> StatementAsync(
        HttpContext context,
        StatementViews statements,
        ContractViews contracts,
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
        var lines = await statements.AllAsync(side.Side, side.PartyId, currency, filter, ct);
        var ids = lines.Select(l => l.ContractId).OfType<Guid>().Distinct().ToList();
        var titles = await contracts.TitlesAsync(ids, ct);
        var csv = new StringBuilder();
        // A byte order mark, so that spreadsheets read the accents.
        csv.Append('\uFEFF').Append("date,what,memo,contract,amount,balance,currency,transaction\r\n");
        foreach (var line in lines)
        {
            var title = line.ContractId is { } id ? titles.GetValueOrDefault(id, "") : "";
            string[] cells =
            [
                line.At.ToString("yyyy-MM-ddTHH:mm:ssZ", CultureInfo.InvariantCulture),
                side.Words(line),
                line.Memo,
                title,
                line.Amount.ToDecimalString(),
                line.Balance.ToDecimalString(),
                currency.Code,
                line.Uid.ToString("D"),
            ];
            csv.AppendJoin(',', cells.Select(Cell)).Append("\r\n");
        }
        return Results.File(Encoding.UTF8.GetBytes(csv.ToString()), "text/csv; charset=utf-8", "statement.csv");
    }

    /// <summary>Quoted, and never a formula: a title that begins with = must not run in somebody's spreadsheet.</summary>
    internal static string Cell(string text)
    {
        var isNumber = decimal.TryParse(
            text,
            NumberStyles.AllowLeadingSign | NumberStyles.AllowDecimalPoint,
            CultureInfo.InvariantCulture,
            out _
        );
        var safe =
            text.Length > 0 && text[0] is '=' or '+' or '-' or '@' or '\t' or '\r' && !isNumber ? "'" + text : text;
        return "\"" + safe.Replace("\"", "\"\"", StringComparison.Ordinal) + "\"";
    }
}
