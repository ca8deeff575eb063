using Metier.Ledger;
using Metier.Platform;
using Microsoft.EntityFrameworkCore;

namespace Metier.Payments;

/// <summary>Gives held money back to the client.</summary>
/// <param name="RequestId">The same id refunds once.</param>
/// <param name="MilestoneId">Whose money.</param>
/// <param name="Amount">All that is held, or a part of it.</param>
/// <param name="Memo">What the statement says.</param>
public sealed record RefundInput(Guid RequestId, Guid MilestoneId, Money Amount, string Memo);

/// <summary>What a client gets back.</summary>
/// <param name="Amount">The price.</param>
/// <param name="ProcessingFee">The share of the processing fee.</param>
public sealed record RefundView(Money Amount, Money ProcessingFee)
{
    /// <summary>Both together.</summary>
    public Money Total => Amount + ProcessingFee;
}

/// <summary>
/// Escrow → client, the way the money came, with the processing fee in proportion where the operator returns it. Joins the
/// caller's write transaction; the provider is told after the commit.
/// </summary>
public sealed class RefundEscrow(MetierDb db, LedgerBook book, ClientRefunds refunds, PaymentOptions options)
{
    /// <summary>Refuses <c>nothing_held</c>, <c>more_than_held</c>, <c>amount_missing</c>.</summary>
    public Task<Outcome<RefundView>> RunAsync(RefundInput input, CancellationToken ct)
    {
        ArgumentNullException.ThrowIfNull(input);
        var uid = Uuid5.Of(input.MilestoneId, $"refund/{input.RequestId:D}");
        return db.WriteOnceAsync<RefundView>("escrow.refund", uid, input, () => RefundAsync(uid, input, ct), ct);
    }

    private async Task<Outcome<RefundView>> RefundAsync(Guid uid, RefundInput input, CancellationToken ct)
    {
        var holding = await db.Holdings.SingleOrDefaultAsync(h => h.Id == input.MilestoneId, ct);
        if (Holdings.Refuse(holding, input.Amount) is { } refusal)
        {
            return refusal;
        }
        var (service, fee) = holding!.TakeFees(input.Amount);
        var processing = options.RefundProcessingFee ? fee : Money.Zero(holding.Unit);
        holding.RefundedMinor += input.Amount.Minor;
        var back = new RefundView(input.Amount, processing);
        var sent = await refunds.SendAsync(uid, holding.Parties, holding.Id, back.Total, ct);
        var posting = Posting.Create(
            uid,
            PostingKind.Refund,
            input.MilestoneId,
            input.Memo,
            [
                Leg.Debit(holding.Account, input.Amount),
                Leg.Debit(LedgerAccount.ProcessingFee(holding.Unit), processing),
                .. sent,
            ]
        );
        var posted = await book.PostAsync(posting.With(sent.Rate), holding.Parties, ct);
        if (!posted.Ok)
        {
            return Outcome<RefundView>.From(posted);
        }
        db.Raise(holding.Refunded(uid, back, service, db.Now));
        return back;
    }
}
