namespace Metier.Payments;

/// <summary>Postings on PostgreSQL: one function, so that a posting is one journey to the database and holds its locks as briefly as can be.</summary>
internal static class LedgerFunction
{
    /// <summary>How many postings one call takes.</summary>
    public const int Most = 1_000;

    /// <summary>
    /// Answers a row per posting: 0 written, 1 written before, 2 another content under that id, 3 below a floor. With a 2 or 3
    /// nothing was written.
    /// </summary>
    public const string Call = """
        SELECT r_place, r_id, r_answer FROM ledger_post(
            @uids, @hashes, @kinds, @subjects, @clients, @freelancers, @contracts, @reverses, @counts, @moments, @now, @memos,
            @rates, @rates_of, @leg_of, @leg_on, @amounts, @codes, @code_kinds, @normals, @currencies, @owners, @floors, @bases)
        """;

    public static IEnumerable<string> Sql()
    {
        yield return Create(Open + Balance + Write);
    }

    /// <summary>
    /// Every statement is planned once and looks each row up by its key. Left to itself PostgreSQL plans anew for arrays and reads
    /// whole tables while they are small; either costs more than the posting.
    /// </summary>
    private static string Create(string body) =>
        $"""
            CREATE OR REPLACE FUNCTION ledger_post(
                uids uuid[], hashes bytea[], kinds text[], subjects uuid[], clients uuid[], freelancers uuid[],
                contracts uuid[], reverses uuid[], counts int[], moments timestamptz[], now timestamptz, memos text[],
                rates bigint[], rates_of bigint[], leg_of int[], leg_on int[], amounts bigint[],
                codes text[], code_kinds text[], normals int[], currencies text[], owners uuid[], floors bigint[], bases text[])
            RETURNS TABLE(r_place int, r_id bigint, r_answer int) LANGUAGE plpgsql
            SET plan_cache_mode = force_generic_plan SET enable_hashjoin = off SET enable_mergejoin = off
            SET enable_seqscan = off AS $$
            DECLARE
                ids bigint[]; held bigint[]; versions bigint[]; known bigint[]; same boolean[]; below boolean;
                txs int[]; accs int[]; moved bigint[]; afters bigint[]; steps bigint[]; written bigint[];
            BEGIN
            {body}
            END $$
            """;

    /// <summary>Accounts that are new are opened; then all balances are held, always in the order of the ids.</summary>
    private const string Open = """
        SELECT array_agg(a."Id" ORDER BY c.n) INTO ids
        FROM unnest(codes) WITH ORDINALITY c(code, n) LEFT JOIN ledger_account a ON a."Code" = c.code;
        IF array_position(ids, NULL) IS NOT NULL THEN
            INSERT INTO ledger_account ("Code", "Kind", "Normal", "Currency", "OpenedAt")
            SELECT DISTINCT c.base, c.kind, c.normal, c.currency, now
            FROM unnest(bases, code_kinds, normals, currencies) WITH ORDINALITY c(base, kind, normal, currency, n)
            WHERE ids[c.n] IS NULL AND c.base IS NOT NULL ORDER BY c.base ON CONFLICT DO NOTHING;
            INSERT INTO ledger_account ("Code", "Kind", "Normal", "Currency", "OwnerId", "OpenedAt", "StripeOf")
            SELECT c.code, c.kind, c.normal, c.currency, c.owner, now, b."Id"
            FROM unnest(codes, code_kinds, normals, currencies, owners, bases)
                WITH ORDINALITY c(code, kind, normal, currency, owner, base, n)
            LEFT JOIN ledger_account b ON b."Code" = c.base
            WHERE ids[c.n] IS NULL ORDER BY c.code ON CONFLICT DO NOTHING;
            INSERT INTO ledger_balance ("AccountId", "Posted", "Version", "Floor")
            SELECT a."Id", 0, 0, nullif(c.least, -9223372036854775808)
            FROM unnest(codes, bases, floors) WITH ORDINALITY c(code, base, least, n)
            JOIN ledger_account a ON a."Code" IN (c.code, c.base)
            WHERE ids[c.n] IS NULL ORDER BY a."Id" ON CONFLICT DO NOTHING;
            SELECT array_agg(a."Id" ORDER BY c.n) INTO ids
            FROM unnest(codes) WITH ORDINALITY c(code, n) JOIN ledger_account a ON a."Code" = c.code;
        END IF;
        SELECT array_agg(l.p ORDER BY l.n), array_agg(l.v ORDER BY l.n) INTO held, versions FROM (
            SELECT i.n, b."Posted" AS p, b."Version" AS v FROM unnest(ids) WITH ORDINALITY i(id, n)
            JOIN ledger_balance b ON b."AccountId" = i.id ORDER BY b."AccountId" FOR NO KEY UPDATE OF b) l;

        """;

    /// <summary>Asked after the locks, so that of two that race the second sees what the first has written.</summary>
    private const string Balance = """
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

        """;

    private const string Write = """
        IF txs IS NOT NULL THEN
            UPDATE ledger_balance b SET "Posted" = x.p, "Version" = x.v
            FROM (SELECT DISTINCT ON (e.acc) e.acc, e.p, e.v FROM unnest(accs, afters, steps) e(acc, p, v)
                ORDER BY e.acc, e.v DESC) x
            WHERE b."AccountId" = ids[x.acc];
            INSERT INTO ledger_transaction ("Uid", "RequestHash", "Kind", "SubjectId", "ClientId", "FreelancerId",
                "ContractId", "ReversesUid", "LegCount", "RecordedAt", "EffectiveAt", "Memo", "RateNumerator", "RateDenominator")
            SELECT u.uid, u.hash, u.kind, u.subject, u.client, u.freelancer, u.contract, u.reverse, u.legs, now,
                u.moment, u.memo, nullif(u.rate, 0), nullif(u.rate_of, 0)
            FROM unnest(uids, hashes, kinds, subjects, clients, freelancers, contracts, reverses, counts, moments, memos,
                    rates, rates_of)
                WITH ORDINALITY u(uid, hash, kind, subject, client, freelancer, contract, reverse, legs, moment, memo,
                    rate, rate_of, n)
            WHERE known[u.n] = 0 ORDER BY u.n;
            SELECT array_agg(t."Id" ORDER BY u.n) INTO written
            FROM unnest(uids) WITH ORDINALITY u(uid, n) JOIN ledger_transaction t ON t."Uid" = u.uid;
            INSERT INTO ledger_entry ("AccountId", "AccountVersion", "TransactionId", "Amount", "BalanceAfter")
            SELECT ids[x.acc], x.v, written[x.tx], x.amount, x.after
            FROM unnest(accs, steps, txs, moved, afters) x(acc, v, tx, amount, after);
        ELSE
            written := known;
        END IF;
        RETURN QUERY SELECT u.n::int, written[u.n], CASE WHEN known[u.n] = 0 THEN 0 ELSE 1 END
        FROM generate_subscripts(uids, 1) u(n);
        """;
}
