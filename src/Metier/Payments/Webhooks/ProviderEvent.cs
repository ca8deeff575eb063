using Metier.Platform;

namespace Metier.Payments;

/// <summary>A message of a provider, stored before anything is done about it.</summary>
internal sealed class ProviderEvent : IVersioned
{
    public required string Provider { get; init; }

    /// <summary>The provider's id of the message; the same one again is the same row.</summary>
    public required string EventId { get; init; }

    public required string Kind { get; init; }
    public string Reference { get; init; } = "";

    /// <summary>The operation the object says it belongs to; null when it carries none.</summary>
    public Guid? OperationId { get; init; }

    public required string Payload { get; init; }
    public DateTime HappenedAt { get; init; }
    public DateTime ReceivedAt { get; init; }
    public int Attempts { get; set; }

    /// <summary>When it is handled next; null once it has been.</summary>
    public DateTime? NextAt { get; set; }

    /// <summary>What came of it: asked, unknown_object, gave_up.</summary>
    public string? Result { get; set; }

    public int Version { get; set; }
}

/// <summary>How far something that is read from a provider in pieces has been read.</summary>
internal sealed class ProviderCursor
{
    public required string Provider { get; init; }
    public required string Name { get; init; }
    public DateTime At { get; set; }
}

/// <summary>A provider's name for one of our clients or freelancers.</summary>
internal sealed class ProviderAccount
{
    public const string Customer = "customer";
    public const string Payee = "payee";

    public required string Provider { get; init; }
    public required string Kind { get; init; }
    public Guid OwnerId { get; init; }
    public required string Reference { get; init; }
    public DateTime CreatedAt { get; init; }
}
