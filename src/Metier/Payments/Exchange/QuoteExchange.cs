using Metier.Ledger;
using Metier.Platform;
using Microsoft.EntityFrameworkCore;

namespace Metier.Payments;

/// <summary>Quotes totals in other currencies, and takes the quotes back when they are used.</summary>
public sealed class QuoteExchange(MetierDb db, ExchangeRates rates, PaymentOptions options)
{
    /// <summary>
    /// A quote for a client, valid for some minutes. Refuses <c>rate_missing</c> when there is no rate young enough,
    /// <c>amount_too_large</c> when the result does not fit, <c>amount_not_payable</c> when it is less than the smallest unit.
    /// </summary>
    public Task<Outcome<QuoteView>> RunAsync(
        Guid clientId,
        Guid subjectId,
        Money total,
        string? payCurrency,
        CancellationToken ct
    ) =>
        db.WriteAsync<QuoteView>(
            async () =>
            {
                var made = await MakeAsync(clientId, subjectId, total, payCurrency, ct);
                return made.Ok ? made.Value.View() : Outcome<QuoteView>.From(made);
            },
            ct
        );

    /// <summary>A quote of this client that was not used; an expired one, too, so that the page can say so.</summary>
    public async Task<QuoteView?> FindAsync(Guid id, Guid clientId, CancellationToken ct) =>
        (
            await db
                .ExchangeQuotes.AsNoTracking()
                .SingleOrDefaultAsync(q => q.Id == id && q.ClientId == clientId && q.ChargeId == null, ct)
        )?.View();

    /// <summary>
    /// Uses a quote for a charge, in the transaction that writes the charge. Refuses <c>quote_expired</c>, and <c>quote_changed</c>
    /// when it was for something else.
    /// </summary>
    internal async Task<Outcome<ExchangeQuote>> UseAsync(ChargeRequest request, Money total, CancellationToken ct)
    {
        var quote = await db.ExchangeQuotes.SingleOrDefaultAsync(
            q => q.Id == request.QuoteId && q.ClientId == request.ClientId,
            ct
        );
        if (quote is null || quote.ChargeId is not null || quote.SubjectId != request.QuotedFor || quote.Total != total)
        {
            return new Refusal("quote_changed", PaymentRefusalText.QuoteChanged, "Form.PayIn");
        }
        if (quote.ExpiresAt <= db.Now)
        {
            return new Refusal("quote_expired", PaymentRefusalText.QuoteExpired, "Form.PayIn");
        }
        quote.ChargeId = request.RequestId;
        return quote;
    }

    /// <summary>
    /// A quote at the moment of an hourly bill, when its client has said what it pays bills in; null when it has not, when the
    /// spread is higher than the client agreed to, or when there is no rate: then the bill stays in its own currency.
    /// </summary>
    internal async Task<ExchangeQuote?> ByConsentAsync(ChargeRequest request, Money total, CancellationToken ct)
    {
        var consent = await db
            .PayCurrencies.AsNoTracking()
            .SingleOrDefaultAsync(p => p.ClientId == request.ClientId, ct);
        if (consent is null || consent.Currency == total.Currency.Code || consent.SpreadPpm < options.ExchangeSpreadPpm)
        {
            return null;
        }
        var made = await MakeAsync(request.ClientId, request.SubjectId, total, consent.Currency, ct);
        if (made.Ok)
        {
            made.Value.ChargeId = request.RequestId;
        }
        return made.Ok ? made.Value : null;
    }

    /// <summary>A quote that was made and is not used after all.</summary>
    internal void Forget(ExchangeQuote quote) => db.ExchangeQuotes.Remove(quote);

    private async Task<Outcome<ExchangeQuote>> MakeAsync(
        Guid clientId,
        Guid subjectId,
        Money total,
        string? payCurrency,
        CancellationToken ct
    )
    {
        if (
            !Currency.TryOf(payCurrency, out var pay)
            || ReferenceEquals(pay, total.Currency)
            || await rates.FindAsync(total.Currency, pay, ct) is not var (middle, day)
        )
        {
            return new Refusal("rate_missing", PaymentRefusalText.RateMissing, "Form.PayIn");
        }
        var rate = middle.WithSpread(options.ExchangeSpreadPpm);
        if (!rate.TryConvert(total, out var amount))
        {
            return new Refusal("amount_too_large", PaymentRefusalText.TooLargeToExchange(pay.Code), "Form.PayIn");
        }
        if (amount.Minor <= 0 || !rate.Inverse.TryConvert(amount, out _))
        {
            var text = PaymentRefusalText.AmountNotPayable(Formats.Money(amount));
            return new Refusal("amount_not_payable", text, "Form.PayIn");
        }
        var quote = new ExchangeQuote
        {
            Id = Ids.New(db.Clock),
            ClientId = clientId,
            SubjectId = subjectId,
            Currency = total.Currency.Code,
            TotalMinor = total.Minor,
            PayCurrency = pay.Code,
            PayMinor = amount.Minor,
            Numerator = rate.Numerator,
            Denominator = rate.Denominator,
            SpreadPpm = options.ExchangeSpreadPpm,
            RateDay = day,
            CreatedAt = db.Now,
            ExpiresAt = db.Now.AddMinutes(options.ExchangeQuoteMinutes),
        };
        db.ExchangeQuotes.Add(quote);
        return quote;
    }
}

/// <summary>What a client pays hourly bills in.</summary>
/// <param name="Currency">The currency.</param>
/// <param name="SpreadPpm">The spread it agreed to.</param>
/// <param name="Since">Since when, UTC.</param>
/// <param name="Holds">False when the operator's spread has become higher: bills then stay in their own currency.</param>
public sealed record PayCurrencyView(Currency Currency, int SpreadPpm, DateTime Since, bool Holds);

/// <summary>A client says what its hourly bills are paid in, or takes that back.</summary>
public sealed class SetPayCurrency(MetierDb db, ExchangeRates rates, PaymentOptions options)
{
    /// <summary>What this client has said; null when nothing.</summary>
    public async Task<PayCurrencyView?> FindAsync(Guid clientId, CancellationToken ct)
    {
        var row = await db.PayCurrencies.AsNoTracking().SingleOrDefaultAsync(p => p.ClientId == clientId, ct);
        return row is null
            ? null
            : new PayCurrencyView(
                Currency.Of(row.Currency),
                row.SpreadPpm,
                row.Since,
                row.SpreadPpm >= options.ExchangeSpreadPpm
            );
    }

    /// <summary>An empty code takes it back.</summary>
    public Task<Outcome<Done>> RunAsync(string? code, Actor actor, CancellationToken ct) =>
        db.WriteAsync<Done>(
            async () =>
            {
                ArgumentNullException.ThrowIfNull(actor);
                if (actor.ClientId is not { } client)
                {
                    return Refusal.NotFound();
                }
                if (actor.RefuseToPay() is { } mayNot)
                {
                    return mayNot;
                }
                var row = await db.PayCurrencies.SingleOrDefaultAsync(p => p.ClientId == client, ct);
                if (string.IsNullOrEmpty(code))
                {
                    if (row is not null)
                    {
                        db.PayCurrencies.Remove(row);
                        db.Audit(actor, "pay_currency.removed", client);
                    }
                    return Done.It;
                }
                if (
                    !Currency.TryOf(code, out var currency)
                    || !(await rates.NewestAsync(ct)).Any(r =>
                        r.IsFresh && (ReferenceEquals(r.Rate.To, currency) || ReferenceEquals(currency, Currency.Eur))
                    )
                )
                {
                    return new Refusal("rate_missing", PaymentRefusalText.RateMissing, "PayIn.Currency");
                }
                if (row is null)
                {
                    row = new PayCurrency { ClientId = client, Currency = currency.Code };
                    db.PayCurrencies.Add(row);
                }
                (row.Currency, row.SpreadPpm, row.Since, row.MemberId) = (
                    currency.Code,
                    options.ExchangeSpreadPpm,
                    db.Now,
                    actor.MemberId
                );
                db.Audit(actor, "pay_currency.set", client, new { row.Currency, row.SpreadPpm });
                return Done.It;
            },
            ct
        );
}
