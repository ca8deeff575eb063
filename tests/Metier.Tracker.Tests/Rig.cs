using System.Runtime.InteropServices;
using System.Security.Cryptography;
using Metier.Tracker.Control;
using Metier.Tracker.Counting;
using Metier.Tracker.Platform;
using Metier.Tracker.Running;
using Metier.Tracker.Server;
using Metier.Tracker.Shots;
using Metier.Tracker.Store;
using Metier.Tracker.Time;
using Microsoft.Extensions.Time.Testing;

namespace Metier.Tracker.Tests;

/// <summary>The machine's counters, moved by hand.</summary>
internal sealed class HandClock : IMachineClock
{
    public TimeSpan Awake { get; set; } = TimeSpan.FromHours(1);
    public TimeSpan SinceBoot { get; set; } = TimeSpan.FromHours(3);
    public string BootId { get; set; } = "boot-1";
}

/// <summary>A desktop whose input a test makes up.</summary>
internal sealed class HandDesktop : IDesktop
{
    public InputCounts Pending { get; set; }
    public bool Moved { get; set; }
    public bool IsLocked { get; set; }
    public bool IsGone { get; set; }
    public int Captures { get; private set; }
    public Func<Frame?> Picture { get; set; } = () => Noise(640, 360);
    public DesktopAbilities Abilities { get; } = new("linux-x11", false, true, true, []);

    public InputSample Sample()
    {
        var sample = new InputSample(Pending, Moved || Pending.Any);
        (Pending, Moved) = (default, false);
        return sample;
    }

    public Task<Frame?> CaptureAsync(bool allMonitors, CancellationToken ct)
    {
        Captures++;
        return Task.FromResult(Picture());
    }

    /// <summary>The picture that is hardest to make small.</summary>
    public static Frame Noise(int width, int height)
    {
        var frame = new Frame(width, height);
        for (var y = 0; y < height; y++)
        {
            RandomNumberGenerator.Fill(frame.Row(y));
        }
        return frame;
    }

    public void Dispose() { }
}

/// <summary>What the person was told.</summary>
internal sealed class Told : INotices
{
    public List<string> Lines { get; } = [];
    public Action<string>? Ask { get; private set; }

    public void Say(string text) => Lines.Add(text);

    public void AskAboutShot(string text, Action<string> decide) => Ask = decide;
}

/// <summary>The whole tracker but for the desktop and the clock, against <see cref="TestServer"/>; time passes when told to.</summary>
internal sealed class Rig : IDisposable
{
    public static readonly DateTime Start = new(2026, 11, 24, 9, 0, 0, DateTimeKind.Utc);
    private readonly HttpClient http = ServerLink.Client();
    private readonly ShotPlan? plan;
    private readonly Identity identity;
    private readonly Seal seal;
    private readonly TimeSpan? patience;
    private DateTime serverTime = Start;

    /// <param name="plan">When pictures are taken.</param>
    /// <param name="patience">How long a command waits for the server; real time.</param>
    public Rig(ShotPlan? plan = null, TimeSpan? patience = null)
    {
        this.patience = patience;
        this.plan = plan ?? new ShotPlan();
        Server = new TestServer(() => serverTime);
        seal = new Seal(KeyStore.Open(Folder.Home, out _));
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        identity = new Identity(
            Server.Url,
            Guid.Empty,
            Server.Token,
            "Inès",
            Convert.ToBase64String(key.ExportPkcs8PrivateKey())
        );
        Server.Know(Server.Token, key.ExportSubjectPublicKeyInfo());
        App = Open();
    }

    public Folder Folder { get; } = new();
    public TestServer Server { get; }
    public FakeTimeProvider Wall { get; } = new(new DateTimeOffset(Start));
    public HandClock Machine { get; } = new();
    public HandDesktop Desktop { get; } = new();
    public Told Told { get; } = new();
    public TrackerApp App { get; private set; }
    public Backlog Backlog => App.Store.Backlog;
    public static CancellationToken Ct => TestContext.Current.CancellationToken;

    private readonly Dictionary<DateTime, int> thisRun = [];

    /// <summary>Seconds in which the timer ran without being stopped, by minute, as seen from outside; the longest run of each.</summary>
    public Dictionary<DateTime, int> Ran { get; } = [];

    /// <summary>The second of the last key since the timer was started; null when there was none.</summary>
    public DateTime? LastInput { get; private set; }

    /// <summary>When the timer was last started.</summary>
    public DateTime Begun { get; private set; }

    public Task<ControlAnswer> Do(ControlRequest request) => App.HandleAsync(request, Ct);

    public Task<ControlAnswer> StartTimer(string memo = "Parser tests")
    {
        (LastInput, Begun) = (null, Now);
        thisRun.Clear();
        return Do(new("start", Memo: memo));
    }

    public Task<bool> Send() => App.Uploader.SendAllAsync(Ct);

    /// <summary>Real time passes while somebody works (a key each second) or does not.</summary>
    public void Pass(int seconds, bool typing = true, InputCounts more = default)
    {
        for (var i = 0; i < seconds; i++)
        {
            var running = App.Engine.IsRunning;
            var minute = DiaryGrid.Minute(serverTime);
            LastInput = typing ? serverTime : LastInput;
            Shift(TimeSpan.FromSeconds(1));
            Desktop.Pending = (typing ? new InputCounts(1, 0, 0) : default) + (i == 0 ? more : default);
            App.Engine.Tick();
            if (running && App.Engine.IsRunning)
            {
                thisRun[minute] = thisRun.GetValueOrDefault(minute) + 1;
                Ran[minute] = Math.Max(thisRun[minute], Ran.GetValueOrDefault(minute));
            }
        }
    }

    /// <summary>Time in which the program does not run or the machine sleeps.</summary>
    public void Shift(TimeSpan by, bool asleep = false)
    {
        serverTime += by;
        Wall.Advance(by);
        Machine.SinceBoot += by;
        Machine.Awake += asleep ? TimeSpan.Zero : by;
    }

    public DateTime Now => serverTime;

    /// <summary>kill -9: nothing is written any more, and the next run finds what is on the disk.</summary>
    /// <param name="away">How long nothing runs.</param>
    /// <param name="background">False: the next is a command that finds no program.</param>
    /// <param name="forStart">The next is a program that a start brings up.</param>
    public void Crash(TimeSpan away = default, bool background = true, bool forStart = false)
    {
        App.Dispose();
        Shift(away);
        App = Open(background, forStart);
    }

    public void Dispose()
    {
        App.Dispose();
        seal.Dispose();
        http.Dispose();
        Server.Dispose();
        Folder.Dispose();
    }

    private TrackerApp Open(bool background = true, bool forStart = false) =>
        new(
            new AppParts(Folder.Home, seal, "file", Wall, Machine, Desktop, http, Told, plan, patience),
            identity,
            background,
            forStart
        );
}
