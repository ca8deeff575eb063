using System.Globalization;

namespace Metier.Tracker.Commands;

/// <summary>English or French, by --lang or the environment's LC_ALL, LC_MESSAGES, LANG.</summary>
internal static class Language
{
    /// <summary>Takes --lang out of the arguments and sets the language. Returns the rest.</summary>
    public static string[] Use(string[] arguments)
    {
        var at = Array.IndexOf(arguments, "--lang");
        var named = at >= 0 && at + 1 < arguments.Length ? arguments[at + 1] : FromEnvironment();
        Code = named.StartsWith("fr", StringComparison.OrdinalIgnoreCase) ? "fr" : "en";
        var culture = Code == "fr" ? new French() : CultureInfo.InvariantCulture;
        CultureInfo.CurrentCulture = culture;
        CultureInfo.CurrentUICulture = culture;
        CultureInfo.DefaultThreadCurrentCulture = culture;
        CultureInfo.DefaultThreadCurrentUICulture = culture;
        return at < 0 ? arguments : [.. arguments[..at], .. arguments[Math.Min(arguments.Length, at + 2)..]];
    }

    /// <summary>en or fr.</summary>
    public static string Code { get; private set; } = "en";

    private static string FromEnvironment() =>
        new[] { "LC_ALL", "LC_MESSAGES", "LANG" }
            .Select(Environment.GetEnvironmentVariable)
            .FirstOrDefault(v => !string.IsNullOrEmpty(v))
        ?? "en";

    /// <summary>
    /// The program carries no ICU, and a culture made without it does not know its own language; this one says what the texts
    /// ask it.
    /// </summary>
    private sealed class French : CultureInfo
    {
        public French()
            : base("fr") =>
            NumberFormat = new NumberFormatInfo { NumberGroupSeparator = "\u202F", NumberDecimalSeparator = "," };

        public override string TwoLetterISOLanguageName => "fr";
    }
}
