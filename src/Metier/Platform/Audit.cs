using System.Text.Json;

namespace Metier.Platform;

/// <summary>One line of the audit log: who did what to which thing, when. Never changed, never deleted.</summary>
public sealed class AuditEntry
{
    /// <summary>Id, ordered by time.</summary>
    public Guid Id { get; init; }

    /// <summary>When, UTC.</summary>
    public DateTime At { get; init; }

    /// <summary>The person; null when time or the system did it.</summary>
    public Guid? MemberId { get; init; }

    /// <summary>True when a member of the operator's staff acted or looked.</summary>
    public bool Staff { get; init; }

    /// <summary>What, as "thing.verb": <c>contract.ended</c>.</summary>
    public required string Action { get; init; }

    /// <summary>The thing's kind, e.g. <c>contract</c>.</summary>
    public required string SubjectType { get; init; }

    /// <summary>The thing's id.</summary>
    public Guid? SubjectId { get; init; }

    /// <summary>Details as JSON: old and new values, amounts, reasons. No secrets.</summary>
    public string? Detail { get; init; }
}

/// <summary>Writing the audit log, in the same transaction as the change.</summary>
public static class Audits
{
    /// <summary>Adds a line. <paramref name="action"/> starts with the subject's kind: <c>milestone.released</c>.</summary>
    public static void Audit(this MetierDb db, Actor? actor, string action, Guid? subjectId, object? detail = null) =>
        db.Set<AuditEntry>()
            .Add(
                new AuditEntry
                {
                    Id = Ids.New(db.Clock),
                    At = db.Now,
                    MemberId = actor?.MemberId,
                    Staff = actor?.IsStaff ?? false,
                    Action = action,
                    SubjectType = action[..action.IndexOf('.', StringComparison.Ordinal)],
                    SubjectId = subjectId,
                    Detail = detail is null ? null : JsonSerializer.Serialize(detail, EventRegistry.Json),
                }
            );
}
