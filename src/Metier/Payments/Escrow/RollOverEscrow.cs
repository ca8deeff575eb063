using Metier.Ledger;
using Metier.Platform;
using Microsoft.EntityFrameworkCore;

namespace Metier.Payments;

/// <summary>Moves held money from one milestone to the next of the same contract.</summary>
/// <param name="RequestId">The same id moves once.</param>
/// <param name="FromMilestoneId">Where it is held.</param>
/// <param name="ToMilestoneId">Where it is to be held.</param>
/// <param name="Amount">All that is held, or a part of it.</param>
/// <param name="Memo">What the statement says.</param>
public sealed record RollOverInput(Guid RequestId, Guid FromMilestoneId, Guid ToMilestoneId, Money Amount, string Memo);

/// <summary>
/// Escrow → escrow: nobody pays and nobody is paid, and the fees that were quoted go along. Joins the caller's write
/// transaction.
/// </summary>
public sealed class RollOverEscrow(MetierDb db, LedgerBook book)
{
    /// <summary>Refuses <c>nothing_held</c>, <c>more_than_held</c>, <c>amount_missing</c>. Answers with what is held in the next.</summary>
    public Task<Outcome<Money>> RunAsync(RollOverInput input, CancellationToken ct)
    {
        ArgumentNullException.ThrowIfNull(input);
        var uid = Uuid5.Of(input.FromMilestoneId, $"rollover/{input.RequestId:D}");
        return db.WriteOnceAsync<Money>("escrow.rollover", uid, input, () => MoveAsync(uid, input, ct), ct);
    }

    private async Task<Outcome<Money>> MoveAsync(Guid uid, RollOverInput input, CancellationToken ct)
    {
        var from = await db.Holdings.SingleOrDefaultAsync(h => h.Id == input.FromMilestoneId, ct);
        if (Holdings.Refuse(from, input.Amount) is { } refusal)
        {
            return refusal;
        }
        var to = await db.Holdings.SingleOrDefaultAsync(h => h.Id == input.ToMilestoneId, ct);
        if (to is null)
        {
            to = Holding.For(input.ToMilestoneId, from!.Parties, from.PurposeKind, from.Currency, null, db.Now);
            db.Holdings.Add(to);
        }
        if (to.ContractId != from!.ContractId || to.Id == from.Id || from.Week is not null)
        {
            throw new InvalidOperationException("Held money stays within its contract.");
        }
        var (service, processing) = from.TakeFees(input.Amount);
        from.RolledOutMinor += input.Amount.Minor;
        to.RolledInMinor += input.Amount.Minor;
        to.ServiceFeeLeftMinor += service.Minor;
        to.ProcessingFeeLeftMinor += processing.Minor;
        var posting = Posting.Create(
            uid,
            PostingKind.RollOver,
            from.Id,
            input.Memo,
            Leg.Debit(LedgerAccount.Escrow(from.Id, from.Unit), input.Amount),
            Leg.Credit(LedgerAccount.Escrow(to.Id, from.Unit), input.Amount)
        );
        var posted = await book.PostAsync(posting, from.Parties, ct);
        return posted.Ok ? to.Left : Outcome<Money>.From(posted);
    }
}
