using Metier.Ledger;
using Metier.Platform;
using Microsoft.EntityFrameworkCore;

namespace Metier.Payments;

/// <summary>A payout that tax was withheld from.</summary>
/// <param name="PayoutId">The payout.</param>
/// <param name="FreelancerId">Whose.</param>
/// <param name="At">When, UTC.</param>
/// <param name="Tax">What was withheld.</param>
/// <param name="Returned">What of it is in the balance again.</param>
public sealed record WithheldLine(Guid PayoutId, Guid FreelancerId, DateTime At, TaxOfPayout Tax, Money Returned);

/// <summary>What lies in an account for withheld tax.</summary>
public sealed record WithheldBalance(WithheldFor For, Money Amount);

/// <summary>Reads what was withheld.</summary>
public sealed class WithheldViews(MetierDb db)
{
    /// <summary>Lines per page.</summary>
    public const int PageSize = 50;

    /// <summary>Payouts with tax, the newest first, before a key; of one freelancer or all; one more than a page when there is a next one.</summary>
    public async Task<List<WithheldLine>> ListAsync(
        Guid? freelancerId,
        (DateTime At, Guid Id)? before,
        CancellationToken ct
    )
    {
        var query = db.Payouts.AsNoTracking().Where(p => p.WithheldFor != null);
        if (freelancerId is { } one)
        {
            query = query.Where(p => p.FreelancerId == one);
        }
        if (before is var (at, id))
        {
            query = query.Where(p => p.CreatedAt < at || (p.CreatedAt == at && p.Id.CompareTo(id) < 0));
        }
        var rows = await query
            .OrderByDescending(p => p.CreatedAt)
            .ThenByDescending(p => p.Id)
            .Take(PageSize + 1)
            .ToListAsync(ct);
        return rows.ConvertAll(p => new WithheldLine(
            p.Id,
            p.FreelancerId,
            p.CreatedAt,
            new TaxOfPayout(p.WithheldFor!.Value, p.Withheld, p.WithheldPpm),
            p.Unit.Minor(p.WithheldReturnedMinor)
        ));
    }

    /// <summary>What is withheld and not with the tax office yet, by kind and currency.</summary>
    public async Task<List<WithheldBalance>> BalancesAsync(CancellationToken ct)
    {
        var rows = await (
            from a in db.LedgerAccounts.AsNoTracking()
            where a.Kind == AccountKind.WithheldBackupUs || a.Kind == AccountKind.WithheldNonResidentUs
            join b in db.LedgerBalances on a.Id equals b.AccountId
            orderby a.Code
            select new
            {
                a.Kind,
                a.Currency,
                b.Posted,
            }
        ).ToListAsync(ct);
        return rows.ConvertAll(r => new WithheldBalance(
            r.Kind == AccountKind.WithheldBackupUs ? WithheldFor.BackupUs : WithheldFor.NonResidentUs,
            Currency.Of(r.Currency).Minor(r.Posted)
        ));
    }

    /// <summary>
    /// What the payouts say was withheld and not given back, by kind and currency, in minor units: what the accounts must hold
    /// together with what went to the tax office.
    /// </summary>
    public async Task<Dictionary<(WithheldFor For, string Currency), long>> ByPayoutsAsync(CancellationToken ct)
    {
        var sums = await db
            .Payouts.Where(p => p.WithheldFor != null)
            .GroupBy(p => new { p.WithheldFor, p.Currency })
            .Select(g => new { g.Key, Minor = g.Sum(p => p.WithheldMinor - p.WithheldReturnedMinor) })
            .ToListAsync(ct);
        return sums.ToDictionary(s => (s.Key.WithheldFor!.Value, s.Key.Currency), s => s.Minor);
    }
}
