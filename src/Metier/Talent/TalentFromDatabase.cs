using Metier.Ledger;
using Metier.Matching;
using Metier.Platform;
using Metier.Profiles;
using Metier.Taxonomy;
using LanguageLevel = Metier.Profiles.LanguageLevel;

namespace Metier.Talent;

/// <summary>Finds freelancers without the index. What only the index can filter by is left out, and said.</summary>
public sealed class TalentFromDatabase(ListedProfiles listed, PlainSearch plain, TalentRows rows, TimeProvider clock)
{
    /// <summary>One page, the newest first.</summary>
    public async Task<TalentFound> RunAsync(TalentQuery query, Actor? visitor, CancellationToken ct)
    {
        var (words, leftOut) = plain.Words(query.Text);
        var asked = Asked(query, words, visitor);
        var size = Math.Clamp(query.Size, 1, Paging.MostSize);
        var page = await listed.PageAsync(asked, PlainSearch.Key(query.After), PlainSearch.Key(query.Before), size, ct);
        if (page.Keys.Count == 0 && (query.After ?? query.Before) is not null)
        {
            // The key leads behind the last one; the beginning says more than nothing.
            page = await listed.PageAsync(asked, null, null, size, ct);
        }
        var people = await rows.OfAsync([.. page.Keys.Select(k => k.Id)], ct);
        var hits = page
            .Keys.Where(k => people.TryGetValue(k.Id, out var row) && SearchTalent.Shown(row.Person, visitor))
            .Select(k => new TalentHit(people[k.Id].Person, people[k.Id].Standing, Reasons.None))
            .ToList();
        var (next, previous) = PlainSearch.Beside(page);
        return new TalentFound(hits.Count, hits.Count == 0 ? 0 : 1, hits, next, previous, Counts(), leftOut, [])
        {
            Preparing = true,
            NotApplied =
                query is { ActiveWithinDays: not null } or { EarnedAtLeast: not null } or { SuccessAtLeast: not null },
        };
    }

    private ListedQuery Asked(TalentQuery query, IReadOnlyList<PlainWord> words, Actor? visitor) =>
        new()
        {
            Words = words,
            Skills = plain.Skills(query.Skills),
            AnySkill = plain.SkillsOf(query.CategoryId),
            Rates = Rates(query.RateFrom, query.RateTo),
            Countries = query.Countries,
            Languages = query.Languages,
            Fluency = query.Fluency ?? LanguageLevel.Conversational,
            Availabilities = query.AtLeast switch
            {
                Availability.Full => [Availability.Full],
                Availability.Part => [Availability.Full, Availability.Part],
                _ => [],
            },
            FreeBy = query.FreeBy,
            Experiences = query.Experiences,
            IdentityVerified = query.IdentityVerified,
            TimeZones = query.SharedHours is { } hours ? Sharing(hours, query.Zone) : null,
            ForVisitors = visitor is null,
        };

    private List<RateBounds>? Rates(Money? from, Money? to)
    {
        if (from is null && to is null)
        {
            return null;
        }
        var least = (from is { } f ? plain.Everywhere(f) : []).ToDictionary(m => m.Currency.Code, m => m.Minor);
        var most = (to is { } t ? plain.Everywhere(t) : []).ToDictionary(m => m.Currency.Code, m => m.Minor);
        return
        [
            .. least
                .Keys.Union(most.Keys)
                .Select(code => new RateBounds(
                    code,
                    least.TryGetValue(code, out var l) ? l : null,
                    most.TryGetValue(code, out var m) ? m : null
                )),
        ];
    }

    /// <summary>The time zones whose working day shares so many hours with one in this zone, today.</summary>
    private List<string> Sharing(int hours, string zone)
    {
        var now = clock.GetUtcNow();
        var here = (int)Zones.Find(zone).GetUtcOffset(now).TotalMinutes;
        return
        [
            .. Zones.All.Where(z =>
                FeatureMath.SharedHours((int)Zones.Find(z).GetUtcOffset(now).TotalMinutes, here) >= hours
            ),
        ];
    }

    /// <summary>Nothing is counted; what can be chosen is offered.</summary>
    private static TalentCounts Counts() =>
        new(
            new Dictionary<string, int>(),
            Array.Empty<Counted<Skill>>(),
            [.. Countries.List.All.Select(c => new Counted<string>(c.Code, 0))],
            [.. Languages.All.Select(l => new Counted<string>(l, 0))],
            0,
            0
        );
}
