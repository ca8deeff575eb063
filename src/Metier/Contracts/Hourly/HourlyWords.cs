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
    /// <summary><c>€62.00 an hour</c>.</summary>
    public static string PerHour(Money rate) => ContractTermsText.PerHour(Formats.Money(rate));

    /// <summary><c>30 h a week</c>, or none.</summary>
    public static string Limit(int? minutes) =>
        minutes is { } limit ? ContractTermsText.LimitHours(Formats.Hours(limit)) : ContractTermsText.NoLimit;

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
            new(ContractTermsText.Manual, terms.ManualTime ? ContractTermsText.ManualYes : ContractTermsText.ManualNo),
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
