using System.Data.Common;
using System.Diagnostics;
using System.Globalization;
using Metier.Platform;
using Metier.Talent;
using Metier.Taxonomy;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace Metier.Bench;

/// <summary>
/// How long the product takes to build its index from the tables of a database: profiles as <see cref="World"/> makes them, each
/// with its skills and languages, written past the product; read by the product's own build.
/// </summary>
internal static class DatabaseBench
{
    public static async Task RunAsync(int profiles, int seed, string? only)
    {
        Console.WriteLine("| database | profiles | written in | built in | processor time, client + server |");
        Console.WriteLine("|---|---|---|---|---|");
        foreach (
            var name in new[] { "SQLite", "PostgreSQL" }.Where(n =>
                only is null || n.StartsWith(only, StringComparison.OrdinalIgnoreCase)
            )
        )
        {
            await using var store = await BenchStore.StartAsync(name == "PostgreSQL");
            var clock = Stopwatch.StartNew();
            await FillAsync(store, profiles, new World(seed));
            await store.AnalyzeAsync();
            var written = clock.Elapsed;
            await using var scope = store.Scope();
            var index = scope.ServiceProvider.GetRequiredService<TalentIndex>();
            var (client, server) = (Environment.CpuUsage.TotalTime, await store.ServerTimeAsync());
            clock.Restart();
            await index.RebuildAsync(CancellationToken.None);
            var built = clock.Elapsed;
            client = Environment.CpuUsage.TotalTime - client;
            server = await store.ServerTimeAsync() - server;
            Console.WriteLine(
                string.Create(
                    CultureInfo.InvariantCulture,
                    $"| {name} | {profiles:N0} | {written.TotalSeconds:0.0} s | {built.TotalSeconds:0.0} s | {client.TotalSeconds:0.0} + {server.TotalSeconds:0.0} s |"
                )
            );
        }
    }

    private static async Task FillAsync(BenchStore store, int profiles, World world)
    {
        await using var scope = store.Scope();
        var catalogue = scope.ServiceProvider.GetRequiredService<SkillCatalogue>();
        await catalogue.FillAsync(CancellationToken.None);
        var skills = catalogue.Skills.Select(s => s.Id).ToList();
        var db = scope.ServiceProvider.GetRequiredService<MetierDb>();
        await db.Database.OpenConnectionAsync();
        var connection = db.Database.GetDbConnection();
        await using var transaction = await connection.BeginTransactionAsync();
        await using var member = Insert(
            connection,
            transaction,
            "member",
            "Id, Name, Language, TimeZone, Country, IsFreelancer, Hat, Roles, CreatedAt, LastTotpStep, UserName, NormalizedUserName, Email, NormalizedEmail, EmailConfirmed, PhoneNumberConfirmed, TwoFactorEnabled, LockoutEnabled, AccessFailedCount"
        );
        await using var profile = Insert(
            connection,
            transaction,
            "freelancer_profile",
            "Id, Title, Overview, VideoUrl, PhotoName, RateMinor, RateCurrency, Availability, Experience, City, Country, TimeZone, Visibility, CreatedAt, UpdatedAt, Version"
        );
        await using var skill = Insert(connection, transaction, "profile_skill", "ProfileId, SkillId, Position");
        await using var language = Insert(
            connection,
            transaction,
            "profile_language",
            "ProfileId, Code, Level, Position"
        );
        foreach (var made in world.Profiles(profiles))
        {
            var (d, id) = (made.Document, made.Document.Id);
            var mail = $"{id:N}@example.org";
            await RunAsync(
                member,
                id, "Somebody", "en", "Europe/Paris", d.Country, true, "Freelancer", 0, d.JoinedAt, 0L,
                mail, mail.ToUpperInvariant(), mail, mail.ToUpperInvariant(), true, false, false, true, 0
            );
            await RunAsync(
                profile,
                id, d.Title, d.Overview, "", "", d.RateMinor, "EUR", "Full", "Solid", "", d.Country, "Europe/Paris", "Public",
                d.JoinedAt, d.JoinedAt, 1
            );
            for (var i = 0; i < made.Skills.Length; i++)
            {
                await RunAsync(skill, id, skills[made.Skills[i] % skills.Count], i);
            }
            await RunAsync(language, id, "en", "Fluent", 0);
            await RunAsync(language, id, "fr", "Native", 1);
        }
        await transaction.CommitAsync();
    }

    private static DbCommand Insert(DbConnection connection, DbTransaction transaction, string table, string columns)
    {
        var command = connection.CreateCommand();
        command.Transaction = transaction;
        var names = columns.Split(", ");
        command.CommandText =
            $"INSERT INTO {table} ({string.Join(", ", names.Select(n => $"\"{n}\""))}) VALUES ({string.Join(", ", names.Select((_, i) => "@p" + i))}) ON CONFLICT DO NOTHING";
        foreach (var i in Enumerable.Range(0, names.Length))
        {
            var parameter = command.CreateParameter();
            parameter.ParameterName = "@p" + i;
            command.Parameters.Add(parameter);
        }
        return command;
    }

    private static async Task RunAsync(DbCommand command, params object?[] values)
    {
        for (var i = 0; i < values.Length; i++)
        {
            command.Parameters[i].Value = values[i] ?? DBNull.Value;
        }
        await command.ExecuteNonQueryAsync();
    }
}
