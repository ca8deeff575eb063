using Metier.Platform;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace Metier.Payments;

internal static class FeeTables
{
    extension(MetierDb db)
    {
        internal DbSet<FeeSchedule> FeeSchedules => db.Set<FeeSchedule>();
        internal DbSet<PairBilling> PairBillings => db.Set<PairBilling>();
    }

    public static void Map(ModelBuilder model)
    {
        model.Entity<FeeSchedule>(e =>
        {
            e.ToTable("fee_schedule");
            e.HasKey(x => x.Id);
            e.Property(x => x.Currency).HasMaxLength(3);
            e.Property(x => x.Reason).HasMaxLength(FeeSchedule.MostReason);
            e.HasIndex(x => x.ValidFrom);
        });
        model.Entity<PairBilling>(e =>
        {
            e.ToTable("pair_billing");
            e.HasKey(x => new
            {
                x.ClientId,
                x.FreelancerId,
                x.Currency,
            });
            e.Property(x => x.Currency).HasMaxLength(3);
        });
    }

    public static void AddFees(this IServiceCollection services)
    {
        services.AddSingleton<FeeSchedules>();
        services.AddScoped<FeeViews>();
        services.AddScoped<SetFees>();
        services.AddScoped<LifetimeBilling>();
    }
}
