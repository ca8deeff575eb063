using System.Runtime.CompilerServices;

namespace Metier.Matching;

/// <summary>
/// The score of a freelancer and nothing else, in one reading of the lists. <see cref="FreelancerRanking.Value"/> says the
/// same feature by feature, as reasons need it; this is for the hundreds that are scored for a page and never shown.
/// </summary>
internal sealed class FreelancerScorer
{
    private readonly Need _need;
    private readonly Wanted _must;
    private readonly Wanted _nice;
    private readonly Worth _worth;
    private readonly NearWanted _nearTitles;
    private readonly AskedConcepts _asked;
    private readonly int _today;
    private readonly int _start;
    private readonly long? _most;
    private readonly int[] _points = new int[Enum.GetValues<Feature>().Length];
    private readonly int[] _near = new int[Wanted.Most];
    private readonly bool _usesMust;

    public FreelancerScorer(
        Need need,
        (Wanted Must, Wanted Nice) wanted,
        Worth worth,
        NearWanted nearTitles,
        ConceptGraph graph,
        DateOnly today,
        long? most,
        RankingWeights weights
    )
    {
        (_need, _must, _nice, _worth, _most) = (need, wanted.Must, wanted.Nice, worth, most);
        _nearTitles = nearTitles;
        _usesMust = !_must.IsEmpty;
        _today = today.DayNumber;
        _start = need.StartOn is { } on && on > today ? on.DayNumber : _today;
        _asked = new AskedConcepts(_must.Concepts.AsSpan(), _nice.Concepts.AsSpan(), graph);
        foreach (var feature in weights.Features)
        {
            _points[(int)feature.Feature] += feature.Points;
        }
    }

    /// <summary>What the facts of the row give.</summary>
    public int OfRow(in FreelancerRow row)
    {
        var fit = _most is { } most && row.RateReference >= 0 ? FeatureMath.WithinBudget(row.RateReference, most) : 0;
        var level = _need.Level is { } wanted
            ? FeatureMath.Level(row.Level == 0 ? null : (ExperienceLevel)row.Level, wanted)
            : 0;
        var overlap =
            _need.UtcOffsetMinutes is { } there && row.UtcOffset != FreelancerRow.NoOffset
                ? FeatureMath.Share(FeatureMath.SharedHours(row.UtcOffset, there), 8)
                : 0;
        var wait = row.AvailableFrom == 0 ? 0 : Math.Max(0, row.AvailableFrom - _start);
        var success = row.JobSuccess == FreelancerRow.None ? (int?)null : row.JobSuccess;
        return Points(Feature.JobSuccess, FeatureMath.JobSuccess(success, row.JobSuccessContracts))
            + Points(Feature.RateFit, fit)
            + Points(Feature.Level, level)
            + Points(Feature.Availability, FeatureMath.Availability(row.HoursPerWeek, _need.HoursPerWeek ?? 10, wait))
            + Points(Feature.Overlap, overlap)
            + Points(Feature.Responsiveness, FeatureMath.Replies(row.Answered, row.Asked))
            + Points(Feature.LastActive, FeatureMath.Recency(Math.Max(0, _today - row.LastActive), 7, 90))
            + Points(
                Feature.InvitationLoad,
                FeatureMath.InvitationLoad(row.InvitationsToday, FreelancerRanking.InvitationLimit)
            );
    }

    /// <param name="given">What all lists, those of words too, gave to the document.</param>
    public int Score(FreelancerFacts facts, int given, TextPlan text)
    {
        var reader = new ByteReader(facts.Segment.Lists(facts.Doc));
        var score = OfRow(facts.AllOfRow) + Skills(ref reader, ref given);
        score += Categories(ref reader, ref given);
        score += Titles(ref reader, ref given);
        for (var left = reader.Int(); left > 0; left--)
        {
            reader.Number();
        }

        score += PastWork(ref reader, ref given);
        score += Tests(ref reader, ref given);
        if (_need.Client is { } client)
        {
            score += Clients(ref reader, client);
        }

        if (!_need.Vector.IsEmpty)
        {
            score += Points(Feature.Meaning, FeatureMath.Cosine(_need.Vector.AsSpan(), facts.Vector));
        }

        return score + (text.Groups.IsEmpty ? 0 : Points(Feature.Text, text.ValueOf(given)));
    }

    private int Skills(ref ByteReader reader, ref int given)
    {
        var (held, holds, nice) = (0UL, 0L, 0L);
        var near = _near.AsSpan(0, _must.Concepts.Length);
        near.Clear();
        for (var (left, last) = (reader.Int(), 0); left > 0; left--)
        {
            last += reader.Int();
            var asked = _asked.Find(last);
            if (asked < 0)
            {
                continue;
            }

            var at = _asked.Place(asked);
            if (at >= AskedConcepts.Nice)
            {
                nice += _nice.Weight(at - AskedConcepts.Nice);
                given -= _worth.OfNice[at - AskedConcepts.Nice];
            }
            else if (at >= 0)
            {
                held |= 1UL << at;
                holds += _must.Weight(at);
                given -= _worth.OfMust[at];
            }

            for (var link = _asked.FirstNear(asked); link >= 0; link = _asked.NextNear(link))
            {
                var (must, strength) = _asked.Near(link);
                near[must] = Math.Max(near[must], strength);
            }
        }

        return Points(Feature.MustHave, FeatureMath.Share(holds, _must.Total))
            + Points(Feature.NiceToHave, FeatureMath.Share(nice, _nice.Total))
            + Points(Feature.RelatedSkills, Related(held, near));
    }

    private int Related(ulong held, ReadOnlySpan<int> near)
    {
        var sum = 0L;
        for (var at = 0; at < near.Length; at++)
        {
            sum += (held & (1UL << at)) == 0 ? (long)_must.Weight(at) * near[at] : 0;
        }

        return sum == 0 ? 0 : FeatureMath.Share(sum, _must.Total * 1_000);
    }

    private int Categories(ref ByteReader reader, ref int given)
    {
        var found = false;
        for (var left = reader.Int(); left > 0; left--)
        {
            found |= _need.Categories.AsSpan().Contains(reader.Int());
        }

        given -= found ? _worth.OfCategory : 0;
        return found ? Points(Feature.Category, FeatureMath.One) : 0;
    }

    private int Titles(ref ByteReader reader, ref int given)
    {
        var (product, gave) = (0L, 0);
        for (var left = reader.Int(); left > 0; left--)
        {
            var concept = reader.Int();
            _nearTitles.Add(concept, reader.Int() * Occupations.Grain, ref product, ref gave);
        }

        given -= gave;
        return product == 0 ? 0 : Points(Feature.Occupation, FeatureMath.Share(product, 1_000_000));
    }

    private int PastWork(ref ByteReader reader, ref int given)
    {
        var wanted = _usesMust ? _must : _nice;
        var (sum, seen) = (0L, 0UL);
        for (var left = reader.Int(); left > 0; left--)
        {
            var (concept, contracts, ended) = (reader.Int(), reader.Int(), reader.Int());
            var asked = _asked.Find(concept);
            var at = asked < 0 ? -1 : _asked.Place(asked) - (_usesMust ? 0 : AskedConcepts.Nice);
            if ((uint)at < (uint)wanted.Concepts.Length && (seen & (1UL << at)) == 0)
            {
                seen |= 1UL << at;
                given -= _worth.OfPast(at, contracts);
                sum += (long)wanted.Weight(at) * FeatureMath.PastWork(contracts, Math.Max(0, _today - ended));
            }
        }

        return sum == 0 ? 0 : Points(Feature.PastWork, FeatureMath.Share(sum, wanted.Total * FeatureMath.One));
    }

    private int Tests(ref ByteReader reader, ref int given)
    {
        var best = int.MinValue;
        for (var left = reader.Int(); left > 0; left--)
        {
            var (concept, level, margin) = (reader.Int(), reader.Int(), reader.Int());
            var asked = _asked.Find(concept);
            best = asked >= 0 && _asked.Place(asked) >= 0 ? Math.Max(best, level - margin) : best;
        }

        if (best == int.MinValue)
        {
            return 0;
        }

        given -= _worth.OfTest;
        return Points(Feature.SkillTest, FeatureMath.SkillTest(best, 0));
    }

    private int Clients(ref ByteReader reader, Guid client)
    {
        var ends = 0;
        for (var left = reader.Int(); left > 0; left--)
        {
            var id = reader.Id();
            var good = reader.Int();
            ends += id == client ? good : 0;
        }

        return Points(Feature.ClientHistory, FeatureMath.Share(ends, 2));
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private int Points(Feature feature, int value) => (int)((long)_points[(int)feature] * value / FeatureMath.One);
}

/// <summary>What lists of concepts give to a document, in <see cref="Bound.PerPoint"/> parts of a point.</summary>
internal sealed record Worth(ushort[] OfMust, ushort[] OfNice, ushort[] Past, ushort OfTest, ushort OfCategory)
{
    /// <summary>Three contracts make it whole, however long ago.</summary>
    public ushort OfPast(int at, int contracts) => (ushort)(((Past[at] * Math.Clamp(contracts, 1, 3)) + 2) / 3);
}

/// <summary>The concepts a need asks for and those that stand near them, found by one look at a table.</summary>
internal sealed class AskedConcepts
{
    /// <summary>Places from here on are those of what is nice to have, below those of what is needed.</summary>
    public const int Nice = 1_000;

    private const int Nothing = -1;
    private readonly int[] _concepts;
    private readonly (int Place, int FirstNear)[] _entries;
    private readonly List<(int Must, int Strength, int Next)> _links = [];
    private readonly bool[] _taken;

    public AskedConcepts(ReadOnlySpan<int> must, ReadOnlySpan<int> nice, ConceptGraph graph)
    {
        var most = must.Length + nice.Length;
        foreach (var concept in must)
        {
            most += graph.Near(concept).Length;
        }

        var size = (int)System.Numerics.BitOperations.RoundUpToPowerOf2((uint)Math.Max(16, most * 3));
        _concepts = new int[size];
        _entries = new (int, int)[size];
        _taken = new bool[size];
        for (var at = 0; at < must.Length; at++)
        {
            _entries[Add(must[at])].Place = at;
        }

        for (var at = 0; at < nice.Length; at++)
        {
            _entries[Add(nice[at])].Place = Nice + at;
        }

        for (var at = 0; at < must.Length; at++)
        {
            foreach (var relation in graph.Near(must[at]))
            {
                ref var entry = ref _entries[Add(relation.To)];
                _links.Add((at, relation.StrengthMilli, entry.FirstNear));
                entry.FirstNear = _links.Count - 1;
            }
        }
    }

    /// <summary>Where the concept stands in the table; below 0 when it is nothing to the need.</summary>
    public int Find(int concept)
    {
        var mask = _concepts.Length - 1;
        for (var at = Mixed(concept) & mask; _taken[at]; at = (at + 1) & mask)
        {
            if (_concepts[at] == concept)
            {
                return at;
            }
        }

        return Nothing;
    }

    /// <summary>The place among what is needed, or from <see cref="Nice"/> on; below 0 when it only stands near.</summary>
    public int Place(int at) => _entries[at].Place;

    /// <summary>The first of the links to what it stands near; below 0 for none.</summary>
    public int FirstNear(int at) => _entries[at].FirstNear;

    public int NextNear(int link) => _links[link].Next;

    public (int Must, int Strength) Near(int link) => (_links[link].Must, _links[link].Strength);

    private int Add(int concept)
    {
        var mask = _concepts.Length - 1;
        var at = Mixed(concept) & mask;
        while (_taken[at] && _concepts[at] != concept)
        {
            at = (at + 1) & mask;
        }

        if (!_taken[at])
        {
            (_taken[at], _concepts[at], _entries[at]) = (true, concept, (Nothing, Nothing));
        }

        return at;
    }

    private static int Mixed(int concept) => (int)(((uint)concept * 2_654_435_769u) >> 12);
}
