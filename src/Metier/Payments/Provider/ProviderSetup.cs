using Metier.Platform;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;

namespace Metier.Payments;

/// <summary>Builds the providers that the configuration turns on.</summary>
internal static class ProviderSetup
{
    /// <summary>Throws with everything that is wrong, one line each: a marketplace does not start with half of its money.</summary>
    public static PaymentProviders Build(IServiceProvider services)
    {
        var instance = services.GetRequiredService<InstanceOptions>();
        var (settings, problems) = ProviderSettings.Read(services.GetRequiredService<IConfiguration>(), instance);
        if (problems.Count > 0)
        {
            throw new InvalidOperationException(
                "The payment providers are not set up right, so nothing was started:\n- "
                    + string.Join("\n- ", problems)
            );
        }
        var all = new List<IPaymentProvider>();
        if (instance.Sandbox)
        {
            all.Add(services.GetRequiredService<SandboxProvider>());
        }
        if (settings.Stripe is { } stripe)
        {
            all.Add(ActivatorUtilities.CreateInstance<StripeProvider>(services, stripe));
        }
        if (settings.PayPal is { } payPal)
        {
            all.Add(ActivatorUtilities.CreateInstance<PayPalProvider>(services, payPal));
        }
        if (settings.Bank is { } bank)
        {
            bank.Currency = bank.Currency.ToUpperInvariant();
            all.Add(ActivatorUtilities.CreateInstance<BankProvider>(services, bank));
        }
        return new PaymentProviders(all);
    }
}
