using Metier.Platform;
using Microsoft.EntityFrameworkCore;

namespace Metier.Taxonomy;

/// <summary>Categories and skills are in the database for what refers to them; their names are in the program (<see cref="TaxonomyFiles"/>).</summary>
internal sealed class CategoryRow
{
    public required string Id { get; init; }
    public string? ParentId { get; set; }
    public required string En { get; set; }
    public required string Fr { get; set; }
    public int Position { get; set; }
}

internal sealed class SkillRow
{
    public required string Id { get; init; }
    public required string CategoryId { get; set; }
    public SkillKind Kind { get; set; }
    public required string En { get; set; }
    public required string Fr { get; set; }

    /// <summary>Ids with commas, nearest first.</summary>
    public required string Related { get; set; }

    /// <summary>When it left the shipped data; profiles and jobs that name it keep it.</summary>
    public DateTime? RetiredAt { get; set; }
}

/// <summary>
/// Which shipped taxonomy this database holds, so that an unchanged one is not compared again at every start; and how often
/// imports and people changed something beside it, so that every node knows when to read it again.
/// </summary>
internal sealed class TaxonomyRelease
{
    public int Id { get; init; }
    public required string Hash { get; set; }
    public DateTime LoadedAt { get; set; }

    /// <summary>Counts the changes; 0 = the shipped files are all there is.</summary>
    public long Changes { get; set; }

    /// <summary>The last change after which everything has to be read again.</summary>
    public long WholeChange { get; set; }
}

internal static class TaxonomyTables
{
    extension(MetierDb db)
    {
        internal DbSet<CategoryRow> SkillCategories => db.Set<CategoryRow>();
        internal DbSet<SkillRow> Skills => db.Set<SkillRow>();
        internal DbSet<TaxonomyRelease> TaxonomyReleases => db.Set<TaxonomyRelease>();
        internal DbSet<ConceptRow> Concepts => db.Set<ConceptRow>();
        internal DbSet<NameRow> ConceptNames => db.Set<NameRow>();
        internal DbSet<LinkRow> ConceptLinks => db.Set<LinkRow>();
        internal DbSet<MergeRow> ConceptMerges => db.Set<MergeRow>();
        internal DbSet<TaxonomyImport> TaxonomyImports => db.Set<TaxonomyImport>();
    }

    public static void Map(ModelBuilder model)
    {
        Shipped(model);
        Beside(model);
    }

    private static void Shipped(ModelBuilder model)
    {
        model.Entity<CategoryRow>(e =>
        {
            e.ToTable("skill_category");
            e.HasKey(x => x.Id);
            e.Property(x => x.Id).HasMaxLength(60);
            e.Property(x => x.ParentId).HasMaxLength(60);
            e.Property(x => x.En).HasMaxLength(80);
            e.Property(x => x.Fr).HasMaxLength(80);
        });
        model.Entity<SkillRow>(e =>
        {
            e.ToTable("skill");
            e.HasKey(x => x.Id);
            e.Property(x => x.Id).HasMaxLength(60);
            e.Property(x => x.CategoryId).HasMaxLength(60);
            e.Property(x => x.En).HasMaxLength(80);
            e.Property(x => x.Fr).HasMaxLength(80);
            e.Property(x => x.Related).HasMaxLength(600);
            e.HasOne<CategoryRow>().WithMany().HasForeignKey(x => x.CategoryId);
        });
        model.Entity<TaxonomyRelease>(e =>
        {
            e.ToTable("taxonomy_release");
            e.HasKey(x => x.Id);
            e.Property(x => x.Id).ValueGeneratedNever();
            e.Property(x => x.Hash).HasMaxLength(64);
        });
    }

    /// <summary>What is imported or added here. Names, links and merges may point at shipped skills, which have no row there.</summary>
    private static void Beside(ModelBuilder model)
    {
        model.Entity<ConceptRow>(e =>
        {
            e.ToTable("concept");
            e.HasKey(x => x.Id);
            e.Property(x => x.Id).HasMaxLength(60);
            e.Property(x => x.CategoryId).HasMaxLength(60);
            e.Property(x => x.Reference).HasMaxLength(200);
            e.Property(x => x.En).HasMaxLength(ConceptRow.LongestLabel);
            e.Property(x => x.Fr).HasMaxLength(ConceptRow.LongestLabel);
            e.Property(x => x.Reason).HasMaxLength(ConceptRow.LongestReason);
            e.HasIndex(x => new
            {
                x.State,
                x.En,
                x.Id,
            });
            e.HasIndex(x => new { x.En, x.Id });
            e.HasIndex(x => new { x.AuthorId, x.CreatedAt });
        });
        model.Entity<NameRow>(e =>
        {
            e.ToTable("concept_name");
            e.HasKey(x => new
            {
                x.ConceptId,
                x.Language,
                x.Normalised,
                x.Source,
            });
            e.Property(x => x.ConceptId).HasMaxLength(60);
            e.Property(x => x.Language).HasMaxLength(2);
            e.Property(x => x.Normalised).HasMaxLength(ConceptRow.LongestLabel);
            e.Property(x => x.Text).HasMaxLength(ConceptRow.LongestLabel);
        });
        model.Entity<LinkRow>(e =>
        {
            e.ToTable("concept_link");
            e.HasKey(x => new
            {
                x.FromId,
                x.ToId,
                x.Source,
            });
            e.Property(x => x.FromId).HasMaxLength(60);
            e.Property(x => x.ToId).HasMaxLength(60);
        });
        model.Entity<MergeRow>(e =>
        {
            e.ToTable("concept_merge");
            e.HasKey(x => x.FromId);
            e.Property(x => x.FromId).HasMaxLength(60);
            e.Property(x => x.ToId).HasMaxLength(60);
        });
        model.Entity<TaxonomyImport>(e =>
        {
            e.ToTable("taxonomy_import");
            e.HasKey(x => x.Source);
        });
    }
}
