using Metier.Ledger;
using Metier.Platform;

namespace Metier.Payments;

/// <summary>When a freelancer is paid.</summary>
public enum PayoutRhythm
{
    /// <summary>When they ask.</summary>
    AtWill,

    /// <summary>On a day of the week.</summary>
    Weekly,

    /// <summary>On a day of the month; in a shorter month on its last day.</summary>
    Monthly,
}

/// <summary>A freelancer's wish to be paid by itself. Days begin at 06:00 UTC: when banks open in Europe.</summary>
public sealed class PayoutSchedule : IVersioned
{
    /// <summary>The hour of the day, UTC.</summary>
    public const int Hour = 6;

    /// <summary>The freelancer; there is one schedule.</summary>
    public Guid FreelancerId { get; init; }

    /// <summary>How often.</summary>
    public PayoutRhythm Rhythm { get; internal set; }

    /// <summary>1 (Monday) to 7 of the week, or 1 to 31 of the month; 0 at will.</summary>
    public int Day { get; internal set; }

    /// <summary>The currency of the least amount, ISO 4217.</summary>
    public required string Currency { get; set; }

    /// <summary>Less than this stays in the balance, minor units; other currencies have the operator's minimum.</summary>
    public long LeastMinor { get; internal set; }

    /// <summary>Where to.</summary>
    public Guid? PayoutMethodId { get; internal set; }

    /// <summary>The next time, UTC; null at will.</summary>
    public DateTime? NextAt { get; internal set; }

    /// <inheritdoc/>
    public int Version { get; set; }

    /// <summary>The least amount.</summary>
    public Money Least => Metier.Ledger.Currency.Of(Currency).Minor(LeastMinor);

    /// <summary>The first time after a moment; null at will.</summary>
    public static DateTime? After(PayoutRhythm rhythm, int day, DateTime moment)
    {
        var at = moment.Date.AddHours(Hour);
        for (var i = 0; i < 63; i++, at = at.AddDays(1))
        {
            var fits = rhythm switch
            {
                PayoutRhythm.Weekly => (((int)at.DayOfWeek + 6) % 7) + 1 == day,
                PayoutRhythm.Monthly => at.Day == Math.Min(day, DateTime.DaysInMonth(at.Year, at.Month)),
                _ => false,
            };
            if (fits && at > moment)
            {
                return DateTime.SpecifyKind(at, DateTimeKind.Utc);
            }
        }
        return null;
    }
}

/// <summary>What a scheduled time came to, in one currency. Never changed.</summary>
public sealed class PayoutRun
{
    /// <summary>Made of the freelancer, the time and the currency: also the request id of the payout.</summary>
    public Guid Id { get; init; }

    /// <summary>Whose.</summary>
    public Guid FreelancerId { get; init; }

    /// <summary>The time it was for, UTC.</summary>
    public DateTime DueAt { get; init; }

    /// <summary>ISO 4217.</summary>
    public required string Currency { get; init; }

    /// <summary>What was ready then, minor units.</summary>
    public long ReadyMinor { get; init; }

    /// <summary>Why nothing was paid: <c>too_little</c>, or what a withdrawal refuses; null when it was.</summary>
    public string? SkipCode { get; init; }

    /// <summary>The same in words of the person's language then.</summary>
    public string SkipText { get; init; } = "";

    /// <summary>What was ready.</summary>
    public Money Ready => Metier.Ledger.Currency.Of(Currency).Minor(ReadyMinor);
}

/// <summary>A scheduled payout could not be made though there was enough.</summary>
public sealed record PayoutSkipped(Guid RunId, Guid FreelancerId, Money Ready, string Why, DateTime? NextAt);
