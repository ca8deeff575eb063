using Metier.Contracts;
using Metier.Members;
using Metier.Notifications;
using Metier.Payments;
using Metier.Platform;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace Metier.Diary;

/// <summary>Hourly work: tracked time, the Work Diary, the weekly bill and payment protection.</summary>
public sealed class DiaryModule : Module
{
    /// <inheritdoc/>
    public override void Tables(ModelBuilder model)
    {
        DiaryTables.Map(model);
        WeekTables.Map(model);
    }

    /// <inheritdoc/>
    public override void Services(IServiceCollection services)
    {
        services.AddScoped<DiaryBook>();
        services.AddScoped<DiaryCells>();
        services.AddScoped<DiaryViews>();
        services.AddScoped<TimerViews>();
        services.AddScoped<LimitWarnings>();
        services.AddScoped<StartTimer>();
        services.AddScoped<StopTimer>();
        services.AddScoped<ChangeMemo>();
        services.AddScoped<MinuteContest>();
        services.AddScoped<RecordMinutes>();
        services.AddScoped<ScreenshotFiles>();
        services.AddScoped<FileGuard, ScreenshotGuard>();
        services.AddScoped<KeepScreenshot>();
        services.AddScoped<BlurScreenshots>();
        services.AddScoped<EraseScreenshots>();
        services.AddScoped<GiveConsent>();
        services.AddScoped<WithdrawConsent>();
        services.AddScoped<AddManualTime>();
        services.AddScoped<EditMemo>();
        services.AddScoped<DeleteSegments>();
        services.AddScoped<UndoDeletion>();
        services.AddScoped<AskAboutSegment>();
        services.AddScoped<PairDevice>();
        services.AddScoped<RevokeDevice>();
        services.AddScoped<DeviceAccess>();
        services.AddScoped<ExportDiary>();
        services.AddScoped<LiveSubjects, DiaryLive>();
        services.AddHandler<ContractPaused, StopWithContract>();
        services.AddHandler<ContractEnded, StopWithContract>();
        services.AddHandler<MemberSuspended, StopWithMember>();
        services.AddHandler<HourlyTermsChanged, JudgeWithLimit>();
        services.AddHandler<IdentityChecked, JudgeWithVerification>();
        services.AddHandler<PaymentMethodAdded, JudgeWithVerification>();
        services.AddHandler<PaymentMethodRemoved, JudgeWithVerification>();
        services.AddHandler<PaymentMethodExpired, JudgeWithVerification>();
        services.AddHandler<LimitNeared, DiaryMails>();
        services.AddHandler<ScreenshotsDropped, DropScreenshots>();
        services.AddChore<FinishDeletions>();
        services.AddChore<ExpireScreenshots>();
        WeekServices.Add(services);
    }
}
