namespace Metier.Ledger;

/// <summary>How a book answered a posting.</summary>
public enum PostStatus
{
    /// <summary>Written.</summary>
    Posted,

    /// <summary>The same posting had been written before; nothing changed.</summary>
    Replayed,

    /// <summary>Another posting had been written under that id; nothing changed.</summary>
    Mismatch,

    /// <summary>An account would have fallen below its floor; nothing changed.</summary>
    BelowFloor,
}

/// <summary>The answer of a book.</summary>
/// <param name="Status">What happened.</param>
/// <param name="Account">The account that would have fallen below its floor.</param>
public readonly record struct PostResult(PostStatus Status, LedgerAccount? Account = null);

/// <summary>One line of an account.</summary>
/// <param name="Account">The account.</param>
/// <param name="Version">1 for the first entry of the account, then without a gap.</param>
/// <param name="Uid">The posting.</param>
/// <param name="Minor">Debits above zero, credits below.</param>
/// <param name="BalanceAfter">On the account's normal side.</param>
public sealed record JournalEntry(LedgerAccount Account, long Version, Guid Uid, long Minor, long BalanceAfter);

/// <summary>
/// A book kept in memory: the plainest thing that follows the rules of the ledger. The tests hold the books of both
/// databases against it. Not for several threads.
/// </summary>
public sealed class Journal
{
    private readonly Dictionary<Guid, byte[]> _posted = [];
    private readonly Dictionary<LedgerAccount, (long Posted, long Version)> _balances = [];
    private readonly List<JournalEntry> _entries = [];

    /// <summary>Every entry, in the order of writing.</summary>
    public IReadOnlyList<JournalEntry> Entries => _entries;

    /// <summary>Every account that was ever posted to.</summary>
    public IEnumerable<LedgerAccount> Accounts => _balances.Keys;

    /// <summary>The balance on the account's normal side.</summary>
    public Money Balance(LedgerAccount account) => new(_balances.GetValueOrDefault(account).Posted, account.Currency);

    /// <summary>Writes the posting, once, or leaves everything as it was.</summary>
    public PostResult Post(Posting posting)
    {
        ArgumentNullException.ThrowIfNull(posting);
        var hash = posting.RequestHash();
        if (_posted.TryGetValue(posting.Uid, out var known))
            return new PostResult(known.AsSpan().SequenceEqual(hash) ? PostStatus.Replayed : PostStatus.Mismatch);
        var after = new (long Posted, long Version)[posting.Legs.Count];
        for (var i = 0; i < after.Length; i++)
        {
            var leg = posting.Legs[i];
            var (balance, version) = _balances.GetValueOrDefault(leg.Account);
            after[i] = (checked(balance + leg.Change), version + 1);
            // A floor stops an account from falling; one that is rising towards its floor may rise.
            if (leg.Change < 0 && after[i].Posted < leg.Account.Floor)
                return new PostResult(PostStatus.BelowFloor, leg.Account);
        }
        for (var i = 0; i < after.Length; i++)
        {
            var leg = posting.Legs[i];
            _balances[leg.Account] = after[i];
            _entries.Add(new JournalEntry(leg.Account, after[i].Version, posting.Uid, leg.Minor, after[i].Posted));
        }
        _posted.Add(posting.Uid, hash);
        return new PostResult(PostStatus.Posted);
    }

    /// <summary>What is wrong with the book, in sentences; empty when nothing is.</summary>
    public IReadOnlyList<string> Check()
    {
        var findings = new List<string>();
        foreach (var group in _entries.GroupBy(entry => (entry.Uid, entry.Account.Currency)))
        {
            if (Sum(group) != 0)
                findings.Add($"I1: transaction {group.Key.Uid} does not sum to zero in {group.Key.Currency}.");
        }
        foreach (var group in _balances.GroupBy(pair => pair.Key.Currency))
        {
            if (group.Aggregate(Int128.Zero, (sum, pair) => sum + ((Int128)pair.Value.Posted * pair.Key.Normal)) != 0)
                findings.Add($"I2: the balances in {group.Key} do not sum to zero.");
        }
        foreach (var (account, (posted, version)) in _balances)
        {
            var entries = _entries.Where(entry => entry.Account == account).ToList();
            if (Sum(entries) * account.Normal != posted || entries.Count != version)
                findings.Add($"I3: the balance of {account} is not the sum of its entries.");
            findings.AddRange(Chain(account, entries));
            if (posted < account.Floor)
                findings.Add($"I5: {account} is below its floor.");
        }
        return findings;
    }

    private static IEnumerable<string> Chain(LedgerAccount account, List<JournalEntry> entries)
    {
        long balance = 0;
        for (var i = 0; i < entries.Count; i++)
        {
            balance += entries[i].Minor * account.Normal;
            if (entries[i].Version != i + 1)
                yield return $"I3: the entries of {account} are not numbered without a gap.";
            if (entries[i].BalanceAfter != balance)
                yield return $"I4: entry {i + 1} of {account} carries a wrong balance.";
        }
    }

    private static Int128 Sum(IEnumerable<JournalEntry> entries) =>
        entries.Aggregate(Int128.Zero, (sum, entry) => sum + entry.Minor);
}
