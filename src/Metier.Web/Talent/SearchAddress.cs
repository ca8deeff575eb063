using Metier.Matching;
using Metier.Talent;
using Microsoft.AspNetCore.Http.Extensions;

namespace Metier.Web.Talent;

/// <summary>
/// The query string of a search as pairs, in one order and without what could not be read: what chips, hints, sorting and
/// paging link to. It never carries a page key unless one is asked for, so every change begins at the first page.
/// </summary>
internal sealed class SearchAddress(string path)
{
    /// <summary>In an address that asks for exactly what was typed.</summary>
    public const string Exact = "exact";

    private readonly List<(string Key, string Value)> pairs = [];

    /// <summary>Writes the search in one order; answers with a chip for each filter in it.</summary>
    public IReadOnlyList<Chip> Fill(string words, IEnumerable<AddressPart> filters, string sort, bool exact)
    {
        var parts = filters.ToList();
        Add("q", words);
        foreach (var part in parts)
        {
            Add(part.Key, part.Value);
        }
        Add("sort", sort);
        Add(Exact, exact ? "1" : "");
        return [.. parts.Select(p => new Chip(p.Text, Without((key, value) => key == p.Key && value == p.Value)))];
    }

    private void Add(string key, string value)
    {
        if (value.Length > 0)
        {
            pairs.Add((key, value));
        }
    }

    /// <summary>The same search.</summary>
    public string Same => Write(pairs);

    /// <summary>The same search without the page's path: a query string with its question mark, or nothing.</summary>
    public string Query => Same[path.Length..];

    /// <summary>The same search, from another page on.</summary>
    public string Page(string key, string value) => Write(pairs.Append((key, value)));

    /// <summary>The same search without what <paramref name="drop"/> picks.</summary>
    public string Without(Func<string, string, bool> drop) => Write(pairs.Where(p => !drop(p.Key, p.Value)));

    /// <summary>The same search with other words and without what <paramref name="drop"/> picks.</summary>
    public string Rewritten(string words, Func<string, string, bool> drop) =>
        Write(
            pairs
                .Where(p => p.Key != "q" && !drop(p.Key, p.Value))
                .Prepend((Key: "q", Value: words))
                .Where(p => p.Value.Length > 0)
        );

    /// <summary>These words alone.</summary>
    public string WithWords(string words) => Write(words.Length == 0 ? [] : [("q", words)]);

    /// <summary>The same search with one more filter; nothing twice.</summary>
    public string With(string key, string value) => Write(pairs.Append((key, value)).Distinct());

    private string Write(IEnumerable<(string Key, string Value)> some)
    {
        var query = new QueryBuilder();
        foreach (var (key, value) in some)
        {
            query.Add(key, value);
        }
        return path + query.ToQueryString();
    }

    /// <summary>What was typed, without the words and exclusions among these filters.</summary>
    public static string Rest(string typed, IReadOnlyList<FilterInTheWay> filters)
    {
        foreach (var filter in filters)
        {
            typed = filter.Kind switch
            {
                FilterKind.Words => RemoveWords(typed, filter.Value),
                FilterKind.Without => RemoveExclusions(typed),
                _ => typed,
            };
        }
        return typed;
    }

    /// <summary>Exclusions and phrases stay whole; words that are not found together are all there is.</summary>
    private static string RemoveWords(string typed, string words)
    {
        foreach (var written in new[] { $"\"{words}\"", $"“{words}”", $"«{words}»", words })
        {
            var at = typed.IndexOf(written, StringComparison.OrdinalIgnoreCase);
            if (at >= 0)
            {
                return string.Join(
                    ' ',
                    typed.Remove(at, written.Length).Split(' ', StringSplitOptions.RemoveEmptyEntries)
                );
            }
        }
        return "";
    }

    private static string RemoveExclusions(string typed) =>
        string.Join(
            ' ',
            typed
                .Split(' ', StringSplitOptions.RemoveEmptyEntries)
                .Where(w => w.Length < 2 || w[0] is not ('-' or '−' or '–'))
        );
}

/// <summary>A filter as the address writes it, and as the reader reads it.</summary>
internal sealed record AddressPart(string Key, string Value, string Text);

/// <summary>An active filter above a list; the link takes it away.</summary>
public sealed record Chip(string Text, string Href);
