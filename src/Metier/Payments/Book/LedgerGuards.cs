using Metier.Platform;

namespace Metier.Payments;

/// <summary>
/// What the database itself refuses, whoever asks: changing or deleting what was written, a balance that is not the
/// balance after its last entry, and a transaction that does not sum to zero.
/// </summary>
internal static class LedgerGuards
{
    private static readonly string[] AppendOnly =
    [
        "ledger_account",
        "ledger_transaction",
        "ledger_entry",
        "ledger_seal",
        "ledger_mark",
        "ledger_checkpoint",
        "ledger_period",
        "fee_schedule",
    ];

    public static IEnumerable<string> For(Dialect dialect) => dialect == Dialect.Sqlite ? Sqlite() : Postgres();

    private static IEnumerable<string> Sqlite()
    {
        foreach (var table in AppendOnly)
        {
            foreach (var verb in (string[])["UPDATE", "DELETE"])
            {
                yield return Trigger(
                    $"{table}_no_{verb.ToLowerInvariant()}",
                    $"BEFORE {verb} ON {table}",
                    $"SELECT RAISE(ABORT, '{table} is append-only');"
                );
            }
        }
        yield return Trigger(
            "ledger_balance_no_delete",
            "BEFORE DELETE ON ledger_balance",
            "SELECT RAISE(ABORT, 'ledger_balance is append-only');"
        );
        yield return Trigger(
            "ledger_balance_step",
            "BEFORE UPDATE ON ledger_balance WHEN NEW.\"Version\" <> OLD.\"Version\" + 1 "
                + "OR NEW.\"AccountId\" <> OLD.\"AccountId\" OR NEW.\"Floor\" IS NOT OLD.\"Floor\"",
            "SELECT RAISE(ABORT, 'a balance changes by one entry');"
        );
        yield return Trigger(
            "ledger_entry_balance",
            "AFTER INSERT ON ledger_entry WHEN NOT EXISTS (SELECT 1 FROM ledger_balance b "
                + "WHERE b.\"AccountId\" = NEW.\"AccountId\" AND b.\"Version\" = NEW.\"AccountVersion\" "
                + "AND b.\"Posted\" = NEW.\"BalanceAfter\")",
            "SELECT RAISE(ABORT, 'an entry leads to the balance of its account');"
        );
        yield return Trigger(
            "ledger_entry_transaction",
            "BEFORE INSERT ON ledger_entry WHEN NOT EXISTS (SELECT 1 FROM ledger_transaction t "
                + "WHERE t.\"Id\" = NEW.\"TransactionId\")",
            "SELECT RAISE(ABORT, 'an entry is of a transaction');"
        );
        yield return Trigger(
            "ledger_account_stripe",
            "BEFORE INSERT ON ledger_account WHEN NEW.\"StripeOf\" IS NOT NULL",
            "SELECT RAISE(ABORT, 'no stripes here');"
        );
        yield return Trigger(
            "ledger_transaction_period",
            "BEFORE INSERT ON ledger_transaction WHEN EXISTS (SELECT 1 FROM ledger_period p WHERE p.\"Month\" = "
                + "CAST(strftime('%Y%m', NEW.\"EffectiveAt\") AS INTEGER))",
            "SELECT RAISE(ABORT, 'the month is closed');"
        );
        // SQLite has no check at commit, so the last leg, by the count the transaction declares, is where the sum is due.
        yield return Trigger(
            "ledger_entry_zero_sum",
            "AFTER INSERT ON ledger_entry WHEN "
                + "(SELECT count(*) FROM ledger_entry e WHERE e.\"TransactionId\" = NEW.\"TransactionId\") >= "
                + "(SELECT t.\"LegCount\" FROM ledger_transaction t WHERE t.\"Id\" = NEW.\"TransactionId\")",
            "SELECT RAISE(ABORT, 'a ledger transaction sums to zero') WHERE EXISTS (SELECT 1 FROM ledger_entry e "
                + "JOIN ledger_account a ON a.\"Id\" = e.\"AccountId\" WHERE e.\"TransactionId\" = NEW.\"TransactionId\" "
                + "GROUP BY a.\"Currency\" HAVING sum(e.\"Amount\") <> 0) OR "
                + "(SELECT count(*) FROM ledger_entry e WHERE e.\"TransactionId\" = NEW.\"TransactionId\") > "
                + "(SELECT t.\"LegCount\" FROM ledger_transaction t WHERE t.\"Id\" = NEW.\"TransactionId\");"
        );
    }

    private static string Trigger(string name, string when, string body) =>
        $"DROP TRIGGER IF EXISTS {name}; CREATE TRIGGER {name} {when} BEGIN {body} END;";

    private static IEnumerable<string> Postgres()
    {
        yield return """
            CREATE OR REPLACE FUNCTION ledger_append_only() RETURNS trigger LANGUAGE plpgsql AS $$
            BEGIN
                RAISE EXCEPTION '% is append-only', TG_TABLE_NAME;
            END $$
            """;
        foreach (var table in AppendOnly)
        {
            yield return $"""
                CREATE OR REPLACE TRIGGER {table}_append_only BEFORE UPDATE OR DELETE ON {table}
                FOR EACH ROW EXECUTE FUNCTION ledger_append_only()
                """;
        }
        foreach (var table in AppendOnly.Append("ledger_balance"))
        {
            yield return $"""
                CREATE OR REPLACE TRIGGER {table}_no_truncate BEFORE TRUNCATE ON {table}
                FOR EACH STATEMENT EXECUTE FUNCTION ledger_append_only()
                """;
        }
        // As a condition, so that a balance that moves as it should calls nothing.
        yield return """
            CREATE OR REPLACE FUNCTION ledger_balance_step() RETURNS trigger LANGUAGE plpgsql AS $$
            BEGIN
                RAISE EXCEPTION 'a balance changes by an entry';
            END $$
            """;
        yield return """
            CREATE OR REPLACE TRIGGER ledger_balance_step BEFORE UPDATE ON ledger_balance FOR EACH ROW
            WHEN (NEW."Version" <= OLD."Version" OR NEW."AccountId" <> OLD."AccountId" OR NEW."Floor" IS DISTINCT FROM OLD."Floor")
            EXECUTE FUNCTION ledger_balance_step()
            """;
        yield return """
            CREATE OR REPLACE TRIGGER ledger_balance_no_delete BEFORE DELETE ON ledger_balance
            FOR EACH ROW EXECUTE FUNCTION ledger_append_only()
            """;
        // Half of each page stays free, so that a balance that moves needs no new entry in the index.
        yield return """
            DO $$ BEGIN
                IF (SELECT reloptions IS NULL FROM pg_class WHERE oid = 'ledger_balance'::regclass) THEN
                    ALTER TABLE ledger_balance SET (fillfactor = 50);
                END IF;
            END $$
            """;
        foreach (var guard in PostgresEntries().Concat(PostgresSums()).Concat(PostgresBounds()))
        {
            yield return guard;
        }
        foreach (var function in LedgerFunction.Sql())
        {
            yield return function;
        }
    }

    /// <summary>
    /// Once for all entries of a statement, so that a batch costs little more than one: each is of an account and a transaction,
    /// follows the one before, the last one leads to the balance, and no transaction gets more legs than it declares. What is
    /// found here is never deleted, so this is all that foreign keys could add, without a lock on the accounts everybody uses.
    /// </summary>
    private static IEnumerable<string> PostgresEntries()
    {
        yield return """
            CREATE OR REPLACE FUNCTION ledger_entry_steps() RETURNS trigger LANGUAGE plpgsql AS $$
            BEGIN
                IF EXISTS (SELECT 1 FROM fresh f
                    LEFT JOIN ledger_account a ON a."Id" = f."AccountId"
                    LEFT JOIN ledger_balance b ON b."AccountId" = f."AccountId"
                    LEFT JOIN ledger_entry p
                        ON p."AccountId" = f."AccountId" AND p."AccountVersion" = f."AccountVersion" - 1
                    WHERE NOT coalesce(
                        f."BalanceAfter" = coalesce(p."BalanceAfter", 0) + f."Amount" * a."Normal"
                        AND (f."AccountVersion" = 1 OR p."AccountId" IS NOT NULL)
                        AND (f."AccountVersion" < b."Version"
                            OR f."AccountVersion" = b."Version" AND f."BalanceAfter" = b."Posted"), false))
                    OR EXISTS (SELECT 1 FROM (SELECT DISTINCT "TransactionId" AS id FROM fresh) f
                    LEFT JOIN ledger_transaction t ON t."Id" = f.id
                    WHERE NOT coalesce(
                        t."LegCount" >= (SELECT count(*) FROM ledger_entry e WHERE e."TransactionId" = f.id), false)) THEN
                    RAISE EXCEPTION 'an entry follows the one before, leads to the balance of its account and was declared';
                END IF;
                RETURN NULL;
            END $$
            """;
        yield return """
            CREATE OR REPLACE TRIGGER ledger_entry_steps AFTER INSERT ON ledger_entry
            REFERENCING NEW TABLE AS fresh FOR EACH STATEMENT EXECUTE FUNCTION ledger_entry_steps()
            """;
    }

    /// <summary>
    /// A transaction is written in one statement with its legs, as many as it declares; they sum to zero in each currency, and
    /// a closed month takes none.
    /// </summary>
    private static IEnumerable<string> PostgresSums()
    {
        yield return "DROP TRIGGER IF EXISTS ledger_zero_sum ON ledger_transaction";
        yield return """
            CREATE OR REPLACE FUNCTION ledger_zero_sum() RETURNS trigger LANGUAGE plpgsql AS $$
            BEGIN
                IF EXISTS (SELECT 1 FROM fresh t LEFT JOIN LATERAL (
                        SELECT sum(c.legs) AS legs, bool_and(c.total = 0) AS zero FROM (
                            SELECT count(*) AS legs, sum(e."Amount") AS total
                            FROM ledger_entry e JOIN ledger_account a ON a."Id" = e."AccountId"
                            WHERE e."TransactionId" = t."Id" GROUP BY a."Currency") c) s ON true
                    WHERE NOT coalesce(s.legs = t."LegCount" AND s.zero, false)) THEN
                    RAISE EXCEPTION 'a ledger transaction sums to zero';
                END IF;
                IF EXISTS (SELECT 1 FROM fresh t JOIN ledger_period p
                    ON p."Month" = to_char(t."EffectiveAt" AT TIME ZONE 'UTC', 'YYYYMM')::int) THEN
                    RAISE EXCEPTION 'the month is closed';
                END IF;
                RETURN NULL;
            END $$
            """;
        yield return "DROP TRIGGER IF EXISTS ledger_transaction_period ON ledger_transaction; "
            + "DROP FUNCTION IF EXISTS ledger_transaction_period()";
        yield return """
            CREATE OR REPLACE TRIGGER ledger_transaction_zero_sum AFTER INSERT ON ledger_transaction
            REFERENCING NEW TABLE AS fresh FOR EACH STATEMENT EXECUTE FUNCTION ledger_zero_sum()
            """;
    }

    /// <summary>A stripe is like its account and has no floor.</summary>
    private static IEnumerable<string> PostgresBounds()
    {
        yield return """
            CREATE OR REPLACE FUNCTION ledger_account_stripe() RETURNS trigger LANGUAGE plpgsql AS $$
            BEGIN
                IF NOT EXISTS (SELECT 1 FROM ledger_account a WHERE a."Id" = NEW."StripeOf" AND a."StripeOf" IS NULL
                    AND a."Kind" = NEW."Kind" AND a."Normal" = NEW."Normal" AND a."Currency" = NEW."Currency"
                    AND a."OwnerId" IS NULL AND NEW."OwnerId" IS NULL) THEN
                    RAISE EXCEPTION 'a stripe is like its account';
                END IF;
                RETURN NEW;
            END $$
            """;
        yield return """
            CREATE OR REPLACE TRIGGER ledger_account_stripe BEFORE INSERT ON ledger_account
            FOR EACH ROW WHEN (NEW."StripeOf" IS NOT NULL) EXECUTE FUNCTION ledger_account_stripe()
            """;
    }
}
