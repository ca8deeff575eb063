using Metier.Platform;
using Microsoft.EntityFrameworkCore;

namespace Metier.Talent;

/// <summary>
/// Remembers since when something can be found. A saved search tells of what became visible after it was saved; what was
/// there before is no news, however often it changes.
/// </summary>
internal sealed class ShownSince(MetierDb db)
{
    /// <summary>What is older than this when it is first heard of was there before anybody listened: an imported or invented past.</summary>
    private static readonly TimeSpan Heard = TimeSpan.FromDays(1);

    /// <summary>
    /// Takes note of how it stands: <paramref name="begun"/> is when it was begun or posted, null while it cannot be found.
    /// Answers since when it can.
    /// </summary>
    public async Task<DateTime?> TellAsync(TalentSubject subject, Guid id, DateTime? begun, CancellationToken ct)
    {
        var told = await db.WriteAsync<DateTime?>(() => NoteAsync(subject, id, begun, ct), ct);
        return told.Ok
            ? told.Value
            : throw new InvalidOperationException("It could not be noted: " + told.Refusals[0].Code);
    }

    private async Task<Outcome<DateTime?>> NoteAsync(
        TalentSubject subject,
        Guid id,
        DateTime? begun,
        CancellationToken ct
    )
    {
        var row = await db.TalentShown.SingleOrDefaultAsync(t => t.Subject == subject && t.SubjectId == id, ct);
        if (row is null)
        {
            row = new TalentShown { Subject = subject, SubjectId = id };
            row.Since =
                begun < db.Now - Heard ? begun
                : begun is null ? null
                : db.Now;
            db.TalentShown.Add(row);
        }
        else
        {
            row.Since = begun is null ? null : row.Since ?? db.Now;
        }
        return row.Since;
    }
}
