using Metier.Members;
using Metier.Platform;
using Microsoft.EntityFrameworkCore;

namespace Metier.Rooms;

internal static class RoomsTables
{
    extension(MetierDb db)
    {
        internal DbSet<Room> Rooms => db.Set<Room>();
        internal DbSet<Message> Messages => db.Set<Message>();
        internal DbSet<MessageFile> MessageFiles => db.Set<MessageFile>();
        internal DbSet<RoomReader> RoomReaders => db.Set<RoomReader>();
    }

    public static void Map(ModelBuilder model)
    {
        model.Entity<Room>(e =>
        {
            e.ToTable("room");
            e.HasKey(x => x.Id);
            e.Property(x => x.Title).HasMaxLength(Room.LongestTitle);
            e.HasIndex(x => new
                {
                    x.Kind,
                    x.SubjectId,
                    x.FreelancerId,
                })
                .IsUnique();
            e.HasIndex(x => new
            {
                x.FreelancerId,
                x.LastAt,
                x.Id,
            });
            e.HasIndex(x => new
            {
                x.ClientId,
                x.LastAt,
                x.Id,
            });
            e.HasOne<Client>().WithMany().HasForeignKey(x => x.ClientId);
            e.HasOne<Member>().WithMany().HasForeignKey(x => x.FreelancerId);
        });
        model.Entity<Message>(e =>
        {
            e.ToTable("message");
            e.HasKey(x => new { x.RoomId, x.Seq });
            e.Property(x => x.Text).HasMaxLength(Message.LongestText);
            e.Property(x => x.Contacts).HasConversion<int>();
            e.Ignore(x => x.Event);
            e.HasIndex(x => x.Id).IsUnique();
            e.HasOne<Room>().WithMany().HasForeignKey(x => x.RoomId);
            e.HasOne<Member>().WithMany().HasForeignKey(x => x.AuthorId);
        });
        model.Entity<MessageFile>(e =>
        {
            e.ToTable("message_file");
            e.HasKey(x => new
            {
                x.RoomId,
                x.Seq,
                x.Position,
            });
            e.HasOne<Message>().WithMany().HasForeignKey(x => new { x.RoomId, x.Seq });
            e.HasOne<StoredFile>().WithMany().HasForeignKey(x => x.FileId);
        });
        model.Entity<RoomReader>(e =>
        {
            e.ToTable("room_reader");
            e.HasKey(x => new { x.RoomId, x.MemberId });
            e.HasIndex(x => x.MemberId);
            e.HasIndex(x => x.MailDueAt);
            e.HasOne<Room>().WithMany().HasForeignKey(x => x.RoomId);
            e.HasOne<Member>().WithMany().HasForeignKey(x => x.MemberId);
        });
    }
}
