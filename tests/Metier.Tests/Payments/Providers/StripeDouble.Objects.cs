using System.Globalization;
using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Http;

namespace Metier.Tests.Payments.Providers;

/// <content>What each address does.</content>
internal sealed partial class StripeDouble
{
    private (int Status, string Body) Route(HttpRequest request, Dictionary<string, string> f, string account)
    {
        var parts = request.Path.Value!.Split('/', StringSplitOptions.RemoveEmptyEntries);
        var post = HttpMethods.IsPost(request.Method);
        var path = string.Join('/', parts.Skip(1).Select(p => objects.ContainsKey(p) ? "*" : p));
        var it = parts.Select(p => objects.GetValueOrDefault(p)).LastOrDefault(o => o is not null);
        return (post, path) switch
        {
            (true, "customers") => Ok(Make("cus", "customer", new() { ["metadata"] = Metadata(f) })),
            (true, "checkout/sessions") => Ok(Session(f)),
            (true, "payment_intents") => Charge(f),
            (true, "payment_intents/*/confirm") => ConfirmHere(it!, f),
            (true, "payment_intents/*/cancel") => Cancel(it!),
            (true, "refunds") => Refund(f),
            (true, "accounts") => Ok(
                Make(
                    "acct",
                    "account",
                    new()
                    {
                        ["details_submitted"] = false,
                        ["payouts_enabled"] = false,
                        ["requirements"] = new JsonObject
                        {
                            ["currently_due"] = new JsonArray("external_account"),
                            ["disabled_reason"] = "requirements.past_due",
                        },
                        ["country"] = f["country"],
                        ["metadata"] = Metadata(f),
                        ["external_accounts"] = List([
                            new()
                            {
                                ["id"] = "ba_1",
                                ["object"] = "bank_account",
                                ["bank_name"] = "STRIPE TEST BANK",
                                ["last4"] = "3000",
                                ["country"] = f["country"],
                                ["currency"] = "eur",
                            },
                        ]),
                    }
                )
            ),
            (true, "account_links") => Ok(
                new()
                {
                    ["object"] = "account_link",
                    ["url"] = $"https://connect.stripe.test/setup/{f["account"]}/{Interlocked.Increment(ref last)}",
                    ["created"] = Now().ToUnixTimeSeconds(),
                    ["expires_at"] = Now().AddMinutes(5).ToUnixTimeSeconds(),
                }
            ),
            (true, "transfers") => Ok(Transfer(f)),
            (true, "transfers/*/reversals") => Ok(Reverse(it!, f)),
            (true, "payouts") => Ok(Payout(f, account)),
            (true, "disputes/*") => AnswerDispute(it!, f),
            (true, "disputes/*/close") => Ok(CloseDispute(it!)),
            (false, "balance_transactions") => Ok(List(booked.Where(b => InRange(b, f)))),
            (false, "balance") => Ok(Balance()),
            (false, "events") => Ok(List(Enumerable.Reverse(events).Where(e => InRange(e, f)))),
            (false, "checkout/sessions") => Ok(List(All("checkout.session").Where(o => Matches(o, f)))),
            (false, "payment_intents") => Ok(List(All("payment_intent").Where(o => Matches(o, f)))),
            (false, "refunds") => Ok(List(All("refund").Where(o => Matches(o, f)))),
            (false, "transfers") => Ok(List(All("transfer").Where(o => Matches(o, f)))),
            (false, "payouts") => Ok(
                List(All("payout").Where(o => Text(o, "account") == account && InRange(o, f)).Reverse())
            ),
            _ when !post && it is not null => Ok(it),
            _ => (404, Error("invalid_request_error", "resource_missing")),
        };
    }

    private JsonObject Session(Dictionary<string, string> f)
    {
        Assert.Equal("setup", f["mode"]);
        var made = Make(
            "cs",
            "checkout.session",
            new()
            {
                ["status"] = "open",
                ["mode"] = "setup",
                ["customer"] = f["customer"],
                ["metadata"] = Metadata(f),
            }
        );
        made["url"] = $"https://checkout.stripe.test/c/pay/{Text(made, "id")}#fragment";
        return made;
    }

    private (int Status, string Body) Charge(Dictionary<string, string> f)
    {
        var intent = Make(
            "pi",
            "payment_intent",
            new()
            {
                ["amount"] = Number(f["amount"]),
                ["currency"] = f["currency"],
                ["customer"] = f["customer"],
                ["payment_method"] = f["payment_method"],
                ["metadata"] = Metadata(f),
                ["status"] = "requires_payment_method",
            }
        );
        return Pay(
            intent,
            f.GetValueOrDefault("off_session") == "True" || f.GetValueOrDefault("off_session") == "true",
            f
        );
    }

    private (int Status, string Body) Pay(JsonObject intent, bool away, Dictionary<string, string> f)
    {
        var card = Text(intent, "payment_method");
        var decline = card switch
        {
            "pm_insufficient" => "insufficient_funds",
            "pm_expired" => "expired_card",
            "pm_lost" => "lost_card",
            "pm_generic" => "generic_decline",
            _ => null,
        };
        var first = f.ContainsKey("payment_method_options[card][request_three_d_secure]");
        if (decline is null && away && card == "pm_always_asks")
        {
            return Decline(intent, "authentication_required", "authentication_required");
        }
        if (decline is not null)
        {
            return Decline(intent, decline == "expired_card" ? "expired_card" : "card_declined", decline);
        }
        if (card == "pm_always_asks" || (card == "pm_asks_first" && first))
        {
            Assert.StartsWith("http", f["return_url"], StringComparison.Ordinal);
            intent["status"] = "requires_action";
            intent["next_action"] = new JsonObject
            {
                ["type"] = "redirect_to_url",
                ["redirect_to_url"] = new JsonObject
                {
                    ["url"] = $"https://hooks.stripe.test/3ds/{Text(intent, "id")}",
                    ["return_url"] = f["return_url"],
                },
            };
            Tell("payment_intent.requires_action", intent);
            return Ok(intent);
        }
        if (card == "pm_slow")
        {
            intent["status"] = "processing";
            return Ok(intent);
        }
        Succeed(intent);
        return Ok(intent);
    }

    private (int Status, string Body) Decline(JsonObject intent, string code, string decline)
    {
        // The card is no longer the payment's after it was refused; only the error says which it was.
        var card = new JsonObject
        {
            ["id"] = Text(intent, "payment_method"),
            ["object"] = "payment_method",
            ["type"] = "card",
        };
        intent["status"] = "requires_payment_method";
        intent["payment_method"] = null;
        intent["last_payment_error"] = new JsonObject
        {
            ["type"] = "card_error",
            ["code"] = code,
            ["decline_code"] = decline,
            ["payment_method"] = card,
        };
        Tell("payment_intent.payment_failed", intent);
        return (402, Error("card_error", code, decline, intent));
    }

    /// <summary>Money moves once for a payment, whatever is asked how often.</summary>
    public void Succeed(JsonObject intent)
    {
        Assert.NotEqual("succeeded", Text(intent, "status"));
        intent["status"] = "succeeded";
        var amount = (long)intent["amount"]!;
        var charge = Make(
            "ch",
            "charge",
            new()
            {
                ["amount"] = amount,
                ["currency"] = Text(intent, "currency"),
                ["payment_intent"] = Text(intent, "id"),
                ["metadata"] = intent["metadata"]!.DeepClone(),
                ["status"] = "succeeded",
            }
        );
        Book("charge", amount, Text(intent, "currency"), charge, (amount * 29 / 1000) + 25);
        Tell("payment_intent.succeeded", intent);
        Tell("charge.succeeded", charge);
    }

    private (int Status, string Body) ConfirmHere(JsonObject intent, Dictionary<string, string> f) =>
        Text(intent, "status") is "requires_payment_method" or "requires_confirmation"
            ? Pay(With(intent, f["payment_method"]), away: false, f)
            : (400, Error("invalid_request_error", "payment_intent_unexpected_state"));

    private static JsonObject With(JsonObject intent, string card)
    {
        intent["payment_method"] = card;
        return intent;
    }

    private (int Status, string Body) Cancel(JsonObject intent)
    {
        if (Text(intent, "status") is "succeeded" or "processing" or "canceled")
        {
            return (400, Error("invalid_request_error", "payment_intent_unexpected_state"));
        }
        intent["status"] = "canceled";
        Tell("payment_intent.canceled", intent);
        return Ok(intent);
    }

    private (int Status, string Body) Refund(Dictionary<string, string> f)
    {
        var intent = objects[f["payment_intent"]];
        var amount = Number(f["amount"]);
        var before = All("refund")
            .Where(r => Text(r, "payment_intent") == f["payment_intent"])
            .Sum(r => (long)r["amount"]!);
        if (before + amount > (long)intent["amount"]!)
        {
            return (400, Error("invalid_request_error", "charge_already_refunded"));
        }
        var refund = Make(
            "re",
            "refund",
            new()
            {
                ["amount"] = amount,
                ["currency"] = Text(intent, "currency"),
                ["payment_intent"] = f["payment_intent"],
                ["status"] = "succeeded",
                ["metadata"] = Metadata(f),
            }
        );
        Book("refund", -amount, Text(intent, "currency"), refund);
        Tell("refund.created", refund);
        return Ok(refund);
    }

    private JsonObject Transfer(Dictionary<string, string> f)
    {
        var transfer = Make(
            "tr",
            "transfer",
            new()
            {
                ["amount"] = Number(f["amount"]),
                ["currency"] = f["currency"],
                ["destination"] = f["destination"],
                ["transfer_group"] = f["transfer_group"],
                ["reversed"] = false,
                ["metadata"] = Metadata(f),
            }
        );
        var arrived = Make(
            "py",
            "charge",
            new()
            {
                ["amount"] = Number(f["amount"]),
                ["currency"] = f["currency"],
                ["balance_transaction"] = new JsonObject
                {
                    ["id"] = "txn_there",
                    ["object"] = "balance_transaction",
                    ["net"] = Number(f["amount"]),
                    ["currency"] = f["currency"],
                },
            }
        );
        transfer["destination_payment"] = Text(arrived, "id");
        Book("transfer", -Number(f["amount"]), f["currency"], transfer);
        Tell("transfer.created", transfer);
        return transfer;
    }

    private JsonObject Reverse(JsonObject transfer, Dictionary<string, string> f)
    {
        Assert.False((bool)transfer["reversed"]!);
        transfer["reversed"] = true;
        var reversal = Make(
            "trr",
            "transfer_reversal",
            new()
            {
                ["amount"] = Number(f["amount"]),
                ["currency"] = Text(transfer, "currency"),
                ["transfer"] = Text(transfer, "id"),
                ["metadata"] = Metadata(f),
            }
        );
        Book("transfer_refund", Number(f["amount"]), Text(transfer, "currency"), reversal);
        return reversal;
    }

    private JsonObject Payout(Dictionary<string, string> f, string account)
    {
        Assert.NotEmpty(account);
        return Make(
            "po",
            "payout",
            new()
            {
                ["amount"] = Number(f["amount"]),
                ["currency"] = f["currency"],
                ["status"] = "in_transit",
                ["arrival_date"] = Now().AddDays(2).ToUnixTimeSeconds(),
                ["account"] = account,
                ["metadata"] = Metadata(f),
            }
        );
    }

    private JsonObject Balance() =>
        new()
        {
            ["object"] = "balance",
            ["available"] = Amounts(b => (long)b["available_on"]! <= Now().ToUnixTimeSeconds()),
            ["pending"] = Amounts(b => (long)b["available_on"]! > Now().ToUnixTimeSeconds()),
        };

    private JsonArray Amounts(Func<JsonObject, bool> which) =>
        [
            .. booked
                .Where(which)
                .GroupBy(b => Text(b, "currency"))
                .Select(g =>
                    (JsonNode)new JsonObject { ["currency"] = g.Key, ["amount"] = g.Sum(b => (long)b["net"]!) }
                ),
        ];

    private static (int, string) Ok(JsonObject it) => (200, it.ToJsonString());

    private static JsonObject List(IEnumerable<JsonObject> items) =>
        new()
        {
            ["object"] = "list",
            ["has_more"] = false,
            ["data"] = new JsonArray([.. items.Select(i => i.DeepClone())]),
        };

    private static bool Matches(JsonObject it, Dictionary<string, string> f) =>
        InRange(it, f)
        && new[] { "customer", "payment_intent", "transfer_group" }.All(n => !f.ContainsKey(n) || Text(it, n) == f[n]);

    private static bool InRange(JsonObject it, Dictionary<string, string> f) =>
        (!f.TryGetValue("created[gte]", out var from) || (long)it["created"]! >= Number(from))
        && (!f.TryGetValue("created[lt]", out var to) || (long)it["created"]! < Number(to));

    private static JsonObject Metadata(Dictionary<string, string> f)
    {
        var metadata = new JsonObject();
        foreach (var (name, value) in f.Where(x => x.Key.StartsWith("metadata[", StringComparison.Ordinal)))
        {
            metadata[name[9..^1]] = value;
        }
        return metadata;
    }

    private static long Number(string text) => long.Parse(text, CultureInfo.InvariantCulture);
}
