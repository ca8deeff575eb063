using Metier.Members;
using Metier.Platform;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace Metier.Demo;

/// <summary>An invented marketplace to look around in; only in the sandbox.</summary>
public sealed class DemoModule : Module
{
    public override void Tables(ModelBuilder model) =>
        model.Entity<DemoDoor>(e =>
        {
            e.ToTable("demo_door");
            e.HasKey(x => x.MemberId);
            e.HasOne<Member>().WithMany().HasForeignKey(x => x.MemberId);
        });

    public override void Services(IServiceCollection services)
    {
        services.AddSingleton<DemoSeed>();
        services.AddScoped<DemoViews>();
    }
}
