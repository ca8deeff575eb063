using System.Globalization;
using System.Net.ServerSentEvents;
using System.Runtime.CompilerServices;
using System.Security.Claims;
using System.Security.Cryptography;
using System.Text.Json;
using Metier.Members;
using Metier.Notifications;
using Metier.Rooms;
using Microsoft.AspNetCore.Identity;
using Microsoft.Extensions.Options;

namespace Metier.Web.Shell;

/// <summary>How live streams behave; configuration section <c>Live</c>.</summary>
public sealed class LiveOptions
{
    /// <summary>A sign of life this often, so that both ends notice a dead line.</summary>
    public double HeartbeatSeconds { get; set; } = 20;
}

/// <summary>
/// <c>GET /events</c>: what the member is told, as server-sent events. Ids are the member's own numbers; a browser that
/// lost the line names the last one it got and receives the rest, each once and in order.
/// </summary>
internal static class LiveEndpoints
{
    public static void Map(WebApplication app)
    {
        app.MapGet("/events", Open).RequireAuthorization(Access.Member);
        app.MapGet("/events/unread", UnreadAsync).RequireAuthorization(Access.Member);
    }

    private static IResult Open(
        long? after,
        HttpContext context,
        MailboxSignals signals,
        LiveStreams streams,
        IOptions<IdentityOptions> identity
    )
    {
        var actor = context.Actor()!;
        if (signals.Listen(actor.MemberId) is not { } ear)
        {
            return Results.StatusCode(StatusCodes.Status429TooManyRequests);
        }
        context.Response.RegisterForDispose(ear);
        // A proxy that collects the answer before passing it on would make the stream useless.
        context.Response.Headers["X-Accel-Buffering"] = "no";
        var last = context.Request.Headers["Last-Event-ID"].ToString();
        var from = long.TryParse(last, NumberStyles.None, CultureInfo.InvariantCulture, out var id) ? id : after;
        var stamp = context.User.FindFirstValue(identity.Value.ClaimsIdentity.SecurityStampClaimType) ?? "";
        return TypedResults.ServerSentEvents(
            streams.ReadAsync(ear, actor.MemberId, stamp, from, context.RequestAborted)
        );
    }

    private static async Task<IResult> UnreadAsync(HttpContext context, RoomViews rooms)
    {
        context.Response.Headers.CacheControl = "no-store";
        return Results.Json(new { unread = await rooms.UnreadAsync(context.Actor()!, context.RequestAborted) });
    }
}

/// <summary>
/// One stream. Nothing is queued for it in memory: it reads the member's table when it is woken, so a browser that reads
/// slowly holds nothing up, and the server's minimum data rate ends its connection.
/// </summary>
internal sealed class LiveStreams(IServiceScopeFactory scopes, IHostApplicationLifetime lifetime, LiveOptions options)
{
    private const int Batch = 100;

    private enum Waited
    {
        Woken,
        TimePassed,
        ServerStops,
        Left,
    }

    private sealed record Look(IReadOnlyList<SseItem<string>> Items, long Seen, bool MayStay);

    public async IAsyncEnumerable<SseItem<string>> ReadAsync(
        MailboxEar ear,
        Guid memberId,
        string stamp,
        long? after,
        [EnumeratorCancellation] CancellationToken ct
    )
    {
        using var stopping = CancellationTokenSource.CreateLinkedTokenSource(ct, lifetime.ApplicationStopping);
        // Before the greeting: whoever was greeted misses nothing that happens from then on.
        var seen = after ?? await LastAsync(memberId, ct);
        yield return new SseItem<string>("{}", "hello") { ReconnectionInterval = TimeSpan.FromSeconds(2) };
        while (!ct.IsCancellationRequested)
        {
            var look = await LookAsync(memberId, stamp, seen, ct);
            if (!look.MayStay)
            {
                yield break;
            }
            foreach (var item in look.Items)
            {
                yield return item;
            }
            var more = look.Seen > seen;
            ear.Seen = seen = look.Seen;
            if (more)
            {
                continue;
            }
            switch (await WaitAsync(ear, stopping.Token, ct))
            {
                case Waited.TimePassed:
                    // Named and without an id: a comment would be invisible to the page, an id would move its place.
                    yield return new SseItem<string>("{}", "beat");
                    break;
                case Waited.ServerStops:
                    yield return new SseItem<string>(
                        JsonSerializer.Serialize(new { wait = RandomNumberGenerator.GetInt32(1_000, 10_000) }),
                        "bye"
                    );
                    yield break;
                case Waited.Left:
                    yield break;
                default:
                    break;
            }
        }
    }

    private async Task<Waited> WaitAsync(MailboxEar ear, CancellationToken stopping, CancellationToken ct)
    {
        try
        {
            return await ear.WaitAsync(TimeSpan.FromSeconds(options.HeartbeatSeconds), stopping)
                ? Waited.Woken
                : Waited.TimePassed;
        }
        catch (OperationCanceledException)
        {
            return ct.IsCancellationRequested ? Waited.Left : Waited.ServerStops;
        }
    }

    private async Task<long> LastAsync(Guid memberId, CancellationToken ct)
    {
        await using var scope = scopes.CreateAsyncScope();
        return await scope.ServiceProvider.GetRequiredService<Mailbox>().LastSeqAsync(memberId, ct);
    }

    /// <summary>What came, without what this person may no longer know of; and whether they may still listen at all.</summary>
    private async Task<Look> LookAsync(Guid memberId, string stamp, long seen, CancellationToken ct)
    {
        await using var scope = scopes.CreateAsyncScope();
        var services = scope.ServiceProvider;
        if (await services.GetRequiredService<ActorLoader>().LoadAsync(memberId, stamp, ct) is not { } actor)
        {
            return new Look([], seen, MayStay: false);
        }
        var batch = await services.GetRequiredService<Mailbox>().ReadAsync(memberId, seen, Batch, ct);
        if (batch.TooOld)
        {
            return new Look([Item("reset", batch.LastSeq, new { })], batch.LastSeq, MayStay: true);
        }
        var allowed = new HashSet<(string, Guid)>();
        foreach (var subjects in services.GetServices<LiveSubjects>())
        {
            var asked = batch.Events.Where(e => subjects.Kinds.Contains(e.Kind)).ToList();
            if (asked.Count > 0)
            {
                var visible = await subjects.VisibleAsync([.. asked.Select(e => e.Subject).Distinct()], actor, ct);
                allowed.UnionWith(asked.Where(e => visible.Contains(e.Subject)).Select(e => (e.Kind, e.Subject)));
            }
        }
        return new Look(
            [
                .. batch
                    .Events.Where(e => allowed.Contains((e.Kind, e.Subject)))
                    .Select(e => Item(e.Kind, e.Seq, new { e = e.Subject, v = e.Version })),
            ],
            batch.Events.Count > 0 ? batch.Events[^1].Seq : seen,
            MayStay: true
        );
    }

    private static SseItem<string> Item(string kind, long seq, object data) =>
        new(JsonSerializer.Serialize(data), kind) { EventId = seq.ToString(CultureInfo.InvariantCulture) };
}
