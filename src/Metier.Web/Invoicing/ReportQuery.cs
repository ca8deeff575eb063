using System.Globalization;
using Metier.Invoicing;
using Metier.Ledger;
using Microsoft.AspNetCore.WebUtilities;

namespace Metier.Web.Invoicing;

/// <summary>What a report is asked for in an address; what cannot be read is this year by month.</summary>
internal sealed record ReportQuery(ReportBy By, Currency? Unit, DateOnly From, DateOnly To)
{
    /// <summary>Reads it; a currency that is not one of these is the first of them.</summary>
    public static ReportQuery Read(
        string? by,
        string? currency,
        string? from,
        string? to,
        IReadOnlyList<Currency> currencies,
        DateOnly today
    ) =>
        new(
            Enum.TryParse<ReportBy>(by, out var kind) && Enum.IsDefined(kind) ? kind : ReportBy.Month,
            currencies.FirstOrDefault(c => c.Code == currency) ?? currencies.FirstOrDefault(),
            Day(from) ?? new DateOnly(today.Year, 1, 1),
            Day(to) ?? today
        );

    /// <summary>The address that asks for it.</summary>
    public string Address(string path) =>
        QueryHelpers.AddQueryString(
            path,
            new Dictionary<string, string?>
            {
                ["by"] = By.ToString(),
                ["currency"] = Unit?.Code ?? "",
                ["from"] = Iso(From),
                ["to"] = Iso(To),
            }
        );

    /// <summary>A day as addresses and date fields have it.</summary>
    public static string Iso(DateOnly day) => day.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);

    private static DateOnly? Day(string? text) =>
        DateOnly.TryParseExact(text, "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out var day)
            ? day
            : null;
}
