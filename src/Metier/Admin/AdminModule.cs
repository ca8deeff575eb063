using Metier.Platform;
using Microsoft.Extensions.DependencyInjection;

namespace Metier.Admin;

/// <summary>What the operator's staff look after: the state of the whole, and the books checked day by day.</summary>
public sealed class AdminModule : Module
{
    /// <inheritdoc />
    public override void Services(IServiceCollection services)
    {
        services.AddScoped<Operations>();
        services.AddScoped<CheckBooks>();
        services.AddScoped<ChargebackDossier>();
        services.AddChore<CheckBooksDaily>();
    }
}
