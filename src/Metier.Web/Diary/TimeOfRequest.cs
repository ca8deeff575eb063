using Metier.Diary;
using Metier.Web.Shell;
using Microsoft.AspNetCore.Components.Endpoints;

namespace Metier.Web.Diary;

/// <summary>Reads what the bar shows of time, before the page loads anything itself.</summary>
internal sealed class TimeOfRequest(RequestDelegate next)
{
    private static readonly object Key = new();

    /// <summary>Null for people without hourly work.</summary>
    public static TimeInBar? Of(HttpContext context) => context.Items[Key] as TimeInBar;

    public async Task InvokeAsync(HttpContext context, TimerViews timers)
    {
        if (
            context.Actor() is { Suspended: false, IsFreelancer: true } actor
            && context.GetEndpoint()?.Metadata.GetMetadata<ComponentTypeMetadata>() is not null
        )
        {
            context.Items[Key] = await timers.BarAsync(actor, context.RequestAborted);
        }
        await next(context);
    }
}
