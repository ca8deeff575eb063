using Metier.Platform;
using Microsoft.EntityFrameworkCore;

namespace Metier.Tests.Architecture;

public class MigrationTests
{
    [Theory, MemberData(nameof(Stores.Both), MemberType = typeof(Stores))]
    public void The_migrations_say_what_the_model_says(Store store)
    {
        var options = new DbContextOptionsBuilder<MetierDb>();
        MetierModules.Database(
            options,
            new InstanceOptions { DataFolder = Path.GetTempPath() },
            store == Store.Postgres ? TestDatabases.PostgresServer : null
        );
        using var db = new MetierDb(
            options.Options,
            MetierModules.Set,
            new EventRegistry([]),
            new OutboxSignal(),
            TimeProvider.System
        );
        Assert.False(db.Database.HasPendingModelChanges(), "Run eng/migrate");
    }
}
