using Microsoft.AspNetCore.Antiforgery;
using Microsoft.AspNetCore.Diagnostics;

namespace Metier.Web.Shell;

/// <summary>
/// A refused post (a stale form, a body too large) is answered with a readable page. That page is shown, not posted to:
/// without this the form's missing token would refuse the explanation as well.
/// </summary>
internal sealed class ErrorsArePages(RequestDelegate next)
{
    public Task InvokeAsync(HttpContext context)
    {
        if (
            context.Features.Get<IStatusCodeReExecuteFeature>() is not null
            || context.Features.Get<IExceptionHandlerFeature>() is not null
        )
        {
            context.Request.Method = HttpMethods.Get;
        }
        return next(context);
    }
}

/// <summary>
/// A form whose token is missing or belongs to another session reaches no page; left to the page, the answer would be a
/// status without a word.
/// </summary>
internal sealed class StaleForms(RequestDelegate next)
{
    public Task InvokeAsync(HttpContext context)
    {
        if (
            HttpMethods.IsGet(context.Request.Method)
            || context.Features.Get<IAntiforgeryValidationFeature>() is not { IsValid: false }
        )
        {
            return next(context);
        }
        context.Response.StatusCode = StatusCodes.Status400BadRequest;
        return Task.CompletedTask;
    }
}
