using Metier.Ledger;

namespace Metier.Payments;

/// <summary>One account of the chart, opened by its first posting. Never changed.</summary>
internal sealed class LedgerAccountRow
{
    public long Id { get; init; }
    public required string Code { get; init; }
    public AccountKind Kind { get; init; }

    /// <summary>+1 for accounts that debits raise, −1 for those that credits raise.</summary>
    public int Normal { get; init; }

    public required string Currency { get; init; }
    public Guid? OwnerId { get; init; }
    public DateTime OpenedAt { get; init; }

    /// <summary>
    /// The account this one is a stripe of: a part of a busy platform account, so that postings do not queue for one row. The
    /// balance of the account is the sum over itself and its stripes. Null for accounts of the chart.
    /// </summary>
    public long? StripeOf { get; init; }
}

/// <summary>What an account holds; the one row of the book that changes, and only by a posting.</summary>
internal sealed class LedgerBalanceRow
{
    public long AccountId { get; init; }

    /// <summary>Minor units on the account's normal side.</summary>
    public long Posted { get; set; }

    /// <summary>How many entries the account has.</summary>
    public long Version { get; set; }

    public long? Floor { get; init; }
}

/// <summary>One posting as it was written. Never changed.</summary>
internal sealed class LedgerTransactionRow
{
    public long Id { get; init; }
    public Guid Uid { get; init; }
    public required byte[] RequestHash { get; init; }
    public PostingKind Kind { get; init; }
    public Guid SubjectId { get; init; }
    public Guid? ClientId { get; init; }
    public Guid? FreelancerId { get; init; }
    public Guid? ContractId { get; init; }
    public Guid? ReversesUid { get; init; }
    public int LegCount { get; init; }
    public DateTime RecordedAt { get; init; }

    /// <summary>The moment it counts for; other than <see cref="RecordedAt"/> only for adjustments of an earlier, open month.</summary>
    public DateTime EffectiveAt { get; init; }

    public required string Memo { get; init; }

    /// <summary>The rate of a conversion: major units of what was paid in …</summary>
    public long? RateNumerator { get; init; }

    /// <summary>… for so many of the currency it is accounted in; null when nothing was converted.</summary>
    public long? RateDenominator { get; init; }
}

/// <summary>One line of an account. Never changed.</summary>
internal sealed class LedgerEntryRow
{
    public long AccountId { get; init; }

    /// <summary>1, 2, 3 … within the account: two writers cannot both be the next.</summary>
    public long AccountVersion { get; init; }

    public long TransactionId { get; init; }

    /// <summary>Minor units: debits above zero, credits below.</summary>
    public long Amount { get; init; }

    /// <summary>Minor units on the account's normal side.</summary>
    public long BalanceAfter { get; init; }
}
