using System.Globalization;
using System.Text.Json.Nodes;
using Metier.Ledger;

namespace Metier.Payments;

/// <content>PayPal's own books: its list of transactions, its balances, and events that never came.</content>
internal sealed partial class PayPalProvider
{
    /// <summary>PayPal answers for 31 days at most, and for 10,000 transactions.</summary>
    private static readonly TimeSpan LongestQuestion = TimeSpan.FromDays(30);

    private static readonly TimeSpan ShortestQuestion = TimeSpan.FromMinutes(1);

    public async Task<IReadOnlyList<SettlementLine>> SettlementAsync(DateTime from, DateTime to, CancellationToken ct)
    {
        var rows = await RowsAsync(from, to, ct);
        return
        [
            .. rows.Where(r => PayPalApi.Text(r, "transaction_status") is not ("D" or "P"))
                .Select(Line)
                .OfType<SettlementLine>()
                .Where(l => l.BookedAt >= from && l.BookedAt < to)
                .DistinctBy(l => l.LineId),
        ];
    }

    /// <summary>Everything PayPal lists of a time, also what is pending or was denied.</summary>
    private async Task<List<JsonNode>> RowsAsync(DateTime from, DateTime to, CancellationToken ct)
    {
        var rows = new List<JsonNode>();
        // Parts of the same length: a last one of minutes would begin later than PayPal's list does.
        var parts = Math.Max(1, (int)Math.Ceiling((to - from) / LongestQuestion));
        var open = new Stack<(DateTime From, DateTime To)>(
            Enumerable
                .Range(0, parts)
                .Select(i => (from + ((to - from) / parts * i), from + ((to - from) / parts * (i + 1))))
        );
        while (open.TryPop(out var part))
        {
            if (!await ReadAsync(part.From, part.To, rows, ct))
            {
                var middle = part.From + ((part.To - part.From) / 2);
                open.Push((part.From, middle));
                open.Push((middle, part.To));
            }
        }
        return rows;
    }

    /// <summary>Reads all pages of a time; false when there is too much in it for one question.</summary>
    private async Task<bool> ReadAsync(DateTime from, DateTime to, List<JsonNode> rows, CancellationToken ct)
    {
        for (var page = 1; ; page++)
        {
            var answer = await api.GetAsync(
                string.Create(
                    CultureInfo.InvariantCulture,
                    $"v1/reporting/transactions?start_date={Time(from)}&end_date={Time(to)}&fields=transaction_info&page_size=500&page={page}"
                ),
                ct
            );
            if (answer.Name == "RESULTSET_TOO_LARGE" && to - from > ShortestQuestion)
            {
                return false;
            }
            if (!answer.Ok)
            {
                throw new HttpRequestException(
                    $"PayPal does not show its transactions: {answer.Status} {answer.Issue}"
                );
            }
            var listed = answer.Body["transaction_details"]?.AsArray() ?? [];
            rows.AddRange(listed.Select(r => r?["transaction_info"]).OfType<JsonNode>());
            if (listed.Count == 0 || page >= (answer.Body["total_pages"]?.GetValue<int>() ?? 1))
            {
                return true;
            }
        }
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
                .Select(b => Balance(b!, PayPalApi.Text(b, "currency"), now)),
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

    /// <summary>Only the total is always there.</summary>
    private static ProviderBalance Balance(JsonNode told, string code, DateTime now)
    {
        var withheld = Read(told["withheld_balance"], code);
        var available = told["available_balance"] ?? told["total_balance"];
        return new(
            withheld,
            Read(available, code) - (told["available_balance"] is null ? withheld : Money.Zero(withheld.Currency)),
            now
        );
    }

    private static SettlementLine? Line(JsonNode info)
    {
        var code = PayPalApi.Text(info, "transaction_amount", "currency_code");
        var type = PayPalApi.Text(info, "transaction_event_code");
        if (!Currency.TryOf(code, out var currency) || IsHold(type))
        {
            return null;
        }
        var gross = Read(info["transaction_amount"], code);
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
        var kind = Kind(type, gross);
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

    /// <summary>
    /// What PayPal holds back and lets go again, as it does with each payout while it works on it: the money stays ours, and is
    /// in the balance as withheld.
    /// </summary>
    private static bool IsHold(string code) =>
        code is "T1105" or "T1110" or "T1111" or "T2111" or "T2112"
        || code.StartsWith("T15", StringComparison.Ordinal)
        || (code.StartsWith("T210", StringComparison.Ordinal) && code is not "T2109");

    /// <summary>By PayPal's transaction event codes (T-codes), as of June 2026.</summary>
    private static SettlementKind Kind(string code, Money gross) =>
        code switch
        {
            "T0001" => gross.Minor < 0 ? SettlementKind.Payout : SettlementKind.PayoutReturned,
            "T1107" => gross.Minor < 0 ? SettlementKind.Refund : SettlementKind.RefundReturned,
            "T1106" or "T1201" => SettlementKind.Chargeback,
            "T1202" => SettlementKind.ChargebackReturned,
            "T1114" or "T1115" => SettlementKind.PayoutReturned,
            "T1108" or "T1109" => SettlementKind.Fee,
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
