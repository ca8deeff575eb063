using Metier.Contracts;
using Metier.Payments;
using Metier.Web.Shell;
using Microsoft.AspNetCore.Antiforgery;

namespace Metier.Web.Contracts;

/// <summary>
/// The verbs of a milestone: <c>POST /contracts/{id}/milestones/{n}/release</c>. Each checks the form's token, calls one use case
/// and goes back to the page, with the refusal in words when there is one.
/// </summary>
internal static class MilestoneEndpoints
{
    public static void Map(WebApplication app)
    {
        var group = app.MapGroup("/contracts/{id:guid}/milestones/{number:int}")
            .RequireAuthorization(Access.Confirmed)
            .WithMetadata(new DuringSuspensionAttribute())
            .AddEndpointFilter(CheckAsync)
            .DisableAntiforgery();
        group.MapPost(
            "/agree",
            (Guid id, int number, HttpContext c, DecideMilestone use) =>
                Run(
                    c,
                    id,
                    number,
                    ContractsText.AgreedFlash,
                    () => use.RunAsync(id, number, agree: true, c.Actor()!, c.RequestAborted)
                )
        );
        group.MapPost(
            "/drop",
            (Guid id, int number, HttpContext c, DecideMilestone use) =>
                Run(
                    c,
                    id,
                    number,
                    ContractsText.DroppedFlash,
                    () => use.RunAsync(id, number, agree: false, c.Actor()!, c.RequestAborted)
                )
        );
        group.MapPost(
            "/submit",
            (Guid id, int number, HttpContext c, SubmitWork use) =>
                Run(
                    c,
                    id,
                    number,
                    ContractsText.SubmittedFlash,
                    () =>
                        use.RunAsync(
                            new SubmitInput(Request(c), id, number, c.Request.Form["message"], Files(c)),
                            c.Actor()!,
                            c.RequestAborted
                        )
                )
        );
        group.MapPost(
            "/changes",
            (Guid id, int number, HttpContext c, RequestChanges use) =>
                Run(
                    c,
                    id,
                    number,
                    ContractsText.ChangesAskedFlash,
                    () => use.RunAsync(id, number, c.Request.Form["message"], c.Actor()!, c.RequestAborted)
                )
        );
        MapMoney(group);
    }

    private static void MapMoney(RouteGroupBuilder group)
    {
        group.MapPost("/fund", FundAsync);
        group.MapPost("/release", ReleaseAsync);
        group.MapPost(
            "/refund-yes",
            (Guid id, int number, HttpContext c, AnswerRefundRequest use) =>
                Run(
                    c,
                    id,
                    number,
                    ContractsText.RefundedFlash,
                    () => use.RunAsync(id, number, Request(c), c.Actor()!, c.RequestAborted)
                )
        );
    }

    /// <summary>These forms are posted to endpoints, not to the page that showed them, so their token is checked here.</summary>
    private static async ValueTask<object?> CheckAsync(
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
            System.Globalization.CultureInfo.CurrentCulture = Languages.Culture(language);
            System.Globalization.CultureInfo.CurrentUICulture = Languages.Culture(language);
        }
        return await next(context);
    }

    private static async Task<IResult> FundAsync(Guid id, int number, HttpContext context, FundMilestone use)
    {
        var page = Page(context, id, number);
        var method = Guid.TryParse(context.Request.Form["paymentMethodId"], out var m) ? m : (Guid?)null;
        var funded = await use.RunAsync(
            new FundInput(Request(context), id, number, method, page),
            context.Actor()!,
            context.RequestAborted
        );
        if (!funded.Ok)
        {
            return Refused(context, page, funded.Refusals);
        }
        if (funded.Value.ActionUrl is { } confirm)
        {
            return Results.LocalRedirect(confirm);
        }
        Flash.Set(
            context,
            funded.Value.State switch
            {
                ChargeState.Settled => ContractsText.FundedFlash,
                ChargeState.Failed => PaymentWords.Failure(funded.Value.FailureCode ?? ""),
                _ => ContractsText.PayingNow,
            }
        );
        return Results.LocalRedirect(page);
    }

    private static Task<IResult> ReleaseAsync(Guid id, int number, HttpContext context, ReleaseMilestone use)
    {
        var rest = context.Request.Form["rest"] == "next" ? RestGoes.ToNext : RestGoes.Stays;
        return Run(
            context,
            id,
            number,
            ContractsText.ReleasedFlash,
            () =>
                use.RunAsync(
                    new ReleaseMilestoneInput(Request(context), id, number, context.Request.Form["amount"], rest),
                    context.Actor()!,
                    context.RequestAborted
                )
        );
    }

    private static async Task<IResult> Run<T>(
        HttpContext context,
        Guid id,
        int number,
        string done,
        Func<Task<Outcome<T>>> work
    )
    {
        var page = Page(context, id, number);
        var outcome = await work();
        if (!outcome.Ok)
        {
            return Refused(context, page, outcome.Refusals);
        }
        Flash.Set(context, done);
        return Results.LocalRedirect(page);
    }

    private static IResult Refused(HttpContext context, string page, IReadOnlyList<Refusal> refusals)
    {
        if (refusals.Any(r => r.Code == "not_found"))
        {
            return Results.NotFound();
        }
        Flash.Set(context, string.Join(" ", refusals.Select(r => r.Message)));
        return Results.LocalRedirect(page);
    }

    private static string Page(HttpContext context, Guid id, int number) =>
        context.RequestServices.GetRequiredService<Urls>().To("milestones", id)
        + "?m="
        + number.ToString(System.Globalization.CultureInfo.InvariantCulture);

    private static Guid Request(HttpContext context) =>
        Guid.TryParse(context.Request.Form["requestId"], out var id) ? id : Guid.CreateVersion7();

    private static IReadOnlyList<Upload> Files(HttpContext context) =>
        [
            .. context
                .Request.Form.Files.GetFiles("files")
                .Where(f => f.Length > 0)
                .Select(f => new Upload(f.FileName, f.Length, f.OpenReadStream)),
        ];
}
