using Metier.Platform;
using Microsoft.Extensions.DependencyInjection;

namespace Metier.Payments;

/// <summary>The book, what keeps it, and what compares it with providers.</summary>
internal static class BookServices
{
    public static void AddBook(this IServiceCollection services)
    {
        services.AddScoped<LedgerBook>();
        services.AddScoped<LedgerCheck>();
        services.AddScoped<LedgerExport>();
        services.AddScoped<LedgerViews>();
        services.AddScoped<LedgerRule, SealRule>();
        services.AddScoped<LedgerRule, CheckpointRule>();
        services.AddChore<SealBooks>();
        services.AddChore<CheckpointBooks>();
        services.AddScoped<Adjustments>();
        services.AddScoped<LedgerPeriods>();
        services.AddScoped<HeldMoney>();
        services.AddScoped<WaitingMessages>();

        services.AddScoped<Reconcile>();
        services.AddScoped<ReconciliationViews>();
        services.AddScoped<ProofOfFunds>();
        services.AddScoped<ExplainDifference>();
        services.AddChore<ReconcileDaily>();
    }
}
