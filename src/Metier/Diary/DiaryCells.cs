using Metier.Contracts;
using Metier.Platform;
using Microsoft.EntityFrameworkCore;

namespace Metier.Diary;

/// <summary>Segments as the grid shows them, and their sums. What is billed of each comes from its whole week, because of the limit.</summary>
public sealed class DiaryCells(MetierDb db, WeekSegments segments)
{
    /// <summary>The segments with something in them, deleted ones too, by time.</summary>
    internal async Task<List<SegmentCell>> OfAsync(HourlyContract hourly, int from, int to, CancellationToken ct)
    {
        var id = hourly.Contract.Id;
        var minutes = await db
            .DiaryMinutes.AsNoTracking()
            .Where(m => m.ContractId == id && m.Minute >= from && m.Minute < to)
            .OrderBy(m => m.Minute)
            .ToListAsync(ct);
        if (minutes.Count == 0)
        {
            return [];
        }
        var billed = new Dictionary<int, WeekSegment>();
        foreach (var monday in minutes.Select(m => DiaryTime.MondayOf(m.Minute)).Distinct())
        {
            foreach (var segment in await segments.OfAsync(hourly, monday, ct))
            {
                billed[segment.Start] = segment;
            }
        }
        var rows = await db
            .DiarySegments.AsNoTracking()
            .Where(s => s.ContractId == id && s.Start >= from - DiaryTime.Segment && s.Start < to)
            .ToDictionaryAsync(s => s.Start, ct);
        return
        [
            .. minutes
                .GroupBy(m => DiaryTime.SegmentOf(m.Minute))
                .Select(g =>
                    Cell(hourly, g.Key, [.. g], billed.GetValueOrDefault(g.Key), rows.GetValueOrDefault(g.Key))
                ),
        ];
    }

    /// <summary>The sums of a week; its money is rounded once.</summary>
    internal async Task<DiarySums> WeekAsync(HourlyContract hourly, int week, CancellationToken ct)
    {
        var all = await segments.OfAsync(hourly, DiaryTime.MondayOf(week), ct);
        return new DiarySums(
            all.Sum(s => s.Counted),
            all.Sum(s => s.ManualMinutes),
            all.Sum(s => s.Counted - s.Billed),
            all.Where(s => s.Coverage == Coverage.Covered).Sum(s => s.Billed),
            all.Sum(s => s.Billed),
            WeekSegments.Price(all, hourly.Contract.Unit)
        );
    }

    internal async Task<Dictionary<Guid, string>> MemosAsync(IEnumerable<DiaryMinute> minutes, CancellationToken ct)
    {
        var ids = minutes.Select(m => m.MemoId).Distinct().ToList();
        return await db
            .DiaryMemos.AsNoTracking()
            .Where(m => ids.Contains(m.Id))
            .ToDictionaryAsync(m => m.Id, m => m.Text, ct);
    }

    /// <summary>Sums of some segments; money is rounded once over all of them.</summary>
    internal static DiarySums Sum(HourlyContract hourly, IReadOnlyCollection<SegmentCell> cells) =>
        new(
            cells.Sum(c => c.Counted),
            cells.Sum(c => c.Manual),
            cells.Sum(c => c.Counted - c.Billed),
            cells.Where(c => c.Coverage == Coverage.Covered).Sum(c => c.Billed),
            cells.Sum(c => c.Billed),
            WeekSegments.PriceOf(cells.Sum(c => c.Weight), hourly.Contract.Unit)
        );

    /// <summary>Both together; each was rounded by itself, as the weeks they stand for are.</summary>
    internal static DiarySums Add(DiarySums a, DiarySums b) =>
        new(
            a.Minutes + b.Minutes,
            a.ManualMinutes + b.ManualMinutes,
            a.OverLimitMinutes + b.OverLimitMinutes,
            a.CoveredMinutes + b.CoveredMinutes,
            a.BilledMinutes + b.BilledMinutes,
            a.Amount + b.Amount
        );

    private static SegmentCell Cell(
        HourlyContract hourly,
        int start,
        List<DiaryMinute> minutes,
        WeekSegment? billed,
        DiarySegment? row
    )
    {
        var kept = minutes.FindAll(m => m.DeletionId is null);
        var marks = new MinuteMark[DiaryTime.Segment];
        foreach (var minute in kept)
        {
            marks[minute.Minute - start] = minute.Active == true ? MinuteMark.Active : MinuteMark.Tracked;
        }
        return new SegmentCell(
            start,
            kept.Count,
            billed?.Billed ?? 0,
            billed?.Active,
            marks,
            kept.Count > 0 ? kept[0].MemoId : null,
            billed?.Memo ?? "",
            kept.Count > 0 && kept.TrueForAll(m => m.Source == MinuteSource.Manual)
                ? MinuteSource.Manual
                : kept.Find(m => m.Source != MinuteSource.Manual)?.Source ?? minutes[0].Source,
            (ProofLevel)(row?.Level ?? 0),
            kept.Count == 0 ? ScreenshotState.Deleted : row?.Screenshot ?? ScreenshotState.None,
            kept.Count == 0 ? null : row?.ThumbnailId,
            billed?.Coverage ?? Coverage.ByHand,
            WeekSegments.PriceOf(billed?.Weight ?? 0, hourly.Contract.Unit)
        )
        {
            Weight = billed?.Weight ?? 0,
            Counted = billed?.Counted ?? 0,
            Manual = billed?.ManualMinutes ?? 0,
            Memos = billed?.Memos ?? [],
        };
    }
}
