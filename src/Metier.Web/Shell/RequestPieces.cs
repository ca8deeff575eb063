using System.Globalization;
using System.Security.Claims;
using Metier.Members;
using Metier.Platform;
using Microsoft.AspNetCore.Identity;
using Microsoft.Extensions.Options;

namespace Metier.Web.Shell;

/// <summary>What a request carries beside its address.</summary>
public static class RequestPieces
{
    private static readonly object ActorKey = new();
    private static readonly object SuspendedKey = new();

    /// <summary>Who is acting; null for a visitor.</summary>
    public static Actor? Actor(this HttpContext context) => context.Items[ActorKey] as Actor;

    /// <summary>The suspended person who is asking, whatever for; null for everybody else.</summary>
    internal static Actor? SuspendedActor(this HttpContext context) => context.Items[SuspendedKey] as Actor;

    internal static void SetSuspendedActor(this HttpContext context, Actor actor) =>
        context.Items[SuspendedKey] = actor;

    internal static void SetActor(this HttpContext context, Actor actor) => context.Items[ActorKey] = actor;
}

/// <summary>
/// This page or endpoint stays open to suspended people: it finishes what had begun, and lets them reach their money and
/// documents. Everything without this mark is closed to them, also what is added later.
/// </summary>
[AttributeUsage(AttributeTargets.Class | AttributeTargets.Method)]
public sealed class DuringSuspensionAttribute : Attribute;

/// <summary>
/// Loads the actor once per request and signs out whose sessions have ended (suspended since, credentials changed). A
/// suspended person who has logged in again is an actor only where <see cref="DuringSuspensionAttribute"/> says so.
/// </summary>
internal sealed class ActorOfRequest(RequestDelegate next)
{
    public async Task InvokeAsync(
        HttpContext context,
        ActorLoader loader,
        SignInManager<Member> signIn,
        IOptions<IdentityOptions> options
    )
    {
        if (
            context.User.Identity is { IsAuthenticated: true }
            && Guid.TryParse(context.User.FindFirstValue(ClaimTypes.NameIdentifier), out var id)
        )
        {
            var stamp = context.User.FindFirstValue(options.Value.ClaimsIdentity.SecurityStampClaimType) ?? "";
            var actor = await loader.LoadForRequestAsync(id, stamp, context.RequestAborted);
            if (actor is null)
            {
                await signIn.SignOutAsync();
                context.User = new ClaimsPrincipal(new ClaimsIdentity());
            }
            else if (actor.Suspended)
            {
                context.SetSuspendedActor(actor);
                if (context.GetEndpoint()?.Metadata.GetMetadata<DuringSuspensionAttribute>() is not null)
                {
                    context.SetActor(actor);
                }
            }
            else
            {
                context.SetActor(actor);
            }
        }
        await next(context);
    }
}

/// <summary>
/// The language of a request: the first part of its path (<c>/en/…</c>, <c>/fr/…</c>), else the cookie the language
/// switch sets, else what the browser accepts.
/// </summary>
internal sealed class LanguageOfRequest(RequestDelegate next)
{
    public const string Cookie = "metier-language";

    public Task InvokeAsync(HttpContext context)
    {
        var language = Of(context.Request);
        CultureInfo.CurrentCulture = Languages.Culture(language);
        CultureInfo.CurrentUICulture = Languages.Culture(language);
        return next(context);
    }

    /// <summary>The address says it; where it does not, what was chosen before, or what the browser prefers.</summary>
    public static string Of(HttpRequest request) => FromPath(request.Path) ?? Preferred(request);

    public static string Preferred(HttpRequest request)
    {
        if (request.Cookies[Cookie] is { } chosen && Languages.All.Contains(chosen))
        {
            return chosen;
        }
        foreach (var accepted in request.GetTypedHeaders().AcceptLanguage.OrderByDescending(a => a.Quality ?? 1))
        {
            var tag = accepted.Value.ToString();
            if (Languages.All.FirstOrDefault(l => tag.StartsWith(l, StringComparison.OrdinalIgnoreCase)) is { } known)
            {
                return known;
            }
        }
        return "en";
    }

    private static string? FromPath(PathString path)
    {
        var text = path.Value ?? "";
        return Languages.All.FirstOrDefault(l =>
            text.StartsWith("/" + l + "/", StringComparison.Ordinal)
            || string.Equals(text, "/" + l, StringComparison.Ordinal)
        );
    }
}

/// <summary>Headers that keep a page from doing what Metier never asks it to do.</summary>
internal sealed class SecurityHeaders(RequestDelegate next)
{
    public Task InvokeAsync(HttpContext context)
    {
        var h = context.Response.Headers;
        h["Content-Security-Policy"] =
            "default-src 'self'; script-src 'self'; style-src 'self'; img-src 'self' blob: data:; media-src 'self' blob:; connect-src 'self'; "
            + "font-src 'self'; frame-src 'self'; frame-ancestors 'none'; form-action 'self'; base-uri 'none'; object-src 'none'";
        h["X-Content-Type-Options"] = "nosniff";
        h["Referrer-Policy"] = "same-origin";
        h["Permissions-Policy"] = "camera=(), microphone=(), geolocation=(), payment=()";
        h["Cross-Origin-Opener-Policy"] = "same-origin";
        return next(context);
    }
}

/// <summary>After a post, the browser is sent on with 303, so that reloading never posts again.</summary>
internal sealed class SeeOther(RequestDelegate next)
{
    public Task InvokeAsync(HttpContext context)
    {
        if (HttpMethods.IsPost(context.Request.Method))
        {
            context.Response.OnStarting(() =>
            {
                if (context.Response.StatusCode == StatusCodes.Status302Found)
                {
                    context.Response.StatusCode = StatusCodes.Status303SeeOther;
                }
                return Task.CompletedTask;
            });
        }
        return next(context);
    }
}
