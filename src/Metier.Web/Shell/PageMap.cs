using System.Collections.Frozen;
using System.Globalization;
using System.Reflection;
using System.Text.RegularExpressions;
using Metier.Platform;
using Microsoft.AspNetCore.Components;

namespace Metier.Web.Shell;

/// <summary>
/// Gives a page the name others link to it by: <c>@attribute [Landing("contract")]</c>. Its two addresses are its two
/// <c>@page</c> lines, <c>/en/…</c> and <c>/fr/…</c>; the first route parameter is the id.
/// </summary>
[AttributeUsage(AttributeTargets.Class)]
public sealed class LandingAttribute(string name) : Attribute
{
    /// <summary>The name.</summary>
    public string Name => name;
}

/// <summary>The addresses of all pages in both languages.</summary>
public sealed partial class PageMap
{
    private readonly FrozenDictionary<string, FrozenDictionary<string, string>> byName;
    private readonly FrozenDictionary<Type, FrozenDictionary<string, string>> byType;

    private PageMap(IEnumerable<Type> pages)
    {
        var routes = pages.ToDictionary(
            p => p,
            p =>
                p.GetCustomAttributes<RouteAttribute>()
                    .Where(r => r.Template.Length > 3 || Languages.All.Contains(r.Template.Trim('/')))
                    .GroupBy(r => r.Template.Trim('/').Split('/')[0])
                    .ToFrozenDictionary(g => g.Key, g => g.Last().Template)
        );
        byType = routes.ToFrozenDictionary();
        byName = routes
            .Where(p => p.Key.GetCustomAttribute<LandingAttribute>() is not null)
            .ToFrozenDictionary(p => p.Key.GetCustomAttribute<LandingAttribute>()!.Name, p => p.Value);
    }

    internal static PageMap Build() =>
        new(
            typeof(PageMap)
                .Assembly.GetTypes()
                .Where(t => t.IsSubclassOf(typeof(ComponentBase)) && t.GetCustomAttributes<RouteAttribute>().Any())
        );

    /// <summary>The names pages can be linked by.</summary>
    public IEnumerable<string> Names => byName.Keys;

    /// <summary>The path of a page in a language, its route parameters filled in their order.</summary>
    public string Path(string name, string language, params object[] values)
    {
        if (!byName.TryGetValue(name, out var templates) || !templates.TryGetValue(language, out var template))
        {
            return "/go/" + name + (values.Length > 0 ? "/" + values[0] : "");
        }
        var next = 0;
        return Parameter()
            .Replace(
                template,
                _ =>
                    next < values.Length
                        ? Uri.EscapeDataString(Convert.ToString(values[next++], CultureInfo.InvariantCulture)!)
                        : ""
            )
            .TrimEnd('/');
    }

    /// <summary>The same page in the other language, keeping route values and query.</summary>
    public string? InLanguage(HttpContext context, string language)
    {
        var type = context
            .GetEndpoint()
            ?.Metadata.GetMetadata<Microsoft.AspNetCore.Components.Endpoints.ComponentTypeMetadata>()
            ?.Type;
        if (
            type is null
            || !byType.TryGetValue(type, out var templates)
            || !templates.TryGetValue(language, out var template)
        )
        {
            return null;
        }
        var path = Parameter()
            .Replace(
                template,
                m =>
                    Uri.EscapeDataString(
                        Convert.ToString(
                            context.Request.RouteValues[m.Groups["name"].Value],
                            CultureInfo.InvariantCulture
                        ) ?? ""
                    )
            );
        return path.TrimEnd('/') + context.Request.QueryString;
    }

    [GeneratedRegex(@"\{\*{0,2}(?<name>[A-Za-z]+)(?::[^}]*)?\??\}", RegexOptions.ExplicitCapture, 500)]
    private static partial Regex Parameter();
}

/// <summary>Links in the language of the request.</summary>
public sealed class Urls(PageMap pages)
{
    /// <summary>The address of the page with this landing name: <c>Urls.To("contract", id)</c>.</summary>
    public string To(string name, params object[] values) => pages.Path(name, Languages.Current, values);
}
