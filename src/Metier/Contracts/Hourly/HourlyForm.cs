using System.Globalization;
using Metier.Jobs;
using Metier.Ledger;
using Metier.Platform;

namespace Metier.Contracts;

/// <summary>Hourly terms as typed.</summary>
/// <param name="Rate">The rate an hour, as people type it.</param>
/// <param name="Limit"><c>hours</c> or <c>none</c>.</param>
/// <param name="LimitHours">Hours a week: <c>30</c>, <c>7.5</c>, <c>7,5</c>.</param>
/// <param name="ManualTime">Time may be added by hand.</param>
/// <param name="Proof">A name of <see cref="Jobs.ProofLevel"/>.</param>
/// <param name="Billing">A name of <see cref="HourlyBilling"/>.</param>
/// <param name="AllMonitors">Screenshots of every monitor.</param>
public sealed record HourlyTyped(
    string? Rate,
    string? Limit,
    string? LimitHours,
    bool ManualTime,
    string? Proof,
    string? Billing,
    bool AllMonitors
);

/// <summary>Reads typed hourly terms: all that is wrong is said at once, beside its field.</summary>
internal static class HourlyForm
{
    /// <summary>The value of a limit that is none.</summary>
    public const string NoLimit = "none";

    private const string Prefix = "Form.Hourly.";

    public static HourlyTerms Read(HourlyTyped? typed, Currency currency, RuleOptions rules, List<Refusal> wrong)
    {
        var rate = Rate(typed?.Rate, currency, rules, Prefix + "Rate", wrong);
        var limit = Limit(typed?.Limit, typed?.LimitHours, Prefix, wrong);
        if (Codes.Read<ProofLevel>(typed?.Proof) is not { } proof)
        {
            proof = ProofLevel.Hours;
            wrong.Add(new Refusal("proof", ContractRefusalText.ChooseProof, Prefix + "Proof"));
        }
        if (Codes.Read<HourlyBilling>(typed?.Billing) is not { } billing)
        {
            billing = HourlyBilling.Minutes;
            wrong.Add(new Refusal("billing", ContractRefusalText.ChooseBilling, Prefix + "Billing"));
        }
        return new HourlyTerms(
            rate,
            limit,
            typed?.ManualTime == true,
            proof,
            billing,
            // Without screenshots there is no monitor to show.
            typed?.AllMonitors == true
                && proof == ProofLevel.FullDiary
        );
    }

    /// <summary>Minor units an hour; zero when it is wrong.</summary>
    public static long Rate(string? typed, Currency currency, RuleOptions rules, string field, List<Refusal> wrong)
    {
        var (least, most) = (currency.Major(rules.LowestHourlyRate), currency.Major(HourlyRules.HighestRate));
        var reading = MoneyParser.Read(typed, currency, out var rate);
        if (reading != MoneyReading.Read)
        {
            wrong.Add(new Refusal("rate", MoneyParser.Problem(reading, currency)!, field));
        }
        else if (rate.Minor < least.Minor)
        {
            wrong.Add(new Refusal("rate_too_low", ContractRefusalText.RateOrMore(Formats.Money(least)), field));
        }
        else if (rate.Minor > most.Minor)
        {
            wrong.Add(new Refusal("rate_too_high", ContractRefusalText.RateOrLess(Formats.Money(most)), field));
        }
        else
        {
            return rate.Minor;
        }
        return 0;
    }

    /// <summary>Minutes a week; null for no limit, and when it is wrong.</summary>
    public static int? Limit(string? limit, string? hours, string prefix, List<Refusal> wrong)
    {
        if (limit == NoLimit)
        {
            return null;
        }
        if (limit != "hours")
        {
            wrong.Add(new Refusal("limit", ContractRefusalText.ChooseLimit, prefix + "Limit"));
            return null;
        }
        var text = (hours ?? "").Trim().Replace(',', '.');
        if (
            !decimal.TryParse(text, NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var number)
            || number is <= 0 or > HourlyRules.HoursInWeek
            || number * 60 % HourlyRules.LimitStepMinutes != 0
        )
        {
            wrong.Add(
                new Refusal(
                    "limit_hours",
                    ContractRefusalText.HoursAWeek(HourlyRules.HoursInWeek),
                    prefix + "LimitHours"
                )
            );
            return null;
        }
        return (int)(number * 60);
    }
}
