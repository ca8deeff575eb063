using Metier.Ledger;
using Stripe;

namespace Metier.Payments;

/// <content>Chargebacks, which Stripe calls disputes.</content>
internal sealed partial class StripeProvider
{
    /// <summary>Under this name a dispute carries the id of the operation that answered it.</summary>
    private const string AnswerKey = "answer";

    public string? ChargebackOf(string kind, string payload) => StripeNews.Dispute(kind, payload);

    public async Task<ChargebackFacts?> FindChargebackAsync(string reference, CancellationToken ct)
    {
        try
        {
            return Facts(await new DisputeService(calls.Client).GetAsync(reference, cancellationToken: ct));
        }
        catch (StripeException e) when ((int)e.HttpStatusCode == 404)
        {
            return null;
        }
        catch (StripeException e)
        {
            throw StripeCalls.NoAnswer(e);
        }
    }

    public async Task<ProviderAnswer> SendEvidenceAsync(Guid operationId, EvidenceRequest request, CancellationToken ct)
    {
        try
        {
            var dispute = await new DisputeService(calls.Client).UpdateAsync(
                request.Reference,
                new DisputeUpdateOptions
                {
                    Evidence = new DisputeEvidenceOptions { UncategorizedText = request.Text },
                    Metadata = new() { [AnswerKey] = operationId.ToString("D") },
                    Submit = true,
                },
                StripeCalls.Once(operationId),
                ct
            );
            return new(ProviderStatus.Succeeded, dispute.Id);
        }
        catch (StripeException e)
        {
            return NotTaken(StripeCalls.Refused(e));
        }
    }

    public async Task<ProviderAnswer> AcceptChargebackAsync(
        Guid operationId,
        AcceptanceRequest request,
        CancellationToken ct
    )
    {
        try
        {
            var dispute = await new DisputeService(calls.Client).CloseAsync(
                request.Reference,
                null,
                StripeCalls.Once(operationId),
                ct
            );
            return new(ProviderStatus.Succeeded, dispute.Id);
        }
        catch (StripeException e)
        {
            return NotTaken(StripeCalls.Refused(e));
        }
    }

    /// <summary>An answer that was lost: the dispute carries the operation once it has been answered by it.</summary>
    private async Task<ProviderAnswer> FindAnswerAsync(OperationLookup lookup, CancellationToken ct)
    {
        var evidence = lookup.Kind == OperationKind.Evidence;
        var reference = evidence
            ? Request<EvidenceRequest>(lookup).Reference
            : Request<AcceptanceRequest>(lookup).Reference;
        var dispute = await new DisputeService(calls.Client).GetAsync(reference, cancellationToken: ct);
        var open = dispute.Status is "needs_response" or "warning_needs_response";
        var done = evidence
            ? dispute.Metadata?.GetValueOrDefault(AnswerKey) == lookup.Id.ToString("D")
                && (!open || dispute.EvidenceDetails is { SubmissionCount: > 0 })
            : dispute.Status == "lost";
        return done ? new(ProviderStatus.Succeeded, dispute.Id)
            : open ? new(ProviderStatus.NotFound)
            : new(ProviderStatus.Declined, dispute.Id, "chargeback_closed");
    }

    private static ProviderAnswer NotTaken(ProviderAnswer answer) =>
        answer.Status == ProviderStatus.Declined ? answer with { Code = "chargeback_closed" } : answer;

    private static ChargebackFacts? Facts(Dispute dispute)
    {
        if (Known(dispute.Currency) is not { } currency)
        {
            return null;
        }
        // Only what Stripe has booked has moved: an inquiry has taken nothing, and a won dispute gives everything back.
        var booked = (dispute.BalanceTransactions ?? []).Where(b => Known(b.Currency) == currency).ToList();
        return new(
            dispute.Id,
            dispute.PaymentIntentId ?? "",
            StripeCurrencies.Charges.FromUnits(dispute.Amount, currency),
            Sum([Math.Max(0, -booked.Sum(b => b.Amount))], currency),
            Sum([Math.Max(0, booked.Sum(b => b.Fee))], currency),
            dispute.Reason ?? "general",
            dispute.Status switch
            {
                "won" or "warning_closed" or "prevented" => ChargebackOutcome.Won,
                "lost" => ChargebackOutcome.Lost,
                "under_review" or "warning_under_review" => ChargebackOutcome.UnderReview,
                _ => ChargebackOutcome.Open,
            },
            dispute.Created,
            dispute.EvidenceDetails?.DueBy
        );
    }
}
