using System.Globalization;
using System.Text.Json.Nodes;

namespace Metier.Tests.Payments.Providers;

/// <content>Disputes.</content>
internal sealed partial class PayPalDouble
{
    /// <summary>The payer's bank takes a payment back.</summary>
    public string Dispute(Guid operation, string value)
    {
        var capture = Of("capture", operation).Single();
        var dispute = Make(
            "dispute",
            operation.ToString("D"),
            new()
            {
                ["create_time"] = Now().UtcDateTime.ToString("yyyy-MM-ddTHH:mm:ssZ", CultureInfo.InvariantCulture),
                ["disputed_transactions"] = new JsonArray(
                    new JsonObject { ["seller_transaction_id"] = Text(capture, "id") }
                ),
                ["reason"] = "UNAUTHORISED",
                ["status"] = "WAITING_FOR_SELLER_RESPONSE",
                ["dispute_life_cycle_stage"] = "CHARGEBACK",
                ["dispute_amount"] = new JsonObject { ["currency_code"] = "EUR", ["value"] = value },
                ["seller_response_due_date"] = Now()
                    .UtcDateTime.AddDays(10)
                    .ToString("yyyy-MM-ddTHH:mm:ssZ", CultureInfo.InvariantCulture),
                ["evidences"] = new JsonArray(),
                ["money_movements"] = new JsonArray(),
            }
        );
        dispute["dispute_id"] = Text(dispute, "id");
        Move(dispute, "DEBIT", "T1201");
        Tell("CUSTOMER.DISPUTE.CREATED", dispute);
        return Text(dispute, "id");
    }

    /// <summary>It is decided.</summary>
    public void EndDispute(string id, bool won)
    {
        var dispute = objects[id];
        dispute["status"] = "RESOLVED";
        dispute["dispute_outcome"] = new JsonObject
        {
            ["outcome_code"] = won ? "RESOLVED_SELLER_FAVOUR" : "RESOLVED_BUYER_FAVOUR",
        };
        if (won)
        {
            Move(dispute, "CREDIT", "T1202");
        }
        Tell("CUSTOMER.DISPUTE.RESOLVED", dispute);
    }

    private void Move(JsonObject dispute, string type, string code)
    {
        var value = Text(dispute["dispute_amount"], "value");
        dispute["money_movements"]!
            .AsArray()
            .Add(
                new JsonObject
                {
                    ["affected_party"] = "SELLER",
                    ["amount"] = dispute["dispute_amount"]!.DeepClone(),
                    ["type"] = type,
                    ["reason"] = "CHARGEBACK",
                }
            );
        Book(code, type == "DEBIT" ? "-" + value : value, "EUR", Text(dispute, "operation"));
    }

    private (int, string) Answer(JsonObject dispute, JsonObject body)
    {
        if (Text(dispute, "status") != "WAITING_FOR_SELLER_RESPONSE")
        {
            return Issue("NOT_ALLOWED");
        }
        foreach (var evidence in body["evidences"]!.AsArray())
        {
            dispute["evidences"]!.AsArray().Add(evidence!.DeepClone());
        }
        dispute["status"] = "UNDER_REVIEW";
        Tell("CUSTOMER.DISPUTE.UPDATED", dispute);
        return Ok(dispute);
    }

    private (int, string) Accept(JsonObject dispute)
    {
        dispute["status"] = "RESOLVED";
        dispute["dispute_outcome"] = new JsonObject { ["outcome_code"] = "ACCEPTED" };
        Tell("CUSTOMER.DISPUTE.RESOLVED", dispute);
        return Ok(dispute);
    }
}
