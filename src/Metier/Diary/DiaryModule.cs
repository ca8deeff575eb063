using Metier.Platform;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace Metier.Diary;

/// <summary>Hourly work: tracked time, the Work Diary, the weekly bill and payment protection.</summary>
public sealed class DiaryModule : Module
{
    /// <inheritdoc/>
    public override void Tables(ModelBuilder model) => DiaryTables.Map(model);

    /// <inheritdoc/>
    public override void Services(IServiceCollection services)
    {
        services.AddScoped<DiaryViews>(); Fake.Add(services);
    }
}
