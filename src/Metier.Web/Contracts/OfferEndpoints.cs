using Metier.Ledger;
using Metier.Platform;
using Metier.Web.Proposals;
using Metier.Web.Shell;
using Microsoft.AspNetCore.Http.HttpResults;

namespace Metier.Web.Contracts;

/// <summary>What the forms of an offer and of a milestone ask for while one types.</summary>
internal static class OfferEndpoints
{
    public static void Map(WebApplication app)
    {
        foreach (var language in Languages.All)
        {
            app.MapGet(PricePath(language), PriceAsync)
                .RequireAuthorization(Access.Confirmed)
                .RequireRateLimiting(RateClasses.TypeAhead);
        }
    }

    /// <summary>Where a price is shown in its parts.</summary>
    public static string PricePath(string language) => $"/{language}/offer-price";

    /// <summary>What a price or an hour comes to, as a fragment of a page; nothing while it cannot be read, or for strangers.</summary>
    private static async Task<IResult> PriceAsync(
        string? amount,
        Guid? proposal,
        Guid? offer,
        Guid? contract,
        bool? hourly,
        HttpContext http,
        PriceContexts contexts,
        CancellationToken ct
    )
    {
        var actor = http.Actor()!;
        var context =
            proposal is { } p ? await contexts.ForProposalAsync(p, actor, ct)
            : offer is { } o ? await contexts.ForOfferAsync(o, actor, ct)
            : contract is { } c ? await contexts.ForContractAsync(c, actor, ct)
            : null;
        return context is not null && ProposalPrice.Read(amount, context.Terms.Currency) is { } money
            ? new RazorComponentResult<TypedPrice>(
                new
                {
                    Amount = (Money?)money,
                    Context = context,
                    Hourly = hourly == true,
                }
            )
            : Results.NoContent();
    }
}
