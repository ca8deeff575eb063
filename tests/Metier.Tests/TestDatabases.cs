using Npgsql;

namespace Metier.Tests;

/// <summary>
/// Fresh databases, fast: one is migrated per process and kind, the others are copies of it. A missing PostgreSQL fails
/// the tests that need it; it never skips them.
/// </summary>
internal static class TestDatabases
{
    private static readonly SemaphoreSlim Gate = new(1, 1);
    private static string? sqliteTemplate;
    private static string? postgresTemplate;

    public static string PostgresServer =>
        Environment.GetEnvironmentVariable("METIER_TEST_POSTGRES")
        ?? "Host=127.0.0.1;Port=54329;Username=postgres;Include Error Detail=true";

    /// <summary>Prepares a data folder, and for PostgreSQL a database whose connection string is returned.</summary>
    public static async Task<string?> CreateAsync(Store store, string folder, Func<string, string?, Task> migrate)
    {
        await Gate.WaitAsync();
        try
        {
            return store == Store.Sqlite ? await SqliteAsync(folder, migrate) : await PostgresAsync(folder, migrate);
        }
        finally
        {
            Gate.Release();
        }
    }

    private static async Task<string?> SqliteAsync(string folder, Func<string, string?, Task> migrate)
    {
        if (sqliteTemplate is null)
        {
            var template = Directory.CreateTempSubdirectory("metier-template").FullName;
            await migrate(template, null);
            Microsoft.Data.Sqlite.SqliteConnection.ClearAllPools();
            sqliteTemplate = template;
        }
        foreach (var file in Directory.GetFiles(sqliteTemplate, "metier.db*"))
        {
            File.Copy(file, Path.Combine(folder, Path.GetFileName(file)));
        }
        return null;
    }

    private static async Task<string?> PostgresAsync(string folder, Func<string, string?, Task> migrate)
    {
        if (postgresTemplate is null)
        {
            var template = $"metier_template_{Environment.ProcessId}_{Guid.CreateVersion7():N}";
            await ExecuteAsync($"CREATE DATABASE {template}");
            var connection = $"{PostgresServer};Database={template};Pooling=false";
            await migrate(folder, connection);
            postgresTemplate = template;
            AppDomain.CurrentDomain.ProcessExit += (_, _) => Drop(template);
        }
        var name = $"metier_test_{Guid.CreateVersion7():N}";
        await ExecuteAsync($"CREATE DATABASE {name} TEMPLATE {postgresTemplate} STRATEGY FILE_COPY");
        // Said as the product says it, so that both have one pool.
        return new NpgsqlConnectionStringBuilder(PostgresServer)
        {
            Database = name,
            MaxPoolSize = 40,
            ConnectionIdleLifetime = 10,
            ConnectionPruningInterval = 5,
            NoResetOnClose = true,
        }.ConnectionString;
    }

    public static async Task DropAsync(string connection)
    {
        var name = new NpgsqlConnectionStringBuilder(connection).Database!;
        await using (var pool = new NpgsqlConnection(connection))
        {
            NpgsqlConnection.ClearPool(pool);
        }
        await ExecuteAsync($"DROP DATABASE IF EXISTS {name} WITH (FORCE)");
    }

    private static void Drop(string name)
    {
        using var connection = new NpgsqlConnection($"{PostgresServer};Database=postgres;Pooling=false");
        connection.Open();
        using var command = new NpgsqlCommand($"DROP DATABASE IF EXISTS {name} WITH (FORCE)", connection);
        command.ExecuteNonQuery();
    }

    private static async Task ExecuteAsync(string sql)
    {
        await using var connection = new NpgsqlConnection($"{PostgresServer};Database=postgres;Pooling=false");
        await connection.OpenAsync();
        await using var command = new NpgsqlCommand(sql, connection);
        await command.ExecuteNonQueryAsync();
    }
}
