using Metier.Members;
using Metier.Platform;
using Metier.Taxonomy;
using Microsoft.EntityFrameworkCore;

namespace Metier.Jobs;

internal static class JobsTables
{
    extension(MetierDb db)
    {
        internal DbSet<Job> Jobs => db.Set<Job>();
        internal DbSet<JobSkill> JobSkills => db.Set<JobSkill>();
        internal DbSet<JobSkillCorrection> JobSkillCorrections => db.Set<JobSkillCorrection>();
        internal DbSet<JobGuest> JobGuests => db.Set<JobGuest>();
    }

    public static void Map(ModelBuilder model)
    {
        model.Entity<Job>(e =>
        {
            e.ToTable("job");
            e.HasKey(x => x.Id);
            e.Property(x => x.Title).HasMaxLength(Job.LongestTitle);
            e.Property(x => x.Description).HasMaxLength(Job.LongestDescription);
            e.Property(x => x.CategoryId).HasMaxLength(60);
            e.Property(x => x.Language).HasMaxLength(2);
            e.Property(x => x.Currency).HasMaxLength(3);
            e.Property(x => x.CloseNote).HasMaxLength(Job.LongestCloseNote);
            e.Property(x => x.Contacts).HasConversion<int>();
            e.Ignore(x => x.Money);
            e.Ignore(x => x.QuestionsAreFrozen);
            e.HasOne<Client>().WithMany().HasForeignKey(x => x.ClientId);
            e.HasMany(x => x.Skills).WithOne().HasForeignKey(x => x.JobId);
            e.HasMany(x => x.Questions).WithOne().HasForeignKey(x => x.JobId);
            e.HasMany(x => x.Files).WithOne().HasForeignKey(x => x.JobId);
            e.HasIndex(x => new { x.ClientId, x.State });
            e.HasIndex(x => new { x.CreatedAt, x.Id }).IsDescending();
            e.HasIndex(x => x.ExpiresAt);
            e.HasIndex(x => x.WarnAt);
            e.HasIndex(x => new { x.State, x.PostedAt });
            e.HasIndex(x => new { x.CategoryId, x.PostedAt });
        });
        model.Entity<JobSkill>(e =>
        {
            e.ToTable("job_skill");
            e.HasKey(x => new { x.JobId, x.SkillId });
            e.Property(x => x.SkillId).HasMaxLength(60);
            e.HasIndex(x => x.SkillId);
        });
        model.Entity<JobSkillCorrection>(e =>
        {
            e.ToTable("job_skill_correction");
            e.HasKey(x => new { x.JobId, x.SkillId });
            e.Property(x => x.SkillId).HasMaxLength(60);
            e.Property(x => x.Words).HasMaxLength(SkillCorrection.LongestWords);
            e.HasOne<Job>().WithMany().HasForeignKey(x => x.JobId);
        });
        model.Entity<JobQuestion>(e =>
        {
            e.ToTable("job_question");
            e.HasKey(x => x.Id);
            e.Property(x => x.Text).HasMaxLength(Job.LongestQuestion);
        });
        model.Entity<JobFile>(e =>
        {
            e.ToTable("job_file");
            e.HasKey(x => new { x.JobId, x.FileId });
            e.HasOne<StoredFile>().WithMany().HasForeignKey(x => x.FileId);
        });
        model.Entity<JobGuest>(e =>
        {
            e.ToTable("job_guest");
            e.HasKey(x => new { x.JobId, x.MemberId });
            e.HasIndex(x => x.MemberId);
            e.HasOne<Job>().WithMany().HasForeignKey(x => x.JobId);
        });
    }
}
