using Metier.Contracts;
using Metier.Platform;
using Microsoft.EntityFrameworkCore;

namespace Metier.Disputes;

/// <summary>Something said in a dispute of hours; the reason for it and the answer are the first of each side. Never changed.</summary>
public sealed class HourDisputeEntry
{
    /// <summary>Id, ordered by time.</summary>
    public Guid Id { get; init; }

    /// <summary>The dispute.</summary>
    public Guid DisputeId { get; init; }

    /// <summary>Whose side it is for.</summary>
    public Side By { get; init; }

    /// <summary>The person.</summary>
    public Guid MemberId { get; init; }

    /// <summary>When, UTC.</summary>
    public DateTime At { get; init; }

    /// <summary>In their words.</summary>
    public required string Text { get; init; }
}

/// <summary>A file brought as evidence.</summary>
public sealed class HourDisputeFile
{
    /// <summary>The entry it came with.</summary>
    public Guid EntryId { get; init; }

    /// <summary>The file.</summary>
    public Guid FileId { get; init; }
}

/// <summary>An entry with its files.</summary>
public sealed record HourEntryView(HourDisputeEntry Entry, IReadOnlyList<StoredFile> Files);

/// <summary>Words and files of either side; everything joins the caller's write transaction.</summary>
public sealed class HourEvidence(MetierDb db, FileIntake files)
{
    private const int MostFiles = 10;

    /// <summary>How much each side may say; a dispute is read by people.</summary>
    private const int MostEntries = 40;

    /// <summary>Keeps what one side says and brings; the words were checked. <paramref name="form"/> is what the names of its inputs begin with.</summary>
    internal async Task<Outcome<Guid>> KeepAsync(
        HourDispute dispute,
        Side side,
        string text,
        IReadOnlyList<Upload> uploads,
        string form,
        Actor actor,
        CancellationToken ct
    )
    {
        if (await db.HourDisputeEntries.CountAsync(e => e.DisputeId == dispute.Id && e.By == side, ct) >= MostEntries)
        {
            return new Refusal("too_many_entries", DisputeRefusalText.TooManyEntries(MostEntries), form + ".Text");
        }
        if (uploads.Count > MostFiles)
        {
            return new Refusal("too_many_files", DisputeRefusalText.TooManyFiles(MostFiles), form + ".Files");
        }
        var entry = new HourDisputeEntry
        {
            Id = Ids.New(db.Clock),
            DisputeId = dispute.Id,
            By = side,
            MemberId = actor.MemberId,
            At = db.Now,
            Text = text,
        };
        db.HourDisputeEntries.Add(entry);
        foreach (var upload in uploads)
        {
            var file = await files.TakeAsync(upload, actor.MemberId, form + ".Files", ct);
            if (!file.Ok)
            {
                return Outcome<Guid>.From(file);
            }
            db.HourDisputeFiles.Add(new HourDisputeFile { EntryId = entry.Id, FileId = file.Value.Id });
        }
        return entry.Id;
    }

    /// <summary>What both sides said, by time, with the files.</summary>
    internal async Task<List<HourEntryView>> OfAsync(Guid disputeId, CancellationToken ct)
    {
        var entries = await db
            .HourDisputeEntries.AsNoTracking()
            .Where(e => e.DisputeId == disputeId)
            .OrderBy(e => e.At)
            .ThenBy(e => e.Id)
            .Take(2 * MostEntries)
            .ToListAsync(ct);
        var ids = entries.ConvertAll(e => e.Id);
        var brought = await (
            from f in db.HourDisputeFiles.AsNoTracking()
            where ids.Contains(f.EntryId)
            join s in db.Set<StoredFile>() on f.FileId equals s.Id
            orderby s.Id
            select new { f.EntryId, File = s }
        ).ToListAsync(ct);
        var byEntry = brought.ToLookup(f => f.EntryId, f => f.File);
        return entries.ConvertAll(e => new HourEntryView(e, [.. byEntry[e.Id]]));
    }
}

/// <summary>Either side says more or brings files, until somebody rules.</summary>
public sealed class AddHourEvidence(MetierDb db, HourDisputeAccess access, HourEvidence evidence)
{
    /// <summary>Answers with the entry's id. Refuses <c>dispute_closed</c>, and words or files that cannot be kept, under <paramref name="form"/>.</summary>
    public Task<Outcome<Guid>> RunAsync(EvidenceInput input, string form, Actor actor, CancellationToken ct)
    {
        ArgumentNullException.ThrowIfNull(input);
        return db.WriteOnceAsync<Guid>(
            $"hours_dispute.evidence:{actor.MemberId:N}",
            input.RequestId,
            new { input.DisputeId, input.Text },
            async () =>
            {
                if (await access.ForPartyAsync(input.DisputeId, actor, ct) is not var (dispute, side))
                {
                    return Refusal.NotFound();
                }
                if (!dispute.IsOpen)
                {
                    return new Refusal("dispute_closed", HourDisputeRefusalText.Closed);
                }
                var wrong = new List<Refusal>();
                var text = DisputeRecord.Text(input.Text, form + ".Text", DisputeRefusalText.SayWhat, wrong);
                if (wrong.Count > 0)
                {
                    return wrong;
                }
                var kept = await evidence.KeepAsync(dispute, side, text, input.Files, form, actor, ct);
                if (kept.Ok)
                {
                    db.Audit(actor, "hours_dispute.evidence", dispute.Id, new { entry = kept.Value, by = side });
                    db.Raise(
                        new HoursEvidenceAdded(
                            dispute.Id,
                            kept.Value,
                            dispute.ClientId,
                            dispute.FreelancerId,
                            dispute.Title,
                            dispute.Monday,
                            dispute.Minutes,
                            side
                        )
                    );
                }
                return kept;
            },
            ct
        );
    }
}
