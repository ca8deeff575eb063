using Metier.Jobs;
using Metier.Payments;
using Metier.Web.Shell;
using Microsoft.AspNetCore.Components;

namespace Metier.Web.Jobs;

/// <summary>
/// A page of writing a job. While it is a draft, each page leads to the next; of a job that is posted, or when one came
/// from the last page to change something, it leads back there.
/// </summary>
public abstract class JobFormPage : MetierPage
{
    /// <summary>The job.</summary>
    [Parameter]
    public Guid Id { get; set; }

    /// <summary>Whether one came from the last page.</summary>
    [SupplyParameterFromQuery(Name = "back")]
    public bool Back { get; set; }

    [Inject]
    protected JobViews Jobs { get; set; } = default!;

    [Inject]
    protected SaveJob SaveJob { get; set; } = default!;

    /// <summary>The job as it is saved; null before the first save.</summary>
    protected JobView? Job { get; set; }

    /// <summary>Still a draft, or not even that.</summary>
    protected bool IsDraft => Job is null or { State: JobState.Draft };

    /// <summary>What the form's hidden field says of the version one started from.</summary>
    protected string? Seen => Job is null ? null : JobFormParts.Stamp(Job.SavedAt);

    /// <summary>When the draft was saved, for the line beside the button.</summary>
    protected DateTime? SavedAt => Job is { State: JobState.Draft } draft ? draft.SavedAt : null;

    /// <summary>Loads the job for somebody of its client; for others this page does not exist.</summary>
    protected async Task<bool> FindAsync()
    {
        Job = await Jobs.OwnAsync(Id, Me, Ct);
        if (Job is null)
        {
            NotFound();
        }
        return Job is not null;
    }

    /// <summary>Where the form saves itself while it is written; null once the job is posted.</summary>
    protected string? AutosaveTo(string page) => IsDraft ? JobEndpoints.DraftPath(Languages.Current, Id, page) : null;

    /// <summary>The page after this one.</summary>
    protected string NextAfter(string landing) => Urls.To(IsDraft && !Back ? landing : "job-edit", Id);

    /// <summary>The page before this one, or the one that one came from.</summary>
    protected string BackTo(string landing) => NextAfter(landing);

    /// <summary>Saves the page and leads on.</summary>
    protected async Task KeepAsync(JobPart part, string? seen, string next)
    {
        if (!Gone && Accept(await SaveJob.RunAsync(new SaveJobInput(Id, part, Seen: JobFormParts.Seen(seen)), Me, Ct)))
        {
            Redirect(NextAfter(next), IsDraft ? null : JobFormText.ChangesSaved);
        }
    }
}

/// <summary>The first page, with and without a draft behind it.</summary>
public abstract class WhatFormPage : JobFormPage
{
    /// <summary>As typed.</summary>
    [SupplyParameterFromForm(FormName = "what", Name = "Form")]
    public WhatForm Form { get; set; } = default!;

    [Inject]
    private ClientStanding Standing { get; set; } = default!;

    /// <summary>Why this client could not post now, said before anything is written; null when it can. A draft can be kept all the same.</summary>
    protected string? CannotPost { get; private set; }

    /// <summary>Asks whether the client could post.</summary>
    protected async Task AskStandingAsync() =>
        CannotPost =
            IsDraft && Me.ClientId is { } client && await Standing.RefuseAsync(client, Ct) is { } refusal
                ? refusal.Message
                : null;

    /// <summary>Saves; files are taken or removed even while the rest is unfinished.</summary>
    protected async Task SaveAsync()
    {
        if (Gone)
        {
            return;
        }
        var unfinished = Form.IsAboutFiles && IsDraft && Form.Fits;
        var saved = await SaveJob.RunAsync(
            new SaveJobInput(Id, Form.Part(Uploads("Form.Files")), unfinished, JobFormParts.Seen(Form.Seen)),
            Me,
            Ct
        );
        if (!Accept(saved))
        {
            return;
        }
        if (Form.IsAboutFiles)
        {
            Redirect(Urls.To("job-what", Id) + (Back ? "?back=true" : ""), JobFormText.FilesChanged);
        }
        else
        {
            Redirect(NextAfter("job-skills"), IsDraft ? null : JobFormText.ChangesSaved);
        }
    }
}
