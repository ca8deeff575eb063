using Metier.Contracts;
using Metier.Members;
using Metier.Notifications;
using Metier.Platform;

namespace Metier.Reputation;

/// <summary>When a contract has ended, its round of feedback opens and both sides are asked for theirs.</summary>
internal sealed class AskForFeedback(MetierDb db, FeedbackRounds rounds, TellBothSides tell) : IHandle<ContractEnded>
{
    public async Task HandleAsync(ContractEnded happened, CancellationToken ct)
    {
        var opened = await db.WriteAsync<FeedbackRound>(async () => await rounds.OfAsync(happened.ContractId, ct), ct);
        var round = opened.Value;
        // Days later, after an outage, there may be nothing left to ask for.
        if (db.Now >= round.OpenUntil)
        {
            return;
        }
        await tell.RunAsync(
            "feedback.open",
            round.ContractId,
            round.ClientId,
            round.FreelancerId,
            _ => new Notice(
                ReputationMailText.OpenSubject(round.Title),
                [
                    ReputationMailText.OpenText(round.Title),
                    ReputationMailText.OpenBlind(Formats.Count((long)(round.OpenUntil - round.EndedAt).TotalDays)),
                ],
                ReputationMailText.OpenButton,
                $"/go/feedback/{round.ContractId}"
            ),
            ct
        );
    }
}

/// <summary>Tells both sides that their feedback can be read.</summary>
internal sealed class TellFeedbackShown(TellBothSides tell, RuleOptions rules) : IHandle<FeedbackShown>
{
    public Task HandleAsync(FeedbackShown happened, CancellationToken ct) =>
        tell.RunAsync(
            "feedback.shown",
            happened.ContractId,
            happened.ClientId,
            happened.FreelancerId,
            _ => new Notice(
                ReputationMailText.ShownSubject(happened.Title),
                [ReputationMailText.ShownText(Formats.Count(rules.FeedbackReplyDays))],
                ReputationMailText.ShownButton,
                $"/go/feedback/{happened.ContractId}"
            ),
            ct
        );
}

/// <summary>Tells the author of a review what its receiver did, and the receiver what the author asks.</summary>
internal sealed class TellAboutReview(TellBothSides tell)
    : IHandle<ReviewReplied>,
        IHandle<ReviewChangeAsked>,
        IHandle<ReviewChangeAnswered>
{
    public Task HandleAsync(ReviewReplied happened, CancellationToken ct) =>
        tell.OneAsync(
            "review.replied",
            happened.ReviewId,
            happened.ReviewBy,
            happened.ClientId,
            happened.FreelancerId,
            _ => new Notice(
                ReputationMailText.RepliedSubject(happened.Title),
                [ReputationMailText.RepliedText],
                ReputationMailText.ShownButton,
                $"/go/feedback/{happened.ContractId}"
            ),
            ct
        );

    public Task HandleAsync(ReviewChangeAsked happened, CancellationToken ct) =>
        tell.OneAsync(
            "review.change_asked",
            happened.ReviewId,
            TellBothSides.Other(happened.ReviewBy),
            happened.ClientId,
            happened.FreelancerId,
            _ => new Notice(
                ReputationMailText.ChangeAskedSubject(happened.Title),
                [ReputationMailText.ChangeAskedText],
                ReputationMailText.ChangeAskedButton,
                $"/go/feedback/{happened.ContractId}"
            ),
            ct
        );

    public Task HandleAsync(ReviewChangeAnswered happened, CancellationToken ct) =>
        tell.OneAsync(
            "review.change_answered",
            happened.ReviewId,
            happened.ReviewBy,
            happened.ClientId,
            happened.FreelancerId,
            _ => new Notice(
                happened.Agreed
                    ? ReputationMailText.ChangeAgreedSubject(happened.Title)
                    : ReputationMailText.ChangeRefusedSubject(happened.Title),
                [happened.Agreed ? ReputationMailText.ChangeAgreedText : ReputationMailText.ChangeRefusedText],
                ReputationMailText.ShownButton,
                $"/go/feedback/{happened.ContractId}"
            ),
            ct
        );
}

/// <summary>Tells the two sides of a contract; a client is everybody who acts for it.</summary>
internal sealed class TellBothSides(Notices notices)
{
    public static Side Other(Side side) => side == Side.Client ? Side.Freelancer : Side.Client;

    public async Task RunAsync(
        string kind,
        Guid about,
        Guid clientId,
        Guid freelancerId,
        Func<MemberCard, Notice> write,
        CancellationToken ct
    )
    {
        await OneAsync(kind + ".client", about, Side.Client, clientId, freelancerId, write, ct);
        await OneAsync(kind + ".freelancer", about, Side.Freelancer, clientId, freelancerId, write, ct);
    }

    public Task OneAsync(
        string kind,
        Guid about,
        Side side,
        Guid clientId,
        Guid freelancerId,
        Func<MemberCard, Notice> write,
        CancellationToken ct
    ) =>
        side == Side.Client
            ? notices.TellClientAsync(kind, about, clientId, write, ct)
            : notices.TellAsync(kind, about, [freelancerId], write, ct);
}
