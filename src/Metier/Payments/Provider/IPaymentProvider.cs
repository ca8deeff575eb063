using Metier.Ledger;

namespace Metier.Payments;

/// <summary>What a client wants to pay with.</summary>
public enum PaymentMethodKind
{
    /// <summary>Visa, Mastercard, American Express.</summary>
    Card,

    /// <summary>A PayPal account.</summary>
    PayPal,
}

/// <summary>Where a freelancer wants to be paid.</summary>
public enum PayoutMethodKind
{
    /// <summary>A bank account with an IBAN.</summary>
    Iban,

    /// <summary>A PayPal account.</summary>
    PayPal,
}

/// <summary>What a provider tells of an instrument: enough to recognise it, not enough to use it.</summary>
/// <param name="Token">The provider's name for it.</param>
/// <param name="Brand">visa, mastercard, amex or paypal.</param>
/// <param name="Label">The last four digits of a card, or a masked address.</param>
/// <param name="ExpiryMonth">1–12; 0 when it does not expire.</param>
/// <param name="ExpiryYear">Four digits; 0 when it does not expire.</param>
public sealed record InstrumentFacts(string Token, string Brand, string Label, int ExpiryMonth, int ExpiryYear);

/// <summary>Asks for a page of the provider where the client enters a card or signs in to PayPal.</summary>
public sealed record InstrumentRequest(Guid ClientId, PaymentMethodKind Kind, string ReturnUrl);

/// <summary>Asks for money of a client.</summary>
public sealed record CollectRequest(string InstrumentToken, Money Amount, string ReturnUrl, string Descriptor);

/// <summary>Asks to give back a part of what was collected.</summary>
public sealed record RefundRequest(string CollectionReference, Money Amount);

/// <summary>Asks to send money to a freelancer.</summary>
public sealed record PayoutRequest(PayoutMethodKind Kind, string HolderName, string Destination, Money Amount);

/// <summary>How far an operation at a provider is.</summary>
public enum ProviderStatus
{
    /// <summary>Done.</summary>
    Succeeded,

    /// <summary>Accepted; the result comes later.</summary>
    Pending,

    /// <summary>A person must confirm it on the provider's page.</summary>
    ActionRequired,

    /// <summary>Refused, for ever.</summary>
    Declined,

    /// <summary>The provider has never heard of it: it may be sent again under the same id.</summary>
    NotFound,

    /// <summary>Nobody knows: the question was lost, or the answer.</summary>
    Unknown,
}

/// <summary>The answer of a provider.</summary>
/// <param name="Status">How far it is.</param>
/// <param name="Reference">The provider's id of the operation.</param>
/// <param name="Code">Why it was declined, or what went wrong: a stable word.</param>
/// <param name="Url">Where a person must go, when something is to be confirmed.</param>
/// <param name="Instrument">What was entered, when an instrument was made.</param>
/// <param name="AskAgainAt">When asking again makes sense, UTC, if the provider tells.</param>
public sealed record ProviderAnswer(
    ProviderStatus Status,
    string Reference = "",
    string? Code = null,
    string? Url = null,
    InstrumentFacts? Instrument = null,
    DateTime? AskAgainAt = null
);

/// <summary>
/// A company that moves real money. Each call carries an id that never changes however often it is repeated; a provider
/// carries it out once. Implementations throw <see cref="TimeoutException"/> or <see cref="HttpRequestException"/> when no
/// answer came. Never called inside a database transaction.
/// </summary>
public interface IPaymentProvider
{
    /// <summary>The name it has in the chart of accounts.</summary>
    string Id { get; }

    /// <summary>Opens a page for a new instrument.</summary>
    Task<ProviderAnswer> BeginInstrumentAsync(Guid operationId, InstrumentRequest request, CancellationToken ct);

    /// <summary>Collects money.</summary>
    Task<ProviderAnswer> CollectAsync(Guid operationId, CollectRequest request, CancellationToken ct);

    /// <summary>Gives back a part of what was collected.</summary>
    Task<ProviderAnswer> RefundAsync(Guid operationId, RefundRequest request, CancellationToken ct);

    /// <summary>Sends money.</summary>
    Task<ProviderAnswer> PayoutAsync(Guid operationId, PayoutRequest request, CancellationToken ct);

    /// <summary>How far an operation is; this is what settles an answer that was lost.</summary>
    Task<ProviderAnswer> FindAsync(Guid operationId, CancellationToken ct);
}
