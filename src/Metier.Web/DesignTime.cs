using Metier.Platform;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Design;

namespace Metier.Web;

/// <summary>Lets the migrations tool build the model: for PostgreSQL when METIER_POSTGRES is set, else for SQLite.</summary>
internal sealed class DesignTime : IDesignTimeDbContextFactory<MetierDb>
{
    public MetierDb CreateDbContext(string[] args)
    {
        var options = new DbContextOptionsBuilder<MetierDb>();
        var postgres = Environment.GetEnvironmentVariable("METIER_POSTGRES");
        MetierModules.Database(
            options,
            new InstanceOptions { DataFolder = Path.GetTempPath() },
            string.IsNullOrEmpty(postgres) ? null : postgres
        );
        return new MetierDb(
            options.Options,
            MetierModules.Set,
            new EventRegistry([]),
            new OutboxSignal(),
            TimeProvider.System
        );
    }
}
