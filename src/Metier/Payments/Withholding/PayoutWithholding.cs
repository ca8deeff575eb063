using Metier.Ledger;
using Metier.Platform;

namespace Metier.Payments;

/// <summary>Why tax is withheld from money on its way out.</summary>
public enum WithheldFor
{
    /// <summary>Backup withholding of the United States: no tax number of a US person, or the tax office asked for it.</summary>
    BackupUs,

    /// <summary>Income from the United States of somebody who is not a US person.</summary>
    NonResidentUs,
}

/// <summary>Tax withheld from one payout.</summary>
/// <param name="For">Why.</param>
/// <param name="Amount">How much.</param>
/// <param name="Ppm">The rate it was reckoned with, parts per million of what leaves the balance.</param>
public sealed record TaxOfPayout(WithheldFor For, Money Amount, int Ppm);

/// <summary>
/// Asked before money leaves whether it may, and what of it is tax. The module that knows about taxes registers one; without any,
/// nothing is held back.
/// </summary>
public abstract class PayoutWithholding
{
    /// <summary>Why this freelancer cannot withdraw now; null when they can.</summary>
    public abstract Task<Refusal?> RefuseAsync(Guid freelancerId, CancellationToken ct);

    /// <summary>What must be withheld from this amount; null for nothing.</summary>
    public abstract Task<TaxOfPayout?> OfAsync(Guid freelancerId, Money amount, CancellationToken ct);
}

/// <summary>Withheld tax in the book.</summary>
internal static class WithheldTax
{
    public static LedgerAccount Account(WithheldFor why, Currency currency) =>
        why == WithheldFor.BackupUs
            ? LedgerAccount.WithheldBackupUs(currency)
            : LedgerAccount.WithheldNonResidentUs(currency);

    public static Leg[] Legs(TaxOfPayout? tax) =>
        tax is null ? [] : [Leg.Credit(Account(tax.For, tax.Amount.Currency), tax.Amount)];
}
