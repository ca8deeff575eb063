using Metier.Platform;
using Microsoft.EntityFrameworkCore;

namespace Metier.Notifications;

/// <summary>How many things a member was told live, ever; the number of the last one.</summary>
internal sealed class MailboxRow
{
    public Guid MemberId { get; init; }

    /// <summary>The number of the newest event.</summary>
    public long LastSeq { get; set; }

    /// <summary>Events up to this number were removed.</summary>
    public long Floor { get; set; }
}

/// <summary>One thing a member was told.</summary>
internal sealed class MailboxEvent
{
    public Guid MemberId { get; init; }
    public long Seq { get; init; }
    public DateTime At { get; init; }
    public required string Kind { get; init; }
    public Guid Subject { get; init; }
    public long Version { get; init; }
}

internal static class MailboxTables
{
    extension(MetierDb db)
    {
        internal DbSet<MailboxRow> Mailboxes => db.Set<MailboxRow>();
        internal DbSet<MailboxEvent> MailboxEvents => db.Set<MailboxEvent>();
    }

    public static void Map(ModelBuilder model)
    {
        model.Entity<MailboxRow>(e =>
        {
            e.ToTable("mailbox");
            e.HasKey(x => x.MemberId);
        });
        model.Entity<MailboxEvent>(e =>
        {
            e.ToTable("mailbox_event");
            e.HasKey(x => new { x.MemberId, x.Seq });
            e.Property(x => x.Kind).HasMaxLength(40);
            e.HasIndex(x => x.At);
        });
    }
}
