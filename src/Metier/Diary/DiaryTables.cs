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
    }

    public static void Map(ModelBuilder model)
    {
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
        });
        model.Entity<DiaryMemo>(e =>
        {
            e.ToTable("diary_memo");
            e.HasKey(x => x.Id);
            e.Property(x => x.Text).HasMaxLength(200);
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
}
