using Metier.Ledger;
using Metier.Platform;

namespace Metier.Payments;

/// <summary>How far a movement at the operator's bank is, as our books of the bank know it.</summary>
internal enum BankState
{
    /// <summary>Money that should come, or an order that is in no file yet.</summary>
    Waiting,

    /// <summary>In a payment file.</summary>
    Ordered,

    /// <summary>On a statement.</summary>
    Booked,

    /// <summary>Never came, or came back.</summary>
    Failed,
}

/// <summary>One movement the bank is to make or to receive: what another provider would keep on its side.</summary>
internal sealed class BankOperation : IVersioned
{
    /// <summary>The id of the operation.</summary>
    public Guid Id { get; init; }

    public OperationKind Kind { get; init; }
    public BankState State { get; set; }
    public required string Currency { get; init; }
    public long AmountMinor { get; init; }

    /// <summary>The RF reference money comes with, or the end-to-end id it leaves with. Unique.</summary>
    public required string Reference { get; init; }

    /// <summary>What it is for.</summary>
    public string Text { get; init; } = "";

    /// <summary>Where the person who transfers goes back to.</summary>
    public string ReturnPath { get; init; } = "";

    public string HolderName { get; init; } = "";

    /// <summary>IBAN, or BIC/number, encrypted; empty where money comes in.</summary>
    public string ProtectedDestination { get; init; } = "";

    /// <summary>What staff see of the destination.</summary>
    public string Label { get; init; } = "";

    /// <summary>The payment file it is in.</summary>
    public Guid? FileId { get; set; }

    public string? Code { get; set; }
    public DateTime CreatedAt { get; init; }

    /// <summary>When nobody waits for the money any more.</summary>
    public DateTime? ExpiresAt { get; init; }

    public DateTime? BookedAt { get; set; }
    public DateTime? ReturnedAt { get; set; }
    public int Version { get; set; }

    public Money Amount => Metier.Ledger.Currency.Of(Currency).Minor(AmountMinor);
}

/// <summary>A file of payments for the bank.</summary>
internal sealed class BankFile : IVersioned
{
    public Guid Id { get; init; }
    public required string Currency { get; init; }
    public int Payments { get; init; }
    public long TotalMinor { get; init; }
    public DateTime CreatedAt { get; init; }
    public Guid CreatedBy { get; init; }
    public DateTime? ApprovedAt { get; set; }
    public Guid? ApprovedBy { get; set; }
    public DateTime? DownloadedAt { get; set; }
    public int Version { get; set; }

    public Money Total => Metier.Ledger.Currency.Of(Currency).Minor(TotalMinor);
}

/// <summary>A statement that was imported.</summary>
internal sealed class BankStatement
{
    public Guid Id { get; init; }

    /// <summary>The bank's id of the statement.</summary>
    public required string StatementId { get; init; }

    /// <summary>The IBAN it is of.</summary>
    public required string Account { get; init; }

    public required string Currency { get; init; }
    public long ClosingMinor { get; init; }
    public DateTime ClosingAt { get; init; }

    /// <summary>SHA-256 of the file, hexadecimal.</summary>
    public required string Hash { get; init; }

    public int Lines { get; init; }
    public int NewLines { get; init; }
    public DateTime ImportedAt { get; init; }
    public Guid ImportedBy { get; init; }
}

/// <summary>One line of a statement.</summary>
internal sealed class BankLine : IVersioned
{
    public Guid Id { get; init; }

    /// <summary>Made of the account, the bank's reference and the place within: the same line is imported once.</summary>
    public required string Key { get; init; }

    public Guid StatementId { get; init; }
    public required string Currency { get; init; }

    /// <summary>Above zero: money came.</summary>
    public long AmountMinor { get; init; }

    public DateTime BookedAt { get; init; }
    public string Reference { get; init; } = "";
    public string EndToEndId { get; init; } = "";
    public string Counterparty { get; init; } = "";

    /// <summary>The other side's account, encrypted: a refund goes back to it.</summary>
    public string ProtectedAccount { get; init; } = "";

    public string Text { get; init; } = "";

    /// <summary>ISO 20022 reason when a payment of ours came back; null otherwise.</summary>
    public string? ReturnCode { get; init; }

    /// <summary>What it was matched with; null while nobody knows.</summary>
    public Guid? OperationId { get; set; }

    /// <summary>When somebody, or its reference, said what it is.</summary>
    public DateTime? MatchedAt { get; set; }

    /// <summary>Who matched it; null when its reference did.</summary>
    public Guid? MatchedBy { get; set; }

    public int Version { get; set; }

    public Money Amount => Metier.Ledger.Currency.Of(Currency).Minor(AmountMinor);
}
