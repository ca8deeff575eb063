using Metier.Contracts;
using Metier.Ledger;

namespace Metier.Diary;

/// <summary>A minute as the bill sees it.</summary>
/// <param name="Minute">Which.</param>
/// <param name="RateMinor">The rate in force when it began, minor units an hour.</param>
public readonly record struct BillableMinute(int Minute, long RateMinor);

/// <summary>
/// What one week of one contract costs: minutes × rate ÷ 60 over the surviving minutes within the limit, summed and rounded once, half
/// away from zero (rules.md 2). Minutes count in the order of the clock; those over the limit are shown and not billed.
/// </summary>
/// <param name="LoggedMinutes">Minutes that count by the contract's granularity, over the limit too.</param>
/// <param name="BilledMinutes">Minutes that are billed.</param>
/// <param name="Amount">The price of the billed minutes, before fees.</param>
/// <param name="FirstOverLimit">The first minute over the limit; null when there is none.</param>
public sealed record WeekBill(int LoggedMinutes, int BilledMinutes, Money Amount, int? FirstOverLimit)
{
    /// <summary>
    /// Bills the minutes of a week. A contract that bills segments counts ten minutes for any tracked minute of a segment, at
    /// the rate of its first.
    /// </summary>
    public static WeekBill Of(
        IEnumerable<BillableMinute> minutes,
        int? limitMinutes,
        HourlyBilling billing,
        Currency currency
    )
    {
        var (logged, billed, sum, over) = (0, 0, 0L, (int?)null);
        var segment = int.MinValue;
        foreach (var minute in minutes.OrderBy(m => m.Minute))
        {
            if (billing == HourlyBilling.Segments && DiaryTime.SegmentOf(minute.Minute) == segment)
            {
                continue;
            }
            segment = DiaryTime.SegmentOf(minute.Minute);
            var counts = billing == HourlyBilling.Segments ? DiaryTime.Segment : 1;
            var within = limitMinutes is { } limit ? Math.Clamp(limit - billed, 0, counts) : counts;
            if (within < counts)
            {
                over ??= minute.Minute;
            }
            logged += counts;
            billed += within;
            sum += within * minute.RateMinor;
        }
        return new WeekBill(logged, billed, currency.Minor(RoundedHours(sum)), over);
    }

    /// <summary>A sum of minutes × hourly rate in minor units, half away from zero.</summary>
    private static long RoundedHours(long minuteRates) => (minuteRates + (minuteRates >= 0 ? 30 : -30)) / 60;
}
