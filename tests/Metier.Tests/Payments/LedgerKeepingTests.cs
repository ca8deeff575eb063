using System.Data.Common;
using Metier.Ledger;
using Metier.Payments;
using Metier.Platform;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using static Metier.Tests.Payments.PaymentsWorld;

namespace Metier.Tests.Payments;

/// <summary>Batches, stripes, seals, checkpoints, and what a closed month refuses.</summary>
[Trait("storage", "both")]
public class LedgerKeepingTests
{
    private static readonly LedgerAccount Psp = LedgerAccount.ProviderPending("sandbox", Currency.Eur);

    [Theory, MemberData(nameof(Stores.Both), MemberType = typeof(Stores))]
    public async Task A_batch_is_what_its_postings_would_be_one_after_the_other(Store store)
    {
        await using var world = await PaymentsWorld.StartAsync(store);
        var model = new Journal();
        var bookings = Enumerable.Range(0, 60).Select(i => Fund(Uuid5.Of("batch", $"{i}"), i % 7, 100 + i)).ToList();
        // The milestone’s own money, in the same batch: what came in a moment ago can go on.
        bookings.Add(Release(Uuid5.Of("batch", "release"), 3, 250));
        bookings.ForEach(b => model.Post(b.Posting));
        var first = await PostAsync(world, bookings);
        Assert.True(first.Ok);
        Assert.Equal(first.Value.Select(p => p.Id).Order(), first.Value.Select(p => p.Id));
        Assert.All(first.Value, p => Assert.False(p.Replayed));

        // Again with one more: the old ones answer as before.
        bookings.Add(Fund(Uuid5.Of("batch", "one more"), 1, 5));
        model.Post(bookings[^1].Posting);
        var again = await PostAsync(world, bookings);
        Assert.Equal(
            first.Value.Select(p => (p.Id, p.Uid, true)),
            again.Value.SkipLast(1).Select(p => (p.Id, p.Uid, p.Replayed))
        );
        Assert.False(again.Value[^1].Replayed);
        foreach (var account in model.Accounts)
        {
            Assert.Equal(model.Balance(account), await world.BalanceAsync(account));
        }

        // One that cannot be refuses all.
        var before = await world.TransactionsAsync();
        var poor = await PostAsync(world, [Fund(NewId(), 2, 5), Release(NewId(), 2, 1_000_000)]);
        Assert.Equal("insufficient_balance", Assert.Single(poor.Refusals).Code);
        var other = await PostAsync(world, [Fund(NewId(), 2, 5), Fund(Uuid5.Of("batch", "0"), 0, 99)]);
        Assert.Equal("idempotency_mismatch", Assert.Single(other.Refusals).Code);
        Assert.Equal(before, await world.TransactionsAsync());
        await AssertBooksAsync(world);
    }

    [Fact]
    public async Task Busy_accounts_are_kept_in_parts_and_seen_as_one()
    {
        await using var world = await PaymentsWorld.StartAsync(Store.Postgres);
        var card = await world.CardAsync();
        for (var i = 1; i <= 12; i++)
        {
            await world.FundedAsync(i, card);
        }
        var parts = await world.Do<MetierDb, List<LedgerAccountRow>>(db =>
            db.Set<LedgerAccountRow>().Where(a => a.Kind == AccountKind.ProviderPending).ToListAsync()
        );
        Assert.InRange(parts.Count, 3, LedgerStripes.Count);
        var whole = Assert.Single(parts, p => p.StripeOf is null);
        Assert.All(parts.Where(p => p != whole), p => Assert.Equal(whole.Id, p.StripeOf));
        var shown = await world.Do<LedgerViews, List<AccountLine>>(v =>
            v.AccountsAsync(AccountKind.ProviderPending, null, null, true, 0, CancellationToken.None)
        );
        var line = Assert.Single(shown);
        Assert.Equal((Psp.Code, await world.BalanceAsync(Psp), 12), (line.Code, line.Balance, (int)line.Entries));
        var journal = await world.Do<LedgerViews, List<JournalLine>>(v =>
            v.JournalAsync(new JournalFilter(whole.Id), null, CancellationToken.None)
        );
        Assert.Equal(12, journal.Count);
        await Assert.ThrowsAnyAsync<DbException>(() =>
            SqlAsync(
                world,
                """
                INSERT INTO ledger_account ("Code", "Kind", "Normal", "Currency", "OpenedAt", "StripeOf")
                SELECT 'mine', 'Escrow', -1, 'EUR', now(), "Id" FROM ledger_account WHERE "StripeOf" IS NULL LIMIT 1
                """
            )
        );
        await world.AssertBooksAsync();
    }

    [Theory, MemberData(nameof(Stores.Both), MemberType = typeof(Stores))]
    public async Task A_seal_names_the_entry_that_was_changed_even_when_every_sum_is_right(Store store)
    {
        await using var world = await PaymentsWorld.StartAsync(store);
        var milestone = await world.FundedAsync(1_000);
        await world.FundedAsync(50);
        await world.Host.AdvanceAsync(TimeSpan.FromHours(2));
        await world.FundedAsync(70);
        Assert.Equal(2, await world.Do<MetierDb, int>(db => db.Set<LedgerMarkRow>().CountAsync()));
        await world.AssertBooksAsync();

        // Somebody with all rights takes ten euros out of both sides, and out of the balances, and of the milestone’s record.
        await UnguardAsync(world, store);
        var code = LedgerAccount.Escrow(milestone, Currency.Eur).Code;
        await SqlAsync(
            world,
            $"""
            UPDATE ledger_entry SET "Amount" = "Amount" + 1000, "BalanceAfter" = "BalanceAfter" - 1000
            WHERE "AccountId" = (SELECT "Id" FROM ledger_account WHERE "Code" = '{code}')
            """
        );
        var named = (await FindingsAsync(world)).Where(f => f.Invariant == "I12").ToList();
        Assert.StartsWith(code + " 1 ", Assert.Single(named).Subject, StringComparison.Ordinal);

        await SqlAsync(world, """DELETE FROM ledger_mark""");
        Assert.Contains(await FindingsAsync(world), f => f is { Invariant: "I12", Subject: "seal 1" });
    }

    [Theory, MemberData(nameof(Stores.Both), MemberType = typeof(Stores))]
    public async Task Each_day_leaves_a_checkpoint_of_what_moved(Store store)
    {
        await using var world = await PaymentsWorld.StartAsync(store);
        var milestone = await world.FundedAsync(1_000);
        await world.Host.AdvanceAsync(TimeSpan.FromDays(1.1));
        await world.ReleaseAsync(milestone, Eur(400));
        await world.Host.AdvanceAsync(TimeSpan.FromDays(1.1));
        var escrow = await world.Do<MetierDb, List<long>>(db =>
            (
                from c in db.Set<LedgerCheckpointRow>()
                join a in db.Set<LedgerAccountRow>() on c.AccountId equals a.Id
                where a.Kind == AccountKind.Escrow
                orderby c.Day
                select c.Posted
            ).ToListAsync()
        );
        Assert.Equal([100_000, 60_000], escrow);
        await world.AssertBooksAsync();
    }

    [Theory, MemberData(nameof(Stores.Both), MemberType = typeof(Stores))]
    public async Task A_closed_month_takes_nothing_whoever_asks(Store store)
    {
        await using var world = await PaymentsWorld.StartAsync(store);
        var finance = new Actor(
            NewId(),
            "Fin Ance",
            "fin@example.org",
            true,
            false,
            null,
            Hat.Client,
            StaffRoles.Finance,
            "en",
            "UTC"
        );
        await world.FundedAsync(100);
        var month = DateOnly.FromDateTime(world.Host.Now);
        Assert.Equal("month_not_over", await CloseAsync(world, month, finance));
        await world.Host.AdvanceAsync(TimeSpan.FromDays(40));
        Assert.Equal("not_found", await CloseAsync(world, month, world.Client));
        Assert.Null(await CloseAsync(world, month, finance));
        Assert.Null(await CloseAsync(world, month, finance));

        var late = Fund(NewId(), 1, 5);
        var at = month.ToDateTime(new TimeOnly(12, 0), DateTimeKind.Utc);
        await Assert.ThrowsAnyAsync<Exception>(() => PostAsync(world, [late with { Posting = late.Posting.At(at) }]));
        Assert.True((await PostAsync(world, [late])).Ok);
        var closed = (await world.Do<LedgerPeriods, IReadOnlyList<PeriodLine>>(p => p.ListAsync(default))).Single(p =>
            p.ClosedAt is not null
        );
        Assert.Equal((month.Month, finance.MemberId), (closed.First.Month, closed.ClosedBy));
        await Assert.ThrowsAnyAsync<DbException>(() => SqlAsync(world, "DELETE FROM ledger_period"));
    }

    private static async Task<string?> CloseAsync(PaymentsWorld world, DateOnly month, Actor actor)
    {
        var closed = await world.Do<LedgerPeriods, Outcome<Done>>(p =>
            p.CloseAsync(month, actor, CancellationToken.None)
        );
        return closed.Ok ? null : closed.Refusals[0].Code;
    }

    private static async Task UnguardAsync(PaymentsWorld world, Store store)
    {
        foreach (var table in new[] { "ledger_entry", "ledger_mark" })
        {
            await SqlAsync(
                world,
                store == Store.Postgres
                    ? $"ALTER TABLE {table} DISABLE TRIGGER ALL"
                    : $"DROP TRIGGER {table}_no_update; DROP TRIGGER {table}_no_delete"
            );
        }
    }

    private static Task<int> SqlAsync(PaymentsWorld world, string sql) =>
        world.Do<MetierDb, int>(db => db.Database.ExecuteSqlRawAsync(sql));

    private static Task<IReadOnlyList<LedgerFinding>> FindingsAsync(PaymentsWorld world) =>
        world.Do<LedgerCheck, IReadOnlyList<LedgerFinding>>(c => c.RunAsync(CancellationToken.None));

    private static async Task AssertBooksAsync(PaymentsWorld world) =>
        Assert.DoesNotContain(await FindingsAsync(world), f => f.Invariant is not ("I6" or "I7"));

    private static Task<Outcome<List<PostedTransaction>>> PostAsync(
        PaymentsWorld world,
        IReadOnlyList<Booking> bookings
    ) =>
        world.Host.InScopeAsync(s =>
            s.GetRequiredService<MetierDb>()
                .WriteAsync(
                    () => s.GetRequiredService<LedgerBook>().PostManyAsync(bookings, CancellationToken.None),
                    CancellationToken.None
                )
        );

    private static Booking Fund(Guid uid, int milestone, long minor) =>
        new(
            Posting.Create(
                uid,
                PostingKind.Funding,
                Uuid5.Of("milestone", $"{milestone}"),
                "",
                Leg.Debit(Psp, Currency.Eur.Minor(minor + 3)),
                Leg.Credit(Escrow(milestone), Currency.Eur.Minor(minor)),
                Leg.Credit(LedgerAccount.ProcessingFee(Currency.Eur), Currency.Eur.Minor(3))
            ),
            new Parties()
        );

    private static Booking Release(Guid uid, int milestone, long minor) =>
        new(
            Posting.Create(
                uid,
                PostingKind.Release,
                Uuid5.Of("milestone", $"{milestone}"),
                "",
                Leg.Debit(Escrow(milestone), Currency.Eur.Minor(minor)),
                Leg.Credit(
                    LedgerAccount.FreelancerPending(Uuid5.Of("worker", "1"), Currency.Eur),
                    Currency.Eur.Minor(minor)
                )
            ),
            new Parties()
        );

    private static LedgerAccount Escrow(int milestone) =>
        LedgerAccount.Escrow(Uuid5.Of("milestone", $"{milestone}"), Currency.Eur);
}
