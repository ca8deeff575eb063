using System.Globalization;
using System.Text;

namespace Metier.Tracker.Commands;

/// <summary>How each command is used, and what is wrong with one that was typed otherwise.</summary>
internal static class Manual
{
    private const int UsageWidth = 29;

    /// <summary>Every command, in the order the help shows them.</summary>
    public static readonly IReadOnlyList<string> Commands =
    [
        "pair",
        "start",
        "stop",
        "memo",
        "status",
        "log",
        "delete",
        "screenshot",
        "run",
        "quit",
        "logout",
    ];

    /// <summary>The whole help.</summary>
    public static string Help()
    {
        var help = new StringBuilder(TrackerText.UsageHead).AppendLine().AppendLine();
        foreach (var command in Commands)
        {
            Line(help, Usage(command), TrackerText.Find("help_" + command));
        }
        help.AppendLine();
        Line(help, "--lang en|fr", TrackerText.Help_lang);
        return help.ToString().TrimEnd();
    }

    /// <summary>What follows the program's name in a command typed rightly.</summary>
    public static string Usage(string command) => TrackerText.Find("usage_" + command) ?? command;

    /// <summary>One line for a command that is none, or that cannot be read: the word that is wrong, and how it is used.</summary>
    /// <param name="arguments">What was typed; at least one word.</param>
    public static string Wrong(string[] arguments)
    {
        var (command, rest) = (arguments[0], arguments[1..]);
        if (!Commands.Contains(command))
        {
            return TrackerText.UnknownCommand(command, string.Join(", ", Commands));
        }
        return Misplaced(command, rest) is { } word
            ? TrackerText.Misread(word, Usage(command))
            : TrackerText.Incomplete(Usage(command));
    }

    /// <summary>A word that looks like an option, as -x or --what, and not like a memo that begins with a dash.</summary>
    public static bool IsOption(string word) =>
        word.Length > 1 && word[0] == '-' && !char.IsDigit(word[1]) && !word.Contains(' ', StringComparison.Ordinal);

    /// <summary>A day as it is typed: 2026-11-24.</summary>
    public static DateOnly? Day(string word) =>
        DateOnly.TryParseExact(word, "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out var day)
            ? day
            : null;

    /// <summary>The first word that the command does not take; null when it is rather that one is missing.</summary>
    private static string? Misplaced(string command, string[] rest)
    {
        var taken = command switch
        {
            "pair" => rest.Take(1).TakeWhile(w => !IsOption(w)).Count(),
            "log" => rest.Take(1).TakeWhile(w => Day(w) != null).Count(),
            "screenshot" => rest.Take(1).TakeWhile(w => w is "keep" or "blur" or "delete").Count(),
            "logout" => rest.Take(1).TakeWhile(w => w == "--discard").Count(),
            "delete" => rest.TakeWhile(w => w == "--yes" || !IsOption(w)).Count(),
            "start" => rest.TakeWhile(w => w is "-c" or "--contract" || !IsOption(w)).Count(),
            "memo" => rest.Length,
            _ => 0,
        };
        return rest.ElementAtOrDefault(taken);
    }

    private static void Line(StringBuilder help, string usage, string? does) =>
        help.Append("  ").Append(usage.PadRight(UsageWidth)).AppendLine(does);
}
