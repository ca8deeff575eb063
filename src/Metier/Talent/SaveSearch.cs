using System.Security.Cryptography;
using System.Text;
using Metier.Platform;
using Microsoft.EntityFrameworkCore;

namespace Metier.Talent;

/// <summary>A search to keep, as the form of a search page sends it.</summary>
/// <param name="Query">The query string of the page.</param>
/// <param name="Alert">A name of <see cref="SearchAlert"/>, as typed.</param>
public sealed record SaveSearchInput(SearchKind Kind, string Query, string? Name, string? Alert);

/// <summary>
/// Keeps a search. The same search is kept once: saving it again changes its name and alert. At most
/// <see cref="MostPerPerson"/> per person.
/// </summary>
public sealed class SaveSearch(MetierDb db, ISearchAddresses addresses)
{
    /// <summary>The most searches one person keeps.</summary>
    public const int MostPerPerson = 50;

    /// <summary>A longer address reaches no page, in characters.</summary>
    private const int LongestAddress = 64 * 1024;

    /// <summary>The longest name, in characters.</summary>
    public const int LongestName = SavedSearch.LongestName;

    /// <summary>Answers with the saved search's id.</summary>
    public Task<Outcome<Guid>> RunAsync(SaveSearchInput input, Actor actor, CancellationToken ct) =>
        db.WriteAsync<Guid>(
            async () =>
            {
                if (input.Kind == SearchKind.Jobs && !actor.IsFreelancer)
                {
                    return new Refusal("role", SavedSearchRefusalText.OnlyFreelancers);
                }
                var typed = SearchTyped.Read(input.Name, input.Alert, actor);
                var query =
                    input.Query.Length <= LongestAddress ? addresses.Canonical(input.Kind, input.Query) : input.Query;
                if (query.Length > SavedSearch.LongestQuery)
                {
                    typed.Refusals.Add(new Refusal("query_long", SavedSearchRefusalText.TooLong));
                }
                if (typed.Refusals.Count > 0)
                {
                    return typed.Refusals;
                }
                var hash = Hash(query);
                var known = await db
                    .SavedSearches.Where(s => s.MemberId == actor.MemberId)
                    .OrderBy(s => s.Slot)
                    .ToListAsync(ct);
                if (known.Find(s => s.Kind == input.Kind && s.QueryHash == hash) is { } same)
                {
                    await SearchAlerts.ChangeAsync(db, same, typed.Name, typed.Alert, ct);
                    return same.Id;
                }
                if (known.Count >= MostPerPerson)
                {
                    return new Refusal("too_many", SavedSearchRefusalText.TooMany(MostPerPerson));
                }
                var search = new SavedSearch
                {
                    Id = Ids.New(db.Clock),
                    MemberId = actor.MemberId,
                    Kind = input.Kind,
                    Slot = Enumerable.Range(1, MostPerPerson).Except(known.Select(s => s.Slot)).First(),
                    Name = typed.Name,
                    Query = query,
                    QueryHash = hash,
                    Alert = typed.Alert,
                    CreatedAt = db.Now,
                    LookedAt = db.Now,
                };
                db.SavedSearches.Add(search);
                return search.Id;
            },
            ct
        );

    internal static string Hash(string query) =>
        Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(query)));
}

/// <summary>Another name or alert for a saved search.</summary>
public sealed class ChangeSearch(MetierDb db)
{
    /// <summary>Fields are <c>Form.Name</c> and <c>Form.Alert</c>.</summary>
    public Task<Outcome<Done>> RunAsync(Guid id, string? name, string? alert, Actor actor, CancellationToken ct) =>
        db.WriteAsync<Done>(
            async () =>
            {
                var search = await SearchAlerts.OwnAsync(db, id, actor, ct);
                if (search is null)
                {
                    return Refusal.NotFound();
                }
                var typed = SearchTyped.Read(name, alert, actor);
                if (typed.Refusals.Count > 0)
                {
                    return typed.Refusals;
                }
                await SearchAlerts.ChangeAsync(db, search, typed.Name, typed.Alert, ct);
                return Done.It;
            },
            ct
        );
}

/// <summary>Forgets a saved search and what it found.</summary>
public sealed class DeleteSearch(MetierDb db)
{
    /// <summary>Once it is gone, it is gone for everybody: a second click finds nothing.</summary>
    public Task<Outcome<Done>> RunAsync(Guid id, Actor actor, CancellationToken ct) =>
        db.WriteAsync<Done>(
            async () =>
            {
                var search = await SearchAlerts.OwnAsync(db, id, actor, ct);
                if (search is null)
                {
                    return Refusal.NotFound();
                }
                db.SavedSearches.Remove(search);
                return Done.It;
            },
            ct
        );
}

/// <summary>Marks a saved search as looked at, on the way to its page.</summary>
public sealed class OpenSearch(MetierDb db)
{
    /// <summary>Answers with the search as it was before: its "new" is what was new.</summary>
    public Task<Outcome<(SearchKind Kind, string Query)>> RunAsync(Guid id, Actor actor, CancellationToken ct) =>
        db.WriteAsync<(SearchKind, string)>(
            async () =>
            {
                var search = await SearchAlerts.OwnAsync(db, id, actor, ct);
                if (search is null)
                {
                    return Refusal.NotFound();
                }
                search.LookedAt = db.Now;
                return (search.Kind, search.Query);
            },
            ct
        );
}

/// <summary>Stops the alerts of a search by the link of a mail, without signing in.</summary>
public sealed class StopAlert(MetierDb db, InstanceSecret secret)
{
    /// <summary>The part of the link that proves it came from a mail of this instance.</summary>
    public string Key(Guid id) =>
        Convert.ToHexStringLower(secret.Sign("saved-search-stop", id.ToString("N")).AsSpan(0, 16));

    /// <summary>The name of the search the link is for; null when the link is none of ours or the search is gone.</summary>
    public async Task<string?> NameAsync(Guid id, string? key, CancellationToken ct) =>
        Fits(id, key)
            ? await db.SavedSearches.AsNoTracking().Where(s => s.Id == id).Select(s => s.Name).SingleOrDefaultAsync(ct)
            : null;

    /// <summary>Stops; a second time changes nothing.</summary>
    public Task<Outcome<Done>> RunAsync(Guid id, string? key, CancellationToken ct) =>
        db.WriteAsync<Done>(
            async () =>
            {
                var search = Fits(id, key) ? await db.SavedSearches.SingleOrDefaultAsync(s => s.Id == id, ct) : null;
                if (search is null)
                {
                    return Refusal.NotFound();
                }
                await SearchAlerts.ChangeAsync(db, search, search.Name, SearchAlert.None, ct);
                return Done.It;
            },
            ct
        );

    private bool Fits(Guid id, string? key) =>
        key is { Length: 32 }
        && CryptographicOperations.FixedTimeEquals(Encoding.UTF8.GetBytes(key), Encoding.UTF8.GetBytes(Key(id)));
}

/// <summary>Name and alert, read.</summary>
internal sealed record SearchTyped(string Name, SearchAlert Alert, List<Refusal> Refusals)
{
    public static SearchTyped Read(string? typedName, string? typedAlert, Actor actor)
    {
        var refusals = new List<Refusal>();
        var name = TypedText.Line(typedName);
        if (name.Length == 0)
        {
            refusals.Add(new Refusal("name", SavedSearchRefusalText.NameMissing, "Form.Name"));
        }
        else if (name.Length > SavedSearch.LongestName)
        {
            refusals.Add(new Refusal("name", SavedSearchRefusalText.NameLong(SavedSearch.LongestName), "Form.Name"));
        }
        if (!Enum.TryParse<SearchAlert>(typedAlert, out var alert) || !Enum.IsDefined(alert))
        {
            refusals.Add(new Refusal("alert", SavedSearchRefusalText.AlertMissing, "Form.Alert"));
        }
        else if (alert != SearchAlert.None && !actor.EmailConfirmed)
        {
            // Or anybody could have mails sent to an address that is not theirs.
            refusals.Add(new Refusal("email", SavedSearchRefusalText.ConfirmFirst, "Form.Alert"));
        }
        return new SearchTyped(name, alert, refusals);
    }
}

internal static class SearchAlerts
{
    /// <summary>Somebody else's search is not there.</summary>
    public static Task<SavedSearch?> OwnAsync(MetierDb db, Guid id, Actor actor, CancellationToken ct) =>
        db.SavedSearches.SingleOrDefaultAsync(s => s.Id == id && s.MemberId == actor.MemberId, ct);

    /// <summary>What waits for the daily mail does not wait any longer once no alert is wanted.</summary>
    public static async Task ChangeAsync(
        MetierDb db,
        SavedSearch search,
        string name,
        SearchAlert alert,
        CancellationToken ct
    )
    {
        (search.Name, search.Alert) = (name, alert);
        if (alert == SearchAlert.None)
        {
            await db
                .SearchHits.Where(h => h.SearchId == search.Id && h.DueAt != null)
                .ExecuteUpdateAsync(s => s.SetProperty(h => h.DueAt, (DateTime?)null), ct);
        }
    }
}
