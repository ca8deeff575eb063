using Microsoft.AspNetCore.OutputCaching;

namespace Metier.Web.Shell;

/// <summary>
/// Pages that are the same for every visitor are kept, compressed, for a minute: <c>@attribute [OutputCache(PolicyName =
/// PublicPages.Policy)]</c>. Such a page renders no form with a token. Whoever is signed in, or is about to be told
/// something once, gets a fresh one.
/// </summary>
public static class PublicPages
{
    /// <summary>The policy's name.</summary>
    public const string Policy = "public";

    private static readonly TimeSpan Kept = TimeSpan.FromMinutes(1);

    internal static void AddPolicy(OutputCacheOptions options) =>
        options.AddPolicy(
            Policy,
            policy =>
                policy
                    .With(c => IsPlainVisit(c.HttpContext))
                    .SetVaryByHeader("Accept-Encoding")
                    .VaryByValue(c => new KeyValuePair<string, string>("theme", ThemeOfRequest.Of(c) ?? ""))
                    .Expire(Kept)
        );

    /// <summary>No cookie of ours but the language and the theme: nobody is signed in and nothing waits to be said.</summary>
    private static bool IsPlainVisit(HttpContext context) =>
        context.Request.Cookies.Keys.All(name =>
            name is LanguageOfRequest.Cookie or ThemeOfRequest.Cookie
            || !name.Contains("metier", StringComparison.Ordinal)
        );
}
