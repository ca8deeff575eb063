using Metier.Matching;
using Metier.Matching.Learning;
using Metier.Platform;
using Microsoft.EntityFrameworkCore;

namespace Metier.Talent;

/// <summary>
/// A list as it was shown: ids, places and feature values, packed (<see cref="ShownItem"/>). No names and no words; kept for
/// <see cref="RankingLog.Kept"/>.
/// </summary>
internal sealed class ShownList
{
    public Guid Id { get; init; }
    public DateTime At { get; init; }
    public RankingRole Role { get; init; }

    /// <summary>The client, or for jobs the freelancer, it was shown to; null for everybody whose choices teach nothing.</summary>
    public Guid? ViewerId { get; init; }

    /// <summary>The job it was made for; null for a search.</summary>
    public Guid? JobId { get; init; }

    /// <summary>The same for lists that asked for the same.</summary>
    public long Need { get; init; }
    public int WeightsVersion { get; init; }
    public byte[] Items { get; init; } = [];
}

/// <summary>Something somebody did with a person or job that may have been shown to them before.</summary>
internal sealed class ShownOutcome
{
    public Guid Id { get; init; }
    public DateTime At { get; init; }
    public RankingRole Role { get; init; }

    /// <summary>One of the flags.</summary>
    public Outcomes What { get; init; }
    public Guid ViewerId { get; init; }

    /// <summary>The freelancer, or the job.</summary>
    public Guid DocumentId { get; init; }

    /// <summary>The job it was about, where that is known.</summary>
    public Guid? JobId { get; init; }

    /// <summary>The invitation, proposal, room or contract; what is told twice is kept once.</summary>
    public Guid SourceId { get; init; }
}

/// <summary>One run of the learning, whatever came of it; with a number it is a version that can be published.</summary>
internal sealed class RankingTraining
{
    public Guid Id { get; init; }
    public DateTime At { get; init; }
    public RankingRole Role { get; init; }
    public Guid? MemberId { get; init; }

    /// <summary>The version in force when it ran, which the learnt one was compared to.</summary>
    public int BasedOn { get; init; }
    public int Labelled { get; init; }
    public int Needed { get; init; }
    public LearningRefusal? Refusal { get; init; }
    public int? Number { get; set; }

    /// <summary><c>MustHave:340;NiceToHave:70</c>.</summary>
    public string Points { get; init; } = "";
    public int TrainedOn { get; init; }
    public int Choices { get; init; }

    /// <summary>How much people look at each place was estimated, not assumed.</summary>
    public bool BiasFromData { get; init; }
    public ComparisonVerdict? Verdict { get; init; }
    public int HeldOut { get; init; }
    public double Current { get; init; }
    public double CurrentLow { get; init; }
    public double CurrentHigh { get; init; }
    public double Learnt { get; init; }
    public double LearntLow { get; init; }
    public double LearntHigh { get; init; }
    public double Difference { get; init; }
    public double DifferenceLow { get; init; }
    public double DifferenceHigh { get; init; }
    public double CurrentPairs { get; init; }
    public double LearntPairs { get; init; }
}

/// <summary>A version came into force; the last of a role is the one that holds.</summary>
internal sealed class RankingPublication
{
    public RankingRole Role { get; init; }

    /// <summary>Counts the publications of a role from 1; two at once collide.</summary>
    public int Place { get; init; }
    public int Number { get; init; }

    /// <summary>It was brought back.</summary>
    public bool Back { get; init; }
    public DateTime At { get; init; }
    public Guid? MemberId { get; init; }
}

internal static class LearningTables
{
    extension(MetierDb db)
    {
        internal DbSet<ShownList> ShownLists => db.Set<ShownList>();
        internal DbSet<ShownOutcome> ShownOutcomes => db.Set<ShownOutcome>();
        internal DbSet<RankingTraining> RankingTrainings => db.Set<RankingTraining>();
        internal DbSet<RankingPublication> RankingPublications => db.Set<RankingPublication>();
    }

    public static void Map(ModelBuilder model)
    {
        model.Entity<ShownList>(e =>
        {
            e.ToTable("shown_list");
            e.HasKey(x => x.Id);
            e.HasIndex(x => new
            {
                x.Role,
                x.At,
                x.Id,
            });
            e.HasIndex(x => x.At);
        });
        model.Entity<ShownOutcome>(e =>
        {
            e.ToTable("shown_outcome");
            e.HasKey(x => x.Id);
            e.HasIndex(x => new
                {
                    x.Role,
                    x.What,
                    x.SourceId,
                })
                .IsUnique();
            e.HasIndex(x => new { x.Role, x.At });
            e.HasIndex(x => x.At);
        });
        model.Entity<RankingTraining>(e =>
        {
            e.ToTable("ranking_training");
            e.HasKey(x => x.Id);
            e.Property(x => x.Points).HasMaxLength(1_000);
            e.HasIndex(x => new { x.Role, x.Number }).IsUnique();
            e.HasIndex(x => new
            {
                x.Role,
                x.At,
                x.Id,
            });
        });
        model.Entity<RankingPublication>(e =>
        {
            e.ToTable("ranking_publication");
            e.HasKey(x => new { x.Role, x.Place });
        });
    }
}
