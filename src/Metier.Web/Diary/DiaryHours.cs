using Metier.Diary;

namespace Metier.Web.Diary;

/// <summary>A memo above the slots it belongs to.</summary>
/// <param name="At">First slot, 1 to 6.</param>
/// <param name="Wide">How many slots.</param>
/// <param name="From">Its first minute in this hour.</param>
/// <param name="Minutes">Its minutes in this hour: those of other memos in the same slots are not its own.</param>
/// <param name="Text">The words.</param>
/// <param name="ByHand">That time was added by hand.</param>
internal sealed record MemoSpan(int At, int Wide, int From, int Minutes, string Text, bool ByHand);

/// <summary>One hour of a day: six slots and the memos above them.</summary>
/// <param name="Start">Its first minute.</param>
/// <param name="Slots">Six; null where nothing was tracked.</param>
/// <param name="Memos">Those that begin or change in this hour.</param>
/// <param name="GapFrom">Where a stretch of empty hours before it begins; null when there is none.</param>
internal sealed record DiaryHour(int Start, SegmentCell?[] Slots, IReadOnlyList<MemoSpan> Memos, int? GapFrom)
{
    private const int Minutes = 60;

    /// <summary>
    /// The hours of a zone's clock that have something in them. A row is named by its first minute and not by its hour, so
    /// that the night in which an hour comes twice has two rows.
    /// </summary>
    public static List<DiaryHour> Of(IEnumerable<SegmentCell> cells, TimeZoneInfo zone)
    {
        var hours = new List<DiaryHour>();
        MemoSpan? last = null;
        foreach (var row in cells.GroupBy(c => c.Start - DiaryWords.Local(c.Start, zone).Minute).OrderBy(g => g.Key))
        {
            var slots = new SegmentCell?[Minutes / DiaryTime.Segment];
            foreach (var cell in row)
            {
                slots[(cell.Start - row.Key) / DiaryTime.Segment] = cell;
            }
            var memos = SpansOf(slots);
            var goesOn =
                memos is [var only] && last is not null && only.Text == last.Text && only.ByHand == last.ByHand;
            var before = hours.Count > 0 ? hours[^1].Start + Minutes : row.Key;
            var gap = before < row.Key;
            hours.Add(new DiaryHour(row.Key, slots, goesOn && !gap ? [] : memos, gap ? before : null));
            last = memos.Count > 0 ? memos[^1] : last;
        }
        return hours;
    }

    /// <summary>
    /// Runs of one memo; an empty slot inside a run belongs to it. A slot in which the memo changed belongs to the runs of both.
    /// </summary>
    private static List<MemoSpan> SpansOf(SegmentCell?[] slots)
    {
        var spans = new List<MemoSpan>();
        var open = new List<int>();
        for (var i = 0; i < slots.Length; i++)
        {
            if (slots[i] is not { Minutes: > 0 } cell)
            {
                continue;
            }
            var here = new List<int>();
            foreach (var part in cell.Memos.Where(m => m.Text.Length > 0))
            {
                var at = open.FindIndex(o => spans[o].Text == part.Text && spans[o].ByHand == part.ByHand);
                if (at >= 0)
                {
                    var span = spans[open[at]];
                    spans[open[at]] = span with { Wide = i + 2 - span.At, Minutes = span.Minutes + part.Tracked };
                    here.Add(open[at]);
                }
                else
                {
                    spans.Add(new MemoSpan(i + 1, 1, part.First, part.Tracked, part.Text, part.ByHand));
                    here.Add(spans.Count - 1);
                }
            }
            open = here;
        }
        return spans;
    }
}
