using System.IO.Compression;
using System.Text.Encodings.Web;
using System.Text.Unicode;
using Metier.Members;
using Metier.Platform;
using Metier.Web.Diary;
using Metier.Web.Shell;
using Microsoft.AspNetCore.Authentication.Cookies;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.AspNetCore.HttpOverrides;
using Microsoft.AspNetCore.Identity;
using Microsoft.AspNetCore.ResponseCompression;
using Microsoft.Extensions.Logging.Console;

namespace Metier.Web;

/// <summary>Builds the web application: services, then the pipeline in the order a request meets it.</summary>
public static class MetierHost
{
    /// <summary>Builds, without starting or touching the database.</summary>
    public static WebApplication Build(HostSettings settings)
    {
        var builder = WebApplication.CreateBuilder(
            new WebApplicationOptions
            {
                ApplicationName = "Metier.Web",
                ContentRootPath = AppContext.BaseDirectory,
                WebRootPath = WebRoot(),
            }
        );
        builder.WebHost.UseStaticWebAssets();
        // The files as they were compressed by the build, with their names kept for a year; only while developing they are read anew.
        builder.Configuration["ReloadStaticAssetsAtRuntime"] = builder.Environment.IsDevelopment() ? "true" : "false";
        builder.WebHost.UseUrls(settings.Urls.Split(';'));
        if (settings.Configuration is { } extra)
        {
            builder.Configuration.AddInMemoryCollection(extra);
        }
        var instance = Instance(builder.Configuration, settings);
        builder.Services.AddMetier(builder.Configuration, instance, settings.Postgres);
        if (settings.Background)
        {
            builder.Services.AddMetierBackground();
        }
        AddLogging(builder);
        AddIdentity(builder.Services, instance);
        AddWeb(builder, instance);
        settings.Services?.Invoke(builder.Services);
        var app = builder.Build();
        UsePipeline(app);
        return app;
    }

    /// <summary>The published folder's wwwroot, or the source's while developing.</summary>
    private static string WebRoot()
    {
        var published = Path.Combine(AppContext.BaseDirectory, "wwwroot");
        return Directory.Exists(published) ? published : AppContext.BaseDirectory;
    }

    private static InstanceOptions Instance(ConfigurationManager configuration, HostSettings settings)
    {
        var instance = configuration.GetSection("Instance").Get<InstanceOptions>() ?? new InstanceOptions();
        if (configuration["Instance:PublicUrl"] is null)
        {
            instance.PublicUrl = settings.Urls.Split(';')[0].Replace("0.0.0.0", "localhost", StringComparison.Ordinal);
        }
        instance.PublicUrl = instance.PublicUrl.TrimEnd('/');
        instance.DataFolder = Path.GetFullPath(settings.DataFolder);
        // Only the command line opens the sandbox; a setting left in a file must not turn a real marketplace into one.
        instance.Sandbox = settings.Sandbox;
        return instance;
    }

    private static void AddLogging(WebApplicationBuilder builder)
    {
        builder.Logging.ClearProviders();
        builder.Logging.AddJsonConsole(o =>
        {
            o.UseUtcTimestamp = true;
            o.TimestampFormat = "yyyy-MM-ddTHH:mm:ss.fffZ";
        });
        builder.Logging.AddFilter("Microsoft", LogLevel.Warning);
        builder.Logging.AddFilter("Microsoft.EntityFrameworkCore.Database.Command", LogLevel.Error);
        builder.Logging.AddFilter("Microsoft.Hosting.Lifetime", LogLevel.Warning);
        if (!builder.Environment.IsDevelopment())
        {
            builder.Logging.AddFilter("Metier.Platform.ChoreRunner", LogLevel.Warning);
        }
    }

    private static void AddIdentity(IServiceCollection services, InstanceOptions instance)
    {
        var secure = instance.PublicUrl.StartsWith("https:", StringComparison.OrdinalIgnoreCase);
        services
            .AddIdentityCore<Member>(o =>
            {
                o.User.RequireUniqueEmail = true;
                // The user name is the address, and addresses may have any letter (RFC 6531).
                o.User.AllowedUserNameCharacters = "";
                o.Password.RequiredLength = 10;
                o.Password.RequireDigit = false;
                o.Password.RequireLowercase = false;
                o.Password.RequireUppercase = false;
                o.Password.RequireNonAlphanumeric = false;
                o.Lockout.MaxFailedAccessAttempts = 8;
                o.Lockout.DefaultLockoutTimeSpan = TimeSpan.FromMinutes(15);
                o.SignIn.RequireConfirmedEmail = false;
            })
            .AddEntityFrameworkStores<MetierDb>()
            .AddSignInManager()
            .AddDefaultTokenProviders();
        services
            .AddAuthentication(IdentityConstants.ApplicationScheme)
            .AddCookie(
                IdentityConstants.ApplicationScheme,
                o =>
                {
                    o.Cookie.Name = secure ? "__Host-metier" : "metier";
                    o.Cookie.Path = "/";
                    o.Cookie.HttpOnly = true;
                    o.Cookie.SameSite = SameSiteMode.Lax;
                    o.Cookie.SecurePolicy = secure ? CookieSecurePolicy.Always : CookieSecurePolicy.SameAsRequest;
                    o.ExpireTimeSpan = TimeSpan.FromDays(14);
                    o.SlidingExpiration = true;
                    // Sessions live in real time: moving the sandbox's clock must not sign everybody out.
                    o.TimeProvider = TimeProvider.System;
                }
            )
            .AddCookie(
                IdentityConstants.TwoFactorUserIdScheme,
                o =>
                {
                    o.Cookie.Name = secure ? "__Host-metier-2fa" : "metier-2fa";
                    o.Cookie.Path = "/";
                    o.Cookie.HttpOnly = true;
                    o.Cookie.SameSite = SameSiteMode.Lax;
                    o.Cookie.SecurePolicy = secure ? CookieSecurePolicy.Always : CookieSecurePolicy.SameAsRequest;
                    o.ExpireTimeSpan = TimeSpan.FromMinutes(5);
                    o.TimeProvider = TimeProvider.System;
                }
            )
            .AddCookie(
                IdentityConstants.TwoFactorRememberMeScheme,
                o => o.Cookie.Name = secure ? "__Host-metier-known" : "metier-known"
            )
            .AddCookie(IdentityConstants.ExternalScheme);
        // The actor is read anew, stamp and all, on every request; a second validation would only repeat the query.
        services.ConfigureApplicationCookie(o => o.Events = new CookieAuthenticationEvents());
        services.AddAuthorization(Access.AddPolicies);
        services.AddSingleton<IAuthorizationMiddlewareResultHandler, AccessRefused>();
    }

    private static void AddWeb(WebApplicationBuilder builder, InstanceOptions instance)
    {
        var services = builder.Services;
        var secure = instance.PublicUrl.StartsWith("https:", StringComparison.OrdinalIgnoreCase);
        services.AddHttpContextAccessor();
        // Letters of any language go out as they are; only what markup could mistake is escaped.
        services.AddWebEncoders(o => o.TextEncoderSettings = new TextEncoderSettings(UnicodeRanges.All));
        services.AddRazorComponents(o => o.DetailedErrors = builder.Environment.IsDevelopment());
        services.AddCascadingAuthenticationState();
        services.AddAntiforgery(o =>
        {
            o.Cookie.Name = secure ? "__Host-metier-form" : "metier-form";
            o.Cookie.Path = "/";
            o.Cookie.SecurePolicy = secure ? CookieSecurePolicy.Always : CookieSecurePolicy.SameAsRequest;
            o.SuppressXFrameOptionsHeader = true;
        });
        services.Configure<FormOptions>(o =>
        {
            o.MultipartBodyLengthLimit = 60 * 1024 * 1024;
            o.ValueCountLimit = 500;
            o.ValueLengthLimit = 200_000;
        });
        builder.WebHost.ConfigureKestrel(o =>
        {
            o.AddServerHeader = false;
            o.Limits.MaxRequestBodySize = 64 * 1024 * 1024;
            // A search of ten thousand letters, each escaped, is answered with a page and not by a closed door.
            o.Limits.MaxRequestLineSize = 64 * 1024;
            o.Limits.RequestHeadersTimeout = TimeSpan.FromSeconds(15);
        });
        services.AddOutputCache(PublicPages.AddPolicy);
        services.AddResponseCompression(o =>
        {
            o.EnableForHttps = true;
            o.MimeTypes = ResponseCompressionDefaults.MimeTypes.Concat(["image/svg+xml"]);
        });
        services.Configure<BrotliCompressionProviderOptions>(o => o.Level = CompressionLevel.Fastest);
        services.AddRateLimiter(RateClasses.Configure);
        services.AddProblemDetails();
        services.Configure<ForwardedHeadersOptions>(o => TrustProxies(o, builder.Configuration["Proxy:Known"]));
        services.AddScoped<Urls>();
        services.AddScoped<Profiles.FirstPage>();
        services.AddScoped<Contracts.MilestoneVerbs>();
        services.AddScoped<Contracts.PriceContexts>();
        services.AddScoped<Inbox.InboxViews>();
        services.AddScoped<Jobs.JobClients>();
        services.AddSingleton<Metier.Talent.ISearchAddresses, Talent.SearchReader>();
        services.AddScoped<Rooms.RoomFaces>();
        services.AddScoped<Rooms.RoomContext>();
        services.AddSingleton(builder.Configuration.GetSection("Live").Get<LiveOptions>() ?? new LiveOptions());
        services.AddSingleton<LiveStreams>();
        services.AddSingleton(PageMap.Build());
    }

    /// <summary>
    /// A proxy on this machine is believed when it says who asks and whether over HTTPS; others only when the operator names
    /// them (addresses or networks, separated by commas), or anybody could pretend to be somebody else.
    /// </summary>
    private static void TrustProxies(ForwardedHeadersOptions options, string? known)
    {
        options.ForwardedHeaders = ForwardedHeaders.XForwardedFor | ForwardedHeaders.XForwardedProto;
        var entries = (known ?? "").Split(',', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);
        foreach (var entry in entries)
        {
            if (entry.Contains('/', StringComparison.Ordinal))
            {
                options.KnownIPNetworks.Add(System.Net.IPNetwork.Parse(entry));
            }
            else
            {
                options.KnownProxies.Add(System.Net.IPAddress.Parse(entry));
            }
        }
    }

    private static void UsePipeline(WebApplication app)
    {
        app.UseForwardedHeaders();
        app.UseExceptionHandler("/error", createScopeForErrors: true);
        app.UseMiddleware<SecurityHeaders>();
        app.UseMiddleware<LanguageOfRequest>();
        app.UseStatusCodePagesWithReExecute("/not-found", "?code={0}", createScopeForStatusCodePages: true);
        app.UseMiddleware<ErrorsArePages>();
        app.UseRouting();
        // Outside of compression, so that a kept page is kept compressed.
        app.UseOutputCache();
        app.UseResponseCompression();
        app.UseAuthentication();
        app.UseMiddleware<ActorOfRequest>();
        app.UseRateLimiter();
        app.UseMiddleware<BodyOfDevice>();
        app.UseAuthorization();
        app.UseAntiforgery();
        app.UseMiddleware<StaleForms>();
        app.UseMiddleware<SeeOther>();
        app.UseMiddleware<LiveOfRequest>();
        app.UseMiddleware<TimeOfRequest>();
        app.MapStaticAssets().AllowAnonymous();
        app.MapRazorComponents<App>();
        Endpoints.Map(app);
    }
}
