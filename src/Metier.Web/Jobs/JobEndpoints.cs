using Metier.Jobs;
using Metier.Ledger;
using Metier.Web.Shell;
using Microsoft.AspNetCore.Antiforgery;
using Microsoft.AspNetCore.Http.HttpResults;

namespace Metier.Web.Jobs;

/// <summary>What the pages of a job post ask for while they are filled in.</summary>
internal static class JobEndpoints
{
    public static void Map(WebApplication app)
    {
        foreach (var language in Languages.All)
        {
            app.MapPost(DraftPath(language, "{id:guid}", "{page}"), KeepAsync)
                .RequireAuthorization(Access.Hirer)
                .DisableAntiforgery();
            app.MapPost(NeedsPath(language), NeedsAsync)
                .RequireAuthorization(Access.Hirer)
                .RequireRateLimiting(RateClasses.TypeAhead)
                .DisableAntiforgery();
            app.MapGet(PricePath(language), Price)
                .RequireAuthorization(Access.Hirer)
                .RequireRateLimiting(RateClasses.TypeAhead);
        }
    }

    /// <summary>Where a page of a draft saves itself.</summary>
    public static string DraftPath(string language, object id, string page) =>
        language == "fr" ? $"/fr/mes-missions/{id}/brouillon/{page}" : $"/en/my-jobs/{id}/draft/{page}";

    /// <summary>Where skills are found in what has been typed so far.</summary>
    public static string NeedsPath(string language) =>
        language == "fr" ? "/fr/mes-missions/competences" : "/en/my-jobs/skills";

    /// <summary>Where a budget is shown in its parts.</summary>
    public static string PricePath(string language) => language == "fr" ? "/fr/mes-missions/prix" : "/en/my-jobs/price";

    /// <summary>
    /// Saves a page of a draft as far as it is written. The answer says where the draft lives, for a form that was shown
    /// before there was one.
    /// </summary>
    private static async Task<IResult> KeepAsync(
        Guid id,
        string page,
        HttpContext context,
        SaveJob save,
        IAntiforgery antiforgery,
        PageMap pages
    )
    {
        if (!context.Request.HasFormContentType || !await antiforgery.IsRequestValidAsync(context))
        {
            return Results.BadRequest();
        }
        var form = await context.Request.ReadFormAsync(context.RequestAborted);
        if (JobFormParts.Read(page, form) is not { } part)
        {
            return Results.NotFound();
        }
        var seen = JobFormParts.Seen(form["Form.Seen"].FirstOrDefault());
        var saved = await save.RunAsync(
            new SaveJobInput(id, part, Unfinished: true, seen),
            context.Actor()!,
            context.RequestAborted
        );
        if (!saved.Ok)
        {
            return saved.IsNotFound ? Results.NotFound() : Results.Conflict();
        }
        var at = pages.Path("job-what", Languages.Current, id);
        return page == "what"
            ? Results.Json(new { action = at, page = form.ContainsKey("Form.Id") ? at : null })
            : Results.NoContent();
    }

    /// <summary>With what was corrected before, when the post is one's own and was saved.</summary>
    private static async Task<IResult> NeedsAsync(
        Guid? job,
        HttpContext context,
        JobNeeds needs,
        JobViews jobs,
        JobCorrections corrections,
        IAntiforgery antiforgery
    )
    {
        if (!context.Request.HasFormContentType || !await antiforgery.IsRequestValidAsync(context))
        {
            return Results.BadRequest();
        }
        var form = await context.Request.ReadFormAsync(context.RequestAborted);
        var found = needs.In(
            form["Form.Title"].FirstOrDefault(),
            form["Form.Description"].FirstOrDefault(),
            Currency.Eur
        );
        if (job is { } id && await jobs.OwnAsync(id, context.Actor()!, context.RequestAborted) is not null)
        {
            found = found.Corrected(await corrections.OfAsync(id, context.RequestAborted));
        }
        return new RazorComponentResult<FoundSkills>(new { Found = found });
    }

    /// <summary>Nothing while the amount cannot be read.</summary>
    private static IResult Price(string? amount, string? currency, bool hourly) =>
        Currency.TryOf(currency, out var unit)
        && MoneyParser.Read(amount, unit, out var money) == MoneyReading.Read
        && JobCost.IsShown(money)
            ? new RazorComponentResult<JobCost>(new { Amount = money, Hourly = hourly })
            : Results.NoContent();
}
