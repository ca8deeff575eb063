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
        services.AddScoped<HourlyContracts>();
        services.AddScoped<HoldHourly>();
        services.AddScoped<HourlyReadiness>();
        services.AddScoped<HourlyStanding>();
        services.AddScoped<HourlyParty>();
        services.AddScoped<ChangeRate>();
        services.AddScoped<ChangeWeeklyLimit>();
        services.AddScoped<SwitchManualTime>();
        services.AddScoped<PauseContract>();
        services.AddScoped<ContractRecords>();
        services.AddScoped<FinishedWork>();
        services.AddScoped<StaffContracts>();
        services.AddScoped<OfferFees>().AddScoped<HeldDates, MilestoneDates>();
        services.AddScoped<OfferGates>().AddScoped<PayrollOffers>();
        services.AddScoped<SaveOffer>();
        services.AddScoped<SendOffer>();
        services.AddScoped<AskForOfferChanges>();
        services.AddScoped<CloseOffer>();
        services.AddScoped<AcceptOffer>();
        services.AddScoped<ContractOpening>();
        services.AddScoped<ContractRoom>();
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
        services.AddScoped<MilestonesForDisputes>();
        services.AddScoped<ContractsForDormancy>();
        services.AddScoped<GiveBack>();
        services.AddScoped<PayBonus>();
        services.AddScoped<ChargePurpose, MilestonePurpose>();
        services.AddScoped<ChargePurpose, BonusPurpose>();
        Reactions(services);
    }

    /// <summary>What happens by itself: what others did, and what time brings.</summary>
    private static void Reactions(IServiceCollection services)
    {
        services.AddHandler<ChargebackOpened, HoldForChargebacks>();
        services.AddHandler<ChargebackClosed, HoldForChargebacks>();
        services.AddHandler<MilestoneMoved, TellContractRoom>();
        services.AddHandler<BonusPaid, TellContractRoom>();
        services.AddHandler<ContractEnded, TellContractRoom>();
        services.AddHandler<HourlyTermsChanged, TellHourlyRoom>();
        services.AddHandler<ContractPaused, TellHourlyRoom>();
        services.AddHandler<ContractResumed, TellHourlyRoom>();
        services.AddScoped<ContractMail>();
        services.AddHandler<OfferSent, OfferMails>();
        services.AddHandler<OfferChangesAsked, OfferMails>();
        services.AddHandler<OfferEnded, OfferMails>();
        services.AddHandler<HourlyTermsChanged, HourlyMails>();
        services.AddHandler<ContractPaused, HourlyMails>();
        services.AddHandler<ContractResumed, HourlyMails>();
        services.AddHandler<ContractStarted, ContractMails>();
        services.AddHandler<ContractEnded, ContractMails>();
        services.AddHandler<BonusPaid, ContractMails>();
        services.AddHandler<EarningsRefunded, ContractMails>();
        services.AddHandler<MilestoneMoved, MilestoneMails>();
        services.AddHandler<MilestoneReleased, MilestoneMails>();
        services.AddChore<ExpireOffers>();
        services.AddChore<ReleaseBySilence>();
        services.AddChore<RefundBySilence>();
    }
}
