namespace Metier.Web;

/// <summary>What is wrong with a posted form, in the reader's language, field by field, in the order of the checks.</summary>
public sealed class FormErrors
{
    private readonly List<(string Field, string Message)> all = [];

    /// <summary>Whether the form must be shown again.</summary>
    public bool Any => all.Count > 0;

    /// <summary>Every message with the name of its input; the name is empty when it concerns the whole form.</summary>
    public IReadOnlyList<(string Field, string Message)> All => all;

    /// <summary>The messages of one input, by the name the form posts it under.</summary>
    public IReadOnlyList<string> For(string field) =>
        [.. all.Where(e => string.Equals(e.Field, field, StringComparison.OrdinalIgnoreCase)).Select(e => e.Message)];

    /// <summary>Adds a message; an empty field means the whole form.</summary>
    public void Add(string field, string message) => all.Add((field, message));
}
