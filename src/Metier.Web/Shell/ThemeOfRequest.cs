namespace Metier.Web.Shell;

/// <summary>The theme a reader chose, kept in a cookie so that the first byte of a page already knows it.</summary>
internal static class ThemeOfRequest
{
    public const string Cookie = "metier-theme";

    /// <summary><c>light</c>, <c>dark</c>, or null when the page follows the system.</summary>
    public static string? Of(HttpContext context) =>
        context.Request.Cookies[Cookie] switch
        {
            "light" => "light",
            "dark" => "dark",
            _ => null,
        };

    /// <summary>Keeps the choice; anything but light and dark means the system's.</summary>
    public static void Set(HttpContext context, string theme)
    {
        var options = new CookieOptions
        {
            MaxAge = TimeSpan.FromDays(365),
            Path = "/",
            SameSite = SameSiteMode.Lax,
            Secure = context.Request.IsHttps,
        };
        if (theme is "light" or "dark")
        {
            context.Response.Cookies.Append(Cookie, theme, options);
        }
        else
        {
            context.Response.Cookies.Delete(Cookie, options);
        }
    }
}
