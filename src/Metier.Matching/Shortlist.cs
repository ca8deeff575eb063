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

/// <summary>Chooses from those who qualify.</summary>
internal sealed class ShortlistChoice(Pass<FreelancerRow, FreelancerFacts> pass, ShortlistRules rules)
{
    /// <summary>Variety is looked for among this many times the size of the list.</summary>
    private const int Reach = 5;

    /// <param name="best">Those who qualify, best first.</param>
    /// <param name="newcomers">The newcomers among those who qualify, best first.</param>
    public ImmutableArray<ShortlistEntry> Choose(ReadOnlySpan<Placed> best, ReadOnlySpan<Placed> newcomers)
    {
        var open = new List<Candidate>();
        foreach (var placed in best[..Math.Min(best.Length, rules.Size * Reach)])
        {
            open.Add(Read(placed));
        }

        var chosen = Varied(open);
        var given = GiveWay(newcomers, chosen);
        chosen.Sort((left, right) => left.Placed.Against(right.Placed));
        return
        [
            .. chosen.Select(c => new ShortlistEntry(
                pass.Explain(c.Placed),
                given.Contains(c.Placed.Id) ? ShortlistPlace.Newcomer : ShortlistPlace.Earned
            )),
        ];
    }

    /// <summary>
    /// Takes the best, then again and again the best less some points for how like it is to one taken already, so that ten
    /// places are not ten times the same profile.
    /// </summary>
    private List<Candidate> Varied(List<Candidate> open)
    {
        var sameness = new int[open.Count];
        var taken = new bool[open.Count];
        var chosen = new List<Candidate>();
        while (chosen.Count < Math.Min(rules.Size, open.Count))
        {
            var best = -1;
            for (var at = 0; at < open.Count; at++)
            {
                if (
                    !taken[at]
                    && (best < 0 || open[at].Placed.Sort - sameness[at] > open[best].Placed.Sort - sameness[best])
                )
                {
                    best = at;
                }
            }

            taken[best] = true;
            chosen.Add(open[best]);
            for (var at = 0; at < open.Count; at++)
            {
                sameness[at] = Math.Max(sameness[at], Sameness(open[at].Concepts, open[best].Concepts));
            }
        }

        return chosen;
    }

    /// <summary>Shared skills of all skills of the two, in points.</summary>
    private int Sameness(int[] left, int[] right)
    {
        var shared = left.Count(c => Array.BinarySearch(right, c) >= 0);
        var all = left.Length + right.Length - shared;
        return all == 0 ? 0 : rules.SamenessPoints * shared / all;
    }

    /// <summary>
    /// While newcomers have fewer than their places, the last of the others gives way to the best newcomer whose skill
    /// points are near enough to that person's.
    /// </summary>
    private HashSet<Guid> GiveWay(ReadOnlySpan<Placed> newcomers, List<Candidate> chosen)
    {
        var given = new HashSet<Guid>();
        if (chosen.Count < rules.Size)
        {
            return given;
        }

        var inside = chosen.Select(c => c.Placed.Id).ToHashSet();
        var waiting = new List<Placed>();
        foreach (var placed in newcomers)
        {
            if (!inside.Contains(placed.Id))
            {
                waiting.Add(placed);
            }
        }

        while (chosen.Count(c => c.IsNewcomer) < rules.NewcomerPlaces && chosen.Exists(c => !c.IsNewcomer))
        {
            var last = chosen.Where(c => !c.IsNewcomer).Aggregate((l, r) => l.Placed.Against(r.Placed) > 0 ? l : r);
            var bar = SkillPoints(last.Placed) * rules.NewcomerSkillPercent;
            var at = waiting.FindIndex(w => SkillPoints(w) * 100 >= bar);
            if (at < 0)
            {
                break;
            }

            var newcomer = waiting[at];
            waiting.RemoveAt(at);
            chosen.Remove(last);
            chosen.Add(Read(newcomer));
            given.Add(newcomer.Id);
        }

        return given;
    }

    private int SkillPoints(Placed placed) => FreelancerRanking.SkillPoints(pass.Explain(placed));

    private Candidate Read(Placed placed)
    {
        pass.MoveTo(placed);
        return new Candidate(
            placed,
            pass.Facts.Concepts.ToArray(),
            pass.Facts.ContractsDone < rules.NewcomerContractsBelow
        );
    }

    private sealed record Candidate(Placed Placed, int[] Concepts, bool IsNewcomer);
}
