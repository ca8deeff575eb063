using Metier.Ledger;

namespace Metier.Invoicing;

/// <summary>What a document is (BT-3, codes of UNTDID 1001).</summary>
public enum EInvoiceType
{
    /// <summary>A commercial invoice, also one written by somebody else in the seller's name.</summary>
    Invoice = 380,

    /// <summary>A credit note; its amounts are positive.</summary>
    CreditNote = 381,

    /// <summary>An invoice the buyer writes for the seller.</summary>
    SelfBilled = 389,

    /// <summary>A credit note the buyer writes for the seller.</summary>
    SelfBilledCreditNote = 261,
}

/// <summary>Why and how VAT is, or is not, charged (BT-151, BT-118, codes of UNTDID 5305).</summary>
public enum VatCategory
{
    /// <summary>S: a rate above zero.</summary>
    Standard,

    /// <summary>Z: a rate of zero.</summary>
    Zero,

    /// <summary>E: exempt, for example a small business (franchise en base).</summary>
    Exempt,

    /// <summary>AE: the buyer owes it (reverse charge).</summary>
    ReverseCharge,

    /// <summary>G: exempt because it leaves the Union.</summary>
    Export,

    /// <summary>O: outside the scope of VAT.</summary>
    OutsideScope,
}

/// <summary>When VAT falls due, for those who say it by a code (BT-8).</summary>
public enum VatPoint
{
    /// <summary>By the date of the invoice: in France “TVA sur les débits”.</summary>
    Invoice,

    /// <summary>By the date of delivery.</summary>
    Delivery,

    /// <summary>When it is paid, the rule for services in France.</summary>
    Payment,
}

/// <summary>
/// An invoice or credit note as EN 16931-1 means it. It holds meaning only: <see cref="CiiWriter"/> and
/// <see cref="UblWriter"/> give it its two forms, <see cref="EInvoiceRules"/> says what is wrong with it, and
/// <see cref="EInvoiceTotals.Of"/> and <see cref="EInvoiceVat.Of"/> do its sums.
/// </summary>
public sealed record EInvoice
{
    /// <summary>BT-1, the number.</summary>
    public required string Number { get; init; }

    /// <summary>BT-2, the date of issue.</summary>
    public required DateOnly IssueDate { get; init; }

    /// <summary>BT-3, what it is.</summary>
    public required EInvoiceType Type { get; init; }

    /// <summary>BT-5, the currency of every amount but <see cref="VatInOwnCurrency"/>.</summary>
    public required Currency Currency { get; init; }

    /// <summary>BT-6 and BT-111, the VAT in the currency the seller accounts for it in, when that is another one.</summary>
    public Money? VatInOwnCurrency { get; init; }

    /// <summary>BT-7, the date VAT falls due; not together with <see cref="VatPoint"/>.</summary>
    public DateOnly? VatPointDate { get; init; }

    /// <summary>BT-8, when VAT falls due.</summary>
    public VatPoint? VatPoint { get; init; }

    /// <summary>BT-9, to be paid by. Something left to pay needs this or <see cref="PaymentTerms"/>.</summary>
    public DateOnly? DueDate { get; init; }

    /// <summary>BT-10, what the buyer wants to find on it.</summary>
    public string? BuyerReference { get; init; }

    /// <summary>BT-12, the contract.</summary>
    public string? ContractReference { get; init; }

    /// <summary>BT-13, the purchase order.</summary>
    public string? OrderReference { get; init; }

    /// <summary>BT-20, the terms of payment in words.</summary>
    public string? PaymentTerms { get; init; }

    /// <summary>BG-1, mentions and other words.</summary>
    public IReadOnlyList<EInvoiceNote> Notes { get; init; } = [];

    /// <summary>BT-23, the business process. In France S1 is a bill for services, S2 one that is paid already (B and M: goods, both).</summary>
    public string? Process { get; init; }

    /// <summary>BG-3, the invoices it corrects or follows.</summary>
    public IReadOnlyList<PrecedingInvoice> Preceding { get; init; } = [];

    /// <summary>BG-4, who sells.</summary>
    public required EInvoiceParty Seller { get; init; }

    /// <summary>BG-7, who buys.</summary>
    public required EInvoiceParty Buyer { get; init; }

    /// <summary>BG-10, who is paid when it is not the seller.</summary>
    public EInvoicePayee? Payee { get; init; }

    /// <summary>BG-13, when and where it was delivered.</summary>
    public EInvoiceDelivery? Delivery { get; init; }

    /// <summary>BG-14, the time it is for.</summary>
    public EInvoicePeriod? Period { get; init; }

    /// <summary>BG-16, how it is or was paid.</summary>
    public EInvoicePayment? Payment { get; init; }

    /// <summary>BG-20 and BG-21, what is taken off or added for the whole document.</summary>
    public IReadOnlyList<EInvoiceAdjustment> Adjustments { get; init; } = [];

    /// <summary>BG-25, what is sold.</summary>
    public required IReadOnlyList<EInvoiceLine> Lines { get; init; }

    /// <summary>BG-23, VAT by category and rate.</summary>
    public required IReadOnlyList<EInvoiceVat> Vat { get; init; }

    /// <summary>BG-22, the sums.</summary>
    public required EInvoiceTotals Totals { get; init; }

    /// <summary>Takes something back.</summary>
    public bool IsCredit => Type is EInvoiceType.CreditNote or EInvoiceType.SelfBilledCreditNote;
}

/// <summary>BG-1.</summary>
/// <param name="Text">BT-22.</param>
/// <param name="Subject">BT-21, a code of UNTDID 4451: in France PMT (recovery costs), PMD (late payment), AAB (discount); REG for mentions of law.</param>
public sealed record EInvoiceNote(string Text, string? Subject = null);

/// <summary>BG-3.</summary>
/// <param name="Number">BT-25.</param>
/// <param name="Issued">BT-26.</param>
public sealed record PrecedingInvoice(string Number, DateOnly? Issued = null);

/// <summary>A number somebody is known by.</summary>
/// <param name="Value">The number, without spaces.</param>
/// <param name="Scheme">Who gave it, a code of ISO 6523: 0002 SIREN, 0009 SIRET, 0060 DUNS, 0088 GLN, 0199 LEI. Electronic addresses have their own list: EM e-mail, 0225 France.</param>
public sealed record PartyId(string Value, string? Scheme = null);

/// <summary>BG-4 or BG-7: a seller or a buyer.</summary>
public sealed record EInvoiceParty
{
    /// <summary>BT-27, BT-44: the name it is registered by.</summary>
    public required string Name { get; init; }

    /// <summary>BT-28, BT-45: the name it trades by, if another.</summary>
    public string? TradingName { get; init; }

    /// <summary>BT-29, BT-46: other numbers it is known by, such as the SIRET; of a buyer one at most.</summary>
    public IReadOnlyList<PartyId> Ids { get; init; } = [];

    /// <summary>BT-30, BT-47: the number in the register of companies, in France the SIREN (scheme 0002).</summary>
    public PartyId? LegalId { get; init; }

    /// <summary>BT-31, BT-48: the VAT number, with its country's letters.</summary>
    public string? VatId { get; init; }

    /// <summary>BT-32: a tax number that is not a VAT number; of a seller only.</summary>
    public string? TaxNumber { get; init; }

    /// <summary>BT-33: legal form, capital and other words of law; of a seller only.</summary>
    public string? LegalForm { get; init; }

    /// <summary>BT-34, BT-49: where electronic invoices reach it; the scheme is required.</summary>
    public PartyId? ElectronicAddress { get; init; }

    /// <summary>BG-5, BG-8.</summary>
    public required PostalAddress Address { get; init; }

    /// <summary>BG-6, BG-9.</summary>
    public PartyContact? Contact { get; init; }
}

/// <summary>BG-5, BG-8, BG-15.</summary>
public sealed record PostalAddress
{
    /// <summary>BT-35, BT-50, BT-75; then BT-36 and BT-162: up to three lines, without city and country.</summary>
    public IReadOnlyList<string> Lines { get; init; } = [];

    /// <summary>BT-37, BT-52, BT-77.</summary>
    public string? City { get; init; }

    /// <summary>BT-38, BT-53, BT-78.</summary>
    public string? PostCode { get; init; }

    /// <summary>BT-39, BT-54, BT-79: state or region.</summary>
    public string? Region { get; init; }

    /// <summary>BT-40, BT-55, BT-80: two capital letters of ISO 3166-1.</summary>
    public required string Country { get; init; }
}

/// <summary>BG-6, BG-9.</summary>
/// <param name="Name">BT-41, BT-56.</param>
/// <param name="Phone">BT-42, BT-57.</param>
/// <param name="Email">BT-43, BT-58.</param>
public sealed record PartyContact(string? Name, string? Phone = null, string? Email = null);

/// <summary>BG-10.</summary>
/// <param name="Name">BT-59.</param>
/// <param name="Id">BT-60.</param>
/// <param name="LegalId">BT-61.</param>
public sealed record EInvoicePayee(string Name, PartyId? Id = null, PartyId? LegalId = null);

/// <summary>BG-13.</summary>
/// <param name="Date">BT-72.</param>
/// <param name="Name">BT-70.</param>
/// <param name="Address">BG-15, when it is not the buyer's.</param>
public sealed record EInvoiceDelivery(DateOnly? Date, string? Name = null, PostalAddress? Address = null);

/// <summary>BG-14, BG-26; either end may be open, not both.</summary>
/// <param name="From">BT-73, BT-134.</param>
/// <param name="To">BT-74, BT-135.</param>
public sealed record EInvoicePeriod(DateOnly? From, DateOnly? To);

/// <summary>BG-16.</summary>
/// <param name="Means">BT-81, a code of UNTDID 4461: <see cref="Online"/> for what was paid through a provider.</param>
/// <param name="Words">BT-82, the same in words.</param>
/// <param name="Reference">BT-83, to be named with the payment.</param>
/// <param name="Account">BT-84, the IBAN it is to be paid to, for 30 and 58.</param>
/// <param name="AccountName">BT-85.</param>
/// <param name="Bic">BT-86.</param>
public sealed record EInvoicePayment(
    string Means,
    string? Words = null,
    string? Reference = null,
    string? Account = null,
    string? AccountName = null,
    string? Bic = null
)
{
    /// <summary>Paid through an online payment service.</summary>
    public const string Online = "68";

    /// <summary>A transfer to a bank account.</summary>
    public const string Transfer = "30";

    /// <summary>Set off between partners: nothing was paid on its own.</summary>
    public const string SetOff = "97";
}

/// <summary>BG-20 (an allowance) or BG-21 (a charge), of the whole document.</summary>
/// <param name="Charge">Added, not taken off.</param>
/// <param name="Amount">BT-92, BT-99: without VAT, positive.</param>
/// <param name="Category">BT-95, BT-102.</param>
/// <param name="RatePpm">BT-96, BT-103, in millionths.</param>
/// <param name="Reason">BT-97, BT-104.</param>
public sealed record EInvoiceAdjustment(bool Charge, Money Amount, VatCategory Category, int RatePpm, string Reason);

/// <summary>BG-25: a line.</summary>
public sealed record EInvoiceLine
{
    /// <summary>BT-126.</summary>
    public required string Id { get; init; }

    /// <summary>BT-153, what it is.</summary>
    public required string Name { get; init; }

    /// <summary>BT-154, more about it.</summary>
    public string? Description { get; init; }

    /// <summary>BT-127, a remark.</summary>
    public string? Note { get; init; }

    /// <summary>BT-129; negative for what is given back within an invoice.</summary>
    public required decimal Quantity { get; init; }

    /// <summary>BT-130, a code of UN/ECE recommendation 20: <see cref="Units"/>.</summary>
    public required string Unit { get; init; }

    /// <summary>BT-146, the price of one, in the main unit of the currency, without VAT; never negative.</summary>
    public required decimal Price { get; init; }

    /// <summary>BT-149, how many the price is for; null for one.</summary>
    public decimal? PriceFor { get; init; }

    /// <summary>BT-131, without VAT.</summary>
    public required Money Net { get; init; }

    /// <summary>BT-151.</summary>
    public required VatCategory Category { get; init; }

    /// <summary>BT-152, in millionths (200,000 is 20 %); zero unless <see cref="VatCategory.Standard"/>.</summary>
    public int RatePpm { get; init; }

    /// <summary>BG-26.</summary>
    public EInvoicePeriod? Period { get; init; }
}

/// <summary>Units of what is sold, codes of UN/ECE recommendation 20.</summary>
public static class Units
{
    /// <summary>One piece, one lump sum.</summary>
    public const string One = "C62";

    /// <summary>An hour.</summary>
    public const string Hour = "HUR";

    /// <summary>A minute.</summary>
    public const string Minute = "MIN";

    /// <summary>A day.</summary>
    public const string Day = "DAY";

    /// <summary>
    /// Minutes as quantity, unit and what the price of an hour is for, without rounding: in hours when two decimals can say it,
    /// else in minutes at a price for sixty.
    /// </summary>
    public static (decimal Quantity, string Unit, decimal? PriceFor) OfMinutes(long minutes) =>
        minutes % 3 == 0 ? (minutes / 60m, Hour, null) : (minutes, Minute, 60m);
}
