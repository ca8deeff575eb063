using Metier.Payments;
using Metier.Platform;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;

namespace Metier.Tax;

/// <summary>Tax identities, signed forms, withholding and yearly papers, by country packs.</summary>
public sealed class TaxModule : Module
{
    public override void Tables(ModelBuilder model) => TaxTables.Map(model);

    public override IEnumerable<string> Guards(Dialect dialect) => TaxTables.Guards(dialect);

    /// <summary>A pack that is broken stops the start, not the first form.</summary>
    public override Task StartAsync(IServiceProvider services, CancellationToken ct)
    {
        _ = services.GetRequiredService<TaxPacks>();
        return Task.CompletedTask;
    }

    public override void Services(IServiceCollection services)
    {
        services.AddSingleton(s =>
            s.GetRequiredService<IConfiguration>().GetSection("Taxes").Get<TaxOptions>() ?? new TaxOptions()
        );
        services.AddSingleton(s => TaxPacks.Load(s.GetRequiredService<TaxOptions>().Folder));
        services.AddScoped<TinVault>();
        services.AddScoped<TaxStandings>();
        services.AddScoped<TaxViews>();
        services.AddScoped<SaveTaxProfile>();
        services.AddScoped<SignTaxForm>();
        services.AddScoped<TaxPrint>();
        services.AddScoped<PayoutWithholding, UsWithholding>();
        services.AddScoped<LedgerRule, WithheldTaxRule>();
        services.AddChore<RemindTaxIdentity>();
        services.AddHandler<EarningMade, AskAtFirstEarning>();
        services.AddHandler<TaxIdentityWanted, TaxMails>();
        services.AddHandler<TaxFormEnding, TaxMails>();
        services.AddHandler<TaxFormSigned, TaxMails>();
        services.AddHandler<WithheldTaxReturned, TaxMails>();
        services.AddHandler<YearPapersIssued, TaxMails>();
        services.AddScoped<YearPapers>();
        services.AddScoped<YearFiles>();
        services.AddScoped<YearEndViews>();
        services.AddScoped<PrepareRun>();
        services.AddScoped<ApproveRun>();
        services.AddScoped<MarkFiled>();
        services.AddScoped<TaxPayments>();
    }
}
