using Metier.Ledger;
using Metier.Payments;
using Metier.Platform;
using Microsoft.Extensions.Configuration;

namespace Metier.Tests.Payments.Providers;

public class ProviderSettingsTests
{
    [Fact]
    public void Nothing_set_is_nothing_on()
    {
        var (settings, problems) = Read(sandbox: false);
        Assert.Empty(problems);
        Assert.Equal(new ProviderSettings(null, null, null), settings);
    }

    [Fact]
    public void All_three_at_once()
    {
        var (settings, problems) = Read(
            sandbox: false,
            ("Stripe:SecretKey", "sk_live_1"),
            ("Stripe:WebhookSecret", "whsec_1, whsec_2"),
            ("Stripe:Currencies", "EUR,JPY"),
            ("PayPal:ClientId", "id"),
            ("PayPal:ClientSecret", "secret"),
            ("PayPal:WebhookId", "WH-1"),
            ("Bank:Holder", "Metier SAS"),
            ("Bank:Iban", "DE89370400440532013000"),
            ("Bank:Bic", "COBADEFFXXX")
        );
        Assert.Empty(problems);
        Assert.NotNull(settings.Stripe);
        Assert.NotNull(settings.PayPal);
        Assert.NotNull(settings.Bank);
    }

    [Theory]
    [InlineData("Stripe:WebhookSecret is missing", "Stripe:SecretKey=sk_live_1")]
    [InlineData("Stripe:SecretKey is missing", "Stripe:WebhookSecret=whsec_1")]
    [InlineData("Payments__Stripe__SecretKey", "Stripe:WebhookSecret=whsec_1")]
    [InlineData("test key", "Stripe:SecretKey=sk_test_1", "Stripe:WebhookSecret=whsec_1")]
    [InlineData("begin with whsec_", "Stripe:SecretKey=sk_live_1", "Stripe:WebhookSecret=abc")]
    [InlineData(
        "'XYZ' is not a currency",
        "Stripe:SecretKey=sk_live_1",
        "Stripe:WebhookSecret=whsec_1",
        "Stripe:Currencies=EUR,XYZ"
    )]
    [InlineData(
        "'ZZ' is not a country",
        "Stripe:SecretKey=sk_live_1",
        "Stripe:WebhookSecret=whsec_1",
        "Stripe:Countries=FR,ZZ"
    )]
    [InlineData("SecretKy is not a setting", "Stripe:SecretKy=sk_live_1")]
    [InlineData(
        "ApiBase is for sandboxes",
        "Stripe:SecretKey=sk_live_1",
        "Stripe:WebhookSecret=whsec_1",
        "Stripe:ApiBase=https://evil.example"
    )]
    [InlineData("PayPal:WebhookId is missing", "PayPal:ClientId=a", "PayPal:ClientSecret=b")]
    [InlineData(
        "live or sandbox",
        "PayPal:ClientId=a",
        "PayPal:ClientSecret=b",
        "PayPal:WebhookId=c",
        "PayPal:Environment=test"
    )]
    [InlineData(
        "Environment is sandbox",
        "PayPal:ClientId=a",
        "PayPal:ClientSecret=b",
        "PayPal:WebhookId=c",
        "PayPal:Environment=sandbox"
    )]
    [InlineData(
        "'BHD' is not a currency",
        "PayPal:ClientId=a",
        "PayPal:ClientSecret=b",
        "PayPal:WebhookId=c",
        "PayPal:Currencies=BHD"
    )]
    [InlineData("Iban is not an IBAN", "Bank:Holder=a", "Bank:Iban=DE00370400440532013000", "Bank:Bic=COBADEFFXXX")]
    [InlineData("Bic is not a BIC", "Bank:Holder=a", "Bank:Iban=DE89370400440532013000", "Bank:Bic=COBA")]
    [InlineData(
        "Bank:TransferDays",
        "Bank:Holder=a",
        "Bank:Iban=DE89370400440532013000",
        "Bank:Bic=COBADEFFXXX",
        "Bank:TransferDays=0"
    )]
    [InlineData("cannot be read", "Bank:Wire=perhaps")]
    public void What_is_wrong_is_said(string words, params string[] set)
    {
        var (_, problems) = Read(false, [.. set.Select(s => s.Split('=', 2)).Select(p => (p[0], p[1]))]);
        Assert.Contains(problems, p => p.Contains(words, StringComparison.Ordinal));
    }

    [Fact]
    public void Live_keys_do_not_start_a_sandbox()
    {
        var (_, problems) = Read(true, ("Stripe:SecretKey", "sk_live_1"), ("Stripe:WebhookSecret", "whsec_1"));
        Assert.Contains("real money", Assert.Single(problems), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_wrong_setting_stops_the_start_with_every_reason()
    {
        var error = await Assert.ThrowsAsync<InvalidOperationException>(() =>
            TestHost.StartAsync(
                Store.Sqlite,
                configuration: new Dictionary<string, string?>
                {
                    ["Payments:Stripe:SecretKey"] = "sk_test_1",
                    ["Payments:PayPal:ClientId"] = "a",
                }
            )
        );
        Assert.Contains("Payments:Stripe:WebhookSecret is missing", error.Message, StringComparison.Ordinal);
        Assert.Contains("Payments:PayPal:WebhookId is missing", error.Message, StringComparison.Ordinal);
    }

    private static (ProviderSettings, IReadOnlyList<string>) Read(
        bool sandbox,
        params (string Key, string Value)[] set
    ) =>
        ProviderSettings.Read(
            new ConfigurationBuilder()
                .AddInMemoryCollection(set.Select(s => KeyValuePair.Create("Payments:" + s.Key, (string?)s.Value)))
                .Build(),
            new InstanceOptions { Sandbox = sandbox }
        );
}

public class ProviderCurrencyTests
{
    [Theory]
    [InlineData("EUR", 1234, 1234L)]
    [InlineData("JPY", 500, 500L)]
    [InlineData("MGA", 12300, 123L)]
    [InlineData("MGA", 12350, null)]
    [InlineData("ISK", 500, 50_000L)]
    [InlineData("UGX", 500, 50_000L)]
    [InlineData("KWD", 12_340, 12_340L)]
    [InlineData("KWD", 12_345, null)]
    [InlineData("HUF", 12_345, 12_345L)]
    [InlineData("IQD", 1, null)]
    public void Stripe_writes_charges_its_own_way(string code, long minor, long? units)
    {
        var money = Currency.Of(code).Minor(minor);
        Assert.Equal(units, StripeCurrencies.Charges.ToUnits(money));
        if (units is { } written)
        {
            Assert.Equal(money, StripeCurrencies.Charges.FromUnits(written, money.Currency));
        }
    }

    [Theory]
    [InlineData("HUF", 12_345, null)]
    [InlineData("HUF", 12_300, 12_300L)]
    [InlineData("TWD", 150, null)]
    [InlineData("TWD", 100, 100L)]
    public void Stripe_sends_forint_and_Taiwan_dollars_whole(string code, long minor, long? units) =>
        Assert.Equal(units, StripeCurrencies.Payouts.ToUnits(Currency.Of(code).Minor(minor)));

    [Theory]
    [InlineData("EUR", 5, "0.05")]
    [InlineData("USD", 102_750, "1027.50")]
    [InlineData("JPY", 500, "500")]
    [InlineData("HUF", 50_000, "500")]
    [InlineData("HUF", 50_050, null)]
    [InlineData("TWD", 100, "1")]
    [InlineData("BHD", 100, null)]
    [InlineData("EUR", -1_234, "-12.34")]
    public void PayPal_writes_text(string code, long minor, string? text)
    {
        var money = Currency.Of(code).Minor(minor);
        Assert.Equal(text, PayPalCurrencies.Write(money));
        if (text is not null)
        {
            Assert.Equal(money, PayPalCurrencies.Read(text, code));
        }
    }

    [Fact]
    public void PayPal_reads_zeros_that_are_no_decimals() =>
        Assert.Equal(Currency.Of("JPY").Minor(500), PayPalCurrencies.Read("500.00", "JPY"));

    [Fact]
    public void Amounts_at_the_limit_do_not_wrap()
    {
        Assert.Null(StripeCurrencies.Charges.ToUnits(Currency.Of("ISK").Minor(long.MaxValue)));
        Assert.Equal(long.MaxValue, StripeCurrencies.Charges.ToUnits(Currency.Eur.Minor(long.MaxValue)));
    }

    [Fact]
    public void Every_amount_that_can_be_written_is_read_back()
    {
        var random = new Random(7);
        foreach (var currency in Currency.All.Where(StripeCurrencies.Charges.Has))
        {
            for (var i = 0; i < 200; i++)
            {
                var money = currency.Minor(random.NextInt64(1, 10_000_000));
                if (StripeCurrencies.Charges.ToUnits(money) is { } units)
                {
                    Assert.Equal(money, StripeCurrencies.Charges.FromUnits(units, currency));
                }
            }
        }
    }
}

public class PayoutRailTests
{
    [Fact]
    public void Every_country_is_there_and_170_have_a_way_out()
    {
        Assert.Equal(250, PayoutRails.All.Count);
        Assert.All(Countries.List.All, c => Assert.True(PayoutRails.Has(c.Code), c.Code));
        Assert.True(PayoutRails.All.Count(c => c.Out.Count > 0) >= 170);
        Assert.True(PayoutRails.All.Count(c => c.In.Count > 0) >= 170);
        foreach (var banned in new[] { "CU", "IR", "KP", "SY" })
        {
            Assert.Empty(PayoutRails.Of(banned)!.Out);
        }
    }

    [Fact]
    public void The_table_has_the_countries_of_the_system()
    {
        const string file = "/usr/share/iso-codes/json/iso_3166-1.json";
        Assert.True(File.Exists(file), "iso-codes is missing (Debian: apt-get install iso-codes)");
        using var read = System.Text.Json.JsonDocument.Parse(File.ReadAllBytes(file));
        var iso = read
            .RootElement.GetProperty("3166-1")
            .EnumerateArray()
            .Select(c => c.GetProperty("alpha_2").GetString()!);
        Assert.Equal(
            iso.Append("XK").Order(StringComparer.Ordinal),
            PayoutRails.All.Select(c => c.Country).Order(StringComparer.Ordinal)
        );
    }

    [Theory]
    [InlineData("FR", PayoutMethodKind.Iban, "EUR", "sepa")]
    [InlineData("FR", PayoutMethodKind.Iban, "USD", "wire")]
    [InlineData("TR", PayoutMethodKind.Iban, "EUR", "wire")]
    [InlineData("AR", PayoutMethodKind.Wire, "USD", "wire")]
    [InlineData("FR", PayoutMethodKind.Connected, "EUR", "stripe")]
    [InlineData("IN", PayoutMethodKind.Connected, "EUR", null)]
    [InlineData("KE", PayoutMethodKind.PayPal, "USD", "paypal")]
    [InlineData("FR", PayoutMethodKind.PayPal, "BRL", null)]
    [InlineData("BR", PayoutMethodKind.PayPal, "BRL", "paypal")]
    [InlineData("IR", PayoutMethodKind.Wire, "EUR", null)]
    public void Country_and_currency_choose_the_rail(
        string country,
        PayoutMethodKind kind,
        string currency,
        string? expected
    )
    {
        (string Id, ProviderCapabilities Caps)[] order =
        [
            ("stripe", Caps(PayoutMethodKind.Connected, PayoutRail.Stripe)),
            ("paypal", Caps(PayoutMethodKind.PayPal, PayoutRail.PayPal)),
            ("sepa", Caps(PayoutMethodKind.Iban, PayoutRail.Sepa)),
            ("wire", Caps(PayoutMethodKind.Iban, PayoutRail.Wire)),
            ("wire", Caps(PayoutMethodKind.Wire, PayoutRail.Wire)),
        ];
        var amount = Currency.Of(currency).Major(100);
        Assert.Equal(
            expected,
            order.Where(o => PayoutRails.Reaches(o.Caps, kind, country, amount)).Select(o => o.Id).FirstOrDefault()
        );
    }

    private static ProviderCapabilities Caps(PayoutMethodKind kind, PayoutRail rail) =>
        new()
        {
            Methods = new HashSet<PaymentMethodKind>(),
            Payouts = new HashSet<PayoutMethodKind> { kind },
            Currencies = ProviderCurrencies.Iso,
            Rails = [rail],
        };
}
