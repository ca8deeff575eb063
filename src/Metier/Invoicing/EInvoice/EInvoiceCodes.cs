using System.Collections.Frozen;
using Metier.Platform;

namespace Metier.Invoicing;

/// <summary>The code lists of EN 16931-1, as far as a document of this house uses them.</summary>
internal static class EInvoiceCodes
{
    private static readonly FrozenSet<string> UnitCodes = Set("C62 EA H87 HUR MIN DAY WEE MON ANN LS XPP");
    private static readonly FrozenSet<string> Means = Set("1 10 20 30 42 48 49 54 55 57 58 59 68 97");

    public static bool IsCountry(string? code) =>
        code is { Length: 2 } && code.All(char.IsAsciiLetterUpper) && Countries.List.Has(code);

    /// <summary>A VAT number starts with its country; Greece and Northern Ireland have letters of their own.</summary>
    public static bool IsVatPrefix(string vat) =>
        vat.Length > 2 && (IsCountry(vat[..2]) || vat[..2] is "EL" or "XI");

    /// <summary>Schemes of ISO 6523 have four digits; none is fine where the number says enough.</summary>
    public static bool IsIcd(string? scheme) => scheme is null || (scheme.Length == 4 && scheme.All(char.IsAsciiDigit));

    /// <summary>Electronic addresses: an e-mail, or a scheme of four digits; required.</summary>
    public static bool IsAddressScheme(string? scheme) => scheme == "EM" || (scheme is not null && IsIcd(scheme));

    public static bool IsUnit(string? unit) => unit is not null && UnitCodes.Contains(unit);

    public static bool IsPaymentMeans(string? means) => means is not null && Means.Contains(means);

    public static bool IsVatReason(string code) =>
        code
            is VatReasons.ReverseCharge
                or VatReasons.OutsideScope
                or VatReasons.Export
                or VatReasons.FrenchFranchise
        || (code.StartsWith("VATEX-EU-132", StringComparison.Ordinal) && code.Length <= 16);

    private static FrozenSet<string> Set(string codes) => codes.Split(' ').ToFrozenSet(StringComparer.Ordinal);
}
