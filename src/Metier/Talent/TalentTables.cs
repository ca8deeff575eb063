using Metier.Platform;
using Microsoft.EntityFrameworkCore;

namespace Metier.Talent;

/// <summary>What a change is about.</summary>
internal enum TalentSubject
{
    Freelancer,
    Job,

    /// <summary>The weights of the rankings.</summary>
    Weights,

    /// <summary>Every node is to build its index anew.</summary>
    Everything,
}

/// <summary>The latest change of one freelancer or job; a later one takes its place under a higher number.</summary>
internal sealed class TalentChange
{
    public TalentSubject Subject { get; init; }
    public Guid SubjectId { get; init; }
    public long Number { get; set; }
}

/// <summary>The last number given out: one row, whose lock makes numbers become visible in their order.</summary>
internal sealed class TalentFeedMark
{
    public int Id { get; init; }
    public long Last { get; set; }
}

internal static class TalentTables
{
    extension(MetierDb db)
    {
        internal DbSet<TalentChange> TalentChanges => db.Set<TalentChange>();
        internal DbSet<TalentFeedMark> TalentFeedMarks => db.Set<TalentFeedMark>();
    }

    public static void Map(ModelBuilder model)
    {
        model.Entity<TalentChange>(e =>
        {
            e.ToTable("talent_change");
            e.HasKey(x => new { x.Subject, x.SubjectId });
            e.HasIndex(x => x.Number);
        });
        model.Entity<TalentFeedMark>(e =>
        {
            e.ToTable("talent_feed_mark");
            e.HasKey(x => x.Id);
            e.Property(x => x.Id).ValueGeneratedNever();
        });
    }
}
