using Metier.Platform;
using Microsoft.Extensions.DependencyInjection;

namespace Metier.Notifications;

/// <summary>What people are told, in the product and by mail.</summary>
public sealed class NotificationsModule : Module
{
    /// <inheritdoc />
    public override void Services(IServiceCollection services)
    {
        services.AddScoped<Notices>();
        services.AddSingleton<NoticeSwitch>();
    }
}
