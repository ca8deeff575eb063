namespace Metier.Matching;

/// <summary>
/// All words said of each concept, ranked as documents are (BM25 with k1 = 1), scaled so that a text all of whose words
/// stand there once scores about 1.
/// </summary>
/// <param name="lengthShare">BM25's b: how much long lists count less.</param>
internal sealed class ConceptWords(int concepts, double lengthShare)
{
    private readonly Dictionary<(string Stem, int Place), float> _counts = [];
    private readonly NamePostings<string> _postings = new();
    private readonly float[] _lengths = new float[concepts];
    private float[] _rarity = [];
    private float[] _impact = [];

    public void Add(string stem, int place, float count)
    {
        _counts[(stem, place)] = _counts.GetValueOrDefault((stem, place)) + count;
        _lengths[place]++;
        _postings.Add(stem, place);
    }

    public void Seal()
    {
        _postings.Seal();
        _rarity = _postings.Rarity([.. Enumerable.Range(0, concepts)], concepts, 1);
        _impact = new float[_postings.Total];
        var average = Math.Max(1, _lengths.Length == 0 ? 1 : _lengths.Average());
        foreach (var stem in _counts.Keys.Select(k => k.Stem).Distinct(StringComparer.Ordinal))
        {
            _postings.TryFind(stem, out var feature);
            var at = _postings.StartOf(feature);
            foreach (var place in _postings.Of(feature))
            {
                var count = _counts[(stem, place)];
                var length = 1 - lengthShare + (lengthShare * _lengths[place] / average);
                _impact[at++] = (float)(_rarity[feature] * count * 2 / (count + length));
            }
        }

        _counts.Clear();
        _counts.TrimExcess();
    }

    /// <summary>Adds <paramref name="share"/> × likeness to the score of each concept.</summary>
    public void Score(Dictionary<string, double> wanted, double share, double unknownRarity, float[] scores)
    {
        var most = 0.0;
        foreach (var (stem, weight) in wanted)
        {
            most += weight * (_postings.TryFind(stem, out var feature) ? _rarity[feature] : unknownRarity);
        }

        foreach (var (stem, weight) in wanted)
        {
            if (!_postings.TryFind(stem, out var feature))
            {
                continue;
            }

            var part = (float)(share * weight / most);
            var at = _postings.StartOf(feature);
            foreach (var place in _postings.Of(feature))
            {
                scores[place] += part * _impact[at++];
            }
        }
    }
}
