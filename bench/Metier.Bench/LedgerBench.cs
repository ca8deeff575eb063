using System.Diagnostics;
using System.Globalization;
using Metier.Ledger;
using Metier.Payments;
using Metier.Platform;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Npgsql;

namespace Metier.Bench;

/// <summary>
/// Postings through the product's own book, each in a write transaction of its own that has reached the disk when it is counted,
/// with all guards of the database in place.
/// </summary>
internal static class LedgerBench
{
    private const int Accounts = 1_000;

    /// <summary>How the postings of a run look.</summary>
    private enum Shape
    {
        /// <summary>Two legs between two of a thousand freelancers’ accounts.</summary>
        Random,

        /// <summary>Two legs, one of them always the same account of a freelancer.</summary>
        OneHot,

        /// <summary>A charge: the provider’s account, a milestone of its own, and the fee, so that two of three accounts are everybody’s.</summary>
        Platform,

        /// <summary>Bills of a week, five hundred in a transaction.</summary>
        WeeklyBatch,
    }

    public static async Task RunAsync(int seconds, string? only)
    {
        Console.WriteLine(
            "| database | postings | clients | a second | p50 | p99 | processor time each, client + server |"
        );
        Console.WriteLine("|---|---|---|---|---|---|---|");
        foreach (
            var name in new[] { "PostgreSQL", "SQLite" }.Where(n =>
                only is null || n.StartsWith(only, StringComparison.OrdinalIgnoreCase)
            )
        )
        {
            await using var store = await BenchStore.StartAsync(name == "PostgreSQL");
            foreach (var shape in Enum.GetValues<Shape>())
            {
                foreach (var clients in new[] { 1, 8 })
                {
                    await MeasureAsync(store, name, shape, clients, fresh: false, TimeSpan.FromSeconds(seconds));
                }
            }
            foreach (var clients in new[] { 1, 8 })
            {
                await MeasureAsync(store, name, Shape.Random, clients, fresh: true, TimeSpan.FromSeconds(seconds));
            }
            await store.AssertRightAsync();
        }
    }

    private static async Task MeasureAsync(
        BenchStore store,
        string name,
        Shape shape,
        int clients,
        bool fresh,
        TimeSpan time
    )
    {
        // The first ones are for plans, caches and the compiler.
        await Task.WhenAll(
            Enumerable.Range(0, clients).Select(c => WorkAsync(store, shape, c, fresh, TimeSpan.FromSeconds(2), 4_000 / clients))
        );
        await store.AnalyzeAsync();
        var (client, server) = (Environment.CpuUsage.TotalTime, await store.ServerTimeAsync());
        var clock = Stopwatch.StartNew();
        var all = (
            await Task.WhenAll(
                Enumerable.Range(0, clients).Select(c => Task.Run(() => WorkAsync(store, shape, c, fresh, time)))
            )
        )
            .SelectMany(x => x)
            .ToList();
        var took = clock.Elapsed.TotalSeconds;
        // What others at work on the machine hardly change.
        var postings = all.Sum(x => x.Postings);
        client = (Environment.CpuUsage.TotalTime - client) / postings;
        server = (await store.ServerTimeAsync() - server) / postings;
        var waits = all.Select(x => x.Milliseconds).Order().ToList();
        var rate = postings / took;
        var text = shape switch
        {
            Shape.Random => fresh ? "random accounts, a context for each" : "random accounts",
            Shape.OneHot => "one hot account",
            Shape.Platform => "charges (hot platform accounts)",
            _ => "weekly bills, 500 a batch",
        };
        Console.WriteLine(
            string.Create(
                CultureInfo.InvariantCulture,
                $"| {name} | {text} | {clients} | {rate:N0} | {At(waits, 0.5):0.00} ms | {At(waits, 0.99):0.00} ms | {client.TotalMilliseconds:0.000} + {server.TotalMilliseconds:0.000} ms |"
            )
        );
    }

    private static double At(List<double> sorted, double share) => sorted[(int)((sorted.Count - 1) * share)];

    private static async Task<List<(double Milliseconds, int Postings)>> WorkAsync(
        BenchStore store,
        Shape shape,
        int client,
        bool fresh,
        TimeSpan time,
        int least = 0
    )
    {
        await using var kept = store.Scope();
        var random = new Random(client + 1);
        var done = new List<(double, int)>();
        var clock = Stopwatch.StartNew();
        while (clock.Elapsed < time || done.Sum(d => d.Item2) < least)
        {
            var batch = shape == Shape.WeeklyBatch ? 500 : 1;
            var bookings = Enumerable.Range(0, batch).Select(_ => Next(shape, random)).ToList();
            var began = Stopwatch.GetTimestamp();
            if (fresh)
            {
                await using var scope = store.Scope();
                await BenchStore.PostAsync(scope, bookings);
            }
            else
            {
                await BenchStore.PostAsync(kept, bookings);
            }
            done.Add((Stopwatch.GetElapsedTime(began).TotalMilliseconds, batch));
        }
        return done;
    }

    private static Booking Next(Shape shape, Random random)
    {
        var subject = Guid.NewGuid();
        var amount = Currency.Eur.Minor(random.NextInt64(1, 100_000));
        if (shape is Shape.Random or Shape.OneHot)
        {
            var from = shape == Shape.OneHot ? 0 : random.Next(Accounts);
            var to = (from + 1 + random.Next(Accounts - 1)) % Accounts;
            return new(
                Posting.Create(
                    Guid.CreateVersion7(),
                    PostingKind.Adjustment,
                    subject,
                    "",
                    Leg.Debit(LedgerAccount.FreelancerReceivable(Person(from), Currency.Eur), amount),
                    Leg.Credit(LedgerAccount.FreelancerAvailable(Person(to), Currency.Eur), amount)
                ),
                new Parties(FreelancerId: Person(to))
            );
        }
        var fee = Currency.Eur.Minor(30);
        var weekly = shape == Shape.WeeklyBatch;
        var held = weekly
            ? LedgerAccount.Weekly(subject, new DateOnly(2026, 11, 23), Currency.Eur)
            : LedgerAccount.Escrow(subject, Currency.Eur);
        return new(
            Posting.Create(
                Guid.CreateVersion7(),
                weekly ? PostingKind.WeeklyBill : PostingKind.Funding,
                subject,
                "",
                Leg.Debit(LedgerAccount.ProviderPending("sandbox", Currency.Eur), amount + fee),
                Leg.Credit(held, amount),
                Leg.Credit(LedgerAccount.ProcessingFee(Currency.Eur), fee)
            ),
            new Parties(Person(random.Next(Accounts)), Person(random.Next(Accounts)), subject)
        );
    }

    private static Guid Person(int number) => new(number, 1, 1, new byte[8]);
}

/// <summary>A fresh database of the product.</summary>
internal sealed class BenchStore : IAsyncDisposable
{
    private readonly string folder = Directory.CreateTempSubdirectory("metier-bench").FullName;
    private readonly string? database;
    private ServiceProvider services = null!;

    private BenchStore(bool postgres) => database = postgres ? $"metier_bench_{Guid.CreateVersion7():N}" : null;

    private static string Server => Environment.GetEnvironmentVariable("METIER_BENCH_POSTGRES")!;

    public static async Task<BenchStore> StartAsync(bool postgres)
    {
        var store = new BenchStore(postgres);
        if (store.database is { } name)
        {
            await AdminAsync($"CREATE DATABASE {name}");
        }
        var instance = new InstanceOptions { DataFolder = store.folder, Sandbox = true };
        var collection = new ServiceCollection();
        collection.AddLogging();
        var configuration = new ConfigurationBuilder().Build();
        collection.AddSingleton<IConfiguration>(configuration);
        collection.AddMetier(
            configuration,
            instance,
            store.database is null ? null : $"{Server};Database={store.database}"
        );
        store.services = collection.BuildServiceProvider();
        await using var scope = store.services.CreateAsyncScope();
        var db = scope.ServiceProvider.GetRequiredService<MetierDb>();
        await db.Database.MigrateAsync();
        foreach (var guard in MetierModules.Set.All.SelectMany(m => m.Guards(db.Dialect)))
        {
            await db.Database.ExecuteSqlRawAsync(
                guard.Replace("{", "{{", StringComparison.Ordinal).Replace("}", "}}", StringComparison.Ordinal)
            );
        }
        return store;
    }

    /// <summary>A context and its connection: a chore keeps one, a request has one of its own.</summary>
    public AsyncServiceScope Scope() => services.CreateAsyncScope();

    public static async Task PostAsync(AsyncServiceScope scope, IReadOnlyList<Booking> bookings)
    {
        var db = scope.ServiceProvider.GetRequiredService<MetierDb>();
        var book = scope.ServiceProvider.GetRequiredService<LedgerBook>();
        await db.Database.OpenConnectionAsync();
        var posted = await db.WriteAsync(
            () => book.PostManyAsync(bookings, CancellationToken.None),
            CancellationToken.None
        );
        if (!posted.Ok)
        {
            throw new InvalidOperationException(posted.Refusals[0].Code);
        }
    }

    /// <summary>Processor time of the server’s processes that work for this database; Linux, same machine.</summary>
    public async Task<TimeSpan> ServerTimeAsync()
    {
        if (database is null)
        {
            return TimeSpan.Zero;
        }
        await using var source = NpgsqlDataSource.Create($"{Server};Database=postgres");
        await using var command = source.CreateCommand(
            $"SELECT pid FROM pg_stat_activity WHERE datname = '{database}'"
        );
        await using var reader = await command.ExecuteReaderAsync();
        long ticks = 0;
        while (await reader.ReadAsync())
        {
            var stat = await File.ReadAllTextAsync($"/proc/{reader.GetInt32(0)}/stat");
            var fields = stat[(stat.LastIndexOf(')') + 2)..].Split(' ');
            ticks +=
                long.Parse(fields[11], CultureInfo.InvariantCulture)
                + long.Parse(fields[12], CultureInfo.InvariantCulture);
        }
        return TimeSpan.FromMilliseconds(ticks * 10);
    }

    public async Task AnalyzeAsync()
    {
        await using var scope = services.CreateAsyncScope();
        await scope.ServiceProvider.GetRequiredService<MetierDb>().Database.ExecuteSqlRawAsync("ANALYZE");
    }

    /// <summary>What was measured must also be right: everything the book alone can be checked for.</summary>
    public async Task AssertRightAsync()
    {
        await using var scope = services.CreateAsyncScope();
        var findings = await scope.ServiceProvider.GetRequiredService<LedgerCheck>().RunAsync(CancellationToken.None);
        foreach (var wrong in findings.Where(f => f.Invariant is "I1" or "I2" or "I3" or "I4" or "I5").Take(3))
        {
            throw new InvalidOperationException($"{wrong.Invariant} {wrong.Subject}");
        }
    }

    public async ValueTask DisposeAsync()
    {
        await services.DisposeAsync();
        if (database is not null)
        {
            NpgsqlConnection.ClearAllPools();
            await AdminAsync($"DROP DATABASE {database} WITH (FORCE)");
        }
        Microsoft.Data.Sqlite.SqliteConnection.ClearAllPools();
        Directory.Delete(folder, recursive: true);
    }

    private static async Task AdminAsync(string sql)
    {
        await using var source = NpgsqlDataSource.Create($"{Server};Database=postgres");
        await using var command = source.CreateCommand(sql);
        await command.ExecuteNonQueryAsync();
    }
}
