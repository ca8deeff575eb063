using Metier.Ledger;

namespace Metier.Payments;

/// <summary>
/// The legs of a conversion. Money that is paid in one currency for a thing in another goes through the two exchange accounts of
/// its provider: what was collected lies there in its own currency, what it is worth in the other. Worth is the collected amount
/// at the quoted rate, rounded once; by what that differs from the price stands in <c>rounding</c>.
/// </summary>
internal static class ExchangeLegs
{
    /// <summary>The debits of a settled charge: what pays for its total in the contract's currency.</summary>
    public static IEnumerable<Leg> Collected(Charge charge)
    {
        var collected = charge.Collected;
        yield return Leg.Debit(LedgerAccount.ProviderPending(charge.Provider, collected.Currency), collected);
        if (charge.Rate is null)
        {
            yield break;
        }
        yield return Leg.Credit(LedgerAccount.Exchange(charge.Provider, collected.Currency), collected);
        var worth = Worth(charge);
        yield return Leg.Debit(LedgerAccount.Exchange(charge.Provider, worth.Currency), worth);
        yield return new Leg(LedgerAccount.Remainder(worth.Currency), charge.Total.Minor - worth.Minor);
    }

    /// <summary>
    /// The other way, for a part of the total that goes back. Each amount is the rounded share up to the end of the part less that up
    /// to its start: of two parts, what goes back and what stays, that is the largest remainder, and when everything has gone back,
    /// exactly what was paid has.
    /// </summary>
    /// <param name="charge">The charge, before the part is counted.</param>
    /// <param name="part">In the contract's currency.</param>
    /// <returns>What goes back in the other currency, and the legs but the provider's.</returns>
    public static (Money Back, IReadOnlyList<Leg> Legs) Returned(Charge charge, Money part)
    {
        var before = part.Currency.Minor(charge.RefundedMinor);
        var back = Share(charge.Collected, charge.Total, before, part);
        var worth = Share(Worth(charge), charge.Total, before, part);
        return (
            back,
            [
                Leg.Debit(LedgerAccount.Exchange(charge.Provider, back.Currency), back),
                Leg.Credit(LedgerAccount.Exchange(charge.Provider, worth.Currency), worth),
                new Leg(LedgerAccount.Remainder(worth.Currency), worth.Minor - part.Minor),
            ]
        );
    }

    private static Money Worth(Charge charge) =>
        charge.Rate!.Inverse.TryConvert(charge.Collected, out var worth)
            ? worth
            : throw new OverflowException("A quote converts both ways.");

    private static Money Share(Money whole, Money total, Money before, Money part) =>
        whole.MulDiv((before + part).Minor, total.Minor) - whole.MulDiv(before.Minor, total.Minor);
}

/// <summary>
/// Between the books and their conversions: every exchange account's entries belong to a transaction with a rate or to an
/// adjustment, and the two sides of a charge agree with its rate to one smallest unit.
/// </summary>
internal sealed class ExchangeRule(Metier.Platform.MetierDb db) : LedgerRule
{
    public override string Invariant => "I14";

    public override async Task<IReadOnlyList<string>> BrokenAsync(CancellationToken ct)
    {
        var rows = await Microsoft.EntityFrameworkCore.EntityFrameworkQueryableExtensions.ToListAsync(
            from c in db.Charges
            where c.PayCurrency != null && c.State == ChargeState.Settled
            select c,
            ct
        );
        return
        [
            .. rows.Where(c =>
                    !c.Rate!.TryConvert(c.Total, out var pay)
                    || pay != c.Collected
                    || c.PayRefundedMinor > c.PayMinor
                    || (c.RefundedMinor == c.Total.Minor && c.PayRefundedMinor != c.PayMinor)
                )
                .Select(c => c.Id.ToString("D")),
        ];
    }
}
