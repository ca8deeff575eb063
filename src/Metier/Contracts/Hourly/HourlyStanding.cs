using Metier.Ledger;
using Metier.Payments;
using Metier.Platform;

namespace Metier.Contracts;

/// <summary>An hourly contract as it stands now.</summary>
/// <param name="Agreed">The terms agreed at hire.</param>
/// <param name="ManualTime">Time may be added by hand now.</param>
/// <param name="Rate">The rate now, an hour.</param>
/// <param name="LimitMinutes">This week's limit; null for none.</param>
/// <param name="NextLimitMinutes">The limit from the next Monday on.</param>
/// <param name="NextWeek">That Monday.</param>
/// <param name="Paid">What was charged for it so far, before fees, less what was given back; bonuses too.</param>
/// <param name="Paused">No time may be logged now.</param>
public sealed record HourlyNow(
    HourlyTerms Agreed,
    bool ManualTime,
    Money Rate,
    int? LimitMinutes,
    int? NextLimitMinutes,
    DateOnly NextWeek,
    Money Paid,
    bool Paused
)
{
    /// <summary>Another limit is coming.</summary>
    public bool LimitChanges => LimitMinutes != NextLimitMinutes;
}

/// <summary>How hourly contracts stand now: rate, limits, what was paid.</summary>
public sealed class HourlyStanding(MetierDb db, HourlyContracts contracts, MoneyViews money)
{
    /// <summary>By contract; fixed-price contracts are left out.</summary>
    internal async Task<Dictionary<Guid, HourlyNow>> OfAsync(IEnumerable<Contract> some, CancellationToken ct)
    {
        var hourly = some.Where(c => c.Kind == ContractKind.Hourly).ToList();
        if (hourly.Count == 0)
        {
            return [];
        }
        var ids = hourly.ConvertAll(c => c.Id);
        var histories = await contracts.HistoriesAsync(ids, ct);
        var paid = await money.ContractsAsync(ids, ct);
        var now = db.Now;
        var monday = HourlyRules.MondayOf(now);
        return hourly.ToDictionary(
            c => c.Id,
            c => new HourlyNow(
                c.AgreedHourly!,
                c.ManualTime,
                c.Unit.Minor(histories[c.Id].Rates[^1].RateMinor),
                histories[c.Id].LimitOf(monday),
                histories[c.Id].LimitOf(monday.AddDays(7)),
                monday.AddDays(7),
                paid.GetValueOrDefault(c.Id)?.Paid ?? Money.Zero(c.Unit),
                c.IsPaused
            )
        );
    }

    /// <summary>What was paid on an hourly contract, before fees, minor units.</summary>
    internal async Task<Dictionary<Guid, long>> PaidAsync(IReadOnlyCollection<Guid> ids, CancellationToken ct) =>
        ids.Count == 0 ? [] : (await money.ContractsAsync(ids, ct)).ToDictionary(m => m.Key, m => m.Value.Paid.Minor);
}
