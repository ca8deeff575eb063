using System.Text.Json.Nodes;

namespace Metier.Payments;

/// <content>
/// How far an operation is. Without the id of an answer that was lost it is sent again under its own id as long as PayPal
/// remembers ids; after that PayPal's list of transactions says whether it happened. A word PayPal has not documented means
/// that nobody knows.
/// </content>
internal sealed partial class PayPalProvider
{
    /// <summary>PayPal's list is up to three hours behind.</summary>
    private static readonly TimeSpan ListIsBehind = TimeSpan.FromHours(4);

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
                    ? Refund(Clear(await api.GetAsync($"v2/payments/refunds/{lookup.Reference}", ct)))
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
        return await ListedAsync(lookup.Id, lookup.Kind, lookup.CreatedAt.AddHours(-1), ct) is { } known ? known
            // What was sent last may not be in the list yet.
            : OlderThan(lookup, remembered + ListIsBehind)
                ? new(
                    ProviderStatus.Declined,
                    Code: lookup.Kind == OperationKind.Payout ? "payout_failed" : "try_again"
                )
            : Nobody;
    }

    /// <summary>What PayPal's list of transactions says of an operation; null when it does not know it.</summary>
    private async Task<ProviderAnswer?> ListedAsync(
        Guid operationId,
        OperationKind kind,
        DateTime since,
        CancellationToken ct
    )
    {
        var (done, undone) = kind switch
        {
            OperationKind.Collect => (SettlementKind.Charge, (SettlementKind?)null),
            OperationKind.Refund => (SettlementKind.Refund, SettlementKind.RefundReturned),
            _ => (SettlementKind.Payout, SettlementKind.PayoutReturned),
        };
        var mine = (await RowsAsync(since, clock.GetUtcNow().UtcDateTime, ct))
            .Select(r => (Status: PayPalApi.Text(r, "transaction_status"), Line: Line(r)))
            .Where(r => r.Line?.OperationId == operationId)
            .ToList();
        if (mine.Exists(r => r.Line!.Kind == undone && r.Status is "S" or "V"))
        {
            return new(ProviderStatus.Declined, Code: kind == OperationKind.Payout ? "payout_failed" : "refund_failed");
        }
        var lines = mine.FindAll(r => r.Line!.Kind == done);
        return lines.Count == 0 ? null
            : lines.Find(r => r.Status is "S" or "V").Line is { } line
                ? new(ProviderStatus.Succeeded, line.SourceReference)
            : lines.TrueForAll(r => r.Status == "D")
                ? new(ProviderStatus.Declined, Code: kind == OperationKind.Payout ? "payout_failed" : "declined")
            : Nobody;
    }

    /// <summary>PayPal says that it did this before; when, and under which id, its list tells.</summary>
    private async Task<ProviderAnswer> DoneBeforeAsync(Guid operationId, OperationKind kind, CancellationToken ct) =>
        await ListedAsync(operationId, kind, clock.GetUtcNow().UtcDateTime - RefundsRemembered, ct) ?? Nobody;

    private ProviderAnswer Nobody =>
        new(ProviderStatus.Unknown, Code: "no_answer", AskAgainAt: In(TimeSpan.FromHours(1)));

    /// <summary>A question that got no answer decides nothing.</summary>
    private static PayPalAnswer Clear(PayPalAnswer answer) =>
        answer.Ok
            ? answer
            : throw new HttpRequestException($"PayPal answered a question with {answer.Status} {answer.Issue}");

    /// <summary>A token to set an account up: agreed to, it becomes one that can be charged.</summary>
    private async Task<ProviderAnswer> SetupAsync(Guid operationId, PayPalAnswer setup, CancellationToken ct)
    {
        if (setup.Status == 404)
        {
            // Setup tokens live three days; one that is gone was never agreed to.
            return new(ProviderStatus.Declined, Code: "cancelled");
        }
        var id = Clear(setup).Text("id");
        switch (setup.Text("status"))
        {
            case "APPROVED" or "VAULTED" or "TOKENIZED":
                break;
            case "CREATED" or "PAYER_ACTION_REQUIRED":
                return new(ProviderStatus.ActionRequired, id, Url: setup.Link("approve", "payer-action"));
            default:
                return new(ProviderStatus.Pending, id, AskAgainAt: In(TimeSpan.FromMinutes(10)));
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
        if (order.Status == 404 && lookup is not null)
        {
            // Forgotten, as orders are that nobody confirmed; unless it was paid after all.
            return await ListedAsync(operationId, OperationKind.Collect, lookup.CreatedAt.AddHours(-1), ct)
                ?? new(ProviderStatus.Declined, lookup.Reference, "confirmation_expired");
        }
        var id = Clear(order).Text("id");
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
                return captured.Issue switch
                {
                    _ when captured.Ok => Capture(captured),
                    "ORDER_ALREADY_CAPTURED" => Capture(Clear(await api.GetAsync($"v2/checkout/orders/{id}", ct))),
                    "DUPLICATE_INVOICE_ID" => await DoneBeforeAsync(operationId, OperationKind.Collect, ct),
                    var issue => new(ProviderStatus.Declined, id, PayPalCodes.Decline(issue)),
                };
            case "VOIDED":
                return new(ProviderStatus.Declined, id, "confirmation_expired");
            case "CREATED" or "SAVED" or "PAYER_ACTION_REQUIRED":
                return lookup is not null && OlderThan(lookup, PersonTakes)
                    // Without the person it cannot be captured, and only we capture: it is over.
                    ? new(ProviderStatus.Declined, id, "confirmation_expired")
                    : new(ProviderStatus.ActionRequired, id, Url: order.Link("payer-action", "approve"));
            default:
                return new(ProviderStatus.Pending, id, AskAgainAt: In(TimeSpan.FromMinutes(10)));
        }
    }

    private ProviderAnswer Capture(PayPalAnswer order)
    {
        var id = order.Text("purchase_units", "0", "payments", "captures", "0", "id");
        return order.Text("purchase_units", "0", "payments", "captures", "0", "status") switch
        {
            "COMPLETED" or "PARTIALLY_REFUNDED" or "REFUNDED" when id.Length > 0 => new(ProviderStatus.Succeeded, id),
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
        var neverDone = batch.Text("batch_header", "batch_status") is "DENIED" or "CANCELED";
        return batch.Text("items", "0", "transaction_status") switch
        {
            "SUCCESS" => new(ProviderStatus.Succeeded, batchId),
            "FAILED" or "BLOCKED" or "REFUNDED" or "REVERSED" => new(
                ProviderStatus.Declined,
                batchId,
                PayPalCodes.Payout(batch.Text("items", "0", "errors", "name"))
            ),
            "RETURNED" => new(ProviderStatus.Declined, batchId, "not_claimed"),
            // Of a batch that was denied nothing was sent.
            "" or "PENDING" when neverDone => new(ProviderStatus.Declined, batchId, "payout_failed"),
            _ => new(ProviderStatus.Pending, batchId, AskAgainAt: In(TimeSpan.FromHours(1))),
        };
    }
}
