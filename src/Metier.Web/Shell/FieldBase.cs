using Microsoft.AspNetCore.Components;

namespace Metier.Web.Shell;

/// <summary>What every input has in common: a label above, a hint under it, its errors, and the ids that tie them.</summary>
public abstract class FieldBase : ComponentBase
{
    /// <summary>The name the form posts, such as <c>Form.Title</c>; ids and errors follow from it.</summary>
    [Parameter, EditorRequired]
    public string Name { get; set; } = "";

    /// <summary>The visible label.</summary>
    [Parameter, EditorRequired]
    public string Label { get; set; } = "";

    /// <summary>One line under the label.</summary>
    [Parameter]
    public string? Hint { get; set; }

    /// <summary>What was typed, kept as it was typed.</summary>
    [Parameter]
    public string? Value { get; set; }

    /// <summary>The errors of the whole form; the input picks its own by <see cref="Name"/>.</summary>
    [Parameter]
    public FormErrors? Errors { get; set; }

    /// <summary>Marked "(optional)". Everything else is required.</summary>
    [Parameter]
    public bool Optional { get; set; }

    /// <summary>Neither required nor marked as optional: for filters.</summary>
    [Parameter]
    public bool Filter { get; set; }

    /// <summary>Cannot be changed now; the reason stands in text nearby.</summary>
    [Parameter]
    public bool Disabled { get; set; }

    /// <summary>Posted with the form, not editable.</summary>
    [Parameter]
    public bool ReadOnly { get; set; }

    /// <summary>Keeps the label for screen readers only, where the place already says it.</summary>
    [Parameter]
    public bool HideLabel { get; set; }

    /// <summary>Another id, where two forms of one page post the same name.</summary>
    [Parameter]
    public string? Id { get; set; }

    /// <summary>More classes on the whole field.</summary>
    [Parameter]
    public string? Class { get; set; }

    /// <summary>Everything else goes on the control itself.</summary>
    [Parameter(CaptureUnmatchedValues = true)]
    public IReadOnlyDictionary<string, object>? Attributes { get; set; }

    /// <summary>The id of the control.</summary>
    protected string ControlId => Id ?? FieldIds.Of(Name);

    /// <summary>The messages of this field.</summary>
    protected IReadOnlyList<string> Messages => Errors?.For(Name) ?? [];

    /// <summary>"true" when the field has errors, otherwise absent.</summary>
    protected string? Invalid => Messages.Count > 0 ? "true" : null;

    /// <summary>"true" unless the field may stay empty.</summary>
    protected string? Required => Optional || Filter ? null : "true";

    /// <summary>The ids of the hint and the error, for <c>aria-describedby</c>.</summary>
    protected string? DescribedBy => FieldIds.DescribedBy(ControlId, Hint is not null, Messages.Count > 0);
}

/// <summary>The ids that tie inputs, labels, hints, errors and the error summary together.</summary>
public static class FieldIds
{
    /// <summary>The id of the control that posts this name: <c>Form.Milestones[0].Title</c> is <c>form-milestones-0-title</c>.</summary>
    public static string Of(string name)
    {
        var id = new char[name.Length];
        var length = 0;
        foreach (var c in name)
        {
            if (char.IsAsciiLetterOrDigit(c))
            {
                id[length++] = char.ToLowerInvariant(c);
            }
            else if (length > 0 && id[length - 1] != '-')
            {
                id[length++] = '-';
            }
        }
        return new string(id, 0, length).TrimEnd('-');
    }

    internal static string? DescribedBy(string id, bool hint, bool error) =>
        (hint, error) switch
        {
            (true, true) => $"{id}-hint {id}-err",
            (true, false) => $"{id}-hint",
            (false, true) => $"{id}-err",
            _ => null,
        };
}
