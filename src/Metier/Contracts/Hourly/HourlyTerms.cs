namespace Metier.Contracts;

/// <summary>What an hour is counted in; frozen at hire.</summary>
public enum HourlyBilling
{
    /// <summary>Each tracked minute.</summary>
    Minutes,

    /// <summary>Any tracked minute bills its whole ten minutes.</summary>
    Segments,
}

/// <summary>What both sides agree to on an hourly contract.</summary>
/// <param name="RateMinor">Minor units an hour at the start.</param>
/// <param name="WeeklyLimitMinutes">The most that is billed in a week at the start; null for no limit.</param>
/// <param name="ManualTime">The freelancer may add time by hand.</param>
/// <param name="Proof">The most that is recorded; the freelancer can lower it at any time.</param>
/// <param name="Billing">Minutes or whole segments.</param>
/// <param name="AllMonitors">Screenshots show every monitor instead of the active one.</param>
public sealed record HourlyTerms(
    long RateMinor,
    int? WeeklyLimitMinutes,
    bool ManualTime,
    ProofLevel Proof,
    HourlyBilling Billing,
    bool AllMonitors = false
)
{
    /// <summary>The most a week costs before fees, minor units, half away from zero; null without a limit.</summary>
    public long? WeeklyMostMinor => WeeklyLimitMinutes is { } minutes ? ((RateMinor * minutes) + 30) / 60 : null;
}

/// <summary>The rate from a moment on. Only the client raises it, only the freelancer lowers it, for minutes that start later.</summary>
public sealed class ContractRate
{
    /// <summary>Id.</summary>
    public Guid Id { get; init; }

    /// <summary>The contract.</summary>
    public Guid ContractId { get; init; }

    /// <summary>Minutes that start at this moment or later have it, UTC.</summary>
    public DateTime At { get; init; }

    /// <summary>Minor units an hour.</summary>
    public long RateMinor { get; init; }

    /// <summary>Who set it.</summary>
    public Side By { get; init; }
}

/// <summary>
/// The weekly limit from a week on. A raise counts for the running week, with the hours already logged; a cut from the next
/// Monday. Of those whose week has begun, the one written last is in force.
/// </summary>
public sealed class ContractLimit
{
    /// <summary>Id.</summary>
    public Guid Id { get; init; }

    /// <summary>The contract.</summary>
    public Guid ContractId { get; init; }

    /// <summary>When it was set, UTC.</summary>
    public DateTime At { get; init; }

    /// <summary>The Monday of the first week it counts for.</summary>
    public DateOnly FromWeek { get; init; }

    /// <summary>Minutes a week; null for no limit.</summary>
    public int? WeeklyMinutes { get; init; }
}

/// <summary>The rates and limits of one contract as time went on.</summary>
public sealed record HourlyHistory(IReadOnlyList<ContractRate> Rates, IReadOnlyList<ContractLimit> Limits)
{
    /// <summary>The rate of a minute that begins at this moment, minor units an hour.</summary>
    public long RateAt(DateTime moment) => (Rates.LastOrDefault(r => r.At <= moment) ?? Rates[0]).RateMinor;

    /// <summary>The limit of the week that begins on this Monday; null for none.</summary>
    public int? LimitOf(DateOnly monday) =>
        (Limits.LastOrDefault(l => l.FromWeek <= monday) ?? Limits[0]).WeeklyMinutes;
}
