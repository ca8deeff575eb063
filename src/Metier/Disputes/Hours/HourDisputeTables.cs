using Metier.Platform;
using Microsoft.EntityFrameworkCore;

namespace Metier.Disputes;

internal static class HourDisputeTables
{
    extension(MetierDb db)
    {
        internal DbSet<HourDispute> HourDisputes => db.Set<HourDispute>();
        internal DbSet<HourDisputeSegment> HourDisputeSegments => db.Set<HourDisputeSegment>();
        internal DbSet<HourDisputeEntry> HourDisputeEntries => db.Set<HourDisputeEntry>();
        internal DbSet<HourDisputeFile> HourDisputeFiles => db.Set<HourDisputeFile>();
    }

    public static void Map(ModelBuilder model)
    {
        model.Entity<HourDispute>(e =>
        {
            e.ToTable(
                "hour_dispute",
                t =>
                    t.HasCheckConstraint(
                        "hour_dispute_shares",
                        "\"ToClientMinor\" >= 0 AND \"ToClientMinor\" <= \"HeldMinor\""
                    )
            );
            e.HasKey(x => x.Id);
            e.Property(x => x.Title).HasMaxLength(120);
            e.Property(x => x.Currency).HasMaxLength(3);
            e.Property(x => x.Reason).HasMaxLength(DisputesTables.LongestText);
            e.Property(x => x.Answer).HasMaxLength(DisputesTables.LongestText);
            e.Property(x => x.Ruling).HasMaxLength(DisputesTables.LongestText);
            e.Ignore(x => x.Unit);
            e.Ignore(x => x.Held);
            e.Ignore(x => x.IsOpen);
            e.HasIndex(x => x.WeekId).IsUnique();
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
        model.Entity<HourDisputeSegment>(e =>
        {
            e.ToTable("hour_dispute_segment");
            e.HasKey(x => new { x.DisputeId, x.Start });
            e.HasOne<HourDispute>().WithMany().HasForeignKey(x => x.DisputeId);
        });
        model.Entity<HourDisputeEntry>(e =>
        {
            e.ToTable("hour_dispute_entry");
            e.HasKey(x => x.Id);
            e.Property(x => x.Text).HasMaxLength(DisputesTables.LongestText);
            e.HasIndex(x => new { x.DisputeId, x.At });
            e.HasOne<HourDispute>().WithMany().HasForeignKey(x => x.DisputeId);
        });
        model.Entity<HourDisputeFile>(e =>
        {
            e.ToTable("hour_dispute_file");
            e.HasKey(x => new { x.EntryId, x.FileId });
            e.HasOne<HourDisputeEntry>().WithMany().HasForeignKey(x => x.EntryId);
        });
    }
}
