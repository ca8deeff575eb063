using System.Globalization;
using Metier.Platform;
using Metier.Profiles;
using Metier.Proposals;
using Microsoft.EntityFrameworkCore;
using Standing = Metier.Reputation.Standing;

namespace Metier.Talent;

/// <summary>A place in a list that is ordered by time, newest first; it can stand in an address.</summary>
public readonly record struct SavedKey(DateTime At, Guid Id)
{
    /// <summary>Reads a key from a link; null when it is none.</summary>
    public static SavedKey? Read(string? text) =>
        text?.Split('_') is [var at, var id]
        && long.TryParse(at, NumberStyles.None, CultureInfo.InvariantCulture, out var ticks)
        && ticks <= DateTime.MaxValue.Ticks
        && Guid.TryParse(id, out var guid)
            ? new SavedKey(new DateTime(ticks, DateTimeKind.Utc), guid)
            : null;

    /// <summary>As it stands in a link.</summary>
    public override string ToString() => string.Create(CultureInfo.InvariantCulture, $"{At.Ticks}_{Id:N}");
}

/// <summary>Keeps a freelancer, or lets go of one; either way twice is once.</summary>
public sealed class SavePerson(MetierDb db, ProfileViews profiles, Acquaintance acquaintance)
{
    /// <summary>The most freelancers one person keeps.</summary>
    public const int MostPerPerson = 1_000;

    /// <summary>Keeps one whose profile this person may see.</summary>
    public Task<Outcome<Done>> RunAsync(Guid freelancerId, Actor actor, CancellationToken ct) =>
        db.WriteAsync<Done>(
            async () =>
            {
                if (freelancerId == actor.MemberId)
                {
                    return new Refusal("yourself", SavedSearchRefusalText.Yourself);
                }
                var related = await acquaintance.KnowsAsync(actor, freelancerId, ct);
                if (await profiles.FindAsync(freelancerId, actor, related, ct) is null)
                {
                    return Refusal.NotFound();
                }
                var own = db.SavedPeople.Where(p => p.MemberId == actor.MemberId);
                if (await own.AnyAsync(p => p.FreelancerId == freelancerId, ct))
                {
                    return Done.It;
                }
                if (await own.CountAsync(ct) >= MostPerPerson)
                {
                    return new Refusal("too_many", SavedSearchRefusalText.TooManyPeople(Formats.Count(MostPerPerson)));
                }
                db.SavedPeople.Add(
                    new SavedPerson
                    {
                        MemberId = actor.MemberId,
                        FreelancerId = freelancerId,
                        SavedAt = db.Now,
                    }
                );
                return Done.It;
            },
            ct
        );

    /// <summary>Lets go of one, with the note.</summary>
    public Task<Outcome<Done>> DropAsync(Guid freelancerId, Actor actor, CancellationToken ct) =>
        db.WriteAsync<Done>(
            async () =>
            {
                await db
                    .SavedPeople.Where(p => p.MemberId == actor.MemberId && p.FreelancerId == freelancerId)
                    .ExecuteDeleteAsync(ct);
                return Done.It;
            },
            ct
        );
}

/// <summary>A note on a saved freelancer, which nobody else ever reads.</summary>
public sealed class NoteOnPerson(MetierDb db)
{
    /// <summary>The longest note, in characters.</summary>
    public const int LongestNote = 1_000;

    /// <summary>Writes it; an empty one takes it away. The field is <c>Form.Note</c>.</summary>
    public Task<Outcome<Done>> RunAsync(Guid freelancerId, string? typed, Actor actor, CancellationToken ct) =>
        db.WriteAsync<Done>(
            async () =>
            {
                var saved = await db.SavedPeople.SingleOrDefaultAsync(
                    p => p.MemberId == actor.MemberId && p.FreelancerId == freelancerId,
                    ct
                );
                if (saved is null)
                {
                    return Refusal.NotFound();
                }
                var note = TypedText.Lines(typed);
                if (note.Length > LongestNote)
                {
                    return new Refusal(
                        "note",
                        SavedSearchRefusalText.NoteLong(Formats.Count(LongestNote)),
                        "Form.Note"
                    );
                }
                saved.Note = note;
                return Done.It;
            },
            ct
        );
}

/// <summary>A freelancer somebody keeps.</summary>
/// <param name="Person">Null while the profile is not shown: hidden, taking no work, gone.</param>
public sealed record SavedPersonView(Guid Id, ProfileRow? Person, Standing? Standing, string Note, DateTime SavedAt)
{
    /// <summary>Its place in the list.</summary>
    public SavedKey Key => new(SavedAt, Id);
}

/// <summary>Reads whom a person keeps; nobody else's.</summary>
public sealed class SavedPeopleViews(MetierDb db, TalentRows rows)
{
    /// <summary>Those of these freelancers whom the visitor keeps; nobody for one who is not signed in.</summary>
    public async Task<HashSet<Guid>> AmongAsync(IEnumerable<Guid> ids, Actor? visitor, CancellationToken ct)
    {
        var asked = ids.Distinct().ToList();
        return visitor is null || asked.Count == 0
            ? []
            :
            [
                .. await db
                    .SavedPeople.Where(p => p.MemberId == visitor.MemberId && asked.Contains(p.FreelancerId))
                    .Select(p => p.FreelancerId)
                    .ToListAsync(ct),
            ];
    }

    /// <summary>The newest first; one more than <paramref name="size"/> says there are more.</summary>
    public async Task<IReadOnlyList<SavedPersonView>> ListAsync(
        SavedKey? after,
        int size,
        Actor actor,
        CancellationToken ct
    )
    {
        var query = db.SavedPeople.AsNoTracking().Where(p => p.MemberId == actor.MemberId);
        if (after is { } key)
        {
            query = query.Where(p =>
                p.SavedAt < key.At || (p.SavedAt == key.At && p.FreelancerId.CompareTo(key.Id) < 0)
            );
        }
        var saved = await query
            .OrderByDescending(p => p.SavedAt)
            .ThenByDescending(p => p.FreelancerId)
            .Take(size + 1)
            .ToListAsync(ct);
        return await ViewsAsync(saved, ct);
    }

    /// <summary>One of those one keeps; null for everybody else.</summary>
    public async Task<SavedPersonView?> FindAsync(Guid freelancerId, Actor actor, CancellationToken ct)
    {
        var saved = await db
            .SavedPeople.AsNoTracking()
            .Where(p => p.MemberId == actor.MemberId && p.FreelancerId == freelancerId)
            .ToListAsync(ct);
        return (await ViewsAsync(saved, ct)).SingleOrDefault();
    }

    private async Task<IReadOnlyList<SavedPersonView>> ViewsAsync(List<SavedPerson> saved, CancellationToken ct)
    {
        var people = await rows.OfAsync([.. saved.Select(s => s.FreelancerId)], ct);
        return
        [
            .. saved.Select(s =>
            {
                var (person, standing) = people.GetValueOrDefault(s.FreelancerId);
                return new SavedPersonView(s.FreelancerId, person, standing, s.Note, s.SavedAt);
            }),
        ];
    }
}
