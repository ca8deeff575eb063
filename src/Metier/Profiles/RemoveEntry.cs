using Metier.Platform;

namespace Metier.Profiles;

/// <summary>The lists of a profile that have entries of their own.</summary>
public enum ProfileList
{
    /// <summary>Employment history.</summary>
    Employment,

    /// <summary>Schools.</summary>
    Education,

    /// <summary>Certificates.</summary>
    Certificate,

    /// <summary>Portfolio.</summary>
    Work,
}

/// <summary>Takes an entry off one's profile.</summary>
public sealed class RemoveEntry(MetierDb db, ProfileAccess access)
{
    /// <summary>Somebody else's entry, or one that is already gone, is not found.</summary>
    public Task<Outcome<Done>> RunAsync(ProfileList list, Guid id, Actor actor, CancellationToken ct) =>
        access.EditAsync(
            actor,
            null,
            _ => "",
            (profile, read) =>
            {
                var removed = list switch
                {
                    ProfileList.Employment => profile.Employments.RemoveAll(e => e.Id == id),
                    ProfileList.Education => profile.Educations.RemoveAll(e => e.Id == id),
                    ProfileList.Certificate => profile.Certificates.RemoveAll(c => c.Id == id),
                    ProfileList.Work => RemoveWork(profile, id),
                    _ => throw new ArgumentOutOfRangeException(nameof(list)),
                };
                if (removed == 0)
                {
                    read.Refusals.Add(Refusal.NotFound());
                }
            },
            ct
        );

    private int RemoveWork(FreelancerProfile profile, Guid id)
    {
        var item = profile.Work.Find(w => w.Id == id);
        if (item is null)
        {
            return 0;
        }
        if (item.Files.Count > 0)
        {
            db.Raise(new ProfileFilesDropped([.. item.Files.SelectMany(PortfolioFiles.All)]));
        }
        profile.Work.Remove(item);
        return 1;
    }
}
