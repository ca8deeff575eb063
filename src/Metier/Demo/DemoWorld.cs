using Metier.Jobs;
using Metier.Platform;
using Microsoft.Extensions.DependencyInjection;

namespace Metier.Demo;

/// <summary>Somebody invented.</summary>
internal sealed class DemoPerson
{
    public required Guid Id { get; init; }
    public required string Name { get; init; }
    public required string Email { get; init; }
    public required string Language { get; init; }
    public required string Country { get; init; }
    public required string City { get; init; }
    public required string TimeZone { get; init; }
    public required string Currency { get; init; }
    public required string Speaks { get; init; }
    public required DateTime Joined { get; init; }
    public StaffRoles Roles { get; init; }
    public DemoCompany? Company { get; init; }
    public Guid? ClientId { get; init; }
    public DemoTrade? Trade { get; init; }
    public DemoSpeciality? Speciality { get; init; }

    /// <summary>How often this one is chosen; the people one can sign in as have more to show.</summary>
    public double Weight { get; init; } = 1;

    public List<Guid> Work { get; } = [];
    public Guid? CardId { get; set; }
    public Guid? PayoutMethodId { get; set; }

    public Actor Actor =>
        new(
            Id,
            Name,
            Email,
            true,
            Trade is not null,
            ClientId,
            Company is not null ? Hat.Client : Hat.Freelancer,
            Roles,
            Language,
            TimeZone,
            ClientPowers.Hire | ClientPowers.Pay
        );
}

/// <summary>A job as the demo remembers it.</summary>
internal sealed class DemoJob
{
    public required Guid Id { get; init; }
    public required DemoPerson Client { get; init; }
    public required DemoTrade Trade { get; init; }
    public required string Language { get; init; }
    public required string Title { get; init; }
    public required string Text { get; init; }
    public required string Category { get; init; }
    public required string[] Must { get; init; }
    public required string[] Nice { get; init; }
    public required string[] Steps { get; init; }
    public required string[] Questions { get; init; }
    public required int Budget { get; init; }
    public required (int From, int To)? Rates { get; init; }
    public HashSet<Guid> Asked { get; } = [];

    /// <summary>What proposals need to know of it, once posted.</summary>
    public JobView? View { get; set; }
}

/// <summary>What everybody who invents shares: the numbers, the words, the people so far, and the way into the product.</summary>
internal sealed class DemoWorld(IServiceScopeFactory scopes, SandboxClock clock, DemoOptions options, DateTime now)
{
    /// <summary>How long ago it began.</summary>
    public const int Days = 425;

    /// <summary>The last days are told to everybody by mail, as they would be; the time before is not.</summary>
    public static readonly TimeSpan Told = TimeSpan.FromDays(2);

    public DemoTexts Texts { get; } = DemoTexts.Load();
    public DemoOptions Options => options;
    public TimeProvider Clock => clock;
    public DateTime Now => now;
    public List<DemoPerson> Freelancers { get; } = [];
    public List<DemoPerson> Clients { get; } = [];
    public List<DemoPerson> Staff { get; } = [];

    public DemoRandom Random(string part) => DemoRandom.For(options.Seed, part);

    /// <summary>Time goes by within one thing that takes a while; never into the future.</summary>
    public void Pass(TimeSpan time)
    {
        var then = clock.UtcNow() + time;
        clock.StandAt(then < now ? then : clock.UtcNow().AddMilliseconds(1));
    }

    /// <summary>Whether people are told of what happens now.</summary>
    public bool IsTold => clock.UtcNow() >= now - Told;

    public DateTime Ago(double days) => now.AddDays(-days);

    /// <summary>The same day, at an hour at which people work; never later than now.</summary>
    public DateTime AtWork(DateTime moment)
    {
        var at = moment.Date + TimeSpan.FromHours(7.5 + (moment.TimeOfDay.TotalDays * 11));
        var latest = now.AddMinutes(-15);
        return at < latest ? at
            : moment < latest ? moment
            : latest;
    }

    /// <summary>Does something as a request would: its own scope, the person's language.</summary>
    public async Task<T> InAsync<T>(string language, Func<IServiceProvider, Task<T>> work)
    {
        using var speaking = new InLanguage(language);
        await using var scope = scopes.CreateAsyncScope();
        return await work(scope.ServiceProvider);
    }

    /// <summary>Runs a use case; one that refuses what the demo invented is a bug of the demo.</summary>
    public Task<T> DoAsync<TUseCase, T>(string language, Func<TUseCase, Task<Outcome<T>>> run)
        where TUseCase : notnull =>
        InAsync(language, async s => DemoScene.Done<TUseCase, T>(await run(s.GetRequiredService<TUseCase>())));

    /// <summary>Several use cases of one moment in one transaction, each saved before the next looks.</summary>
    public Task TogetherAsync(string language, Func<DemoScene, Task> play) =>
        InAsync(
            language,
            async s =>
            {
                var db = s.GetRequiredService<MetierDb>();
                return await db.WriteAsync<Done>(
                    async () =>
                    {
                        await play(new DemoScene(s, db));
                        return Metier.Platform.Done.It;
                    },
                    CancellationToken.None
                );
            }
        );
}

/// <summary>Use cases inside one transaction.</summary>
internal sealed class DemoScene(IServiceProvider services, MetierDb db)
{
    public MetierDb Db => db;

    public T Get<T>()
        where T : notnull => services.GetRequiredService<T>();

    public async Task<T> DoAsync<TUseCase, T>(Func<TUseCase, Task<Outcome<T>>> run)
        where TUseCase : notnull
    {
        var done = Done<TUseCase, T>(await run(Get<TUseCase>()));
        await db.SaveChangesAsync();
        return done;
    }

    /// <summary>Nothing of what the demo invented may be refused.</summary>
    public static void Accept(string what, IReadOnlyList<Refusal> refusals)
    {
        if (refusals.Count > 0)
        {
            throw new NotSupportedException($"{what}: {Words(refusals)}");
        }
    }

    private static string Words(IEnumerable<Refusal> refusals) =>
        string.Join("; ", refusals.Select(r => $"{r.Code} {r.Field} {r.Message}"));

    public static T Done<TUseCase, T>(Outcome<T> outcome) =>
        outcome.Ok
            ? outcome.Value
            : throw new NotSupportedException($"{typeof(TUseCase).Name}: {Words(outcome.Refusals)}");
}
