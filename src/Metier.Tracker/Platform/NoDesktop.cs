namespace Metier.Tracker.Platform;

/// <summary>Stands in where no timer can run: no display, or a command that only looks.</summary>
internal sealed class NoDesktop(string? problem) : IDesktop
{
    /// <summary>Why there is none; null when it was not asked for.</summary>
    public string? Problem => problem;

    /// <inheritdoc/>
    public DesktopAbilities Abilities { get; } =
        new(Desktops.Name, Preview: Desktops.Name != "linux-x11", CanCount: false, CanCapture: false, []);

    /// <inheritdoc/>
    public bool IsLocked => false;

    /// <inheritdoc/>
    public bool IsGone => false;

    /// <inheritdoc/>
    public InputSample Sample() => default;

    /// <inheritdoc/>
    public Task<Frame?> CaptureAsync(bool allMonitors, CancellationToken ct) => Task.FromResult<Frame?>(null);

    public void Dispose() { }
}
