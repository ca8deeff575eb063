using Metier.Members;
using Metier.Platform;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace Metier.Jobs;

/// <summary>Job posts: written, posted, found, closed.</summary>
public sealed class JobsModule : Module
{
    public override void Tables(ModelBuilder model) => JobsTables.Map(model);

    public override void Services(IServiceCollection services)
    {
        services.AddSingleton<JobNeeds>();
        services.AddScoped<JobAccess>();
        services.AddScoped<JobViews>();
        services.AddScoped<OpenJobs>();
        services.AddScoped<JobTally>();
        services.AddScoped<JobCorrections>();
        services.AddScoped<SaveJob>();
        services.AddScoped<PostJob>();
        services.AddScoped<CloseJob>();
        services.AddScoped<RenewJob>();
        services.AddScoped<DiscardDraft>();
        services.AddHandler<JobClosed, TellOfExpiry>();
        services.AddScoped<RemoveJob>();
        services.AddScoped<AllowJob>();
        services.AddScoped<StaffJobs>();
        services.AddHandler<MemberSuspended, JobsFollowSuspension>();
        services.AddHandler<MemberRestored, JobsFollowSuspension>();
        services.AddChore<WarnOfExpiry>();
        services.AddChore<ExpireJobs>();
    }
}
