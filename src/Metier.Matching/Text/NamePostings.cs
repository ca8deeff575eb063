namespace Metier.Matching;

/// <summary>Which documents have which feature. Filled in ascending order of documents, then sealed and only read.</summary>
internal sealed class NamePostings<TKey>
    where TKey : notnull
{
    private readonly Dictionary<TKey, int> _features = [];
    private List<List<int>> _filling = [];
    private int[] _starts = [];
    private int[] _documents = [];

    public int Count => _features.Count;

    /// <summary>The same feature of the same document counts once.</summary>
    public int Add(TKey key, int document)
    {
        if (!_features.TryGetValue(key, out var feature))
        {
            feature = _filling.Count;
            _features.Add(key, feature);
            _filling.Add([]);
        }

        var list = _filling[feature];
        if (list.Count == 0 || list[^1] != document)
        {
            list.Add(document);
        }

        return feature;
    }

    public void Seal()
    {
        _starts = new int[_filling.Count + 1];
        for (var feature = 0; feature < _filling.Count; feature++)
        {
            _starts[feature + 1] = _starts[feature] + _filling[feature].Count;
        }

        _documents = new int[_starts[^1]];
        for (var feature = 0; feature < _filling.Count; feature++)
        {
            _filling[feature].CopyTo(_documents, _starts[feature]);
        }

        _filling = [];
        _features.TrimExcess();
    }

    public bool TryFind(TKey key, out int feature) => _features.TryGetValue(key, out feature);

    /// <summary>The documents of a feature, ascending.</summary>
    public ReadOnlySpan<int> Of(int feature) =>
        _documents.AsSpan(_starts[feature], _starts[feature + 1] - _starts[feature]);

    /// <summary>Where the documents of a feature begin, for values kept beside them.</summary>
    public int StartOf(int feature) => _starts[feature];

    /// <summary>How many there are of all features together.</summary>
    public int Total => _documents.Length;

    /// <summary>
    /// How rare each feature is: <c>ln(1 + groups / groups with it)</c>, where documents of one group stand side by side.
    /// </summary>
    public float[] Rarity(ReadOnlySpan<int> groupOf, int groups, double power)
    {
        var rarity = new float[Count];
        for (var feature = 0; feature < rarity.Length; feature++)
        {
            var having = 0;
            var last = -1;
            foreach (var document in Of(feature))
            {
                var group = groupOf[document];
                having += group == last ? 0 : 1;
                last = group;
            }

            rarity[feature] = (float)Math.Pow(Math.Log(1 + (groups / (double)having)), power);
        }

        return rarity;
    }
}
