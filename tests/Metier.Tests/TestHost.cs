using System.Security.Claims;
using Metier.Members;
using Metier.Platform;
using Metier.Web;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Authentication.Cookies;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Identity;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using Microsoft.Extensions.Time.Testing;

namespace Metier.Tests;

/// <summary>
/// The whole product on a real socket and a fresh real database, with a clock that only moves when a test says so.
/// Events and chores run when <see cref="SettleAsync"/> or <see cref="AdvanceAsync"/> is called, never by themselves.
/// </summary>
public sealed class TestHost : IAsyncDisposable
{
    /// <summary>When every test begins: a Monday morning.</summary>
    public static readonly DateTimeOffset Start = new(2026, 11, 23, 9, 0, 0, TimeSpan.Zero);

    private readonly string folder;
    private readonly string? postgres;
    private readonly bool owner;
    private WebApplication app;

    private TestHost(WebApplication app, string folder, string? postgres, FakeTimeProvider clock, bool owner = true)
    {
        this.app = app;
        this.owner = owner;
        this.folder = folder;
        this.postgres = postgres;
        Clock = clock;
    }

    public FakeTimeProvider Clock { get; }

    public DateTime Now => Clock.UtcNow();

    public IServiceProvider Services => app.Services;

    public WebApplication App => app;

    /// <summary>The connection string when it runs on PostgreSQL.</summary>
    public string? Postgres => postgres;

    public Uri Address => new(app.Urls.First());

    /// <summary>Its data folder, for tests that start a second process on it.</summary>
    public string Folder => folder;

    public static async Task<TestHost> StartAsync(
        Store store,
        Action<IServiceCollection>? services = null,
        IReadOnlyDictionary<string, string?>? configuration = null
    )
    {
        var folder = Directory.CreateTempSubdirectory("metier-test").FullName;
        var clock = new FakeTimeProvider(Start);
        var postgres = await TestDatabases.CreateAsync(store, folder, MigrateAsync);
        var app = MetierHost.Build(Settings(folder, postgres, clock, services, configuration));
        await app.Services.GetRequiredService<DatabaseStart>().RunAsync(CancellationToken.None);
        await app.StartAsync();
        return new TestHost(app, folder, postgres, clock);
    }

    /// <summary>Stops the process and starts it again on the same data; browsers have to sign in anew at its new address.</summary>
    public async Task RestartAsync()
    {
        await EndAsync();
        app = await AgainAsync();
    }

    /// <summary>Another process on the same data, as a second node would be.</summary>
    public async Task<TestHost> SecondNodeAsync() => new(await AgainAsync(), folder, postgres, Clock, owner: false);

    private async Task EndAsync()
    {
        var timers = app.Services.GetRequiredService<RateLimitTimers>();
        await app.StopAsync();
        await app.DisposeAsync();
        timers.Stop();
    }

    private async Task<WebApplication> AgainAsync()
    {
        var again = MetierHost.Build(Settings(folder, postgres, Clock, null));
        await again.Services.GetRequiredService<DatabaseStart>().RunAsync(CancellationToken.None);
        await again.StartAsync();
        return again;
    }

    private static async Task MigrateAsync(string folder, string? postgres)
    {
        await using var app = MetierHost.Build(Settings(folder, postgres, new FakeTimeProvider(Start), null));
        await app.Services.GetRequiredService<DatabaseStart>().RunAsync(CancellationToken.None);
    }

    private static HostSettings Settings(
        string folder,
        string? postgres,
        FakeTimeProvider clock,
        Action<IServiceCollection>? services,
        IReadOnlyDictionary<string, string?>? configuration = null
    ) =>
        new()
        {
            DataFolder = folder,
            Postgres = postgres,
            Sandbox = true,
            Urls = "http://127.0.0.1:0",
            Background = false,
            Configuration = new Dictionary<string, string?>
            {
                ["RateLimits:Scale"] = "1000",
                // However slow the machine is, what is found is ranked.
                ["Talent:FirstBuildPatience"] = "600000",
                ["Instance:PublicUrl"] = "http://metier.test",
            }
                .Concat(configuration ?? new Dictionary<string, string?>())
                .GroupBy(c => c.Key)
                .ToDictionary(c => c.Key, c => c.Last().Value),
            Services = s =>
            {
                s.AddSingleton<TimeProvider>(clock);
                s.AddSingleton<RateLimitTimers>();
                s.AddSingleton<IStartupFilter>(p => p.GetRequiredService<RateLimitTimers>());
                // A slow hash is for thieves; what is slow here is a thousand members who sign up.
                s.Configure<PasswordHasherOptions>(o => o.IterationCount = 1000);
                if (Environment.GetEnvironmentVariable("METIER_TEST_LOG") is null)
                {
                    s.AddLogging(l => l.ClearProviders());
                }
                services?.Invoke(s);
            },
        };

    /// <summary>Runs something in its own scope, as a request would.</summary>
    public async Task<T> InScopeAsync<T>(Func<IServiceProvider, Task<T>> work)
    {
        await using var scope = app.Services.CreateAsyncScope();
        return await work(scope.ServiceProvider);
    }

    public async Task InScopeAsync(Func<IServiceProvider, Task> work)
    {
        await using var scope = app.Services.CreateAsyncScope();
        await work(scope.ServiceProvider);
    }

    /// <summary>Delivers every event that is due, and runs every chore that is due.</summary>
    public async Task SettleAsync()
    {
        var outbox = app.Services.GetRequiredService<Outbox>();
        await outbox.DrainAsync(CancellationToken.None);
        await app.Services.GetRequiredService<ChoreRunner>().RunDueAsync(CancellationToken.None);
        await outbox.DrainAsync(CancellationToken.None);
    }

    /// <summary>Moves the clock, stopping at every deadline on the way.</summary>
    public async Task AdvanceAsync(TimeSpan by)
    {
        var chores = app.Services.GetRequiredService<ChoreRunner>();
        var target = Now + by;
        await SettleAsync();
        while (await chores.NextDueAsync(Now, CancellationToken.None) is { } next && next <= target)
        {
            Clock.SetUtcNow(new DateTimeOffset(next).AddMilliseconds(1));
            await SettleAsync();
        }
        if (target > Now)
        {
            Clock.SetUtcNow(new DateTimeOffset(target));
        }
        await SettleAsync();
    }

    /// <summary>A member with a confirmed address; with <paramref name="client"/> also a client they own.</summary>
    public Task<Actor> MemberAsync(
        string name,
        bool freelancer = false,
        bool client = false,
        StaffRoles roles = StaffRoles.None,
        bool confirmed = true,
        string language = "en"
    ) =>
        InScopeAsync(async s =>
        {
            var users = s.GetRequiredService<UserManager<Member>>();
            var email = $"{name.ToLowerInvariant().Replace(' ', '.')}@example.org";
            var member = new Member
            {
                Id = Ids.New(Clock),
                Name = name,
                UserName = email,
                Email = email,
                EmailConfirmed = confirmed,
                Language = language,
                TimeZone = "Europe/Paris",
                Country = "FR",
                IsFreelancer = freelancer,
                Hat = client ? Hat.Client : Hat.Freelancer,
                Roles = roles,
                CreatedAt = Now,
            };
            var made = await users.CreateAsync(member, "correct horse battery");
            Assert.True(made.Succeeded, string.Join(' ', made.Errors.Select(e => e.Description)));
            if (client)
            {
                var db = s.GetRequiredService<MetierDb>();
                var paying = new Client
                {
                    Id = Ids.New(Clock),
                    Name = name + " Ltd",
                    Currency = "EUR",
                    Country = "FR",
                    CreatedAt = Now,
                };
                db.Add(paying);
                db.Add(
                    new ClientMember
                    {
                        ClientId = paying.Id,
                        MemberId = member.Id,
                        Role = ClientRole.Owner,
                        Since = Now,
                    }
                );
                await db.SaveChangesAsync();
            }
            return (await s.GetRequiredService<ActorLoader>().LoadAsync(member.Id, null, CancellationToken.None))!;
        });

    /// <summary>A browser without a session.</summary>
    public Browser Visitor(string acceptLanguage = "en") => new(Address, acceptLanguage);

    /// <summary>A browser signed in as this member, here or at another process on the same database.</summary>
    public async Task<Browser> SignedInAsync(Actor actor, Uri? at = null)
    {
        var browser = new Browser(at ?? Address, actor.Language);
        await InScopeAsync(async s =>
        {
            var users = s.GetRequiredService<UserManager<Member>>();
            var member = (await users.FindByIdAsync(actor.MemberId.ToString()))!;
            var principal = await s.GetRequiredService<IUserClaimsPrincipalFactory<Member>>().CreateAsync(member);
            var options = s.GetRequiredService<IOptionsMonitor<CookieAuthenticationOptions>>()
                .Get(IdentityConstants.ApplicationScheme);
            var properties = new AuthenticationProperties
            {
                IssuedUtc = DateTimeOffset.UtcNow,
                ExpiresUtc = DateTimeOffset.UtcNow.AddDays(1),
            };
            var ticket = new AuthenticationTicket(
                new ClaimsPrincipal(principal),
                properties,
                IdentityConstants.ApplicationScheme
            );
            browser.SetCookie(options.Cookie.Name!, options.TicketDataFormat.Protect(ticket));
        });
        return browser;
    }

    /// <summary>Every mail sent so far, oldest first.</summary>
    public Task<List<MailRow>> MailsAsync() =>
        InScopeAsync(s =>
            s.GetRequiredService<MetierDb>()
                .Set<MailRow>()
                .AsNoTracking()
                .OrderBy(m => m.QueuedAt)
                .ThenBy(m => m.Id)
                .ToListAsync()
        );

    public async ValueTask DisposeAsync()
    {
        await EndAsync();
        if (!owner)
        {
            return;
        }
        if (postgres is not null)
        {
            await TestDatabases.DropAsync(postgres);
        }
        else
        {
            await using var connection = new Microsoft.Data.Sqlite.SqliteConnection(
                $"Data Source={Path.Combine(folder, "metier.db")};Foreign Keys=True;Default Timeout=30;Pooling=True"
            );
            Microsoft.Data.Sqlite.SqliteConnection.ClearPool(connection);
        }
        Directory.Delete(folder, recursive: true);
    }
}
