using Metier.Contracts;
using Metier.Payments;
using Metier.Platform;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace Metier.Disputes;

/// <summary>Disagreements about held money, and money that was forgotten.</summary>
public sealed class DisputesModule : Module
{
    /// <inheritdoc/>
    public override void Tables(ModelBuilder model)
    {
        DisputesTables.Map(model);
        HourDisputeTables.Map(model);
    }

    /// <inheritdoc/>
    public override void Services(IServiceCollection services)
    {
        services.AddScoped<DisputeAccess>();
        services.AddScoped<DisputeRecord>();
        services.AddScoped<DisputeViews>();
        services.AddScoped<OpenDispute>();
        services.AddScoped<AddEvidence>();
        services.AddScoped<OfferSettlement>();
        services.AddScoped<AcceptSettlement>();
        services.AddScoped<RuleDispute>();
        services.AddScoped<KeepContract>();
        HourDisputeServices.Add(services);
        services.AddChore<DisputeDeadlines>();
        services.AddScoped<FrozenMoneyWatcher, DisputesAfterChargebacks>();
        services.AddChore<DormancyDeadlines>();
        services.AddHandler<MilestoneMoved, CloseWhenGivenBack>();
        services.AddHandler<MilestoneMoved, FollowMilestones>();
        services.AddHandler<DisputeOpened, TellAboutDisputes>();
        services.AddHandler<DisputeAnswered, TellAboutDisputes>();
        services.AddHandler<SettlementOffered, TellAboutDisputes>();
        services.AddHandler<DisputeAwaitsRuling, TellAboutDisputes>();
        services.AddHandler<DisputeAwaitsRuling, TellArbiters>();
        services.AddHandler<DisputeClosed, TellAboutDisputes>();
        services.AddHandler<DormancyAdvanced, TellAboutDormancy>();
    }
}
