using Metier.Platform;

namespace Metier.Web;

/// <summary>What was wrong with a form, by field; the empty field name is the form as a whole.</summary>
public sealed class FormErrors
{
    private readonly List<(string Field, string Message)> list = [];

    /// <summary>True when there is at least one.</summary>
    public bool Any => list.Count > 0;

    /// <summary>All, in the order they were found.</summary>
    public IReadOnlyList<(string Field, string Message)> All => list;

    /// <summary>Messages of one field.</summary>
    public IReadOnlyList<string> For(string field) => [.. list.Where(e => e.Field == field).Select(e => e.Message)];

    /// <summary>Adds one.</summary>
    public void Add(string field, string message) => list.Add((field, message));

    /// <summary>Adds the refusals of a use case.</summary>
    public void Add(IEnumerable<Refusal> refusals) => list.AddRange(refusals.Select(r => (r.Field ?? "", r.Message)));
}
