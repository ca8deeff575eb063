using Metier.Platform;
using Microsoft.EntityFrameworkCore;

namespace Metier.Diary;

internal static class WeekTables
{
    extension(MetierDb db)
    {
        internal DbSet<DiaryWeek> DiaryWeeks => db.Set<DiaryWeek>();
        internal DbSet<WeekMark> WeekMarks => db.Set<WeekMark>();
    }

    public static void Map(ModelBuilder model)
    {
        // The chore that locks weeks asks for the earliest minute of all.
        model.Entity<DiaryMinute>().HasIndex(x => x.Minute);
        model.Entity<DiaryWeek>(e =>
        {
            e.ToTable(
                "diary_week",
                t =>
                    t.HasCheckConstraint(
                        "diary_week_parts",
                        "\"ReleasedMinor\" >= 0 AND \"RefundedMinor\" >= 0 AND \"DisputedMinor\" >= 0 AND \"ReleasedMinor\" + \"RefundedMinor\" + \"DisputedMinor\" <= \"AmountMinor\""
                    )
            );
            e.HasKey(x => x.Id);
            e.Property(x => x.Title).HasMaxLength(120);
            e.Property(x => x.Currency).HasMaxLength(3);
            e.Property(x => x.RatesJson).HasMaxLength(4000);
            e.Property(x => x.Tried).HasMaxLength(2000);
            e.Ignore(x => x.Unit);
            e.Ignore(x => x.Amount);
            e.Ignore(x => x.Cost);
            e.Ignore(x => x.Total);
            e.Ignore(x => x.Rates);
            e.Ignore(x => x.RateAmounts);
            e.Ignore(x => x.Memo);
            e.Ignore(x => x.IsUnpaid);
            e.Ignore(x => x.InHand);
            e.Ignore(x => x.EndsAt);
            e.Ignore(x => x.Parties);
            e.HasIndex(x => new { x.ContractId, x.Monday }).IsUnique();
            e.HasIndex(x => new { x.ClientId, x.State });
            e.HasIndex(x => x.NextAt);
            e.HasIndex(x => x.ReleaseAt);
        });
        model.Entity<WeekMark>(e =>
        {
            e.ToTable("week_mark");
            e.HasKey(x => x.Id);
            e.Property(x => x.Id).ValueGeneratedNever();
        });
    }
}
