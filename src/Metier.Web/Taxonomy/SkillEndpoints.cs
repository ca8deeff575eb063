using Metier.Taxonomy;
using Metier.Web.Shell;

namespace Metier.Web.Taxonomy;

/// <summary>Looking skills up as one types.</summary>
internal static class SkillEndpoints
{
    private const int LongestQuery = 80;

    public static void Map(WebApplication app) =>
        app.MapGet("/api/skills", Search).AllowAnonymous().RequireRateLimiting(RateClasses.TypeAhead);

    /// <summary>
    /// Up to <paramref name="limit"/> (1 to 20) skills for <paramref name="q"/>: <c>[{id, name, category, alias}]</c>, the
    /// alias when it was found by one. Names are in <paramref name="lang"/> when given, else in the language of the page
    /// that asks. Whoever is signed in is also offered what they added themselves.
    /// </summary>
    private static IResult Search(SkillCatalogue skills, HttpContext context, string? q, string? lang, int limit = 10)
    {
        if (q is null || q.Length > LongestQuery)
        {
            return Results.Json(Array.Empty<SkillAnswer>());
        }
        using var language = new Metier.Platform.InLanguage(lang is "en" or "fr" ? lang : OfPage(context));
        context.Response.Headers.CacheControl = "private, max-age=300";
        context.Response.Headers.Vary = "Referer, Accept-Language, Cookie";
        return Results.Json(
            skills
                .Matches(q, Math.Clamp(limit, 1, 20), context.Actor()?.MemberId)
                .Select(m => new SkillAnswer(
                    m.Skill.Id,
                    m.Skill.Label,
                    skills.Category(m.Skill.TradeId)?.Label ?? "",
                    m.Alias
                ))
                .ToList()
        );
    }

    /// <summary>The address has no language of its own; the page that asks has.</summary>
    private static string OfPage(HttpContext context) =>
        context.Request.GetTypedHeaders().Referer?.AbsolutePath switch
        {
            { } path when path.StartsWith("/fr/", StringComparison.Ordinal) => "fr",
            { } path when path.StartsWith("/en/", StringComparison.Ordinal) => "en",
            _ => Metier.Platform.Languages.Current,
        };

    private sealed record SkillAnswer(string Id, string Name, string Category, string? Alias);
}
