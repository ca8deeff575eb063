using Metier.Platform;
using Microsoft.EntityFrameworkCore;

namespace Metier.Talent;

/// <summary>
/// Tells every node which freelancers and jobs to read again. An event is handled by one node only; the index is in the
/// memory of each, so the handler writes here and all nodes follow by number (docs/adr/0003).
/// </summary>
internal sealed class ChangeFeed(MetierDb db)
{
    private const int Batch = 500;

    /// <summary>Puts these at the end of the feed; a subject that is in it already moves there.</summary>
    public async Task TellAsync(TalentSubject subject, IReadOnlyCollection<Guid> ids, CancellationToken ct)
    {
        foreach (var some in ids.Distinct().Chunk(Batch))
        {
            var told = await db.WriteAsync<Done>(() => WriteAsync(subject, some, ct), ct);
            if (!told.Ok)
            {
                // The outbox tries again; a change that is never told would stay unseen on every node.
                throw new InvalidOperationException("The change feed could not be written: " + told.Refusals[0].Code);
            }
        }
    }

    /// <summary>The last number given out; 0 before the first.</summary>
    public Task<long> LastAsync(CancellationToken ct) =>
        db.TalentFeedMarks.AsNoTracking().Select(m => m.Last).SingleOrDefaultAsync(ct);

    /// <summary>The changes after a number, in their order.</summary>
    public Task<List<TalentChange>> AfterAsync(long number, CancellationToken ct) =>
        db
            .TalentChanges.AsNoTracking()
            .Where(c => c.Number > number)
            .OrderBy(c => c.Number)
            .Take(Batch)
            .ToListAsync(ct);

    /// <summary>
    /// The mark's row is locked from here to the commit, so whoever sees a number sees every smaller one too, or its
    /// subject under a greater one.
    /// </summary>
    private async Task<Outcome<Done>> WriteAsync(TalentSubject subject, Guid[] ids, CancellationToken ct)
    {
        long count = ids.Length;
        var moved = await db
            .TalentFeedMarks.Where(m => m.Id == 1)
            .ExecuteUpdateAsync(s => s.SetProperty(m => m.Last, m => m.Last + count), ct);
        if (moved == 0)
        {
            db.TalentFeedMarks.Add(new TalentFeedMark { Id = 1, Last = count });
        }
        var next = moved == 0 ? 1 : await LastAsync(ct) - count + 1;
        var known = await db
            .TalentChanges.Where(c => c.Subject == subject && ids.Contains(c.SubjectId))
            .ToDictionaryAsync(c => c.SubjectId, ct);
        foreach (var id in ids)
        {
            if (!known.TryGetValue(id, out var change))
            {
                db.TalentChanges.Add(change = new TalentChange { Subject = subject, SubjectId = id });
            }
            change.Number = next++;
        }
        return Done.It;
    }
}
