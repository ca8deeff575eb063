using Metier.Ledger;
using Metier.Payments;

namespace Metier.Web.Payments;

/// <summary>Whose money a page shows: the client's while the person hires, their own while they work.</summary>
public sealed record MoneySide(StatementSide Side, Guid PartyId)
{
    /// <summary>True while the person looks as a client.</summary>
    public bool IsClient => Side == StatementSide.Client;

    /// <summary>By the hat of the actor.</summary>
    public static MoneySide Of(Actor actor) =>
        actor is { Hat: Hat.Client, ClientId: { } client }
            ? new MoneySide(StatementSide.Client, client)
            : new MoneySide(StatementSide.Freelancer, actor.MemberId);

    /// <summary>What a line of a statement is called.</summary>
    public string Words(StatementLine line) =>
        line.Part switch
        {
            LinePart.ProcessingFee => PaymentPagesText.PaymentFee,
            LinePart.ServiceFee => PaymentPagesText.Commission,
            LinePart.WithdrawalFee => PaymentPagesText.WithdrawalFee,
            _ => PaymentWords.Movement(line.Kind, IsClient),
        };
}

/// <summary>The name and the masked number of what somebody pays with.</summary>
public static class MethodWords
{
    /// <summary>Visa •••• 4242.</summary>
    public static string Of(PaymentMethodCard method) =>
        method.Kind == PaymentMethodKind.Card ? $"{Brand(method.Brand)} •••• {method.Label}" : $"PayPal {method.Label}";

    /// <summary>The name of a brand, as it writes itself.</summary>
    public static string Brand(string brand) =>
        brand switch
        {
            "visa" => "Visa",
            "mastercard" => "Mastercard",
            "amex" => "American Express",
            _ => "PayPal",
        };
}
