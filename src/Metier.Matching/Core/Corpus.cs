using System.Collections.Immutable;

namespace Metier.Matching;

/// <summary>
/// What readers see at one moment: a large base, the documents that changed since, and which of the base are gone or
/// replaced. Never changed once published, so readers need no lock.
/// </summary>
internal sealed class Generation<TDoc>(
    Segment<TDoc> main,
    IReadOnlyDictionary<Guid, int> places,
    Segment<TDoc> delta,
    bool[] gone,
    int goneCount
)
{
    public Segment<TDoc> Main { get; } = main;
    public Segment<TDoc> Delta { get; } = delta;

    /// <summary>Documents of the base that are deleted or replaced by one of the delta.</summary>
    public bool[] Gone { get; } = gone;

    public int GoneCount { get; } = goneCount;

    /// <summary>Where each document of the base stands.</summary>
    public IReadOnlyDictionary<Guid, int> Places { get; } = places;

    public int Count => Main.Entries.Length - GoneCount + Delta.Entries.Length;

    public static Generation<TDoc> Empty { get; } =
        new(Segment<TDoc>.Empty, new Dictionary<Guid, int>(), Segment<TDoc>.Empty, [], 0);

    /// <summary>How many live documents have the concept.</summary>
    public int Frequency(int concept)
    {
        var count = Delta.WithConcept(concept).Count;
        foreach (var d in Main.WithConcept(concept))
        {
            count += Gone[d] ? 0 : 1;
        }

        return count;
    }

    public Entry<TDoc>? Find(Guid id) =>
        Places.TryGetValue(id, out var at) && !Gone[at] ? Main.Entries[at] : Array.Find(Delta.Entries, e => e.Id == id);

    public IEnumerable<Entry<TDoc>> Live() => Main.Entries.Where((_, at) => !Gone[at]).Concat(Delta.Entries);
}

/// <summary>Holds the current generation and makes the next one. Writers take turns; readers never wait.</summary>
internal sealed class Corpus<TDoc>(Func<TDoc, WordPool, Entry<TDoc>> prepare)
{
    private const int LeastDelta = 256;
    private readonly Lock _writing = new();
    private readonly WordPool _pool = new();
    private Generation<TDoc> _current = Generation<TDoc>.Empty;

    public Generation<TDoc> Current => Volatile.Read(ref _current);

    /// <summary>Starts again from these documents alone.</summary>
    public void Replace(IEnumerable<TDoc> documents)
    {
        lock (_writing)
        {
            var entries = new Dictionary<Guid, Entry<TDoc>>();
            foreach (var document in documents)
            {
                var entry = prepare(document, _pool);
                entries[entry.Id] = entry;
            }

            Publish(new Segment<TDoc>(entries.Values));
        }
    }

    /// <summary>Adds or replaces some documents and removes others, visible together to the next reader.</summary>
    public void Apply(IEnumerable<TDoc> changed, IEnumerable<Guid> removed)
    {
        lock (_writing)
        {
            var old = _current;
            var gone = (bool[])old.Gone.Clone();
            var delta = old.Delta.Entries.ToDictionary(e => e.Id);
            foreach (var id in removed)
            {
                Forget(old, id, gone, delta);
            }

            foreach (var document in changed)
            {
                var entry = prepare(document, _pool);
                Forget(old, entry.Id, gone, delta);
                delta.Add(entry.Id, entry);
            }

            var goneCount = gone.Count(g => g);
            if (delta.Count + goneCount > Math.Max(LeastDelta, old.Main.Entries.Length / 16))
            {
                Publish(new Segment<TDoc>(old.Main.Entries.Where((_, at) => !gone[at]).Concat(delta.Values)));
                return;
            }

            var changes = new Segment<TDoc>(delta.Values);
            Volatile.Write(ref _current, new Generation<TDoc>(old.Main, old.Places, changes, gone, goneCount));
        }
    }

    private void Publish(Segment<TDoc> main)
    {
        var places = new Dictionary<Guid, int>(main.Entries.Length);
        for (var at = 0; at < main.Entries.Length; at++)
        {
            places.Add(main.Entries[at].Id, at);
        }

        var gone = new bool[main.Entries.Length];
        Volatile.Write(ref _current, new Generation<TDoc>(main, places, Segment<TDoc>.Empty, gone, 0));
    }

    private static void Forget(Generation<TDoc> old, Guid id, bool[] gone, Dictionary<Guid, Entry<TDoc>> delta)
    {
        if (old.Places.TryGetValue(id, out var at))
        {
            gone[at] = true;
        }

        delta.Remove(id);
    }
}
