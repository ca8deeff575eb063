using System.Diagnostics;
using Metier.Contracts;
using Metier.Members;
using Metier.Notifications;
using Metier.Platform;
using Metier.Taxonomy;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace Metier.Demo;

/// <summary>How large a demo, and which one: the same seed invents the same people and jobs.</summary>
/// <param name="Seed">Any number.</param>
/// <param name="Freelancers">People who work.</param>
/// <param name="Clients">Who hires; at most as many as there are in the file.</param>
/// <param name="Jobs">Posts that are open at the end.</param>
/// <param name="Running">Offers and contracts that stand somewhere in the middle.</param>
/// <param name="Finished">Contracts that are over.</param>
public sealed record DemoOptions(
    long Seed = 1,
    int Freelancers = 300,
    int Clients = 40,
    int Jobs = 120,
    int Running = 30,
    int Finished = 40
);

/// <summary>What was done.</summary>
/// <param name="Seeded">False when the database was in use already.</param>
/// <param name="Took">How long it took.</param>
/// <param name="Times">Where the time went.</param>
public sealed record DemoResult(bool Seeded, TimeSpan Took, IReadOnlyList<string> Times);

/// <summary>
/// Fills an empty sandbox with a marketplace of fourteen months: invented people do what people do, through the same use
/// cases and in the order of an invented time, so that books, invoices, statements and the audit log are true.
/// </summary>
public sealed class DemoSeed(
    IServiceScopeFactory scopes,
    TimeProvider time,
    ChoreRunner chores,
    Outbox outbox,
    OutboxSignal signal,
    EventRegistry events,
    NoticeSwitch notices,
    InstanceOptions instance,
    RuleOptions rules,
    SkillCatalogue catalogue,
    DatabaseStart start
)
{
    private static readonly TimeSpan Long = TimeSpan.FromDays(75);

    /// <summary>Seeds an empty database, before anything is served; one that is in use is left alone.</summary>
    public async Task<Outcome<DemoResult>> RunAsync(DemoOptions options, CancellationToken ct)
    {
        if (!instance.Sandbox || time is not SandboxClock clock)
        {
            return Refusal.NotFound();
        }
        if (await InUseAsync(ct))
        {
            return new DemoResult(false, TimeSpan.Zero, []);
        }
        var began = Stopwatch.GetTimestamp();
        await using var scope = scopes.CreateAsyncScope();
        var db = scope.ServiceProvider.GetRequiredService<MetierDb>();
        SqliteHaste.It.Begin(db);
        signal.Memory = new();
        try
        {
            var times = await TellAsync(options, clock, ct);
            return new DemoResult(true, Stopwatch.GetElapsedTime(began), times);
        }
        finally
        {
            clock.RunOn();
            Hear();
            signal.Memory = null;
            SqliteHaste.It.End(db);
        }
    }

    /// <summary>Whether somebody is in the database, so that no demo is written into it.</summary>
    public async Task<bool> InUseAsync(CancellationToken ct)
    {
        await using var scope = scopes.CreateAsyncScope();
        return await scope.ServiceProvider.GetRequiredService<MetierDb>().Set<Member>().AnyAsync(ct);
    }

    private async Task<IReadOnlyList<string>> TellAsync(DemoOptions options, SandboxClock clock, CancellationToken ct)
    {
        var now = clock.UtcNow();
        var world = new DemoWorld(scopes, clock, options, now);
        var calendar = new DemoCalendar(clock, chores, outbox, now);
        var people = new DemoPeople(world);
        people.Invent();
        people.Plan(calendar);
        new DemoPlan(world, calendar, new DemoJobs(world, catalogue, rules)).Write();
        Silence(on: true, @long: true);
        calendar.At(now - Long, "listen", () => Task.Run(() => Silence(on: true)));
        calendar.At(now - DemoWorld.Told, "listen", () => Task.Run(() => Silence(on: false)));
        await calendar.RunAsync(world.Ago(DemoWorld.Days + 1), ct);
        await world.TogetherAsync(
            "en",
            scene =>
            {
                scene.Db.AddRange(DemoDoor.Of(world));
                return Task.CompletedTask;
            }
        );
        clock.RunOn();
        Hear();
        await start.LoadAsync(ct);
        return [.. calendar.Times, DemoCalendar.Runtime()];
    }

    /// <summary>
    /// Nobody is told of a past that never was: handlers that only tell people hear nothing of it, and others that would also
    /// write to people do not. Neither does whoever keeps an index, which is built from the tables afterwards, nor, for
    /// what is <paramref name="long"/> ago, whoever follows each step of a milestone.
    /// </summary>
    private void Silence(bool on, bool @long = false)
    {
        events.Silence(h => IsIndex(h) || (on && OnlyTells(h)) || (@long && h.EventType == typeof(MilestoneMoved)));
        notices.Off = on;
    }

    private void Hear()
    {
        events.Silence(null);
        notices.Off = false;
    }

    private static bool IsIndex(HandlerInfo handler) => handler.HandlerType.Namespace == "Metier.Talent";

    /// <summary>They are named so; conversations, which are told too, are part of the history.</summary>
    private static bool OnlyTells(HandlerInfo handler) =>
        handler.HandlerType.Name is var name
        && (
            name.EndsWith("Mails", StringComparison.Ordinal)
            || (name.StartsWith("Tell", StringComparison.Ordinal) && !name.EndsWith("Room", StringComparison.Ordinal))
        );
}
