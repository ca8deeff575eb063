using Metier.Ledger;
using Metier.Payments;
using Metier.Platform;

namespace Metier.Tax;

/// <summary>How far a yearly run is.</summary>
public enum RunState
{
    /// <summary>Prepared by one person; can be prepared again.</summary>
    Draft,

    /// <summary>Approved by another: its papers are with their recipients, its file is ready.</summary>
    Approved,

    /// <summary>The tax office has it.</summary>
    Filed,
}

/// <summary>What a paper does to an earlier one of the same person and year.</summary>
public enum PaperKind
{
    /// <summary>The first.</summary>
    Original,

    /// <summary>Takes the place of one that was wrong.</summary>
    Corrected,

    /// <summary>Says that the earlier one should not have been.</summary>
    Void,
}

/// <summary>One making of one document for one year; corrections are runs with a higher number.</summary>
internal sealed class TaxRun : IVersioned
{
    public Guid Id { get; init; }
    public required string Document { get; init; }
    public int Year { get; init; }
    public int Number { get; init; }
    public RunState State { get; set; }
    public Guid PreparedBy { get; set; }
    public DateTime PreparedAt { get; set; }

    /// <summary>The rates other currencies were reckoned with, as JSON.</summary>
    public string Rates { get; set; } = "{}";

    /// <summary>The sums and who was left out, as JSON.</summary>
    public string Totals { get; set; } = "{}";

    public Guid? ApprovedBy { get; set; }
    public DateTime? ApprovedAt { get; set; }

    /// <summary>SHA-256 of the files for the tax office, upper-case hex.</summary>
    public string? FileSha256 { get; set; }

    public Guid? FiledBy { get; set; }
    public DateTime? FiledAt { get; set; }
    public string? Reference { get; set; }
    public int Version { get; set; }
}

/// <summary>One person's paper. Never changed.</summary>
internal sealed class TaxPaper
{
    public Guid Id { get; init; }
    public Guid RunId { get; init; }
    public Guid MemberId { get; init; }
    public required string Document { get; init; }
    public int Year { get; init; }
    public PaperKind Kind { get; init; }

    /// <summary>The paper this one corrects.</summary>
    public Guid? CorrectsId { get; init; }

    /// <summary>Everything printed, as JSON (<see cref="PaperContent"/>), the number masked.</summary>
    public required string Content { get; init; }

    /// <summary>Number and birth date, encrypted, for the tax office's file.</summary>
    public required string ProtectedSecrets { get; init; }
}

/// <summary>How far a payment to a tax office is.</summary>
public enum TaxPaymentState
{
    /// <summary>Waits for a second person.</summary>
    Proposed,

    /// <summary>In the book.</summary>
    Posted,

    /// <summary>Not made.</summary>
    Declined,
}

/// <summary>Withheld tax on its way to the tax office: one person proposes, another approves.</summary>
internal sealed class TaxPayment : IVersioned
{
    public Guid Id { get; init; }
    public WithheldFor For { get; init; }
    public required string Currency { get; init; }
    public long AmountMinor { get; init; }
    public required string Reference { get; init; }
    public TaxPaymentState State { get; set; }
    public Guid ProposedBy { get; init; }
    public DateTime ProposedAt { get; init; }
    public Guid? DecidedBy { get; set; }
    public DateTime? DecidedAt { get; set; }
    public int Version { get; set; }

    public Money Amount => Metier.Ledger.Currency.Of(Currency).Minor(AmountMinor);
}

/// <summary>One month of a paper, minor units of its currency.</summary>
public sealed record PaperMonth(long Gross, long Fee, int Payments, long Back, long BackFee, long Withheld)
{
    /// <summary>What the person kept.</summary>
    public long Net => Gross - Back - (Fee - BackFee) - Withheld;
}

/// <summary>Everything a yearly paper says.</summary>
/// <param name="Months">Twelve, January first.</param>
/// <param name="Rates">The rates other currencies were reckoned with.</param>
public sealed record PaperContent(
    string Document,
    int Year,
    string Name,
    bool Business,
    string Street,
    string PostCode,
    string City,
    string State,
    string Country,
    string TinCode,
    string TinLast4,
    string Vat,
    string Registration,
    string Currency,
    IReadOnlyList<PaperMonth> Months,
    IReadOnlyDictionary<string, decimal> Rates
);

/// <summary>What only the tax office's file holds in full.</summary>
public sealed record PaperSecrets(string Tin, string Birth);

/// <summary>Papers were issued; their recipients hear of it.</summary>
public sealed record YearPapersIssued(Guid RunId, string Document, int Year, IReadOnlyList<Guid> MemberIds);

/// <summary>The sums of a run.</summary>
/// <param name="Currency">Of the sums.</param>
/// <param name="Ledger">What the book says was earned in the year, by currency, minor units: papers or not.</param>
/// <param name="OnPapers">Of it, on this document: its people's, by currency as paid.</param>
/// <param name="BelowLimits">People who were paid less than the limits.</param>
/// <param name="Incomplete">People whose identity is not complete enough for the file.</param>
public sealed record RunTotals(
    string Currency,
    int Papers,
    long GrossMinor,
    long FeeMinor,
    long BackMinor,
    long WithheldMinor,
    int Payments,
    IReadOnlyDictionary<string, long> Ledger,
    IReadOnlyDictionary<string, long> OnPapers,
    IReadOnlyDictionary<string, long> Elsewhere,
    int BelowLimits,
    IReadOnlyList<Guid> Incomplete
);

/// <summary>
/// Contracts whose money yearly papers leave out, because somebody else reports it: an employer of record files wages itself.
/// The module that runs such contracts registers one.
/// </summary>
public abstract class ReportedElsewhere
{
    /// <summary>Those contracts.</summary>
    public abstract Task<IReadOnlyCollection<Guid>> ContractsAsync(CancellationToken ct);
}
