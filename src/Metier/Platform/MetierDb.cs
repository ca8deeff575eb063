using System.Text.Json;
using Microsoft.AspNetCore.DataProtection.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata;
using Microsoft.EntityFrameworkCore.Storage.ValueConversion;

namespace Metier.Platform;

/// <summary>Something two people can change: the second save of a stale copy fails instead of overwriting.</summary>
public interface IVersioned
{
    /// <summary>Counts the saves; a concurrency token.</summary>
    int Version { get; set; }
}

/// <summary>
/// The one database context. It declares no sets: each module adds its own through an extension block, so that nothing
/// outside the module can reach its tables.
/// </summary>
public sealed class MetierDb(
    DbContextOptions<MetierDb> options,
    ModuleSet modules,
    EventRegistry events,
    OutboxSignal signal,
    TimeProvider clock
) : DbContext(options), IDataProtectionKeyContext
{
    private readonly List<OutboxRow> raised = [];
    private readonly List<Action> afterCommit = [];

    /// <summary>Keys that sign cookies and tokens, shared by every node.</summary>
    public DbSet<DataProtectionKey> DataProtectionKeys => Set<DataProtectionKey>();

    /// <summary>Which database this is.</summary>
    public Dialect Dialect => Dialects.Of(this);

    internal TimeProvider Clock => clock;

    /// <summary>The present moment, in UTC, at the precision both databases keep.</summary>
    public DateTime Now => clock.UtcNow();

    /// <summary>
    /// Puts an event into the outbox, in the same transaction as the change it tells of. One row per handler, so that a
    /// failing handler delays nobody else.
    /// </summary>
    public void Raise(object happened)
    {
        var type = happened.GetType();
        foreach (var handler in events.HandlersOf(type))
        {
            var row = new OutboxRow
            {
                Id = Ids.New(clock),
                Handler = handler.Name,
                Payload = JsonSerializer.Serialize(happened, type, EventRegistry.Json),
                RaisedAt = Now,
                DueAt = Now,
            };
            if (signal.Memory is null)
            {
                Set<OutboxRow>().Add(row);
            }
            raised.Add(row);
        }
    }

    /// <summary>What was raised in the transaction that was committed.</summary>
    internal IReadOnlyList<OutboxRow> TakeRaised()
    {
        OutboxRow[] taken = [.. raised];
        raised.Clear();
        return taken;
    }

    internal void WakeOutbox(IReadOnlyList<OutboxRow> committed)
    {
        if (signal.Memory is { } memory)
        {
            foreach (var row in committed)
            {
                memory.Enqueue(row);
            }
        }
        else if (committed.Count > 0)
        {
            signal.Wake();
        }
    }

    internal void ForgetRaised()
    {
        raised.Clear();
        afterCommit.Clear();
    }

    /// <summary>
    /// Does something once the changes are there for everybody to read, and never when they are rolled back. It is lost when
    /// the process dies in between: only for hurrying what would be found anyway.
    /// </summary>
    public void AfterCommit(Action hurry) => afterCommit.Add(hurry);

    internal IReadOnlyList<Action> TakeAfterCommit()
    {
        Action[] taken = [.. afterCommit];
        afterCommit.Clear();
        return taken;
    }

    protected override void OnModelCreating(ModelBuilder modelBuilder)
    {
        ArgumentNullException.ThrowIfNull(modelBuilder);
        PlatformTables.Map(modelBuilder);
        foreach (var module in modules.All)
        {
            module.Tables(modelBuilder);
        }
        foreach (var entity in modelBuilder.Model.GetEntityTypes())
        {
            if (typeof(IVersioned).IsAssignableFrom(entity.ClrType))
            {
                entity.FindProperty(nameof(IVersioned.Version))!.IsConcurrencyToken = true;
            }
            foreach (var key in entity.GetKeys().SelectMany(k => k.Properties).Where(p => p.ClrType == typeof(Guid)))
            {
                key.ValueGenerated = ValueGenerated.Never;
            }
        }
    }

    protected override void ConfigureConventions(ModelConfigurationBuilder configurationBuilder)
    {
        ArgumentNullException.ThrowIfNull(configurationBuilder);
        configurationBuilder.Properties<DateTime>().HaveConversion<UtcConverter>();
        configurationBuilder.Properties<Enum>().HaveConversion<string>().HaveMaxLength(40);
    }

    public override async Task<int> SaveChangesAsync(
        bool acceptAllChangesOnSuccess,
        CancellationToken cancellationToken = default
    )
    {
        foreach (var entry in ChangeTracker.Entries<IVersioned>())
        {
            if (entry.State is EntityState.Modified)
            {
                entry.Entity.Version++;
            }
        }
        if (Dialect == Dialect.Sqlite && Database.CurrentTransaction is null)
        {
            using var gate = await WriteGate.EnterAsync(cancellationToken);
            return await base.SaveChangesAsync(acceptAllChangesOnSuccess, cancellationToken);
        }
        return await base.SaveChangesAsync(acceptAllChangesOnSuccess, cancellationToken);
    }

    private sealed class UtcConverter()
        : ValueConverter<DateTime, DateTime>(v => v, v => DateTime.SpecifyKind(v, DateTimeKind.Utc));
}
