using System.Collections.Immutable;

namespace Metier.Matching;

/// <summary>The numbers of a shortlist.</summary>
public sealed record ShortlistRules
{
    /// <summary>How many are put forward.</summary>
    public int Size { get; init; } = 10;

    /// <summary>How many of these are kept for newcomers who are nearly as skilled.</summary>
    public int NewcomerPlaces { get; init; } = 2;

    /// <summary>Fewer finished contracts than this make a newcomer.</summary>
    public int NewcomerContractsBelow { get; init; } = 3;

    /// <summary>A newcomer has at least this per cent of the skill points of whoever gives way.</summary>
    public int NewcomerSkillPercent { get; init; } = 80;

    /// <summary>Whoever was invited this often today is not put forward.</summary>
    public int InvitationsPerDay { get; init; } = FreelancerRanking.InvitationLimit;

    /// <summary>Points somebody all but equal to one already chosen must be better by.</summary>
    public int SamenessPoints { get; init; } = 30;
}

/// <summary>Why somebody has a place on a shortlist.</summary>
public enum ShortlistPlace
{
    /// <summary>By the score.</summary>
    Earned = 1,

    /// <summary>One of the places kept for newcomers.</summary>
    Newcomer = 2,
}

/// <summary>One place of a shortlist.</summary>
public sealed record ShortlistEntry(RankedMatch Match, ShortlistPlace Place);

/// <param name="Looked">Freelancers looked at.</param>
/// <param name="Qualified">Those who have something of what is asked for and are free to be invited.</param>
/// <param name="Entries">In the order of their scores.</param>
public sealed record Shortlist(int Looked, int Qualified, ImmutableArray<ShortlistEntry> Entries, int WeightsVersion);

/// <summary>Chooses from those who qualify, best first.</summary>
internal sealed class ShortlistChoice(FreelancerRanking ranking, ShortlistRules rules)
{
    /// <summary>Variety is looked for among this many times the size of the list.</summary>
    private const int Reach = 5;

    public ImmutableArray<ShortlistEntry> Choose(List<Placed<FreelancerDocument>> ordered)
    {
        var chosen = Varied(ordered);
        var newcomers = GiveWay(ordered, chosen);
        chosen.Sort(Placed<FreelancerDocument>.Compare);
        return
        [
            .. chosen.Select(c => new ShortlistEntry(
                ranking.Explain(c.Entry, c.Hit),
                newcomers.Contains(c.Entry.Id) ? ShortlistPlace.Newcomer : ShortlistPlace.Earned
            )),
        ];
    }

    /// <summary>
    /// Takes the best, then again and again the best less some points for how like it is to one taken already, so that ten
    /// places are not ten times the same profile.
    /// </summary>
    private List<Placed<FreelancerDocument>> Varied(List<Placed<FreelancerDocument>> ordered)
    {
        var open = ordered.Take(rules.Size * Reach).ToList();
        var sameness = new int[open.Count];
        var taken = new bool[open.Count];
        var chosen = new List<Placed<FreelancerDocument>>();
        while (chosen.Count < Math.Min(rules.Size, open.Count))
        {
            var best = -1;
            for (var at = 0; at < open.Count; at++)
            {
                if (!taken[at] && (best < 0 || open[at].Sort - sameness[at] > open[best].Sort - sameness[best]))
                {
                    best = at;
                }
            }

            taken[best] = true;
            chosen.Add(open[best]);
            for (var at = 0; at < open.Count; at++)
            {
                sameness[at] = Math.Max(sameness[at], Sameness(open[at].Entry, open[best].Entry));
            }
        }

        return chosen;
    }

    /// <summary>Shared skills of all skills of the two, in points.</summary>
    private int Sameness(Entry<FreelancerDocument> left, Entry<FreelancerDocument> right)
    {
        var shared = left.Concepts.Count(right.Holds);
        var all = left.Concepts.Length + right.Concepts.Length - shared;
        return all == 0 ? 0 : rules.SamenessPoints * shared / all;
    }

    /// <summary>
    /// While newcomers have fewer than their places, the last of the others gives way to the best newcomer whose skill
    /// points are near enough to that person's.
    /// </summary>
    private HashSet<Guid> GiveWay(List<Placed<FreelancerDocument>> ordered, List<Placed<FreelancerDocument>> chosen)
    {
        var given = new HashSet<Guid>();
        if (chosen.Count < rules.Size)
        {
            return given;
        }

        var inside = chosen.Select(c => c.Entry.Id).ToHashSet();
        var waiting = ordered.FindAll(p => IsNewcomer(p) && !inside.Contains(p.Entry.Id));
        while (chosen.Count(IsNewcomer) < rules.NewcomerPlaces && chosen.Exists(c => !IsNewcomer(c)))
        {
            var last = chosen
                .Where(c => !IsNewcomer(c))
                .Max(Comparer<Placed<FreelancerDocument>>.Create(Placed<FreelancerDocument>.Compare));
            var bar = SkillPoints(last) * rules.NewcomerSkillPercent;
            var at = waiting.FindIndex(w => SkillPoints(w) * 100 >= bar);
            if (at < 0)
            {
                break;
            }

            var newcomer = waiting[at];
            waiting.RemoveAt(at);
            chosen.RemoveAll(c => c.Entry.Id == last.Entry.Id);
            chosen.Add(newcomer);
            given.Add(newcomer.Entry.Id);
        }

        return given;
    }

    private int SkillPoints(Placed<FreelancerDocument> placed) =>
        FreelancerRanking.SkillPoints(ranking.Explain(placed.Entry, placed.Hit));

    private bool IsNewcomer(Placed<FreelancerDocument> placed) =>
        placed.Entry.Document.ContractsDone < rules.NewcomerContractsBelow;
}
