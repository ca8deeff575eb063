using Metier.Platform;
using Microsoft.EntityFrameworkCore;

namespace Metier.Disputes;

internal static class DisputesTables
{
    /// <summary>Longest text of evidence and of a ruling.</summary>
    public const int LongestText = 8000;

    extension(MetierDb db)
    {
        internal DbSet<Dispute> Disputes => db.Set<Dispute>();
        internal DbSet<DisputeEntry> DisputeEntries => db.Set<DisputeEntry>();
        internal DbSet<DisputeFile> DisputeFiles => db.Set<DisputeFile>();
        internal DbSet<SettlementOffer> SettlementOffers => db.Set<SettlementOffer>();
        internal DbSet<Dormancy> Dormancies => db.Set<Dormancy>();
    }

    public static void Map(ModelBuilder model)
    {
        model.Entity<Dispute>(e =>
        {
            e.ToTable(
                "dispute",
                t => t.HasCheckConstraint("dispute_shares", "\"ToFreelancerMinor\" >= 0 AND \"ToClientMinor\" >= 0")
            );
            e.HasKey(x => x.Id);
            e.Property(x => x.Title).HasMaxLength(250);
            e.Property(x => x.Currency).HasMaxLength(3);
            e.Property(x => x.Ruling).HasMaxLength(LongestText);
            e.Ignore(x => x.Unit);
            // One open dispute about the money of a milestone.
            e.HasIndex(x => x.MilestoneId).IsUnique().HasFilter(Columns.IsNull(nameof(Dispute.ClosedAt)));
            e.HasIndex(x => x.ContractId);
            e.HasIndex(x => x.DueAt);
            e.HasIndex(x => new
            {
                x.State,
                x.OpenedAt,
                x.Id,
            });
            e.HasIndex(x => new { x.ClientId, x.ClosedAt });
            e.HasIndex(x => new { x.FreelancerId, x.ClosedAt });
        });
        model.Entity<DisputeEntry>(e =>
        {
            e.ToTable("dispute_entry");
            e.HasKey(x => x.Id);
            e.Property(x => x.Text).HasMaxLength(LongestText);
            e.HasIndex(x => new { x.DisputeId, x.At });
            e.HasOne<Dispute>().WithMany().HasForeignKey(x => x.DisputeId);
        });
        model.Entity<DisputeFile>(e =>
        {
            e.ToTable("dispute_file");
            e.HasKey(x => new { x.EntryId, x.FileId });
            e.HasOne<DisputeEntry>().WithMany().HasForeignKey(x => x.EntryId);
        });
        model.Entity<SettlementOffer>(e =>
        {
            e.ToTable("settlement_offer", t => t.HasCheckConstraint("settlement_amount", "\"ToFreelancerMinor\" >= 0"));
            e.HasKey(x => x.Id);
            // Each side's newest offer stands alone.
            e.HasIndex(x => new { x.DisputeId, x.By })
                .IsUnique()
                .HasFilter(Columns.IsNull(nameof(SettlementOffer.EndedAt)));
            e.HasIndex(x => new { x.DisputeId, x.At });
            e.HasOne<Dispute>().WithMany().HasForeignKey(x => x.DisputeId);
        });
        model.Entity<Dormancy>(e =>
        {
            e.ToTable("dormancy");
            e.HasKey(x => x.ContractId);
            e.Property(x => x.Title).HasMaxLength(120);
            e.HasIndex(x => x.DueAt);
        });
    }
}
