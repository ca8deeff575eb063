using Metier.Platform;

namespace Metier.Web.Shell;

/// <summary>Language switch, landing links, the front door.</summary>
internal static class ShellEndpoints
{
    public static void Map(WebApplication app)
    {
        app.MapGet("/", (HttpContext c) => Results.Redirect("/" + LanguageOfRequest.Preferred(c.Request)))
            .AllowAnonymous();
        app.MapGet("/language/{language}", SwitchLanguage).AllowAnonymous();
        app.MapGet("/go/{name}/{id?}", Go).AllowAnonymous();
    }

    private static IResult SwitchLanguage(string language, string? to, HttpContext context)
    {
        if (!Languages.All.Contains(language))
        {
            return Results.NotFound();
        }
        context.Response.Cookies.Append(
            LanguageOfRequest.Cookie,
            language,
            new CookieOptions
            {
                MaxAge = TimeSpan.FromDays(365),
                Path = "/",
                SameSite = SameSiteMode.Lax,
                Secure = context.Request.IsHttps,
            }
        );
        return Results.LocalRedirect(IsLocal(to) ? to! : "/" + language);
    }

    /// <summary>Links in mails name a page and leave the language to whoever opens them.</summary>
    private static IResult Go(string name, string? id, HttpContext context, PageMap pages)
    {
        if (!pages.Names.Contains(name))
        {
            return Results.NotFound();
        }
        var language = context.Actor()?.Language ?? LanguageOfRequest.Preferred(context.Request);
        return Results.LocalRedirect(pages.Path(name, language, id is null ? [] : [id]) + context.Request.QueryString);
    }

    /// <summary>A path of this instance, and nothing a browser could read as another host.</summary>
    public static bool IsLocal(string? to) =>
        to is { Length: > 0 and < 500 }
        && to[0] == '/'
        && !to.StartsWith("//", StringComparison.Ordinal)
        && !to.Contains('\\', StringComparison.Ordinal)
        && !to.Any(char.IsControl);
}
