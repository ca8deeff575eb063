using Metier.Ledger;
using Metier.Platform;
using Microsoft.Extensions.Configuration;

namespace Metier.Payments;

/// <summary>Stripe; configuration section <c>Payments:Stripe</c>.</summary>
public sealed class StripeSettings
{
    /// <summary>The secret key, or a restricted one that may do what docs/self-hosting.md lists.</summary>
    public string SecretKey { get; set; } = "";

    /// <summary>The signing secret of the webhook; several, separated by commas, while one replaces another.</summary>
    public string WebhookSecret { get; set; } = "";

    /// <summary>Currencies that are charged, separated by commas; empty for all Stripe takes.</summary>
    public string Currencies { get; set; } = "";

    /// <summary>Countries freelancers may open an account from, separated by commas; empty for all Stripe reaches.</summary>
    public string Countries { get; set; } = "";

    /// <summary>Another address of the interface; only in a sandbox.</summary>
    public string ApiBase { get; set; } = "";
}

/// <summary>PayPal; configuration section <c>Payments:PayPal</c>.</summary>
public sealed class PayPalSettings
{
    /// <summary>The client id of the application.</summary>
    public string ClientId { get; set; } = "";

    /// <summary>Its secret.</summary>
    public string ClientSecret { get; set; } = "";

    /// <summary>The id PayPal gave to the webhook; part of what it signs.</summary>
    public string WebhookId { get; set; } = "";

    /// <summary><c>live</c> or <c>sandbox</c>.</summary>
    public string Environment { get; set; } = "live";

    /// <summary>Currencies that are charged and paid, separated by commas; empty for all PayPal takes.</summary>
    public string Currencies { get; set; } = "";

    /// <summary>Countries that are paid, separated by commas; empty for all PayPal reaches.</summary>
    public string Countries { get; set; } = "";

    /// <summary>Another address of the interface; only in a sandbox.</summary>
    public string ApiBase { get; set; } = "";
}

/// <summary>The operator's own bank account; configuration section <c>Payments:Bank</c>.</summary>
public sealed class BankSettings
{
    /// <summary>The holder of the account, as the bank writes it.</summary>
    public string Holder { get; set; } = "";

    /// <summary>Where clients transfer to and freelancers are paid from.</summary>
    public string Iban { get; set; } = "";

    /// <summary>The bank's code; 8 or 11 letters and digits.</summary>
    public string Bic { get; set; } = "";

    /// <summary>The currency of the account.</summary>
    public string Currency { get; set; } = "EUR";

    /// <summary>Whether the bank also takes transfers outside SEPA; every one of these costs, see the bank's tariff.</summary>
    public bool Wire { get; set; }

    /// <summary>Countries that are paid, separated by commas; empty for all the account reaches.</summary>
    public string Countries { get; set; } = "";

    /// <summary>How long a client has to transfer, in days.</summary>
    public int TransferDays { get; set; } = 14;
}

/// <summary>What the operator turned on. A section with any value in it is on, and then all of it must be right.</summary>
public sealed record ProviderSettings(StripeSettings? Stripe, PayPalSettings? PayPal, BankSettings? Bank)
{
    /// <summary>
    /// Reads the sections and says everything that is wrong with them at once. Nothing is half on: a single mistake stops the
    /// start.
    /// </summary>
    public static (ProviderSettings Settings, IReadOnlyList<string> Problems) Read(
        IConfiguration configuration,
        InstanceOptions instance
    )
    {
        ArgumentNullException.ThrowIfNull(configuration);
        ArgumentNullException.ThrowIfNull(instance);
        var problems = new List<string>();
        var settings = new ProviderSettings(
            Section<StripeSettings>(configuration, "Stripe", problems),
            Section<PayPalSettings>(configuration, "PayPal", problems),
            Section<BankSettings>(configuration, "Bank", problems)
        );
        if (settings.Stripe is { } stripe)
        {
            Check(stripe, instance, problems);
        }
        if (settings.PayPal is { } payPal)
        {
            Check(payPal, instance, problems);
        }
        if (settings.Bank is { } bank)
        {
            Check(bank, problems);
        }
        return (settings, problems);
    }

    /// <summary>The codes of a list in configuration.</summary>
    internal static IReadOnlySet<string>? Codes(string list)
    {
        var codes = Split(list);
        return codes.Count == 0 ? null : codes.Select(c => c.ToUpperInvariant()).ToHashSet(StringComparer.Ordinal);
    }

    internal static List<string> Split(string list) =>
        [.. list.Split(',', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries)];

    private static T? Section<T>(IConfiguration configuration, string name, List<string> problems)
        where T : class, new()
    {
        var section = configuration.GetSection("Payments:" + name);
        var set = section.GetChildren().Where(c => !string.IsNullOrWhiteSpace(c.Value)).ToList();
        var known = typeof(T).GetProperties().Select(p => p.Name).ToHashSet(StringComparer.OrdinalIgnoreCase);
        foreach (var key in section.GetChildren().Where(c => !known.Contains(c.Key)))
        {
            problems.Add($"Payments:{name}:{key.Key} is not a setting. There are: {string.Join(", ", known.Order())}.");
        }
        if (set.Count == 0)
        {
            return null;
        }
        try
        {
            return section.Get<T>();
        }
        catch (InvalidOperationException e)
        {
            problems.Add($"Payments:{name} cannot be read: {e.InnerException?.Message ?? e.Message}");
            return null;
        }
    }

    private static void Check(StripeSettings stripe, InstanceOptions instance, List<string> problems)
    {
        Need(stripe.SecretKey, "Stripe:SecretKey", "the secret key of the Stripe account (sk_… or rk_…)", problems);
        Need(stripe.WebhookSecret, "Stripe:WebhookSecret", "the signing secret of the webhook (whsec_…)", problems);
        var test = stripe.SecretKey.Contains("_test_", StringComparison.Ordinal);
        if (stripe.SecretKey.Length > 0 && test != instance.Sandbox)
        {
            problems.Add(
                test
                    ? "Payments:Stripe:SecretKey is a test key, and this is not a sandbox: nothing would be paid."
                    : "Payments:Stripe:SecretKey is a live key, and this is a sandbox: real money would move."
            );
        }
        if (Split(stripe.WebhookSecret).Exists(s => !s.StartsWith("whsec_", StringComparison.Ordinal)))
        {
            problems.Add("Payments:Stripe:WebhookSecret must begin with whsec_; several are separated by commas.");
        }
        Currencies(stripe.Currencies, "Stripe", StripeCurrencies.Charges, problems);
        CountryCodes(stripe.Countries, "Stripe", problems);
        Base(stripe.ApiBase, "Stripe", instance, problems);
    }

    private static void Check(PayPalSettings payPal, InstanceOptions instance, List<string> problems)
    {
        Need(payPal.ClientId, "PayPal:ClientId", "the client id of the PayPal application", problems);
        Need(payPal.ClientSecret, "PayPal:ClientSecret", "the secret of the PayPal application", problems);
        Need(payPal.WebhookId, "PayPal:WebhookId", "the id of the webhook, shown beside its address", problems);
        if (payPal.Environment is not ("live" or "sandbox"))
        {
            problems.Add("Payments:PayPal:Environment is live or sandbox.");
        }
        else if (payPal.Environment == "sandbox" != instance.Sandbox)
        {
            problems.Add(
                instance.Sandbox
                    ? "Payments:PayPal:Environment is live, and this is a sandbox: real money would move."
                    : "Payments:PayPal:Environment is sandbox, and this is not one: nothing would be paid."
            );
        }
        Currencies(payPal.Currencies, "PayPal", PayPalCurrencies.All, problems);
        CountryCodes(payPal.Countries, "PayPal", problems);
        Base(payPal.ApiBase, "PayPal", instance, problems);
    }

    private static void Check(BankSettings bank, List<string> problems)
    {
        Need(bank.Holder, "Bank:Holder", "the holder of the account", problems);
        Need(bank.Iban, "Bank:Iban", "the IBAN of the account", problems);
        Need(bank.Bic, "Bank:Bic", "the BIC of the bank", problems);
        if (bank.Iban.Length > 0 && PayoutAccounts.Iban(bank.Iban) is null)
        {
            problems.Add("Payments:Bank:Iban is not an IBAN: its length or its check digits are wrong.");
        }
        if (bank.Bic.Length > 0 && PayoutAccounts.Bic(bank.Bic) is null)
        {
            problems.Add("Payments:Bank:Bic is not a BIC: 8 or 11 letters and digits.");
        }
        if (!Currency.TryOf(bank.Currency.ToUpperInvariant(), out _))
        {
            problems.Add($"Payments:Bank:Currency: '{bank.Currency}' is not a currency of ISO 4217.");
        }
        if (bank.TransferDays is < 1 or > 90)
        {
            problems.Add("Payments:Bank:TransferDays is between 1 and 90.");
        }
        CountryCodes(bank.Countries, "Bank", problems);
    }

    private static void Need(string value, string key, string what, List<string> problems)
    {
        if (string.IsNullOrWhiteSpace(value))
        {
            var variable = "Payments__" + key.Replace(":", "__", StringComparison.Ordinal);
            problems.Add($"Payments:{key} is missing: {what}. Set {variable}, or remove the whole section.");
        }
    }

    private static void Currencies(string list, string section, ProviderCurrencies all, List<string> problems)
    {
        try
        {
            _ = all.Only(Split(list));
        }
        catch (ArgumentException e)
        {
            problems.Add($"Payments:{section}:Currencies: {e.Message}");
        }
    }

    private static void CountryCodes(string list, string section, List<string> problems)
    {
        foreach (var code in Codes(list) ?? Enumerable.Empty<string>())
        {
            if (!PayoutRails.Has(code))
            {
                problems.Add($"Payments:{section}:Countries: '{code}' is not a country of ISO 3166.");
            }
        }
    }

    private static void Base(string address, string section, InstanceOptions instance, List<string> problems)
    {
        if (address.Length == 0)
        {
            return;
        }
        if (!instance.Sandbox)
        {
            problems.Add($"Payments:{section}:ApiBase is for sandboxes: money would be sent to a stranger.");
        }
        else if (!Uri.TryCreate(address, UriKind.Absolute, out var uri) || uri.Scheme is not ("http" or "https"))
        {
            problems.Add($"Payments:{section}:ApiBase is not an address.");
        }
    }
}
