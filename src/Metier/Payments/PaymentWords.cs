using System.Globalization;
using Metier.Ledger;
using Metier.Platform;

namespace Metier.Payments;

/// <summary>Codes of providers in the words of the reader.</summary>
public static class PaymentWords
{
    private const string WeekPrefix = "week/";

    /// <summary>Why a charge or a payout failed, and what to do.</summary>
    public static string Failure(string? code) =>
        PaymentStateText.Find("failure_" + code) ?? PaymentStateText.Failure_declined;

    /// <summary>
    /// The memo of a week of hours: facts instead of words, because both sides read it, each in their language. Shown by
    /// <see cref="Memo"/>.
    /// </summary>
    public static string WeekMemo(DateOnly monday, int minutes, string title) =>
        string.Create(CultureInfo.InvariantCulture, $"{WeekPrefix}{monday:yyyy-MM-dd}/{minutes}/{title}");

    /// <summary>A memo as the reader sees it.</summary>
    public static string Memo(string memo)
    {
        ArgumentNullException.ThrowIfNull(memo);
        if (!memo.StartsWith(WeekPrefix, StringComparison.Ordinal))
        {
            return memo;
        }
        var parts = memo[WeekPrefix.Length..].Split('/', 3);
        return
            parts.Length == 3
            && DateOnly.TryParseExact(
                parts[0],
                "yyyy-MM-dd",
                CultureInfo.InvariantCulture,
                DateTimeStyles.None,
                out var monday
            )
            && int.TryParse(parts[1], NumberStyles.None, CultureInfo.InvariantCulture, out var minutes)
            ? $"{parts[2]}: {Week(monday, minutes)}"
            : memo;
    }

    /// <summary>"Week of 16 November, 21 h 40".</summary>
    public static string Week(DateOnly monday, int minutes) =>
        PaymentStateText.WeekOf(
            monday.ToString("d MMMM", Languages.Culture(Languages.Current)),
            Formats.Hours(minutes)
        );

    /// <summary>What a posting was, as a line of a statement.</summary>
    public static string Movement(PostingKind kind, bool forClient) =>
        (forClient ? PaymentStateText.Find("client_" + kind) : null)
        ?? PaymentStateText.Find("movement_" + kind)
        ?? kind.ToString();
}
