using Metier.Contracts;
using Metier.Platform;
using Microsoft.EntityFrameworkCore;

namespace Metier.Disputes;

/// <summary>Text and files for a dispute, and its end; called within the caller's transaction.</summary>
public sealed class DisputeRecord(MetierDb db, MilestonesForDisputes milestones, FileIntake files)
{
    private const int MostFiles = 10;

    /// <summary>How much each side may say; a dispute is read by people.</summary>
    private const int MostEntries = 40;

    /// <summary>Keeps what one side says and brings. <paramref name="field"/> is the text's input.</summary>
    internal async Task<Outcome<DisputeEntry>> SayAsync(
        Dispute dispute,
        Side side,
        string? typed,
        IReadOnlyList<Upload> uploads,
        Actor actor,
        CancellationToken ct
    )
    {
        var wrong = new List<Refusal>();
        var text = Text(typed, "Form.Text", DisputeRefusalText.SayWhat, wrong);
        if (wrong.Count > 0)
        {
            return wrong;
        }
        if (await db.DisputeEntries.CountAsync(e => e.DisputeId == dispute.Id && e.By == side, ct) >= MostEntries)
        {
            return new Refusal("too_many_entries", DisputeRefusalText.TooManyEntries(MostEntries), "Form.Text");
        }
        var entry = new DisputeEntry
        {
            Id = Ids.New(db.Clock),
            DisputeId = dispute.Id,
            By = side,
            MemberId = actor.MemberId,
            At = db.Now,
            Text = text,
        };
        db.DisputeEntries.Add(entry);
        if (uploads.Count > MostFiles)
        {
            return new Refusal("too_many_files", DisputeRefusalText.TooManyFiles(MostFiles), "Form.Files");
        }
        foreach (var upload in uploads)
        {
            var file = await files.TakeAsync(upload, actor.MemberId, "Form.Files", ct);
            if (!file.Ok)
            {
                return Outcome<DisputeEntry>.From(file);
            }
            db.DisputeFiles.Add(new DisputeFile { EntryId = entry.Id, FileId = file.Value.Id });
        }
        return entry;
    }

    /// <summary>Divides the money and closes. The dispute itself is the request: whatever comes twice divides once.</summary>
    internal async Task<Outcome<Done>> CloseAsync(
        Dispute dispute,
        DisputeOutcome outcome,
        long toFreelancerMinor,
        Actor? actor,
        CancellationToken ct
    )
    {
        var held = (await milestones.GetAsync(dispute.MilestoneId, ct)).Held.Minor;
        var settled = await milestones.SettleAsync(
            Ledger.Uuid5.Of(dispute.Id, "settle"),
            dispute.MilestoneId,
            toFreelancerMinor,
            outcome == DisputeOutcome.Ruled ? dispute.Ruling : "",
            actor,
            ct
        );
        if (!settled.Ok)
        {
            return Outcome<Done>.From(settled);
        }
        await FinishAsync(dispute, outcome, toFreelancerMinor, held - toFreelancerMinor, actor, ct);
        return Done.It;
    }

    /// <summary>Closes without moving money: it has been divided already, here or elsewhere.</summary>
    internal async Task FinishAsync(
        Dispute dispute,
        DisputeOutcome outcome,
        long toFreelancerMinor,
        long toClientMinor,
        Actor? actor,
        CancellationToken ct
    )
    {
        dispute.Close(outcome, toFreelancerMinor, toClientMinor, db.Now);
        foreach (
            var open in await db
                .SettlementOffers.Where(o => o.DisputeId == dispute.Id && o.EndedAt == null)
                .ToListAsync(ct)
        )
        {
            open.EndedAt = db.Now;
        }
        db.Audit(
            actor,
            "dispute.closed",
            dispute.Id,
            new
            {
                outcome,
                toFreelancer = toFreelancerMinor,
                toClient = toClientMinor,
                contract = dispute.ContractId,
            }
        );
        db.Raise(
            new DisputeClosed(
                dispute.Id,
                dispute.ContractId,
                dispute.ClientId,
                dispute.FreelancerId,
                dispute.Title,
                outcome,
                dispute.Unit.Minor(toFreelancerMinor),
                dispute.Unit.Minor(toClientMinor)
            )
        );
    }

    internal static string Text(string? typed, string field, string missing, List<Refusal> wrong)
    {
        var text = TypedText.Lines(typed);
        if (text.Length == 0)
        {
            wrong.Add(new Refusal("text_missing", missing, field));
        }
        else if (text.Length > DisputesTables.LongestText)
        {
            wrong.Add(new Refusal("text_too_long", DisputeRefusalText.TooLong(DisputesTables.LongestText), field));
        }
        return text;
    }
}
