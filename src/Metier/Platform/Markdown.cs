using System.Text.Encodings.Web;
using System.Text.RegularExpressions;
using Markdig;

namespace Metier.Platform;

/// <summary>
/// The Markdown people may write: bold, italic, code, lists, quotes, links. HTML is shown as text, images and raw links to
/// other schemes do not exist, so nothing a person writes can carry script.
/// </summary>
public static partial class SafeMarkdown
{
    private static readonly MarkdownPipeline Pipeline = new MarkdownPipelineBuilder()
        .DisableHtml()
        .UseSoftlineBreakAsHardlineBreak()
        .UseAutoLinks()
        .Build();

    /// <summary>HTML that can be put into a page as it is.</summary>
    public static string ToHtml(string? markdown) =>
        string.IsNullOrWhiteSpace(markdown)
            ? ""
            : Read(markdown, Render, text => $"<p>{HtmlEncoder.Default.Encode(text)}</p>");

    /// <summary>The words without the marks, for summaries and the search index.</summary>
    public static string ToText(string? markdown) =>
        string.IsNullOrWhiteSpace(markdown)
            ? ""
            : Read(markdown, text => Markdig.Markdown.ToPlainText(text, Pipeline), text => text).Trim();

    /// <summary>
    /// The library refuses, while it reads or while it writes, what is nested more than a hundred deep. Nobody writes so but
    /// to break the page of whoever reads it, so it is shown as it was typed.
    /// </summary>
    private static string Read(string markdown, Func<string, string> read, Func<string, string> asTyped)
    {
        try
        {
            return read(markdown);
        }
        catch (ArgumentException)
        {
            return asTyped(markdown);
        }
    }

    private static string Render(string markdown)
    {
        var document = Markdig.Markdown.Parse(markdown, Pipeline);
        foreach (
            var link in Markdig
                .Syntax.MarkdownObjectExtensions.Descendants<Markdig.Syntax.Inlines.LinkInline>(document)
                .ToList()
        )
        {
            if (link.IsImage)
            {
                // Remote images would tell their host who reads what.
                link.IsImage = false;
            }
            if (!SafeUrl().IsMatch(link.Url ?? ""))
            {
                link.Url = "#";
            }
            Markdig
                .Renderers.Html.HtmlAttributesExtensions.GetAttributes(link)
                .AddPropertyIfNotExist("rel", "nofollow ugc noopener noreferrer");
        }
        foreach (
            var link in Markdig
                .Syntax.MarkdownObjectExtensions.Descendants<Markdig.Syntax.Inlines.AutolinkInline>(document)
                .ToList()
        )
        {
            Markdig
                .Renderers.Html.HtmlAttributesExtensions.GetAttributes(link)
                .AddPropertyIfNotExist("rel", "nofollow ugc noopener noreferrer");
            if (!SafeUrl().IsMatch(link.Url) && !link.IsEmail)
            {
                link.Url = "#";
            }
        }
        foreach (
            var heading in Markdig
                .Syntax.MarkdownObjectExtensions.Descendants<Markdig.Syntax.HeadingBlock>(document)
                .ToList()
        )
        {
            // The page owns h1 to h3.
            heading.Level = Math.Clamp(heading.Level + 3, 4, 6);
        }
        return document.ToHtml(Pipeline);
    }

    [GeneratedRegex(@"^(?:https?://|mailto:)", RegexOptions.IgnoreCase | RegexOptions.CultureInvariant, 500)]
    private static partial Regex SafeUrl();
}
