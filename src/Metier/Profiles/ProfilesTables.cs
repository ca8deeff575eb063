using Metier.Members;
using Metier.Platform;
using Microsoft.EntityFrameworkCore;

namespace Metier.Profiles;

internal static class ProfilesTables
{
    extension(MetierDb db)
    {
        internal DbSet<FreelancerProfile> Profiles => db.Set<FreelancerProfile>();
        internal DbSet<ProfileSkill> ProfileSkills => db.Set<ProfileSkill>();
        internal DbSet<ProfileSkillCorrection> ProfileSkillCorrections => db.Set<ProfileSkillCorrection>();
        internal DbSet<ProfileLanguage> ProfileLanguages => db.Set<ProfileLanguage>();
    }

    public static void Map(ModelBuilder model)
    {
        model.Entity<FreelancerProfile>(e =>
        {
            e.ToTable("freelancer_profile");
            e.HasKey(x => x.Id);
            e.Property(x => x.Title).HasMaxLength(FreelancerProfile.LongestTitle);
            e.Property(x => x.Overview).HasMaxLength(FreelancerProfile.LongestOverview);
            e.Property(x => x.VideoUrl).HasMaxLength(300);
            e.Property(x => x.PhotoName).HasMaxLength(200);
            e.Property(x => x.RateCurrency).HasMaxLength(3);
            e.Property(x => x.City).HasMaxLength(80);
            e.Property(x => x.Country).HasMaxLength(2);
            e.Property(x => x.TimeZone).HasMaxLength(60);
            e.Ignore(x => x.Rate);
            // The search straight from the tables, while the index is built for the first time.
            e.HasIndex(x => new { x.CreatedAt, x.Id }).IsDescending();
            e.HasIndex(x => new { x.Country, x.CreatedAt });
            e.HasIndex(x => new { x.RateCurrency, x.RateMinor });
            e.HasOne<Member>().WithOne().HasForeignKey<FreelancerProfile>(x => x.Id);
            e.HasMany(x => x.Skills).WithOne().HasForeignKey(x => x.ProfileId);
            e.HasMany(x => x.Languages).WithOne().HasForeignKey(x => x.ProfileId);
            e.HasMany(x => x.Employments).WithOne().HasForeignKey(x => x.ProfileId);
            e.HasMany(x => x.Educations).WithOne().HasForeignKey(x => x.ProfileId);
            e.HasMany(x => x.Certificates).WithOne().HasForeignKey(x => x.ProfileId);
            e.HasMany(x => x.Work).WithOne().HasForeignKey(x => x.ProfileId);
        });
        model.Entity<ProfileSkill>(e =>
        {
            e.ToTable("profile_skill");
            e.HasKey(x => new { x.ProfileId, x.SkillId });
            e.Property(x => x.SkillId).HasMaxLength(60);
            e.HasIndex(x => x.SkillId);
        });
        model.Entity<ProfileSkillCorrection>(e =>
        {
            e.ToTable("profile_skill_correction");
            e.Property(x => x.Words).HasMaxLength(Taxonomy.SkillCorrection.LongestWords);
            e.HasKey(x => new { x.ProfileId, x.SkillId });
            e.Property(x => x.SkillId).HasMaxLength(60);
            e.HasOne<FreelancerProfile>().WithMany().HasForeignKey(x => x.ProfileId);
        });
        model.Entity<ProfileLanguage>(e =>
        {
            e.ToTable("profile_language");
            e.HasKey(x => new { x.ProfileId, x.Code });
            e.Property(x => x.Code).HasMaxLength(2);
        });
        MapEntries(model);
        MapWork(model);
    }

    private static void MapEntries(ModelBuilder model)
    {
        model.Entity<Employment>(e =>
        {
            e.ToTable("employment");
            e.HasKey(x => x.Id);
            e.Property(x => x.Company).HasMaxLength(100);
            e.Property(x => x.Role).HasMaxLength(100);
            e.Property(x => x.Description).HasMaxLength(2000);
            e.Ignore(x => x.Stamp);
        });
        model.Entity<Education>(e =>
        {
            e.ToTable("education");
            e.HasKey(x => x.Id);
            e.Property(x => x.School).HasMaxLength(100);
            e.Property(x => x.Degree).HasMaxLength(100);
            e.Ignore(x => x.Stamp);
        });
        model.Entity<Certificate>(e =>
        {
            e.ToTable("certificate");
            e.HasKey(x => x.Id);
            e.Property(x => x.Name).HasMaxLength(100);
            e.Property(x => x.Issuer).HasMaxLength(100);
            e.Property(x => x.Url).HasMaxLength(300);
            e.Ignore(x => x.Stamp);
        });
    }

    private static void MapWork(ModelBuilder model)
    {
        model.Entity<PortfolioItem>(e =>
        {
            e.ToTable("portfolio_item");
            e.HasKey(x => x.Id);
            e.Property(x => x.Title).HasMaxLength(100);
            e.Property(x => x.Description).HasMaxLength(3000);
            e.Property(x => x.Url).HasMaxLength(300);
            e.Ignore(x => x.Stamp);
            e.HasMany(x => x.Files).WithOne().HasForeignKey(x => x.ItemId);
        });
        model.Entity<PortfolioFile>(e =>
        {
            e.ToTable("portfolio_file");
            e.HasKey(x => x.Id);
            e.Property(x => x.Name).HasMaxLength(200);
        });
    }
}
