using System.CommandLine;
using Metier.Platform;
using Microsoft.Data.Sqlite;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Logging.Console;
using Npgsql;

namespace Metier.Web.Commands;

/// <summary>What a one-shot command works with.</summary>
internal sealed record Opened(IServiceProvider Services, InstanceOptions Instance, TextWriter Output)
{
    public T Get<T>()
        where T : notnull => Services.GetRequiredService<T>();
}

/// <summary>
/// Opens an existing instance for one command: it is never migrated, nothing runs in the background, and whether it is a
/// sandbox is read from its own mark. Its server may be running at the same time.
/// </summary>
internal static class OneShot
{
    /// <summary>The instance is not there, is older or newer than this program, or cannot be reached.</summary>
    public const int CannotOpen = 2;

    public static async Task<int> RunAsync(
        ParseResult parsed,
        HostArguments arguments,
        Func<Opened, CancellationToken, Task<int>> work,
        CancellationToken ct
    )
    {
        var (output, error) = (parsed.InvocationConfiguration.Output, parsed.InvocationConfiguration.Error);
        return await RunAsync(arguments.Read(parsed), output, error, work, ct);
    }

    public static async Task<int> RunAsync(
        HostSettings settings,
        TextWriter output,
        TextWriter error,
        Func<Opened, CancellationToken, Task<int>> work,
        CancellationToken ct
    )
    {
        settings = Quiet(settings);
        var (problem, sandbox) = await ProblemAsync(settings, ct);
        if (problem is not null)
        {
            await error.WriteLineAsync(problem);
            return CannotOpen;
        }
        await using var app = MetierHost.Build(settings with { Sandbox = sandbox });
        await SandboxClocks.ReadAsync(app.Services.GetRequiredService<IServiceScopeFactory>(), ct);
        await using var scope = app.Services.CreateAsyncScope();
        var instance = app.Services.GetRequiredService<InstanceOptions>();
        return await work(new Opened(scope.ServiceProvider, instance, output), ct);
    }

    /// <summary>Nothing in the background; what is logged goes to standard error, what was asked for to standard output.</summary>
    public static HostSettings Quiet(HostSettings settings) =>
        settings with
        {
            Background = false,
            Urls = Environment.GetEnvironmentVariable("METIER_URLS") ?? settings.Urls,
            Services = services =>
            {
                services.Configure<ConsoleLoggerOptions>(o => o.LogToStandardErrorThreshold = LogLevel.Trace);
                settings.Services?.Invoke(services);
            },
        };

    /// <summary>Why the instance cannot be used, in words that say what to do; null when it can.</summary>
    public static async Task<(string? Problem, bool Sandbox)> ProblemAsync(HostSettings settings, CancellationToken ct)
    {
        if (settings.Postgres is null && !File.Exists(Path.Combine(settings.DataFolder, "metier.db")))
        {
            return (
                $"There is no marketplace in {Path.GetFullPath(settings.DataFolder)}. Start it once with ./run, or name its folder with --data.",
                false
            );
        }
        await using var app = MetierHost.Build(settings with { Sandbox = false });
        await using var scope = app.Services.CreateAsyncScope();
        var db = scope.ServiceProvider.GetRequiredService<MetierDb>();
        try
        {
            var known = db.Database.GetMigrations().ToHashSet(StringComparer.Ordinal);
            var applied = (await db.Database.GetAppliedMigrationsAsync(ct)).ToHashSet(StringComparer.Ordinal);
            if (!applied.IsSubsetOf(known))
            {
                return ("The database was made by another release of Metier. Use that release.", false);
            }
            if (!known.IsSubsetOf(applied))
            {
                return (
                    "The database is older than this program. Make a backup, then start it once with ./metier serve: it migrates itself.",
                    false
                );
            }
            var sandbox = await scope.ServiceProvider.GetRequiredService<HealthViews>().SandboxAsync(ct);
            return sandbox is { } mark
                ? (null, mark)
                : ("The database has never been started. Start it once with ./metier serve.", false);
        }
        catch (Exception e) when (e is SqliteException or NpgsqlException or IOException)
        {
            return ($"The database cannot be reached: {e.Message}", false);
        }
    }
}
