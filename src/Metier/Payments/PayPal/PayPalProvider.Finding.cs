using System.Text.Json.Nodes;

namespace Metier.Payments;

/// <content>
/// How far an operation is. Without the id of an answer that was lost it is sent again under its own id as long as PayPal
/// remembers ids; after that PayPal's list of transactions says whether it happened.
/// </content>
internal sealed partial class PayPalProvider
{
    public async Task<ProviderAnswer> FindAsync(OperationLookup lookup, CancellationToken ct)
    {
        switch (lookup.Kind)
        {
            case OperationKind.Instrument:
                return lookup.Reference.Length == 0
                    ? new(ProviderStatus.NotFound)
                    : await SetupAsync(
                        lookup.Id,
                        await api.GetAsync($"v3/vault/setup-tokens/{lookup.Reference}", ct),
                        ct
                    );
            case OperationKind.Collect:
                return lookup.Reference.Length > 0
                    ? await OrderAsync(
                        lookup.Id,
                        await api.GetAsync($"v2/checkout/orders/{lookup.Reference}", ct),
                        lookup,
                        ct
                    )
                    : await ForgottenAsync(lookup, OrdersRemembered, ct);
            case OperationKind.Refund:
                return lookup.Reference.Length > 0
                    ? Refund(await api.GetAsync($"v2/payments/refunds/{lookup.Reference}", ct))
                    : await ForgottenAsync(lookup, RefundsRemembered, ct);
            case OperationKind.Payout:
                return lookup.Reference.Length > 0
                    ? await PayoutOfAsync(lookup.Reference, ct)
                    : await ForgottenAsync(lookup, RefundsRemembered, ct);
            case OperationKind.Evidence or OperationKind.Acceptance:
                return await FindAnswerAsync(lookup, ct);
            default:
                return new(ProviderStatus.Declined, Code: "not_offered");
        }
    }

    private async Task<ProviderAnswer> ForgottenAsync(OperationLookup lookup, TimeSpan remembered, CancellationToken ct)
    {
        if (!OlderThan(lookup, remembered))
        {
            return new(ProviderStatus.NotFound);
        }
        var since = lookup.CreatedAt.AddHours(-1);
        var lines = await SettlementAsync(since, clock.GetUtcNow().UtcDateTime, ct);
        var line = lines.FirstOrDefault(l => l.OperationId == lookup.Id);
        return line is null
            ? new(ProviderStatus.Declined, Code: lookup.Kind == OperationKind.Payout ? "payout_failed" : "try_again")
            : new(ProviderStatus.Succeeded, line.SourceReference);
    }

    /// <summary>A token to set an account up: agreed to, it becomes one that can be charged.</summary>
    private async Task<ProviderAnswer> SetupAsync(Guid operationId, PayPalAnswer setup, CancellationToken ct)
    {
        var id = setup.Text("id");
        if (!setup.Ok || id.Length == 0)
        {
            // Setup tokens live three days; one that is gone was never agreed to.
            return new(ProviderStatus.Declined, Code: "cancelled");
        }
        if (setup.Text("status") is not ("APPROVED" or "VAULTED"))
        {
            return new(ProviderStatus.ActionRequired, id, Url: setup.Link("approve", "payer-action"));
        }
        var body = new JsonObject
        {
            ["payment_source"] = new JsonObject
            {
                ["token"] = new JsonObject { ["id"] = id, ["type"] = "SETUP_TOKEN" },
            },
        };
        var made = await api.PostAsync("v3/vault/payment-tokens", body, Key(operationId, "-token"), ct);
        var token = made.Ok ? made.Body : await KeptAsync(setup.Text("customer", "id"), ct);
        if (token is null)
        {
            return new(ProviderStatus.Declined, id, PayPalCodes.Decline(made.Issue));
        }
        var email = PayPalApi.Text(token, "payment_source", "paypal", "email_address");
        return new(
            ProviderStatus.Succeeded,
            id,
            Instrument: new(
                PayPalApi.Text(token, "id"),
                "paypal",
                email.Contains('@', StringComparison.Ordinal)
                    ? PayoutAccounts.Mask(PayoutMethodKind.PayPal, email)
                    : "",
                0,
                0
            )
        );
    }

    /// <summary>The setup token was used, and the answer to that was lost.</summary>
    private async Task<JsonNode?> KeptAsync(string customer, CancellationToken ct)
    {
        if (customer.Length == 0)
        {
            return null;
        }
        var kept = await api.GetAsync($"v3/vault/payment-tokens?customer_id={Uri.EscapeDataString(customer)}", ct);
        return kept.Ok ? kept.Body["payment_tokens"]?.AsArray().LastOrDefault() : null;
    }

    private async Task<ProviderAnswer> OrderAsync(
        Guid operationId,
        PayPalAnswer order,
        OperationLookup? lookup,
        CancellationToken ct
    )
    {
        var id = order.Text("id");
        if (!order.Ok || id.Length == 0)
        {
            return new(ProviderStatus.Declined, lookup?.Reference ?? "", "confirmation_expired");
        }
        switch (order.Text("status"))
        {
            case "COMPLETED":
                return Capture(order);
            case "APPROVED":
                var captured = await api.PostAsync(
                    $"v2/checkout/orders/{id}/capture",
                    null,
                    Key(operationId, "-capture"),
                    ct
                );
                return captured.Ok
                    ? Capture(captured)
                    : new(ProviderStatus.Declined, id, PayPalCodes.Decline(captured.Issue));
            case "VOIDED":
                return new(ProviderStatus.Declined, id, "confirmation_expired");
            default:
                return lookup is not null && OlderThan(lookup, PersonTakes)
                    // Without the person it cannot be captured, and only we capture: it is over.
                    ? new(ProviderStatus.Declined, id, "confirmation_expired")
                    : new(ProviderStatus.ActionRequired, id, Url: order.Link("payer-action", "approve"));
        }
    }

    private ProviderAnswer Capture(PayPalAnswer order)
    {
        var id = order.Text("purchase_units", "0", "payments", "captures", "0", "id");
        return order.Text("purchase_units", "0", "payments", "captures", "0", "status") switch
        {
            "COMPLETED" or "PARTIALLY_REFUNDED" or "REFUNDED" => new(ProviderStatus.Succeeded, id),
            "DECLINED" or "FAILED" => new(ProviderStatus.Declined, order.Text("id"), "declined"),
            // Held by PayPal for a look: the order is asked until it lets go.
            _ => new(ProviderStatus.Pending, order.Text("id"), AskAgainAt: In(TimeSpan.FromMinutes(10))),
        };
    }

    private ProviderAnswer Refund(PayPalAnswer refund) =>
        refund.Text("status") switch
        {
            "COMPLETED" => new(ProviderStatus.Succeeded, refund.Text("id")),
            "CANCELLED" or "FAILED" => new(ProviderStatus.Declined, refund.Text("id"), "refund_failed"),
            _ => new(ProviderStatus.Pending, refund.Text("id"), AskAgainAt: In(TimeSpan.FromHours(1))),
        };

    private async Task<ProviderAnswer> PayoutOfAsync(string batchId, CancellationToken ct)
    {
        var batch = await api.GetAsync($"v1/payments/payouts/{Uri.EscapeDataString(batchId)}", ct);
        if (!batch.Ok)
        {
            throw new HttpRequestException($"PayPal does not know the batch {batchId} it made");
        }
        var status = batch.Text("items", "0", "transaction_status");
        if (status.Length == 0 && batch.Text("batch_header", "batch_status") is "DENIED" or "CANCELED")
        {
            return new(ProviderStatus.Declined, batchId, "payout_failed");
        }
        return status switch
        {
            "SUCCESS" => new(ProviderStatus.Succeeded, batchId),
            "FAILED" or "BLOCKED" or "REFUNDED" or "REVERSED" or "DENIED" or "CANCELED" => new(
                ProviderStatus.Declined,
                batchId,
                PayPalCodes.Payout(batch.Text("items", "0", "errors", "name"))
            ),
            "RETURNED" => new(ProviderStatus.Declined, batchId, "not_claimed"),
            _ => new(ProviderStatus.Pending, batchId, AskAgainAt: In(TimeSpan.FromHours(1))),
        };
    }
}
