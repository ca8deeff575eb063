using System.Globalization;
using Metier.Ledger;
using Metier.Payments;
using Microsoft.AspNetCore.WebUtilities;

namespace Metier.Web.Admin;

/// <summary>Filters and page keys of the staff's lists, in addresses; what cannot be read filters nothing.</summary>
internal static class AdminQuery
{
    /// <summary>A key of two values, in both directions.</summary>
    public static string Key(DateTime at, Guid id) =>
        at.Ticks.ToString(CultureInfo.InvariantCulture) + "_" + id.ToString("N");

    /// <summary>The key, or null.</summary>
    public static (DateTime At, Guid Id)? Key(string? text)
    {
        var parts = (text ?? "").Split('_');
        return
            parts.Length == 2
            && long.TryParse(parts[0], NumberStyles.None, CultureInfo.InvariantCulture, out var ticks)
            && ticks < DateTime.MaxValue.Ticks
            && Guid.TryParseExact(parts[1], "N", out var id)
            ? (new DateTime(ticks, DateTimeKind.Utc), id)
            : null;
    }

    /// <summary>A whole number, or null.</summary>
    public static long? Number(string? text) =>
        long.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? number : null;

    /// <summary>A day, or null.</summary>
    public static DateOnly? Day(string? text) =>
        DateOnly.TryParseExact(text, "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out var day)
            ? day
            : null;

    /// <summary>A name of an enum, or null.</summary>
    public static T? Name<T>(string? text)
        where T : struct, Enum =>
        text is { Length: > 0 }
        && char.IsAsciiLetter(text[0])
        && Enum.TryParse<T>(text, out var value)
        && Enum.IsDefined(value)
            ? value
            : null;

    /// <summary>The journal's filters.</summary>
    public static JournalFilter Journal(string? account, string? contract, string? kind, string? from, string? to) =>
        new(
            Number(account),
            Guid.TryParse(contract, out var id) ? id : null,
            Name<PostingKind>(kind),
            Day(from),
            Day(to)
        );

    /// <summary>An address with those values that are not empty.</summary>
    public static string Address(string path, params (string Name, string? Value)[] query) =>
        QueryHelpers.AddQueryString(
            path,
            query.Where(q => !string.IsNullOrEmpty(q.Value)).Select(q => KeyValuePair.Create(q.Name, q.Value))
        );
}
