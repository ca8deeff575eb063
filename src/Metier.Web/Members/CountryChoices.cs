using Metier.Ledger;
using Metier.Web.Shell;

namespace Metier.Web.Members;

/// <summary>Countries and the currencies clients usually hire in, as choices.</summary>
internal static class CountryChoices
{
    private static readonly string[] Usual =
    [
        "EUR",
        "USD",
        "GBP",
        "CHF",
        "CAD",
        "AUD",
        "SEK",
        "NOK",
        "DKK",
        "PLN",
        "CZK",
        "JPY",
        "INR",
        "MAD",
        "TND",
        "XOF",
        "ZAR",
        "BRL",
        "MXN",
        "SGD",
    ];

    public static IReadOnlyList<Choice> All => [.. Countries.List.All.Select(c => new Choice(c.Code, c.Name))];

    public static IReadOnlyList<Choice> Currencies =>
        [.. Usual.Where(c => Currency.TryOf(c, out _)).Select(c => new Choice(c, $"{c} ({Formats.Symbol(c)})"))];
}
