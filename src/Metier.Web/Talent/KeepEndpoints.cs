using Metier.Talent;
using Metier.Web.Shell;

namespace Metier.Web.Talent;

/// <summary>The buttons that keep a freelancer or a job, or say that a job is not for one; they stand on rows of lists.</summary>
internal static class KeepEndpoints
{
    /// <summary>The longest address of a search one comes back to.</summary>
    private const int LongestBack = 5_000;

    public static void Map(WebApplication app)
    {
        var forms = app.MapGroup("/keep").AddEndpointFilter(PostedForms.CheckAsync).DisableAntiforgery();
        forms.MapPost("/people", PeopleAsync).RequireAuthorization(Access.Member);
        forms.MapPost("/jobs", JobsAsync).RequireAuthorization(Access.Member);
        forms.MapPost("/dismissed", DismissedAsync).RequireAuthorization(Access.Member);
    }

    private static async Task<IResult> PeopleAsync(HttpContext context, SavePerson save, CancellationToken ct)
    {
        var (id, keep) = Asked(context);
        var actor = context.Actor()!;
        var done = keep ? await save.RunAsync(id, actor, ct) : await save.DropAsync(id, actor, ct);
        return Back(context, done, keep ? SavedText.PersonSaved : SavedText.PersonDropped, "saved-talent", id);
    }

    private static async Task<IResult> JobsAsync(HttpContext context, MarkJob mark, CancellationToken ct)
    {
        var (id, keep) = Asked(context);
        var done = await MarkAsync(mark, id, keep, JobMarkKind.Saved, context, ct);
        return Back(context, done, keep ? SavedText.JobSaved : SavedText.JobDropped, "saved-jobs", id);
    }

    /// <summary>What is dismissed leaves the page one is on; the page says so beside the way to undo it.</summary>
    private static async Task<IResult> DismissedAsync(
        HttpContext context,
        MarkJob mark,
        Urls urls,
        CancellationToken ct
    )
    {
        var (id, keep) = Asked(context);
        var done = await MarkAsync(mark, id, keep, JobMarkKind.Dismissed, context, ct);
        return done.Ok && keep
            ? Results.LocalRedirect($"{urls.To("for-you")}?gone={id:N}")
            : Back(context, done, SavedText.JobBack, "for-you", id);
    }

    private static Task<Outcome<Done>> MarkAsync(
        MarkJob mark,
        Guid id,
        bool keep,
        JobMarkKind kind,
        HttpContext context,
        CancellationToken ct
    ) => keep ? mark.RunAsync(id, kind, context.Actor()!, ct) : mark.DropAsync(id, kind, context.Actor()!, ct);

    /// <summary>The button that was pressed: its name says what to do, its value with whom or what.</summary>
    private static (Guid Id, bool Keep) Asked(HttpContext context)
    {
        var form = context.Request.Form;
        var keep = form.ContainsKey("keep");
        return (Guid.TryParse(form[keep ? "keep" : "drop"], out var id) ? id : Guid.Empty, keep);
    }

    /// <summary>Back to the row the button stood on, with a sentence.</summary>
    private static IResult Back(HttpContext context, Outcome<Done> done, string said, string page, Guid id)
    {
        if (done.IsNotFound)
        {
            return Results.NotFound();
        }
        Flash.Set(context, done.Ok ? said : string.Join(" ", done.Refusals.Select(r => r.Message)));
        var back = context.Request.Form["back"].ToString();
        return Results.LocalRedirect(
            ShellEndpoints.IsLocal(back, LongestBack) && !back.Contains('#', StringComparison.Ordinal)
                ? $"{back}#k-{id:N}"
                : context.RequestServices.GetRequiredService<Urls>().To(page)
        );
    }
}
