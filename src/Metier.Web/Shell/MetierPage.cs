using Metier.Platform;
using Microsoft.AspNetCore.Components;

namespace Metier.Web.Shell;

/// <summary>
/// A page: markup, a nested form model, and a few short methods, each calling one use case and redirecting. A field that
/// failed is shown again with what was typed.
/// </summary>
public abstract class MetierPage : ComponentBase
{
    /// <summary>The request.</summary>
    [CascadingParameter]
    public HttpContext Http { get; set; } = default!;

    [Inject]
    private NavigationManager Navigation { get; set; } = default!;

    /// <summary>Links to pages.</summary>
    [Inject]
    protected Urls Urls { get; set; } = default!;

    /// <summary>What was wrong with the form that was just sent.</summary>
    protected FormErrors Errors { get; } = new();

    /// <summary>Who is looking; null for a visitor.</summary>
    protected Actor? Visitor => Http.Actor();

    /// <summary>Who is acting, on pages that need a signed-in person.</summary>
    protected Actor Me => Http.Actor() ?? throw new InvalidOperationException("This page has no signed-in person");

    /// <summary>Ends with the request.</summary>
    protected CancellationToken Ct => Http.RequestAborted;

    /// <summary>True while answering a sent form.</summary>
    protected bool IsPost => HttpMethods.IsPost(Http.Request.Method);

    /// <summary>
    /// True while this form is answered. A form must be on the page while it is answered, even when it would no longer be
    /// shown: then an old tab is told what has changed, instead of that its form is unknown.
    /// </summary>
    protected bool Answers(string formName) =>
        IsPost && Http.Request.HasFormContentType && Http.Request.Form["_handler"] == formName;

    /// <summary>True once the page has decided to send the browser elsewhere or that it does not exist: render nothing.</summary>
    protected bool Gone { get; private set; }

    private bool begun;

    /// <summary>
    /// Loads everything first and renders then, once. The framework would render as soon as loading waits, with half of the
    /// data, and parts of the page would start their own queries on a database context that is still busy.
    /// </summary>
    public override async Task SetParametersAsync(ParameterView parameters)
    {
        parameters.SetParameterProperties(this);
        if (!begun)
        {
            begun = true;
            OnInitialized();
            await OnInitializedAsync();
        }
        OnParametersSet();
        await OnParametersSetAsync();
        StateHasChanged();
    }

    /// <summary>Sends the browser on (303), with a sentence shown once on the next page.</summary>
    protected void Redirect(string url, string? flash = null)
    {
        if (flash is not null)
        {
            Flash.Set(Http, flash);
        }
        Gone = true;
        Navigation.NavigateTo(url);
    }

    /// <summary>This page does not exist, at least not for this person.</summary>
    protected void NotFound()
    {
        Gone = true;
        Navigation.NotFound();
    }

    /// <summary>
    /// True when the use case did it. A "not found" makes the page 404; other refusals land beside their fields, with status 422.
    /// </summary>
    protected bool Accept<T>(Outcome<T> outcome)
    {
        if (outcome.Ok)
        {
            return true;
        }
        if (outcome.IsNotFound)
        {
            NotFound();
            return false;
        }
        Errors.Add(outcome.Refusals);
        Http.Response.StatusCode = StatusCodes.Status422UnprocessableEntity;
        return false;
    }

    /// <summary>Files sent under this form name, ready for the intake; empty file inputs are left out.</summary>
    protected IReadOnlyList<Upload> Uploads(string field) =>
        Http.Request.HasFormContentType
            ?
            [
                .. Http
                    .Request.Form.Files.GetFiles(field)
                    .Where(f => f.Length > 0 || f.FileName.Length > 0)
                    .Select(f => new Upload(f.FileName, f.Length, f.OpenReadStream)),
            ]
            : [];
}
