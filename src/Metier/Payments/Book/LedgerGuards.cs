using Metier.Platform;

namespace Metier.Payments;

/// <summary>
/// What the database itself refuses, whoever asks: changing or deleting what was written, a balance that is not the
/// balance after its last entry, and a transaction that does not sum to zero.
/// </summary>
internal static class LedgerGuards
{
    private static readonly string[] AppendOnly = ["ledger_account", "ledger_transaction", "ledger_entry"];

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
        yield return """
            CREATE OR REPLACE FUNCTION ledger_balance_step() RETURNS trigger LANGUAGE plpgsql AS $$
            BEGIN
                IF TG_OP = 'DELETE' THEN
                    RAISE EXCEPTION 'ledger_balance is append-only';
                END IF;
                IF NEW."Version" <> OLD."Version" + 1 OR NEW."AccountId" <> OLD."AccountId"
                    OR NEW."Floor" IS DISTINCT FROM OLD."Floor" THEN
                    RAISE EXCEPTION 'a balance changes by one entry';
                END IF;
                RETURN NEW;
            END $$
            """;
        yield return """
            CREATE OR REPLACE TRIGGER ledger_balance_step BEFORE UPDATE OR DELETE ON ledger_balance
            FOR EACH ROW EXECUTE FUNCTION ledger_balance_step()
            """;
        foreach (var guard in PostgresSums())
        {
            yield return guard;
        }
    }

    private static IEnumerable<string> PostgresSums()
    {
        yield return """
            CREATE OR REPLACE FUNCTION ledger_entry_guard() RETURNS trigger LANGUAGE plpgsql AS $$
            BEGIN
                IF NOT EXISTS (SELECT 1 FROM ledger_balance b WHERE b."AccountId" = NEW."AccountId"
                    AND b."Version" = NEW."AccountVersion" AND b."Posted" = NEW."BalanceAfter") THEN
                    RAISE EXCEPTION 'an entry leads to the balance of its account';
                END IF;
                IF (SELECT count(*) FROM ledger_entry e WHERE e."TransactionId" = NEW."TransactionId")
                    > (SELECT t."LegCount" FROM ledger_transaction t WHERE t."Id" = NEW."TransactionId") THEN
                    RAISE EXCEPTION 'a ledger transaction has the legs it declares';
                END IF;
                RETURN NULL;
            END $$
            """;
        yield return """
            CREATE OR REPLACE TRIGGER ledger_entry_guard AFTER INSERT ON ledger_entry
            FOR EACH ROW EXECUTE FUNCTION ledger_entry_guard()
            """;
        yield return """
            CREATE OR REPLACE FUNCTION ledger_zero_sum() RETURNS trigger LANGUAGE plpgsql AS $$
            BEGIN
                IF (SELECT count(*) FROM ledger_entry e WHERE e."TransactionId" = NEW."Id") <> NEW."LegCount"
                    OR EXISTS (SELECT 1 FROM ledger_entry e JOIN ledger_account a ON a."Id" = e."AccountId"
                        WHERE e."TransactionId" = NEW."Id" GROUP BY a."Currency" HAVING sum(e."Amount") <> 0) THEN
                    RAISE EXCEPTION 'a ledger transaction sums to zero';
                END IF;
                RETURN NULL;
            END $$
            """;
        yield return """
            DO $$ BEGIN
                IF NOT EXISTS (SELECT 1 FROM pg_trigger
                    WHERE tgname = 'ledger_zero_sum' AND tgrelid = 'ledger_transaction'::regclass) THEN
                    CREATE CONSTRAINT TRIGGER ledger_zero_sum AFTER INSERT ON ledger_transaction
                    DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION ledger_zero_sum();
                END IF;
            END $$
            """;
    }
}
