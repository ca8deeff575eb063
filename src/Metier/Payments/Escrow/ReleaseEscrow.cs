using Metier.Ledger;
using Metier.Platform;
using Microsoft.EntityFrameworkCore;

namespace Metier.Payments;

/// <summary>Releases held money to the freelancer.</summary>
/// <param name="RequestId">The same id releases once.</param>
/// <param name="MilestoneId">Whose money.</param>
/// <param name="Amount">All that is held, or a part of it.</param>
/// <param name="Memo">What the statement says.</param>
/// <param name="HeldFrom">When the security period begins, UTC; null for now.</param>
public sealed record ReleaseInput(
    Guid RequestId,
    Guid MilestoneId,
    Money Amount,
    string Memo,
    DateTime? HeldFrom = null
);

/// <summary>
/// Escrow → freelancer, less the service fee quoted when the client paid. The money is on its way for the security period.
/// Joins the caller's write transaction.
/// </summary>
public sealed class ReleaseEscrow(MetierDb db, LedgerBook book, EarningBook earnings)
{
    /// <summary>Refuses <c>nothing_held</c>, <c>more_than_held</c>, <c>amount_missing</c>.</summary>
    public Task<Outcome<EarningView>> RunAsync(ReleaseInput input, CancellationToken ct)
    {
        ArgumentNullException.ThrowIfNull(input);
        return db.WriteAsync<EarningView>(() => ReleaseAsync(input, ct), ct);
    }

    private async Task<Outcome<EarningView>> ReleaseAsync(ReleaseInput input, CancellationToken ct)
    {
        var uid = Uuid5.Of(input.MilestoneId, $"release/{input.RequestId:D}");
        if (await db.Earnings.FindAsync([uid], ct) is { } before)
        {
            return before.GrossMinor == input.Amount.Minor ? before.View() : Refusal.IdempotencyMismatch();
        }
        var holding = await db.Holdings.SingleOrDefaultAsync(h => h.Id == input.MilestoneId, ct);
        if (Holdings.Refuse(holding, input.Amount) is { } refusal)
        {
            return refusal;
        }
        var (service, processing) = holding!.TakeFees(input.Amount);
        holding.ReleasedMinor += input.Amount.Minor;
        var posting = Posting.Create(
            uid,
            holding.Week is null ? PostingKind.Release : PostingKind.WeeklyRelease,
            input.MilestoneId,
            input.Memo,
            Leg.Debit(holding.Account, input.Amount),
            Leg.Credit(LedgerAccount.FreelancerPending(holding.FreelancerId, holding.Unit), input.Amount - service),
            Leg.Credit(LedgerAccount.ServiceFee(holding.Unit), service)
        );
        var posted = await book.PostAsync(posting, holding.Parties, ct);
        return posted.Ok
            ? earnings
                .Add(
                    uid,
                    holding.Parties,
                    holding.PurposeKind,
                    holding.Id,
                    input.Amount,
                    service,
                    processing,
                    input.HeldFrom
                )
                .View()
            : Outcome<EarningView>.From(posted);
    }
}
