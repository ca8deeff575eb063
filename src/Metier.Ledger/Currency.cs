using System.Collections.Frozen;
using System.Diagnostics.CodeAnalysis;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace Metier.Ledger;

/// <summary>
/// A currency of ISO 4217 and the number of decimals of its minor unit. There is one instance per code, so references
/// compare. Codes without a minor unit (metals, test codes, bond market units) are not money one can pay with and are
/// left out.
/// </summary>
[JsonConverter(typeof(CurrencyJsonConverter))]
public sealed partial class Currency
{
    private static readonly FrozenDictionary<string, Currency> ByCode = Build();

    private Currency(string code, int decimals)
    {
        Code = code;
        Decimals = decimals;
        MinorPerMajor = Power10(decimals);
    }

    /// <summary>Three capital letters, for example <c>EUR</c>.</summary>
    public string Code { get; }

    /// <summary>Decimals of the minor unit: 0, 2, 3 or 4.</summary>
    public int Decimals { get; }

    /// <summary>How many minor units make one major unit: 1, 100, 1,000 or 10,000.</summary>
    public long MinorPerMajor { get; }

    /// <summary>All currencies, by code.</summary>
    public static IEnumerable<Currency> All => ByCode.Values.OrderBy(currency => currency.Code, StringComparer.Ordinal);

    /// <summary>The euro.</summary>
    public static Currency Eur { get; } = Of("EUR");

    /// <summary>The United States dollar.</summary>
    public static Currency Usd { get; } = Of("USD");

    /// <summary>The pound sterling.</summary>
    public static Currency Gbp { get; } = Of("GBP");

    /// <summary>The currency with that code; an unknown code is a bug of the caller.</summary>
    public static Currency Of(string code) =>
        TryOf(code, out var currency)
            ? currency
            : throw new ArgumentException($"'{code}' is not a currency of ISO 4217.", nameof(code));

    /// <summary>Whether <paramref name="code"/>, in capitals, names a currency.</summary>
    public static bool TryOf(string? code, [NotNullWhen(true)] out Currency? currency)
    {
        currency = null;
        return code is not null && ByCode.TryGetValue(code, out currency);
    }

    /// <summary>An amount written in minor units.</summary>
    public Money Minor(long minor) => new(minor, this);

    /// <summary>An amount of whole major units: <c>Eur.Major(5)</c> is 5.00 EUR.</summary>
    public Money Major(long major) => new(checked(major * MinorPerMajor), this);

    /// <inheritdoc/>
    public override string ToString() => Code;

    private static FrozenDictionary<string, Currency> Build()
    {
        var all = new Dictionary<string, Currency>(StringComparer.Ordinal);
        Add(NoDecimals, 0);
        Add(TwoDecimals, 2);
        Add(ThreeDecimals, 3);
        Add(FourDecimals, 4);
        return all.ToFrozenDictionary(StringComparer.Ordinal);

        void Add(string codes, int decimals)
        {
            foreach (var code in codes.Split(' ', StringSplitOptions.RemoveEmptyEntries))
                all.Add(code, new Currency(code, decimals));
        }
    }

    private static long Power10(int exponent)
    {
        long power = 1;
        for (var i = 0; i < exponent; i++)
            power *= 10;
        return power;
    }
}

/// <summary>Writes a currency as its code.</summary>
public sealed class CurrencyJsonConverter : JsonConverter<Currency>
{
    /// <inheritdoc/>
    public override Currency Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) =>
        Currency.TryOf(reader.GetString(), out var currency)
            ? currency
            : throw new JsonException("A currency is the three capital letters of ISO 4217.");

    /// <inheritdoc/>
    public override void Write(Utf8JsonWriter writer, Currency value, JsonSerializerOptions options) =>
        writer.WriteStringValue(value.Code);
}
