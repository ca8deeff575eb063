using Metier.Members;
using Metier.Platform;
using Microsoft.EntityFrameworkCore;

namespace Metier.Profiles;

/// <summary>The only loader of profiles for changing them: one's own, made at the first change.</summary>
public sealed class ProfileAccess(MetierDb db, MemberViews members)
{
    /// <summary>The actor's own profile with everything on it; null when they do not work as a freelancer.</summary>
    internal async Task<FreelancerProfile?> OwnAsync(Actor actor, CancellationToken ct)
    {
        if (!actor.IsFreelancer)
        {
            return null;
        }
        var profile = await Whole(db.Profiles).SingleOrDefaultAsync(p => p.Id == actor.MemberId, ct);
        if (profile is null)
        {
            profile = await BlankAsync(actor, ct);
            db.Add(profile);
        }
        return profile;
    }

    /// <summary>
    /// Loads the actor's profile, refuses when the section changed since its form was filled (<paramref name="was"/>, null
    /// skips the check), lets <paramref name="change"/> read and set, and saves unless something was refused.
    /// </summary>
    internal Task<Outcome<Done>> EditAsync(
        Actor actor,
        string? was,
        Func<FreelancerProfile, string> stamp,
        Action<FreelancerProfile, ProfileInput> change,
        CancellationToken ct
    ) =>
        db.WriteAsync<Done>(
            async () =>
            {
                var profile = await OwnAsync(actor, ct);
                if (profile is null)
                {
                    return Refusal.NotFound();
                }
                if (was is not null && was != stamp(profile))
                {
                    return Changed();
                }
                var read = new ProfileInput();
                change(profile, read);
                if (!read.Ok)
                {
                    return read.Refusals;
                }
                profile.Touch(db);
                return Done.It;
            },
            ct
        );

    /// <summary>
    /// As <see cref="EditAsync"/>, for one entry of a list: <paramref name="change"/> gets the entry with this id, or null to
    /// add one. Another person's entry is not found.
    /// </summary>
    internal Task<Outcome<Done>> EditEntryAsync<T>(
        Actor actor,
        Guid? id,
        Func<FreelancerProfile, List<T>> list,
        Func<T, Guid> idOf,
        Action<FreelancerProfile, T?, ProfileInput> change,
        CancellationToken ct
    )
        where T : class =>
        EditAsync(
            actor,
            null,
            _ => "",
            (profile, read) =>
            {
                var entries = list(profile);
                var found = id is null ? null : entries.Find(e => idOf(e) == id);
                if (id is not null && found is null)
                {
                    read.Refusals.Add(Refusal.NotFound());
                }
                else if (id is null && entries.Count >= FreelancerProfile.MostEntries)
                {
                    read.Refuse("", "too_many", ProfileRefusalText.TooManyEntries(FreelancerProfile.MostEntries));
                }
                else
                {
                    change(profile, found, read);
                }
            },
            ct
        );

    /// <summary>The same section was saved elsewhere after this form was opened.</summary>
    internal static Refusal Changed() => new("changed", ProfileRefusalText.Changed);

    /// <summary>What a freelancer starts with: what their account already says.</summary>
    internal async Task<FreelancerProfile> BlankAsync(Actor actor, CancellationToken ct)
    {
        var member = (await members.MembersAsync([actor.MemberId], ct)).GetValueOrDefault(actor.MemberId);
        return new FreelancerProfile
        {
            Id = actor.MemberId,
            Country = member?.Country ?? "",
            TimeZone = Zones.Has(actor.TimeZone) ? actor.TimeZone : "UTC",
            CreatedAt = db.Now,
            UpdatedAt = db.Now,
        };
    }

    /// <summary>Everything a profile consists of, without a query per part and person.</summary>
    internal static IQueryable<FreelancerProfile> Whole(IQueryable<FreelancerProfile> profiles) =>
        profiles
            .Include(p => p.Skills)
            .Include(p => p.Languages)
            .Include(p => p.Employments)
            .Include(p => p.Educations)
            .Include(p => p.Certificates)
            .Include(p => p.Work)
                .ThenInclude(w => w.Files)
            .AsSplitQuery();
}
