using Metier.Tracker.Store;

namespace Metier.Tracker.Tests;

public sealed class JournalTests : IDisposable
{
    private const string Marker = "correct horse battery staple";
    private readonly Folder folder = new();
    private readonly Seal seal;

    public JournalTests() => seal = new Seal(KeyStore.Open(folder.Home, out _));

    private string Path => folder.Home.Path("journal");

    private List<JournalEntry> Read(out int damaged)
    {
        var entries = new List<JournalEntry>();
        using var journal = new Journal(Path, seal, entries.Add);
        damaged = journal.Damaged;
        return entries;
    }

    private List<JournalEntry> Write(int count)
    {
        var entries = Enumerable.Range(0, count).Select(i => (JournalEntry)new MemoChanged($"{Marker} {i}")).ToList();
        using var journal = new Journal(Path, seal, _ => { });
        entries.ForEach(e => journal.Append(e, toDisk: false));
        return entries;
    }

    [Fact]
    public void What_was_written_is_read_in_order_after_any_number_of_openings()
    {
        var written = Write(5);
        Assert.Equal(written, Read(out _));
        using (var again = new Journal(Path, seal, _ => { }))
        {
            again.Append(new MemoChanged("later"), toDisk: true);
        }
        Assert.Equal([.. written, new MemoChanged("later")], Read(out var damaged));
        Assert.Equal(0, damaged);
    }

    [Fact]
    public void Cut_at_any_byte_it_holds_the_whole_records_before_the_cut_and_goes_on_from_there()
    {
        var written = Write(6);
        var whole = File.ReadAllBytes(Path);
        var before = 0;
        for (var cut = 0; cut < whole.Length; cut++)
        {
            File.WriteAllBytes(Path, whole[..cut]);
            var read = Read(out _);
            Assert.Equal(written.Take(read.Count), read);
            Assert.True(read.Count >= before, "A longer file held less");
            before = read.Count;
            if (cut % 7 == 0)
            {
                using (var journal = new Journal(Path, seal, _ => { }))
                {
                    journal.Append(new MemoChanged("after the cut"), toDisk: false);
                }
                Assert.Equal([.. read, new MemoChanged("after the cut")], Read(out _));
            }
        }
        Assert.Equal(5, before);
    }

    [Fact]
    public void A_flipped_bit_anywhere_never_invents_an_entry()
    {
        var written = Write(5);
        var whole = File.ReadAllBytes(Path);
        for (var at = 0; at < whole.Length; at++)
        {
            var changed = (byte[])whole.Clone();
            changed[at] ^= (byte)(1 << (at % 8));
            File.WriteAllBytes(Path, changed);
            var read = Read(out var damaged);
            Assert.All(read, e => Assert.Contains(e, written));
            Assert.True(damaged > 0 || read.Count < written.Count, $"Byte {at} went unnoticed");
            // Damage inside one record costs that record; the length of a record is what finds the next.
            Assert.True(read.Count == 4 || at < 20 || IsLength(whole, at), $"Byte {at} cost {5 - read.Count} records");
        }
    }

    private static bool IsLength(byte[] file, int at)
    {
        var record = 20;
        while (record < file.Length)
        {
            if (at >= record && at < record + 4)
            {
                return true;
            }
            record += 4 + BitConverter.ToInt32(file, record);
        }
        return false;
    }

    [Fact]
    public void Records_cannot_be_moved_within_a_journal_or_into_another()
    {
        Write(2);
        var file = File.ReadAllBytes(Path);
        var first = 4 + BitConverter.ToInt32(file, 20);
        File.WriteAllBytes(Path, [.. file[..20], .. file[(20 + first)..], .. file[20..(20 + first)]]);
        Assert.Empty(Read(out var damaged));
        Assert.Equal(2, damaged);
    }

    [Fact]
    public void Nothing_of_it_can_be_read_without_the_key()
    {
        Write(3);
        Assert.All(folder.Files(), f => Assert.False(Bytes.Hold(f, Marker)));
        using var other = new Seal(new byte[32]);
        var entries = new List<JournalEntry>();
        using var journal = new Journal(Path, other, entries.Add);
        Assert.Empty(entries);
    }

    [Fact]
    public void Rewriting_leaves_only_what_is_given_and_a_cut_in_the_middle_of_it_leaves_the_old()
    {
        Write(50);
        using (var journal = new Journal(Path, seal, _ => { }))
        {
            journal.Rewrite([new MemoChanged("one")]);
            journal.Append(new MemoChanged("two"), toDisk: true);
            Assert.True(journal.Length < 250);
        }
        File.WriteAllBytes(Path + ".new", [1, 2, 3]);
        Assert.Equal([new MemoChanged("one"), new MemoChanged("two")], Read(out _));
    }

    [Fact]
    public void Only_the_owner_can_look_in()
    {
        if (OperatingSystem.IsWindows())
        {
            return;
        }
        Write(1);
        Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, File.GetUnixFileMode(Path));
        Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, File.GetUnixFileMode(folder.Home.Path("key")));
        Assert.Equal(
            UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute,
            File.GetUnixFileMode(folder.Path)
        );
    }

    public void Dispose()
    {
        seal.Dispose();
        folder.Dispose();
    }
}
