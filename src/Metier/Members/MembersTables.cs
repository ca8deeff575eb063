using Metier.Platform;
using Microsoft.AspNetCore.Identity;
using Microsoft.EntityFrameworkCore;

namespace Metier.Members;

internal static class MembersTables
{
    extension(MetierDb db)
    {
        internal DbSet<Member> Members => db.Set<Member>();
        internal DbSet<Client> Clients => db.Set<Client>();
        internal DbSet<MemberLink> MemberLinks => db.Set<MemberLink>();
        internal DbSet<ClientMember> ClientMembers => db.Set<ClientMember>();
        internal DbSet<Suspension> Suspensions => db.Set<Suspension>();
    }

    public static void Map(ModelBuilder model)
    {
        model.Entity<Member>(e =>
        {
            e.ToTable("member");
            e.HasKey(x => x.Id);
            e.Property(x => x.Name).HasMaxLength(Member.LongestName);
            e.Property(x => x.Email).HasMaxLength(254);
            e.Property(x => x.NormalizedEmail).HasMaxLength(254);
            e.Property(x => x.UserName).HasMaxLength(254);
            e.Property(x => x.NormalizedUserName).HasMaxLength(254);
            e.Property(x => x.NewEmail).HasMaxLength(254);
            e.Property(x => x.Language).HasMaxLength(2);
            e.Property(x => x.TimeZone).HasMaxLength(60);
            e.Property(x => x.Country).HasMaxLength(2);
            e.Property(x => x.Roles).HasConversion<int>();
            e.Property(x => x.ConcurrencyStamp).IsConcurrencyToken();
            e.HasIndex(x => x.NormalizedEmail).IsUnique();
            e.HasIndex(x => x.NormalizedUserName).IsUnique();
            e.HasIndex(x => new { x.CreatedAt, x.Id }).IsDescending();
            // A handful of rows each, asked for by every list that leaves suspended people out.
            e.HasIndex(x => x.SuspendedAt);
            e.HasIndex(x => x.Roles);
        });
        model.Entity<Suspension>(e =>
        {
            e.ToTable("suspension");
            e.HasKey(x => x.Id);
            e.Property(x => x.Text).HasMaxLength(Suspension.LongestText);
            e.Property(x => x.Rule).HasMaxLength(Suspension.LongestRule);
            e.Property(x => x.AppealText).HasMaxLength(Suspension.LongestText);
            e.Property(x => x.Answer).HasMaxLength(Suspension.LongestText);
            e.Property(x => x.LiftText).HasMaxLength(Suspension.LongestText);
            e.Ignore(x => x.AppealWaits);
            e.HasIndex(x => x.MemberId).IsUnique().HasFilter(Columns.IsNull(nameof(Suspension.LiftedAt)));
            e.HasIndex(x => new { x.MemberId, x.SuspendedAt });
            e.HasOne<Member>().WithMany().HasForeignKey(x => x.MemberId);
        });
        MapCredentials(model);
        MapClients(model);
    }

    private static void MapCredentials(ModelBuilder model)
    {
        model.Entity<MemberLink>(e =>
        {
            e.ToTable("member_link");
            e.HasKey(x => x.SecretHash);
            e.Property(x => x.SecretHash).HasMaxLength(64);
            e.Property(x => x.Email).HasMaxLength(254);
            e.HasIndex(x => new { x.MemberId, x.Purpose });
            e.HasOne<Member>().WithMany().HasForeignKey(x => x.MemberId);
        });
        model.Entity<IdentityUserClaim<Guid>>(e =>
        {
            e.ToTable("member_claim");
            e.HasKey(x => x.Id);
            e.HasIndex(x => x.UserId);
        });
        model.Entity<IdentityUserLogin<Guid>>(e =>
        {
            e.ToTable("member_login");
            e.HasKey(x => new { x.LoginProvider, x.ProviderKey });
            e.HasIndex(x => x.UserId);
        });
        model.Entity<IdentityUserToken<Guid>>(e =>
        {
            e.ToTable("member_token");
            e.HasKey(x => new
            {
                x.UserId,
                x.LoginProvider,
                x.Name,
            });
        });
    }

    private static void MapClients(ModelBuilder model)
    {
        model.Entity<Client>(e =>
        {
            e.ToTable("client");
            e.HasKey(x => x.Id);
            e.Property(x => x.Name).HasMaxLength(Member.LongestName);
            e.Property(x => x.LegalName).HasMaxLength(200);
            e.Property(x => x.Address).HasMaxLength(500);
            e.Property(x => x.TaxId).HasMaxLength(40);
            e.Property(x => x.Website).HasMaxLength(200);
            e.Property(x => x.City).HasMaxLength(80);
            e.Property(x => x.Country).HasMaxLength(2);
            e.Property(x => x.Currency).HasMaxLength(3);
        });
        model.Entity<ClientMember>(e =>
        {
            e.ToTable("client_member");
            e.HasKey(x => new { x.ClientId, x.MemberId });
            // One person acts for one client until teams arrive; a person who belongs to two would not know who pays.
            e.HasIndex(x => x.MemberId).IsUnique();
            e.HasOne<Client>().WithMany().HasForeignKey(x => x.ClientId);
            e.HasOne<Member>().WithMany().HasForeignKey(x => x.MemberId);
        });
    }
}
