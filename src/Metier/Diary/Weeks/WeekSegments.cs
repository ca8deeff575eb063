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
/// <param name="Memos">What was done, each with its own minutes; in the order of their first.</param>
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
    IReadOnlyList<MemoPart> Memos,
    ScreenshotState Screenshot,
    Guid? ImageId,
    Guid? ThumbnailId,
    Coverage Coverage
)
{
    /// <summary>Billed minutes × rate: sixty times the price in minor units, exact.</summary>
    public long Weight => Rates.Sum(r => r.RateMinor * r.Minutes);

    /// <summary>Everything that was done in it, in one line.</summary>
    public string Memo => MemoPart.Line(Memos);
}

/// <summary>The minutes of one memo within a segment. The parts of a segment sum to it.</summary>
/// <param name="Text">The memo.</param>
/// <param name="First">Its first minute in the segment, see <see cref="DiaryTime"/>.</param>
/// <param name="ByHand">They were added by hand.</param>
/// <param name="Tracked">Minutes with this memo, 1 to 10.</param>
/// <param name="Active">Of these with input.</param>
/// <param name="Counted">Minutes that count by the contract's granularity.</param>
/// <param name="Billed">Of these billed.</param>
/// <param name="Weight">Billed minutes × rate: sixty times the price in minor units, exact.</param>
public sealed record MemoPart(
    string Text,
    int First,
    bool ByHand,
    int Tracked,
    int Active,
    int Counted,
    int Billed,
    long Weight
)
{
    /// <summary>Different memos in one line.</summary>
    public static string Line(IEnumerable<MemoPart> parts) =>
        string.Join(" · ", parts.Select(p => p.Text).Where(t => t.Length > 0).Distinct());

    /// <summary>
    /// Splits a segment by memo. Where whole segments are billed, its ten minutes go to the memos in proportion to the minutes
    /// that were tracked on each.
    /// </summary>
    /// <param name="minutes">The tracked minutes, by time.</param>
    /// <param name="memos">The words.</param>
    /// <param name="bills">For each minute that is billed by itself, or for the first where the whole segment is: counted, billed, rate.</param>
    internal static List<MemoPart> Of(
        IReadOnlyList<DiaryMinute> minutes,
        IReadOnlyDictionary<Guid, string> memos,
        IReadOnlyList<(int Counted, int Billed, long RateMinor)> bills
    )
    {
        var groups = minutes
            .Select((m, i) => (Minute: m, Index: i))
            .GroupBy(x => (x.Minute.MemoId, ByHand: x.Minute.Source == MinuteSource.Manual))
            .Select(g => (g.Key, All: g.ToList()))
            .ToList();
        var whole = bills.Count < minutes.Count || bills[0].Counted > 1;
        long[] shares = [.. groups.Select(g => (long)g.All.Count)];
        var counted = whole
            ? Share(bills[0].Counted, shares)
            : [.. groups.Select(g => g.All.Sum(x => bills[x.Index].Counted))];
        var billed = whole
            ? Share(bills[0].Billed, shares)
            : [.. groups.Select(g => g.All.Sum(x => bills[x.Index].Billed))];
        return
        [
            .. groups.Select(
                (g, i) =>
                    new MemoPart(
                        memos.GetValueOrDefault(g.Key.MemoId) ?? "",
                        g.All[0].Minute.Minute,
                        g.Key.ByHand,
                        g.All.Count,
                        g.All.Count(x => x.Minute.Active == true),
                        counted[i],
                        billed[i],
                        whole
                            ? billed[i] * bills[0].RateMinor
                            : g.All.Sum(x => bills[x.Index].Billed * bills[x.Index].RateMinor)
                    )
            ),
        ];
    }

    /// <summary>By largest remainder, so that the parts sum to the whole.</summary>
    private static List<int> Share(int whole, ReadOnlySpan<long> weights) =>
        [.. Currency.Eur.Minor(whole).Split(weights).Select(m => (int)m.Minor)];
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
            var bills = new List<(int Counted, int Billed, long RateMinor)>();
            var (counted, billed) = (0, 0);
            foreach (var minute in billing == HourlyBilling.Segments ? list.Take(1) : list)
            {
                var counts = billing == HourlyBilling.Segments ? DiaryTime.Segment : 1;
                var within = Math.Min(left, counts);
                counted += counts;
                billed += within;
                left -= within;
                var rate = within > 0 ? rateAt(minute.Minute) : 0;
                bills.Add((counts, within, rate));
                if (within > 0)
                {
                    rates.Add(new RateLine(rate, within));
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
                    MemoPart.Of(list, memos, bills),
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
