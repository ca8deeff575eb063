using Metier.Profiles;

namespace Metier.Web.Rooms;

/// <summary>The photos of freelancers in conversations, by their ids; whoever has none is left out.</summary>
public sealed class RoomFaces(ProfileViews profiles)
{
    /// <summary>One query for all.</summary>
    public async Task<IReadOnlyDictionary<Guid, string>> OfAsync(
        IReadOnlyCollection<Guid> freelancerIds,
        CancellationToken ct
    ) => await profiles.PhotosAsync([.. freelancerIds.Distinct()], ct);
}
