using Metier.Contracts;
using Metier.Disputes;
using Metier.Jobs;
using Metier.Matching.Learning;
using Metier.Members;
using Metier.Payments;
using Metier.Platform;
using Metier.Profiles;
using Metier.Proposals;
using Metier.Reputation;
using Metier.Rooms;
using Metier.Taxonomy;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;

namespace Metier.Talent;

/// <summary>Finding each other: feeds the engine, answers searches, puts freelancers forward for jobs.</summary>
public sealed class TalentModule : Module
{
    public override void Tables(ModelBuilder model)
    {
        TalentTables.Map(model);
        LearningTables.Map(model);
        SavedTables.Map(model);
    }

    public override void Services(IServiceCollection services)
    {
        services.AddSingleton(s =>
        {
            var options = new TalentOptions();
            s.GetRequiredService<IConfiguration>().GetSection("Talent").Bind(options);
            return options;
        });
        services.AddSingleton<TextEncoder>();
        services.AddSingleton<TalentConcepts>();
        services.AddSingleton<IndexSnapshot>();
        services.AddSingleton<IndexSource>();
        services.AddSingleton<TalentIndex>();
        services.AddSingleton<FairOrder>();
        services.AddSingleton<AnswerTimes>();
        services.AddScoped(s => new RebuildIndex(s.GetRequiredService<ChangeFeed>(), s.GetRequiredService<MetierDb>()));
        services.AddSingleton<RankingWords>();
        services.AddScoped<ChangeFeed>();
        services.AddScoped<FreelancerRecords>();
        services.AddScoped<FreelancerDocuments>();
        services.AddScoped<JobDocuments>();
        services.AddScoped<TalentRows>();
        services.AddScoped<SkillsTogether>();
        services.AddScoped<PlainSearch>();
        services.AddScoped<TalentFromDatabase>();
        services.AddScoped<JobsFromDatabase>();
        services.AddScoped<SearchTalent>();
        services.AddScoped<JobCards>();
        services.AddScoped<SearchJobs>();
        services.AddScoped<AlreadyAsked>();
        services.AddScoped<JobNeeds>();
        services.AddScoped<ShortlistForJob>();
        services.AddScoped<PlaceForJob>();
        services.AddScoped<ShortlistsInWords>();
        Kept(services);
        services.AddHandler<ProfileChanged, HearChanges>();
        services.AddHandler<JobPosted, HearChanges>();
        services.AddHandler<JobChanged, HearChanges>();
        services.AddHandler<JobClosed, HearChanges>();
        services.AddHandler<ProposalSent, HearChanges>();
        services.AddHandler<ProposalWithdrawn, HearChanges>();
        services.AddHandler<InvitationSent, HearChanges>();
        services.AddHandler<InvitationDeclined, HearChanges>();
        services.AddHandler<ContractStarted, HearChanges>();
        services.AddHandler<ContractEnded, HearChanges>();
        services.AddHandler<FeedbackShown, HearChanges>();
        services.AddHandler<ReviewChangeAnswered, HearChanges>();
        services.AddHandler<IdentityChecked, HearChanges>();
        services.AddHandler<PaymentMethodAdded, HearChanges>();
        services.AddHandler<TaxonomyChanged, FollowTaxonomy>();
        services.AddScoped<SendShortlist>();
        services.AddHandler<JobPosted, SendShortlist>();
        services.AddHandler<JobChanged, SendShortlist>();
        services.AddChore<MailNewOnShortlists>();
        services.AddHandler<PaymentMethodRemoved, HearChanges>();
        services.AddHandler<PaymentMethodExpired, HearChanges>();
        Learning(services);
    }

    /// <summary>What was shown, what came of it, and the weights learnt from both.</summary>
    private static void Learning(IServiceCollection services)
    {
        services.AddSingleton<RankingLog>();
        services.AddScoped<WeightsVersions>();
        services.AddScoped<TrainingData>();
        services.AddSingleton(new LearningOptions());
        services.AddScoped(s => new TrainWeights(
            s.GetRequiredService<MetierDb>(),
            s.GetRequiredService<TrainingData>(),
            s.GetRequiredService<WeightsVersions>(),
            s.GetRequiredService<LearningOptions>()
        ));
        services.AddScoped<PublishWeights>();
        services.AddScoped(s => new ExposureViews(
            s.GetRequiredService<TrainingData>(),
            s.GetRequiredService<TalentIndex>(),
            s.GetRequiredService<TalentOptions>()
        ));
        services.AddHandler<InvitationSent, HearOutcomes>();
        services.AddHandler<ProposalSent, HearOutcomes>();
        services.AddHandler<ClientFirstWrote, HearOutcomes>();
        services.AddHandler<ContractStarted, HearOutcomes>();
        services.AddHandler<ContractEnded, HearOutcomes>();
        services.AddHandler<DisputeOpened, HearOutcomes>();
        services.AddHandler<RankingPublished, HearPublication>();
        services.AddChore<TrimRankingLog>();
    }

    /// <summary>What people keep: searches with their alerts, freelancers, jobs.</summary>
    private static void Kept(IServiceCollection services)
    {
        services.AddSingleton<SearchTerms>();
        services.AddScoped<SaveSearch>();
        services.AddScoped<ChangeSearch>();
        services.AddScoped<DeleteSearch>();
        services.AddScoped<OpenSearch>();
        services.AddScoped<StopAlert>();
        services.AddScoped<SavedSearchViews>();
        services.AddScoped<ShownSince>();
        services.AddScoped<SearchProbe>();
        services.AddScoped<AlertMails>();
        services.AddScoped<SavePerson>();
        services.AddScoped<NoteOnPerson>();
        services.AddScoped<SavedPeopleViews>();
        services.AddScoped<MarkJob>();
        services.AddScoped<JobMarkViews>();
        services.AddScoped<JobsForYou>();
        services.AddScoped<SimilarTalent>();
        services.AddHandler<ProfileChanged, ProbeSearches>();
        services.AddHandler<JobPosted, ProbeSearches>();
        services.AddHandler<JobChanged, ProbeSearches>();
        services.AddHandler<JobClosed, ProbeSearches>();
        services.AddChore<MailNewMatches>();
    }
}
