using Metier.Platform;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Authorization.Policy;

namespace Metier.Web.Shell;

/// <summary>Who may use a page or endpoint: <c>@attribute [Authorize(Policy = Access.Client)]</c>, or <c>[AllowAnonymous]</c>.</summary>
public static class Access
{
    /// <summary>Any signed-in person.</summary>
    public const string Member = "member";

    /// <summary>Signed in, with a confirmed e-mail address.</summary>
    public const string Confirmed = "confirmed";

    /// <summary>Acts for a client; address confirmed.</summary>
    public const string Client = "client";

    /// <summary>Hires for a client: its owner and hiring managers; address confirmed.</summary>
    public const string Hirer = "hirer";

    /// <summary>Works as a freelancer; address confirmed.</summary>
    public const string Freelancer = "freelancer";

    /// <summary>Any role in the operator's staff; for others the page does not exist.</summary>
    public const string Staff = "staff";

    /// <summary>Moderators and operators.</summary>
    public const string Moderator = "staff:moderator";

    /// <summary>Arbiters and operators.</summary>
    public const string Arbiter = "staff:arbiter";

    /// <summary>Finance and operators.</summary>
    public const string Finance = "staff:finance";

    /// <summary>Operators.</summary>
    public const string Operator = "staff:operator";

    internal static void AddPolicies(AuthorizationOptions options)
    {
        void Policy(string name, Func<Actor, bool> may) =>
            options.AddPolicy(
                name,
                p =>
                    p.RequireAuthenticatedUser()
                        .RequireAssertion(c => (c.Resource as HttpContext)?.Actor() is { } actor && may(actor))
            );
        Policy(Member, _ => true);
        Policy(Confirmed, a => a.EmailConfirmed);
        Policy(Client, a => a.EmailConfirmed && a.ClientId is not null);
        Policy(Hirer, a => a.EmailConfirmed && a.MayHire);
        Policy(Freelancer, a => a.EmailConfirmed && a.IsFreelancer);
        Policy(Staff, a => a.IsStaff);
        Policy(Moderator, a => a.May(StaffRoles.Moderator));
        Policy(Arbiter, a => a.May(StaffRoles.Arbiter));
        Policy(Finance, a => a.May(StaffRoles.Finance));
        Policy(Operator, a => a.May(StaffRoles.Operator));
        // Fail closed: a page without a statement is for signed-in people only, and a test finds it.
        options.FallbackPolicy = options.GetPolicy(Member);
    }
}

/// <summary>
/// What happens when the answer is no: strangers sign in and come back; a staff page does not exist for others; a person
/// who lacks a hat, a role in their company or a confirmed address is told what is missing.
/// </summary>
internal sealed class AccessRefused(PageMap pages) : IAuthorizationMiddlewareResultHandler
{
    private readonly AuthorizationMiddlewareResultHandler standard = new();

    public async Task HandleAsync(
        RequestDelegate next,
        HttpContext context,
        AuthorizationPolicy policy,
        PolicyAuthorizationResult authorizeResult
    )
    {
        if (authorizeResult.Succeeded)
        {
            await standard.HandleAsync(next, context, policy, authorizeResult);
            return;
        }
        var wanted =
            context
                .GetEndpoint()
                ?.Metadata.GetOrderedMetadata<IAuthorizeData>()
                .Select(a => a.Policy)
                .LastOrDefault(p => p is not null)
            ?? "";
        var isPage =
            HttpMethods.IsGet(context.Request.Method)
            && !context.Request.Path.StartsWithSegments("/api", StringComparison.Ordinal)
            && !context.Request.Path.StartsWithSegments("/events", StringComparison.Ordinal);
        if (context.GetEndpoint() is null || wanted.StartsWith("staff", StringComparison.Ordinal))
        {
            context.Response.StatusCode = StatusCodes.Status404NotFound;
        }
        else if (context.SuspendedActor() is not null)
        {
            Answer(context, isPage, StatusCodes.Status403Forbidden, pages.Path("suspended", Languages.Current));
        }
        else if (context.Actor() is not { } actor)
        {
            Answer(
                context,
                isPage,
                StatusCodes.Status401Unauthorized,
                pages.Path("signin", Languages.Current)
                    + "?to="
                    + Uri.EscapeDataString(context.Request.Path + context.Request.QueryString)
            );
        }
        else
        {
            var need = !actor.EmailConfirmed ? "email" : wanted;
            Answer(
                context,
                isPage,
                StatusCodes.Status403Forbidden,
                pages.Path("account-needs", Languages.Current) + "?need=" + need
            );
        }
    }

    private static void Answer(HttpContext context, bool isPage, int status, string page)
    {
        if (isPage)
        {
            context.Response.Redirect(page);
        }
        else
        {
            context.Response.StatusCode = status;
        }
    }
}
