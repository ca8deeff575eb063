using Metier.Contracts;
using Metier.Platform;
using Microsoft.EntityFrameworkCore;

namespace Metier.Reputation;

/// <summary>Feedback as typed.</summary>
public sealed record FeedbackInput(Guid RequestId, Guid ContractId, ReviewTyped Public, PrivateTyped Private);

/// <summary>
/// One side gives feedback on an ended contract. The other side sees nothing of it until it has given its own, or the time
/// is over.
/// </summary>
public sealed class GiveFeedback(MetierDb db, ContractViews contracts, FeedbackRounds rounds)
{
    /// <summary>Answers with true when both have given and it is shown now.</summary>
    public Task<Outcome<bool>> RunAsync(FeedbackInput input, Actor actor, CancellationToken ct)
    {
        ArgumentNullException.ThrowIfNull(input);
        return db.WriteOnceAsync<bool>(
            $"feedback:{actor.MemberId:N}",
            input.RequestId,
            input,
            async () =>
            {
                if (await contracts.FindAsync(input.ContractId, actor, ct) is not { } contract)
                {
                    return Refusal.NotFound();
                }
                if (contract.Contract is not { State: ContractState.Ended, EndedAt: not null })
                {
                    return new Refusal("contract_runs", ReputationRefusalText.ContractRuns);
                }
                var round = await rounds.OfAsync(contract.Contract.Id, ct);
                if (round.GaveAt(contract.Side) is not null)
                {
                    return new Refusal("already_given", ReputationRefusalText.AlreadyGiven);
                }
                if (!round.IsOpenFor(contract.Side, db.Now))
                {
                    return new Refusal("too_late", ReputationRefusalText.TooLate(Formats.Count(Days(round))));
                }
                var wrong = new List<Refusal>();
                var said = FeedbackForm.Read(input.Public, wrong);
                var told = FeedbackForm.Read(input.Private, wrong);
                return wrong.Count > 0
                    ? wrong
                    : await GiveAsync(round, contract.Side, said!.Value, told!.Value, actor, ct);
            },
            ct
        );
    }

    private static long Days(FeedbackRound round) => (long)Math.Round((round.OpenUntil - round.EndedAt).TotalDays);

    private async Task<Outcome<bool>> GiveAsync(
        FeedbackRound round,
        Side side,
        (Stars Stars, string Comment) said,
        (EndedBecause Reason, int? Score) told,
        Actor actor,
        CancellationToken ct
    )
    {
        var review = new Review
        {
            Id = Ids.New(db.Clock),
            ContractId = round.ContractId,
            By = side,
            AuthorId = actor.MemberId,
            ClientId = round.ClientId,
            FreelancerId = round.FreelancerId,
            Comment = said.Comment,
            GivenAt = db.Now,
        };
        review.Rate(said.Stars, said.Comment);
        db.Reviews.Add(review);
        db.PrivateFeedback.Add(
            new PrivateFeedback
            {
                ReviewId = review.Id,
                Reason = told.Reason,
                Score = told.Score,
            }
        );
        // No stars and no words in the log: an operator reading it must not learn what is still hidden.
        db.Audit(actor, "review.given", review.Id, new { contract = round.ContractId, by = side });
        if (!round.Give(side, db.Now))
        {
            return false;
        }
        await rounds.ShowAsync(round, review, ct);
        return true;
    }
}
