using System.Reflection;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;

namespace Metier.Tests;

/// <summary>
/// The rate limiting middleware starts timers that nothing stops, because a host is expected to end with its process. Here a
/// thousand end before it: their timers would go on, ten times a second each, and hold everything the host ever made.
/// </summary>
internal sealed class RateLimitTimers : IStartupFilter
{
    private RequestDelegate? pipeline;

    public Action<IApplicationBuilder> Configure(Action<IApplicationBuilder> next) =>
        app =>
        {
            app.Use(rest => pipeline = rest);
            next(app);
        };

    /// <summary>Ends the limiters of the middleware; a pipeline without one fails, so that this does not rot unseen.</summary>
    public void Stop()
    {
        var middleware =
            Find(pipeline?.Target, new(ReferenceEqualityComparer.Instance))
            ?? throw new InvalidOperationException("No rate limiting middleware.");
        foreach (var limiter in Fields(middleware).OfType<IDisposable>())
        {
            limiter.Dispose();
        }
        pipeline = null;
    }

    /// <summary>Follows the delegates from one middleware to the next.</summary>
    private static object? Find(object? at, HashSet<object> seen)
    {
        if (at is null || !seen.Add(at))
        {
            return null;
        }
        return at.GetType().Name == "RateLimitingMiddleware"
            ? at
            : Fields(at)
                .Select(f =>
                    Find(
                        f is RequestDelegate rest ? rest.Target
                            : Leads(f) ? f
                            : null,
                        seen
                    )
                )
                .FirstOrDefault(f => f is not null);
    }

    /// <summary>A middleware keeps the rest of the pipeline, or is kept by the closure that calls it.</summary>
    private static bool Leads(object value) =>
        value.GetType().Name.StartsWith("<>c__DisplayClass", StringComparison.Ordinal)
        || Fields(value).Any(f => f is RequestDelegate);

    private static IEnumerable<object> Fields(object of)
    {
        for (var type = of.GetType(); type is not null && type != typeof(object); type = type.BaseType)
        {
            foreach (
                var field in type.GetFields(
                    BindingFlags.Instance | BindingFlags.NonPublic | BindingFlags.Public | BindingFlags.DeclaredOnly
                )
            )
            {
                if (field.GetValue(of) is { } value)
                {
                    yield return value;
                }
            }
        }
    }
}
