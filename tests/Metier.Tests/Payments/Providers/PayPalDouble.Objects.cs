using System.Globalization;
using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Http;

namespace Metier.Tests.Payments.Providers;

/// <content>What each address does.</content>
internal sealed partial class PayPalDouble
{
    private (int Status, string Body) Route(HttpRequest request, JsonObject body)
    {
        var path = request.Path.Value!.TrimStart('/');
        var parts = path.Split('/');
        var it = parts.Select(p => objects.GetValueOrDefault(p)).LastOrDefault(o => o is not null);
        var post = HttpMethods.IsPost(request.Method);
        return (post, path) switch
        {
            (true, "v3/vault/setup-tokens") => Ok(Setup()),
            (true, "v3/vault/payment-tokens") => Token(body),
            (true, "v2/checkout/orders") => Order(body),
            (true, "v1/payments/payouts") => Batch(body),
            (true, _) when path.EndsWith("/provide-evidence", StringComparison.Ordinal) => Answer(it!, body),
            (true, _) when path.EndsWith("/accept-claim", StringComparison.Ordinal) => Accept(it!),
            (true, _) when path.EndsWith("/capture", StringComparison.Ordinal) => Capture(it!),
            (true, _) when path.EndsWith("/refund", StringComparison.Ordinal) => Refund(it!, body),
            (false, "v1/reporting/transactions") => Ok(Transactions(request)),
            (false, "v1/reporting/balances") => Ok(
                new()
                {
                    ["balances"] = new JsonArray(
                        new JsonObject
                        {
                            ["currency"] = "EUR",
                            ["total_balance"] = new JsonObject
                            {
                                ["value"] = Gross().ToString("0.00", CultureInfo.InvariantCulture),
                            },
                            ["available_balance"] = new JsonObject
                            {
                                ["value"] = Gross().ToString("0.00", CultureInfo.InvariantCulture),
                            },
                            ["withheld_balance"] = new JsonObject { ["value"] = "0.00" },
                        }
                    ),
                }
            ),
            (false, "v1/notifications/webhooks-events") => Ok(
                new() { ["events"] = new JsonArray([.. events.Select(e => e.DeepClone())]) }
            ),
            _ when !post && it is not null => Ok(it),
            _ => (404, "{\"name\":\"RESOURCE_NOT_FOUND\"}"),
        };
    }

    private JsonObject Setup()
    {
        var made = Make(
            "setup",
            "",
            new()
            {
                ["status"] = "PAYER_ACTION_REQUIRED",
                ["customer"] = new JsonObject { ["id"] = "CUSTOMER1" },
            }
        );
        made["links"] = Link("approve", $"https://www.sandbox.paypal.test/agreements/approve?token={Text(made, "id")}");
        return made;
    }

    private (int, string) Token(JsonObject body)
    {
        var setup = objects[(string)body["payment_source"]!["token"]!["id"]!];
        if (Text(setup, "status") != "APPROVED")
        {
            return Issue("INVALID_RESOURCE_ID");
        }
        setup["status"] = "VAULTED";
        return Ok(
            Make(
                "token",
                "",
                new()
                {
                    ["payment_source"] = new JsonObject
                    {
                        ["paypal"] = new JsonObject { ["email_address"] = "ada@example.org" },
                    },
                }
            )
        );
    }

    private (int, string) Order(JsonObject body)
    {
        var unit = body["purchase_units"]![0]!.AsObject();
        Assert.Equal("token", Text(objects[(string)body["payment_source"]!["paypal"]!["vault_id"]!], "kind"));
        switch (Behaviour)
        {
            case "declines":
                return Issue("INSTRUMENT_DECLINED");
            case "poor":
                return Issue("PAYER_CANNOT_PAY");
            default:
                var order = Make(
                    "order",
                    Text(unit, "custom_id"),
                    new() { ["status"] = "PAYER_ACTION_REQUIRED", ["purchase_units"] = new JsonArray(unit.DeepClone()) }
                );
                order["links"] = Link(
                    "payer-action",
                    $"https://www.sandbox.paypal.test/checkoutnow?token={Text(order, "id")}"
                );
                if (Behaviour == "ok")
                {
                    Complete(order);
                }
                return Ok(order);
        }
    }

    private (int, string) Capture(JsonObject order)
    {
        if (Text(order, "status") != "APPROVED")
        {
            return Issue(Text(order, "status") == "COMPLETED" ? "ORDER_ALREADY_CAPTURED" : "ORDER_NOT_APPROVED");
        }
        Complete(order);
        return Ok(order);
    }

    private void Complete(JsonObject order)
    {
        Assert.NotEqual("COMPLETED", Text(order, "status"));
        order["status"] = "COMPLETED";
        var unit = order["purchase_units"]![0]!.AsObject();
        var amount = unit["amount"]!.AsObject();
        var capture = Make(
            "capture",
            Text(order, "operation"),
            new()
            {
                ["status"] = "COMPLETED",
                ["custom_id"] = Text(unit, "custom_id"),
                ["amount"] = amount.DeepClone(),
            }
        );
        unit["payments"] = new JsonObject { ["captures"] = new JsonArray(capture.DeepClone()) };
        Book(
            "T0006",
            Text(amount, "value"),
            Text(amount, "currency_code"),
            Text(order, "operation"),
            Text(capture, "id")
        );
        Tell("PAYMENT.CAPTURE.COMPLETED", capture);
    }

    private (int, string) Refund(JsonObject capture, JsonObject body)
    {
        var amount = body["amount"]!.AsObject();
        var refund = Make(
            "refund",
            Text(body, "custom_id"),
            new()
            {
                ["status"] = "COMPLETED",
                ["amount"] = amount.DeepClone(),
                ["custom_id"] = Text(body, "custom_id"),
            }
        );
        Book(
            "T1107",
            "-" + Text(amount, "value"),
            Text(amount, "currency_code"),
            Text(body, "custom_id"),
            Text(refund, "id")
        );
        Tell("PAYMENT.CAPTURE.REFUNDED", refund);
        Assert.Equal("capture", Text(capture, "kind"));
        return Ok(refund);
    }

    private (int, string) Batch(JsonObject body)
    {
        var id = (string)body["sender_batch_header"]!["sender_batch_id"]!;
        var before = objects.Values.SingleOrDefault(o => Text(o, "kind") == "batch" && Text(o, "operation") == id);
        if (before is not null)
        {
            return (
                400,
                new JsonObject
                {
                    ["name"] = "USER_BUSINESS_ERROR",
                    ["details"] = new JsonArray(
                        new JsonObject
                        {
                            ["field"] = "SENDER_BATCH_ID",
                            ["issue"] = "Batch with given sender_batch_id already exists",
                            ["link"] = Link(
                                "self",
                                $"https://api-m.paypal.com/v1/payments/payouts/{Text(before, "id")}"
                            ),
                        }
                    ),
                    ["links"] = new JsonArray(),
                }.ToJsonString()
            );
        }
        var item = body["items"]![0]!.AsObject();
        var batch = Make(
            "batch",
            id,
            new()
            {
                ["items"] = new JsonArray(
                    new JsonObject
                    {
                        ["payout_item_id"] = "ITEM" + id,
                        ["transaction_status"] = "PENDING",
                        ["payout_item"] = item.DeepClone(),
                    }
                ),
            }
        );
        batch["batch_header"] = new JsonObject
        {
            ["payout_batch_id"] = Text(batch, "id"),
            ["batch_status"] = "PENDING",
        };
        batch["items"]![0]!["payout_batch_id"] = Text(batch, "id");
        Book("T0001", "-" + Text(item["amount"], "value"), Text(item["amount"], "currency"), id);
        return (201, batch.ToJsonString());
    }

    private JsonObject Transactions(HttpRequest request)
    {
        var (from, to) = (Time(request.Query["start_date"]!), Time(request.Query["end_date"]!));
        return new()
        {
            ["total_pages"] = 1,
            ["transaction_details"] = new JsonArray([
                .. booked
                    .Where(b =>
                        Time(Text(b, "transaction_initiation_date")) >= from
                        && Time(Text(b, "transaction_initiation_date")) <= to
                    )
                    .Select(b => new JsonObject { ["transaction_info"] = b.DeepClone() }),
            ]),
        };
    }

    private static DateTime Time(string text) =>
        DateTime.Parse(
            text,
            CultureInfo.InvariantCulture,
            DateTimeStyles.AdjustToUniversal | DateTimeStyles.AssumeUniversal
        );

    private static JsonArray Link(string relation, string address) =>
        new(new JsonObject { ["rel"] = relation, ["href"] = address });

    private static (int, string) Ok(JsonObject it) => (200, it.ToJsonString());
}
