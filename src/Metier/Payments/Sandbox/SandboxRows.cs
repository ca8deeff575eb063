using Metier.Platform;

namespace Metier.Payments;

/// <summary>How a test card behaves.</summary>
internal enum SandboxBehaviour
{
    Succeeds,
    Declines,
    Insufficient,
    NeedsConfirmation,
    FailsLater,
    LosesResponse,
    ChargesBack,
}

/// <summary>How far an operation is in the sandbox's own books.</summary>
internal enum SandboxState
{
    WaitsForPerson,
    Pending,
    Succeeded,
    Declined,
}

/// <summary>A card or PayPal account as the sandbox knows it: how it behaves, and what may be shown of it.</summary>
internal sealed class SandboxInstrument
{
    public required string Token { get; init; }
    public PaymentMethodKind Kind { get; init; }
    public required string Brand { get; init; }
    public required string Label { get; init; }
    public int ExpiryMonth { get; init; }
    public int ExpiryYear { get; init; }
    public SandboxBehaviour Behaviour { get; init; }
}

/// <summary>An operation in the sandbox's own books: what a real provider would keep on its side.</summary>
internal sealed class SandboxOperation : IVersioned
{
    public Guid Id { get; init; }
    public OperationKind Kind { get; init; }
    public SandboxState State { get; set; }
    public PaymentMethodKind InstrumentKind { get; init; }
    public long AmountMinor { get; init; }
    public string Currency { get; init; } = "";
    public string Token { get; set; } = "";
    public string Reference { get; init; } = "";
    public string ReturnPath { get; init; } = "";
    public string Descriptor { get; init; } = "";
    public string? Code { get; set; }

    /// <summary>When a pending operation ends, or a waiting one gives up.</summary>
    public DateTime? ResolvesAt { get; set; }

    /// <summary>What a pending operation ends as.</summary>
    public bool WillFail { get; init; }

    /// <summary>When its money moved in the sandbox's books; null when none has.</summary>
    public DateTime? BookedAt { get; set; }

    /// <summary>When it came back: a payout to a closed account.</summary>
    public DateTime? ReturnedAt { get; set; }

    public int Version { get; set; }
}
