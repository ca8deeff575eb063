using Metier.Notifications;
using Metier.Rooms;
using Microsoft.AspNetCore.Components.Endpoints;

namespace Metier.Web.Shell;

/// <summary>
/// Where the live events stand for the person who is looking. <paramref name="Seq"/> was read before anything of the page,
/// so whatever the page does not show yet has a higher number.
/// </summary>
public sealed record Live(long Seq, int Unread);

/// <summary>Reads it for pages, before they load anything themselves.</summary>
internal sealed class LiveOfRequest(RequestDelegate next)
{
    private static readonly object Key = new();

    public static Live? Of(HttpContext context) => context.Items[Key] as Live;

    public async Task InvokeAsync(HttpContext context, Mailbox mailbox, RoomViews rooms)
    {
        if (
            context.Actor() is { Suspended: false } actor
            && context.GetEndpoint()?.Metadata.GetMetadata<ComponentTypeMetadata>() is not null
        )
        {
            var seq = await mailbox.LastSeqAsync(actor.MemberId, context.RequestAborted);
            context.Items[Key] = new Live(seq, await rooms.UnreadAsync(actor, context.RequestAborted));
        }
        await next(context);
    }
}
