namespace Metier.Matching;

/// <summary>A document in its place of the order.</summary>
internal readonly record struct Placed(long Sort, ulong Tie, Guid Id, int Part, int Doc)
{
    public PageKey Key => new(Sort, Id);

    /// <summary>Greater keys first; equal ones by a mixture of the id, then by the id.</summary>
    public int Against(Placed other)
    {
        var bySort = other.Sort.CompareTo(Sort);
        if (bySort != 0)
        {
            return bySort;
        }

        var byTie = Tie.CompareTo(other.Tie);
        return byTie != 0 ? byTie : Id.CompareTo(other.Id);
    }

    public static Placed Of(PageKey key) => new(key.Sort, Matching.Tie.Of(key.Id), key.Id, 0, 0);
}

/// <summary>
/// Keeps one page of what goes by: the first ones, those that follow a key, or the last before a key; and counts what
/// stands before the page.
/// </summary>
internal sealed class Kept
{
    private readonly Placed[] _kept;
    private readonly Placed? _after;
    private readonly Placed? _before;

    public Kept(int size, PageKey? after = null, PageKey? before = null)
    {
        _kept = new Placed[size];
        _after = after is { } a ? Placed.Of(a) : null;
        _before = after is null && before is { } b ? Placed.Of(b) : null;
    }

    public int Count { get; private set; }
    public int Size => _kept.Length;

    /// <summary>Whether the page is not simply the first.</summary>
    public bool HasKey => _after is not null || _before is not null;

    /// <summary>With a key to follow: how many stand at it or before it. With one to come before: all that do.</summary>
    public int Above { get; private set; }

    public bool IsFull => Count == _kept.Length;

    /// <summary>Nothing below this changes anything.</summary>
    public long Floor =>
        _before is { } before ? before.Sort
        : IsFull ? _kept[Count - 1].Sort
        : long.MinValue;

    /// <summary>What was kept, the first first.</summary>
    public ReadOnlySpan<Placed> Found => _kept.AsSpan(0, Count);

    public void Add(in Placed placed)
    {
        if (_after is { } after && placed.Against(after) <= 0)
        {
            Above++;
            return;
        }

        if (_before is { } before)
        {
            if (placed.Against(before) >= 0)
            {
                return;
            }

            Above++;
            Insert(placed, lastCount: true);
            return;
        }

        Insert(placed, lastCount: false);
    }

    private void Insert(in Placed placed, bool lastCount)
    {
        if (IsFull && (lastCount ? placed.Against(_kept[0]) < 0 : placed.Against(_kept[Count - 1]) > 0))
        {
            return;
        }

        var (low, high) = (0, Count);
        while (low < high)
        {
            var middle = (low + high) / 2;
            (low, high) = placed.Against(_kept[middle]) < 0 ? (low, middle) : (middle + 1, high);
        }

        if (IsFull && lastCount)
        {
            Array.Copy(_kept, 1, _kept, 0, low - 1);
            _kept[low - 1] = placed;
            return;
        }

        var moved = Math.Min(Count, _kept.Length - 1) - low;
        Array.Copy(_kept, low, _kept, low + 1, moved);
        _kept[low] = placed;
        Count = Math.Min(Count + 1, _kept.Length);
    }
}
