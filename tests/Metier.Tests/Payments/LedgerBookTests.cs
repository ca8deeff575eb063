using System.Data.Common;
using Metier.Ledger;
using Metier.Payments;
using Metier.Platform;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace Metier.Tests.Payments;

/// <summary>The book in the database, held against the plain one in memory and against people with a database console.</summary>
[Trait("storage", "both")]
public class LedgerBookTests
{
    private static readonly LedgerAccount Psp = LedgerAccount.ProviderPending("sandbox", Currency.Eur);

    [Theory, MemberData(nameof(Stores.Both), MemberType = typeof(Stores))]
    public async Task Many_parallel_posts_over_few_causes_write_each_cause_once(Store store)
    {
        await using var host = await TestHost.StartAsync(store);
        const int Causes = 25;
        var posts = Enumerable
            .Range(0, Causes * 12)
            .Select(i => PostAsync(host, Fund(Id(i % Causes), Uuid5.Of($"cause {i % Causes}"), 100)));
        var answers = await Task.WhenAll(posts);

        Assert.All(answers, a => Assert.True(a.Ok, string.Join(',', a.Refusals.Select(r => r.Code))));
        Assert.Equal(Causes, answers.Count(a => !a.Value.Replayed));
        Assert.Equal(Causes * 100, (await BalanceAsync(host, Psp)).Minor);
        var other = await PostAsync(host, Fund(Id(1), Uuid5.Of("cause 1"), 101));
        Assert.Equal("idempotency_mismatch", Assert.Single(other.Refusals).Code);
        await AssertBooksAsync(host);
    }

    [Theory, MemberData(nameof(Stores.Both), MemberType = typeof(Stores))]
    public async Task Outside_a_transaction_nothing_is_posted(Store store)
    {
        await using var host = await TestHost.StartAsync(store);
        await Assert.ThrowsAsync<InvalidOperationException>(() =>
            host.InScopeAsync(s =>
                s.GetRequiredService<LedgerBook>()
                    .PostAsync(Fund(Id(1), Id(2), 1), new Parties(), CancellationToken.None)
            )
        );
    }

    [Theory, MemberData(nameof(Stores.Both), MemberType = typeof(Stores))]
    public async Task What_fails_after_the_posting_takes_the_posting_with_it(Store store)
    {
        await using var host = await TestHost.StartAsync(store);
        await host.InScopeAsync(async s =>
        {
            var db = s.GetRequiredService<MetierDb>();
            var outcome = await db.WriteAsync<Done>(
                async () =>
                {
                    var posted = await s.GetRequiredService<LedgerBook>()
                        .PostAsync(Fund(Id(1), Id(2), 1_000), new Parties(), CancellationToken.None);
                    Assert.True(posted.Ok);
                    return new Refusal("no", "No");
                },
                CancellationToken.None
            );
            Assert.False(outcome.Ok);
            Assert.Equal(0, await db.Set<LedgerAccountRow>().CountAsync());
            Assert.Equal(0, await db.Set<LedgerTransactionRow>().CountAsync());
            Assert.Equal(0, await db.Set<LedgerEntryRow>().CountAsync());
        });
    }

    [Theory, MemberData(nameof(Stores.Both), MemberType = typeof(Stores))]
    public async Task The_database_refuses_whoever_changes_the_books_by_hand(Store store)
    {
        await using var host = await TestHost.StartAsync(store);
        Assert.True((await PostAsync(host, Fund(Id(1), Id(2), 1_000))).Ok);
        string[] crimes =
        [
            """UPDATE ledger_entry SET "Amount" = 2""",
            """DELETE FROM ledger_entry""",
            """UPDATE ledger_transaction SET "Memo" = 'x'""",
            """DELETE FROM ledger_transaction""",
            """UPDATE ledger_account SET "Code" = 'mine'""",
            """DELETE FROM ledger_balance""",
            """UPDATE ledger_balance SET "Posted" = "Posted" + 1""",
            """UPDATE ledger_balance SET "Floor" = -1000, "Version" = "Version" + 1""",
            """UPDATE ledger_balance SET "Posted" = -1, "Version" = "Version" + 1""",
            """
                INSERT INTO ledger_entry ("AccountId", "AccountVersion", "TransactionId", "Amount", "BalanceAfter")
                SELECT "AccountId", "AccountVersion" + 1, "TransactionId", 5, 5 FROM ledger_entry
                """,
        ];
        foreach (var crime in crimes)
        {
            var thrown = await Assert.ThrowsAnyAsync<DbException>(() =>
                host.InScopeAsync(s => s.GetRequiredService<MetierDb>().Database.ExecuteSqlRawAsync(crime))
            );
            Assert.NotNull(thrown);
        }
        await AssertBooksAsync(host);
    }

    /// <summary>Whoever writes past the book: balances moved first, then a head and its legs, in one statement where the database can.</summary>
    [Theory]
    [InlineData(Store.Sqlite, "5 * b.\"AccountId\" * a.\"Normal\"", "sums to zero")]
    [InlineData(Store.Postgres, "5 * b.\"AccountId\" * a.\"Normal\"", "sums to zero")]
    [InlineData(Store.Postgres, "NULL", "sums to zero")]
    public async Task A_transaction_that_does_not_sum_to_zero_cannot_be_committed(
        Store store,
        string amount,
        string refused
    )
    {
        await using var host = await TestHost.StartAsync(store);
        Assert.True((await PostAsync(host, Fund(Id(1), Id(2), 1_000))).Ok);
        const string head = """
            INSERT INTO ledger_transaction ("Id", "Uid", "RequestHash", "Kind", "SubjectId", "LegCount", "RecordedAt", "EffectiveAt", "Memo")
            SELECT 1000, '00000000-0000-7000-8000-00000000000A', "RequestHash", "Kind", "SubjectId",
                (SELECT count(*) FROM ledger_balance), "RecordedAt", "EffectiveAt", '' FROM ledger_transaction
            """;
        var legs = $"""
            INSERT INTO ledger_entry ("AccountId", "AccountVersion", "TransactionId", "Amount", "BalanceAfter")
            SELECT b."AccountId", b."Version", 1000, {amount}, b."Posted"
            FROM ledger_balance b JOIN ledger_account a ON a."Id" = b."AccountId" WHERE {amount} IS NOT NULL
            """;
        var thrown = await Assert.ThrowsAnyAsync<DbException>(() =>
            PastTheBookAsync(
                host,
                """UPDATE ledger_balance SET "Posted" = "Posted" + 5 * "AccountId", "Version" = "Version" + 1;"""
                    + (store == Store.Postgres ? $"WITH head AS ({head}) {legs}" : $"{head}; {legs}")
            )
        );
        Assert.Contains(refused, thrown.Message, StringComparison.Ordinal);
    }

    [Theory, MemberData(nameof(Stores.Both), MemberType = typeof(Stores))]
    public async Task An_entry_is_of_a_transaction_that_declared_it(Store store)
    {
        await using var host = await TestHost.StartAsync(store);
        Assert.True((await PostAsync(host, Fund(Id(1), Id(2), 1_000))).Ok);
        foreach (var transaction in new[] { "1000", "(SELECT max(\"Id\") FROM ledger_transaction)" })
        {
            await Assert.ThrowsAnyAsync<DbException>(() =>
                PastTheBookAsync(
                    host,
                    $"""
                    UPDATE ledger_balance SET "Posted" = "Posted" + 5, "Version" = "Version" + 1;
                    INSERT INTO ledger_entry ("AccountId", "AccountVersion", "TransactionId", "Amount", "BalanceAfter")
                    SELECT b."AccountId", b."Version", {transaction}, 5 * a."Normal", b."Posted"
                    FROM ledger_balance b JOIN ledger_account a ON a."Id" = b."AccountId"
                    """
                )
            );
        }
        await AssertBooksAsync(host);
    }

    private static Task PastTheBookAsync(TestHost host, string sql) =>
        host.InScopeAsync(async s =>
        {
            var database = s.GetRequiredService<MetierDb>().Database;
            await using var transaction = await database.BeginTransactionAsync();
            await database.ExecuteSqlRawAsync(sql);
            await transaction.CommitAsync();
        });

    [Fact]
    public async Task The_check_names_what_somebody_with_all_rights_has_changed()
    {
        await using var host = await TestHost.StartAsync(Store.Sqlite);
        Assert.True((await PostAsync(host, Fund(Id(1), Id(2), 1_000))).Ok);
        await host.InScopeAsync(async s =>
        {
            var database = s.GetRequiredService<MetierDb>().Database;
            await database.ExecuteSqlRawAsync("DROP TRIGGER ledger_entry_no_update");
            await database.ExecuteSqlRawAsync("""UPDATE ledger_entry SET "Amount" = "Amount" + 1 WHERE "Amount" > 0""");
        });
        var findings = await host.InScopeAsync(s =>
            s.GetRequiredService<LedgerCheck>().RunAsync(CancellationToken.None)
        );
        Assert.Equal(["I1", "I3", "I4", "I6"], findings.Select(f => f.Invariant).Distinct());
        Assert.Contains(findings, f => f.Subject.StartsWith(Psp.Code, StringComparison.Ordinal));
    }

    /// <summary>A random life, the same for both databases: which operation, from which to which of few objects, of how much.</summary>
    private static (int Operation, int From, int To, long Minor)[] Life(int seed)
    {
        var random = new Random(seed);
        return
        [
            .. Enumerable
                .Range(0, 150)
                .Select(_ => (random.Next(5), random.Next(1, 4), random.Next(1, 4), random.NextInt64(1, 3_000))),
        ];
    }

    [Theory, MemberData(nameof(Stores.Both), MemberType = typeof(Stores))]
    public async Task Random_operations_leave_the_same_book_as_the_plain_one_in_memory(Store store)
    {
        await using var host = await TestHost.StartAsync(store);
        var model = new Journal();
        var life = Life(20_261_123);
        for (var i = 0; i < life.Length; i++)
        {
            // Now and then a cause comes again, with the same content or with another.
            var uid = Uuid5.Of(
                "step",
                (i - (i % 7 == 6 ? 1 : 0)).ToString(System.Globalization.CultureInfo.InvariantCulture)
            );
            var posting = Step(uid, life[i]);
            var expected = model.Post(posting).Status;
            var actual = await PostAsync(host, posting);
            Assert.Equal(
                expected,
                actual switch
                {
                    { Ok: true, Value.Replayed: false } => PostStatus.Posted,
                    { Ok: true } => PostStatus.Replayed,
                    _ when actual.Refusals[0].Code == "insufficient_balance" => PostStatus.BelowFloor,
                    _ => PostStatus.Mismatch,
                }
            );
        }
        Assert.Empty(model.Check());
        var entries = await host.InScopeAsync(s =>
        {
            var db = s.GetRequiredService<MetierDb>();
            return (
                from e in db.Set<LedgerEntryRow>()
                join a in db.Set<LedgerAccountRow>() on e.AccountId equals a.Id
                orderby a.Code, e.AccountVersion
                select new
                {
                    a.Code,
                    e.AccountVersion,
                    e.Amount,
                    e.BalanceAfter,
                }
            ).ToListAsync();
        });
        // Platform accounts are kept in stripes on PostgreSQL, each with numbers of its own.
        bool Striped(LedgerAccount account) => store == Store.Postgres && LedgerStripes.Has(account);
        var striped = model.Accounts.Where(Striped).Select(a => a.Code).ToHashSet();
        Assert.Equal(
            model
                .Entries.Where(e => !Striped(e.Account))
                .OrderBy(e => e.Account.Code, StringComparer.Ordinal)
                .ThenBy(e => e.Version)
                .Select(e => (e.Account.Code, e.Version, e.Minor, e.BalanceAfter)),
            entries
                .Where(e => !striped.Contains(e.Code.Split('#')[0]))
                .OrderBy(e => e.Code, StringComparer.Ordinal)
                .ThenBy(e => e.AccountVersion)
                .Select(e => (e.Code, e.AccountVersion, e.Amount, e.BalanceAfter))
        );
        Assert.Equal(
            model.Entries.Where(e => Striped(e.Account)).Select(e => (e.Account.Code, e.Minor)).Order(),
            entries.Select(e => (Code: e.Code.Split('#')[0], e.Amount)).Where(e => striped.Contains(e.Code)).Order()
        );
        await AssertBalancesAsync(host, model);
        var findings = await host.InScopeAsync(s =>
            s.GetRequiredService<LedgerCheck>().RunAsync(CancellationToken.None)
        );
        // The random life keeps no milestones, so only their rule may be broken.
        Assert.DoesNotContain(findings, f => f.Invariant is not ("I6" or "I7"));
    }

    [Theory, MemberData(nameof(Stores.Both), MemberType = typeof(Stores))]
    public async Task The_export_holds_every_entry_and_asserts_every_balance(Store store)
    {
        await using var world = await PaymentsWorld.StartAsync(store);
        var milestone = await world.FundedAsync(1_000);
        await world.ReleaseAsync(milestone, PaymentsWorld.Eur(600));
        await using var text = new StringWriter();
        await world.Do<LedgerExport, bool>(async export =>
        {
            await export.WriteAsync(text, CancellationToken.None);
            return true;
        });
        var lines = text.ToString().Split('\n').Select(l => l.Trim()).ToList();
        Assert.Contains("assets:psp:sandbox:pending:EUR  1027.50 EUR", lines);
        Assert.Contains($"liabilities:escrow:{milestone:D}:EUR  -1000.00 EUR", lines);
        Assert.Contains($"liabilities:escrow:{milestone:D}:EUR  0.00 EUR = -400.00 EUR", lines);
        Assert.Contains("income:revenue:service_fee:EUR  0.00 EUR = -60.00 EUR", lines);
    }

    private static async Task AssertBalancesAsync(TestHost host, Journal model)
    {
        foreach (var account in model.Accounts)
        {
            Assert.Equal(model.Balance(account), await BalanceAsync(host, account));
        }
    }

    private static Posting Step(Guid uid, (int Operation, int From, int To, long Minor) step)
    {
        var escrow = LedgerAccount.Escrow(Id(step.From), Currency.Eur);
        var pending = LedgerAccount.FreelancerPending(Id(10 + step.To), Currency.Eur);
        var available = LedgerAccount.FreelancerAvailable(Id(10 + step.To), Currency.Eur);
        var amount = Currency.Eur.Minor(step.Minor);
        var quote = FeeTerms.Default(Currency.Eur).Quote(amount);
        return step.Operation switch
        {
            0 or 1 => Fund(Id(step.From), uid, step.Minor),
            2 => Posting.Create(
                uid,
                PostingKind.Release,
                Id(step.From),
                "",
                Leg.Debit(escrow, amount),
                Leg.Credit(pending, quote.FreelancerReceives),
                Leg.Credit(LedgerAccount.ServiceFee(Currency.Eur), quote.ServiceFee)
            ),
            3 => Posting.Create(
                uid,
                PostingKind.HoldEnded,
                Id(step.To),
                "",
                Leg.Debit(pending, amount),
                Leg.Credit(available, amount)
            ),
            _ => Posting.Create(
                uid,
                PostingKind.Refund,
                Id(step.From),
                "",
                Leg.Debit(escrow, amount),
                Leg.Credit(Psp, amount)
            ),
        };
    }

    private static Posting Fund(Guid milestone, Guid uid, long minor) =>
        Posting.Create(
            uid,
            PostingKind.Funding,
            milestone,
            "Milestone",
            Leg.Debit(Psp, Currency.Eur.Minor(minor)),
            Leg.Credit(LedgerAccount.Escrow(milestone, Currency.Eur), Currency.Eur.Minor(minor))
        );

    private static Task<Outcome<PostedTransaction>> PostAsync(TestHost host, Posting posting) =>
        host.InScopeAsync(s =>
        {
            var book = s.GetRequiredService<LedgerBook>();
            return s.GetRequiredService<MetierDb>()
                .WriteAsync<PostedTransaction>(
                    () => book.PostAsync(posting, new Parties(), CancellationToken.None),
                    CancellationToken.None
                );
        });

    private static Task<Money> BalanceAsync(TestHost host, LedgerAccount account) =>
        host.InScopeAsync(s => s.GetRequiredService<LedgerBook>().BalanceAsync(account, CancellationToken.None));

    private static async Task AssertBooksAsync(TestHost host)
    {
        var findings = await host.InScopeAsync(s =>
            s.GetRequiredService<LedgerCheck>().RunAsync(CancellationToken.None)
        );
        Assert.DoesNotContain(findings, f => f.Invariant is not "I6");
    }

    private static Guid Id(int number) => new(number, 0, 0x7000, 0x80, 0, 0, 0, 0, 0, 0, 1);
}
