using Deque.AxeCore.Commons;

namespace Metier.Browser.Tests;

/// <summary>The promise: WCAG 2.0 to 2.2, levels A and AA.</summary>
internal static class Wcag
{
    public static readonly AxeRunOptions Rules = new()
    {
        RunOnly = new() { Type = "tag", Values = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"] },
    };
}
