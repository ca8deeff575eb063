using System.Text.Json;
using Metier.Platform;

namespace Metier.Payments;

/// <summary>How far an operation is, as we know it.</summary>
internal enum OperationState
{
    /// <summary>Written, not yet sent.</summary>
    Ready,

    /// <summary>Being sent; if nobody writes the answer in time, it is asked for.</summary>
    Sent,

    /// <summary>The provider is working on it.</summary>
    Pending,

    /// <summary>A person must confirm it.</summary>
    ActionRequired,

    /// <summary>No answer came: it may have happened, so it is never sent under another id.</summary>
    Unknown,

    Succeeded,
    Failed,
}

/// <summary>
/// One thing a provider is to do, written in the transaction that intends it and carried out after its commit. Its id is
/// the idempotency key at the provider.
/// </summary>
internal sealed class ProviderOperation : IVersioned
{
    public Guid Id { get; init; }
    public required string Provider { get; init; }
    public OperationKind Kind { get; init; }

    /// <summary>The charge, refund, payout or payment method it is for.</summary>
    public Guid SubjectId { get; init; }

    public required string Request { get; init; }
    public OperationState State { get; set; }
    public string Reference { get; set; } = "";
    public string? ActionUrl { get; set; }
    public string? Code { get; set; }
    public int Attempts { get; set; }
    public DateTime CreatedAt { get; init; }

    /// <summary>When it is sent or asked for next; null once it has ended.</summary>
    public DateTime? NextAt { get; set; }

    public DateTime? EndedAt { get; set; }
    public int Version { get; set; }

    /// <summary>True in the hands of whoever sends it for the first time; later ones ask before they send.</summary>
    public bool FirstTime { get; private set; }

    public static ProviderOperation For(
        Guid id,
        string provider,
        OperationKind kind,
        Guid subjectId,
        object request,
        DateTime now
    ) =>
        new()
        {
            Id = id,
            Provider = provider,
            Kind = kind,
            SubjectId = subjectId,
            Request = JsonSerializer.Serialize(request, request.GetType(), EventRegistry.Json),
            CreatedAt = now,
            NextAt = now,
        };

    public OperationLookup Lookup() => new(Id, Kind, Reference, CreatedAt, Request);

    public ProviderOperation AsTaken(bool firstTime)
    {
        FirstTime = firstTime;
        return this;
    }
}
