using Metier.Contracts;
using Metier.Ledger;
using Metier.Platform;
using Microsoft.EntityFrameworkCore;

namespace Metier.Diary;

/// <summary>One segment of a week as the bill, a dispute and an arbiter see it.</summary>
/// <param name="Start">First minute, see <see cref="DiaryTime"/>.</param>
/// <param name="Tracked">Tracked minutes, 1 to 10.</param>
/// <param name="Counted">Minutes that count by the contract's granularity.</param>
/// <param name="Billed">Of these billed; the rest is over the limit.</param>
/// <param name="Rates">The billed minutes by rate.</param>
/// <param name="ManualMinutes">Tracked minutes that were added by hand.</param>
/// <param name="Active">Minutes with input; null where the level does not say.</param>
/// <param name="Memo">What was done, by the first minute.</param>
/// <param name="Screenshot">What became of the screenshot.</param>
/// <param name="ImageId">A stored file.</param>
/// <param name="ThumbnailId">A stored file, its small copy.</param>
/// <param name="Coverage">Covered by payment protection, or why not.</param>
public sealed record WeekSegment(
    int Start,
    int Tracked,
    int Counted,
    int Billed,
    IReadOnlyList<RateLine> Rates,
    int ManualMinutes,
    int? Active,
    string Memo,
    ScreenshotState Screenshot,
    Guid? ImageId,
    Guid? ThumbnailId,
    Coverage Coverage
)
{
    /// <summary>Billed minutes × rate: sixty times the price in minor units, exact.</summary>
    public long Weight => Rates.Sum(r => r.RateMinor * r.Minutes);
}

/// <summary>The segments of a locked week, with what each costs. The same rules as <see cref="WeekBill"/>, kept apart per segment.</summary>
public sealed class WeekSegments(MetierDb db)
{
    /// <summary>All segments with time, by time.</summary>
    public async Task<List<WeekSegment>> OfAsync(HourlyContract hourly, DateOnly monday, CancellationToken ct)
    {
        ArgumentNullException.ThrowIfNull(hourly);
        var (contractId, from) = (hourly.Contract.Id, DiaryTime.WeekStart(monday));
        var to = from + DiaryTime.Week;
        var minutes = await db
            .DiaryMinutes.AsNoTracking()
            .Where(m => m.ContractId == contractId && m.Minute >= from && m.Minute < to && m.DeletionId == null)
            .OrderBy(m => m.Minute)
            .ToListAsync(ct);
        var stored = await db
            .DiarySegments.AsNoTracking()
            .Where(s => s.ContractId == contractId && s.Start >= from && s.Start < to)
            .ToDictionaryAsync(s => s.Start, ct);
        var memoIds = minutes.Select(m => m.MemoId).Distinct().ToList();
        var memos = await db
            .DiaryMemos.AsNoTracking()
            .Where(m => memoIds.Contains(m.Id))
            .ToDictionaryAsync(m => m.Id, m => m.Text, ct);
        return Split(
            minutes,
            stored,
            memos,
            hourly.History.LimitOf(monday),
            hourly.Terms.Billing,
            minute => hourly.History.RateAt(DiaryTime.At(minute))
        );
    }

    /// <summary>The price of these segments, rounded once, half away from zero.</summary>
    public static Money Price(IEnumerable<WeekSegment> segments, Currency currency) =>
        PriceOf(segments.Sum(s => s.Weight), currency);

    /// <summary>The price of so many minutes × rate in minor units, rounded once, half away from zero.</summary>
    public static Money PriceOf(long weight, Currency currency)
    {
        ArgumentNullException.ThrowIfNull(currency);
        return currency.Minor((weight + 30) / 60);
    }

    internal static List<WeekSegment> Split(
        IReadOnlyList<DiaryMinute> minutes,
        IReadOnlyDictionary<int, DiarySegment> stored,
        IReadOnlyDictionary<Guid, string> memos,
        int? limit,
        HourlyBilling billing,
        Func<int, long> rateAt
    )
    {
        var left = limit ?? int.MaxValue;
        var result = new List<WeekSegment>();
        foreach (var group in minutes.GroupBy(m => DiaryTime.SegmentOf(m.Minute)).OrderBy(g => g.Key))
        {
            var list = group.OrderBy(m => m.Minute).ToList();
            var rates = new List<RateLine>();
            var (counted, billed) = (0, 0);
            foreach (var minute in billing == HourlyBilling.Segments ? list.Take(1) : list)
            {
                var counts = billing == HourlyBilling.Segments ? DiaryTime.Segment : 1;
                var within = Math.Min(left, counts);
                counted += counts;
                billed += within;
                left -= within;
                if (within > 0)
                {
                    rates.Add(new RateLine(rateAt(minute.Minute), within));
                }
            }
            var segment = stored.GetValueOrDefault(group.Key);
            var active = list.Any(m => m.Active is not null) ? list.Count(m => m.Active == true) : (int?)null;
            result.Add(
                new WeekSegment(
                    group.Key,
                    list.Count,
                    counted,
                    billed,
                    [.. rates.GroupBy(r => r.RateMinor).Select(g => new RateLine(g.Key, g.Sum(r => r.Minutes)))],
                    list.Count(m => m.Source == MinuteSource.Manual),
                    active,
                    memos.GetValueOrDefault(list[0].MemoId) ?? "",
                    segment?.Screenshot ?? ScreenshotState.None,
                    segment?.ImageId,
                    segment?.ThumbnailId,
                    // A segment nobody has judged is nobody's proof.
                    segment?.Coverage
                        ?? Coverage.ByHand
                )
            );
        }
        return result;
    }
}
