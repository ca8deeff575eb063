using Metier.Tracker.Counting;

namespace Metier.Tracker.Platform;

/// <summary>What happened since the last look.</summary>
/// <param name="Counts">How much was pressed; zero where the system does not let one count.</param>
/// <param name="Input">Somebody used keyboard or pointer, moving included.</param>
internal readonly record struct InputSample(InputCounts Counts, bool Input);

/// <summary>What can and cannot be done here; shown in <c>status</c> as it is.</summary>
/// <param name="System">As the server calls it: linux-x11, linux-wayland, windows, macos.</param>
/// <param name="Preview">Written, but not tried on a real machine by those who wrote it.</param>
/// <param name="CanCount">Keys, clicks and scrolls can be counted.</param>
/// <param name="CanCapture">Screenshots can be taken.</param>
/// <param name="Limits">Keys of <see cref="TrackerText"/> that say what does not work.</param>
internal sealed record DesktopAbilities(
    string System,
    bool Preview,
    bool CanCount,
    bool CanCapture,
    IReadOnlyList<string> Limits
);

/// <summary>The one seam between the tracker and a desktop.</summary>
internal interface IDesktop : IDisposable
{
    /// <summary>What can be done here.</summary>
    DesktopAbilities Abilities { get; }

    /// <summary>What happened since the last call. Called once a second.</summary>
    InputSample Sample();

    /// <summary>The screen is locked or blanked.</summary>
    bool IsLocked { get; }

    /// <summary>The session is over: the desktop has gone away.</summary>
    bool IsGone { get; }

    /// <summary>
    /// A picture of the active monitor, or of all of them, at most <see cref="Frame.MaxWidth"/> wide; null when the system
    /// does not give one.
    /// </summary>
    Task<Frame?> CaptureAsync(bool allMonitors, CancellationToken ct);
}
