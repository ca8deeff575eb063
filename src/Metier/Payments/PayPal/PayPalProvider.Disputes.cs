using System.Globalization;
using System.Text.Json.Nodes;
using Metier.Ledger;

namespace Metier.Payments;

/// <content>Disputes: questions of a buyer (inquiries), claims and chargebacks.</content>
internal sealed partial class PayPalProvider
{
    public string? ChargebackOf(string kind, string payload) => PayPalNews.Dispute(kind, payload);

    public async Task<ChargebackFacts?> FindChargebackAsync(string reference, CancellationToken ct)
    {
        var dispute = await DisputeAsync(reference, ct);
        return dispute is null ? null : Facts(dispute);
    }

    public async Task<ProviderAnswer> SendEvidenceAsync(Guid operationId, EvidenceRequest request, CancellationToken ct)
    {
        var body = new JsonObject
        {
            ["evidences"] = new JsonArray(
                new JsonObject
                {
                    ["evidence_type"] = "OTHER",
                    // PayPal keeps no key of ours with an answer: the words carry it.
                    ["notes"] = $"{request.Text}\n\nRef. {operationId:D}",
                }
            ),
        };
        return Taken(
            await api.PostAsync(Path(request.Reference, "provide-evidence"), body, Key(operationId), ct),
            request.Reference
        );
    }

    public async Task<ProviderAnswer> AcceptChargebackAsync(
        Guid operationId,
        AcceptanceRequest request,
        CancellationToken ct
    )
    {
        var body = new JsonObject { ["note"] = $"Ref. {operationId:D}" };
        return Taken(
            await api.PostAsync(Path(request.Reference, "accept-claim"), body, Key(operationId), ct),
            request.Reference
        );
    }

    private async Task<ProviderAnswer> FindAnswerAsync(OperationLookup lookup, CancellationToken ct)
    {
        var evidence = lookup.Kind == OperationKind.Evidence;
        var reference = evidence
            ? Request<EvidenceRequest>(lookup).Reference
            : Request<AcceptanceRequest>(lookup).Reference;
        if (await DisputeAsync(reference, ct) is not { } dispute)
        {
            return new(ProviderStatus.Declined, Code: "chargeback_closed");
        }
        var mark = lookup.Id.ToString("D");
        var done = evidence
            ? (dispute["evidences"]?.AsArray() ?? []).Any(e =>
                PayPalApi.Text(e, "notes").Contains(mark, StringComparison.Ordinal)
            )
            : PayPalApi.Text(dispute, "dispute_outcome", "outcome_code") is "ACCEPTED" or "RESOLVED_BUYER_FAVOUR";
        return done ? new(ProviderStatus.Succeeded, reference)
            : Outcome(dispute) == ChargebackOutcome.Open ? new(ProviderStatus.NotFound)
            : new(ProviderStatus.Declined, reference, "chargeback_closed");
    }

    private async Task<JsonNode?> DisputeAsync(string reference, CancellationToken ct)
    {
        var answer = await api.GetAsync(Path(reference), ct);
        return answer.Ok ? answer.Body
            : answer.Status == 404 ? null
            : throw new HttpRequestException($"PayPal does not show a dispute: {answer.Status} {answer.Issue}");
    }

    private static string Path(string reference, string? verb = null) =>
        $"v1/customer/disputes/{Uri.EscapeDataString(reference)}{(verb is null ? "" : "/" + verb)}";

    private static ProviderAnswer Taken(PayPalAnswer answer, string reference) =>
        answer.Ok
            ? new(ProviderStatus.Succeeded, reference)
            : new(ProviderStatus.Declined, reference, "chargeback_closed");

    private static ChargebackFacts? Facts(JsonNode dispute)
    {
        var code = PayPalApi.Text(dispute, "dispute_amount", "currency_code");
        if (!Currency.TryOf(code, out var currency))
        {
            return null;
        }
        var moved = (dispute["money_movements"]?.AsArray() ?? [])
            .Where(m => PayPalApi.Text(m, "affected_party") == "SELLER")
            .Where(m => PayPalApi.Text(m, "amount", "currency_code") == code)
            .Select(m =>
                (
                    Fee: PayPalApi.Text(m, "reason").Contains("FEE", StringComparison.Ordinal),
                    Minor: Read(m!["amount"], code).Minor * (PayPalApi.Text(m, "type") == "CREDIT" ? -1 : 1)
                )
            )
            .ToList();
        return new(
            PayPalApi.Text(dispute, "dispute_id"),
            PayPalApi.Text(dispute, "disputed_transactions", "0", "seller_transaction_id"),
            Read(dispute["dispute_amount"], code),
            currency.Minor(Math.Max(0, moved.Where(m => !m.Fee).Sum(m => m.Minor))),
            currency.Minor(Math.Max(0, moved.Where(m => m.Fee).Sum(m => m.Minor))),
            PayPalApi.Text(dispute, "reason").ToLowerInvariant(),
            Outcome(dispute),
            At(PayPalApi.Text(dispute, "create_time")) ?? DateTime.UnixEpoch,
            At(PayPalApi.Text(dispute, "seller_response_due_date"))
        );
    }

    private static ChargebackOutcome Outcome(JsonNode dispute) =>
        PayPalApi.Text(dispute, "status") switch
        {
            "RESOLVED" => PayPalApi.Text(dispute, "dispute_outcome", "outcome_code")
                is "RESOLVED_BUYER_FAVOUR"
                    or "ACCEPTED"
                ? ChargebackOutcome.Lost
                : ChargebackOutcome.Won,
            "UNDER_REVIEW" => ChargebackOutcome.UnderReview,
            _ => ChargebackOutcome.Open,
        };

    private static DateTime? At(string text) =>
        DateTime.TryParse(
            text,
            CultureInfo.InvariantCulture,
            DateTimeStyles.AdjustToUniversal | DateTimeStyles.AssumeUniversal,
            out var at
        )
            ? at
            : null;
}
