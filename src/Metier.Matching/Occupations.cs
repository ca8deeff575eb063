using System.Collections.Immutable;

namespace Metier.Matching;

/// <summary>An occupation that a title is near to, and its part of what the title says: 1 to 1,000.</summary>
public readonly record struct NearOccupation(int Concept, int NearMilli);

/// <summary>
/// What a title says of an occupation, as a direction: the few occupations nearest to it, each with its part. Two titles
/// are alike by the cosine between their directions, which meet where words do not: "Illustratrice jeunesse" and "picture
/// book illustrator". A title that is not really near to anything gives a shorter one, and so is less alike to any.
/// </summary>
public static class Occupations
{
    /// <summary>Occupations beyond these say nothing more of a title.</summary>
    public const int Most = 3;

    /// <summary>Parts are kept in so many thousandths, so that one takes a byte.</summary>
    internal const int Grain = 8;

    /// <summary>What is less near than this shares nothing but a few letters.</summary>
    private const double Least = 0.05;

    /// <summary>A title as near as this to something is surely of that kind; below, the direction is shorter.</summary>
    private const double Sure = 0.4;

    /// <summary>Whatever is less near than this share of the nearest is another occupation.</summary>
    private const double OfTheNearest = 0.6;

    /// <summary>The highest part of each step that lists tell apart; a list gives what its step could be worth.</summary>
    internal static readonly int[] Steps = [520, 750, 1_000];

    /// <summary>
    /// The occupations a title is near to, by names in English and French, kinds of work and runs of letters
    /// (<see cref="TitleMatcher"/>); none when it is near to nothing.
    /// </summary>
    public static ImmutableArray<NearOccupation> Of(string title, TitleMatcher matcher)
    {
        var nearest = matcher.Nearest(title, Most);
        var near = nearest.Where(m => m.Score >= Least && m.Score >= nearest[0].Score * OfTheNearest).ToList();
        if (near.Count == 0)
        {
            return [];
        }

        // The square sets apart what is near from what is only not far.
        var length = Math.Sqrt(near.Sum(m => Math.Pow(m.Score, 4)));
        var sure = Math.Min(1, near[0].Score / Sure);
        return
        [
            .. near.Select(m => new NearOccupation(
                m.Concept,
                Math.Max(1, (int)(1_000 * sure * m.Score * m.Score / length))
            )),
        ];
    }

    /// <summary>
    /// At most <see cref="Most"/> in ascending order of their numbers, with parts of a direction no longer than 1,000: a
    /// longer one is cut. Rounded down to the <see cref="Grain"/>. In whole numbers, so that every machine computes the same.
    /// </summary>
    internal static ImmutableArray<NearOccupation> Directed(ImmutableArray<NearOccupation> near)
    {
        var some = near.Where(n => n.NearMilli > 0)
            .GroupBy(n => n.Concept)
            .Select(g => new NearOccupation(g.Key, Math.Min(1_000, g.Max(n => n.NearMilli))))
            .OrderByDescending(n => n.NearMilli)
            .ThenBy(n => n.Concept)
            .Take(Most)
            .ToList();
        var square = some.Sum(n => (long)n.NearMilli * n.NearMilli);
        return
        [
            .. some.Select(n =>
                    n with
                    {
                        NearMilli = (square <= 1_000_000 ? n.NearMilli : Part(n.NearMilli, square)) / Grain * Grain,
                    }
                )
                .Where(n => n.NearMilli > 0)
                .OrderBy(n => n.Concept),
        ];
    }

    /// <summary>In which of the <see cref="Steps"/> a part lies.</summary>
    internal static int StepOf(int nearMilli) =>
        nearMilli <= Steps[0] ? 0
        : nearMilli <= Steps[1] ? 1
        : 2;

    /// <summary>The largest whole number whose square is at most that of a thousand times the part of the length.</summary>
    private static int Part(int near, long square)
    {
        var scaled = (long)near * near * 1_000_000;
        var part = (int)Math.Sqrt((double)scaled / square);
        while ((long)part * part * square > scaled)
        {
            part--;
        }

        while ((part + 1L) * (part + 1L) * square <= scaled)
        {
            part++;
        }

        return part;
    }
}

/// <summary>The occupations a need or a seeker is near to, and what each is worth.</summary>
internal sealed class NearWanted
{
    private readonly ushort[] _worth;

    public NearWanted(ImmutableArray<NearOccupation> near, int points)
    {
        Near = Occupations.Directed(near);
        _worth = new ushort[Near.Length * Occupations.Steps.Length];
        for (var at = 0; at < _worth.Length; at++)
        {
            var (wanted, step) = (at / Occupations.Steps.Length, at % Occupations.Steps.Length);
            _worth[at] = Bound.Of(points, (long)Near[wanted].NearMilli * Occupations.Steps[step], 1_000_000);
        }
    }

    public ImmutableArray<NearOccupation> Near { get; }

    public bool IsEmpty => Near.IsEmpty;

    /// <summary>What lists give: a list for each occupation and step.</summary>
    public IEnumerable<Step> ToSteps()
    {
        for (var at = 0; at < _worth.Length; at++)
        {
            var (wanted, step) = (at / Occupations.Steps.Length, at % Occupations.Steps.Length);
            yield return new Step(Term.NearOccupation(Near[wanted].Concept, step), _worth[at], 0, 0);
        }
    }

    /// <summary>Adds one occupation of a document to the sum of products, and what its list gave to the other sum.</summary>
    public void Add(int concept, int nearMilli, ref long product, ref int given)
    {
        for (var at = 0; at < Near.Length; at++)
        {
            if (Near[at].Concept == concept)
            {
                product += (long)Near[at].NearMilli * nearMilli;
                given += _worth[(at * Occupations.Steps.Length) + Occupations.StepOf(nearMilli)];
            }
        }
    }

    /// <summary>The cosine, 0 to <see cref="FeatureMath.One"/>, and what lists gave for it.</summary>
    public (int Value, int Given) With(List<NearOccupation> held)
    {
        var (product, given) = (0L, 0);
        foreach (var near in held)
        {
            Add(near.Concept, near.NearMilli, ref product, ref given);
        }

        return (FeatureMath.Share(product, 1_000_000), given);
    }

    /// <summary>What both are near to, the nearest first; what only the document is near to; and what was wanted.</summary>
    public Evidence.Titles Compared(List<NearOccupation> held) =>
        new(
            [
                .. Near.Where(w => held.Exists(h => h.Concept == w.Concept))
                    .OrderByDescending(w => w.NearMilli * held.Find(h => h.Concept == w.Concept).NearMilli)
                    .Select(w => w.Concept),
            ],
            [.. held.OrderByDescending(h => h.NearMilli).Select(h => h.Concept).Take(1)],
            [.. Near.OrderByDescending(w => w.NearMilli).Select(w => w.Concept).Take(1)]
        );
}
