using System.Text;
using Microsoft.AspNetCore.DataProtection;
using Microsoft.AspNetCore.WebUtilities;

namespace Metier.Web.Shell;

/// <summary>A sentence shown once, on the page after a redirect.</summary>
public static class Flash
{
    private const string Cookie = "metier-said";

    /// <summary>Keeps the sentence for the next page.</summary>
    public static void Set(HttpContext context, string sentence)
    {
        // Protected, so that nobody else can put words into the product's mouth.
        var sealed_ = Protector(context).Protect(Encoding.UTF8.GetBytes(sentence));
        context.Response.Cookies.Append(
            Cookie,
            WebEncoders.Base64UrlEncode(sealed_),
            new CookieOptions
            {
                HttpOnly = true,
                SameSite = SameSiteMode.Lax,
                Path = "/",
                MaxAge = TimeSpan.FromMinutes(2),
                Secure = context.Request.IsHttps,
            }
        );
    }

    /// <summary>Takes the sentence, once; null when there is none.</summary>
    public static string? Take(HttpContext context)
    {
        if (context.Request.Cookies[Cookie] is not { Length: > 0 } value || context.Response.HasStarted)
        {
            return null;
        }
        context.Response.Cookies.Delete(Cookie, new CookieOptions { Path = "/" });
        try
        {
            return Encoding.UTF8.GetString(Protector(context).Unprotect(WebEncoders.Base64UrlDecode(value)));
        }
        catch (Exception e) when (e is System.Security.Cryptography.CryptographicException or FormatException)
        {
            return null;
        }
    }

    private static IDataProtector Protector(HttpContext context) =>
        context.RequestServices.GetRequiredService<IDataProtectionProvider>().CreateProtector("flash");
}
