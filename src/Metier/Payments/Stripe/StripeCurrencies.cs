using Metier.Ledger;

namespace Metier.Payments;

/// <summary>
/// How Stripe writes amounts, from its page "Supported currencies" (docs.stripe.com/currencies, read on 27 November 2026).
/// Fifteen currencies have no decimals there, Malagasy ariary among them, which has two in ISO 4217. Icelandic króna and
/// Ugandan shilling have none in ISO 4217 and are written with two, always zero. Dinars and rials of three decimals are
/// rounded to ten.
/// </summary>
internal static class StripeCurrencies
{
    private const string NoDecimals = "BIF CLP DJF GNF JPY KMF KRW MGA PYG RWF VND VUV XAF XOF XPF";
    private const string TwoAlwaysZero = "ISK UGX";
    private const string ThreeLastZero = "BHD JOD KWD OMR TND";

    private const string TwoDecimals =
        "AED AFN ALL AMD ANG AOA ARS AUD AWG AZN BAM BBD BDT BMD BND BOB BRL BSD BWP BYN BZD CAD CDF CHF CNY COP CRC CVE "
        + "CZK DKK DOP DZD EGP ETB EUR FJD FKP GBP GEL GIP GMD GTQ GYD HKD HNL HTG HUF IDR ILS INR JMD KES KGS KHR KYD KZT "
        + "LAK LBP LKR LRD LSL MAD MDL MKD MMK MNT MOP MUR MVR MWK MXN MYR MZN NAD NGN NIO NOK NPR NZD PAB PEN PGK PHP "
        + "PKR PLN QAR RON RSD SAR SBD SCR SEK SGD SHP SLE SOS SRD STN SZL THB TJS TOP TRY TTD TWD TZS UAH USD UYU UZS "
        + "WST XCD YER ZAR ZMW";

    /// <summary>What can be charged and refunded.</summary>
    public static ProviderCurrencies Charges { get; } = ProviderCurrencies.Of(Rows(payouts: false));

    /// <summary>What can be sent: forint and Taiwan dollars only whole.</summary>
    public static ProviderCurrencies Payouts { get; } = ProviderCurrencies.Of(Rows(payouts: true));

    private static IEnumerable<(string Code, int Decimals, int Step)> Rows(bool payouts)
    {
        // Netherlands Antillean guilders and others that ISO has withdrawn cannot be a contract's currency.
        return Codes(NoDecimals)
            .Select(c => (c, 0, 1))
            .Concat(Codes(TwoAlwaysZero).Select(c => (c, 2, 100)))
            .Concat(Codes(ThreeLastZero).Select(c => (c, 3, 10)))
            .Concat(Codes(TwoDecimals).Select(c => (c, 2, payouts && (c is "HUF" or "TWD") ? 100 : 1)));
    }

    private static IEnumerable<string> Codes(string codes) => codes.Split(' ').Where(c => Currency.TryOf(c, out _));
}
