using System.Security.Cryptography;
using Microsoft.AspNetCore.DataProtection;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace Metier.Platform;

/// <summary>The modules of this build, left to right: each may use only those before it.</summary>
public sealed record ModuleSet(IReadOnlyList<Module> All);

/// <summary>One secret in the database.</summary>
internal sealed class SecretRow
{
    public int Id { get; init; }
    public required byte[] Key { get; init; }
}

/// <summary>Makes the database ready: migrates it, applies the guards, refuses what is unsafe, loads shipped data.</summary>
public sealed class DatabaseStart(
    IServiceProvider services,
    ModuleSet modules,
    InstanceOptions instance,
    InstanceSecret secret,
    TimeProvider clock,
    ILogger<DatabaseStart> log
)
{
    /// <summary>Runs once per process, before anything is served.</summary>
    public async Task RunAsync(CancellationToken ct)
    {
        await using (var scope = services.CreateAsyncScope())
        {
            var db = scope.ServiceProvider.GetRequiredService<MetierDb>();
            Directory.CreateDirectory(instance.DataFolder);
            if ((await db.Database.GetAppliedMigrationsAsync(ct)).Except(db.Database.GetMigrations()).Any())
            {
                throw new InvalidOperationException(
                    "This database was made by another release of Metier. Start it with that release, or choose another data folder."
                );
            }
            // Asking first spares every other start the comparison of the whole model with its last migration.
            if ((await db.Database.GetPendingMigrationsAsync(ct)).Any())
            {
                await db.Database.MigrateAsync(ct);
            }
            if (db.Dialect == Dialect.Sqlite)
            {
                await AssertDurableAsync(db, ct);
            }
            foreach (var sql in modules.All.SelectMany(m => m.Guards(db.Dialect)))
            {
                await db.Database.ExecuteSqlRawAsync(
                    sql.Replace("{", "{{", StringComparison.Ordinal).Replace("}", "}}", StringComparison.Ordinal),
                    ct
                );
            }
            await MarkAsync(db, ct);
            await ReadSecretAsync(db, ct);
        }
        // Made now: made at its first use, inside a write transaction, the key would wait for that very transaction to end.
        _ = services.GetRequiredService<IDataProtectionProvider>().CreateProtector("start").Protect("ready");
        await SandboxClocks.ReadAsync(services.GetRequiredService<IServiceScopeFactory>(), ct);
        await LoadAsync(ct);
        log.LogInformation("Database ready");
    }

    /// <summary>Lets every module load what it keeps in memory; again after much was written past its handlers.</summary>
    public async Task LoadAsync(CancellationToken ct)
    {
        foreach (var module in modules.All)
        {
            await module.StartAsync(services, ct);
        }
    }

    /// <summary>A payment that was acknowledged must survive a power cut, so anything less than a full sync is refused.</summary>
    private static async Task AssertDurableAsync(MetierDb db, CancellationToken ct)
    {
        var synchronous = await db
            .Database.SqlQueryRaw<long>("SELECT synchronous AS Value FROM pragma_synchronous")
            .SingleAsync(ct);
        var foreignKeys = await db
            .Database.SqlQueryRaw<long>("SELECT foreign_keys AS Value FROM pragma_foreign_keys")
            .SingleAsync(ct);
        var journal = await db
            .Database.SqlQueryRaw<string>("SELECT journal_mode AS Value FROM pragma_journal_mode")
            .SingleAsync(ct);
        if (synchronous < 2 || foreignKeys != 1 || !journal.Equals("wal", StringComparison.OrdinalIgnoreCase))
        {
            throw new InvalidOperationException(
                "SQLite must run with journal_mode=WAL, synchronous=FULL and foreign keys on (found "
                    + $"{journal}, {synchronous}, {foreignKeys}). WAL needs a local disk, not a network folder."
            );
        }
    }

    /// <summary>A database belongs to the sandbox or to real life for ever: play money and real money never share books.</summary>
    private async Task MarkAsync(MetierDb db, CancellationToken ct)
    {
        var mark = await db.Set<InstanceMark>().AsNoTracking().SingleOrDefaultAsync(ct);
        if (mark is null)
        {
            db.Set<InstanceMark>()
                .Add(
                    new InstanceMark
                    {
                        Id = 1,
                        Sandbox = instance.Sandbox,
                        CreatedAt = clock.UtcNow(),
                    }
                );
            await db.SaveChangesAsync(ct);
        }
        else if (mark.Sandbox != instance.Sandbox)
        {
            throw new InvalidOperationException(
                mark.Sandbox
                    ? "This database belongs to a sandbox. Start with --sandbox (or --demo), or choose another data folder."
                    : "This database holds a real marketplace; it cannot be started as a sandbox."
            );
        }
    }

    private async Task ReadSecretAsync(MetierDb db, CancellationToken ct)
    {
        var row = await db.Set<SecretRow>().AsNoTracking().SingleOrDefaultAsync(ct);
        if (row is null)
        {
            db.Set<SecretRow>().Add(row = new SecretRow { Id = 1, Key = RandomNumberGenerator.GetBytes(32) });
            await db.SaveChangesAsync(ct);
        }
        secret.Use(row.Key);
    }
}
