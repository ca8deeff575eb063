using System.Globalization;
using Metier.Jobs;
using Metier.Ledger;
using Metier.Platform;

namespace Metier.Contracts;

/// <summary>One hourly term in the words of the reader.</summary>
/// <param name="Label">Which.</param>
/// <param name="Value">What was agreed.</param>
/// <param name="Detail">A sentence about it, or null.</param>
public sealed record HourlyTermRow(string Label, string Value, string? Detail = null);

/// <summary>Hours and changes of hourly contracts as they are written.</summary>
public static class HourlyWords
{
    /// <summary>Minutes as hours, the same in every language: <c>30 h</c>, <c>7 h 30</c>, <c>0 h 45</c>.</summary>
    public static string Hours(int minutes) =>
        minutes % 60 == 0
            ? string.Create(CultureInfo.InvariantCulture, $"{minutes / 60}\u00A0h")
            : string.Create(CultureInfo.InvariantCulture, $"{minutes / 60}\u00A0h\u00A0{minutes % 60:00}");

    /// <summary><c>€62.00 an hour</c>.</summary>
    public static string PerHour(Money rate) => ContractTermsText.PerHour(Formats.Money(rate));

    /// <summary><c>30 h a week</c>, or none.</summary>
    public static string Limit(int? minutes) =>
        minutes is { } limit ? ContractTermsText.LimitHours(Hours(limit)) : ContractTermsText.NoLimit;

    /// <summary>All the terms, always in the same order, so that two can stand side by side.</summary>
    public static IReadOnlyList<HourlyTermRow> Rows(HourlyTerms terms, Currency unit)
    {
        ArgumentNullException.ThrowIfNull(terms);
        return
        [
            new(ContractTermsText.Rate, PerHour(unit.Minor(terms.RateMinor))),
            new(ContractTermsText.Limit, Limit(terms.WeeklyLimitMinutes)),
            new(
                ContractTermsText.WeekMost,
                terms.WeeklyMostMinor is { } most ? Formats.Money(unit.Minor(most)) : ContractTermsText.WeekOpen
            ),
            new(
                ContractTermsText.Manual,
                terms.ManualTime ? ContractTermsText.ManualYes : ContractTermsText.ManualNo
            ),
            new(
                ContractTermsText.Proof,
                JobWordsText.Find("proof" + terms.Proof) ?? "",
                JobWordsText.Find($"proof{terms.Proof}Detail")
            ),
            new(
                ContractTermsText.Billing,
                terms.Billing == HourlyBilling.Segments
                    ? ContractTermsText.BillingSegments
                    : ContractTermsText.BillingMinutes
            ),
            new(
                ContractTermsText.Monitors,
                terms.Proof != ProofLevel.FullDiary ? "–"
                    : terms.AllMonitors ? ContractTermsText.MonitorsAll
                    : ContractTermsText.MonitorsOne
            ),
        ];
    }

    /// <summary>The key of a change in the history and in the room: <c>rate_raised</c>.</summary>
    internal static string Key(HourlyChange change) =>
        change switch
        {
            HourlyChange.RateRaised => "rate_raised",
            HourlyChange.RateLowered => "rate_lowered",
            HourlyChange.LimitRaised => "limit_raised",
            HourlyChange.LimitLifted => "limit_lifted",
            HourlyChange.LimitCut => "limit_cut",
            HourlyChange.ManualAllowed => "manual_allowed",
            _ => "manual_forbidden",
        };
}
