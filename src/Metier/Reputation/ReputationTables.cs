using Metier.Platform;
using Microsoft.EntityFrameworkCore;

namespace Metier.Reputation;

internal static class ReputationTables
{
    extension(MetierDb db)
    {
        internal DbSet<FeedbackRound> FeedbackRounds => db.Set<FeedbackRound>();
        internal DbSet<Review> Reviews => db.Set<Review>();
        internal DbSet<PrivateFeedback> PrivateFeedback => db.Set<PrivateFeedback>();
        internal DbSet<ReviewChange> ReviewChanges => db.Set<ReviewChange>();
    }

    public static void Map(ModelBuilder model)
    {
        model.Entity<FeedbackRound>(e =>
        {
            e.ToTable("feedback_round");
            e.HasKey(x => x.ContractId);
            e.Property(x => x.Title).HasMaxLength(120);
            e.Property(x => x.Currency).HasMaxLength(3);
            e.HasIndex(x => x.ShowAt);
            e.HasIndex(x => new { x.ClientId, x.OpenUntil });
            e.HasIndex(x => new { x.FreelancerId, x.OpenUntil });
        });
        model.Entity<Review>(e =>
        {
            e.ToTable("review", t => t.HasCheckConstraint("review_overall", "\"OverallTenths\" BETWEEN 10 AND 50"));
            e.HasKey(x => x.Id);
            e.Property(x => x.Comment).HasMaxLength(Review.LongestText);
            e.Property(x => x.Reply).HasMaxLength(Review.LongestText);
            e.ComplexProperty(x => x.Stars);
            // Each side reviews a contract once.
            e.HasIndex(x => new { x.ContractId, x.By }).IsUnique();
            e.HasIndex(x => new
            {
                x.FreelancerId,
                x.By,
                x.ShownAt,
                x.Id,
            });
            e.HasIndex(x => new
            {
                x.ClientId,
                x.By,
                x.ShownAt,
                x.Id,
            });
            e.HasOne<FeedbackRound>().WithMany().HasForeignKey(x => x.ContractId);
        });
        model.Entity<PrivateFeedback>(e =>
        {
            e.ToTable(
                "private_feedback",
                t => t.HasCheckConstraint("private_score", "\"Score\" IS NULL OR \"Score\" BETWEEN 0 AND 10")
            );
            e.HasKey(x => x.ReviewId);
            e.HasOne<Review>().WithOne().HasForeignKey<PrivateFeedback>(x => x.ReviewId);
        });
        model.Entity<ReviewChange>(e =>
        {
            e.ToTable("review_change");
            // The review is the key: it can be changed once.
            e.HasKey(x => x.ReviewId);
            e.Property(x => x.Comment).HasMaxLength(Review.LongestText);
            e.ComplexProperty(x => x.Stars);
            e.HasOne<Review>().WithOne().HasForeignKey<ReviewChange>(x => x.ReviewId);
        });
    }
}
