using Metier.Platform;

namespace Metier.Disputes;

/// <summary>Words and files as sent.</summary>
public sealed record EvidenceInput(Guid RequestId, Guid DisputeId, string? Text, IReadOnlyList<Upload> Files);

/// <summary>Either side says something or brings files. The client's first word is its answer.</summary>
public sealed class AddEvidence(MetierDb db, DisputeAccess access, DisputeRecord record)
{
    /// <summary>Answers with the entry's id.</summary>
    public Task<Outcome<Guid>> RunAsync(EvidenceInput input, Actor actor, CancellationToken ct)
    {
        ArgumentNullException.ThrowIfNull(input);
        return db.WriteOnceAsync<Guid>(
            $"dispute.evidence:{actor.MemberId:N}",
            input.RequestId,
            new { input.DisputeId, input.Text },
            async () =>
            {
                if (await access.ForPartyAsync(input.DisputeId, actor, ct) is not var (dispute, side))
                {
                    return Refusal.NotFound();
                }
                if (dispute.Speak(side, db.Now) is { } refusal)
                {
                    return refusal;
                }
                var said = await record.SayAsync(dispute, side, input.Text, input.Files, actor, ct);
                if (!said.Ok)
                {
                    return Outcome<Guid>.From(said);
                }
                db.Audit(actor, "dispute.answered", dispute.Id, new { entry = said.Value.Id, by = side });
                db.Raise(
                    new DisputeAnswered(
                        dispute.Id,
                        said.Value.Id,
                        dispute.ClientId,
                        dispute.FreelancerId,
                        dispute.Title,
                        side
                    )
                );
                return said.Value.Id;
            },
            ct
        );
    }
}
