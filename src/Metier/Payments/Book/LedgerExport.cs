using System.Globalization;
using Metier.Ledger;
using Metier.Platform;
using Microsoft.EntityFrameworkCore;

namespace Metier.Payments;

/// <summary>
/// The whole book as a plain-text journal that hledger and its kin read: every transaction, and at the end an assertion of
/// every balance, so that anyone can recompute it with a tool that is not ours.
/// </summary>
public sealed class LedgerExport(MetierDb db)
{
    private const int BatchSize = 1_000;

    /// <summary>Writes the journal.</summary>
    public async Task WriteAsync(TextWriter to, CancellationToken ct)
    {
        ArgumentNullException.ThrowIfNull(to);
        var accounts = await db.LedgerAccounts.AsNoTracking().ToDictionaryAsync(a => a.Id, ct);
        await to.WriteLineAsync("decimal-mark .");
        // Declared, so that hledger's strict check finds a name that is mistyped in what others add to it.
        foreach (var unit in accounts.Values.Select(a => a.Currency).Distinct().Order(StringComparer.Ordinal))
        {
            await to.WriteLineAsync($"commodity {Commodity(Currency.Of(unit))}");
        }
        var declared = new HashSet<string>(StringComparer.Ordinal);
        await DeclareAsync(to, accounts, declared);
        long after = 0;
        var last = default(DateTime?);
        var until = await db.LedgerTransactions.MaxAsync(t => (long?)t.Id, ct) ?? 0;
        // Stripes are one account to everybody else.
        var written = new Dictionary<long, long>();
        while (true)
        {
            var batch = await db
                .LedgerTransactions.AsNoTracking()
                .Where(t => t.Id > after && t.Id <= until)
                .OrderBy(t => t.Id)
                .Take(BatchSize)
                .ToListAsync(ct);
            if (batch.Count == 0)
            {
                break;
            }
            after = batch[^1].Id;
            var ids = batch.Select(t => t.Id).ToList();
            var entries = (
                await db.LedgerEntries.AsNoTracking().Where(e => ids.Contains(e.TransactionId)).ToListAsync(ct)
            ).ToLookup(e => e.TransactionId);
            foreach (var transaction in batch)
            {
                last = last > transaction.RecordedAt ? last : transaction.RecordedAt;
                foreach (var entry in entries[transaction.Id])
                {
                    var whole = (await KnownAsync(accounts, entry.AccountId, ct)).StripeOf ?? entry.AccountId;
                    await KnownAsync(accounts, whole, ct);
                    written[whole] = written.GetValueOrDefault(whole) + entry.Amount;
                }
                await WriteAsync(to, transaction, entries[transaction.Id], accounts);
            }
        }
        if (last is { } day)
        {
            await DeclareAsync(to, accounts, declared);
            await AssertAsync(to, day, accounts, written);
        }
    }

    /// <summary>The accounts that were not declared before, by their names.</summary>
    private static async Task DeclareAsync(
        TextWriter to,
        Dictionary<long, LedgerAccountRow> accounts,
        HashSet<string> declared
    )
    {
        foreach (var name in accounts.Values.Select(Name).Order(StringComparer.Ordinal).Where(declared.Add))
        {
            await to.WriteLineAsync($"account {name}");
        }
    }

    /// <summary>A number with as many decimals as the currency has; the mark is needed even where it has none.</summary>
    private static string Commodity(Currency currency) => $"1000.{new string('0', currency.Decimals)} {currency.Code}";

    /// <summary>An account that may have been opened since the reading began.</summary>
    private async Task<LedgerAccountRow> KnownAsync(
        Dictionary<long, LedgerAccountRow> accounts,
        long id,
        CancellationToken ct
    )
    {
        if (!accounts.TryGetValue(id, out var account))
        {
            account = await db.LedgerAccounts.AsNoTracking().SingleAsync(a => a.Id == id, ct);
            accounts.Add(id, account);
        }
        return account;
    }

    private static async Task WriteAsync(
        TextWriter to,
        LedgerTransactionRow transaction,
        IEnumerable<LedgerEntryRow> entries,
        Dictionary<long, LedgerAccountRow> accounts
    )
    {
        var head = string.Create(
            CultureInfo.InvariantCulture,
            $"\n{transaction.EffectiveAt:yyyy-MM-dd} ({transaction.Id}) {transaction.Kind}"
        );
        await to.WriteLineAsync(head);
        await to.WriteLineAsync($"    ; uid:{transaction.Uid:D}, subject:{transaction.SubjectId:D}");
        foreach (var entry in entries.OrderByDescending(e => e.Amount))
        {
            var account = accounts[entry.AccountId];
            await to.WriteLineAsync($"    {Name(account)}  {Amount(account, entry.Amount)}");
        }
    }

    private static async Task AssertAsync(
        TextWriter to,
        DateTime day,
        Dictionary<long, LedgerAccountRow> accounts,
        Dictionary<long, long> written
    )
    {
        await to.WriteLineAsync(string.Create(CultureInfo.InvariantCulture, $"\n{day:yyyy-MM-dd} balances"));
        // The sum of what was written above, not what the balances are by now: the book goes on while it is read.
        foreach (var (id, minor) in written.OrderBy(w => w.Key))
        {
            var account = accounts[id];
            await to.WriteLineAsync($"    {Name(account)}  {Amount(account, 0)} = {Amount(account, minor)}");
        }
    }

    private static string Name(LedgerAccountRow account) =>
        account.Kind.Class() switch
        {
            AccountClass.Asset => "assets:",
            AccountClass.Liability => "liabilities:",
            AccountClass.Income => "income:",
            AccountClass.Expense => "expenses:",
            _ => "equity:",
        } + account.Code.Split('#')[0];

    private static string Amount(LedgerAccountRow account, long minor) =>
        Currency.Of(account.Currency).Minor(minor).ToString();
}
