using Metier.Platform;

namespace Metier.Payments;

/// <summary>Something a client pays with. The provider keeps the number; we keep what is needed to recognise it.</summary>
internal sealed class PaymentMethod : IVersioned
{
    public Guid Id { get; init; }
    public Guid ClientId { get; init; }
    public PaymentMethodKind Kind { get; init; }
    public required string Provider { get; init; }
    public string Token { get; set; } = "";
    public string Brand { get; set; } = "";
    public string Label { get; set; } = "";
    public int ExpiryMonth { get; set; }
    public int ExpiryYear { get; set; }

    /// <summary>Where the client goes after the provider's page; begins with a slash.</summary>
    public required string ReturnPath { get; init; }

    /// <summary>The provider's page on which it is entered.</summary>
    public string? EntryUrl { get; set; }

    public DateTime CreatedAt { get; init; }

    /// <summary>When the provider accepted it; null while the client has not finished.</summary>
    public DateTime? VerifiedAt { get; set; }

    /// <summary>When the last month on it is over, UTC; null when it does not expire.</summary>
    public DateTime? ExpiresAt { get; set; }

    /// <summary>When that was told to the other modules; null before.</summary>
    public DateTime? ExpiredAt { get; set; }

    /// <summary>Since when it is the client's default; one at most.</summary>
    public DateTime? DefaultSince { get; set; }

    public DateTime? RemovedAt { get; set; }
    public int Version { get; set; }

    public bool IsUsable => VerifiedAt is not null && RemovedAt is null;
}
