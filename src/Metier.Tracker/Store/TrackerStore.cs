using Metier.Tracker.Time;

namespace Metier.Tracker.Store;

/// <summary>
/// Journal, pictures and what they add up to, behind one lock: the timer, the uploads and the commands all come here.
/// </summary>
internal sealed class TrackerStore : IDisposable
{
    /// <summary>Above this the journal is rewritten even when no segment is done.</summary>
    private const long RewriteAbove = 256 * 1024;

    private readonly Journal journal;
    private long rewriteAt = RewriteAbove;
    private bool wiped;

    /// <summary>Opens what the folder holds.</summary>
    public TrackerStore(Home home, Seal seal)
    {
        Home = home;
        Seal = seal;
        Images = new ImageStore(home, seal);
        journal = new Journal(home.Path("journal"), seal, Backlog.Apply);
        DropStrayImages();
    }

    /// <summary>The lock over <see cref="Backlog"/> and the journal.</summary>
    public Lock Gate { get; } = new();

    /// <summary>The folder.</summary>
    public Home Home { get; }

    /// <summary>Seals with the folder's key.</summary>
    public Seal Seal { get; }

    /// <summary>The pictures.</summary>
    public ImageStore Images { get; }

    /// <summary>What the journal adds up to. Only to be touched under <see cref="Gate"/>.</summary>
    public Backlog Backlog { get; } = new();

    /// <summary>Records of the journal that could not be read.</summary>
    public int Damaged => journal.Damaged;

    /// <summary>Bytes of the journal.</summary>
    public long Length => journal.Length;

    /// <summary>Writes an entry and takes it in; with <paramref name="toDisk"/> it survives a power cut from here on.</summary>
    public void Write(JournalEntry entry, bool toDisk = true)
    {
        lock (Gate)
        {
            if (wiped)
            {
                return;
            }
            journal.Append(entry, toDisk);
            Backlog.Apply(entry);
            if (journal.Length > rewriteAt)
            {
                Rewrite();
            }
        }
    }

    /// <summary>Wipes what the server has: finished segments, their pictures, and their lines in the journal.</summary>
    public void Tidy(DateTime now)
    {
        lock (Gate)
        {
            var done = Backlog.Tidy(now);
            foreach (var s in done.Where(s => s.HasPicture && s.Seconds >= 60))
            {
                Write(new MinutesLost(s.Contract, s.Start, 0, "minutes"), toDisk: false);
            }
            if (done.Count > 0)
            {
                Rewrite();
            }
        }
    }

    /// <summary>Rewrites the journal now, without anything erased or acknowledged.</summary>
    public void Rewrite()
    {
        lock (Gate)
        {
            if (wiped)
            {
                return;
            }
            journal.Rewrite(Backlog.Snapshot());
            // While much is waiting the journal is long by right and is not rewritten each time.
            rewriteAt = Math.Max(RewriteAbove, journal.Length * 2);
            DropStrayImages();
        }
    }

    /// <summary>Forgets everything, for good: with its key gone, nothing more may be written.</summary>
    public void Wipe()
    {
        lock (Gate)
        {
            wiped = true;
            journal.Rewrite([]);
            Images.DeleteAllBut(new HashSet<string>());
        }
    }

    public void Dispose() => journal.Dispose();

    private void DropStrayImages() =>
        Images.DeleteAllBut(Backlog.Segments.Where(s => s.HasPicture).Select(s => s.Shot!.Sha256!).ToHashSet());
}
