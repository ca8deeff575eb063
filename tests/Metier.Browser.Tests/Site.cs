using System.Security.Claims;
using Metier.Members;
using Metier.Platform;
using Metier.Web;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Authentication.Cookies;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Identity;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using Microsoft.Playwright;

namespace Metier.Browser.Tests;

/// <summary>The whole product on a real socket with an empty database, and one Chromium for all tests.</summary>
public sealed class Site : IAsyncLifetime
{
    private readonly string folder = Directory.CreateTempSubdirectory("metier-browser").FullName;
    private WebApplication app = default!;
    private IPlaywright playwright = default!;

    public IBrowser Chromium { get; private set; } = default!;

    public string Address => app.Urls.First();

    public IServiceProvider Services => app.Services;

    public async ValueTask InitializeAsync()
    {
        app = MetierHost.Build(
            new HostSettings
            {
                DataFolder = folder,
                Sandbox = true,
                Urls = "http://127.0.0.1:0",
                Background = false,
                Configuration = new Dictionary<string, string?>
                {
                    ["RateLimits:Scale"] = "1000",
                    // However slow the machine is, what is found is ranked.
                    ["Talent:FirstBuildPatience"] = "600000",
                },
                Services = s => s.AddLogging(l => l.ClearProviders()),
            }
        );
        await app.Services.GetRequiredService<DatabaseStart>().RunAsync(CancellationToken.None);
        await app.StartAsync();
        playwright = await Playwright.CreateAsync();
        Chromium = await playwright.Chromium.LaunchAsync(
            new()
            {
                ExecutablePath = Environment.GetEnvironmentVariable("CHROMIUM") ?? "/usr/bin/chromium",
                // The last two: pages that ask for the screen get an invented one, without a question.
                Args =
                [
                    "--no-sandbox",
                    "--disable-gpu",
                    "--use-fake-ui-for-media-stream",
                    "--use-fake-device-for-media-stream=display-media-type=monitor",
                ],
            }
        );
    }

    /// <summary>A browser window of its own, with its own cookies.</summary>
    public async Task<IPage> WindowAsync(
        int width = 1280,
        bool dark = false,
        string language = "en",
        bool script = true,
        int height = 900
    )
    {
        var context = await Chromium.NewContextAsync(
            new()
            {
                BaseURL = Address,
                ViewportSize = new() { Width = width, Height = height },
                ColorScheme = dark ? ColorScheme.Dark : ColorScheme.Light,
                Locale = language,
                JavaScriptEnabled = script,
                TimezoneId = "Europe/Paris",
                ReducedMotion = ReducedMotion.Reduce,
            }
        );
        return await context.NewPageAsync();
    }

    /// <summary>Runs something in its own scope, as a request would.</summary>
    public async Task<T> InScopeAsync<T>(Func<IServiceProvider, Task<T>> work)
    {
        await using var scope = app.Services.CreateAsyncScope();
        return await work(scope.ServiceProvider);
    }

    /// <summary>Delivers what waits in the outbox: mails and other consequences.</summary>
    public Task SettleAsync() => app.Services.GetRequiredService<Outbox>().DrainAsync(CancellationToken.None);

    /// <summary>A member with a confirmed address who both hires and works; looks as a client unless told otherwise.</summary>
    public Task<Actor> MemberAsync(
        string name,
        string language = "en",
        Hat hat = Hat.Client,
        StaffRoles roles = StaffRoles.None
    ) =>
        InScopeAsync(async s =>
        {
            var member = await MemberAsync(s, name, language, hat, roles);
            return (await s.GetRequiredService<ActorLoader>().LoadAsync(member.Id, null, CancellationToken.None))!;
        });

    /// <summary>A new member as above, signed in in this window.</summary>
    public async Task<Actor> SignInAsync(
        IPage page,
        string name,
        string language = "en",
        Hat hat = Hat.Client,
        StaffRoles roles = StaffRoles.None
    )
    {
        var actor = await MemberAsync(name, language, hat, roles);
        await SignInAsync(page, actor);
        return actor;
    }

    /// <summary>Signs a member in in this window.</summary>
    public async Task SignInAsync(IPage page, Actor actor)
    {
        await using var scope = app.Services.CreateAsyncScope();
        var services = scope.ServiceProvider;
        var member = (
            await services.GetRequiredService<UserManager<Member>>().FindByIdAsync(actor.MemberId.ToString())
        )!;
        var principal = await services.GetRequiredService<IUserClaimsPrincipalFactory<Member>>().CreateAsync(member);
        var options = services
            .GetRequiredService<IOptionsMonitor<CookieAuthenticationOptions>>()
            .Get(IdentityConstants.ApplicationScheme);
        var ticket = new AuthenticationTicket(
            new ClaimsPrincipal(principal),
            new AuthenticationProperties
            {
                IssuedUtc = DateTimeOffset.UtcNow,
                ExpiresUtc = DateTimeOffset.UtcNow.AddDays(1),
            },
            IdentityConstants.ApplicationScheme
        );
        await page.Context.AddCookiesAsync([
            new()
            {
                Name = options.Cookie.Name!,
                Value = options.TicketDataFormat.Protect(ticket),
                Url = Address,
            },
        ]);
    }

    /// <summary>A member with a confirmed address who both hires and works.</summary>
    public static async Task<Member> MemberAsync(
        IServiceProvider services,
        string name,
        string language = "en",
        Hat hat = Hat.Client,
        StaffRoles roles = StaffRoles.None
    )
    {
        var users = services.GetRequiredService<UserManager<Member>>();
        var clock = services.GetRequiredService<TimeProvider>();
        var email = $"{Guid.NewGuid():N}@example.org";
        var member = new Member
        {
            Id = Ids.New(clock),
            Name = name,
            UserName = email,
            Email = email,
            EmailConfirmed = true,
            Language = language,
            TimeZone = "Europe/Paris",
            IsFreelancer = true,
            Hat = hat,
            Roles = roles,
            CreatedAt = clock.UtcNow(),
        };
        Assert.True((await users.CreateAsync(member, "correct horse battery")).Succeeded);
        var db = services.GetRequiredService<MetierDb>();
        var client = new Client
        {
            Id = Ids.New(clock),
            Name = name,
            Currency = "EUR",
            CreatedAt = clock.UtcNow(),
        };
        db.Add(client);
        db.Add(
            new ClientMember
            {
                ClientId = client.Id,
                MemberId = member.Id,
                Role = ClientRole.Owner,
                Since = clock.UtcNow(),
            }
        );
        await db.SaveChangesAsync();
        return member;
    }

    public async ValueTask DisposeAsync()
    {
        await Chromium.DisposeAsync();
        playwright.Dispose();
        await app.StopAsync();
        await app.DisposeAsync();
        Microsoft.Data.Sqlite.SqliteConnection.ClearAllPools();
        Directory.Delete(folder, recursive: true);
    }
}

[CollectionDefinition(nameof(Site))]
public sealed class SiteCollection : ICollectionFixture<Site>;
