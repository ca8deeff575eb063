using System.Collections.Concurrent;
using System.Data.Common;
using Microsoft.Data.Sqlite;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Diagnostics;

namespace Metier.Platform;

/// <summary>
/// Lets one SQLite file skip waiting for the disk while a demo is invented: what a power cut could lose is invented anew.
/// Over before anything is served; <see cref="End"/> closes every connection that was opened so.
/// </summary>
internal sealed class SqliteHaste : DbConnectionInterceptor
{
    public static readonly SqliteHaste It = new();
    private readonly ConcurrentDictionary<string, bool> files = new(StringComparer.Ordinal);

    private SqliteHaste() { }

    /// <summary>Begins for the file of this context; nothing happens on PostgreSQL.</summary>
    public void Begin(MetierDb db)
    {
        if (db.Database.GetDbConnection() is SqliteConnection connection)
        {
            files[connection.DataSource] = true;
        }
    }

    /// <summary>Every commit waits for the disk again.</summary>
    public void End(MetierDb db)
    {
        if (db.Database.GetDbConnection() is SqliteConnection connection)
        {
            files.TryRemove(connection.DataSource, out _);
            SqliteConnection.ClearPool(connection);
        }
    }

    public override void ConnectionOpened(DbConnection connection, ConnectionEndEventData eventData) =>
        Hurry(connection);

    public override Task ConnectionOpenedAsync(
        DbConnection connection,
        ConnectionEndEventData eventData,
        CancellationToken cancellationToken = default
    )
    {
        Hurry(connection);
        return Task.CompletedTask;
    }

    private void Hurry(DbConnection connection)
    {
        if (!files.IsEmpty && connection is SqliteConnection && files.ContainsKey(connection.DataSource))
        {
            using var command = connection.CreateCommand();
            command.CommandText = "PRAGMA synchronous=OFF";
            command.ExecuteNonQuery();
        }
    }
}
