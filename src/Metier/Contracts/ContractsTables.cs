using Metier.Platform;
using Microsoft.EntityFrameworkCore;

namespace Metier.Contracts;

internal static class ContractsTables
{
    extension(MetierDb db)
    {
        internal DbSet<Offer> Offers => db.Set<Offer>();
        internal DbSet<OfferChange> OfferChanges => db.Set<OfferChange>();
        internal DbSet<Contract> Contracts => db.Set<Contract>();
        internal DbSet<ContractEvent> ContractEvents => db.Set<ContractEvent>();
        internal DbSet<Milestone> Milestones => db.Set<Milestone>();
        internal DbSet<Submission> Submissions => db.Set<Submission>();
        internal DbSet<SubmissionFile> SubmissionFiles => db.Set<SubmissionFile>();
        internal DbSet<ContractRate> ContractRates => db.Set<ContractRate>();
        internal DbSet<ContractLimit> ContractLimits => db.Set<ContractLimit>();
        internal DbSet<Bonus> Bonuses => db.Set<Bonus>();
    }

    public static void Map(ModelBuilder model)
    {
        MapOffers(model);
        MapContracts(model);
        MapHourly(model);
        model.Entity<Milestone>(e =>
        {
            e.ToTable(
                "milestone",
                t =>
                {
                    // The database itself keeps what is held from going below zero.
                    t.HasCheckConstraint(
                        "milestone_held",
                        "\"FundedMinor\" - \"ReleasedMinor\" - \"RefundedMinor\" - \"RolledMinor\" >= 0"
                    );
                    t.HasCheckConstraint("milestone_amount", "\"AmountMinor\" > 0");
                }
            );
            e.HasKey(x => x.Id);
            e.Property(x => x.Title).HasMaxLength(120);
            e.Property(x => x.Description).HasMaxLength(4000);
            e.HasIndex(x => new { x.ContractId, x.Number }).IsUnique();
            e.HasIndex(x => x.AutoReleaseAt);
            e.HasIndex(x => x.RefundAt);
            e.HasOne<Contract>().WithMany().HasForeignKey(x => x.ContractId);
        });
        model.Entity<Submission>(e =>
        {
            e.ToTable("submission");
            e.HasKey(x => x.Id);
            e.Property(x => x.Message).HasMaxLength(4000);
            e.Property(x => x.ChangesAsked).HasMaxLength(4000);
            e.HasIndex(x => new { x.MilestoneId, x.At });
            e.HasOne<Milestone>().WithMany().HasForeignKey(x => x.MilestoneId);
        });
        model.Entity<SubmissionFile>(e =>
        {
            e.ToTable("submission_file");
            e.HasKey(x => new { x.SubmissionId, x.FileId });
            e.HasOne<Submission>().WithMany().HasForeignKey(x => x.SubmissionId);
        });
        model.Entity<Bonus>(e =>
        {
            e.ToTable("bonus");
            e.HasKey(x => x.Id);
            e.Property(x => x.Reason).HasMaxLength(500);
            e.HasIndex(x => new { x.ContractId, x.At });
            e.HasOne<Contract>().WithMany().HasForeignKey(x => x.ContractId);
        });
    }

    private static void MapOffers(ModelBuilder model)
    {
        model.Entity<Offer>(e =>
        {
            e.ToTable("offer");
            e.HasKey(x => x.Id);
            e.Property(x => x.Currency).HasMaxLength(3);
            e.Property(x => x.EndReason).HasMaxLength(2000);
            e.Ignore(x => x.Terms);
            e.Ignore(x => x.Fees);
            // One offer at a time for a proposal: its end time is empty while it lives.
            e.HasIndex(x => x.ProposalId).IsUnique().HasFilter(Columns.IsNull(nameof(Offer.EndedAt)));
            e.HasIndex(x => new
                {
                    x.ClientId,
                    x.CreatedAt,
                    x.Id,
                })
                .IsDescending(false, true, true);
            e.HasIndex(x => new
                {
                    x.FreelancerId,
                    x.CreatedAt,
                    x.Id,
                })
                .IsDescending(false, true, true);
            e.HasIndex(x => x.ExpiresAt);
        });
        model.Entity<OfferChange>(e =>
        {
            e.ToTable("offer_change");
            e.HasKey(x => x.Id);
            e.Property(x => x.Message).HasMaxLength(2000);
            e.Ignore(x => x.Terms);
            e.Ignore(x => x.Offered);
            e.HasIndex(x => new { x.OfferId, x.At });
            e.HasOne<Offer>().WithMany().HasForeignKey(x => x.OfferId);
        });
    }

    private static void MapContracts(ModelBuilder model)
    {
        model.Entity<Contract>(e =>
        {
            e.ToTable("contract");
            e.HasKey(x => x.Id);
            e.Property(x => x.Title).HasMaxLength(120);
            e.Property(x => x.Currency).HasMaxLength(3);
            e.Property(x => x.TermsSha256).HasMaxLength(64);
            e.Property(x => x.EndReason).HasMaxLength(2000);
            e.Ignore(x => x.Fees);
            e.Ignore(x => x.Rules);
            e.Ignore(x => x.Hourly);
            e.Ignore(x => x.AgreedHourly);
            e.Ignore(x => x.Payroll);
            e.Ignore(x => x.IsPayroll);
            e.Property(x => x.PayrollJson).HasMaxLength(1000);
            e.Ignore(x => x.Unit);
            // Of contracts accepted before it was kept here, the rule's default; no contract has less than none.
            e.Property(x => x.LockHours).HasDefaultValue(12).HasSentinel(-1);
            e.HasIndex(x => x.LockHours);
            // Two acceptances of one offer cannot make two contracts.
            e.HasIndex(x => x.OfferId).IsUnique();
            e.HasIndex(x => new
                {
                    x.ClientId,
                    x.StartedAt,
                    x.Id,
                })
                .IsDescending(false, true, true);
            e.HasIndex(x => new
                {
                    x.FreelancerId,
                    x.StartedAt,
                    x.Id,
                })
                .IsDescending(false, true, true);
            e.HasIndex(x => x.JobId);
        });
        model.Entity<ContractEvent>(e =>
        {
            e.ToTable("contract_event");
            e.HasKey(x => x.Id);
            e.Property(x => x.Kind).HasMaxLength(40);
            e.Property(x => x.Text).HasMaxLength(4000);
            e.HasIndex(x => new
                {
                    x.ContractId,
                    x.At,
                    x.Id,
                })
                .IsDescending(false, true, true);
            e.HasOne<Contract>().WithMany().HasForeignKey(x => x.ContractId);
        });
    }

    private static void MapHourly(ModelBuilder model)
    {
        model.Entity<ContractRate>(e =>
        {
            e.ToTable("contract_rate");
            e.HasKey(x => x.Id);
            e.HasIndex(x => new { x.ContractId, x.At });
            e.HasOne<Contract>().WithMany().HasForeignKey(x => x.ContractId);
        });
        model.Entity<ContractLimit>(e =>
        {
            e.ToTable("contract_limit");
            e.HasKey(x => x.Id);
            e.HasIndex(x => new { x.ContractId, x.At });
            e.HasOne<Contract>().WithMany().HasForeignKey(x => x.ContractId);
        });
    }
}
