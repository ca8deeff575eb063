using Metier.Platform;
using Microsoft.EntityFrameworkCore;

namespace Metier.Proposals;

/// <summary>Which proposal, the note, and a score from 1 to 5 or none.</summary>
public sealed record NoteOnProposalInput(Guid Id, string? Text, string? Score);

/// <summary>Keeps what one member of the client's team thinks of a proposal. Only the team reads it.</summary>
public sealed class NoteOnProposal(MetierDb db, ProposalAccess access)
{
    /// <summary>An empty note without a score is removed.</summary>
    public Task<Outcome<Done>> RunAsync(NoteOnProposalInput input, Actor actor, CancellationToken ct) =>
        db.WriteAsync<Done>(
            async () =>
            {
                if (await access.ForClientAsync(input.Id, actor, ct) is null)
                {
                    return Refusal.NotFound();
                }
                var text = TypedText.Lines(input.Text);
                if (text.Length > Proposal.LongestNote)
                {
                    return new Refusal("too_long", PlatformText.TooLong(Proposal.LongestNote), "Note.Text");
                }
                var note = await db.ProposalNotes.SingleOrDefaultAsync(
                    n => n.ProposalId == input.Id && n.MemberId == actor.MemberId,
                    ct
                );
                int? score = input.Score is ['1' or '2' or '3' or '4' or '5'] ? input.Score[0] - '0' : null;
                if (text.Length == 0 && score is null)
                {
                    if (note is not null)
                    {
                        db.ProposalNotes.Remove(note);
                    }
                    return Done.It;
                }
                if (note is null)
                {
                    db.ProposalNotes.Add(note = new ProposalNote { ProposalId = input.Id, MemberId = actor.MemberId });
                }
                (note.Text, note.Score, note.WrittenAt) = (text, score, db.Now);
                return Done.It;
            },
            ct
        );
}
