using Metier.Notifications;
using Metier.Platform;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace Metier.Rooms;

/// <summary>Conversations between a client's team and a freelancer.</summary>
public sealed class RoomsModule : Module
{
    /// <inheritdoc />
    public override void Tables(ModelBuilder model) => RoomsTables.Map(model);

    /// <inheritdoc />
    public override void Services(IServiceCollection services)
    {
        services.AddScoped<RoomAccess>();
        services.AddScoped<LiveSubjects>(s => s.GetRequiredService<RoomAccess>());
        services.AddScoped<RoomViews>();
        services.AddScoped<RoomWriter>();
        services.AddScoped<OpenRoom>();
        services.AddScoped<SendMessage>();
        services.AddScoped<MarkRead>();
        services.AddChore<MailUnread>();
    }
}
