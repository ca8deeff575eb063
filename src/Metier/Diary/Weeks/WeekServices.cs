using Metier.Payments;
using Metier.Platform;
using Microsoft.Extensions.DependencyInjection;

namespace Metier.Diary;

/// <summary>The weekly bill: lock, charge, review, release.</summary>
internal static class WeekServices
{
    public static void Add(IServiceCollection services)
    {
        services.AddScoped<WeekAccess>();
        services.AddScoped<WeekViews>();
        services.AddScoped<WeekHours>();
        services.AddScoped<WeekSegments>();
        services.AddScoped<WeekMoney>();
        services.AddScoped<PartnerWeeks>();
        services.AddScoped<WeeksForDisputes>();
        services.AddScoped<UnpaidWeeks>();
        services.AddScoped<PayWeek>();
        services.AddScoped<GiveBackHours>();
        services.AddScoped<NeedsMethod, HoursNeedMethod>();
        services.AddScoped<ChargePurpose, WeekPurpose>();
        services.AddScoped<LedgerRule, WeekLedgerRule>();
        services.AddChore<LockWeeks>();
        services.AddChore<BillWeeks>();
        services.AddChore<ReleaseWeeks>();
        services.AddHandler<WeekBilled, WeekMails>();
        services.AddHandler<WeekBilled, TellWeekRoom>();
        services.AddHandler<WeekActionRequired, WeekMails>();
        services.AddHandler<WeekPastDue, WeekMails>();
        services.AddHandler<ClientBlocked, WeekMails>();
        services.AddHandler<WeekReleased, WeekMails>();
        services.AddHandler<WeekReleased, TellWeekRoom>();
        services.AddHandler<WeekGivenBack, WeekMails>();
        services.AddHandler<WeekGivenBack, TellWeekRoom>();
    }
}
