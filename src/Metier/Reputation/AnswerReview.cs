using Metier.Platform;

namespace Metier.Reputation;

/// <summary>The receiver of a review answers it in public, once, within 28 days of its being shown.</summary>
public sealed class ReplyToReview(MetierDb db, ReviewAccess access, RuleOptions rules)
{
    /// <summary>Field names of refusals begin with <c>Reply</c>.</summary>
    public Task<Outcome<Done>> RunAsync(Guid contractId, string? text, Actor actor, CancellationToken ct) =>
        db.WriteAsync<Done>(
            async () =>
            {
                if (await access.ReceivedAsync(contractId, actor, ct) is not { } review)
                {
                    return Refusal.NotFound();
                }
                if (review.RepliedAt is not null)
                {
                    return new Refusal("already_replied", ReputationRefusalText.AlreadyReplied);
                }
                if (db.Now >= review.ReplyUntil(rules))
                {
                    return new Refusal(
                        "reply_too_late",
                        ReputationRefusalText.ReplyTooLate(Formats.Count(rules.FeedbackReplyDays))
                    );
                }
                var wrong = new List<Refusal>();
                var reply = FeedbackForm.Text(text, "Reply.Text", ReputationRefusalText.WriteReply, wrong);
                if (wrong.Count > 0)
                {
                    return wrong;
                }
                review.Reply = reply;
                review.RepliedAt = db.Now;
                db.Audit(actor, "review.replied", review.Id, new { contract = contractId, text = reply });
                db.Raise(
                    new ReviewReplied(
                        review.Id,
                        contractId,
                        review.By,
                        review.ClientId,
                        review.FreelancerId,
                        await access.TitleAsync(contractId, ct)
                    )
                );
                return Done.It;
            },
            ct
        );
}
