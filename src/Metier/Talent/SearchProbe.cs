using Metier.Members;
using Metier.Platform;
using Microsoft.EntityFrameworkCore;

namespace Metier.Talent;

/// <summary>
/// Finds the saved searches that one freelancer or job is new in. Each search is run over that one document, so an event
/// costs one small evaluation per saved search of its kind and nothing per document of the index. They are read by key in
/// pages of <see cref="Page"/>, and only those that are old enough and have not met the subject before.
/// </summary>
internal sealed class SearchProbe(MetierDb db, MemberViews members, AlertMails mails)
{
    private const int Page = 500;

    /// <summary>More mails than this a day for one search are gathered in the daily one.</summary>
    public const int MostMailsADay = 10;

    /// <summary>
    /// Notes the hits and queues the mails of searches that alert at once. <paramref name="since"/> is when the subject
    /// became visible; <paramref name="without"/> are those whose own it is; <paramref name="matches"/> says whether it is
    /// among the matches of a saved query.
    /// </summary>
    public async Task RunAsync(
        SearchKind kind,
        Guid subjectId,
        DateTime since,
        IReadOnlyCollection<Guid> without,
        Func<string, bool> matches,
        CancellationToken ct
    )
    {
        var hits = db.SearchHits;
        var subject = new Lazy<Task<AlertSubject?>>(() => mails.SubjectAsync(kind, subjectId, ct));
        for (var after = Guid.Empty; ; )
        {
            var page = await db
                .SavedSearches.AsNoTracking()
                .Where(s => s.Kind == kind && s.Id.CompareTo(after) > 0 && s.CreatedAt <= since)
                .Where(s => !hits.Any(h => h.SearchId == s.Id && h.SubjectId == subjectId))
                .OrderBy(s => s.Id)
                .Take(Page)
                .Select(s => new
                {
                    s.Id,
                    s.MemberId,
                    s.Query,
                })
                .ToListAsync(ct);
            var found = page.Where(s => !without.Contains(s.MemberId) && matches(s.Query)).Select(s => s.Id).ToList();
            if (found.Count > 0 && await subject.Value is { } about)
            {
                var noted = await db.WriteAsync<Done>(() => NoteAsync(found, about, ct), ct);
                db.ChangeTracker.Clear();
                if (!noted.Ok)
                {
                    // The outbox tries again; what was noted in earlier pages is not told twice.
                    throw new InvalidOperationException("Hits could not be noted: " + noted.Refusals[0].Code);
                }
            }
            if (page.Count < Page)
            {
                return;
            }
            after = page[^1].Id;
        }
    }

    /// <summary>Everything is read again inside: a search may have changed or gone since it was evaluated.</summary>
    private async Task<Outcome<Done>> NoteAsync(List<Guid> ids, AlertSubject subject, CancellationToken ct)
    {
        var now = db.Now;
        var searches = await db.SavedSearches.AsNoTracking().Where(s => ids.Contains(s.Id)).ToListAsync(ct);
        var known = await db
            .SearchHits.Where(h => h.SubjectId == subject.Id && ids.Contains(h.SearchId))
            .Select(h => h.SearchId)
            .ToListAsync(ct);
        var people = await members.MembersAsync([.. searches.Select(s => s.MemberId).Distinct()], ct);
        var lately = await ToldAsync([.. searches.Where(s => s.Alert == SearchAlert.AtOnce).Select(s => s.Id)], ct);
        foreach (var search in searches.Where(s => !known.Contains(s.Id)))
        {
            if (people.GetValueOrDefault(search.MemberId) is not { Suspended: false } person)
            {
                continue;
            }
            var hit = new SearchHit
            {
                SearchId = search.Id,
                SubjectId = subject.Id,
                MemberId = search.MemberId,
                FoundAt = now,
            };
            if (search.Alert == SearchAlert.AtOnce && lately.GetValueOrDefault(search.Id) < MostMailsADay)
            {
                hit.ToldAt = now;
                mails.TellAtOnce(search, person, subject);
            }
            else if (search.Alert != SearchAlert.None)
            {
                hit.DueAt = NextMorning(now, person.TimeZone);
            }
            db.SearchHits.Add(hit);
        }
        return Done.It;
    }

    private async Task<Dictionary<Guid, int>> ToldAsync(List<Guid> ids, CancellationToken ct)
    {
        var day = db.Now.AddDays(-1);
        return ids.Count == 0
            ? []
            : await db
                .SearchHits.Where(h => ids.Contains(h.SearchId) && h.FoundAt > day && h.ToldAt != null)
                .GroupBy(h => h.SearchId)
                .Select(g => new { g.Key, Count = g.Count() })
                .ToDictionaryAsync(g => g.Key, g => g.Count, ct);
    }

    /// <summary>The next seven o'clock in the morning where the person lives, UTC: when the daily mail is written.</summary>
    internal static DateTime NextMorning(DateTime now, string timeZone)
    {
        var zone = Zones.Find(timeZone);
        var there = TimeZoneInfo.ConvertTimeFromUtc(now, zone);
        var morning = there.Date.AddHours(Morning);
        if (morning <= there)
        {
            morning = morning.AddDays(1);
        }
        // Where the clock jumps over that hour, the offset in force says what it would have been.
        return DateTime.SpecifyKind(morning - zone.GetUtcOffset(morning), DateTimeKind.Utc);
    }

    private const int Morning = 7;
}
