using Metier.Ledger;
using Metier.Platform;

namespace Metier.Payments;

/// <summary>What one euro was in another currency on a day: the form the central bank publishes.</summary>
internal sealed class ExchangeRateRow
{
    /// <summary>The day it is the rate of.</summary>
    public DateOnly Day { get; init; }

    /// <summary>ISO 4217.</summary>
    public required string Currency { get; init; }

    /// <summary>Units of the currency …</summary>
    public long Numerator { get; set; }

    /// <summary>… for so many euros.</summary>
    public long Denominator { get; set; }

    /// <summary>The name of the file it came from, or <c>typed</c>.</summary>
    public required string Source { get; set; }

    /// <summary>When it was read, UTC.</summary>
    public DateTime At { get; set; }

    public ExchangeRate Rate =>
        new(Metier.Ledger.Currency.Eur, Metier.Ledger.Currency.Of(Currency), Numerator, Denominator);
}

/// <summary>A total in another currency, frozen until it expires, used for one charge.</summary>
internal sealed class ExchangeQuote : IVersioned
{
    public Guid Id { get; init; }
    public Guid ClientId { get; init; }

    /// <summary>The milestone, the bonus or the week it is for.</summary>
    public Guid SubjectId { get; init; }

    /// <summary>The contract's currency.</summary>
    public required string Currency { get; init; }

    /// <summary>What is to be paid there, fees included, minor units.</summary>
    public long TotalMinor { get; init; }

    /// <summary>What the client pays in.</summary>
    public required string PayCurrency { get; init; }

    /// <summary>What the client pays, minor units.</summary>
    public long PayMinor { get; init; }

    /// <summary>The rate with the spread: major units of the other currency …</summary>
    public long Numerator { get; init; }

    /// <summary>… for so many of the contract's.</summary>
    public long Denominator { get; init; }

    /// <summary>The spread within, parts per million.</summary>
    public int SpreadPpm { get; init; }

    /// <summary>The day of the older of the two rates it was made of.</summary>
    public DateOnly RateDay { get; init; }

    public DateTime CreatedAt { get; init; }
    public DateTime ExpiresAt { get; init; }

    /// <summary>The charge it was used for.</summary>
    public Guid? ChargeId { get; set; }

    public int Version { get; set; }

    public Money Total => Metier.Ledger.Currency.Of(Currency).Minor(TotalMinor);

    public Money Pay => Metier.Ledger.Currency.Of(PayCurrency).Minor(PayMinor);

    public ExchangeRate Rate =>
        new(Metier.Ledger.Currency.Of(Currency), Metier.Ledger.Currency.Of(PayCurrency), Numerator, Denominator);

    public QuoteView View() => new(Id, SubjectId, Total, Pay, Rate, SpreadPpm, RateDay, ExpiresAt);
}

/// <summary>A quote, as its client sees it.</summary>
/// <param name="Id">Its id, which the payment names.</param>
/// <param name="SubjectId">What it is for.</param>
/// <param name="Total">What is to be paid in the contract's currency, fees included.</param>
/// <param name="Pay">What the client pays instead.</param>
/// <param name="Rate">The rate, spread included.</param>
/// <param name="SpreadPpm">The spread, parts per million.</param>
/// <param name="RateDay">The day the rate is of.</param>
/// <param name="ExpiresAt">Until when it can be used, UTC.</param>
public sealed record QuoteView(
    Guid Id,
    Guid SubjectId,
    Money Total,
    Money Pay,
    ExchangeRate Rate,
    int SpreadPpm,
    DateOnly RateDay,
    DateTime ExpiresAt
);

/// <summary>A client's word that hourly bills may be charged in a currency of its own.</summary>
internal sealed class PayCurrency : IVersioned
{
    public Guid ClientId { get; init; }

    /// <summary>ISO 4217.</summary>
    public required string Currency { get; set; }

    /// <summary>The spread it agreed to, parts per million: a higher one needs a new word.</summary>
    public int SpreadPpm { get; set; }

    public DateTime Since { get; set; }
    public Guid MemberId { get; set; }
    public int Version { get; set; }
}
