using Metier.Payments;
using Metier.Platform;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace Metier.Contracts;

/// <summary>Offers, contracts, milestones and what moves their money.</summary>
public sealed class ContractsModule : Module
{
    public override void Tables(ModelBuilder model) => ContractsTables.Map(model);

    public override void Services(IServiceCollection services)
    {
        services.AddScoped<ContractAccess>();
        services.AddScoped<ContractViews>();
        services.AddScoped<FinishedWork>();
        services.AddScoped<SaveOffer>();
        services.AddScoped<SendOffer>();
        services.AddScoped<AskForOfferChanges>();
        services.AddScoped<CloseOffer>();
        services.AddScoped<AcceptOffer>();
        services.AddScoped<ContractOpening>();
        services.AddScoped<ProposeMilestone>();
        services.AddScoped<DecideMilestone>();
        services.AddScoped<FundMilestone>();
        services.AddScoped<SubmitWork>();
        services.AddScoped<RequestChanges>();
        services.AddScoped<ReleaseMilestone>();
        services.AddScoped<MilestoneMoney>();
        services.AddScoped<EndContract>();
        services.AddScoped<ContractEnding>();
        services.AddScoped<AnswerRefundRequest>();
        services.AddScoped<GiveBack>();
        services.AddScoped<PayBonus>();
        services.AddScoped<ChargePurpose, MilestonePurpose>();
        services.AddScoped<ChargePurpose, BonusPurpose>();
        services.AddChore<ExpireOffers>();
        services.AddChore<ReleaseBySilence>();
        services.AddChore<RefundBySilence>();
    }
}
