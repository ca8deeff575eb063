using Metier.Ledger;
using Metier.Platform;
using Microsoft.EntityFrameworkCore;

namespace Metier.Payments;

/// <summary>How far money on its way back to a client is.</summary>
public enum ClientRefundState
{
    /// <summary>At the provider, or about to be.</summary>
    Sending,

    /// <summary>Given back.</summary>
    Sent,

    /// <summary>The provider could not give it back (a closed card): kept for the client.</summary>
    Kept,
}

/// <summary>One part of a charge on its way back to the client.</summary>
internal sealed class ClientRefund : IVersioned
{
    /// <summary>Also the id of the operation at the provider.</summary>
    public Guid Id { get; init; }

    public Guid ChargeId { get; init; }
    public Guid ClientId { get; init; }
    public Guid FreelancerId { get; init; }
    public Guid ContractId { get; init; }
    public required string Currency { get; init; }
    public long AmountMinor { get; init; }
    public ClientRefundState State { get; set; }
    public DateTime CreatedAt { get; init; }
    public DateTime? EndedAt { get; set; }
    public int Version { get; set; }
}

/// <summary>
/// Sends money back the way it came: to the charges of the same milestone, then to others of the contract (money may have
/// rolled over), the latest first.
/// </summary>
public sealed class ClientRefunds(MetierDb db)
{
    /// <summary>
    /// Writes the refunds down and answers with the credits of the posting that pays for them. What no charge can take
    /// back any more is kept for the client.
    /// </summary>
    internal async Task<RefundLegs> SendAsync(
        Guid cause,
        Parties parties,
        Guid subjectId,
        Money total,
        CancellationToken ct
    )
    {
        var code = total.Currency.Code;
        var charges = await db
            .Charges.Where(c =>
                c.ContractId == parties.ContractId && c.Currency == code && c.State == ChargeState.Settled
            )
            .OrderBy(c => c.SubjectId == subjectId ? 0 : 1)
            .ThenByDescending(c => c.EndedAt)
            .ThenByDescending(c => c.Id)
            .ToListAsync(ct);
        var legs = new RefundLegs();
        var left = total;
        foreach (var charge in charges)
        {
            var gone = total.Currency.Minor(charge.RefundedMinor + charge.ChargedBackMinor);
            var part = Money.Min(left, charge.Total - gone);
            if (part.Minor > 0)
            {
                legs.AddRange(Send(cause, charge, part));
                legs.Rate = legs.Rate ?? charge.Rate;
                left -= part;
            }
        }
        left = await RepayAsync(charges, subjectId, left, parties, legs, ct);
        legs.Add(Leg.Credit(LedgerAccount.ClientCredit(parties.ClientId!.Value, total.Currency), left));
        return legs;
    }

    /// <summary>
    /// What the client's bank has taken back already is not given to the client a second time: first it pays what the client
    /// owes for it, then what the operator has borne.
    /// </summary>
    private async Task<Money> RepayAsync(
        List<Charge> charges,
        Guid subjectId,
        Money left,
        Parties parties,
        RefundLegs legs,
        CancellationToken ct
    )
    {
        var unit = left.Currency;
        foreach (var charge in charges.Where(c => c.ChargedBackMinor > 0))
        {
            var lost = await db
                .Chargebacks.Where(c => c.ChargeId == charge.Id)
                .SumAsync(c => c.CoveredMinor + c.DebtMinor, ct);
            var part = Money.Min(left, unit.Minor(Math.Max(0, lost - charge.RecoveredMinor)));
            if (part.Minor == 0 || (charge.SubjectId != subjectId && subjectId != Guid.Empty))
            {
                continue;
            }
            charge.RecoveredMinor += part.Minor;
            left -= part;
            var owed = await ChargebackDebts.RepayAsync(db, charge.Id, part.Minor, ct);
            legs.Add(Leg.Credit(LedgerAccount.ClientReceivable(parties.ClientId!.Value, unit), unit.Minor(owed)));
            legs.Add(Leg.Credit(LedgerAccount.Chargeback(unit), unit.Minor(part.Minor - owed)));
        }
        return left;
    }

    /// <summary>
    /// Sends a part of a charge back, in the currency it was paid in and at its rate; answers with the credits that it is paid with
    /// in the contract's currency, and the legs of the conversion.
    /// </summary>
    internal IEnumerable<Leg> Send(Guid cause, Charge charge, Money part)
    {
        if (charge.Rate is null)
        {
            charge.RefundedMinor += part.Minor;
            Send(cause, charge, part.Currency, part.Minor);
            return [Leg.Credit(Account(charge), part)];
        }
        var (back, legs) = ExchangeLegs.Returned(charge, part);
        charge.RefundedMinor += part.Minor;
        charge.PayRefundedMinor += back.Minor;
        // A part may be less than the smallest unit of the other currency: it goes back with the next one.
        if (back.Minor > 0)
        {
            Send(cause, charge, back.Currency, back.Minor);
        }
        return [.. legs, Leg.Credit(Account(charge), back)];
    }

    /// <summary>Sends everything back that was collected; answers with the credit.</summary>
    internal Leg SendAll(Guid cause, Charge charge)
    {
        charge.RefundedMinor = charge.Total.Minor;
        charge.PayRefundedMinor = charge.PayMinor;
        Send(cause, charge, charge.Collected.Currency, charge.Collected.Minor);
        return Leg.Credit(Account(charge), charge.Collected);
    }

    private void Send(Guid cause, Charge charge, Currency currency, long minor)
    {
        var refund = new ClientRefund
        {
            Id = Uuid5.Of(cause, $"refund/{charge.Id:D}"),
            ChargeId = charge.Id,
            ClientId = charge.ClientId,
            FreelancerId = charge.FreelancerId,
            ContractId = charge.ContractId,
            Currency = currency.Code,
            AmountMinor = minor,
            CreatedAt = db.Now,
        };
        db.ClientRefunds.Add(refund);
        var request = new RefundRequest(charge.ProviderReference, currency.Minor(minor));
        db.ProviderOperations.Add(
            ProviderOperation.For(refund.Id, charge.Provider, OperationKind.Refund, refund.Id, request, db.Now)
        );
    }

    internal static LedgerAccount Account(Charge charge) =>
        charge.ClearedAt is null
            ? LedgerAccount.ProviderPending(charge.Provider, charge.Collected.Currency)
            : LedgerAccount.ProviderAvailable(charge.Provider, charge.Collected.Currency);
}

/// <summary>The legs that pay for a refund.</summary>
internal sealed class RefundLegs : List<Leg>
{
    /// <summary>The rate of the latest charge it goes back to that was paid in another currency; null when none was.</summary>
    public ExchangeRate? Rate { get; set; }
}

/// <summary>Writes the end of a refund at the provider.</summary>
internal sealed class SettleRefund(MetierDb db, LedgerBook book)
{
    public async Task ApplyAsync(ProviderOperation operation, ProviderAnswer answer, CancellationToken ct)
    {
        var refund = await db.ClientRefunds.SingleAsync(r => r.Id == operation.SubjectId, ct);
        if (answer.Status == ProviderStatus.Succeeded)
        {
            refund.State = ClientRefundState.Sent;
            refund.EndedAt = db.Now;
        }
        else if (answer.Status == ProviderStatus.Declined)
        {
            var charge = await db.Charges.SingleAsync(c => c.Id == refund.ChargeId, ct);
            var amount = Currency.Of(refund.Currency).Minor(refund.AmountMinor);
            refund.State = ClientRefundState.Kept;
            refund.EndedAt = db.Now;
            var posting = Posting.Create(
                Uuid5.Of(refund.Id, "kept"),
                PostingKind.RefundReturned,
                refund.Id,
                "",
                Leg.Debit(ClientRefunds.Account(charge), amount),
                Leg.Credit(LedgerAccount.ClientCredit(refund.ClientId, amount.Currency), amount)
            );
            // Both sides only rise, so nothing can refuse this; if something did, it would be a bug worth an exception.
            _ = (await book.PostAsync(posting, new(refund.ClientId, refund.FreelancerId, refund.ContractId), ct)).Value;
        }
    }
}
