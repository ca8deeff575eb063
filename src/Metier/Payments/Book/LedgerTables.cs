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
    }

    public static void Map(ModelBuilder model)
    {
        model.Entity<LedgerAccountRow>(e =>
        {
            e.ToTable("ledger_account");
            e.HasKey(x => x.Id);
            e.Property(x => x.Code).HasMaxLength(120);
            e.Property(x => x.Currency).HasMaxLength(3);
            e.HasIndex(x => x.Code).IsUnique();
            e.HasIndex(x => x.OwnerId);
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
            e.HasIndex(x => x.ReversesUid).IsUnique();
            e.HasIndex(x => x.SubjectId);
            e.HasIndex(x => new { x.FreelancerId, x.Id });
            e.HasIndex(x => new { x.ClientId, x.Id });
            e.HasIndex(x => new { x.ContractId, x.Id });
            e.HasIndex(x => x.RecordedAt);
        });
        model.Entity<LedgerEntryRow>(e =>
        {
            e.ToTable("ledger_entry", t => t.HasCheckConstraint("ck_ledger_entry_amount", "\"Amount\" <> 0"));
            e.HasKey(x => new { x.AccountId, x.AccountVersion });
            e.Property(x => x.AccountId).ValueGeneratedNever();
            e.Property(x => x.AccountVersion).ValueGeneratedNever();
            e.HasIndex(x => x.TransactionId);
            e.HasOne<LedgerAccountRow>().WithMany().HasForeignKey(x => x.AccountId);
            e.HasOne<LedgerTransactionRow>().WithMany().HasForeignKey(x => x.TransactionId);
        });
    }
}
