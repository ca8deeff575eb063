using Metier.Platform;

namespace Metier.Payments;

/// <summary>Where a freelancer is paid. The account number is kept encrypted and shown masked.</summary>
internal sealed class PayoutMethod : IVersioned
{
    public Guid Id { get; init; }
    public Guid FreelancerId { get; init; }
    public PayoutMethodKind Kind { get; init; }
    public required string HolderName { get; init; }

    /// <summary>
    /// IBAN, BIC/number, PayPal address or the provider's name of an account, encrypted with the instance's data protection
    /// keys.
    /// </summary>
    public required string ProtectedDestination { get; set; }

    /// <summary>The same account gives the same keyed hash, so that it can be recognised without being read.</summary>
    public required string Fingerprint { get; set; }

    /// <summary>What people see: •••• 3000.</summary>
    public required string Label { get; set; }

    /// <summary>The provider an account was opened at; empty where any that reaches it may pay.</summary>
    public string Provider { get; init; } = "";

    /// <summary>Where the account is, two capital letters.</summary>
    public string Country { get; init; } = "";

    /// <summary>Where the freelancer is still to go, when the account is opened at the provider.</summary>
    public string? EntryUrl { get; set; }

    /// <summary>When the account was complete; null while its owner has not finished the provider's pages.</summary>
    public DateTime? EnteredAt { get; set; }

    public DateTime CreatedAt { get; init; }

    /// <summary>From when it can be used.</summary>
    public DateTime ActiveAt { get; set; }

    /// <summary>When it was announced as active; null before.</summary>
    public DateTime? ActivatedAt { get; set; }

    /// <summary>Why the holder's name is not the freelancer's, in their words; null where it is.</summary>
    public string? NameNote { get; init; }

    /// <summary>When finance accepted the other name; null while nobody has looked.</summary>
    public DateTime? NameAcceptedAt { get; set; }

    public DateTime? RemovedAt { get; set; }
    public int Version { get; set; }

    /// <summary>Finance has to look at the holder's name before it can be used.</summary>
    public bool NameWaits => NameNote is not null && NameAcceptedAt is null;
}

/// <summary>How far a payout is.</summary>
public enum PayoutState
{
    /// <summary>Taken from the balance, about to be handed over.</summary>
    Requested,

    /// <summary>With the provider.</summary>
    Sent,

    /// <summary>Arrived.</summary>
    Paid,

    /// <summary>Came back; the whole amount is in the balance again.</summary>
    Returned,
}

/// <summary>One withdrawal.</summary>
internal sealed class Payout : IVersioned
{
    /// <summary>The request id in the form: the same id pays once. Also the operation's id at the provider.</summary>
    public Guid Id { get; init; }

    public Guid FreelancerId { get; init; }

    /// <summary>The staffing partner whose money it is; null for a freelancer's own.</summary>
    public Guid? PartnerId { get; init; }

    public Guid PayoutMethodId { get; init; }
    public required string Provider { get; init; }
    public required string Currency { get; init; }

    /// <summary>What left the balance, fee included.</summary>
    public long AmountMinor { get; init; }

    public long FeeMinor { get; init; }

    /// <summary>Of what left the balance, tax that was withheld.</summary>
    public long WithheldMinor { get; init; }

    /// <summary>For what it was withheld; null when nothing was.</summary>
    public WithheldFor? WithheldFor { get; init; }

    /// <summary>The rate it was withheld at, parts per million.</summary>
    public int WithheldPpm { get; init; }

    /// <summary>What of it is in the balance again.</summary>
    public long WithheldReturnedMinor { get; set; }

    /// <summary>The masked account, as it was then.</summary>
    public required string Label { get; init; }

    public PayoutState State { get; set; }
    public string? ReasonCode { get; set; }
    public DateTime CreatedAt { get; init; }
    public DateTime? ExpectedAt { get; set; }
    public DateTime? EndedAt { get; set; }
    public int Version { get; set; }

    public Metier.Ledger.Currency Unit => Metier.Ledger.Currency.Of(Currency);

    /// <summary>Where the money was owed before, and is again when it comes back.</summary>
    public Metier.Ledger.LedgerAccount Source =>
        PartnerId is { } partner
            ? Metier.Ledger.LedgerAccount.PartnerPayable(partner, Unit)
            : Metier.Ledger.LedgerAccount.FreelancerAvailable(FreelancerId, Unit);

    public Metier.Ledger.Money Amount => Unit.Minor(AmountMinor);
    public Metier.Ledger.Money Fee => Unit.Minor(FeeMinor);
    public Metier.Ledger.Money Withheld => Unit.Minor(WithheldMinor);
    public Metier.Ledger.Money Sent => Amount - Fee - Withheld;
}
