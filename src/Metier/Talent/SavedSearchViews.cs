using Metier.Platform;
using Microsoft.EntityFrameworkCore;

namespace Metier.Talent;

/// <summary>One of one's saved searches.</summary>
/// <param name="Query">The query string of its page, with its question mark; empty for "everything".</param>
/// <param name="New">Found since its owner last opened it.</param>
public sealed record SavedSearchView(
    Guid Id,
    SearchKind Kind,
    string Name,
    string Query,
    SearchAlert Alert,
    DateTime CreatedAt,
    int New
);

/// <summary>Reads a person's saved searches; nobody else's.</summary>
public sealed class SavedSearchViews(MetierDb db, ISearchAddresses addresses)
{
    /// <summary>All of them (there are at most <see cref="SaveSearch.MostPerPerson"/>), the newest first.</summary>
    public async Task<IReadOnlyList<SavedSearchView>> ListAsync(Actor actor, CancellationToken ct) =>
        await ReadAsync(db.SavedSearches.Where(s => s.MemberId == actor.MemberId), ct);

    /// <summary>One of one's own; null for everything else.</summary>
    public async Task<SavedSearchView?> FindAsync(Guid id, Actor actor, CancellationToken ct) =>
        (
            await ReadAsync(db.SavedSearches.Where(s => s.Id == id && s.MemberId == actor.MemberId), ct)
        ).SingleOrDefault();

    /// <summary>This very search, when it is kept already.</summary>
    public async Task<SavedSearchView?> SameAsync(SearchKind kind, string query, Actor actor, CancellationToken ct)
    {
        var hash = SaveSearch.Hash(addresses.Canonical(kind, query));
        return (
            await ReadAsync(
                db.SavedSearches.Where(s => s.MemberId == actor.MemberId && s.Kind == kind && s.QueryHash == hash),
                ct
            )
        ).SingleOrDefault();
    }

    /// <summary>How many are new in all of them together.</summary>
    public async Task<int> NewAsync(Actor actor, CancellationToken ct) => (await ListAsync(actor, ct)).Sum(s => s.New);

    private async Task<IReadOnlyList<SavedSearchView>> ReadAsync(IQueryable<SavedSearch> some, CancellationToken ct)
    {
        var searches = await some.AsNoTracking()
            .OrderByDescending(s => s.CreatedAt)
            .ThenByDescending(s => s.Id)
            .ToListAsync(ct);
        if (searches.Count == 0)
        {
            return [];
        }
        var all = db.SearchHits;
        var found = await (
            from s in some
            join h in all on s.Id equals h.SearchId
            where h.FoundAt >= s.LookedAt
            group h by h.SearchId into g
            select new { g.Key, Count = g.Count() }
        ).ToDictionaryAsync(g => g.Key, g => g.Count, ct);
        return
        [
            .. searches.Select(s => new SavedSearchView(
                s.Id,
                s.Kind,
                s.Name,
                s.Query,
                s.Alert,
                s.CreatedAt,
                found.GetValueOrDefault(s.Id)
            )),
        ];
    }
}
