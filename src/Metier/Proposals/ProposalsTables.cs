using Metier.Members;
using Metier.Platform;
using Microsoft.EntityFrameworkCore;

namespace Metier.Proposals;

internal static class ProposalsTables
{
    extension(MetierDb db)
    {
        internal DbSet<Proposal> Proposals => db.Set<Proposal>();
        internal DbSet<ProposalNote> ProposalNotes => db.Set<ProposalNote>();
        internal DbSet<ProposalTurn> ProposalTurns => db.Set<ProposalTurn>();
        internal DbSet<Invitation> Invitations => db.Set<Invitation>();
    }

    public static void Map(ModelBuilder model)
    {
        model.Entity<Proposal>(e =>
        {
            e.ToTable("proposal");
            e.HasKey(x => x.Id);
            e.Property(x => x.Currency).HasMaxLength(3);
            e.Property(x => x.Letter).HasMaxLength(Proposal.LongestLetter);
            e.Property(x => x.EndNote).HasMaxLength(Proposal.LongestNote);
            e.Property(x => x.Contacts).HasConversion<int>();
            e.Ignore(x => x.Money);
            e.Ignore(x => x.CanBeWritten);
            e.HasOne<Member>().WithMany().HasForeignKey(x => x.FreelancerId);
            e.HasOne<Client>().WithMany().HasForeignKey(x => x.ClientId);
            e.HasMany(x => x.Milestones).WithOne().HasForeignKey(x => x.ProposalId);
            e.HasMany(x => x.Answers).WithOne().HasForeignKey(x => x.ProposalId);
            e.HasMany(x => x.Files).WithOne().HasForeignKey(x => x.ProposalId);
            e.HasMany(x => x.Picks).WithOne().HasForeignKey(x => x.ProposalId);
            // Rule: one living proposal per freelancer and job.
            e.HasIndex(x => new { x.JobId, x.FreelancerId })
                .IsUnique()
                .HasFilter(Columns.IsNull(nameof(Proposal.EndedAt)));
            e.HasIndex(x => new { x.JobId, x.SentAt });
            e.HasIndex(x => new { x.FreelancerId, x.CreatedAt });
            e.HasIndex(x => new { x.FreelancerId, x.AllowanceUntil });
        });
        model.Entity<ProposalMilestone>(e =>
        {
            e.ToTable("proposal_milestone");
            e.HasKey(x => new { x.ProposalId, x.Position });
            e.Property(x => x.Position).ValueGeneratedNever();
            e.Property(x => x.Title).HasMaxLength(Proposal.LongestMilestone);
        });
        model.Entity<ProposalAnswer>(e =>
        {
            e.ToTable("proposal_answer");
            e.HasKey(x => new { x.ProposalId, x.QuestionId });
            e.Property(x => x.Text).HasMaxLength(Proposal.LongestAnswer);
        });
        model.Entity<ProposalFile>(e =>
        {
            e.ToTable("proposal_file");
            e.HasKey(x => new { x.ProposalId, x.FileId });
            e.HasOne<StoredFile>().WithMany().HasForeignKey(x => x.FileId);
        });
        model.Entity<ProposalPick>(e =>
        {
            e.ToTable("proposal_pick");
            e.HasKey(x => new { x.ProposalId, x.ItemId });
        });
        model.Entity<ProposalNote>(e =>
        {
            e.ToTable("proposal_note");
            e.HasKey(x => new { x.ProposalId, x.MemberId });
            e.Property(x => x.Text).HasMaxLength(Proposal.LongestNote);
            e.HasOne<Proposal>().WithMany().HasForeignKey(x => x.ProposalId);
        });
        model.Entity<ProposalTurn>(e =>
        {
            e.ToTable("proposal_turn");
            e.HasKey(x => x.FreelancerId);
        });
        MapInvitations(model);
    }

    private static void MapInvitations(ModelBuilder model) =>
        model.Entity<Invitation>(e =>
        {
            e.ToTable("invitation");
            e.HasKey(x => x.Id);
            e.Property(x => x.Message).HasMaxLength(Invitation.LongestMessage);
            e.Property(x => x.DeclineNote).HasMaxLength(Proposal.LongestNote);
            e.Property(x => x.Contacts).HasConversion<int>();
            e.Ignore(x => x.IsOpen);
            e.HasOne<Member>().WithMany().HasForeignKey(x => x.FreelancerId);
            // Rule: one invitation per freelancer and job.
            e.HasIndex(x => new { x.JobId, x.FreelancerId }).IsUnique();
            e.HasIndex(x => new { x.FreelancerId, x.SentAt });
        });
}
