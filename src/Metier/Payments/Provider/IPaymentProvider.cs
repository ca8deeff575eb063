using Metier.Ledger;

namespace Metier.Payments;

/// <summary>What a client wants to pay with.</summary>
public enum PaymentMethodKind
{
    /// <summary>Visa, Mastercard, American Express.</summary>
    Card,

    /// <summary>A PayPal account.</summary>
    PayPal,

    /// <summary>A transfer the client makes at their bank, with a reference we give.</summary>
    BankTransfer,
}

/// <summary>Where a freelancer wants to be paid.</summary>
public enum PayoutMethodKind
{
    /// <summary>A bank account with an IBAN.</summary>
    Iban,

    /// <summary>A PayPal account.</summary>
    PayPal,

    /// <summary>An account the freelancer opens at the provider, on its own pages (Stripe Connect).</summary>
    Connected,

    /// <summary>A bank account without an IBAN: account number and BIC.</summary>
    Wire,
}

/// <summary>What is asked of a provider.</summary>
public enum OperationKind
{
    /// <summary>To take in a card or an account to pay with.</summary>
    Instrument,

    /// <summary>To collect money of a client.</summary>
    Collect,

    /// <summary>To give back a part of it.</summary>
    Refund,

    /// <summary>To send money to a freelancer.</summary>
    Payout,

    /// <summary>To open an account at the provider for a freelancer.</summary>
    Payee,

    /// <summary>To answer a chargeback.</summary>
    Evidence,

    /// <summary>To give a chargeback up.</summary>
    Acceptance,
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
/// <param name="InstrumentToken">The provider's name of what is paid with.</param>
/// <param name="Amount">How much.</param>
/// <param name="ReturnUrl">Where the person comes back to when something is to be confirmed; begins with a slash.</param>
/// <param name="Descriptor">What stands on the statement of the card.</param>
/// <param name="FirstTime">The first charge with this instrument: it is paid with strong authentication.</param>
public sealed record CollectRequest(
    string InstrumentToken,
    Money Amount,
    string ReturnUrl,
    string Descriptor,
    bool FirstTime = false
);

/// <summary>Asks to give back a part of what was collected.</summary>
public sealed record RefundRequest(string CollectionReference, Money Amount);

/// <summary>Asks to send money to a freelancer.</summary>
/// <param name="Kind">What the destination is.</param>
/// <param name="HolderName">Whose account.</param>
/// <param name="Destination">An IBAN, an account number and its BIC (<c>BIC/number</c>), a PayPal address, or the provider's name of an account.</param>
/// <param name="Amount">How much arrives.</param>
/// <param name="Country">Where the account is, two capital letters; empty when nobody knows.</param>
public sealed record PayoutRequest(
    PayoutMethodKind Kind,
    string HolderName,
    string Destination,
    Money Amount,
    string Country = ""
);

/// <summary>Asks for an account at the provider for a freelancer, opened on the provider's own pages.</summary>
public sealed record PayeeRequest(Guid FreelancerId, string Country, string ReturnUrl, string RefreshUrl);

/// <summary>An operation to ask for.</summary>
/// <param name="Id">Its id, the idempotency key.</param>
/// <param name="Kind">What it was.</param>
/// <param name="Reference">The provider's id of it; empty when its answer never came.</param>
/// <param name="CreatedAt">When it was written down, UTC: it cannot be older at the provider.</param>
/// <param name="Request">What was asked, as JSON.</param>
public sealed record OperationLookup(Guid Id, OperationKind Kind, string Reference, DateTime CreatedAt, string Request);

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

    /// <summary>What it can do.</summary>
    ProviderCapabilities Capabilities { get; }

    /// <summary>Opens a page for a new instrument.</summary>
    Task<ProviderAnswer> BeginInstrumentAsync(Guid operationId, InstrumentRequest request, CancellationToken ct);

    /// <summary>Collects money.</summary>
    Task<ProviderAnswer> CollectAsync(Guid operationId, CollectRequest request, CancellationToken ct);

    /// <summary>Gives back a part of what was collected.</summary>
    Task<ProviderAnswer> RefundAsync(Guid operationId, RefundRequest request, CancellationToken ct);

    /// <summary>Sends money.</summary>
    Task<ProviderAnswer> PayoutAsync(Guid operationId, PayoutRequest request, CancellationToken ct);

    /// <summary>Opens an account for a freelancer; refused where accounts are nothing the provider has.</summary>
    Task<ProviderAnswer> BeginPayeeAsync(Guid operationId, PayeeRequest request, CancellationToken ct) =>
        Task.FromResult(new ProviderAnswer(ProviderStatus.Declined, Code: "not_offered"));

    /// <summary>The id of the chargeback a message is about; null when it is about something else.</summary>
    string? ChargebackOf(string kind, string payload) => null;

    /// <summary>How far a chargeback is; null when the provider knows none of that id.</summary>
    Task<ChargebackFacts?> FindChargebackAsync(string reference, CancellationToken ct) =>
        Task.FromResult<ChargebackFacts?>(null);

    /// <summary>Hands our answer to a chargeback over; it can be answered once.</summary>
    Task<ProviderAnswer> SendEvidenceAsync(Guid operationId, EvidenceRequest request, CancellationToken ct) =>
        Task.FromResult(new ProviderAnswer(ProviderStatus.Declined, Code: "not_offered"));

    /// <summary>Gives a chargeback up: the client keeps the money.</summary>
    Task<ProviderAnswer> AcceptChargebackAsync(Guid operationId, AcceptanceRequest request, CancellationToken ct) =>
        Task.FromResult(new ProviderAnswer(ProviderStatus.Declined, Code: "not_offered"));

    /// <summary>How far an operation is; this is what settles an answer that was lost.</summary>
    Task<ProviderAnswer> FindAsync(OperationLookup lookup, CancellationToken ct);

    /// <summary>Whether a message that claims to be of the provider is, and what it is about. Reads the body as it came.</summary>
    Task<WebhookReading> ReadWebhookAsync(WebhookRequest request, CancellationToken ct) =>
        Task.FromResult(WebhookReading.Forged("no_webhooks"));

    /// <summary>What happened since a moment, for messages that never came; the oldest first.</summary>
    Task<IReadOnlyList<ProviderNews>> NewsAsync(DateTime since, CancellationToken ct) =>
        Task.FromResult<IReadOnlyList<ProviderNews>>([]);

    /// <summary>The lines of the provider's books that it booked from one moment (included) to another (not included), in no order.</summary>
    Task<IReadOnlyList<SettlementLine>> SettlementAsync(DateTime from, DateTime to, CancellationToken ct);

    /// <summary>What the provider holds for us now, by currency.</summary>
    Task<IReadOnlyList<ProviderBalance>> BalancesAsync(CancellationToken ct);
}
