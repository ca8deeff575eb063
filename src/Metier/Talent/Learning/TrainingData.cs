using Metier.Matching;
using Metier.Matching.Learning;
using Metier.Platform;
using Microsoft.EntityFrameworkCore;

namespace Metier.Talent;

/// <summary>
/// Brings lists and outcomes together. An outcome belongs to the last list that showed the person or job to whoever acted, for
/// the same job where both name one, within a window: a day for opening, sixty days for the rest. How a contract ended belongs
/// to the list its hire belongs to.
/// </summary>
internal sealed class TrainingData(MetierDb db)
{
    /// <summary>How long after it was shown somebody counts as opened because of it.</summary>
    public static readonly TimeSpan OpenedWithin = TimeSpan.FromDays(1);

    /// <summary>How long after it was shown somebody counts as invited or hired because of it.</summary>
    public static readonly TimeSpan ChosenWithin = TimeSpan.FromDays(60);

    /// <summary>The newest lists are learnt from, so many at the most.</summary>
    public const int MostLists = 200_000;
    private const int Batch = 500;
    private static readonly DateTime Dawn = new(2000, 1, 1, 0, 0, 0, DateTimeKind.Utc);
    private static readonly DateTime Dusk = new(9000, 1, 1, 0, 0, 0, DateTimeKind.Utc);

    /// <summary>
    /// Lists of a role whose viewers teach something, with what came of them: all, or those that were ordered by one
    /// formula. What was not counted then has no value in the log, and would be taken for nothing.
    /// </summary>
    public async Task<List<LoggedSearch>> ReadAsync(RankingRole role, CancellationToken ct, int? formula = null)
    {
        var lists = db.ShownLists;
        var from = await lists
            .AsNoTracking()
            .Where(l => l.Role == role && l.ViewerId != null)
            .OrderByDescending(l => l.At)
            .Skip(MostLists - 1)
            .Select(l => (DateTime?)l.At)
            .FirstOrDefaultAsync(ct);
        var outcomes = await OutcomesAsync(role, from ?? Dawn, ct);
        var chosen = await AttributeAsync(role, from, outcomes, ct);
        var searches = new List<LoggedSearch>();
        await foreach (var list in ListsAsync(role, from, null, ct))
        {
            var counts = formula is null || RankingWeights.FormulaOf(list.WeightsVersion) == formula;
            if (list.ViewerId is not null && counts)
            {
                searches.Add(Search(list, chosen.GetValueOrDefault(list.Id)));
            }
        }
        return searches;
    }

    /// <summary>Lists of a role from one moment to before another, oldest first.</summary>
    public async IAsyncEnumerable<ShownList> ListsAsync(
        RankingRole role,
        DateTime? from,
        DateTime? to,
        [System.Runtime.CompilerServices.EnumeratorCancellation] CancellationToken ct
    )
    {
        var lists = db.ShownLists;
        var (at, id) = (from ?? Dawn, Guid.Empty);
        while (true)
        {
            var end = to ?? Dusk;
            var page = await lists
                .AsNoTracking()
                .Where(l => l.Role == role && l.At < end && (l.At > at || (l.At == at && l.Id.CompareTo(id) > 0)))
                .OrderBy(l => l.At)
                .ThenBy(l => l.Id)
                .Take(Batch)
                .ToListAsync(ct);
            foreach (var list in page)
            {
                yield return list;
            }
            if (page.Count < Batch)
            {
                yield break;
            }
            (at, id) = (page[^1].At, page[^1].Id);
        }
    }

    /// <summary>By list and document, everything that came of it.</summary>
    public async Task<Dictionary<Guid, Dictionary<Guid, Outcomes>>> AttributeAsync(
        RankingRole role,
        DateTime? from,
        List<ShownOutcome> outcomes,
        CancellationToken ct
    )
    {
        var byPair = outcomes
            .Where(o => o.What is not (Outcomes.EndedWell or Outcomes.Disputed))
            .ToLookup(o => (o.ViewerId, o.DocumentId));
        var owner = new Dictionary<Guid, Guid>();
        await foreach (var list in ListsAsync(role, from, null, ct))
        {
            if (list.ViewerId is not { } viewer)
            {
                continue;
            }
            foreach (var item in ShownItem.Unpack(list.Items, values: false))
            {
                foreach (var outcome in byPair[(viewer, item.Id)].Where(o => Follows(o, list)))
                {
                    // Lists come oldest first: the last one before it is what stays.
                    owner[outcome.Id] = list.Id;
                }
            }
        }
        var chosen = new Dictionary<Guid, Dictionary<Guid, Outcomes>>();
        var hires = outcomes.Where(o => o.What == Outcomes.Hired).ToDictionary(o => o.SourceId);
        foreach (var outcome in outcomes)
        {
            var through = outcome.What is Outcomes.EndedWell or Outcomes.Disputed
                ? hires.GetValueOrDefault(outcome.SourceId)
                : outcome;
            if (through is not null && owner.TryGetValue(through.Id, out var list))
            {
                var documents = chosen.TryGetValue(list, out var known) ? known : chosen[list] = [];
                documents[through.DocumentId] = documents.GetValueOrDefault(through.DocumentId) | outcome.What;
            }
        }
        return chosen;
    }

    /// <summary>Outcomes of a role since a moment.</summary>
    public Task<List<ShownOutcome>> OutcomesAsync(RankingRole role, DateTime from, CancellationToken ct)
    {
        var outcomes = db.ShownOutcomes;
        return outcomes.AsNoTracking().Where(o => o.Role == role && o.At >= from).OrderBy(o => o.At).ToListAsync(ct);
    }

    private static bool Follows(ShownOutcome outcome, ShownList list) =>
        outcome.At >= list.At
        && outcome.At - list.At <= (outcome.What == Outcomes.Viewed ? OpenedWithin : ChosenWithin)
        && (outcome.JobId is null || list.JobId is null || outcome.JobId == list.JobId);

    /// <summary>A list nothing came of only tells who was seen where; its values are left out.</summary>
    private static LoggedSearch Search(ShownList list, Dictionary<Guid, Outcomes>? chosen) =>
        new(
            list.Id,
            list.Role,
            list.Need,
            list.WeightsVersion,
            [
                .. ShownItem
                    .Unpack(list.Items, values: chosen is not null)
                    .Select(i => new ShownDocument(
                        i.Id,
                        i.Position,
                        PositionBias.Default.At(i.Position),
                        i.Values,
                        Gains.Of(chosen?.GetValueOrDefault(i.Id) ?? Outcomes.None)
                    )),
            ]
        );
}
