using Metier.Ledger;

namespace Metier.Payments;

/// <summary>Codes of providers in the words of the reader.</summary>
public static class PaymentWords
{
    /// <summary>Why a charge or a payout failed, and what to do.</summary>
    public static string Failure(string? code) =>
        PaymentStateText.Find("failure_" + code) ?? PaymentStateText.Failure_declined;

    /// <summary>What a posting was, as a line of a statement.</summary>
    public static string Movement(PostingKind kind, bool forClient) =>
        (forClient ? PaymentStateText.Find("client_" + kind) : null)
        ?? PaymentStateText.Find("movement_" + kind)
        ?? kind.ToString();
}
