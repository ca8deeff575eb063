using Metier.Ledger;
using Metier.Platform;
using Metier.Web.Shell;
using Microsoft.AspNetCore.Http.HttpResults;

namespace Metier.Web.Home;

/// <summary>What the home page asks for while an amount is typed.</summary>
internal static class HomeEndpoints
{
    public static void Map(WebApplication app)
    {
        foreach (var language in Languages.All)
        {
            app.MapGet($"/{language}/price", Price).AllowAnonymous().RequireRateLimiting(RateClasses.TypeAhead);
        }
    }

    /// <summary>The price in its parts, as a fragment of a page; nothing while the amount cannot be read.</summary>
    private static IResult Price(string? amount, InstanceOptions instance) =>
        MoneyParser.Read(amount, Currency.Of(instance.Currency), out var money) == MoneyReading.Read
        && HomePrice.IsShown(money)
            ? new RazorComponentResult<HomePrice>(new { Amount = money })
            : Results.NoContent();
}
