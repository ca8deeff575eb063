using Metier.Members;
using Metier.Platform;
using Microsoft.AspNetCore.Mvc;

namespace Metier.Web.Shell;

/// <summary>Language switch, landing links, the front door.</summary>
internal static class ShellEndpoints
{
    private static readonly string[] GalleryWordList = ["C#", "CSS", "InDesign", "PostgreSQL", "Procreate", "Razor"];

    public static void Map(WebApplication app)
    {
        app.MapGet("/", (HttpContext c) => Results.Redirect("/" + LanguageOfRequest.Preferred(c.Request)))
            .AllowAnonymous();
        app.MapGet("/language/{language}", SwitchLanguage).AllowAnonymous();
        app.MapGet("/theme/{theme}", SwitchTheme).AllowAnonymous();
        app.MapPost("/hat", SwitchHatAsync).RequireAuthorization(Access.Member);
        app.MapGet("/go/{name}/{id?}", Go).AllowAnonymous();
        app.MapGet("/dev/components/words", GalleryWords).AllowAnonymous();
    }

    private static IResult SwitchTheme(string theme, string? to, HttpContext context)
    {
        ThemeOfRequest.Set(context, theme);
        return Results.LocalRedirect(IsLocal(to) ? to! : "/");
    }

    private static async Task<IResult> SwitchHatAsync(
        [FromForm] string hat,
        HttpContext context,
        SwitchHat switchHat,
        PageMap pages,
        CancellationToken ct
    )
    {
        var outcome = await switchHat.RunAsync(hat == "client" ? Hat.Client : Hat.Freelancer, context.Actor()!, ct);
        return outcome.Ok
            ? Results.LocalRedirect(pages.Path("dashboard", LanguageOfRequest.Preferred(context.Request)))
            : Results.NotFound();
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

    /// <summary>What the gallery's word picker offers; elsewhere than in the sandbox it does not exist.</summary>
    private static IResult GalleryWords(string? q, InstanceOptions instance) =>
        instance.Sandbox
            ? Results.Json(GalleryWordList.Where(w => w.Contains(q ?? "", StringComparison.OrdinalIgnoreCase)))
            : Results.NotFound();

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
    public static bool IsLocal(string? to, int longest = 500) =>
        to is { Length: > 0 }
        && to.Length < longest
        && to[0] == '/'
        && !to.StartsWith("//", StringComparison.Ordinal)
        && !to.Contains('\\', StringComparison.Ordinal)
        && !to.Any(char.IsControl);
}
