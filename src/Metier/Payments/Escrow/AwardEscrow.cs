using Metier.Ledger;
using Metier.Platform;
using Microsoft.EntityFrameworkCore;

namespace Metier.Payments;

/// <summary>Divides held money by an agreement or a ruling.</summary>
/// <param name="RequestId">The same id divides once.</param>
/// <param name="MilestoneId">Whose money.</param>
/// <param name="ToFreelancer">The price of the work that is paid; zero or more.</param>
/// <param name="ToClient">What goes back; zero or more.</param>
/// <param name="Memo">What the statement says.</param>
public sealed record AwardInput(Guid RequestId, Guid MilestoneId, Money ToFreelancer, Money ToClient, string Memo);

/// <summary>What each side got.</summary>
/// <param name="Earning">The freelancer's part; null when there is none.</param>
/// <param name="Refund">The client's part; null when there is none.</param>
public sealed record AwardView(EarningView? Earning, RefundView? Refund);

/// <summary>
/// Escrow → both sides in one posting: a release and a refund that cannot be apart. What is in neither part stays held.
/// Joins the caller's write transaction.
/// </summary>
public sealed class AwardEscrow(
    MetierDb db,
    LedgerBook book,
    EarningBook earnings,
    ClientRefunds refunds,
    PaymentOptions options
)
{
    /// <summary>Refuses <c>nothing_held</c>, <c>more_than_held</c>, <c>amount_missing</c> (both parts zero).</summary>
    public Task<Outcome<AwardView>> RunAsync(AwardInput input, CancellationToken ct)
    {
        ArgumentNullException.ThrowIfNull(input);
        ArgumentOutOfRangeException.ThrowIfNegative(input.ToFreelancer.Minor, nameof(input));
        ArgumentOutOfRangeException.ThrowIfNegative(input.ToClient.Minor, nameof(input));
        var uid = Uuid5.Of(input.MilestoneId, $"award/{input.RequestId:D}");
        return db.WriteOnceAsync<AwardView>("escrow.award", uid, input, () => AwardAsync(uid, input, ct), ct);
    }

    private async Task<Outcome<AwardView>> AwardAsync(Guid uid, AwardInput input, CancellationToken ct)
    {
        var holding = await db.Holdings.SingleOrDefaultAsync(h => h.Id == input.MilestoneId, ct);
        if (Holdings.Refuse(holding, input.ToFreelancer + input.ToClient) is { } refusal)
        {
            return refusal;
        }
        var zero = Money.Zero(holding!.Unit);
        var (service, paidFee) = input.ToFreelancer.Minor > 0 ? holding.TakeFees(input.ToFreelancer) : (zero, zero);
        holding.ReleasedMinor += input.ToFreelancer.Minor;
        var (unearned, fee) = input.ToClient.Minor > 0 ? holding.TakeFees(input.ToClient) : (zero, zero);
        holding.RefundedMinor += input.ToClient.Minor;
        var back = new RefundView(input.ToClient, options.RefundProcessingFee ? fee : zero);
        var sent = await refunds.SendAsync(uid, holding.Parties, holding.Id, back.Total, ct);
        var posting = Posting.Create(
            uid,
            PostingKind.Award,
            holding.Id,
            input.Memo,
            [
                Leg.Debit(holding.Account, input.ToFreelancer + input.ToClient),
                Leg.Debit(LedgerAccount.ProcessingFee(holding.Unit), back.ProcessingFee),
                Leg.Credit(
                    LedgerAccount.FreelancerPending(holding.FreelancerId, holding.Unit),
                    input.ToFreelancer - service
                ),
                Leg.Credit(LedgerAccount.ServiceFee(holding.Unit), service),
                .. sent,
            ]
        );
        var posted = await book.PostAsync(posting.With(sent.Rate), holding.Parties, ct);
        if (!posted.Ok)
        {
            return Outcome<AwardView>.From(posted);
        }
        var earning =
            input.ToFreelancer.Minor == 0
                ? null
                : earnings
                    .Add(uid, holding.Parties, holding.PurposeKind, holding.Id, input.ToFreelancer, service, paidFee)
                    .View();
        if (input.ToClient.Minor > 0)
        {
            db.Raise(holding.Refunded(uid, back, unearned, db.Now));
        }
        return new AwardView(earning, input.ToClient.Minor == 0 ? null : back);
    }
}
