using Metier.Platform;
using Microsoft.EntityFrameworkCore;

namespace Metier.Reputation;

/// <summary>The author asks the receiver's consent to a changed review; possible once.</summary>
public sealed class AskToChangeReview(MetierDb db, ReviewAccess access, RuleOptions rules)
{
    /// <summary>Nothing changes until the receiver consents.</summary>
    public Task<Outcome<Done>> RunAsync(
        Guid contractId,
        Guid requestId,
        ReviewTyped typed,
        Actor actor,
        CancellationToken ct
    ) =>
        db.WriteOnceAsync<Done>(
            $"review.change:{actor.MemberId:N}",
            requestId,
            new { contractId, typed },
            async () =>
            {
                if (await access.GivenAsync(contractId, actor, ct) is not { ShownAt: not null } review)
                {
                    return Refusal.NotFound();
                }
                if (await db.ReviewChanges.AnyAsync(c => c.ReviewId == review.Id, ct))
                {
                    return new Refusal("changed_once", ReputationRefusalText.ChangedOnce);
                }
                var wrong = new List<Refusal>();
                if (FeedbackForm.Read(typed, wrong) is not var (stars, comment))
                {
                    return wrong;
                }
                if (stars == review.Stars && comment == review.Comment)
                {
                    return new Refusal("nothing_changed", ReputationRefusalText.NothingChanged);
                }
                var change = new ReviewChange
                {
                    ReviewId = review.Id,
                    Stars = stars,
                    Comment = comment,
                    AskedAt = db.Now,
                    AnswerUntil = db.Now.AddDays(rules.FeedbackConsentDays),
                };
                db.ReviewChanges.Add(change);
                db.Audit(
                    actor,
                    "review.change_asked",
                    review.Id,
                    new
                    {
                        contract = contractId,
                        stars,
                        comment,
                    }
                );
                db.Raise(
                    new ReviewChangeAsked(
                        review.Id,
                        contractId,
                        review.By,
                        review.ClientId,
                        review.FreelancerId,
                        await access.TitleAsync(contractId, ct),
                        change.AnswerUntil
                    )
                );
                return Done.It;
            },
            ct
        );
}

/// <summary>The receiver of a review consents to its change, or refuses.</summary>
public sealed class AnswerReviewChange(MetierDb db, ReviewAccess access)
{
    /// <summary>Consent replaces stars and comment at once; a refusal leaves them as they are, for good.</summary>
    public Task<Outcome<Done>> RunAsync(Guid contractId, bool agree, Actor actor, CancellationToken ct) =>
        db.WriteAsync<Done>(
            async () =>
            {
                if (
                    await access.ReceivedAsync(contractId, actor, ct) is not { } review
                    || await db.ReviewChanges.SingleOrDefaultAsync(c => c.ReviewId == review.Id, ct) is not { } change
                )
                {
                    return Refusal.NotFound();
                }
                if (!change.IsOpen(db.Now))
                {
                    return new Refusal("change_closed", ReputationRefusalText.ChangeClosed);
                }
                change.AnsweredAt = db.Now;
                change.Agreed = agree;
                if (agree)
                {
                    db.Audit(
                        actor,
                        "review.changed",
                        review.Id,
                        new
                        {
                            contract = contractId,
                            from = new { review.Stars, review.Comment },
                            to = new { change.Stars, change.Comment },
                        }
                    );
                    review.Rate(change.Stars, change.Comment);
                    review.ChangedAt = db.Now;
                }
                else
                {
                    db.Audit(actor, "review.change_refused", review.Id, new { contract = contractId });
                }
                db.Raise(
                    new ReviewChangeAnswered(
                        review.Id,
                        contractId,
                        review.By,
                        review.ClientId,
                        review.FreelancerId,
                        await access.TitleAsync(contractId, ct),
                        agree
                    )
                );
                return Done.It;
            },
            ct
        );
}
