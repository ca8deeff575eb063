using Metier.Contracts;
using Metier.Ledger;

namespace Metier.Web.Contracts;

/// <summary>Hourly terms as typed; strings, so that what was typed comes back.</summary>
public sealed class HourlyFormModel
{
    public string? Rate { get; set; }

    /// <summary><c>hours</c> or <c>none</c>.</summary>
    public string? Limit { get; set; }
    public string? LimitHours { get; set; }
    public bool ManualTime { get; set; }
    public string? Proof { get; set; }
    public string? Billing { get; set; }
    public bool AllMonitors { get; set; }

    internal HourlyTyped Typed => new(Rate, Limit, LimitHours, ManualTime, Proof, Billing, AllMonitors);

    internal static HourlyFormModel From(HourlyTerms terms, Currency currency) =>
        new()
        {
            Rate = terms.RateMinor > 0 ? Formats.Typed(currency.Minor(terms.RateMinor)) : null,
            Limit = terms.WeeklyLimitMinutes is null ? "none" : "hours",
            LimitHours = terms.WeeklyLimitMinutes is { } minutes ? Hours(minutes) : null,
            ManualTime = terms.ManualTime,
            Proof = terms.Proof.ToString(),
            Billing = terms.Billing.ToString(),
            AllMonitors = terms.AllMonitors,
        };

    /// <summary>Minutes as hours to type: <c>7.5</c>, in French <c>7,5</c>.</summary>
    internal static string Hours(int minutes) => (minutes / 60m).ToString("0.##", Languages.Culture(Languages.Current));
}
