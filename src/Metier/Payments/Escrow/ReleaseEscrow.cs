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
    public async Task<Outcome<EarningView>> RunAsync(ReleaseInput input, CancellationToken ct)
    {
        ArgumentNullException.ThrowIfNull(input);
        var released = await RunManyAsync([input], ct);
        return released.Ok ? released.Value[0] : Outcome<EarningView>.From(released);
    }

    /// <summary>Releases what many milestones or weeks hold, each at most once in a call, in one posting of all: all of them, or none.</summary>
    public Task<Outcome<List<EarningView>>> RunManyAsync(IReadOnlyList<ReleaseInput> inputs, CancellationToken ct)
    {
        ArgumentNullException.ThrowIfNull(inputs);
        return db.WriteAsync<List<EarningView>>(() => ReleaseAsync(inputs, ct), ct);
    }

    private async Task<Outcome<List<EarningView>>> ReleaseAsync(
        IReadOnlyList<ReleaseInput> inputs,
        CancellationToken ct
    )
    {
        var (uids, from) = (inputs.Select(Uid).ToList(), inputs.Select(i => i.MilestoneId).ToList());
        var known = await db.Earnings.Where(e => uids.Contains(e.Id)).ToDictionaryAsync(e => e.Id, ct);
        var holdings = await db.Holdings.Where(h => from.Contains(h.Id)).ToDictionaryAsync(h => h.Id, ct);
        var views = new EarningView[inputs.Count];
        var parts =
            new List<(int At, Guid Uid, ReleaseInput Input, Holding Holding, Money Service, Money Processing)>();
        var bookings = new List<Booking>();
        foreach (var (at, input) in inputs.Index())
        {
            if (known.TryGetValue(uids[at], out var before))
            {
                if (before.GrossMinor != input.Amount.Minor)
                {
                    return Refusal.IdempotencyMismatch();
                }
                views[at] = before.View();
                continue;
            }
            var holding = holdings.GetValueOrDefault(input.MilestoneId);
            if (Holdings.Refuse(holding, input.Amount) is { } refusal)
            {
                return refusal;
            }
            var (service, processing) = holding!.TakeFees(input.Amount);
            holding.ReleasedMinor += input.Amount.Minor;
            parts.Add((at, uids[at], input, holding, service, processing));
            bookings.Add(new(Release(uids[at], input, holding, service), holding.Parties));
        }
        var posted = await book.PostManyAsync(bookings, ct);
        if (!posted.Ok)
        {
            return Outcome<List<EarningView>>.From(posted);
        }
        foreach (var (at, uid, input, holding, service, processing) in parts)
        {
            var kind = holding.PurposeKind;
            views[at] = earnings
                .Add(uid, holding.Parties, kind, holding.Id, input.Amount, service, processing, input.HeldFrom)
                .View();
        }
        return views.ToList();
    }

    private static Guid Uid(ReleaseInput input) => Uuid5.Of(input.MilestoneId, $"release/{input.RequestId:D}");

    private static Posting Release(Guid uid, ReleaseInput input, Holding holding, Money service) =>
        Posting.Create(
            uid,
            holding.Week is null ? PostingKind.Release : PostingKind.WeeklyRelease,
            input.MilestoneId,
            input.Memo,
            Leg.Debit(holding.Account, input.Amount),
            Leg.Credit(LedgerAccount.FreelancerPending(holding.FreelancerId, holding.Unit), input.Amount - service),
            Leg.Credit(LedgerAccount.ServiceFee(holding.Unit), service)
        );
}
