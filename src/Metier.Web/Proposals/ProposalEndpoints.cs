using Metier.Jobs;
using Metier.Ledger;
using Metier.Payments;
using Metier.Platform;
using Metier.Proposals;
using Metier.Web.Shell;
using Microsoft.AspNetCore.Http.HttpResults;

namespace Metier.Web.Proposals;

/// <summary>What a proposal's pages ask for while one types, and the buttons that stand on rows of lists.</summary>
internal static class ProposalEndpoints
{
    public static void Map(WebApplication app)
    {
        foreach (var language in Languages.All)
        {
            app.MapGet($"/{language}/proposal-price", PriceAsync)
                .RequireAuthorization(Access.Member)
                .RequireRateLimiting(RateClasses.TypeAhead);
        }
        var forms = app.MapGroup("").AddEndpointFilter(PostedForms.CheckAsync).DisableAntiforgery();
        forms.MapPost("/jobs/{id:guid}/proposal-draft", DraftAsync).RequireAuthorization(Access.Freelancer);
        forms.MapPost("/proposals/{id:guid}/file", FileAsync).RequireAuthorization(Access.Hirer);
        forms.MapPost("/invitations/{id:guid}/ignore", IgnoreAsync).RequireAuthorization(Access.Freelancer);
    }

    /// <summary>What a price comes to, as a fragment of a page; nothing while the amount cannot be read.</summary>
    private static async Task<IResult> PriceAsync(
        string? amount,
        string? currency,
        bool? hourly,
        Guid? job,
        HttpContext context,
        FeeSchedules fees,
        LifetimeBilling lifetime,
        JobViews jobs,
        CancellationToken ct
    )
    {
        if (!Currency.TryOf(currency ?? "", out var unit) || ProposalPrice.Read(amount, unit) is not { } money)
        {
            return Results.NoContent();
        }
        Money? billed = null;
        var actor = context.Actor()!;
        // Only a stepped commission depends on who the client is.
        if (
            fees.Current(unit) is { HasTiers: true } terms
            && job is { } id
            && await jobs.FindAsync(id, actor, ct) is { } view
        )
        {
            billed = await lifetime.ForAsync(terms, view.ClientId, actor.MemberId, ct);
        }
        return new RazorComponentResult<ProposalPrice>(
            new
            {
                Amount = (Money?)money,
                Hourly = hourly == true,
                Billed = billed,
            }
        );
    }

    /// <summary>Keeps the draft while it is written.</summary>
    private static async Task<IResult> DraftAsync(
        Guid id,
        HttpContext context,
        WriteProposal write,
        CancellationToken ct
    )
    {
        var typed = ProposeForm.From(context.Request.Form).Typed([]);
        var kept = await write.RunAsync(new(id, typed, Unfinished: true), context.Actor()!, ct);
        return kept.Ok ? Results.NoContent()
            : kept.IsNotFound ? Results.NotFound()
            : Results.Conflict();
    }

    private static async Task<IResult> FileAsync(Guid id, HttpContext context, SortProposal sort, CancellationToken ct)
    {
        var to = context.Request.Form["to"].ToString();
        var done = await sort.RunAsync(id, to, context.Actor()!, ct);
        return Back(
            context,
            done,
            to switch
            {
                nameof(ProposalFiling.Shortlisted) => ProposalsText.ShortlistedFlash,
                nameof(ProposalFiling.Archived) => ProposalsText.ArchivedFlash,
                _ => ProposalsText.PutBackFlash,
            },
            "proposal",
            id
        );
    }

    private static async Task<IResult> IgnoreAsync(
        Guid id,
        HttpContext context,
        IgnoreInvitation ignore,
        CancellationToken ct
    ) => Back(context, await ignore.RunAsync(id, context.Actor()!, ct), InvitationsText.IgnoredFlash, "invitation", id);

    /// <summary>Back to the page the button stood on, with a sentence; to the thing's own page when that is not said.</summary>
    private static IResult Back(HttpContext context, Outcome<Done> done, string said, string page, Guid id)
    {
        if (done.IsNotFound)
        {
            return Results.NotFound();
        }
        Flash.Set(context, done.Ok ? said : string.Join(" ", done.Refusals.Select(r => r.Message)));
        var back = context.Request.Form["back"].ToString();
        return Results.LocalRedirect(
            ShellEndpoints.IsLocal(back) ? back : context.RequestServices.GetRequiredService<Urls>().To(page, id)
        );
    }
}
