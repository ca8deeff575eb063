using Metier.Ledger;
using Metier.Payments;
using Metier.Platform;

namespace Metier.Tax;

/// <summary>
/// What must not leave, and what leaves less tax. A US person needs a W-9; somebody who is none pays US tax only on work done in
/// the United States; and whoever was asked for their tax identity, reminded twice and silent, waits.
/// </summary>
internal sealed class UsWithholding(MetierDb db, TaxStandings standings, TaxPacks packs, TaxOptions options)
    : PayoutWithholding
{
    public override async Task<Refusal?> RefuseAsync(Guid freelancerId, CancellationToken ct)
    {
        var standing = await standings.OfAsync(freelancerId, ct);
        if (standing is { UsPerson: true, HasW9: false } && options.WithoutW9 == WithoutW9.Block)
        {
            return new Refusal("w9_missing", TaxRefusalText.W9Missing);
        }
        return standing.Profile?.State == TaxState.Blocked && !standing.UsPerson
            ? new Refusal("tax_blocked", TaxRefusalText.Blocked)
            : null;
    }

    public override async Task<TaxOfPayout?> OfAsync(Guid freelancerId, Money amount, CancellationToken ct)
    {
        var why = Why(await standings.OfAsync(freelancerId, ct));
        if (why is null)
        {
            return null;
        }
        var code = why == WithheldFor.BackupUs ? "backup" : "nonresident";
        var ppm = packs.Us.RateOf(code, DateOnly.FromDateTime(db.Now));
        var tax = amount.Percent(ppm);
        return tax.Minor == 0 ? null : new TaxOfPayout(why.Value, tax, ppm);
    }

    private WithheldFor? Why(Standing standing)
    {
        if (standing.UsPerson)
        {
            return !standing.HasW9 || standing.Content!.BackupNotified ? WithheldFor.BackupUs : null;
        }
        // Services are income from where they are performed: the form's statement, else where the person says they work.
        var inside = standing.HasW8 ? standing.Content!.Services == "inside" : packs.Us.Has(standing.WorkCountry);
        return inside ? WithheldFor.NonResidentUs : null;
    }
}
