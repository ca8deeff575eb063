using Metier.Platform;
using Metier.Web;
using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
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

    public async ValueTask InitializeAsync()
    {
        app = MetierHost.Build(
            new HostSettings
            {
                DataFolder = folder,
                Sandbox = true,
                Urls = "http://127.0.0.1:0",
                Background = false,
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
                Args = ["--no-sandbox", "--disable-gpu"],
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
