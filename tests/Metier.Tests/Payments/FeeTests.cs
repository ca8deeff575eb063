using System.Globalization;
using Metier.Ledger;
using Metier.Payments;
using Metier.Platform;
using Microsoft.Extensions.DependencyInjection;
using static Metier.Tests.Payments.PaymentsWorld;

namespace Metier.Tests.Payments;

[Trait("storage", "both")]
public class FeeTests
{
    private static readonly FeeTerms Tiers = new(
        Currency.Eur,
        27_500,
        [new FeeTier(500_00, 200_000), new FeeTier(10_000_00, 100_000), new FeeTier(null, 50_000)]
    );

    private static readonly LedgerAccount Commission = LedgerAccount.ServiceFee(Currency.Eur);

    [Theory, MemberData(nameof(Stores.Both), MemberType = typeof(Stores))]
    public async Task A_fee_begins_on_its_day_and_not_before(Store store)
    {
        await using var world = await PaymentsWorld.StartAsync(store);
        var fees = world.Host.Services.GetRequiredService<FeeSchedules>();
        Assert.Equal(FeeTerms.Default(Currency.Eur), fees.Current(Currency.Eur));

        Assert.True((await SetAsync(world, Typed("Freelancer", "EUR", 2, ["20", "10", "5"], ["500", "10,000"]))).Ok);
        Assert.True((await SetAsync(world, Typed("Client", "", 2, ["3,1"]))).Ok);
        Assert.Equal(FeeTerms.Default(Currency.Eur), fees.Current(Currency.Eur));

        await world.Host.AdvanceAsync(TimeSpan.FromDays(2));
        var now = fees.Current(Currency.Eur);
        Assert.Equal(31_000, now.ProcessingPpm);
        Assert.Equal(Tiers.ServiceTiers, now.ServiceTiers);
        Assert.Equal([new FeeTier(null, 100_000)], fees.Current(Currency.Usd).ServiceTiers);

        var history = await world.Do<FeeViews, IReadOnlyList<FeeLine>>(v => v.HistoryAsync(CancellationToken.None));
        Assert.Equal(4, history.Count);
        Assert.Equal(
            "20% up to €500.00, 10% up to €10,000.00, 5% above",
            FeeWords.Of(history.Single(l => l.Currency is not null))
        );
    }

    [Theory, MemberData(nameof(Stores.Both), MemberType = typeof(Stores))]
    public async Task What_is_set_for_the_same_day_takes_its_place_and_a_day_that_has_come_is_out_of_reach(Store store)
    {
        await using var world = await PaymentsWorld.StartAsync(store);
        Assert.True((await SetAsync(world, Typed("Freelancer", "", 1, ["15"]))).Ok);
        Assert.True((await SetAsync(world, Typed("Freelancer", "", 1, ["12"]))).Ok);
        await Refused(world, "day_past", Typed("Freelancer", "", 0, ["1"]));
        await Refused(world, "day_past", Typed("Freelancer", "", -1, ["1"]));
        await world.Host.AdvanceAsync(TimeSpan.FromDays(1));
        await Refused(world, "day_past", Typed("Freelancer", "", 0, ["1"]));
        var history = await world.Do<FeeViews, IReadOnlyList<FeeLine>>(v => v.HistoryAsync(CancellationToken.None));
        Assert.Equal(
            [120_000, 100_000],
            history.Where(l => l.Payer == FeePayer.Freelancer).Select(l => l.Steps[0].Ppm)
        );
    }

    [Theory, MemberData(nameof(Stores.Both), MemberType = typeof(Stores))]
    public async Task What_cannot_be_a_fee_is_refused_beside_its_field(Store store)
    {
        await using var world = await PaymentsWorld.StartAsync(store);
        await Refused(world, "payer_missing", Typed("Nobody", "EUR", 2, ["1"]));
        await Refused(world, "currency_unknown", Typed("Client", "XYZ", 2, ["1"]));
        await Refused(world, "percent_missing", Typed("Client", "EUR", 2, []));
        await Refused(world, "percent_missing", Typed("Client", "EUR", 2, ["1", "2"], ["500"]));
        await Refused(world, "percent_missing", Typed("Freelancer", "", 2, ["1", "2"], ["500"]));
        await Refused(world, "percent_wrong", Typed("Client", "EUR", 2, ["101"]));
        await Refused(world, "percent_wrong", Typed("Client", "EUR", 2, ["1.00001"]));
        await Refused(world, "limit_order", Typed("Freelancer", "EUR", 2, ["3", "2", "1"], ["500", "400"]));
        await Refused(world, "currency_missing", Typed("Client", "", 2, ["1"]) with { Fixed = "1" });
        await Refused(world, "maximum_low", Typed("Client", "EUR", 2, ["1"]) with { Minimum = "2", Maximum = "1" });
        await Refused(world, "reason_missing", Typed("Client", "EUR", 2, ["1"]) with { Reason = "" });
        var asClient = await world.Do<SetFees, Outcome<Done>>(u =>
            u.RunAsync(Typed("Client", "", 2, ["1"]), world.Client, CancellationToken.None)
        );
        Assert.True(asClient.IsNotFound);
    }

    [Theory, MemberData(nameof(Stores.Both), MemberType = typeof(Stores))]
    public async Task Two_charges_at_once_do_not_both_use_the_room_of_one_step(Store store)
    {
        await using var world = await PaymentsWorld.StartAsync(store);
        var card = await world.CardAsync();
        var requests = Enumerable
            .Range(0, 6)
            .Select(_ => world.Request(card, Eur(100)) with { Terms = Tiers })
            .ToList();
        var all = await Task.WhenAll(requests.Select(world.ChargeAsync));
        await world.Host.AdvanceAsync(TimeSpan.FromMinutes(10));

        Assert.All(all, a => Assert.True(a.Ok));
        Assert.Equal(Eur(600), await BilledAsync(world));
        foreach (var request in requests)
        {
            Assert.True((await world.ReleaseAsync(request.SubjectId, Eur(100))).Ok);
        }
        // 500 at 20 %, 100 at 10 %: exactly what one charge of 600 would have cost.
        Assert.Equal(Eur(110), await world.BalanceAsync(Commission));
        await world.AssertBooksAsync();
    }

    [Theory, MemberData(nameof(Stores.Both), MemberType = typeof(Stores))]
    public async Task Six_hundred_costs_110_and_what_goes_back_takes_its_share_and_makes_room(Store store)
    {
        await using var world = await PaymentsWorld.StartAsync(store);
        var card = await world.CardAsync();
        var first = world.Request(card, Eur(600)) with { Terms = Tiers };
        await world.ChargeAsync(first);
        // A third of it goes back: a third of the commission is not taken.
        Assert.True((await world.RefundAsync(first.SubjectId, Eur(200))).Ok);
        Assert.Equal(Eur(400), await BilledAsync(world));
        var released = await world.ReleaseAsync(first.SubjectId, Eur(400));
        Assert.Equal(Eur(73.33m), released.Value.ServiceFee);

        // The next 200: a hundred of the first step's room is free again.
        await world.Host.AdvanceAsync(TimeSpan.FromMinutes(1));
        var second = world.Request(card, Eur(200)) with { Terms = Tiers };
        await world.ChargeAsync(second);
        Assert.Equal(Eur(30), (await world.ReleaseAsync(second.SubjectId, Eur(200))).Value.ServiceFee);

        // And after a release the freelancer gives back: fee in proportion, billing less.
        var given = await world.Do<RefundEarnings, Outcome<EarningsRefundView>>(u =>
            u.RunAsync(
                new(NewId(), world.ContractId, world.Freelancer.MemberId, Eur(100), "Back"),
                CancellationToken.None
            )
        );
        Assert.Equal(Eur(15), given.Value.ServiceFee);
        Assert.Equal(Eur(500), await BilledAsync(world));
        Assert.Equal(Eur(88.33m), await world.BalanceAsync(Commission));
        await world.AssertBooksAsync();
    }

    [Theory, MemberData(nameof(Stores.Both), MemberType = typeof(Stores))]
    public async Task A_charge_that_fails_uses_no_room(Store store)
    {
        await using var world = await PaymentsWorld.StartAsync(store);
        var bad = await world.CardAsync("4000 0000 0000 0002");
        Assert.Equal(
            ChargeState.Failed,
            (await world.ChargeAsync(world.Request(bad, Eur(400)) with { Terms = Tiers })).Value.State
        );
        var good = world.Request(await world.CardAsync(), Eur(500)) with { Terms = Tiers };
        await world.ChargeAsync(good);
        Assert.Equal(Eur(100), (await world.ReleaseAsync(good.SubjectId, Eur(500))).Value.ServiceFee);
    }

    private static Task<Money> BilledAsync(PaymentsWorld world) =>
        world.Do<LifetimeBilling, Money>(b =>
            b.BilledAsync(world.ClientId, world.Freelancer.MemberId, Currency.Eur, CancellationToken.None)
        );

    private static FeeTyped Typed(
        string payer,
        string currency,
        int days,
        string[] percents,
        string[]? limits = null
    ) =>
        new(
            payer,
            currency,
            percents,
            limits ?? [],
            null,
            null,
            null,
            TestHost.Start.AddDays(days).ToString("yyyy-MM-dd", CultureInfo.InvariantCulture),
            "A decision of the board"
        );

    private static Task<Outcome<Done>> SetAsync(PaymentsWorld world, FeeTyped typed) =>
        world.Do<SetFees, Outcome<Done>>(u => u.RunAsync(typed, Finance, CancellationToken.None));

    private static async Task Refused(PaymentsWorld world, string code, FeeTyped typed) =>
        Assert.Contains(code, (await SetAsync(world, typed)).Refusals.Select(r => r.Code));

    private static Actor Finance { get; } =
        new(NewId(), "Finn", "finn@example.org", true, false, null, Hat.Client, StaffRoles.Finance, "en", "UTC");
}
