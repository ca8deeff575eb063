using Metier.Profiles;
using Metier.Web.Shell;

namespace Metier.Web.Profiles;

/// <summary>Where people go who just arrived: freelancers without a profile begin with it, everybody else sees their dashboard.</summary>
public sealed class FirstPage(ProfileViews profiles, Urls urls)
{
    /// <summary>The address.</summary>
    public async Task<string> OfAsync(Guid memberId, bool freelancer, CancellationToken ct) =>
        freelancer && !await profiles.BegunAsync(memberId, ct) ? urls.To("profile-edit") : urls.To("dashboard");
}
