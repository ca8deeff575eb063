using Metier.Ledger;
using Metier.Platform;
using Microsoft.AspNetCore.DataProtection;
using Microsoft.EntityFrameworkCore;

namespace Metier.Payments;

/// <summary>A withdrawal.</summary>
/// <param name="RequestId">The same id pays once.</param>
/// <param name="PayoutMethodId">Where to.</param>
/// <param name="Amount">What leaves the balance; the fee is taken from it.</param>
public sealed record WithdrawInput(Guid RequestId, Guid PayoutMethodId, Money Amount);

/// <summary>A withdrawal in its parts.</summary>
/// <param name="PayoutId">The request.</param>
/// <param name="Amount">What leaves the balance.</param>
/// <param name="Fee">What the platform takes.</param>
/// <param name="Sent">What arrives.</param>
/// <param name="Tax">Tax that is withheld from it; null for none.</param>
public sealed record WithdrawView(Guid PayoutId, Money Amount, Money Fee, Money Sent, TaxOfPayout? Tax = null);

/// <summary>
/// Takes money from a freelancer's available balance and has the provider send it. Whether it is there and taking it is
/// one statement in the book, so thirty at once are paid once.
/// </summary>
public sealed class WithdrawMoney(
    MetierDb db,
    LedgerBook book,
    PaymentProviders providers,
    PaymentOptions options,
    ProviderRunner runner,
    IEnumerable<PayoutWithholding> withholdings
)
{
    /// <summary>The fee, the tax that is withheld and what arrives, before anybody commits.</summary>
    public async Task<WithdrawView> QuoteAsync(Money amount, Guid freelancerId, CancellationToken ct)
    {
        var quote = Quote(amount);
        foreach (var withholding in withholdings)
        {
            if (await withholding.OfAsync(freelancerId, amount, ct) is { } tax)
            {
                // The fee is not taken from money that is not there: it shrinks to what the tax leaves.
                var fee = Money.Min(quote.Fee, amount - tax.Amount);
                return quote with { Fee = fee, Sent = amount - fee - tax.Amount, Tax = tax };
            }
        }
        return quote;
    }

    /// <summary>The fee and what arrives when no tax is withheld.</summary>
    public WithdrawView Quote(Money amount)
    {
        var fee = Money.Min(PaymentOptions.Amount(options.WithdrawalFee, amount.Currency), amount);
        return new WithdrawView(Guid.Empty, amount, fee, amount - fee);
    }

    /// <summary>The least amount.</summary>
    public Money Smallest(Currency currency) => PaymentOptions.Amount(options.SmallestWithdrawal, currency);

    /// <summary>What would be refused, before anybody is asked to confirm; takes nothing.</summary>
    public async Task<Outcome<Done>> CheckAsync(WithdrawInput input, Actor actor, CancellationToken ct)
    {
        ArgumentNullException.ThrowIfNull(input);
        ArgumentNullException.ThrowIfNull(actor);
        return await RefuseAsync(input, actor, await MethodAsync(input, actor, ct), ct) is { } refusal
            ? refusal
            : Done.It;
    }

    /// <summary>Takes the money and hands it over.</summary>
    public async Task<Outcome<WithdrawView>> RunAsync(WithdrawInput input, Actor actor, CancellationToken ct)
    {
        ArgumentNullException.ThrowIfNull(input);
        ArgumentNullException.ThrowIfNull(actor);
        var content = new { input, actor.MemberId };
        var taken = await db.WriteOnceAsync<WithdrawView>(
            "withdraw",
            input.RequestId,
            content,
            () => TakeAsync(input, actor, ct),
            ct
        );
        if (taken.Ok)
        {
            await runner.RunAsync(input.RequestId, ct);
        }
        return taken;
    }

    private async Task<Outcome<WithdrawView>> TakeAsync(WithdrawInput input, Actor actor, CancellationToken ct)
    {
        var method = await MethodAsync(input, actor, ct);
        if (await RefuseAsync(input, actor, method, ct) is { } refusal)
        {
            return refusal;
        }
        var quote = await QuoteAsync(input.Amount, actor.MemberId, ct) with { PayoutId = input.RequestId };
        var unit = input.Amount.Currency;
        Leg[] legs =
        [
            Leg.Debit(LedgerAccount.FreelancerAvailable(actor.MemberId, unit), input.Amount),
            Leg.Credit(LedgerAccount.Payout(input.RequestId, unit), quote.Sent),
            Leg.Credit(LedgerAccount.WithdrawalFee(unit), quote.Fee),
            .. WithheldTax.Legs(quote.Tax),
        ];
        var posting = Posting.Create(
            Uuid5.Of(input.RequestId, "requested"),
            PostingKind.PayoutRequested,
            input.RequestId,
            method!.Label,
            legs
        );
        var posted = await book.PostAsync(posting, new Parties(FreelancerId: actor.MemberId), ct);
        if (!posted.Ok)
        {
            return await TooMuchAsync(input, actor, ct);
        }
        Write(input, quote, method, actor);
        return quote;
    }

    private Task<PayoutMethod?> MethodAsync(WithdrawInput input, Actor actor, CancellationToken ct) =>
        db.PayoutMethods.SingleOrDefaultAsync(
            m => m.Id == input.PayoutMethodId && m.FreelancerId == actor.MemberId && m.RemovedAt == null,
            ct
        );

    private async Task<Refusal?> RefuseAsync(
        WithdrawInput input,
        Actor actor,
        PayoutMethod? method,
        CancellationToken ct
    )
    {
        if (!actor.EmailConfirmed)
        {
            return new Refusal("confirm_email", PaymentRefusalText.ConfirmEmail);
        }
        if (method?.EnteredAt is null || providers.Default is null)
        {
            return new Refusal("choose_method", PaymentRefusalText.ChoosePayoutMethod, "Form.PayoutMethodId");
        }
        if (method.NameWaits)
        {
            return new Refusal("name_waits", PaymentRefusalText.PayoutNameWaits, "Form.PayoutMethodId");
        }
        if (method.ActiveAt > db.Now)
        {
            var days = (method.ActiveAt - method.CreatedAt).TotalDays;
            return new Refusal(
                "method_not_active",
                PaymentRefusalText.PayoutMethodNotActive(days),
                "Form.PayoutMethodId"
            );
        }
        var smallest = Smallest(input.Amount.Currency);
        if (input.Amount < smallest)
        {
            var least = PaymentRefusalText.BelowMinimum(Formats.Money(smallest));
            return new Refusal("below_minimum", least, "Form.Amount");
        }
        var ready = await ReadyAsync(actor, input.Amount.Currency, ct);
        if (input.Amount > ready)
        {
            return await TooMuchAsync(input, actor, ct);
        }
        foreach (var withholding in withholdings)
        {
            if (await withholding.RefuseAsync(actor.MemberId, ct) is { } untaxed)
            {
                return untaxed;
            }
        }
        var sent = (await QuoteAsync(input.Amount, actor.MemberId, ct)).Sent;
        return PayerOf(method, sent) is null
            ? new Refusal(
                "payout_unreachable",
                PaymentRefusalText.PayoutUnreachable(Formats.Money(sent)),
                "Form.PayoutMethodId"
            )
            : null;
    }

    /// <summary>The first provider whose rail goes to this account in this currency, and can write the amount.</summary>
    private IPaymentProvider? PayerOf(PayoutMethod method, Money sent) =>
        providers.ForPayout(method.Kind, method.Country, sent, method.Provider.Length > 0 ? method.Provider : null);

    private async Task<Refusal> TooMuchAsync(WithdrawInput input, Actor actor, CancellationToken ct)
    {
        var ready = Formats.Money(await ReadyAsync(actor, input.Amount.Currency, ct));
        return new Refusal("insufficient_balance", PaymentRefusalText.MoreThanReady(ready), "Form.Amount");
    }

    private Task<Money> ReadyAsync(Actor actor, Currency currency, CancellationToken ct) =>
        book.BalanceAsync(LedgerAccount.FreelancerAvailable(actor.MemberId, currency), ct);

    private void Write(WithdrawInput input, WithdrawView quote, PayoutMethod method, Actor actor)
    {
        var provider = PayerOf(method, quote.Sent)!.Id;
        db.Payouts.Add(
            new Payout
            {
                Id = input.RequestId,
                FreelancerId = actor.MemberId,
                PayoutMethodId = method.Id,
                Provider = provider,
                Currency = input.Amount.Currency.Code,
                AmountMinor = input.Amount.Minor,
                FeeMinor = quote.Fee.Minor,
                WithheldMinor = quote.Tax?.Amount.Minor ?? 0,
                WithheldFor = quote.Tax?.For,
                WithheldPpm = quote.Tax?.Ppm ?? 0,
                Label = method.Label,
                CreatedAt = db.Now,
            }
        );
        // The account number stays with the method: it is read when the payout is sent, and never lies here in the clear.
        db.ProviderOperations.Add(
            ProviderOperation.For(input.RequestId, provider, OperationKind.Payout, input.RequestId, new { }, db.Now)
        );
        db.Audit(
            actor,
            "payout.requested",
            input.RequestId,
            new
            {
                quote.Amount,
                quote.Fee,
                quote.Tax,
                method.Label,
            }
        );
        db.Raise(new PayoutRequested(input.RequestId, actor.MemberId, quote.Amount, quote.Fee));
    }
}

/// <summary>What the provider must know of a payout, read at the moment it is sent.</summary>
internal sealed class PayoutDetails(MetierDb db, IDataProtectionProvider keys)
{
    public async Task<PayoutRequest> RequestAsync(Guid payoutId, CancellationToken ct)
    {
        var payout = await db.Payouts.AsNoTracking().SingleAsync(p => p.Id == payoutId, ct);
        var method = await db.PayoutMethods.AsNoTracking().SingleAsync(m => m.Id == payout.PayoutMethodId, ct);
        var destination = PayoutAccounts.Unprotect(keys, method.ProtectedDestination);
        return new PayoutRequest(method.Kind, method.HolderName, destination, payout.Sent, method.Country);
    }
}
