namespace Metier.Payments;

/// <summary>
/// A stretch of transactions that is closed by a digest over it and the seal before it: whoever changes one of them must change
/// every seal since. Never changed.
/// </summary>
internal sealed class LedgerSealRow
{
    /// <summary>1, 2, 3 … without a gap.</summary>
    public long No { get; init; }

    public long FromId { get; init; }
    public long ToId { get; init; }
    public int Transactions { get; init; }
    public int Entries { get; init; }
    public required byte[] Sha256 { get; init; }
    public required byte[] Previous { get; init; }
    public DateTime SealedAt { get; init; }
}

/// <summary>What a sealed transaction was like, so that a broken seal leads to the entry that was changed. Never changed.</summary>
internal sealed class LedgerMarkRow
{
    public long TransactionId { get; init; }

    /// <summary>SHA-256 over the transaction and its entries.</summary>
    public required byte[] Sha256 { get; init; }

    /// <summary>Eight bytes for each entry, in the order of the accounts' ids.</summary>
    public required byte[] Entries { get; init; }
}

/// <summary>What an account held at the end of a day on which it moved. Never changed.</summary>
internal sealed class LedgerCheckpointRow
{
    public long AccountId { get; init; }
    public DateOnly Day { get; init; }

    /// <summary>Minor units on the account's normal side.</summary>
    public long Posted { get; init; }

    /// <summary>The number of the last entry of that day.</summary>
    public long Version { get; init; }
}

/// <summary>A month that takes no more postings. Never changed.</summary>
internal sealed class LedgerPeriodRow
{
    /// <summary>Year × 100 + month, UTC.</summary>
    public int Month { get; init; }

    public DateTime ClosedAt { get; init; }
    public Guid ClosedBy { get; init; }
}
