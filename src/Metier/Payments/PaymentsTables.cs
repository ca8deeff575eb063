using Metier.Platform;
using Microsoft.EntityFrameworkCore;

namespace Metier.Payments;

internal static class PaymentsTables
{
    extension(MetierDb db)
    {
        internal DbSet<Charge> Charges => db.Set<Charge>();
        internal DbSet<Holding> Holdings => db.Set<Holding>();
        internal DbSet<Earning> Earnings => db.Set<Earning>();
        internal DbSet<ClientDebt> ClientDebts => db.Set<ClientDebt>();
        internal DbSet<ClientRefund> ClientRefunds => db.Set<ClientRefund>();
        internal DbSet<PaymentMethod> PaymentMethods => db.Set<PaymentMethod>();
        internal DbSet<PayoutMethod> PayoutMethods => db.Set<PayoutMethod>();
        internal DbSet<Payout> Payouts => db.Set<Payout>();
        internal DbSet<PayoutSchedule> PayoutSchedules => db.Set<PayoutSchedule>();
        internal DbSet<PayoutRun> PayoutRuns => db.Set<PayoutRun>();
    }

    public static void Map(ModelBuilder model)
    {
        LedgerTables.Map(model);
        FeeTables.Map(model);
        ExchangeTables.Map(model);
        Charging(model);
        Debts(model);
        Earning(model);
        Methods(model);
        Schedules(model);
        ProviderTables.Map(model);
        ReconciliationTables.Map(model);
        ChargebackTables.Map(model);
    }

    private static void Charging(ModelBuilder model)
    {
        model.Entity<Charge>(e =>
        {
            e.ToTable("charge");
            e.HasKey(x => x.Id);
            e.Ignore(x => x.Amount);
            e.Ignore(x => x.ProcessingFee);
            e.Ignore(x => x.ServiceFee);
            e.Ignore(x => x.Total);
            e.Ignore(x => x.Collected);
            e.Ignore(x => x.CollectedLeft);
            e.Ignore(x => x.Rate);
            e.Property(x => x.PayCurrency).HasMaxLength(3);
            e.Ignore(x => x.FeeTerms);
            e.Ignore(x => x.Parties);
            e.Property(x => x.Currency).HasMaxLength(3);
            e.Property(x => x.PurposeKind).HasMaxLength(40);
            e.Property(x => x.Memo).HasMaxLength(200);
            e.Property(x => x.ReturnPath).HasMaxLength(300);
            e.Property(x => x.Provider).HasMaxLength(32);
            e.Property(x => x.ProviderReference).HasMaxLength(200);
            e.Property(x => x.FailureCode).HasMaxLength(60);
            // Two tabs, or two people of a team, cannot both pay for one milestone.
            e.HasIndex(x => x.SubjectId).IsUnique().HasFilter(Columns.IsNull(nameof(Charge.EndedAt)));
            e.HasIndex(x => new { x.ContractId, x.EndedAt });
            e.HasIndex(x => new { x.ClientId, x.FreelancerId });
            e.HasIndex(x => new { x.Provider, x.ProviderReference });
            e.HasIndex(x => x.ClearsAt).HasFilter(Columns.IsNull(nameof(Charge.ClearedAt)));
            e.HasIndex(x => x.PayCurrency).HasFilter($"\"{nameof(Charge.PayCurrency)}\" IS NOT NULL");
        });
        model.Entity<ClientRefund>(e =>
        {
            e.ToTable("client_refund");
            e.HasKey(x => x.Id);
            e.Property(x => x.Currency).HasMaxLength(3);
            e.HasIndex(x => x.ChargeId);
            e.HasIndex(x => new { x.ClientId, x.CreatedAt });
        });
    }

    private static void Debts(ModelBuilder model) =>
        model.Entity<ClientDebt>(e =>
        {
            e.ToTable("client_debt");
            e.HasKey(x => x.Id);
            e.Ignore(x => x.Total);
            e.Property(x => x.Currency).HasMaxLength(3);
            e.HasIndex(x => new { x.ClientId, x.PaidAt });
            e.HasIndex(x => x.BlocksAt).HasFilter(Columns.IsNull(nameof(ClientDebt.SettledAt)));
        });

    private static void Earning(ModelBuilder model)
    {
        model.Entity<Holding>(e =>
        {
            e.ToTable("holding");
            e.HasKey(x => x.Id);
            e.Ignore(x => x.Left);
            e.Ignore(x => x.LeftMinor);
            e.Ignore(x => x.Unit);
            e.Ignore(x => x.Parties);
            e.Ignore(x => x.Account);
            e.Property(x => x.Currency).HasMaxLength(3);
            e.Property(x => x.PurposeKind).HasMaxLength(40);
            e.Property(x => x.AccountCode).HasMaxLength(80);
            e.HasIndex(x => x.AccountCode).IsUnique();
            e.HasIndex(x => x.ContractId);
            e.HasIndex(x => x.ClientId);
            e.HasIndex(x => x.FreelancerId);
            e.HasIndex(x => x.FrozenSince).HasFilter($"\"{nameof(Holding.FrozenSince)}\" IS NOT NULL");
        });
        model.Entity<Earning>(e =>
        {
            e.ToTable("earning");
            e.HasKey(x => x.Id);
            e.Ignore(x => x.Unit);
            e.Ignore(x => x.NetMinor);
            e.Ignore(x => x.NetLeftMinor);
            e.Property(x => x.Currency).HasMaxLength(3);
            e.Property(x => x.PurposeKind).HasMaxLength(40);
            e.HasIndex(x => new { x.FreelancerId, x.EarnedAt });
            e.HasIndex(x => new { x.ContractId, x.EarnedAt });
            e.HasIndex(x => x.SubjectId);
            e.HasIndex(x => x.AvailableAt).HasFilter(Columns.IsNull(nameof(Payments.Earning.AvailableSince)));
        });
    }

    private static void Schedules(ModelBuilder model)
    {
        model.Entity<PayoutSchedule>(e =>
        {
            e.ToTable("payout_schedule");
            e.HasKey(x => x.FreelancerId);
            e.Ignore(x => x.Least);
            e.Property(x => x.Currency).HasMaxLength(3);
            e.HasIndex(x => x.NextAt).HasFilter($"\"{nameof(PayoutSchedule.NextAt)}\" IS NOT NULL");
        });
        model.Entity<PayoutRun>(e =>
        {
            e.ToTable("payout_run");
            e.HasKey(x => x.Id);
            e.Ignore(x => x.Ready);
            e.Property(x => x.Currency).HasMaxLength(3);
            e.Property(x => x.SkipCode).HasMaxLength(60);
            e.Property(x => x.SkipText).HasMaxLength(500);
            e.HasIndex(x => new { x.FreelancerId, x.DueAt });
        });
    }

    private static void Methods(ModelBuilder model)
    {
        model.Entity<PaymentMethod>(e =>
        {
            e.ToTable("payment_method");
            e.HasKey(x => x.Id);
            e.Ignore(x => x.IsUsable);
            e.Property(x => x.Provider).HasMaxLength(32);
            e.Property(x => x.Token).HasMaxLength(200);
            e.Property(x => x.Brand).HasMaxLength(20);
            e.Property(x => x.Label).HasMaxLength(254);
            e.Property(x => x.ReturnPath).HasMaxLength(300);
            e.Property(x => x.EntryUrl).HasMaxLength(4000);
            e.HasIndex(x => new { x.ClientId, x.CreatedAt });
            e.HasIndex(x => x.ExpiresAt).HasFilter(Columns.IsNull(nameof(PaymentMethod.ExpiredAt)));
            e.HasIndex(x => x.ClientId)
                .IsUnique()
                .HasDatabaseName("ux_payment_method_default")
                .HasFilter($"\"{nameof(PaymentMethod.DefaultSince)}\" IS NOT NULL");
        });
        model.Entity<PayoutMethod>(e =>
        {
            e.ToTable("payout_method");
            e.HasKey(x => x.Id);
            e.Ignore(x => x.NameWaits);
            e.Property(x => x.NameNote).HasMaxLength(AddPayoutMethod.MostNote);
            e.HasIndex(x => new { x.CreatedAt, x.Id })
                .HasDatabaseName("ix_payout_method_name_waits")
                .HasFilter($"\"{nameof(PayoutMethod.NameNote)}\" IS NOT NULL");
            e.Property(x => x.HolderName).HasMaxLength(200);
            e.Property(x => x.Provider).HasMaxLength(32);
            e.Property(x => x.Country).HasMaxLength(2);
            e.Property(x => x.EntryUrl).HasMaxLength(4000);
            e.Property(x => x.Fingerprint).HasMaxLength(64);
            e.Property(x => x.Label).HasMaxLength(254);
            e.HasIndex(x => new { x.FreelancerId, x.Fingerprint })
                .IsUnique()
                .HasFilter(Columns.IsNull(nameof(PayoutMethod.RemovedAt)));
            e.HasIndex(x => x.Fingerprint);
            e.HasIndex(x => x.ActiveAt).HasFilter(Columns.IsNull(nameof(PayoutMethod.ActivatedAt)));
        });
        model.Entity<Payout>(e =>
        {
            e.ToTable("payout");
            e.HasKey(x => x.Id);
            e.Ignore(x => x.Unit);
            e.Ignore(x => x.Amount);
            e.Ignore(x => x.Fee);
            e.Ignore(x => x.Sent);
            e.Ignore(x => x.Withheld);
            e.Property(x => x.Provider).HasMaxLength(32);
            e.Property(x => x.Currency).HasMaxLength(3);
            e.Property(x => x.Label).HasMaxLength(254);
            e.Property(x => x.ReasonCode).HasMaxLength(60);
            e.HasIndex(x => new { x.FreelancerId, x.CreatedAt });
            // Few payouts have tax withheld, and staff look at those by time.
            e.HasIndex(x => new { x.CreatedAt, x.Id }).HasFilter("\"WithheldFor\" IS NOT NULL");
        });
    }
}
