using Metier.Ledger;
using Metier.Payments;
using static Metier.Tests.Payments.PaymentsWorld;

namespace Metier.Tests.Payments;

[Trait("storage", "both")]
public class StatementTests
{
    [Theory, MemberData(nameof(Stores.Both), MemberType = typeof(Stores))]
    public async Task A_freelancers_statement_shows_price_and_commission_and_its_balance_ties_to_the_book(Store store)
    {
        await using var world = await PaymentsWorld.StartAsync(store);
        await world.ReleaseAsync(await world.FundedAsync(1_000), Eur(1_000));
        var method = await world.PayoutMethodAsync();
        await world.Host.AdvanceAsync(TimeSpan.FromDays(3));
        await world.WithdrawAsync(method, Eur(500));
        await world.Host.AdvanceAsync(TimeSpan.FromDays(2));

        var lines = (await PageAsync(world, StatementSide.Freelancer)).Lines;
        Assert.Equal(
            [
                (PostingKind.PayoutRequested, LinePart.WithdrawalFee, -0.99m, 400m),
                (PostingKind.PayoutRequested, LinePart.Movement, -499.01m, 400.99m),
                (PostingKind.Release, LinePart.ServiceFee, -100m, 900m),
                (PostingKind.Release, LinePart.Movement, 1_000m, 1_000m),
            ],
            lines.Select(Short)
        );
        Assert.Equal(lines[0].Balance, await world.ReadyAsync() + await world.PendingAsync());
    }

    [Theory, MemberData(nameof(Stores.Both), MemberType = typeof(Stores))]
    public async Task A_clients_statement_shows_what_left_the_card_and_what_is_held(Store store)
    {
        await using var world = await PaymentsWorld.StartAsync(store);
        var milestone = await world.FundedAsync(1_000);
        await world.ReleaseAsync(milestone, Eur(600));
        await world.RefundAsync(milestone, Eur(400));
        var lines = (await PageAsync(world, StatementSide.Client)).Lines;
        Assert.Equal(
            [
                (PostingKind.Refund, LinePart.ProcessingFee, 11m, 0m),
                (PostingKind.Refund, LinePart.Movement, 400m, 0m),
                (PostingKind.Release, LinePart.Movement, 0m, 400m),
                (PostingKind.Funding, LinePart.ProcessingFee, -27.50m, 1_000m),
                (PostingKind.Funding, LinePart.Movement, -1_000m, 1_000m),
            ],
            lines.Select(Short)
        );
    }

    [Theory, MemberData(nameof(Stores.Both), MemberType = typeof(Stores))]
    public async Task Pages_and_filters_keep_the_running_balance_true(Store store)
    {
        await using var world = await PaymentsWorld.StartAsync(store);
        var milestone = await world.FundedAsync(1_000);
        for (var i = 0; i < 30; i++)
        {
            Assert.True((await world.ReleaseAsync(milestone, Eur(10))).Ok);
        }
        var all = await world.Do<StatementViews, IReadOnlyList<StatementLine>>(v =>
            v.AllAsync(StatementSide.Freelancer, world.Freelancer.MemberId, Currency.Eur, new(), CancellationToken.None)
        );
        var first = await PageAsync(world, StatementSide.Freelancer);
        var second = await PageAsync(world, StatementSide.Freelancer, new(Before: first.Next));
        Assert.Equal(60, all.Count);
        Assert.Equal(all, [.. first.Lines, .. second.Lines]);
        Assert.Null(second.Next);
        var running = Eur(0);
        foreach (var line in all.Reverse())
        {
            running += line.Amount;
            Assert.Equal(running, line.Balance);
        }
        var held = await PageAsync(world, StatementSide.Client, new(Kind: PostingKind.Release));
        Assert.Equal(Eur(700), held.Lines[0].Balance);
        var other = await PageAsync(world, StatementSide.Client, new(ContractId: NewId()));
        Assert.Empty(other.Lines);
        var tomorrow = DateOnly.FromDateTime(world.Host.Now).AddDays(1);
        Assert.Empty((await PageAsync(world, StatementSide.Client, new(From: tomorrow))).Lines);
        Assert.NotEmpty((await PageAsync(world, StatementSide.Client, new(To: tomorrow))).Lines);
    }

    [Theory, MemberData(nameof(Stores.Both), MemberType = typeof(Stores))]
    public async Task A_strangers_transaction_is_not_there(Store store)
    {
        await using var world = await PaymentsWorld.StartAsync(store);
        await world.FundedAsync(1_000);
        var mine = (await PageAsync(world, StatementSide.Client)).Lines[0];
        Assert.NotEmpty(await TransactionAsync(world, StatementSide.Client, world.ClientId, mine.TransactionId));
        Assert.Empty(await TransactionAsync(world, StatementSide.Client, NewId(), mine.TransactionId));
        Assert.Empty(
            await TransactionAsync(world, StatementSide.Freelancer, world.Freelancer.MemberId, mine.TransactionId)
        );
    }

    private static (PostingKind, LinePart, decimal, decimal) Short(StatementLine line) =>
        (line.Kind, line.Part, line.Amount.Minor / 100m, line.Balance.Minor / 100m);

    private static Task<StatementPage> PageAsync(
        PaymentsWorld world,
        StatementSide side,
        StatementFilter? filter = null
    ) =>
        world.Do<StatementViews, StatementPage>(v =>
            v.PageAsync(
                side,
                side == StatementSide.Client ? world.ClientId : world.Freelancer.MemberId,
                Currency.Eur,
                filter ?? new(),
                CancellationToken.None
            )
        );

    private static Task<IReadOnlyList<StatementLine>> TransactionAsync(
        PaymentsWorld world,
        StatementSide side,
        Guid party,
        long id
    ) =>
        world.Do<StatementViews, IReadOnlyList<StatementLine>>(v =>
            v.TransactionAsync(side, party, id, CancellationToken.None)
        );
}
