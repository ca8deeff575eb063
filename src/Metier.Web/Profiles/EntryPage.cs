using Metier.Profiles;
using Metier.Web.Shell;
using Microsoft.AspNetCore.Components;

namespace Metier.Web.Profiles;

/// <summary>A page of the editor for one entry of a list: a new one, or the one whose id is in the address.</summary>
public abstract class EntryPage : MetierPage
{
    /// <summary>The entry; null adds one.</summary>
    [Parameter]
    public Guid? Entry { get; set; }

    [Inject]
    private ProfileViews Profiles { get; set; } = default!;

    [Inject]
    private RemoveEntry Remove { get; set; } = default!;

    /// <summary>Set once the person was told that the entry changed in another window: the next save is meant.</summary>
    private bool stale;

    /// <summary>The list it is in.</summary>
    protected abstract ProfileList List { get; }

    /// <summary>The place of the list in the editor.</summary>
    protected abstract string Section { get; }

    /// <summary>Where the list is.</summary>
    protected string Back => Urls.To("profile-edit") + "#" + Section;

    /// <summary>The way back to the list, above the title.</summary>
    protected IReadOnlyList<NavItem> Crumbs => [new(ProfilesText.EditTitle, Back)];

    /// <summary>One's own profile, or null when the page is gone.</summary>
    protected async Task<ProfileView?> OwnAsync()
    {
        var view = await Profiles.OwnAsync(Me, Ct);
        if (view is null)
        {
            NotFound();
        }
        return view;
    }

    /// <summary>The stamp to send next.</summary>
    protected string? Was(string? sent, string? now) => stale ? now : sent ?? now;

    /// <summary>Goes back to the list when it was saved.</summary>
    protected bool Saved(Outcome<Done> outcome)
    {
        stale = outcome.Refusals.Any(r => r.Code == "changed");
        if (!Accept(outcome))
        {
            return false;
        }
        Redirect(Back, ProfilesText.EntrySaved);
        return true;
    }

    /// <summary>Takes the entry off the profile.</summary>
    protected async Task RemoveAsync()
    {
        if (!Gone && Entry is { } id && Accept(await Remove.RunAsync(List, id, Me, Ct)))
        {
            Redirect(Back, ProfilesText.EntryRemoved);
        }
    }
}
