using Metier.Ledger;

namespace Metier.Payments;

/// <summary>What a line of a provider's own books is about.</summary>
public enum SettlementKind
{
    /// <summary>Money of a client came in.</summary>
    Charge,

    /// <summary>A part of a charge went back to a client.</summary>
    Refund,

    /// <summary>A refund could not be delivered; its money is back at the provider.</summary>
    RefundReturned,

    /// <summary>Money went out to a freelancer.</summary>
    Payout,

    /// <summary>A payout came back.</summary>
    PayoutReturned,

    /// <summary>What the provider takes for something that is not a line of its own.</summary>
    Fee,

    /// <summary>A client's bank took money back.</summary>
    Chargeback,

    /// <summary>A chargeback was won: the money is back.</summary>
    ChargebackReturned,

    /// <summary>Between two currencies at the provider.</summary>
    Exchange,

    /// <summary>The operator put money in or took money out at the provider itself.</summary>
    Operator,

    /// <summary>Anything else; somebody must look.</summary>
    Other,
}

/// <summary>
/// One movement in a provider's own books, as the provider tells it. Signs are those of our balance at the provider: a charge
/// is above zero, a refund or a payout below. <see cref="Net"/> is always <see cref="Gross"/> less <see cref="Fee"/>.
/// </summary>
/// <param name="LineId">The provider's id of the line: unique at this provider, and the same each time it is read.</param>
/// <param name="Kind">What it is about.</param>
/// <param name="Gross">What moved, before the provider's fee.</param>
/// <param name="Fee">What the provider kept; above zero when it costs us, below when a fee came back.</param>
/// <param name="Net">By how much our balance at the provider changed.</param>
/// <param name="BookedAt">When the provider booked it, UTC.</param>
/// <param name="AvailableOn">From when it can be sent on, UTC.</param>
/// <param name="SourceReference">
/// The provider's id of what it was for: the <c>ProviderReference</c> of a charge, the <c>Reference</c> of an operation. Empty
/// when there is none.
/// </param>
/// <param name="OperationId">Our id of the operation, where the provider keeps it for us; null otherwise.</param>
/// <param name="Text">The provider's own words, for people; may be empty.</param>
public sealed record SettlementLine(
    string LineId,
    SettlementKind Kind,
    Money Gross,
    Money Fee,
    Money Net,
    DateTime BookedAt,
    DateTime AvailableOn,
    string SourceReference,
    Guid? OperationId = null,
    string Text = ""
)
{
    /// <summary>The currency of all three amounts.</summary>
    public Currency Currency => Gross.Currency;

    /// <summary>A line with the net that follows.</summary>
    public static SettlementLine Of(
        string lineId,
        SettlementKind kind,
        Money gross,
        Money fee,
        DateTime bookedAt,
        DateTime availableOn,
        string sourceReference,
        Guid? operationId = null,
        string text = ""
    ) => new(lineId, kind, gross, fee, gross - fee, bookedAt, availableOn, sourceReference, operationId, text);
}

/// <summary>What a provider says it holds for us in one currency.</summary>
/// <param name="Pending">Collected, not yet free.</param>
/// <param name="Available">Free to be sent.</param>
/// <param name="At">The moment this was true, UTC.</param>
public sealed record ProviderBalance(Money Pending, Money Available, DateTime At)
{
    /// <summary>The currency of both amounts.</summary>
    public Currency Currency => Available.Currency;
}
