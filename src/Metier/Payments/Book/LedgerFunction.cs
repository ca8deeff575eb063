namespace Metier.Payments;

/// <summary>
/// Postings on PostgreSQL: a function for one and a function for many, so that a posting is one journey to the database and holds
/// its locks as briefly as can be.
/// </summary>
internal static class LedgerFunction
{
    /// <summary>How many postings one call takes.</summary>
    public const int Most = 1_000;

    /// <summary>Answers one row: the transaction’s id, and 0 written, 1 written before, 2 another content under that id, 3 below a floor.</summary>
    public const string CallOne = """
        SELECT r_id, r_answer FROM ledger_post_one(
            $1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17, $18, $19, $20, $21)
        """;

    /// <summary>Answers a row per posting, as <see cref="CallOne"/> does. With a 2 or 3 nothing was written.</summary>
    public const string CallMany = """
        SELECT r_place, r_id, r_answer FROM ledger_post(
            $1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17, $18, $19, $20, $21, $22, $23, $24)
        """;

    /// <summary>
    /// Every statement is planned once and looks each row up by its key. Left to itself PostgreSQL plans anew for arrays and reads
    /// whole tables while they are small; either costs more than the posting.
    /// </summary>
    private const string Plans = """
        SET plan_cache_mode = force_generic_plan SET enable_hashjoin = off SET enable_mergejoin = off SET enable_seqscan = off
        """;

    private const string Accounts =
        "codes text[], code_kinds text[], normals int[], currencies text[], owners uuid[], floors bigint[], bases text[]";

    private const string Columns = """
        "Id", "Uid", "RequestHash", "Kind", "SubjectId", "ClientId", "FreelancerId", "ContractId", "ReversesUid", "LegCount",
        "RecordedAt", "EffectiveAt", "Memo", "RateNumerator", "RateDenominator"
        """;

    /// <summary>
    /// Balances are held in the order of the accounts' ids, whoever asks. Whether a cause is known is found out after that, so that of
    /// two that race the second sees what the first has written; and transactions get their numbers then, so that they rise along
    /// every account. Head, balances and legs are one statement, which writes nothing when the cause is known, as nearly none
    /// is: the guards look at it when it ends.
    /// </summary>
    private const string One = $$"""
        CREATE OR REPLACE FUNCTION ledger_post_one(
            uid uuid, hash bytea, kind text, subject uuid, client uuid, freelancer uuid, contract uuid, reverse uuid,
            moment timestamptz, now timestamptz, memo text, rate bigint, rate_of bigint, amounts bigint[], {{Accounts}},
            OUT r_id bigint, OUT r_answer int)
        LANGUAGE plpgsql {{Plans}} AS $$
        DECLARE
            leg record; legs int := cardinality(codes); met int := 0; ids bigint[]; afters bigint[]; steps bigint[];
            below boolean := false; hashed bytea;
        BEGIN
            LOOP
                FOR leg IN
                    SELECT c.n, b."AccountId", b."Posted", b."Version" FROM unnest(codes) WITH ORDINALITY c(code, n)
                    JOIN ledger_account a ON a."Code" = c.code JOIN ledger_balance b ON b."AccountId" = a."Id"
                    ORDER BY b."AccountId" FOR NO KEY UPDATE OF b
                LOOP
                    met := met + 1;
                    ids[leg.n] := leg."AccountId";
                    afters[leg.n] := leg."Posted" + amounts[leg.n] * normals[leg.n];
                    steps[leg.n] := leg."Version" + 1;
                    below := below OR amounts[leg.n] * normals[leg.n] < 0 AND afters[leg.n] < floors[leg.n];
                END LOOP;
                EXIT WHEN met = legs;
                PERFORM ledger_open(codes, code_kinds, normals, currencies, owners, floors, bases, now);
                met := 0; below := false;
            END LOOP;
            IF NOT below THEN
                r_id := nextval('"ledger_transaction_Id_seq"');
                WITH head AS (
                    INSERT INTO ledger_transaction ({{Columns}}) VALUES (r_id, uid, hash, kind, subject, client, freelancer,
                        contract, reverse, legs, now, moment, memo, nullif(rate, 0), nullif(rate_of, 0))
                    ON CONFLICT ("Uid") DO NOTHING RETURNING 1),
                moved AS (
                    UPDATE ledger_balance b SET "Posted" = x.after, "Version" = x.step
                    FROM head, unnest(ids, afters, steps) x(id, after, step) WHERE b."AccountId" = x.id)
                INSERT INTO ledger_entry ("AccountId", "AccountVersion", "TransactionId", "Amount", "BalanceAfter")
                SELECT x.id, x.step, r_id, x.amount, x.after
                FROM head, unnest(ids, steps, amounts, afters) x(id, step, amount, after);
                IF FOUND THEN
                    r_answer := 0;
                    RETURN;
                END IF;
            END IF;
            SELECT t."Id", t."RequestHash" INTO r_id, hashed FROM ledger_transaction t WHERE t."Uid" = uid;
            r_answer := CASE WHEN NOT FOUND THEN 3 WHEN hashed = hash THEN 1 ELSE 2 END;
        END $$
        """;

    /// <summary>Opens the accounts that are new, first those that the parts of an account belong to.</summary>
    private const string Open = $$"""
        CREATE OR REPLACE FUNCTION ledger_open({{Accounts}}, now timestamptz) RETURNS void LANGUAGE plpgsql {{Plans}} AS $$
        BEGIN
            INSERT INTO ledger_account ("Code", "Kind", "Normal", "Currency", "OpenedAt")
            SELECT DISTINCT c.base, c.kind, c.normal, c.currency, now
            FROM unnest(bases, code_kinds, normals, currencies) c(base, kind, normal, currency)
            WHERE c.base IS NOT NULL AND NOT EXISTS (SELECT 1 FROM ledger_account a WHERE a."Code" = c.base)
            ORDER BY c.base ON CONFLICT DO NOTHING;
            INSERT INTO ledger_account ("Code", "Kind", "Normal", "Currency", "OwnerId", "OpenedAt", "StripeOf")
            SELECT c.code, c.kind, c.normal, c.currency, c.owner, now, b."Id"
            FROM unnest(codes, code_kinds, normals, currencies, owners, bases) c(code, kind, normal, currency, owner, base)
            LEFT JOIN ledger_account b ON b."Code" = c.base
            WHERE NOT EXISTS (SELECT 1 FROM ledger_account a WHERE a."Code" = c.code)
            ORDER BY c.code ON CONFLICT DO NOTHING;
            INSERT INTO ledger_balance ("AccountId", "Posted", "Version", "Floor")
            SELECT a."Id", 0, 0, nullif(c.least, -9223372036854775808)
            FROM (SELECT u.code, u.least FROM unnest(codes, floors) u(code, least) UNION
                SELECT u.base, u.least FROM unnest(bases, floors) u(base, least)) c
            JOIN ledger_account a ON a."Code" = c.code
            WHERE NOT EXISTS (SELECT 1 FROM ledger_balance b WHERE b."AccountId" = a."Id")
            ORDER BY a."Id" ON CONFLICT DO NOTHING;
        END $$
        """;

    private const string Many = $$"""
        CREATE OR REPLACE FUNCTION ledger_post(
            uids uuid[], hashes bytea[], kinds text[], subjects uuid[], clients uuid[], freelancers uuid[],
            contracts uuid[], reverses uuid[], counts int[], moments timestamptz[], now timestamptz, memos text[],
            rates bigint[], rates_of bigint[], leg_of int[], leg_on int[], amounts bigint[], {{Accounts}})
        RETURNS TABLE(r_place int, r_id bigint, r_answer int) LANGUAGE plpgsql {{Plans}} AS $$
        DECLARE
            ids bigint[]; held bigint[]; versions bigint[]; known bigint[]; same boolean[]; below boolean;
            txs int[]; accs int[]; moved bigint[]; afters bigint[]; steps bigint[]; written bigint[];
        BEGIN
            LOOP
                SELECT array_agg(l.id ORDER BY l.n), array_agg(l.p ORDER BY l.n), array_agg(l.v ORDER BY l.n)
                INTO ids, held, versions FROM (
                    SELECT c.n, b."AccountId" AS id, b."Posted" AS p, b."Version" AS v
                    FROM unnest(codes) WITH ORDINALITY c(code, n)
                    JOIN ledger_account a ON a."Code" = c.code JOIN ledger_balance b ON b."AccountId" = a."Id"
                    ORDER BY b."AccountId" FOR NO KEY UPDATE OF b) l;
                EXIT WHEN cardinality(ids) = cardinality(codes);
                PERFORM ledger_open(codes, code_kinds, normals, currencies, owners, floors, bases, now);
            END LOOP;
            SELECT array_agg(coalesce(t."Id", 0) ORDER BY u.n), array_agg(coalesce(t."RequestHash" = u.hash, true) ORDER BY u.n)
            INTO known, same FROM unnest(uids, hashes) WITH ORDINALITY u(uid, hash, n)
            LEFT JOIN ledger_transaction t ON t."Uid" = u.uid;
            IF false = ANY(same) THEN
                RETURN QUERY SELECT 0, 0::bigint, 2;
                RETURN;
            END IF;
            SELECT array_agg(w.tx ORDER BY w.n), array_agg(w.acc ORDER BY w.n), array_agg(w.amount ORDER BY w.n),
                array_agg(w.after ORDER BY w.n), array_agg(w.step ORDER BY w.n),
                bool_or(w.amount * normals[w.acc] < 0 AND w.after < floors[w.acc])
            INTO txs, accs, moved, afters, steps, below
            FROM (SELECT l.n, l.tx, l.acc, l.amount,
                    (held[l.acc] + sum(l.amount * normals[l.acc]) OVER before)::bigint AS after,
                    versions[l.acc] + row_number() OVER before AS step
                FROM unnest(leg_of, leg_on, amounts) WITH ORDINALITY l(tx, acc, amount, n) WHERE known[l.tx] = 0
                WINDOW before AS (PARTITION BY l.acc ORDER BY l.n ROWS UNBOUNDED PRECEDING)) w;
            IF below THEN
                RETURN QUERY SELECT 0, 0::bigint, 3;
                RETURN;
            END IF;
            written := known;
            IF txs IS NOT NULL THEN
                UPDATE ledger_balance b SET "Posted" = x.p, "Version" = x.v
                FROM (SELECT DISTINCT ON (e.acc) e.acc, e.p, e.v FROM unnest(accs, afters, steps) e(acc, p, v)
                    ORDER BY e.acc, e.v DESC) x
                WHERE b."AccountId" = ids[x.acc];
                SELECT array_agg(CASE WHEN k.id = 0 THEN nextval('"ledger_transaction_Id_seq"') ELSE k.id END
                    ORDER BY k.n)
                INTO written FROM unnest(known) WITH ORDINALITY k(id, n);
                WITH heads AS (
                    INSERT INTO ledger_transaction ({{Columns}})
                    SELECT written[u.n], u.uid, u.hash, u.kind, u.subject, u.client, u.freelancer, u.contract, u.reverse, u.legs,
                        now, u.moment, u.memo, nullif(u.rate, 0), nullif(u.rate_of, 0)
                    FROM unnest(uids, hashes, kinds, subjects, clients, freelancers, contracts, reverses, counts, moments, memos,
                            rates, rates_of)
                        WITH ORDINALITY u(uid, hash, kind, subject, client, freelancer, contract, reverse, legs, moment, memo,
                            rate, rate_of, n)
                    WHERE known[u.n] = 0)
                INSERT INTO ledger_entry ("AccountId", "AccountVersion", "TransactionId", "Amount", "BalanceAfter")
                SELECT ids[x.acc], x.v, written[x.tx], x.amount, x.after
                FROM unnest(accs, steps, txs, moved, afters) x(acc, v, tx, amount, after);
            END IF;
            RETURN QUERY SELECT u.n::int, written[u.n], CASE WHEN known[u.n] = 0 THEN 0 ELSE 1 END
            FROM generate_subscripts(uids, 1) u(n);
        END $$
        """;

    public static IEnumerable<string> Sql() => [Open, One, Many];
}
