using System.Globalization;
using System.Text.Json.Nodes;
using Metier.Ledger;

namespace Metier.Payments;

/// <content>PayPal's own books: its list of transactions, its balances, and events that never came.</content>
internal sealed partial class PayPalProvider
{
    private static readonly TimeSpan LongestQuestion = TimeSpan.FromDays(30);

    public async Task<IReadOnlyList<SettlementLine>> SettlementAsync(DateTime from, DateTime to, CancellationToken ct)
    {
        var lines = new List<SettlementLine>();
        for (var start = from; start < to; start += LongestQuestion)
        {
            var end = start + LongestQuestion < to ? start + LongestQuestion : to;
            for (var page = 1; ; page++)
            {
                var answer = await api.GetAsync(
                    string.Create(
                        CultureInfo.InvariantCulture,
                        $"v1/reporting/transactions?start_date={Time(start)}&end_date={Time(end)}&fields=transaction_info&page_size=500&page={page}"
                    ),
                    ct
                );
                if (!answer.Ok)
                {
                    throw new HttpRequestException(
                        $"PayPal does not show its transactions: {answer.Status} {answer.Issue}"
                    );
                }
                var rows = answer.Body["transaction_details"]?.AsArray() ?? [];
                lines.AddRange(rows.Select(r => Line(r?["transaction_info"])).OfType<SettlementLine>());
                if (rows.Count == 0 || page >= (answer.Body["total_pages"]?.GetValue<int>() ?? 1))
                {
                    break;
                }
            }
        }
        return [.. lines.Where(l => l.BookedAt >= from && l.BookedAt < to).DistinctBy(l => l.LineId)];
    }

    public async Task<IReadOnlyList<ProviderBalance>> BalancesAsync(CancellationToken ct)
    {
        var answer = await api.GetAsync("v1/reporting/balances", ct);
        if (!answer.Ok)
        {
            throw new HttpRequestException($"PayPal does not show its balances: {answer.Status} {answer.Issue}");
        }
        var now = clock.GetUtcNow().UtcDateTime;
        return
        [
            .. (answer.Body["balances"]?.AsArray() ?? [])
                .Where(b => Currency.TryOf(PayPalApi.Text(b, "currency"), out _))
                .Select(b => new ProviderBalance(
                    Read(b!["withheld_balance"], PayPalApi.Text(b, "currency")),
                    Read(b["available_balance"], PayPalApi.Text(b, "currency")),
                    now
                )),
        ];
    }

    public async Task<IReadOnlyList<ProviderNews>> NewsAsync(DateTime since, CancellationToken ct)
    {
        var now = clock.GetUtcNow().UtcDateTime;
        var path = $"v1/notifications/webhooks-events?start_time={Time(since)}&end_time={Time(now)}&page_size=300";
        var all = new List<ProviderNews>();
        while (path.Length > 0)
        {
            var answer = await api.GetAsync(path, ct);
            if (!answer.Ok)
            {
                throw new HttpRequestException($"PayPal does not show its events: {answer.Status} {answer.Issue}");
            }
            var events = answer.Body["events"]?.AsArray() ?? [];
            all.AddRange(events.Select(e => PayPalNews.Read(e!.ToJsonString())).OfType<ProviderNews>());
            // Only a path of PayPal's is followed, never another host.
            path =
                events.Count > 0 && Uri.TryCreate(answer.Link("next"), UriKind.Absolute, out var next)
                    ? next.PathAndQuery.TrimStart('/')
                    : "";
        }
        return [.. all.OrderBy(n => n.HappenedAt)];
    }

    private static SettlementLine? Line(JsonNode? info)
    {
        var code = PayPalApi.Text(info, "transaction_amount", "currency_code");
        // Denied and pending transactions moved nothing yet.
        if (!Currency.TryOf(code, out var currency) || PayPalApi.Text(info, "transaction_status") is "D" or "P")
        {
            return null;
        }
        var gross = Read(info!["transaction_amount"], code);
        var fee = info["fee_amount"] is { } taken ? -Read(taken, code) : Money.Zero(currency);
        var at = DateTime.Parse(
            PayPalApi.Text(info, "transaction_initiation_date"),
            CultureInfo.InvariantCulture,
            DateTimeStyles.AdjustToUniversal | DateTimeStyles.AssumeUniversal
        );
        var id = PayPalApi.Text(info, "transaction_id");
        Guid? operation = new[] { "custom_field", "invoice_id" }
            .Select(n => Guid.TryParse(PayPalApi.Text(info, n), out var g) ? g : (Guid?)null)
            .FirstOrDefault(g => g is not null);
        var kind = Kind(PayPalApi.Text(info, "transaction_event_code"), gross);
        // A chargeback's line names the payment it is about.
        var about = kind is SettlementKind.Chargeback or SettlementKind.ChargebackReturned
            ? PayPalApi.Text(info, "paypal_reference_id")
            : "";
        return SettlementLine.Of(
            id,
            kind,
            gross,
            fee,
            at,
            at,
            about.Length > 0 ? about : id,
            operation,
            PayPalApi.Text(info, "transaction_subject")
        );
    }

    /// <summary>By PayPal's transaction event codes (T-codes).</summary>
    private static SettlementKind Kind(string code, Money gross) =>
        code switch
        {
            "T0001" => gross.Minor < 0 ? SettlementKind.Payout : SettlementKind.PayoutReturned,
            "T1107" => gross.Minor < 0 ? SettlementKind.Refund : SettlementKind.RefundReturned,
            "T1106" or "T1201" => SettlementKind.Chargeback,
            "T1202" or "T1108" => SettlementKind.ChargebackReturned,
            "T1103" or "T1119" or "T1114" => SettlementKind.PayoutReturned,
            _ when code.StartsWith("T00", StringComparison.Ordinal) => gross.Minor > 0
                ? SettlementKind.Charge
                : SettlementKind.Other,
            _ when code.StartsWith("T01", StringComparison.Ordinal) => SettlementKind.Fee,
            _ when code.StartsWith("T02", StringComparison.Ordinal) => SettlementKind.Exchange,
            _ when code.StartsWith("T03", StringComparison.Ordinal)
                    || code.StartsWith("T04", StringComparison.Ordinal) => SettlementKind.Operator,
            _ => SettlementKind.Other,
        };

    private static Money Read(JsonNode? amount, string code) =>
        amount is null ? Money.Zero(Currency.Of(code)) : PayPalCurrencies.Read(PayPalApi.Text(amount, "value"), code);

    private static string Time(DateTime at) => at.ToString("yyyy-MM-ddTHH:mm:ssZ", CultureInfo.InvariantCulture);
}
