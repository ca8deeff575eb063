using Metier.Contracts;
using Metier.Platform;
using Microsoft.EntityFrameworkCore;

namespace Metier.Reputation;

/// <summary>Opens and closes rounds of feedback; called within the caller's transaction.</summary>
public sealed class FeedbackRounds(MetierDb db, ContractViews contracts)
{
    /// <summary>
    /// The round of an ended contract, made when there is none yet: the page can be quicker than the event. Of two who
    /// make it at once, one is run again and finds the other's.
    /// </summary>
    internal async Task<FeedbackRound> OfAsync(Guid contractId, CancellationToken ct)
    {
        if (await db.FeedbackRounds.SingleOrDefaultAsync(r => r.ContractId == contractId, ct) is { } found)
        {
            return found;
        }
        var facts =
            await contracts.FactsAsync(contractId, ct)
            ?? throw new InvalidOperationException($"No contract {contractId}");
        var ended = facts.EndedAt ?? throw new InvalidOperationException($"Contract {contractId} has not ended");
        var round = new FeedbackRound
        {
            ContractId = contractId,
            ClientId = facts.ClientId,
            FreelancerId = facts.FreelancerId,
            Title = facts.Title,
            PaidMinor = facts.Paid.Minor,
            Currency = facts.Paid.Currency.Code,
            StartedAt = facts.StartedAt,
            EndedAt = ended,
            OpenUntil = ended.AddDays(facts.FeedbackDays),
        };
        db.FeedbackRounds.Add(round);
        return round;
    }

    /// <summary>
    /// Shows what was given. Whether it counts is asked now: a bonus paid after the end is payment too.
    /// <paramref name="added"/> is a review of this transaction, which the database does not know yet.
    /// </summary>
    internal async Task ShowAsync(FeedbackRound round, Review? added, CancellationToken ct)
    {
        var paid = (await contracts.FactsAsync(round.ContractId, ct))!.Paid;
        round.Show(paid.Minor, db.Now);
        var reviews = await db.Reviews.Where(r => r.ContractId == round.ContractId).ToListAsync(ct);
        if (added is not null && !reviews.Contains(added))
        {
            reviews.Add(added);
        }
        foreach (var review in reviews)
        {
            review.Show(paid.Minor > 0, db.Now);
        }
        db.Audit(null, "feedback.shown", round.ContractId, new { reviews = reviews.Count, counted = paid.Minor > 0 });
        db.Raise(new FeedbackShown(round.ContractId, round.ClientId, round.FreelancerId, round.Title));
    }
}

/// <summary>When the time is over, what only one side gave is shown.</summary>
internal sealed class ShowFeedback(MetierDb db, FeedbackRounds rounds) : Chore
{
    public override Task<DateTime?> NextDueAsync(CancellationToken ct) => db.FeedbackRounds.MinAsync(r => r.ShowAt, ct);

    public override async Task<int> RunAsync(CancellationToken ct)
    {
        var now = db.Now;
        var due = await db
            .FeedbackRounds.Where(r => r.ShowAt <= now)
            .OrderBy(r => r.ShowAt)
            .ThenBy(r => r.ContractId)
            .Select(r => r.ContractId)
            .Take(200)
            .ToListAsync(ct);
        foreach (var id in due)
        {
            await db.WriteAsync<Done>(
                async () =>
                {
                    var round = await db.FeedbackRounds.SingleAsync(r => r.ContractId == id, ct);
                    if (round.ShowAt is not { } at || at > db.Now)
                    {
                        return Refusal.NotFound();
                    }
                    await rounds.ShowAsync(round, null, ct);
                    return Done.It;
                },
                ct
            );
            db.ChangeTracker.Clear();
        }
        return due.Count;
    }
}
