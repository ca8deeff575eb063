using System.Buffers.Binary;

namespace Metier.Demo;

/// <summary>Numbers that look random and are the same for the same seed, on every machine and release.</summary>
internal sealed class DemoRandom(ulong seed)
{
    private ulong state = seed;

    /// <summary>A source of its own for one part of the demo, so that a change in one does not move all others.</summary>
    public static DemoRandom For(long seed, string part)
    {
        var mixed = (ulong)seed * 0x9E3779B97F4A7C15;
        foreach (var c in part)
        {
            mixed = (mixed ^ c) * 0x100000001B3;
        }
        return new DemoRandom(mixed);
    }

    /// <summary>SplitMix64.</summary>
    private ulong Next()
    {
        state += 0x9E3779B97F4A7C15;
        var z = (state ^ (state >> 30)) * 0xBF58476D1CE4E5B9;
        z = (z ^ (z >> 27)) * 0x94D049BB133111EB;
        return z ^ (z >> 31);
    }

    /// <summary>From 0 up to and without 1.</summary>
    public double Unit() => (Next() >> 11) * (1.0 / (1UL << 53));

    /// <summary>From 0 up to and without <paramref name="most"/>.</summary>
    public int Below(int most) => (int)(Unit() * most);

    /// <summary>From <paramref name="least"/> to <paramref name="most"/>, both included.</summary>
    public int Between(int least, int most) => least + Below(most - least + 1);

    /// <summary>From <paramref name="least"/> up to and without <paramref name="most"/>.</summary>
    public long Between(long least, long most) => least + (long)(Unit() * (most - least));

    /// <summary>From <paramref name="least"/> up to <paramref name="most"/>.</summary>
    public double Between(double least, double most) => least + (Unit() * (most - least));

    public bool Chance(double share) => Unit() < share;

    public T Of<T>(IReadOnlyList<T> list) => list[Below(list.Count)];

    /// <summary>An id of this moment.</summary>
    public Guid Id(DateTime at)
    {
        Span<byte> bytes = stackalloc byte[16];
        BinaryPrimitives.WriteInt64BigEndian(bytes, new DateTimeOffset(at).ToUnixTimeMilliseconds() << 16);
        BinaryPrimitives.WriteUInt16BigEndian(bytes[6..], (ushort)(0x7000 | (Next() & 0xFFF)));
        BinaryPrimitives.WriteUInt64BigEndian(bytes[8..], (Next() >> 2) | 0x8000_0000_0000_0000);
        return new Guid(bytes, bigEndian: true);
    }

    /// <summary>At most <paramref name="count"/> different ones, in random order.</summary>
    public List<T> Some<T>(IEnumerable<T> list, int count)
    {
        var rest = list.ToList();
        var taken = new List<T>();
        while (taken.Count < count && rest.Count > 0)
        {
            var at = Below(rest.Count);
            taken.Add(rest[at]);
            rest.RemoveAt(at);
        }
        return taken;
    }

    /// <summary>One of them, more often those that weigh more.</summary>
    public T Weighted<T>(IReadOnlyList<T> list, Func<T, double> weight)
    {
        var mark = Unit() * list.Sum(weight);
        foreach (var one in list)
        {
            mark -= weight(one);
            if (mark < 0)
            {
                return one;
            }
        }
        return list[^1];
    }
}

/// <summary>Cards drawn without putting them back until none is left: the same words come up again as late as possible.</summary>
internal sealed class Deck<T>(IReadOnlyList<T> cards, DemoRandom random)
{
    private readonly Queue<T> left = new();

    public T Draw()
    {
        if (left.Count == 0)
        {
            foreach (var card in random.Some(cards, cards.Count))
            {
                left.Enqueue(card);
            }
        }
        return left.Dequeue();
    }
}
