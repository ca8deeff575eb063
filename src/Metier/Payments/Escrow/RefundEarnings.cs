using Metier.Ledger;
using Metier.Platform;
using Microsoft.EntityFrameworkCore;

namespace Metier.Payments;

/// <summary>A freelancer gives back money that was released.</summary>
/// <param name="RequestId">The same id gives back once.</param>
/// <param name="ContractId">The contract it was earned on.</param>
/// <param name="FreelancerId">Who gives.</param>
/// <param name="Amount">The price of the work given back: the freelancer's net and the service fee in proportion.</param>
/// <param name="Memo">What the statement says.</param>
public sealed record RefundEarningsInput(Guid RequestId, Guid ContractId, Guid FreelancerId, Money Amount, string Memo);

/// <summary>What a refund after release came to.</summary>
/// <param name="Amount">The price given back.</param>
/// <param name="ServiceFee">The part of it that the platform gives: its commission in proportion.</param>
/// <param name="ProcessingFee">What the client gets on top: the processing fee in proportion.</param>
public sealed record EarningsRefundView(Money Amount, Money ServiceFee, Money ProcessingFee)
{
    /// <summary>What leaves the freelancer's balance.</summary>
    public Money FromFreelancer => Amount - ServiceFee;

    /// <summary>What the client receives.</summary>
    public Money ToClient => Amount + ProcessingFee;
}

/// <summary>
/// Freelancer → client, final, within 180 days of the payment, at most what was paid on the contract and what the
/// freelancer's balance holds; fees return in proportion. The latest earnings go first. Joins the caller's write
/// transaction.
/// </summary>
public sealed class RefundEarnings(
    MetierDb db,
    LedgerBook book,
    ClientRefunds refunds,
    PaymentOptions options,
    RuleOptions rules
)
{
    /// <summary>Refuses <c>amount_missing</c>, <c>more_than_refundable</c>, <c>insufficient_balance</c>.</summary>
    public Task<Outcome<EarningsRefundView>> RunAsync(RefundEarningsInput input, CancellationToken ct)
    {
        ArgumentNullException.ThrowIfNull(input);
        var uid = Uuid5.Of(input.ContractId, $"give-back/{input.RequestId:D}");
        return db.WriteOnceAsync<EarningsRefundView>(
            "earnings.refund",
            uid,
            input,
            () => GiveAsync(uid, input, ct),
            ct
        );
    }

    private async Task<Outcome<EarningsRefundView>> GiveAsync(Guid uid, RefundEarningsInput input, CancellationToken ct)
    {
        if (input.Amount.Minor <= 0)
        {
            return new Refusal("amount_missing", PaymentRefusalText.AmountMissing, "Form.Amount");
        }
        var unit = input.Amount.Currency;
        var since = db.Now.AddDays(-rules.RefundDays);
        var earnings = await db
            .Earnings.Where(e =>
                e.ContractId == input.ContractId
                && e.FreelancerId == input.FreelancerId
                && e.Currency == unit.Code
                && e.EarnedAt >= since
            )
            .OrderByDescending(e => e.EarnedAt)
            .ThenByDescending(e => e.Id)
            .ToListAsync(ct);
        if (earnings.Sum(e => e.GrossMinor - e.RefundedGrossMinor - e.FrozenGrossMinor) < input.Amount.Minor)
        {
            return new Refusal("more_than_refundable", PaymentRefusalText.MoreThanRefundable, "Form.Amount");
        }
        var parties = new Parties(earnings[0].ClientId, input.FreelancerId, input.ContractId);
        var (legs, back) = Take(earnings, input.Amount);
        var sent = await refunds.SendAsync(uid, parties, Guid.Empty, back.ToClient, ct);
        legs.AddRange(sent);
        var posting = Posting.Create(uid, PostingKind.RefundAfterRelease, input.ContractId, input.Memo, [.. legs]);
        var posted = await book.PostAsync(posting.With(sent.Rate), parties, ct);
        if (!posted.Ok)
        {
            return Outcome<EarningsRefundView>.From(posted);
        }
        db.Raise(
            new EarningsRefunded(
                uid,
                parties.ClientId!.Value,
                input.FreelancerId,
                input.ContractId,
                back.Amount,
                back.ServiceFee,
                back.ProcessingFee,
                db.Now
            )
        );
        return back;
    }

    /// <summary>Takes the amount from the earnings, each with its share of the fees, from wherever the money is now.</summary>
    private (List<Leg> Legs, EarningsRefundView Back) Take(List<Earning> earnings, Money amount)
    {
        var unit = amount.Currency;
        var legs = new List<Leg>();
        var (left, service, processing) = (amount, Money.Zero(unit), Money.Zero(unit));
        foreach (var earning in earnings)
        {
            var (gross, before) = (unit.Minor(earning.GrossMinor), unit.Minor(earning.RefundedGrossMinor));
            var part = Money.Min(left, gross - before - unit.Minor(earning.FrozenGrossMinor));
            if (part.Minor == 0)
            {
                continue;
            }
            var fee = FeeTerms.Share(unit.Minor(earning.ServiceFeeMinor), gross, before, part);
            if (options.RefundProcessingFee)
            {
                processing += FeeTerms.Share(unit.Minor(earning.ProcessingFeeMinor), gross, before, part);
            }
            earning.RefundedGrossMinor += part.Minor;
            earning.RefundedFeeMinor += fee.Minor;
            left -= part;
            service += fee;
            var account = earning.AvailableSince is null
                ? LedgerAccount.FreelancerPending(earning.FreelancerId, unit)
                : LedgerAccount.FreelancerAvailable(earning.FreelancerId, unit);
            legs.Add(Leg.Debit(account, part - fee));
        }
        legs.Add(Leg.Debit(LedgerAccount.ServiceFee(unit), service));
        legs.Add(Leg.Debit(LedgerAccount.ProcessingFee(unit), processing));
        return (legs, new EarningsRefundView(amount, service, processing));
    }
}
