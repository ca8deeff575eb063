using Metier.Platform;

namespace Metier.Diary;

/// <summary>A computer that may track for somebody. Its token opens nothing else.</summary>
public sealed class TrackerDevice : IVersioned
{
    /// <summary>Id.</summary>
    public Guid Id { get; init; }

    /// <summary>Whose.</summary>
    public Guid MemberId { get; init; }

    /// <summary>What the machine calls itself.</summary>
    public required string Name { get; init; }

    /// <summary>linux-x11, linux-wayland, windows, macos.</summary>
    public required string System { get; init; }

    /// <summary>Its ECDSA P-256 key, SubjectPublicKeyInfo in base64.</summary>
    public required string PublicKey { get; init; }

    /// <summary>SHA-256 of its token, lower-case hex; null until the program has fetched it.</summary>
    public string? TokenHash { get; internal set; }

    /// <summary>When it was paired, UTC.</summary>
    public DateTime PairedAt { get; init; }

    /// <summary>When it was last heard of, UTC; moves at most once a minute.</summary>
    public DateTime? LastSeenAt { get; internal set; }

    /// <summary>When it was taken away, UTC.</summary>
    public DateTime? RevokedAt { get; internal set; }

    /// <inheritdoc/>
    public int Version { get; set; }
}

/// <summary>A signed request that must not be carried out twice; remembered for as long as its time is accepted.</summary>
internal sealed class TrackerCommand
{
    /// <summary>SHA-256 of the device and of what it signed, lower-case hex.</summary>
    public required string Hash { get; init; }

    /// <summary>When it came, UTC.</summary>
    public DateTime At { get; init; }
}

/// <summary>How far a pairing is.</summary>
public enum PairingStep
{
    /// <summary>Nobody has looked at the code.</summary>
    Waiting,

    /// <summary>The person confirmed it.</summary>
    Confirmed,

    /// <summary>The person said no.</summary>
    Refused,
}

/// <summary>A program that asks to become somebody's device; lives ten minutes.</summary>
public sealed class TrackerPairing : IVersioned
{
    /// <summary>Id.</summary>
    public Guid Id { get; init; }

    /// <summary>The eight letters, without the dash.</summary>
    public required string Code { get; init; }

    /// <summary>SHA-256 of the program's secret, lower-case hex.</summary>
    public required string SecretHash { get; init; }

    /// <summary>What the machine calls itself.</summary>
    public required string DeviceName { get; init; }

    /// <summary>linux-x11, linux-wayland, windows, macos.</summary>
    public required string System { get; init; }

    /// <summary>Its public key.</summary>
    public required string PublicKey { get; init; }

    /// <summary>When it is over, UTC.</summary>
    public DateTime ExpiresAt { get; init; }

    /// <summary>How far.</summary>
    public PairingStep Step { get; internal set; }

    /// <summary>The device it became.</summary>
    public Guid? DeviceId { get; internal set; }

    /// <inheritdoc/>
    public int Version { get; set; }
}
