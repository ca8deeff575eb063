using Metier.Platform;
using Microsoft.EntityFrameworkCore;

namespace Metier.Payments;

internal static class LedgerTables
{
    extension(MetierDb db)
    {
        internal DbSet<LedgerAccountRow> LedgerAccounts => db.Set<LedgerAccountRow>();
        internal DbSet<LedgerBalanceRow> LedgerBalances => db.Set<LedgerBalanceRow>();
        internal DbSet<LedgerTransactionRow> LedgerTransactions => db.Set<LedgerTransactionRow>();
        internal DbSet<LedgerEntryRow> LedgerEntries => db.Set<LedgerEntryRow>();
        internal DbSet<LedgerSealRow> LedgerSeals => db.Set<LedgerSealRow>();
        internal DbSet<LedgerMarkRow> LedgerMarks => db.Set<LedgerMarkRow>();
        internal DbSet<LedgerCheckpointRow> LedgerCheckpoints => db.Set<LedgerCheckpointRow>();
        internal DbSet<LedgerPeriodRow> LedgerPeriods => db.Set<LedgerPeriodRow>();
        internal DbSet<Adjustment> Adjustments => db.Set<Adjustment>();
    }

    public static void Map(ModelBuilder model)
    {
        Keeping(model);
        model.Entity<LedgerAccountRow>(e =>
        {
            e.ToTable("ledger_account");
            e.HasKey(x => x.Id);
            e.Property(x => x.Code).HasMaxLength(120);
            e.Property(x => x.Currency).HasMaxLength(3);
            e.HasIndex(x => x.Code).IsUnique();
            e.HasIndex(x => x.OwnerId).HasFilter("\"OwnerId\" IS NOT NULL");
            e.HasIndex(x => x.StripeOf).HasFilter("\"StripeOf\" IS NOT NULL");
            e.HasOne<LedgerAccountRow>().WithMany().HasForeignKey(x => x.StripeOf);
        });
        model.Entity<LedgerBalanceRow>(e =>
        {
            e.ToTable(
                "ledger_balance",
                t => t.HasCheckConstraint("ck_ledger_balance_floor", "\"Floor\" IS NULL OR \"Posted\" >= \"Floor\"")
            );
            e.HasKey(x => x.AccountId);
            e.Property(x => x.AccountId).ValueGeneratedNever();
            e.HasOne<LedgerAccountRow>().WithOne().HasForeignKey<LedgerBalanceRow>(x => x.AccountId);
        });
        model.Entity<LedgerTransactionRow>(e =>
        {
            e.ToTable("ledger_transaction");
            e.HasKey(x => x.Id);
            e.Property(x => x.Memo).HasMaxLength(200);
            e.HasIndex(x => x.Uid).IsUnique();
            e.HasIndex(x => x.ReversesUid).IsUnique().HasFilter("\"ReversesUid\" IS NOT NULL");
            e.HasIndex(x => x.SubjectId);
            e.HasIndex(x => new { x.FreelancerId, x.Id }).HasFilter("\"FreelancerId\" IS NOT NULL");
            e.HasIndex(x => new { x.ClientId, x.Id }).HasFilter("\"ClientId\" IS NOT NULL");
            e.HasIndex(x => new { x.ContractId, x.Id }).HasFilter("\"ContractId\" IS NOT NULL");
            e.HasIndex(x => x.RecordedAt);
        });
        model.Entity<LedgerEntryRow>(e =>
        {
            e.ToTable("ledger_entry", t => t.HasCheckConstraint("ck_ledger_entry_amount", "\"Amount\" <> 0"));
            e.HasKey(x => new { x.AccountId, x.AccountVersion });
            e.Property(x => x.AccountId).ValueGeneratedNever();
            e.Property(x => x.AccountVersion).ValueGeneratedNever();
            // No foreign keys: the guards look both rows up, and neither is ever deleted.
            e.HasIndex(x => x.TransactionId);
        });
    }

    private static void Keeping(ModelBuilder model)
    {
        model.Entity<LedgerSealRow>(e =>
        {
            e.ToTable("ledger_seal");
            e.HasKey(x => x.No);
            e.Property(x => x.No).ValueGeneratedNever();
            e.HasIndex(x => x.FromId).IsUnique();
        });
        model.Entity<LedgerMarkRow>(e =>
        {
            e.ToTable("ledger_mark");
            e.HasKey(x => x.TransactionId);
            e.Property(x => x.TransactionId).ValueGeneratedNever();
        });
        model.Entity<LedgerCheckpointRow>(e =>
        {
            e.ToTable("ledger_checkpoint");
            e.HasKey(x => new { x.AccountId, x.Day });
            e.Property(x => x.AccountId).ValueGeneratedNever();
            e.HasIndex(x => x.Day);
        });
        model.Entity<LedgerPeriodRow>(e =>
        {
            e.ToTable("ledger_period");
            e.HasKey(x => x.Month);
            e.Property(x => x.Month).ValueGeneratedNever();
        });
        model.Entity<Adjustment>(e =>
        {
            e.ToTable("ledger_adjustment");
            e.HasKey(x => x.Id);
            e.Ignore(x => x.Legs);
            e.Property(x => x.Currency).HasMaxLength(3);
            e.Property(x => x.Reason).HasMaxLength(Adjustment.MostReason);
            e.Property(x => x.Answer).HasMaxLength(Adjustment.MostReason);
            e.HasIndex(x => new { x.State, x.Id });
        });
    }
}
