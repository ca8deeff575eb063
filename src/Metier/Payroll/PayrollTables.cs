using Metier.Platform;
using Microsoft.EntityFrameworkCore;

namespace Metier.Payroll;

internal static class PayrollTables
{
    extension(MetierDb db)
    {
        internal DbSet<StaffingPartner> StaffingPartners => db.Set<StaffingPartner>();
        internal DbSet<PartnerMember> PartnerMembers => db.Set<PartnerMember>();
        internal DbSet<PayrollPrice> PayrollPrices => db.Set<PayrollPrice>();
        internal DbSet<PartnerToken> PartnerTokens => db.Set<PartnerToken>();
        internal DbSet<PayrollContract> PayrollContracts => db.Set<PayrollContract>();
        internal DbSet<OnboardingItem> OnboardingItems => db.Set<OnboardingItem>();
        internal DbSet<HoursLine> HoursLines => db.Set<HoursLine>();
        internal DbSet<PayrollWeek> PayrollWeeks => db.Set<PayrollWeek>();
        internal DbSet<PayResult> PayResults => db.Set<PayResult>();
    }

    public static void Map(ModelBuilder model)
    {
        Partners(model);
        Contracts(model);
        Weeks(model);
    }

    private static void Partners(ModelBuilder model)
    {
        model.Entity<StaffingPartner>(e =>
        {
            e.ToTable("staffing_partner");
            e.HasKey(x => x.Id);
            e.Property(x => x.Name).HasMaxLength(80);
            e.Property(x => x.LegalName).HasMaxLength(160);
            e.Property(x => x.Address).HasMaxLength(500);
            e.Property(x => x.TaxId).HasMaxLength(80);
            e.HasIndex(x => x.Name).IsUnique();
        });
        model.Entity<PartnerMember>(e =>
        {
            e.ToTable("partner_member");
            e.HasKey(x => x.MemberId);
            e.HasIndex(x => x.PartnerId);
            e.HasOne<StaffingPartner>().WithMany().HasForeignKey(x => x.PartnerId);
        });
        model.Entity<PayrollPrice>(e =>
        {
            e.ToTable("payroll_price");
            e.HasKey(x => x.Id);
            e.Property(x => x.Country).HasMaxLength(2);
            e.Property(x => x.Currency).HasMaxLength(3);
            e.HasIndex(x => new
            {
                x.Country,
                x.Currency,
                x.PartnerId,
                x.From,
            });
            e.HasIndex(x => new { x.PartnerId, x.From });
            e.HasOne<StaffingPartner>().WithMany().HasForeignKey(x => x.PartnerId);
        });
        model.Entity<PartnerToken>(e =>
        {
            e.ToTable("partner_token");
            e.HasKey(x => x.Id);
            e.Property(x => x.Name).HasMaxLength(60);
            e.Property(x => x.Hash).HasMaxLength(64);
            e.Property(x => x.Hint).HasMaxLength(4);
            e.HasIndex(x => x.Hash).IsUnique();
            e.HasIndex(x => x.PartnerId);
            e.HasOne<StaffingPartner>().WithMany().HasForeignKey(x => x.PartnerId);
        });
    }

    private static void Contracts(ModelBuilder model)
    {
        model.Entity<PayrollContract>(e =>
        {
            e.ToTable("payroll_contract");
            e.HasKey(x => x.ContractId);
            e.Property(x => x.Title).HasMaxLength(120);
            e.Property(x => x.Currency).HasMaxLength(3);
            e.Property(x => x.PauseReason).HasMaxLength(500);
            e.HasIndex(x => new
                {
                    x.PartnerId,
                    x.StartedAt,
                    x.ContractId,
                })
                .IsDescending(false, true, true);
            e.HasIndex(x => new { x.StartedAt, x.ContractId }).IsDescending();
        });
        model.Entity<OnboardingItem>(e =>
        {
            e.ToTable("onboarding_item");
            e.HasKey(x => x.Id);
            e.Property(x => x.Code).HasMaxLength(40);
            e.Property(x => x.Evidence).HasMaxLength(500);
            e.HasIndex(x => new { x.ContractId, x.Code }).IsUnique();
            e.HasOne<PayrollContract>().WithMany().HasForeignKey(x => x.ContractId);
        });
    }

    private static void Weeks(ModelBuilder model)
    {
        model.Entity<HoursLine>(e =>
        {
            e.ToTable("payroll_hours");
            e.HasKey(x => x.Id);
            e.Property(x => x.Currency).HasMaxLength(3);
            e.Property(x => x.Reason).HasMaxLength(500);
            e.HasIndex(x => new
                {
                    x.ContractId,
                    x.Monday,
                    x.Number,
                })
                .IsUnique();
            e.HasIndex(x => new { x.PartnerId, x.Id });
        });
        model.Entity<PayrollWeek>(e =>
        {
            e.ToTable("payroll_week");
            e.HasKey(x => x.Id);
            e.Property(x => x.Currency).HasMaxLength(3);
            e.Property(x => x.Explanation).HasMaxLength(1000);
            e.Ignore(x => x.Unit);
            e.Ignore(x => x.Owed);
            e.Ignore(x => x.Expected);
            e.Ignore(x => x.DifferenceMinor);
            e.HasIndex(x => new { x.ContractId, x.Monday }).IsUnique();
            e.HasIndex(x => new
            {
                x.PartnerId,
                x.State,
                x.Currency,
            });
            e.HasIndex(x => new
                {
                    x.State,
                    x.Monday,
                    x.Id,
                })
                .IsDescending(false, true, true);
            e.HasIndex(x => new
                {
                    x.PartnerId,
                    x.Monday,
                    x.Id,
                })
                .IsDescending(false, true, true);
            e.HasIndex(x => x.PayoutId);
        });
        model.Entity<PayResult>(e =>
        {
            e.ToTable("pay_result");
            e.HasKey(x => x.Id);
            e.Property(x => x.Reference).HasMaxLength(60);
            e.Property(x => x.Currency).HasMaxLength(3);
            e.HasIndex(x => new { x.PartnerId, x.Reference }).IsUnique();
            e.HasIndex(x => new { x.PartnerId, x.Id }).IsDescending(false, true);
            e.HasIndex(x => new { x.ContractId, x.Monday });
        });
    }

    /// <summary>Hours that were sent, results that came and prices that were shown are facts: the database refuses to change or delete them.</summary>
    public static IEnumerable<string> Guards(Dialect dialect) =>
        new[] { "payroll_hours", "pay_result", "payroll_price" }.SelectMany(t =>
            AppendOnly.Guards(dialect, t, "what was sent or shown is never changed")
        );
}
