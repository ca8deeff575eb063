using System.Data.Common;
using System.Globalization;
using System.Text;
using Metier.Ledger;
using Metier.Platform;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Storage;

namespace Metier.Payments;

/// <summary>Whose history a transaction belongs to: it is listed for each of them.</summary>
public sealed record Parties(Guid? ClientId = null, Guid? FreelancerId = null, Guid? ContractId = null);

/// <summary>A transaction of the book.</summary>
/// <param name="Id">Rises with time.</param>
/// <param name="Uid">The cause.</param>
/// <param name="Replayed">True when it had been written before; nothing changed now.</param>
public sealed record PostedTransaction(long Id, Guid Uid, bool Replayed);

/// <summary>
/// The book in the database. Postings go past the change tracker, as plain statements on the context's own connection, so
/// that entries and the rows they belong to are committed together or not at all.
/// </summary>
public sealed class LedgerBook(MetierDb db)
{
    /// <summary>
    /// Writes a posting once, inside the caller's write transaction. The same cause again gets the first answer
    /// (<see cref="PostedTransaction.Replayed"/>), another content under its id is refused, and so is what would take an
    /// account below its floor (<c>insufficient_balance</c>). A refusal must end the caller's transaction.
    /// </summary>
    public async Task<Outcome<PostedTransaction>> PostAsync(Posting posting, Parties parties, CancellationToken ct)
    {
        ArgumentNullException.ThrowIfNull(posting);
        ArgumentNullException.ThrowIfNull(parties);
        var transaction =
            db.Database.CurrentTransaction?.GetDbTransaction()
            ?? throw new InvalidOperationException("Money moves only inside a write transaction.");
        var ids = await OpenAsync(transaction, posting.Legs, ct);
        var balances = await LockAsync(transaction, ids.Values, ct);
        // Asked after the locks, so that of two that race the second sees what the first has written.
        if (await FindAsync(transaction, posting, ct) is { } before)
        {
            return before;
        }
        var after = new (long Id, long Posted, long Version, long Amount)[posting.Legs.Count];
        for (var i = 0; i < after.Length; i++)
        {
            var leg = posting.Legs[i];
            var id = ids[leg.Account.Code];
            var balance = balances[id];
            after[i] = (id, checked(balance.Posted + leg.Change), balance.Version + 1, leg.Minor);
            if (leg.Change < 0 && after[i].Posted < leg.Account.Floor)
            {
                return new Refusal("insufficient_balance", PaymentRefusalText.NotEnoughMoney);
            }
        }
        return await AppendAsync(transaction, posting, parties, after, ct);
    }

    /// <summary>What an account holds on its normal side; zero when nothing was ever posted to it.</summary>
    public async Task<Money> BalanceAsync(LedgerAccount account, CancellationToken ct)
    {
        ArgumentNullException.ThrowIfNull(account);
        var minor = await (
            from a in db.LedgerAccounts
            where a.Code == account.Code
            join b in db.LedgerBalances on a.Id equals b.AccountId
            select (long?)b.Posted
        ).SingleOrDefaultAsync(ct);
        return new Money(minor ?? 0, account.Currency);
    }

    private async Task<Dictionary<string, long>> OpenAsync(
        DbTransaction transaction,
        IReadOnlyList<Leg> legs,
        CancellationToken ct
    )
    {
        var ids = await ReadIdsAsync(transaction, legs, ct);
        if (ids.Count == legs.Count)
        {
            return ids;
        }
        await using var command = Command(transaction);
        var text = new StringBuilder();
        foreach (var account in legs.Select(leg => leg.Account).Where(account => !ids.ContainsKey(account.Code)))
        {
            var (code, kind) = (Add(command, account.Code), Add(command, account.Kind.ToString()));
            var (normal, currency) = (Add(command, account.Normal), Add(command, account.Currency.Code));
            var (owner, now) = (Add(command, account.OwnerId), Add(command, db.Now));
            var floor = account.Floor is { } least ? least.ToString(CultureInfo.InvariantCulture) : "NULL";
            text.Append(
                CultureInfo.InvariantCulture,
                $"""
                INSERT INTO ledger_account ("Code", "Kind", "Normal", "Currency", "OwnerId", "OpenedAt")
                VALUES ({code}, {kind}, {normal}, {currency}, {owner}, {now}) ON CONFLICT DO NOTHING;
                INSERT INTO ledger_balance ("AccountId", "Posted", "Version", "Floor")
                SELECT "Id", 0, 0, {floor} FROM ledger_account WHERE "Code" = {code} ON CONFLICT DO NOTHING;

                """
            );
        }
        command.CommandText = text.ToString();
        await command.ExecuteNonQueryAsync(ct);
        return await ReadIdsAsync(transaction, legs, ct);
    }

    private static async Task<Dictionary<string, long>> ReadIdsAsync(
        DbTransaction transaction,
        IReadOnlyList<Leg> legs,
        CancellationToken ct
    )
    {
        await using var command = Command(transaction);
        var codes = string.Join(", ", legs.Select(leg => Add(command, leg.Account.Code)));
        command.CommandText = $"""SELECT "Code", "Id" FROM ledger_account WHERE "Code" IN ({codes})""";
        var ids = new Dictionary<string, long>(StringComparer.Ordinal);
        await using var reader = await command.ExecuteReaderAsync(ct);
        while (await reader.ReadAsync(ct))
        {
            ids.Add(reader.GetString(0), reader.GetInt64(1));
        }
        return ids;
    }

    private async Task<Dictionary<long, (long Posted, long Version)>> LockAsync(
        DbTransaction transaction,
        IEnumerable<long> ids,
        CancellationToken ct
    )
    {
        await using var command = Command(transaction);
        // Always in the order of the ids: two postings over the same accounts wait for each other and never for ever.
        var lockRows = db.Dialect == Dialect.Postgres ? " FOR NO KEY UPDATE" : "";
        var list = string.Join(", ", ids.Order().Select(id => id.ToString(CultureInfo.InvariantCulture)));
        command.CommandText = $"""
            SELECT "AccountId", "Posted", "Version" FROM ledger_balance
            WHERE "AccountId" IN ({list}) ORDER BY "AccountId"{lockRows}
            """;
        var balances = new Dictionary<long, (long, long)>();
        await using var reader = await command.ExecuteReaderAsync(ct);
        while (await reader.ReadAsync(ct))
        {
            balances.Add(reader.GetInt64(0), (reader.GetInt64(1), reader.GetInt64(2)));
        }
        return balances;
    }

    private static async Task<Outcome<PostedTransaction>?> FindAsync(
        DbTransaction transaction,
        Posting posting,
        CancellationToken ct
    )
    {
        await using var command = Command(transaction);
        command.CommandText =
            $"""SELECT "Id", "RequestHash" FROM ledger_transaction WHERE "Uid" = {Add(command, posting.Uid)}""";
        await using var reader = await command.ExecuteReaderAsync(ct);
        if (!await reader.ReadAsync(ct))
        {
            return null;
        }
        var hash = (byte[])reader.GetValue(1);
        return hash.AsSpan().SequenceEqual(posting.RequestHash())
            ? new PostedTransaction(reader.GetInt64(0), posting.Uid, Replayed: true)
            : Refusal.IdempotencyMismatch();
    }

    private async Task<PostedTransaction> AppendAsync(
        DbTransaction transaction,
        Posting posting,
        Parties parties,
        (long Id, long Posted, long Version, long Amount)[] after,
        CancellationToken ct
    )
    {
        await using var command = Command(transaction);
        var uid = Add(command, posting.Uid);
        var values = string.Join(
            ", ",
            uid,
            Add(command, posting.RequestHash()),
            Add(command, posting.Kind.ToString()),
            Add(command, posting.SubjectId),
            Add(command, parties.ClientId),
            Add(command, parties.FreelancerId),
            Add(command, parties.ContractId),
            Add(command, posting.ReversesUid),
            Add(command, after.Length),
            Add(command, db.Now),
            Add(command, posting.Memo)
        );
        var text = new StringBuilder();
        foreach (var (id, posted, version, _) in after)
        {
            text.Append(
                CultureInfo.InvariantCulture,
                $"""
                UPDATE ledger_balance SET "Posted" = {posted}, "Version" = {version} WHERE "AccountId" = {id};

                """
            );
        }
        var rows = after.Select(
            (row, i) =>
                string.Create(
                    CultureInfo.InvariantCulture,
                    $"{(i == 0 ? "SELECT" : "UNION ALL SELECT")} {row.Id}, {row.Version}, t.\"Id\", {row.Amount}, {row.Posted} FROM t"
                )
        );
        text.Append(
            CultureInfo.InvariantCulture,
            $"""
            INSERT INTO ledger_transaction ("Uid", "RequestHash", "Kind", "SubjectId", "ClientId", "FreelancerId",
                "ContractId", "ReversesUid", "LegCount", "RecordedAt", "Memo") VALUES ({values});
            WITH t AS (SELECT "Id" FROM ledger_transaction WHERE "Uid" = {uid})
            INSERT INTO ledger_entry ("AccountId", "AccountVersion", "TransactionId", "Amount", "BalanceAfter")
            {string.Join(' ', rows)};
            SELECT "Id" FROM ledger_transaction WHERE "Uid" = {uid};
            """
        );
        command.CommandText = text.ToString();
        var written = Convert.ToInt64(await command.ExecuteScalarAsync(ct), CultureInfo.InvariantCulture);
        return new PostedTransaction(written, posting.Uid, Replayed: false);
    }

    private static DbCommand Command(DbTransaction transaction)
    {
        var command = transaction.Connection!.CreateCommand();
        command.Transaction = transaction;
        return command;
    }

    private static string Add(DbCommand command, object? value)
    {
        var parameter = command.CreateParameter();
        parameter.ParameterName = string.Create(CultureInfo.InvariantCulture, $"@p{command.Parameters.Count}");
        parameter.Value = value ?? DBNull.Value;
        if (value is null)
        {
            // The only values that may be missing are ids; PostgreSQL wants to know that.
            parameter.DbType = System.Data.DbType.Guid;
        }
        command.Parameters.Add(parameter);
        return parameter.ParameterName;
    }
}
