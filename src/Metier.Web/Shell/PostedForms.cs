using System.Globalization;
using Metier.Platform;
using Microsoft.AspNetCore.Antiforgery;

namespace Metier.Web.Shell;

/// <summary>Forms that are posted to an endpoint and not to the page that showed them: buttons on rows of lists.</summary>
internal static class PostedForms
{
    /// <summary>Checks their token, and speaks the language their address asks for (<c>?language=fr</c>).</summary>
    public static async ValueTask<object?> CheckAsync(
        EndpointFilterInvocationContext context,
        EndpointFilterDelegate next
    )
    {
        var http = context.HttpContext;
        if (!await http.RequestServices.GetRequiredService<IAntiforgery>().IsRequestValidAsync(http))
        {
            return Results.BadRequest();
        }
        if (http.Request.Query["language"].ToString() is { } language && Languages.All.Contains(language))
        {
            CultureInfo.CurrentCulture = Languages.Culture(language);
            CultureInfo.CurrentUICulture = Languages.Culture(language);
        }
        return await next(context);
    }
}
