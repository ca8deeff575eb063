using System.Text.Json;
using Metier.Ledger;
using Metier.Platform;
using Microsoft.EntityFrameworkCore;

namespace Metier.Payments;

/// <summary>
/// Writes down a charge that is to be made. Joins the caller's write transaction, so that what waits for the money and the
/// charge are one; nothing is sent yet. After the commit call <see cref="FinishCharge"/>; if the process dies before that, a
/// chore does.
/// </summary>
public sealed class BeginCharge(
    MetierDb db,
    PaymentProviders providers,
    LifetimeBilling billing,
    QuoteExchange exchange
)
{
    /// <summary>
    /// Refuses when the method is not the client's (<c>method_missing</c>), its provider does not take the currency
    /// (<c>method_currency</c>) or the amount (<c>amount_not_payable</c>), the amount is zero (<c>amount_missing</c>) or
    /// another charge for the same subject is under way (<c>already_paying</c>).
    /// </summary>
    public Task<Outcome<ChargeProgress>> RunAsync(ChargeRequest request, CancellationToken ct)
    {
        ArgumentNullException.ThrowIfNull(request);
        if (!request.ReturnPath.StartsWith('/') || request.ReturnPath.StartsWith("//", StringComparison.Ordinal))
        {
            throw new ArgumentException("A return path begins with one slash.", nameof(request));
        }
        return db.WriteAsync<ChargeProgress>(() => BeginAsync(request, ct), ct);
    }

    private async Task<Outcome<ChargeProgress>> BeginAsync(ChargeRequest request, CancellationToken ct)
    {
        var before = await db.Charges.SingleOrDefaultAsync(c => c.Id == request.RequestId, ct);
        if (before is not null)
        {
            return before.SubjectId == request.SubjectId && before.Amount == request.Amount
                ? before.Progress()
                : Refusal.IdempotencyMismatch();
        }
        if (request.Amount.Minor <= 0)
        {
            return new Refusal("amount_missing", PaymentRefusalText.AmountMissing, "Form.Amount");
        }
        var method = await db.PaymentMethods.SingleOrDefaultAsync(
            m => m.Id == request.PaymentMethodId && m.ClientId == request.ClientId,
            ct
        );
        if (method is not { IsUsable: true })
        {
            return new Refusal("method_missing", PaymentRefusalText.ChooseMethod, "Form.PaymentMethodId");
        }
        if (await db.Charges.AnyAsync(c => c.SubjectId == request.SubjectId && c.EndedAt == null, ct))
        {
            return new Refusal("already_paying", PaymentRefusalText.AlreadyPaying);
        }
        var quote = request.Terms.Quote(
            request.Amount,
            await billing.ForAsync(request.Terms, request.ClientId, request.FreelancerId, ct)
        );
        var paid = await PaidInAsync(request, quote.ClientPays, method, ct);
        if (!paid.Ok)
        {
            return Outcome<ChargeProgress>.From(paid);
        }
        var first = !await db.Charges.AnyAsync(
            c => c.PaymentMethodId == method.Id && c.State == ChargeState.Settled,
            ct
        );
        var charge = Write(request, quote, paid.Value, method, first);
        return charge.Progress();
    }

    /// <summary>What the client pays in: the contract's currency, or the other one of a quote.</summary>
    private async Task<Outcome<Paid>> PaidInAsync(
        ChargeRequest request,
        Money total,
        PaymentMethod method,
        CancellationToken ct
    )
    {
        if (request.QuoteId is not null)
        {
            var used = await exchange.UseAsync(request, total, ct);
            return !used.Ok ? Outcome<Paid>.From(used)
                : CannotTake(method, used.Value.Pay) is { } cannot ? cannot
                : new Paid(used.Value.Pay, used.Value);
        }
        if (request.ByConsent && await exchange.ByConsentAsync(request, total, ct) is { } quote)
        {
            if (CannotTake(method, quote.Pay) is null)
            {
                return new Paid(quote.Pay, quote);
            }
            // This method does not take the other currency: the bill stays in its own.
            exchange.Forget(quote);
        }
        return CannotTake(method, total) is { } not ? not : new Paid(total, null);
    }

    private sealed record Paid(Money Amount, ExchangeQuote? Quote);

    /// <summary>The provider is still here and can write this amount: a contract may be in a currency it does not know.</summary>
    private Refusal? CannotTake(PaymentMethod method, Money total)
    {
        var currencies = providers.Find(method.Provider)?.Capabilities.Currencies;
        if (currencies is null || !currencies.Has(total.Currency))
        {
            var message = PaymentRefusalText.MethodCurrency(total.Currency.Code);
            return new Refusal("method_currency", message, "Form.PaymentMethodId");
        }
        return currencies.ToUnits(total) is null
            ? new Refusal(
                "amount_not_payable",
                PaymentRefusalText.AmountNotPayable(Formats.Money(total)),
                "Form.PaymentMethodId"
            )
            : null;
    }

    private Charge Write(ChargeRequest request, FeeQuote quote, Paid paid, PaymentMethod method, bool first)
    {
        var charge = new Charge
        {
            Id = request.RequestId,
            ClientId = request.ClientId,
            FreelancerId = request.FreelancerId,
            ContractId = request.ContractId,
            PurposeKind = request.PurposeKind,
            SubjectId = request.SubjectId,
            Week = request.Week,
            PaymentMethodId = method.Id,
            Currency = request.Amount.Currency.Code,
            AmountMinor = quote.Amount.Minor,
            ProcessingFeeMinor = quote.ProcessingFee.Minor,
            ServiceFeeMinor = quote.ServiceFee.Minor,
            FeeTermsJson = JsonSerializer.Serialize(request.Terms, EventRegistry.Json),
            Memo = request.Memo.Length <= 200 ? request.Memo : request.Memo[..200],
            ReturnPath = request.ReturnPath,
            Provider = method.Provider,
            CreatedAt = db.Now,
            PayCurrency = paid.Quote?.PayCurrency,
            PayMinor = paid.Quote?.PayMinor ?? 0,
            RateNumerator = paid.Quote?.Numerator ?? 0,
            RateDenominator = paid.Quote?.Denominator ?? 0,
        };
        db.Charges.Add(charge);
        var collect = new CollectRequest(
            method.Token,
            paid.Amount,
            $"/payments/return/{charge.Id:D}",
            Descriptor(charge.Memo),
            first
        );
        db.ProviderOperations.Add(
            ProviderOperation.For(charge.Id, method.Provider, OperationKind.Collect, charge.Id, collect, db.Now)
        );
        return charge;
    }

    /// <summary>What stands on the client's card statement: in words, and as long as banks allow.</summary>
    private static string Descriptor(string memo)
    {
        var words = PaymentWords.Memo(memo);
        return words.Length <= 40 ? words : words[..40];
    }
}
