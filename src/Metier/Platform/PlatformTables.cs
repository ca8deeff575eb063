using Microsoft.EntityFrameworkCore;

namespace Metier.Platform;

internal static class PlatformTables
{
    public static void Map(ModelBuilder model)
    {
        Work(model);
        Records(model);
    }

    /// <summary>What the instance has to do, and what it is.</summary>
    private static void Work(ModelBuilder model)
    {
        model.Entity<OutboxRow>(e =>
        {
            e.ToTable("outbox");
            e.HasKey(x => x.Id);
            e.Property(x => x.Handler).HasMaxLength(200);
            e.Property(x => x.LastError).HasMaxLength(500);
            e.HasIndex(x => new { x.DueAt, x.Id }).HasFilter(Columns.IsNull(nameof(OutboxRow.DoneAt)));
        });
        model.Entity<OnceRow>(e =>
        {
            e.ToTable("once");
            e.HasKey(x => x.Key);
            e.Property(x => x.Key).HasMaxLength(200);
            e.Property(x => x.RequestHash).HasMaxLength(64);
            e.HasIndex(x => x.At);
        });
        model.Entity<ClockRow>(e =>
        {
            e.ToTable("sandbox_clock");
            e.HasKey(x => x.Id);
            e.Property(x => x.Id).ValueGeneratedNever();
        });
        model.Entity<ChoreRow>(e =>
        {
            e.ToTable("chore");
            e.HasKey(x => x.Name);
            e.Property(x => x.Name).HasMaxLength(100);
            e.Property(x => x.LastError).HasMaxLength(500);
        });
        model.Entity<SecretRow>(e =>
        {
            e.ToTable("instance_secret");
            e.HasKey(x => x.Id);
            e.Property(x => x.Id).ValueGeneratedNever();
        });
        model.Entity<InstanceMark>(e =>
        {
            e.ToTable("instance");
            e.HasKey(x => x.Id);
            e.Property(x => x.Id).ValueGeneratedNever();
        });
    }

    /// <summary>What happened, was sent and was kept.</summary>
    private static void Records(ModelBuilder model)
    {
        model.Entity<AuditEntry>(e =>
        {
            e.ToTable("audit");
            e.HasKey(x => x.Id);
            e.Property(x => x.Action).HasMaxLength(80);
            e.Property(x => x.SubjectType).HasMaxLength(40);
            e.HasIndex(x => new { x.At, x.Id }).IsDescending();
            e.HasIndex(x => new { x.SubjectId, x.At });
            e.HasIndex(x => new { x.MemberId, x.At });
            e.HasIndex(x => new { x.Action, x.At });
        });
        model.Entity<StoredFile>(e =>
        {
            e.ToTable("file");
            e.HasKey(x => x.Id);
            e.Property(x => x.Name).HasMaxLength(200);
            e.Property(x => x.ContentType).HasMaxLength(100);
            e.Property(x => x.Sha256).HasMaxLength(64);
            e.Property(x => x.Guard).HasMaxLength(20);
            e.HasIndex(x => new { x.OwnerId, x.UploadedAt });
        });
        model.Entity<MailRow>(e =>
        {
            e.ToTable("mail");
            e.HasKey(x => x.Id);
            e.Property(x => x.ToAddress).HasMaxLength(254);
            e.Property(x => x.ToName).HasMaxLength(200);
            e.Property(x => x.Subject).HasMaxLength(300);
            e.Property(x => x.Language).HasMaxLength(2);
            e.HasIndex(x => new { x.QueuedAt, x.Id }).IsDescending();
            e.HasIndex(x => new { x.ToAddress, x.QueuedAt });
            e.HasIndex(x => x.QueuedAt)
                .HasFilter(Columns.IsNull(nameof(MailRow.SentAt)))
                .HasDatabaseName("ix_mail_waiting");
        });
    }
}

/// <summary>SQL fragments that read the same on both databases.</summary>
public static class Columns
{
    /// <summary>The filter of a partial index: rows where this nullable column is null.</summary>
    public static string IsNull(string column) => $"\"{column}\" IS NULL";

    /// <summary>The filter of a partial index: rows where this nullable column has a value.</summary>
    public static string IsNotNull(string column) => $"\"{column}\" IS NOT NULL";

    /// <summary>The filter of a partial index: rows where this text column has this value.</summary>
    public static string Is(string column, string value) => $"\"{column}\" = '{value}'";
}

/// <summary>One row that says what kind of instance this database belongs to.</summary>
internal sealed class InstanceMark
{
    public int Id { get; init; }
    public bool Sandbox { get; init; }
    public DateTime CreatedAt { get; init; }
}
