using System.Globalization;
using Metier.Payroll;

namespace Metier.Web.Payroll;

/// <summary>The page key of a list of weeks: the Monday and the id of the last one shown.</summary>
internal static class PayrollKeys
{
    public static string Of(PayrollWeek week) =>
        week.Monday.ToString("yyyyMMdd", CultureInfo.InvariantCulture) + "_" + week.Id.ToString("N");

    public static (DateOnly Monday, Guid Id)? Read(string? text)
    {
        var parts = (text ?? "").Split('_');
        return
            parts.Length == 2
            && DateOnly.TryParseExact(
                parts[0],
                "yyyyMMdd",
                CultureInfo.InvariantCulture,
                DateTimeStyles.None,
                out var monday
            )
            && Guid.TryParseExact(parts[1], "N", out var id)
            ? (monday, id)
            : null;
    }
}
