using Metier.Platform;
using Microsoft.EntityFrameworkCore;

namespace Metier.Payments;

internal static class ReconciliationTables
{
    extension(MetierDb db)
    {
        internal DbSet<SettlementRow> SettlementLines => db.Set<SettlementRow>();
        internal DbSet<Difference> Differences => db.Set<Difference>();
        internal DbSet<ReconciliationRow> Reconciliations => db.Set<ReconciliationRow>();
    }

    public static void Map(ModelBuilder model)
    {
        model.Entity<SettlementRow>(e =>
        {
            e.ToTable("provider_settlement_line");
            e.HasKey(x => new { x.Provider, x.LineId });
            e.Property(x => x.Provider).HasMaxLength(32);
            e.Property(x => x.LineId).HasMaxLength(200);
            e.Property(x => x.Currency).HasMaxLength(3);
            e.Property(x => x.SourceReference).HasMaxLength(200);
            e.Property(x => x.Text).HasMaxLength(500);
            e.HasIndex(x => x.OperationId);
            e.HasIndex(x => new { x.Provider, x.BookedAt });
        });
        model.Entity<Difference>(e =>
        {
            e.ToTable("reconciliation_difference");
            e.HasKey(x => x.Id);
            e.Property(x => x.Provider).HasMaxLength(32);
            e.Property(x => x.Currency).HasMaxLength(3);
            e.Property(x => x.Reference).HasMaxLength(200);
            e.Property(x => x.Reason).HasMaxLength(Adjustment.MostReason);
            e.HasIndex(x => new
            {
                x.EndedAt,
                x.FoundAt,
                x.Id,
            });
        });
        model.Entity<ReconciliationRow>(e =>
        {
            e.ToTable("reconciliation");
            e.HasKey(x => x.Id);
            e.Property(x => x.Provider).HasMaxLength(32);
            e.Property(x => x.Currency).HasMaxLength(3);
            e.HasIndex(x => new { x.At, x.Id });
        });
    }
}
