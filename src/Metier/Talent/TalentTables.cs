using Metier.Jobs;
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

/// <summary>When a client was last mailed the shortlist of a job, and whether they are to be mailed again.</summary>
internal sealed class ShortlistMail
{
    public Guid JobId { get; init; }

    /// <summary>A hash of what the job asked for when people were last looked for.</summary>
    public required string Needs { get; set; }
    public DateTime? MailedAt { get; set; }

    /// <summary>When to look whether new people are on it; null when nothing changed since.</summary>
    public DateTime? DueAt { get; set; }
}

/// <summary>Somebody a client was mailed of, for a job: never twice.</summary>
internal sealed class ShortlistMailed
{
    public Guid JobId { get; init; }
    public Guid FreelancerId { get; init; }
}

internal static class TalentTables
{
    extension(MetierDb db)
    {
        internal DbSet<TalentChange> TalentChanges => db.Set<TalentChange>();
        internal DbSet<TalentFeedMark> TalentFeedMarks => db.Set<TalentFeedMark>();
        internal DbSet<ShortlistMail> ShortlistMails => db.Set<ShortlistMail>();
        internal DbSet<ShortlistMailed> ShortlistMailed => db.Set<ShortlistMailed>();
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
        model.Entity<ShortlistMail>(e =>
        {
            e.ToTable("shortlist_mail");
            e.HasKey(x => x.JobId);
            e.Property(x => x.Needs).HasMaxLength(64);
            e.HasOne<Job>().WithMany().HasForeignKey(x => x.JobId);
            e.HasIndex(x => x.DueAt);
        });
        model.Entity<ShortlistMailed>(e =>
        {
            e.ToTable("shortlist_mailed");
            e.HasKey(x => new { x.JobId, x.FreelancerId });
            e.HasOne<ShortlistMail>().WithMany().HasForeignKey(x => x.JobId);
        });
    }
}
