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

/// <summary>Which shipped taxonomy this database holds, so that an unchanged one is not compared again at every start.</summary>
internal sealed class TaxonomyRelease
{
    public int Id { get; init; }
    public required string Hash { get; set; }
    public DateTime LoadedAt { get; set; }
}

internal static class TaxonomyTables
{
    extension(MetierDb db)
    {
        internal DbSet<CategoryRow> SkillCategories => db.Set<CategoryRow>();
        internal DbSet<SkillRow> Skills => db.Set<SkillRow>();
        internal DbSet<TaxonomyRelease> TaxonomyReleases => db.Set<TaxonomyRelease>();
    }

    public static void Map(ModelBuilder model)
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
}
