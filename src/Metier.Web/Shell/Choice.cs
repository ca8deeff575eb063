namespace Metier.Web.Shell;

/// <summary>One answer of a select, radio group, check group or set of choice cards.</summary>
/// <param name="Value">What the form posts.</param>
/// <param name="Text">What the reader sees.</param>
/// <param name="Detail">One more line, for radio groups and cards.</param>
/// <param name="Effect">The effect on the price, for cards.</param>
/// <param name="Disabled">Shown, not selectable; say why in <paramref name="Detail"/>.</param>
public sealed record Choice(
    string Value,
    string Text,
    string? Detail = null,
    string? Effect = null,
    bool Disabled = false
);

/// <summary>A link of a tab row, a segmented control, a menu or a breadcrumb.</summary>
/// <param name="Text">What the reader sees.</param>
/// <param name="Href">Where it leads.</param>
/// <param name="Current">Whether it is the page being read.</param>
/// <param name="Count">A number beside the text; zero and null show nothing.</param>
/// <param name="Icon">A name of the icon sprite.</param>
public sealed record NavItem(string Text, string Href, bool Current = false, int? Count = null, string? Icon = null);

/// <summary>The meaning of a colour; words always say the same beside it.</summary>
public enum Tone
{
    /// <summary>Neutral.</summary>
    Plain,

    /// <summary>Done, covered, paid.</summary>
    Ok,

    /// <summary>Needs attention.</summary>
    Warn,

    /// <summary>Failed, refused, blocked.</summary>
    Bad,

    /// <summary>Money that is held.</summary>
    Held,

    /// <summary>Worth knowing.</summary>
    Info,
}

internal static class Tones
{
    public static string Class(Tone tone) =>
        tone switch
        {
            Tone.Ok => " ok",
            Tone.Warn => " warn",
            Tone.Bad => " bad",
            Tone.Held => " held",
            Tone.Info => " info",
            _ => "",
        };

    public static string Icon(Tone tone) =>
        tone switch
        {
            Tone.Ok => "check",
            Tone.Warn or Tone.Bad => "warning",
            Tone.Held => "lock",
            _ => "info",
        };
}

/// <summary>How <c>When</c> writes a moment.</summary>
public enum WhenForm
{
    /// <summary>"12 minutes ago", "today, 11:35", "17 Nov", "17 Nov 2025".</summary>
    Near,

    /// <summary>17 Nov 2026.</summary>
    Date,

    /// <summary>15:00.</summary>
    Time,

    /// <summary>17 Nov 2026, 15:00.</summary>
    DateTime,

    /// <summary>17 November 2026 at 15:00 UTC: where money depends on it.</summary>
    Full,
}

/// <summary>A column of a ledger table.</summary>
/// <param name="Title">The head.</param>
/// <param name="Number">Right-aligned figures.</param>
/// <param name="SortHref">The address that sorts by this column (or turns its order).</param>
/// <param name="Descending">Set when the table is sorted by this column.</param>
public sealed record LedgerColumn(string Title, bool Number = false, string? SortHref = null, bool? Descending = null)
{
    internal string? Sort =>
        Descending switch
        {
            true => "descending",
            false => "ascending",
            null => null,
        };

    internal string Arrow =>
        Descending switch
        {
            true => " ↓",
            false => " ↑",
            null => "",
        };
}
