using Metier.Ledger;
using Metier.Platform;
using Microsoft.EntityFrameworkCore;

namespace Metier.Diary;

/// <summary>What was billed of one week of one contract.</summary>
/// <param name="Monday">The week.</param>
/// <param name="ContractId">The contract.</param>
/// <param name="Title">What it is called.</param>
/// <param name="Minutes">What was billed.</param>
/// <param name="ByHand">Of these, what was added by hand.</param>
/// <param name="Amount">The price, before fees.</param>
/// <param name="Returned">What went back of it.</param>
public sealed record WeekHoursLine(
    DateOnly Monday,
    Guid ContractId,
    string Title,
    int Minutes,
    int ByHand,
    Money Amount,
    Money Returned
);

/// <summary>Hours of many contracts at once, for reports.</summary>
public sealed class WeekHours(MetierDb db)
{
    /// <summary>A report holds at most so many weeks, the latest of its time.</summary>
    public const int Most = 5_000;

    /// <summary>Locked weeks of these contracts whose Monday is within these days, the latest first. Who looks is for the caller to know.</summary>
    public async Task<IReadOnlyList<WeekHoursLine>> OfAsync(
        IReadOnlyCollection<Guid> contractIds,
        Currency currency,
        DateOnly from,
        DateOnly to,
        CancellationToken ct
    )
    {
        ArgumentNullException.ThrowIfNull(currency);
        var code = currency.Code;
        var weeks = await db
            .DiaryWeeks.AsNoTracking()
            .Where(w => contractIds.Contains(w.ContractId) && w.Monday >= from && w.Monday <= to)
            .Where(w => w.Currency == code && w.BilledMinutes > 0)
            .OrderByDescending(w => w.Monday)
            .ThenBy(w => w.Title)
            .ThenBy(w => w.Id)
            .Take(Most)
            .ToListAsync(ct);
        return
        [
            .. weeks.Select(w => new WeekHoursLine(
                w.Monday,
                w.ContractId,
                w.Title,
                w.BilledMinutes,
                Math.Min(w.ManualMinutes, w.BilledMinutes),
                w.Amount,
                currency.Minor(w.RefundedMinor)
            )),
        ];
    }
}
