using Metier.Platform;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace Metier.Notifications;

/// <summary>What people are told: by mail, and live in the pages they have open.</summary>
public sealed class NotificationsModule : Module
{
    /// <inheritdoc />
    public override void Tables(ModelBuilder model) => MailboxTables.Map(model);

    /// <inheritdoc />
    public override void Services(IServiceCollection services)
    {
        services.AddScoped<Notices>();
        services.AddSingleton<NoticeSwitch>();
        services.AddScoped<Mailbox>();
        services.AddSingleton<MailboxSignals>();
        services.AddChore<TrimMailboxes>();
    }
}
