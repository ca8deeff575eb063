using Metier.Members;
using Metier.Platform;
using Microsoft.EntityFrameworkCore;

namespace Metier.Talent;

/// <summary>Once a day, in the morning where they live, people are told what is new in their saved searches.</summary>
internal sealed class MailNewMatches(MetierDb db, MemberViews members, AlertMails mails) : Chore
{
    private const int PeopleAtOnce = 200;

    /// <summary>Hits of one person that one mail tells of; the list of saved searches counts the rest as new all the same.</summary>
    private const int HitsAtOnce = 500;

    public override Task<DateTime?> NextDueAsync(CancellationToken ct) => db.SearchHits.MinAsync(h => h.DueAt, ct);

    public override async Task<int> RunAsync(CancellationToken ct)
    {
        var now = db.Now;
        var done = 0;
        for (var after = Guid.Empty; ; )
        {
            var owners = await db
                .SearchHits.Where(h => h.DueAt <= now && h.MemberId.CompareTo(after) > 0)
                .Select(h => h.MemberId)
                .Distinct()
                .OrderBy(id => id)
                .Take(PeopleAtOnce)
                .ToListAsync(ct);
            foreach (var owner in owners)
            {
                var told = await db.WriteAsync<bool>(() => TellAsync(owner, ct), ct);
                done += told is { Ok: true, Value: true } ? 1 : 0;
                db.ChangeTracker.Clear();
            }
            if (owners.Count < PeopleAtOnce)
            {
                return done;
            }
            after = owners[^1];
        }
    }

    /// <summary>Whatever comes of it, these hits do not wait any longer.</summary>
    private async Task<Outcome<bool>> TellAsync(Guid ownerId, CancellationToken ct)
    {
        var now = db.Now;
        var due = await db
            .SearchHits.Where(h => h.MemberId == ownerId && h.DueAt <= now)
            .OrderBy(h => h.DueAt)
            .ThenBy(h => h.SearchId)
            .Take(HitsAtOnce)
            .ToListAsync(ct);
        if (due.Count == HitsAtOnce)
        {
            await db
                .SearchHits.Where(h => h.MemberId == ownerId && h.DueAt <= now)
                .ExecuteUpdateAsync(s => s.SetProperty(h => h.DueAt, (DateTime?)null), ct);
        }
        var all = await FoundAsync(due, ct);
        var owner = (await members.MembersAsync([ownerId], ct)).GetValueOrDefault(ownerId);
        var tell = owner is { Suspended: false } && all.Count > 0;
        if (tell)
        {
            mails.TellDaily(owner!, all);
        }
        foreach (var hit in due)
        {
            hit.DueAt = null;
            hit.ToldAt = tell && all.Exists(a => a.Search.Id == hit.SearchId) ? now : null;
        }
        return tell;
    }

    /// <summary>What of it can still be seen, by search; searches whose alerts were stopped meanwhile are left out.</summary>
    private async Task<List<(SavedSearch Search, IReadOnlyList<AlertSubject> Found)>> FoundAsync(
        List<SearchHit> due,
        CancellationToken ct
    )
    {
        var ids = due.Select(h => h.SearchId).Distinct().ToList();
        var searches = await db
            .SavedSearches.AsNoTracking()
            .Where(s => ids.Contains(s.Id) && s.Alert != SearchAlert.None)
            .OrderBy(s => s.Id)
            .ToListAsync(ct);
        var all = new List<(SavedSearch Search, IReadOnlyList<AlertSubject> Found)>();
        foreach (var kind in searches.Select(s => s.Kind).Distinct().ToList())
        {
            var ofKind = searches.Where(s => s.Kind == kind).ToList();
            var hits = due.Where(h => ofKind.Exists(s => s.Id == h.SearchId)).ToLookup(h => h.SearchId);
            var subjects = await mails.SubjectsAsync(
                kind,
                [.. hits.SelectMany(h => h).Select(h => h.SubjectId).Distinct()],
                ct
            );
            all.AddRange(
                ofKind
                    .Select(s =>
                        (
                            s,
                            (IReadOnlyList<AlertSubject>)
                                [
                                    .. hits[s.Id]
                                        .OrderByDescending(h => h.FoundAt)
                                        .Select(h => subjects.GetValueOrDefault(h.SubjectId))
                                        .OfType<AlertSubject>(),
                                ]
                        )
                    )
                    .Where(s => s.Item2.Count > 0)
            );
        }
        return all;
    }
}
