using Metier.Ledger;

namespace Metier.Invoicing;

/// <summary>What a document is about.</summary>
public enum InvoiceKind
{
    /// <summary>The operator's invoice to a client for a charge: the payment fee, and what was set aside or passed on.</summary>
    Charge,

    /// <summary>The freelancer's invoice to the client for work that was released or a bonus.</summary>
    Work,

    /// <summary>The operator's invoice to the freelancer for its commission.</summary>
    Commission,

    /// <summary>A staffing partner's invoice to the client for hours and markup.</summary>
    Payroll,

    /// <summary>Takes back, in whole or part, an earlier document.</summary>
    CreditNote,
}

/// <summary>
/// An issued document. It never changes: the database refuses updates and deletes. Its number has no gap inside its series
/// (one series per issuer and year). Everything printed is kept as it was on the day of issue.
/// </summary>
public sealed class Invoice
{
    /// <summary>Id, ordered by time.</summary>
    public Guid Id { get; init; }

    /// <summary>The payment movement it belongs to; the same movement never makes a second document.</summary>
    public required string SourceKey { get; init; }

    /// <summary>Its series: the issuer and the year.</summary>
    public required string Series { get; init; }

    /// <summary>Its place in the series, from 1.</summary>
    public long SeriesNumber { get; init; }

    /// <summary>The number as printed.</summary>
    public required string Number { get; init; }

    /// <summary>What it is.</summary>
    public InvoiceKind Kind { get; init; }

    /// <summary>When it was issued, UTC.</summary>
    public DateTime IssuedAt { get; init; }

    /// <summary>The client that may see it; null when it does not concern one.</summary>
    public Guid? ClientId { get; init; }

    /// <summary>The freelancer that may see it; null when it does not concern one.</summary>
    public Guid? FreelancerId { get; init; }

    /// <summary>The contract.</summary>
    public Guid ContractId { get; init; }

    /// <summary>The milestone, week or bonus it is for; null on what has none.</summary>
    public Guid? SubjectId { get; init; }

    /// <summary>The document a credit note takes back a part of; null otherwise.</summary>
    public Guid? CorrectsId { get; init; }

    /// <summary>Currency, ISO 4217.</summary>
    public required string Currency { get; init; }

    /// <summary>The total in the smallest unit of the currency; negative on credit notes.</summary>
    public long TotalMinor { get; init; }

    /// <summary>Language it is written in.</summary>
    public required string Language { get; init; }

    /// <summary>Everything printed, as JSON (<see cref="InvoiceContent"/>).</summary>
    public required string Content { get; init; }

    /// <summary>SHA-256 of the content, upper-case hex.</summary>
    public required string ContentSha256 { get; init; }

    /// <summary>The total.</summary>
    public Money Total => new(TotalMinor, Ledger.Currency.Of(Currency));
}

/// <summary>A party as printed: name first, then address lines and numbers.</summary>
public sealed record InvoiceParty(string Name, IReadOnlyList<string> Lines);

/// <summary>One line: what, and how much of what is paid in minor units; VAT is in it.</summary>
public sealed record InvoiceLine(string Description, long AmountMinor)
{
    /// <summary>The same without VAT; null on documents from before VAT was calculated.</summary>
    public long? NetMinor { get; init; }

    /// <summary>How many minutes were worked; null when it is not time.</summary>
    public int? Minutes { get; init; }
}

/// <summary>How a document is taxed. <paramref name="Words"/> says why, in the document's language.</summary>
public sealed record InvoiceTax(
    VatCategory Category,
    int RatePpm,
    VatReason Reason,
    string Words,
    string Country,
    long NetMinor,
    long VatMinor
);

/// <summary>A sentence the law asks for; <paramref name="Subject"/> is its code in e-invoices (UNTDID 4451), if it has one.</summary>
public sealed record InvoiceMention(string Text, string? Subject = null);

/// <summary>
/// Everything printed on a document. <paramref name="Passed"/> are amounts that passed through the operator's hands without being
/// its income (money set aside); <paramref name="PaidMinor"/> is what was charged in all, and
/// <paramref name="Exchanged"/> says what of it was paid in another currency, at what rate.
/// </summary>
public sealed record InvoiceContent(
    InvoiceKind Kind,
    InvoiceParty Issuer,
    InvoiceParty Buyer,
    DateOnly ServiceDate,
    string Contract,
    IReadOnlyList<InvoiceLine> Lines,
    IReadOnlyList<InvoiceLine> Passed,
    long TotalMinor,
    long? PaidMinor,
    string? Corrects,
    bool IssuedByPlatform,
    string? Exchanged = null
)
{
    /// <summary>
    /// The same as an e-invoice, kept with it; null when the document cannot be one. <see cref="IssueInvoice"/> gives it the number
    /// and the date, and leaves it out when it breaks a rule of EN 16931.
    /// </summary>
    public EInvoice? Electronic { get; init; }

    /// <summary>Who issues it, for the law; null on documents from before that was known.</summary>
    public LegalParty? Seller { get; init; }

    /// <summary>Whom it is for, for the law.</summary>
    public LegalParty? BuyerParty { get; init; }

    /// <summary>VAT; null on documents from before it was calculated.</summary>
    public InvoiceTax? Tax { get; init; }

    /// <summary>The first day of the time it is for, when that is not one day.</summary>
    public DateOnly? PeriodFrom { get; init; }

    /// <summary>The last day of that time.</summary>
    public DateOnly? PeriodTo { get; init; }

    /// <summary>What the law wants said.</summary>
    public IReadOnlyList<InvoiceMention> Mentions { get; init; } = [];

    /// <summary>The mandate it was written under.</summary>
    public Guid? MandateId { get; init; }

    /// <summary>When that mandate was accepted.</summary>
    public DateOnly? MandateOf { get; init; }

    /// <summary>
    /// Not an invoice but a record of a payment: the freelancer has not asked the operator to invoice in their name, and does so
    /// themself. Records have a series of their own.
    /// </summary>
    public bool IsRecord { get; init; }

    /// <summary>What a credit note takes back.</summary>
    public InvoiceKind? CorrectsKind { get; init; }

    /// <summary>When that was issued.</summary>
    public DateOnly? CorrectsIssued { get; init; }
}

/// <summary>The file of a document, made once and kept.</summary>
internal sealed class InvoicePdf
{
    public Guid InvoiceId { get; init; }
    public Guid FileId { get; init; }
    public required string Sha256 { get; init; }
}

/// <summary>The next number of a series.</summary>
internal sealed class DocumentNumber
{
    public required string Series { get; init; }
    public long Next { get; set; }
}
