using Metier.Ledger;
using Metier.Platform;

namespace Metier.Contracts;

/// <summary>What may become of the rate and the weekly limit after hire; rules.md 2.</summary>
public static class HourlyRules
{
    /// <summary>A limit is a number of quarter hours.</summary>
    public const int LimitStepMinutes = 15;

    /// <summary>Hours in a week: no limit is longer.</summary>
    public const int HoursInWeek = 7 * 24;

    /// <summary>The highest rate in major units an hour: beyond it, it is a slip of the finger.</summary>
    public const int HighestRate = 10_000;

    // The European Economic Area, the United Kingdom and Switzerland: there screenshots are offered, never preselected.
    private static readonly HashSet<string> AskFirst =
    [
        .. "AT BE BG HR CY CZ DK EE FI FR DE GR HU IE IT LV LT LU MT NL PL PT RO SK SI ES SE IS LI NO GB CH".Split(' '),
        // Parts of France with codes of their own.
        .. "GF GP MQ RE YT MF".Split(' '),
        // Åland belongs to Finland; Gibraltar, Jersey, Guernsey and Man follow the United Kingdom's law of data.
        .. "AX GI JE GG IM".Split(' '),
    ];

    /// <summary>The Monday of the UTC week a moment lies in.</summary>
    public static DateOnly MondayOf(DateTime utc)
    {
        var day = DateOnly.FromDateTime(utc);
        return day.AddDays(-(((int)day.DayOfWeek + 6) % 7));
    }

    /// <summary>
    /// The level an offer begins with: what the post asked for, else the full diary; but screenshots are never preselected for
    /// somebody in the EEA, the UK or Switzerland, nor for somebody whose country is not known.
    /// </summary>
    public static ProofLevel Preselected(ProofLevel? asked, string country)
    {
        var wanted = asked ?? ProofLevel.FullDiary;
        return wanted == ProofLevel.FullDiary && (country.Length == 0 || AskFirst.Contains(country))
            ? ProofLevel.Activity
            : wanted;
    }

    /// <summary>Only the client raises the rate, only the freelancer lowers it.</summary>
    internal static Outcome<HourlyChange> ChangeRate(long now, long wanted, Side by) =>
        wanted == now ? new Refusal("rate_same", ContractRefusalText.RateSame, "Form.Rate")
        : by == Side.Client
            ? wanted > now ? HourlyChange.RateRaised
                : new Refusal("rate_only_raise", ContractRefusalText.RateOnlyRaise, "Form.Rate")
        : wanted < now ? HourlyChange.RateLowered
        : new Refusal("rate_only_lower", ContractRefusalText.RateOnlyLower, "Form.Rate");

    /// <summary>
    /// A raise counts from the running week on, a cut from the next one. Going back to this week's limit while a cut is coming takes
    /// the cut back.
    /// </summary>
    internal static Outcome<(HourlyChange Change, DateOnly FromWeek)> ChangeLimit(
        HourlyHistory history,
        int? wanted,
        DateTime now
    )
    {
        var monday = MondayOf(now);
        var current = history.LimitOf(monday);
        if (wanted == history.LimitOf(monday.AddDays(7)))
        {
            return new Refusal("limit_same", ContractRefusalText.LimitSame, "Form.LimitHours");
        }
        return wanted is null ? (HourlyChange.LimitLifted, monday)
            : current is { } limit && wanted >= limit ? (HourlyChange.LimitRaised, monday)
            : (HourlyChange.LimitCut, monday.AddDays(7));
    }
}
