using Metier.Platform;
using Microsoft.EntityFrameworkCore;

namespace Metier.Diary;

/// <summary>The freelancer corrects what was worked on in some segments; the words before stay readable in the changes.</summary>
public sealed class EditMemo(MetierDb db, DiaryBook book)
{
    /// <summary>Answers with how many minutes have the new words. Refuses <c>memo</c>, <c>nothing_selected</c>, <c>locked</c>, <c>ended</c>.</summary>
    public Task<Outcome<int>> RunAsync(
        Guid contractId,
        IReadOnlyList<int> starts,
        string? memo,
        Actor actor,
        CancellationToken ct
    ) =>
        db.WriteAsync<int>(
            async () =>
            {
                var editable = await book.EditableAsync(contractId, starts, actor, ct);
                var text = DiaryRules.Memo(memo);
                if (!editable.Ok || !text.Ok)
                {
                    return editable.Ok ? Outcome<int>.From(text) : Outcome<int>.From(editable);
                }
                var (from, to) = (starts.Min(), starts.Max() + DiaryTime.Segment);
                var minutes = await db
                    .DiaryMinutes.Where(m =>
                        m.ContractId == contractId
                        && m.Minute >= from
                        && m.Minute < to
                        && m.DeletionId == null
                        && starts.Contains(m.Minute - (m.Minute % DiaryTime.Segment))
                    )
                    .ToListAsync(ct);
                if (minutes.Count == 0)
                {
                    return new Refusal("nothing_selected", DiaryRefusalText.NothingSelected, "Form.Starts");
                }
                var before = minutes.Select(m => m.MemoId).Distinct().ToList();
                var words = await db
                    .DiaryMemos.Where(m => before.Contains(m.Id))
                    .OrderBy(m => m.At)
                    .Select(m => m.Text)
                    .ToListAsync(ct);
                var id = await book.MemoAsync(contractId, text.Value, ct);
                foreach (var minute in minutes)
                {
                    minute.MemoId = id;
                }
                book.Note(
                    contractId,
                    actor,
                    "memo",
                    [.. minutes.Select(m => DiaryTime.SegmentOf(m.Minute)).Distinct()],
                    minutes.Count,
                    string.Join(" · ", words)
                );
                await book.TellPagesAsync(editable.Value.Contract, ct);
                return minutes.Count;
            },
            ct
        );
}
