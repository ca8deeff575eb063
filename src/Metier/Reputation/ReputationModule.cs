using Metier.Contracts;
using Metier.Platform;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace Metier.Reputation;

/// <summary>What people say about each other after a contract, and what it adds up to.</summary>
public sealed class ReputationModule : Module
{
    /// <inheritdoc/>
    public override void Tables(ModelBuilder model) => ReputationTables.Map(model);

    /// <inheritdoc/>
    public override void Services(IServiceCollection services)
    {
        services.AddScoped<ReputationViews>();
        services.AddScoped<ReviewAccess>();
        services.AddScoped<FeedbackRounds>();
        services.AddScoped<GiveFeedback>();
        services.AddScoped<ReplyToReview>();
        services.AddScoped<AskToChangeReview>();
        services.AddScoped<AnswerReviewChange>();
        services.AddScoped<TellBothSides>();
        services.AddChore<ShowFeedback>();
        services.AddHandler<ContractEnded, AskForFeedback>();
        services.AddHandler<FeedbackShown, TellFeedbackShown>();
        services.AddHandler<ReviewReplied, TellAboutReview>();
        services.AddHandler<ReviewChangeAsked, TellAboutReview>();
        services.AddHandler<ReviewChangeAnswered, TellAboutReview>();
    }
}
