using System.Collections.Frozen;
using Metier.Ledger;
using Metier.Platform;

namespace Metier.Payments;

/// <summary>What can be paid in from a country, and out to it.</summary>
/// <param name="Country">ISO 3166-1, two letters.</param>
/// <param name="In">With what its clients can pay.</param>
/// <param name="Out">By which rails its freelancers can be paid.</param>
public sealed record CountryRails(string Country, IReadOnlySet<PaymentMethodKind> In, IReadOnlySet<PayoutRail> Out);

/// <summary>
/// The table of countries and rails: <c>data/places/payment-rails.tsv</c>, made by <c>eng/payment-rails</c>, with its
/// sources and their date in its head. What a rail reaches in general; the operator's contract with a provider may be less.
/// </summary>
public static class PayoutRails
{
    private static readonly FrozenDictionary<string, CountryRails> Table = Read();

    /// <summary>Every country.</summary>
    public static IReadOnlyCollection<CountryRails> All => Table.Values;

    /// <summary>Whether the table knows the country.</summary>
    public static bool Has(string country) => Table.ContainsKey(country);

    /// <summary>The row of a country; null for a code that is none.</summary>
    public static CountryRails? Of(string country) => Table.GetValueOrDefault(country);

    /// <summary>Whether a provider pays such an account there; without an amount, in some currency at least.</summary>
    public static bool Reaches(ProviderCapabilities provider, PayoutMethodKind kind, string country, Money? amount)
    {
        ArgumentNullException.ThrowIfNull(provider);
        if (!provider.Payouts.Contains(kind))
        {
            return false;
        }
        if (amount is { } money && (provider.PayoutCurrencies ?? provider.Currencies).ToUnits(money) is null)
        {
            return false;
        }
        if (provider.PayoutCountries is { } only && !only.Contains(country))
        {
            return false;
        }
        // An account at the provider itself, or its address, says by its existence that the provider reaches it.
        var rails = provider.Rails;
        return rails.Count == 0
            || country.Length == 0
            || (
                Of(country) is { } row
                && rails.Any(r => row.Out.Contains(r) && Carries(r, kind, country, amount?.Currency))
            );
    }

    /// <summary>Which accounts and currencies a rail carries, where the country alone does not say.</summary>
    private static bool Carries(PayoutRail rail, PayoutMethodKind kind, string country, Currency? currency) =>
        rail switch
        {
            PayoutRail.Sepa => kind == PayoutMethodKind.Iban && (currency is null || currency == Currency.Eur),
            PayoutRail.Wire => kind is PayoutMethodKind.Iban or PayoutMethodKind.Wire,
            // Ringgit and real are for accounts of their own country.
            PayoutRail.PayPal => kind == PayoutMethodKind.PayPal
                && currency?.Code switch
                {
                    "MYR" => country == "MY",
                    "BRL" => country == "BR",
                    _ => true,
                },
            _ => kind == PayoutMethodKind.Connected,
        };

    private static FrozenDictionary<string, CountryRails> Read()
    {
        using var stream =
            typeof(PayoutRails).Assembly.GetManifestResourceStream("places/payment-rails.tsv")
            ?? throw new InvalidOperationException("places/payment-rails.tsv is not built in");
        using var reader = new StreamReader(stream);
        var rows = new List<CountryRails>();
        while (reader.ReadLine() is { } line)
        {
            if (line.StartsWith('#') || line.StartsWith("code", StringComparison.Ordinal))
            {
                continue;
            }
            var cells = line.Split('\t');
            rows.Add(new(cells[0], Words<PaymentMethodKind>(cells[1]), Words<PayoutRail>(cells[2])));
        }
        return rows.ToFrozenDictionary(r => r.Country, StringComparer.Ordinal);
    }

    private static HashSet<T> Words<T>(string cell)
        where T : struct, Enum =>
        [.. cell.Split(' ', StringSplitOptions.RemoveEmptyEntries).Select(w => Enum.Parse<T>(w, ignoreCase: true))];
}
