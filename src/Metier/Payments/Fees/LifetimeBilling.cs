using Metier.Ledger;
using Metier.Platform;
using Microsoft.EntityFrameworkCore;

namespace Metier.Payments;

/// <summary>
/// Where two settlements of one client and one freelancer meet: each that is priced by steps counts here, so that two at once
/// cannot both be billed from the same point.
/// </summary>
internal sealed class PairBilling : IVersioned
{
    public Guid ClientId { get; init; }
    public Guid FreelancerId { get; init; }
    public required string Currency { get; init; }

    /// <summary>How many charges were priced by steps.</summary>
    public int Charges { get; set; }

    public int Version { get; set; }
}

/// <summary>
/// What a client and a freelancer have billed together, in one currency: it decides the step of a stepped service fee.
/// </summary>
public sealed class LifetimeBilling(MetierDb db)
{
    /// <summary>
    /// All that was charged for work, less what went back to the client before or after its release. Charges under way do not
    /// count: their fee is settled when they are.
    /// </summary>
    public async Task<Money> BilledAsync(Guid clientId, Guid freelancerId, Currency currency, CancellationToken ct)
    {
        ArgumentNullException.ThrowIfNull(currency);
        var code = currency.Code;
        var charged = await db
            .Charges.Where(c => c.ClientId == clientId && c.FreelancerId == freelancerId && c.Currency == code)
            .Where(c => c.State == ChargeState.Settled)
            .SumAsync(c => c.AmountMinor, ct);
        var refunded = await db
            .Holdings.Where(h => h.ClientId == clientId && h.FreelancerId == freelancerId && h.Currency == code)
            .SumAsync(h => h.RefundedMinor, ct);
        var given = await db
            .Earnings.Where(e => e.ClientId == clientId && e.FreelancerId == freelancerId && e.Currency == code)
            .SumAsync(e => e.RefundedGrossMinor, ct);
        return currency.Minor(Math.Max(0, charged - refunded - given));
    }

    /// <summary>The same for terms that ask; nothing is read for a flat fee.</summary>
    public async Task<Money> ForAsync(FeeTerms terms, Guid clientId, Guid freelancerId, CancellationToken ct)
    {
        ArgumentNullException.ThrowIfNull(terms);
        return terms.HasTiers
            ? await BilledAsync(clientId, freelancerId, terms.Currency, ct)
            : Money.Zero(terms.Currency);
    }

    /// <summary>
    /// The service fee of a charge that settles now, in the transaction that settles it. Of two at once one is run again, after
    /// the other, and finds what the other has billed.
    /// </summary>
    internal async Task<Money> FeeOfAsync(Charge charge, CancellationToken ct)
    {
        var terms = charge.FeeTerms;
        if (!terms.HasTiers)
        {
            return charge.ServiceFee;
        }
        var pair = await db.PairBillings.SingleOrDefaultAsync(
            p =>
                p.ClientId == charge.ClientId && p.FreelancerId == charge.FreelancerId && p.Currency == charge.Currency,
            ct
        );
        if (pair is null)
        {
            pair = new PairBilling
            {
                ClientId = charge.ClientId,
                FreelancerId = charge.FreelancerId,
                Currency = charge.Currency,
            };
            db.PairBillings.Add(pair);
        }
        pair.Charges++;
        var billed = await BilledAsync(charge.ClientId, charge.FreelancerId, terms.Currency, ct);
        return terms.ServiceFee(charge.Amount, billed);
    }
}
