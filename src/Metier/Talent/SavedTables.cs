using Metier.Members;
using Metier.Platform;
using Microsoft.EntityFrameworkCore;

namespace Metier.Talent;

/// <summary>What is searched for.</summary>
public enum SearchKind
{
    /// <summary>Freelancers.</summary>
    Talent,

    /// <summary>Jobs.</summary>
    Jobs,
}

/// <summary>When the owner of a saved search hears of something new.</summary>
public enum SearchAlert
{
    /// <summary>Never; the list of saved searches still counts it.</summary>
    None,

    /// <summary>In one mail a day for all searches set so.</summary>
    Daily,

    /// <summary>By a mail of its own.</summary>
    AtOnce,
}

/// <summary>A search somebody keeps.</summary>
internal sealed class SavedSearch
{
    /// <summary>The longest name, in characters.</summary>
    public const int LongestName = 80;

    /// <summary>The longest query string, in characters: every filter at its limit, escaped.</summary>
    public const int LongestQuery = 4000;

    public Guid Id { get; init; }
    public Guid MemberId { get; init; }
    public SearchKind Kind { get; init; }

    /// <summary>1 to the most one may keep; unique per person, so that the limit holds for two clicks at once.</summary>
    public int Slot { get; init; }
    public required string Name { get; set; }

    /// <summary>The query string of the search page in its one order, with its question mark; empty for "everything".</summary>
    public required string Query { get; init; }

    /// <summary>SHA-256 of <see cref="Query"/>, which is too long for an index.</summary>
    public required string QueryHash { get; init; }
    public SearchAlert Alert { get; set; }
    public DateTime CreatedAt { get; init; }

    /// <summary>When its owner last opened it, UTC: what was found later is new.</summary>
    public DateTime LookedAt { get; set; }
}

/// <summary>A freelancer or job that became visible after a search was saved and matches it. There is one row, ever, per pair.</summary>
internal sealed class SearchHit
{
    public Guid SearchId { get; init; }
    public Guid SubjectId { get; init; }

    /// <summary>The owner of the search.</summary>
    public Guid MemberId { get; init; }
    public DateTime FoundAt { get; init; }

    /// <summary>When the daily mail is to tell of it; null when it was told, or is not to be.</summary>
    public DateTime? DueAt { get; set; }

    /// <summary>When a mail told of it.</summary>
    public DateTime? ToldAt { get; set; }
}

/// <summary>Since when a freelancer or job can be found, without a break; null while it cannot.</summary>
internal sealed class TalentShown
{
    public TalentSubject Subject { get; init; }
    public Guid SubjectId { get; init; }
    public DateTime? Since { get; set; }
}

/// <summary>A freelancer somebody keeps, with a note for their own eyes.</summary>
internal sealed class SavedPerson
{
    public Guid MemberId { get; init; }
    public Guid FreelancerId { get; init; }
    public DateTime SavedAt { get; init; }
    public string Note { get; set; } = "";
}

/// <summary>What a freelancer thinks of a job.</summary>
public enum JobMarkKind
{
    /// <summary>Worth coming back to.</summary>
    Saved,

    /// <summary>"Not for me": left out of what is put forward.</summary>
    Dismissed,
}

/// <summary>A job somebody keeps, or does not want to see again.</summary>
internal sealed class JobMark
{
    public Guid MemberId { get; init; }
    public Guid JobId { get; init; }
    public JobMarkKind Kind { get; init; }
    public DateTime At { get; init; }
}

internal static class SavedTables
{
    extension(MetierDb db)
    {
        internal DbSet<SavedSearch> SavedSearches => db.Set<SavedSearch>();
        internal DbSet<SearchHit> SearchHits => db.Set<SearchHit>();
        internal DbSet<TalentShown> TalentShown => db.Set<TalentShown>();
        internal DbSet<SavedPerson> SavedPeople => db.Set<SavedPerson>();
        internal DbSet<JobMark> JobMarks => db.Set<JobMark>();
    }

    public static void Map(ModelBuilder model)
    {
        model.Entity<SavedSearch>(e =>
        {
            e.ToTable("saved_search");
            e.HasKey(x => x.Id);
            e.Property(x => x.Name).HasMaxLength(SavedSearch.LongestName);
            e.Property(x => x.Query).HasMaxLength(SavedSearch.LongestQuery);
            e.Property(x => x.QueryHash).HasMaxLength(64);
            e.HasOne<Member>().WithMany().HasForeignKey(x => x.MemberId);
            // Rules: at most so many per person; the same search once.
            e.HasIndex(x => new { x.MemberId, x.Slot }).IsUnique();
            e.HasIndex(x => new
                {
                    x.MemberId,
                    x.Kind,
                    x.QueryHash,
                })
                .IsUnique();
            e.HasIndex(x => new { x.Kind, x.Id });
        });
        model.Entity<SearchHit>(e =>
        {
            e.ToTable("search_hit");
            // Rule: a search tells of a subject once, ever.
            e.HasKey(x => new { x.SearchId, x.SubjectId });
            e.HasOne<SavedSearch>().WithMany().HasForeignKey(x => x.SearchId);
            e.HasIndex(x => new { x.SearchId, x.FoundAt });
            e.HasIndex(x => new { x.DueAt, x.MemberId });
        });
        model.Entity<TalentShown>(e =>
        {
            e.ToTable("talent_shown");
            e.HasKey(x => new { x.Subject, x.SubjectId });
        });
        MapKept(model);
    }

    private static void MapKept(ModelBuilder model)
    {
        model.Entity<SavedPerson>(e =>
        {
            e.ToTable("saved_person");
            e.HasKey(x => new { x.MemberId, x.FreelancerId });
            e.Property(x => x.Note).HasMaxLength(NoteOnPerson.LongestNote);
            e.HasOne<Member>().WithMany().HasForeignKey(x => x.MemberId);
            e.HasIndex(x => new
            {
                x.MemberId,
                x.SavedAt,
                x.FreelancerId,
            });
        });
        model.Entity<JobMark>(e =>
        {
            e.ToTable("job_mark");
            e.HasKey(x => new
            {
                x.MemberId,
                x.JobId,
                x.Kind,
            });
            e.HasOne<Member>().WithMany().HasForeignKey(x => x.MemberId);
            e.HasIndex(x => new
            {
                x.MemberId,
                x.Kind,
                x.At,
                x.JobId,
            });
        });
    }
}
