using Metier.Platform;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace Metier.Payments;

internal static class ExchangeTables
{
    extension(MetierDb db)
    {
        internal DbSet<ExchangeRateRow> ExchangeRates => db.Set<ExchangeRateRow>();
        internal DbSet<ExchangeQuote> ExchangeQuotes => db.Set<ExchangeQuote>();
        internal DbSet<PayCurrency> PayCurrencies => db.Set<PayCurrency>();
    }

    public static void Map(ModelBuilder model)
    {
        model.Entity<ExchangeRateRow>(e =>
        {
            e.ToTable("exchange_rate");
            e.HasKey(x => new { x.Currency, x.Day });
            e.Ignore(x => x.Rate);
            e.Property(x => x.Currency).HasMaxLength(3);
            e.Property(x => x.Source).HasMaxLength(200);
            e.HasIndex(x => x.Day);
        });
        model.Entity<ExchangeQuote>(e =>
        {
            e.ToTable("exchange_quote");
            e.HasKey(x => x.Id);
            e.Ignore(x => x.Total);
            e.Ignore(x => x.Pay);
            e.Ignore(x => x.Rate);
            e.Property(x => x.Currency).HasMaxLength(3);
            e.Property(x => x.PayCurrency).HasMaxLength(3);
            e.HasIndex(x => new { x.ClientId, x.CreatedAt });
            e.HasIndex(x => x.ChargeId).IsUnique();
        });
        model.Entity<PayCurrency>(e =>
        {
            e.ToTable("pay_currency");
            e.HasKey(x => x.ClientId);
            e.Property(x => x.Currency).HasMaxLength(3);
        });
    }

    public static void AddExchange(this IServiceCollection services)
    {
        services.AddSingleton<RatesFolder>();
        services.AddScoped<ExchangeRates>();
        services.AddScoped<ImportRates>();
        services.AddScoped<SetRate>();
        services.AddScoped<QuoteExchange>();
        services.AddScoped<SetPayCurrency>();
        services.AddScoped<LedgerRule, ExchangeRule>();
        services.AddChore<ReadRatesFolder>();
    }
}
