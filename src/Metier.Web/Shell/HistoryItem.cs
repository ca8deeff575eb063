namespace Metier.Web.Shell;

/// <summary>One dated line of an object's history.</summary>
/// <param name="AtUtc">When.</param>
/// <param name="Text">What changed, from what to what.</param>
/// <param name="Who">Who did it; null when the clock did.</param>
/// <param name="Href">The document or receipt of it.</param>
public sealed record HistoryItem(DateTime AtUtc, string Text, string? Who = null, string? Href = null);

/// <summary>What the scanner said of a file.</summary>
public enum FileState
{
    /// <summary>It can be opened.</summary>
    Ready,

    /// <summary>Still being checked.</summary>
    Checking,

    /// <summary>It looks like malware and cannot be opened.</summary>
    Blocked,

    /// <summary>The upload did not arrive.</summary>
    Failed,
}
