using Metier.Platform;
using Microsoft.EntityFrameworkCore;

namespace Metier.Diary;

internal static class DiaryTables
{
    extension(MetierDb db)
    {
        internal DbSet<DiaryMinute> DiaryMinutes => db.Set<DiaryMinute>();
        internal DbSet<DiarySegment> DiarySegments => db.Set<DiarySegment>();
        internal DbSet<DiaryMemo> DiaryMemos => db.Set<DiaryMemo>();
        internal DbSet<DiaryChange> DiaryChanges => db.Set<DiaryChange>();
        internal DbSet<DiaryConsent> DiaryConsents => db.Set<DiaryConsent>();
        internal DbSet<DiaryDeletion> DiaryDeletions => db.Set<DiaryDeletion>();
        internal DbSet<LimitNotice> LimitNotices => db.Set<LimitNotice>();
        internal DbSet<TrackingLease> TrackingLeases => db.Set<TrackingLease>();
        internal DbSet<TrackerDevice> TrackerDevices => db.Set<TrackerDevice>();
        internal DbSet<TrackerPairing> TrackerPairings => db.Set<TrackerPairing>();
        internal DbSet<TrackerCommand> TrackerCommands => db.Set<TrackerCommand>();
    }

    public static void Map(ModelBuilder model)
    {
        MapTimer(model);
        model.Entity<DiaryMinute>(e =>
        {
            e.ToTable("diary_minute");
            e.HasKey(x => new { x.FreelancerId, x.Minute });
            e.HasIndex(x => new { x.ContractId, x.Minute });
            e.HasIndex(x => x.DeletionId);
        });
        model.Entity<DiarySegment>(e =>
        {
            e.ToTable("diary_segment");
            e.HasKey(x => new { x.ContractId, x.Start });
            e.Property(x => x.ImageSha256).HasMaxLength(64);
            e.HasIndex(x => x.ImageId);
            e.HasIndex(x => x.ThumbnailId);
            e.HasIndex(x => x.ImageUntil);
            // The earliest week with time.
            e.HasIndex(x => x.Start);
        });
        model.Entity<DiaryMemo>(e =>
        {
            e.ToTable("diary_memo");
            e.HasKey(x => x.Id);
            e.Property(x => x.Text).HasMaxLength(200);
            // A memo in the same words is the same memo.
            e.HasIndex(x => new { x.ContractId, x.Text }).IsUnique();
            e.HasIndex(x => new { x.ContractId, x.At });
        });
        model.Entity<DiaryChange>(e =>
        {
            e.ToTable("diary_change");
            e.HasKey(x => x.Id);
            e.Property(x => x.Kind).HasMaxLength(20);
            e.Property(x => x.Text).HasMaxLength(400);
            e.HasIndex(x => new
                {
                    x.ContractId,
                    x.At,
                    x.Id,
                })
                .IsDescending(false, true, true);
        });
    }

    private static void MapTimer(ModelBuilder model)
    {
        model.Entity<TrackingLease>(e =>
        {
            e.ToTable("tracking_lease");
            e.HasKey(x => x.Id);
            e.Property(x => x.StopReason).HasMaxLength(20);
            // One timer at a time for a freelancer: its end is empty while it lives.
            e.HasIndex(x => x.FreelancerId).IsUnique().HasFilter(Columns.IsNull(nameof(TrackingLease.StoppedAt)));
            e.HasIndex(x => x.ContractId);
        });
        model.Entity<DiaryConsent>(e =>
        {
            e.ToTable("diary_consent");
            e.HasKey(x => x.Id);
            e.HasIndex(x => new { x.ContractId, x.At });
        });
        model.Entity<DiaryDeletion>(e =>
        {
            e.ToTable("diary_deletion");
            e.HasKey(x => x.Id);
            e.HasIndex(x => x.FinalAt);
            e.HasIndex(x => new { x.ContractId, x.At });
        });
        model.Entity<LimitNotice>(e =>
        {
            e.ToTable("limit_notice");
            e.HasKey(x => new
            {
                x.ContractId,
                x.Monday,
                x.Percent,
                x.Limit,
            });
        });
        model.Entity<TrackerDevice>(e =>
        {
            e.ToTable("tracker_device");
            e.HasKey(x => x.Id);
            e.Property(x => x.Name).HasMaxLength(60);
            e.Property(x => x.System).HasMaxLength(20);
            e.Property(x => x.PublicKey).HasMaxLength(200);
            e.Property(x => x.TokenHash).HasMaxLength(64);
            e.HasIndex(x => x.TokenHash).IsUnique();
            e.HasIndex(x => new { x.MemberId, x.PairedAt });
        });
        model.Entity<TrackerCommand>(e =>
        {
            e.ToTable("tracker_command");
            e.HasKey(x => x.Hash);
            e.Property(x => x.Hash).HasMaxLength(64);
            e.HasIndex(x => x.At);
        });
        model.Entity<TrackerPairing>(e =>
        {
            e.ToTable("tracker_pairing");
            e.HasKey(x => x.Id);
            e.Property(x => x.Code).HasMaxLength(8);
            e.Property(x => x.SecretHash).HasMaxLength(64);
            e.Property(x => x.DeviceName).HasMaxLength(60);
            e.Property(x => x.System).HasMaxLength(20);
            e.Property(x => x.PublicKey).HasMaxLength(200);
            e.HasIndex(x => x.Code).IsUnique();
            e.HasIndex(x => x.ExpiresAt);
        });
    }
}
