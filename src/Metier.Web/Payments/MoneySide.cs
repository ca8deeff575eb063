using Metier.Ledger;
using Metier.Payments;
using Metier.Web.Shell;

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
            LinePart.TaxWithheld => PaymentPagesText.TaxWithheld,
            _ => PaymentWords.Movement(line.Kind, IsClient),
        };
}

/// <summary>Tax withheld from a payout, in words.</summary>
public static class TaxWords
{
    /// <summary>Its line among the parts of a payout; none when nothing is withheld.</summary>
    public static IEnumerable<PricePart> Parts(TaxOfPayout? tax) =>
        tax is null ? [] : [new PricePart(Name(tax), -tax.Amount)];

    /// <summary>What it is and its rate.</summary>
    public static string Name(TaxOfPayout tax) =>
        tax.For == WithheldFor.BackupUs
            ? PaymentPagesText.TaxBackupUs(Formats.Percent(tax.Ppm))
            : PaymentPagesText.TaxNonResidentUs(Formats.Percent(tax.Ppm));

    /// <summary>Why, in a sentence.</summary>
    public static string Why(TaxOfPayout tax) =>
        tax.For == WithheldFor.BackupUs
            ? PaymentPagesText.TaxWhyBackupUs(Formats.Percent(tax.Ppm))
            : PaymentPagesText.TaxWhyNonResidentUs(Formats.Percent(tax.Ppm));
}

/// <summary>The name and the masked number of what somebody pays with.</summary>
public static class MethodWords
{
    /// <summary>Visa •••• 4242.</summary>
    public static string Of(PaymentMethodCard method) =>
        method.Kind switch
        {
            PaymentMethodKind.Card => $"{Brand(method.Brand)} •••• {method.Label}",
            PaymentMethodKind.BankTransfer => PaymentPagesText.BankTransfer,
            _ => $"PayPal {method.Label}",
        };

    /// <summary>The kind of a payout account and what is shown of it.</summary>
    public static string Of(PayoutMethodCard method) =>
        method.Kind switch
        {
            PayoutMethodKind.PayPal => $"PayPal {method.Label}",
            PayoutMethodKind.Connected => method.Label.Length > 0 ? method.Label : PaymentPagesText.ConnectedAccount,
            _ => $"{PaymentPagesText.BankAccount} {method.Label}",
        };

    /// <summary>What a button that adds this way to pay says; with the provider's name when two offer the same.</summary>
    public static string Add(PaymentOffer offer)
    {
        var words = offer.Kind switch
        {
            PaymentMethodKind.Card => PaymentPagesText.AddCard,
            PaymentMethodKind.PayPal => PaymentPagesText.AddPayPal,
            _ => PaymentPagesText.AddTransfer,
        };
        return offer.Alone ? words : PaymentPagesText.At(words, Provider(offer.Provider));
    }

    /// <summary>A provider as it writes itself.</summary>
    public static string Provider(string id) =>
        id switch
        {
            "stripe" => "Stripe",
            "paypal" => "PayPal",
            "sandbox" => "Sandbox",
            _ => id,
        };

    /// <summary>The name of a brand, as it writes itself.</summary>
    public static string Brand(string brand) =>
        brand switch
        {
            "visa" => "Visa",
            "mastercard" => "Mastercard",
            "amex" => "American Express",
            "paypal" => "PayPal",
            _ => PaymentPagesText.Card,
        };
}
