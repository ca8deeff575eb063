using Metier.Ledger;
using Metier.Platform;
using Metier.Web.Proposals;
using Metier.Web.Shell;
using Microsoft.AspNetCore.Http.HttpResults;

namespace Metier.Web.Contracts;

/// <summary>What the form of an hourly offer asks for while one types.</summary>
internal static class OfferEndpoints
{
    public static void Map(WebApplication app)
    {
        foreach (var language in Languages.All)
        {
            app.MapGet(PricePath(language), Price)
                .RequireAuthorization(Access.Hirer)
                .RequireRateLimiting(RateClasses.TypeAhead);
        }
    }

    /// <summary>Where a rate is shown in its parts.</summary>
    public static string PricePath(string language) => $"/{language}/offer-price";

    /// <summary>What an hour comes to, as a fragment of a page; nothing while the rate cannot be read.</summary>
    private static IResult Price(string? amount, string? currency) =>
        Currency.TryOf(currency ?? "", out var unit) && ProposalPrice.Read(amount, unit) is { } money
            ? new RazorComponentResult<OfferRate>(new { Amount = (Money?)money })
            : Results.NoContent();
}
