using Microsoft.AspNetCore.Components;

namespace Metier.Web.Proposals;

/// <summary>One row of a comparison: what is compared, and for each person a text that decides whether two differ, and how it is shown.</summary>
internal sealed record CompareRow(string Label, IReadOnlyList<(string Key, RenderFragment Show)> Cells)
{
    /// <summary>Rows for acting and for one's own notes are always shown.</summary>
    public bool Always { get; init; }

    public bool Differs => Always || Cells.Select(c => c.Key).Distinct(StringComparer.Ordinal).Count() > 1;
}
