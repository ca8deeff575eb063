using System.Globalization;
using System.Text.Json.Nodes;

namespace Metier.Tests.Payments.Providers;

/// <content>Disputes: clients' banks that take money back.</content>
internal sealed partial class StripeDouble
{
    public const long DisputeFee = 1500;

    /// <summary>The bank opens a dispute of a charge; an inquiry takes nothing yet.</summary>
    public string Dispute(Guid operation, long amount, bool inquiry = false)
    {
        var intent = Of("payment_intent", operation).Single();
        var dispute = Make(
            "dp",
            "dispute",
            new()
            {
                ["amount"] = amount,
                ["currency"] = (string?)intent["currency"],
                ["payment_intent"] = (string?)intent["id"],
                ["charge"] = "ch_of_" + (string?)intent["id"],
                ["reason"] = "fraudulent",
                ["status"] = inquiry ? "warning_needs_response" : "needs_response",
                ["metadata"] = new JsonObject(),
                ["balance_transactions"] = new JsonArray(),
                ["evidence_details"] = new JsonObject
                {
                    ["due_by"] = Now().AddDays(7).ToUnixTimeSeconds(),
                    ["has_evidence"] = false,
                    ["past_due"] = false,
                    ["submission_count"] = 0,
                },
            }
        );
        Tell("charge.dispute.created", dispute);
        if (!inquiry)
        {
            Withdraw(dispute);
        }
        return (string)dispute["id"]!;
    }

    /// <summary>An inquiry becomes a dispute, or a dispute takes its money: the same movement.</summary>
    public void Withdraw(string id)
    {
        objects[id]["status"] = "needs_response";
        Withdraw(objects[id]);
    }

    /// <summary>The bank decides.</summary>
    public void EndDispute(string id, bool won)
    {
        var dispute = objects[id];
        dispute["status"] = won ? "won" : "lost";
        if (won)
        {
            Move(dispute, (long)dispute["amount"]!, 0, "dispute_reversal");
            Tell("charge.dispute.funds_reinstated", dispute);
        }
        Tell("charge.dispute.closed", dispute);
    }

    private void Withdraw(JsonObject dispute)
    {
        Move(dispute, -(long)dispute["amount"]!, DisputeFee, "dispute");
        Tell("charge.dispute.funds_withdrawn", dispute);
    }

    private void Move(JsonObject dispute, long amount, long fee, string category)
    {
        var bare = dispute.DeepClone().AsObject();
        bare.Remove("balance_transactions");
        var line = Book("adjustment", amount, (string)dispute["currency"]!, bare, fee, category);
        var copy = line.DeepClone().AsObject();
        copy["source"] = (string?)dispute["id"];
        dispute["balance_transactions"]!.AsArray().Add(copy);
    }

    private (int Status, string Body) AnswerDispute(JsonObject dispute, Dictionary<string, string> f)
    {
        if (Text(dispute, "status") is not ("needs_response" or "warning_needs_response"))
        {
            return (400, Error("invalid_request_error", "dispute_closed"));
        }
        Assert.Equal("true", f["submit"], ignoreCase: true);
        Assert.True(f["evidence[uncategorized_text]"].Length > 0);
        dispute["metadata"]!["answer"] = f["metadata[answer]"];
        dispute["status"] = "under_review";
        dispute["evidence_details"]!["submission_count"] =
            int.Parse(dispute["evidence_details"]!["submission_count"]!.ToString(), CultureInfo.InvariantCulture) + 1;
        Tell("charge.dispute.updated", dispute);
        return Ok(dispute);
    }

    private JsonObject CloseDispute(JsonObject dispute)
    {
        dispute["status"] = "lost";
        Tell("charge.dispute.closed", dispute);
        return dispute;
    }
}
