using Metier.Ledger;
using Metier.Payments;
using Metier.Platform;
using Microsoft.EntityFrameworkCore;
using static Metier.Tests.Payments.PaymentsWorld;

namespace Metier.Tests.Payments.Providers;

[Trait("storage", "both")]
public class StripeDisputeTests
{
    [Theory, MemberData(nameof(Stores.Both), MemberType = typeof(Stores))]
    public async Task In_any_order_and_as_often_as_told_a_dispute_happens_once(Store store)
    {
        await using var world = await StripeWorld.StartAsync(store);
        var (charge, milestone) = await FundAsync(world);
        var dispute = world.Stripe.Dispute(charge, 102_75);
        world.Stripe.EndDispute(dispute, won: false);
        // Closed before opened, everything twice, and once more a day later.
        await world.DeliverAsync(all => all.Reverse().Concat(all));
        await world.It.Host.SettleAsync();
        var it = await OneAsync(world);
        Assert.Equal(
            (ChargebackState.Lost, 102_75L, 100_00L, StripeDouble.DisputeFee),
            (it.State, it.WithdrawnMinor, it.TakenMinor, it.FeeMinor)
        );
        await world.It.Host.AdvanceAsync(TimeSpan.FromDays(1));
        Assert.Equal(
            System.Net.HttpStatusCode.OK,
            await world.Stripe.DeliverAsync(
                world.Address,
                world.Stripe.Events.First(e => e.Contains("charge.dispute.created", StringComparison.Ordinal))
            )
        );
        await world.It.Host.SettleAsync();
        Assert.Equal(Eur(0), await world.It.HeldAsync(milestone));
        Assert.Equal(it.Version, (await OneAsync(world)).Version);
        await AgreesAsync(world);
    }

    [Theory, MemberData(nameof(Stores.Both), MemberType = typeof(Stores))]
    public async Task An_inquiry_freezes_before_anything_is_taken_and_a_won_dispute_gives_all_back(Store store)
    {
        await using var world = await StripeWorld.StartAsync(store);
        var (charge, milestone) = await FundAsync(world);
        var dispute = world.Stripe.Dispute(charge, 102_75, inquiry: true);
        await world.DeliverAsync();
        await world.It.Host.SettleAsync();
        Assert.Equal((0L, 100_00L), ((await OneAsync(world)).WithdrawnMinor, (await OneAsync(world)).FrozenHeldMinor));
        Assert.Equal("money_frozen", (await world.It.ReleaseAsync(milestone, Eur(100))).Refusals[0].Code);
        world.Stripe.Withdraw(dispute);
        await world.DeliverAsync();
        await world.It.Host.SettleAsync();
        Assert.Equal(102_75L, (await OneAsync(world)).WithdrawnMinor);
        await AgreesAsync(world);

        world.Stripe.EndDispute(dispute, won: true);
        await world.DeliverAsync(all => all.Reverse());
        await world.It.Host.SettleAsync();
        Assert.Equal(
            (ChargebackState.Won, 0L),
            ((await OneAsync(world)).State, (await OneAsync(world)).WithdrawnMinor)
        );
        Assert.True((await world.It.ReleaseAsync(milestone, Eur(100))).Ok);
        await AgreesAsync(world);
    }

    [Theory, MemberData(nameof(Stores.Both), MemberType = typeof(Stores))]
    public async Task A_message_that_never_came_is_found_and_a_lost_answer_is_not_sent_twice(Store store)
    {
        await using var world = await StripeWorld.StartAsync(store);
        var (charge, _) = await FundAsync(world);
        _ = world.Stripe.Dispute(charge, 102_75);
        // Nothing is delivered: the news are fetched.
        await world.It.Host.AdvanceAsync(TimeSpan.FromHours(7));
        var it = await OneAsync(world);
        world.Stripe.Faults.Next(Fault.LostAfter);
        var sent = await world.It.Do<AnswerChargeback, Outcome<Guid>>(a =>
            a.SendAsync(
                NewId(),
                it.Id,
                "The terms were accepted and the work handed in.",
                ChargebackWorld.Finance,
                default
            )
        );
        Assert.True(sent.Ok);
        Assert.Equal(ChargebackState.Open, (await OneAsync(world)).State);
        Assert.NotNull((await OneAsync(world)).AnswerId);
        await world.It.Host.AdvanceAsync(TimeSpan.FromMinutes(10));
        Assert.Equal(ChargebackState.EvidenceSent, (await OneAsync(world)).State);
        Assert.Equal("1", world.Stripe.All("dispute").Single()["evidence_details"]!["submission_count"]!.ToString());
        await AgreesAsync(world);
    }

    private static async Task<(Guid Charge, Guid Milestone)> FundAsync(StripeWorld world)
    {
        var request = world.It.Request(await world.CardAsync(), Eur(100));
        Assert.Equal(ChargeState.Settled, (await world.It.ChargeAsync(request)).Value.State);
        await world.DeliverAsync();
        await world.It.Host.SettleAsync();
        return (request.RequestId, request.SubjectId);
    }

    private static async Task<Chargeback> OneAsync(StripeWorld world) =>
        Assert.Single(
            await world.It.Do<MetierDb, List<Chargeback>>(db => db.Set<Chargeback>().AsNoTracking().ToListAsync())
        );

    private static async Task AgreesAsync(StripeWorld world)
    {
        await world.It.Do<Reconcile, int>(r => r.RunAsync(CancellationToken.None));
        Assert.Empty(
            await world.It.Do<ReconciliationViews, List<DifferenceLine>>(v => v.DifferencesAsync(false, null, default))
        );
        await world.AssertAgreeAsync();
    }
}
