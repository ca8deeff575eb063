using Metier.Talent;
using Metier.Web.Shell;

namespace Metier.Web.Talent;

/// <summary>A search to save, as typed.</summary>
public sealed class SaveSearchForm
{
    public string? Name { get; set; }
    public string? Alert { get; set; }

    /// <summary>The form as it is offered: a name made of the words and filters, told daily where mail may go.</summary>
    internal static SaveSearchForm Of(string words, IReadOnlyList<Chip> chips, string everything, Actor? visitor)
    {
        var name = string.Join(", ", chips.Select(c => c.Text).Prepend(words).Where(t => t.Length > 0));
        return new()
        {
            Name = TypedText.Cut(name.Length == 0 ? everything : name, SaveSearch.LongestName),
            Alert = visitor is { EmailConfirmed: false } ? nameof(SearchAlert.None) : nameof(SearchAlert.Daily),
        };
    }
}

/// <summary>Words about saved searches.</summary>
internal static class SavedWords
{
    /// <summary>The choices of when to be told.</summary>
    public static IReadOnlyList<Choice> Alerts =>
        [
            new(nameof(SearchAlert.AtOnce), SavedText.AlertAtOnce),
            new(nameof(SearchAlert.Daily), SavedText.AlertDaily),
            new(nameof(SearchAlert.None), SavedText.AlertNone),
        ];

    /// <summary>"Told once a day", in a list.</summary>
    public static string Alert(SearchAlert alert) => SavedText.Find("told" + alert) ?? "";

    /// <summary>The page on which searches of this kind are made.</summary>
    public static string Page(SearchKind kind) => kind == SearchKind.Talent ? "talent-search" : "jobs-search";
}
