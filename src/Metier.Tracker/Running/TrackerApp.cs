using Metier.Diary;
using Metier.Tracker.Control;
using Metier.Tracker.Platform;
using Metier.Tracker.Server;
using Metier.Tracker.Shots;
using Metier.Tracker.Store;
using Metier.Tracker.Time;

namespace Metier.Tracker.Running;

/// <summary>
/// The program without its surroundings: store, clock, timer and uploads, and what each command does with them. The background
/// program runs one; a command run while there is none opens one for a moment.
/// </summary>
internal sealed partial class TrackerApp : IDisposable
{
    private readonly Identity identity;
    private readonly IDesktop desktop;
    private readonly HttpClient http;
    private readonly bool background;
    private readonly string keyPlace;
    private readonly TimeProvider time;
    private readonly SemaphoreSlim pulse = new(0);

    /// <param name="parts">What it is made of.</param>
    /// <param name="identity">Who this device is.</param>
    /// <param name="background">It is the program itself; else a command that found none.</param>
    /// <param name="forStart">
    /// It was brought up for a start, which decides whether a timer that was interrupted goes on: a start that fails must not
    /// set one going.
    /// </param>
    public TrackerApp(AppParts parts, Identity identity, bool background, bool forStart = false)
    {
        this.identity = identity;
        this.background = background;
        desktop = parts.Desktop;
        time = parts.Time;
        http = parts.Http;
        keyPlace = parts.KeyPlace;
        Store = new TrackerStore(parts.Home, parts.Seal);
        Clock = new SteadyClock(parts.Time, parts.Machine);
        if (Store.Backlog.Anchor is { } anchor)
        {
            Clock.Restore(anchor);
        }
        Link = new ServerLink(http, identity, Clock)
        {
            HeardTime = Heard,
            Patience = parts.Patience ?? ServerLink.AnswerTime,
        };
        Uploader = new Uploader(Store, Link, Clock);
        Engine = new TimerEngine(Store, Clock, desktop, parts.Notices, parts.Plan) { Changed = Pulse };
        Engine.Shots.Decided = Pulse;
        Uploader.StopWanted = Engine.Stop;
        if (background && !forStart)
        {
            Engine.Recover();
        }
        else
        {
            Engine.Hold();
        }
    }

    /// <summary>Journal and pictures.</summary>
    public TrackerStore Store { get; }

    /// <summary>The time.</summary>
    public SteadyClock Clock { get; }

    /// <summary>The server.</summary>
    public ServerLink Link { get; }

    /// <summary>The uploads.</summary>
    public Uploader Uploader { get; }

    /// <summary>The timer.</summary>
    public TimerEngine Engine { get; }

    /// <summary>A command asked the program to end.</summary>
    public bool EndWanted { get; private set; }

    /// <summary>Nothing runs and nothing waits: a background program that was started for a timer may end.</summary>
    public bool HasNothingToDo
    {
        get
        {
            lock (Store.Gate)
            {
                var b = Store.Backlog;
                return b.Open == null
                    && b.Stops.Count == 0
                    && b.Waiting == 0
                    && !b.Segments.Any(s => s.Looking || s.ImageDue || (s.Accepted.Count > 0 && s.Note() != null));
            }
        }
    }

    /// <summary>Something is there to be sent.</summary>
    public void Pulse() => pulse.Release();

    /// <summary>Sends whenever there is something, and asks how things stand when there is not.</summary>
    public async Task UploadLoopAsync(CancellationToken ct)
    {
        var quiet = TimeSpan.FromMinutes(5);
        while (!ct.IsCancellationRequested)
        {
            // While the network is away the pause grows and new minutes do not shorten it.
            if (await Uploader.SendAllAsync(ct))
            {
                await WaitAsync(quiet, ct);
                if (Engine.IsRunning && Clock.Now - (Uploader.LastContact ?? DateTime.MinValue) >= quiet)
                {
                    await Uploader.AskAsync(ct);
                }
            }
            else
            {
                await Task.Delay(Uploader.SignedOut ? quiet : Uploader.NextPause(), time, ct);
            }
        }
    }

    public void Dispose()
    {
        Link.Dispose();
        Store.Dispose();
        pulse.Dispose();
    }

    private async Task WaitAsync(TimeSpan limit, CancellationToken ct)
    {
        using var end = CancellationTokenSource.CreateLinkedTokenSource(ct);
        var waiting = pulse.WaitAsync(end.Token);
        var pause = Task.Delay(limit, time, end.Token);
        await Task.WhenAny(waiting, pause);
        await end.CancelAsync();
        // Several pulses are one.
        while (!ct.IsCancellationRequested && pulse.CurrentCount > 0)
        {
            await pulse.WaitAsync(ct);
        }
        ct.ThrowIfCancellationRequested();
    }

    private void Heard(DateTime serverTime)
    {
        if (Clock.Heard(serverTime) is { } anchor)
        {
            Store.Write(new ClockSet(anchor));
        }
    }
}

/// <summary>What the program is made of; tests put in their own clock, desktop and patience.</summary>
internal sealed record AppParts(
    Home Home,
    Seal Seal,
    string KeyPlace,
    TimeProvider Time,
    IMachineClock Machine,
    IDesktop Desktop,
    HttpClient Http,
    INotices Notices,
    ShotPlan? Plan = null,
    TimeSpan? Patience = null
);
