namespace Metier.Matching;

/// <summary>
/// Features of names (stems, runs of letters), compared with those of a text by the cosine of their rarities.
/// </summary>
internal sealed class NameFeatures<TKey>
    where TKey : notnull
{
    private readonly NamePostings<TKey> _postings = new();
    private float[] _rarity = [];
    private float[] _scale = [];

    public void Add(TKey key, int name) => _postings.Add(key, name);

    public bool Knows(TKey key) => _postings.TryFind(key, out _);

    public void Seal(ReadOnlySpan<int> conceptOf, int concepts, double power)
    {
        _postings.Seal();
        _rarity = _postings.Rarity(conceptOf, concepts, power);
        var squares = new double[conceptOf.Length];
        for (var feature = 0; feature < _rarity.Length; feature++)
        {
            var square = _rarity[feature] * _rarity[feature];
            foreach (var name in _postings.Of(feature))
            {
                squares[name] += square;
            }
        }

        _scale = [.. squares.Select(s => s > 0 ? (float)(1 / Math.Sqrt(s)) : 0)];
    }

    /// <summary>Adds <paramref name="share"/> × cosine (0 to 1) to the score of each name.</summary>
    public void Score(Dictionary<TKey, double> wanted, double share, double unknownRarity, float[] scores)
    {
        var square = 0.0;
        foreach (var (key, weight) in wanted)
        {
            var rarity = _postings.TryFind(key, out var feature) ? _rarity[feature] : unknownRarity;
            square += weight * weight * rarity * rarity;
        }

        foreach (var (key, weight) in wanted)
        {
            if (!_postings.TryFind(key, out var feature))
            {
                continue;
            }

            var added = (float)(share * weight * _rarity[feature] * _rarity[feature] / Math.Sqrt(square));
            foreach (var name in _postings.Of(feature))
            {
                scores[name] += added * _scale[name];
            }
        }
    }
}
