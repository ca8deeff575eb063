using System.Globalization;
using System.Net;
using System.Net.Sockets;
using System.Threading.RateLimiting;
using Microsoft.AspNetCore.RateLimiting;

namespace Metier.Web.Shell;

/// <summary>How often one person or address may do what: <c>@attribute [EnableRateLimiting(RateClasses.Credentials)]</c>.</summary>
public static class RateClasses
{
    /// <summary>Sign-in, sign-up, password and code entry: 20 posts in 5 minutes per address.</summary>
    public const string Credentials = "credentials";

    /// <summary>Anything that sends mail on request: 6 posts in 15 minutes per address.</summary>
    public const string Mail = "mail";

    /// <summary>Look-ups as one types: 20 a second per person or address.</summary>
    public const string TypeAhead = "type-ahead";

    /// <summary>Time trackers: an upload a minute, and a backlog after days without a network; 10 a second per address or person.</summary>
    public const string Tracker = "tracker";

    /// <summary>Messages of payment providers: a busy day comes in bursts; 20 a second per address.</summary>
    public const string Webhooks = "webhooks";

    internal static void Configure(RateLimiterOptions options)
    {
        options.RejectionStatusCode = StatusCodes.Status429TooManyRequests;
        options.OnRejected = (context, _) =>
        {
            var wait = context.Lease.TryGetMetadata(MetadataName.RetryAfter, out var after)
                ? after
                : TimeSpan.FromSeconds(30);
            context.HttpContext.Response.Headers.RetryAfter = Math.Ceiling(wait.TotalSeconds)
                .ToString(CultureInfo.InvariantCulture);
            return ValueTask.CompletedTask;
        };
        options.AddPolicy(Credentials, c => Posts(c, 20, TimeSpan.FromMinutes(5)));
        options.AddPolicy(Mail, c => Posts(c, 6, TimeSpan.FromMinutes(15)));
        options.AddPolicy(
            TypeAhead,
            c =>
                RateLimitPartition.GetTokenBucketLimiter(
                    Who(c),
                    _ => new TokenBucketRateLimiterOptions
                    {
                        TokenLimit = 40,
                        TokensPerPeriod = 20,
                        ReplenishmentPeriod = TimeSpan.FromSeconds(1),
                    }
                )
        );
        options.AddPolicy(
            Tracker,
            c =>
                RateLimitPartition.GetTokenBucketLimiter(
                    Who(c),
                    _ => new TokenBucketRateLimiterOptions
                    {
                        TokenLimit = 100 * Scale(c),
                        TokensPerPeriod = 10 * Scale(c),
                        ReplenishmentPeriod = TimeSpan.FromSeconds(1),
                    }
                )
        );
        options.AddPolicy(
            Webhooks,
            c =>
                RateLimitPartition.GetTokenBucketLimiter(
                    Who(c),
                    _ => new TokenBucketRateLimiterOptions
                    {
                        TokenLimit = 200 * Scale(c),
                        TokensPerPeriod = 20 * Scale(c),
                        ReplenishmentPeriod = TimeSpan.FromSeconds(1),
                    }
                )
        );
        // Everything else: a person or address that writes more than 120 times a minute is not a person.
        options.GlobalLimiter = PartitionedRateLimiter.Create<HttpContext, string>(c =>
            Posts(c, 120, TimeSpan.FromMinutes(1))
        );
    }

    private static RateLimitPartition<string> Posts(HttpContext context, int permits, TimeSpan window) =>
        HttpMethods.IsPost(context.Request.Method) && !OfProvider(context)
            ? RateLimitPartition.GetSlidingWindowLimiter(
                Who(context),
                _ => new SlidingWindowRateLimiterOptions
                {
                    PermitLimit = permits * Scale(context),
                    Window = window,
                    SegmentsPerWindow = 6,
                }
            )
            : RateLimitPartition.GetNoLimiter("reads");

    /// <summary>Providers write more often than people; they have a limit of their own.</summary>
    private static bool OfProvider(HttpContext context) =>
        context.Request.Path.StartsWithSegments("/api/webhooks", StringComparison.OrdinalIgnoreCase);

    /// <summary>A factor from configuration (<c>RateLimits:Scale</c>), for load tests and shared addresses such as schools.</summary>
    private static int Scale(HttpContext context) =>
        context.RequestServices.GetRequiredService<IConfiguration>().GetValue("RateLimits:Scale", 1);

    private static string Who(HttpContext context) =>
        context.Actor()?.MemberId.ToString() ?? Network(context.Connection.RemoteIpAddress);

    /// <summary>An IPv4 address, or the 64 bits of an IPv6 one that a household or a rented machine has to itself.</summary>
    internal static string Network(IPAddress? address)
    {
        if (address is null)
        {
            return "unknown";
        }
        if (address.IsIPv4MappedToIPv6 || address.AddressFamily != AddressFamily.InterNetworkV6)
        {
            return address.MapToIPv4().ToString();
        }
        return new IPAddress([.. address.GetAddressBytes().AsSpan(0, 8), .. new byte[8]]).ToString();
    }
}
