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
    /// The other way, for a part of the total that goes back: what is then gone of the total, in the other currency, less what has
    /// gone of that already. Of two parts that is the largest remainder, and when everything has gone back, exactly what was paid has.
    /// </summary>
    /// <param name="charge">The charge, before the part is counted.</param>
    /// <param name="part">In the contract's currency.</param>
    /// <returns>What goes back in the other currency, and the legs but the provider's.</returns>
    public static (Money Back, IReadOnlyList<Leg> Legs) Returned(Charge charge, Money part)
    {
        var gone = charge.Collected.MulDiv(
            charge.RefundedMinor + charge.ChargedBackMinor + part.Minor,
            charge.Total.Minor
        );
        var before = charge.PayRefundedMinor + charge.PayChargedBackMinor;
        var back = gone.Currency.Minor(Math.Max(0, gone.Minor - before));
        return (
            back,
            [Leg.Debit(LedgerAccount.Exchange(charge.Provider, back.Currency), back), .. GivenUp(charge, part)]
        );
    }

    /// <summary>
    /// What a bank takes back, in the contract's currency: counted like <see cref="Returned"/>, from the other side. Beyond what was
    /// paid, in proportion.
    /// </summary>
    /// <param name="charge">The charge.</param>
    /// <param name="others">What other chargebacks of it want or have, minor units of the contract's currency.</param>
    /// <param name="bankOthers">The same in the currency it was paid in.</param>
    /// <param name="wanted">In the currency it was paid in.</param>
    public static Money Wanted(Charge charge, long others, long bankOthers, Money wanted)
    {
        if (charge.Rate is null)
        {
            return wanted;
        }
        var gone = charge.Total.MulDiv(charge.PayRefundedMinor + bankOthers + wanted.Minor, charge.PayMinor);
        return gone.Currency.Minor(Math.Max(0, gone.Minor - charge.RefundedMinor - others));
    }

    /// <summary>The credits of a lost chargeback: what the provider has taken for good, by way of the exchange when it was converted.</summary>
    /// <param name="charge">The charge, before the loss is counted.</param>
    /// <param name="taken">In the currency it was paid in.</param>
    /// <param name="lost">In the contract's.</param>
    public static IEnumerable<Leg> TakenBack(Charge charge, Money taken, Money lost)
    {
        var credit = Leg.Credit(LedgerAccount.ProviderDisputed(charge.Provider, taken.Currency), taken);
        return charge.Rate is null
            ? [credit]
            :
            [
                credit,
                Leg.Debit(LedgerAccount.Exchange(charge.Provider, taken.Currency), taken),
                .. GivenUp(charge, lost),
            ];
    }

    /// <summary>What the exchange account in the contract's currency gives for a part of the total, and what that leaves over.</summary>
    private static Leg[] GivenUp(Charge charge, Money part)
    {
        var (whole, before) = (Worth(charge), charge.RefundedMinor + charge.LostMinor);
        var worth = whole.MulDiv(before + part.Minor, charge.Total.Minor) - whole.MulDiv(before, charge.Total.Minor);
        return
        [
            Leg.Credit(LedgerAccount.Exchange(charge.Provider, worth.Currency), worth),
            new Leg(LedgerAccount.Remainder(worth.Currency), worth.Minor - part.Minor),
        ];
    }

    private static Money Worth(Charge charge) =>
        charge.Rate!.Inverse.TryConvert(charge.Collected, out var worth)
            ? worth
            : throw new OverflowException("A quote converts both ways.");
}
