using Metier.Members;
using Metier.Web.Shell;
using Microsoft.AspNetCore.Antiforgery;
using Microsoft.AspNetCore.Identity;

namespace Metier.Web.Members;

/// <summary>Signing out.</summary>
internal static class MemberEndpoints
{
    public static void Map(WebApplication app) => app.MapPost("/signout", SignOutAsync).AllowAnonymous();

    private static async Task<IResult> SignOutAsync(
        HttpContext context,
        IAntiforgery antiforgery,
        SignInManager<Member> signIn
    )
    {
        if (!await antiforgery.IsRequestValidAsync(context))
        {
            return Results.BadRequest();
        }
        await signIn.SignOutAsync();
        return Results.LocalRedirect("/" + Languages.Current);
    }
}
