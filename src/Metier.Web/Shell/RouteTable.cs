using Microsoft.AspNetCore.Antiforgery;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Components.Endpoints;
using Microsoft.AspNetCore.RateLimiting;

namespace Metier.Web.Shell;

/// <summary>One route and who may use it.</summary>
public sealed record RouteLine(
    string Methods,
    string Path,
    string Who,
    bool Stated,
    bool Antiforgery,
    string RateClass
);

/// <summary>Every route of the product, read from the endpoints themselves.</summary>
public static class RouteTable
{
    /// <summary>The routes, by path.</summary>
    public static IReadOnlyList<RouteLine> Of(WebApplication app)
    {
        var sources = ((IEndpointRouteBuilder)app).DataSources;
        return
        [
            .. sources
                .SelectMany(s => s.Endpoints)
                .OfType<RouteEndpoint>()
                .Where(e => e.Metadata.GetMetadata<Microsoft.AspNetCore.StaticAssets.StaticAssetDescriptor>() is null)
                .Select(Line)
                .OrderBy(l => l.Path, StringComparer.Ordinal)
                .ThenBy(l => l.Methods, StringComparer.Ordinal),
        ];
    }

    private static RouteLine Line(RouteEndpoint e)
    {
        var page = e.Metadata.GetMetadata<ComponentTypeMetadata>() is not null;
        var methods = e.Metadata.GetMetadata<HttpMethodMetadata>()?.HttpMethods ?? ["*"];
        var anonymous = e.Metadata.GetMetadata<IAllowAnonymous>() is not null;
        var policy = e
            .Metadata.GetOrderedMetadata<IAuthorizeData>()
            .Select(a => a.Policy)
            .LastOrDefault(p => p is not null);
        return new RouteLine(
            string.Join(',', methods.Order(StringComparer.Ordinal)),
            "/" + e.RoutePattern.RawText!.TrimStart('/'),
            anonymous ? "anyone" : policy ?? "member (fallback)",
            anonymous || policy is not null,
            page || e.Metadata.GetMetadata<IAntiforgeryMetadata>()?.RequiresValidation == true,
            e.Metadata.GetMetadata<EnableRateLimitingAttribute>()?.PolicyName ?? "general"
        );
    }
}
