using Metier.Payments;
using static Metier.Tests.Payments.PaymentsWorld;

namespace Metier.Tests.Payments.Providers;

/// <summary>Whatever fails, every operation ends with exactly one effect, and our books are the provider's.</summary>
[Trait("storage", "both")]
public class ProviderFaultTests
{
    public static TheoryData<Store, int> Seeds
    {
        get
        {
            var data = new TheoryData<Store, int>();
            foreach (var seed in Enumerable.Range(1, 2))
            {
                data.Add(Store.Sqlite, seed);
                data.Add(Store.Postgres, seed + 100);
            }
            return data;
        }
    }

    [Theory, MemberData(nameof(Seeds))]
    public async Task Stripe_with_anything_failing(Store store, int seed)
    {
        await using var world = await StripeWorld.StartAsync(store);
        var random = new Random(seed);
        string[] kinds = ["pm_ok", "pm_ok", "pm_ok", "pm_asks_first", "pm_always_asks", "pm_insufficient", "pm_lost"];
        var cards = new List<Guid>();
        foreach (var kind in kinds.Distinct())
        {
            cards.Add(await world.CardAsync(kind));
        }
        var seedMoney = await world.It.FundedAsync(2_000, cards[0]);
        await world.It.ReleaseAsync(seedMoney, Eur(1_000));
        var account = await world.AccountAsync();
        await world.It.Host.AdvanceAsync(TimeSpan.FromDays(3));
        var gate = new Lock();
        world.Stripe.Faults.Choose = r =>
        {
            lock (gate)
            {
                return random.Next(100) < 25 ? (Fault)random.Next(1, 6) : Fault.None;
            }
        };
        var charges = new List<Guid>();
        var payouts = new List<Guid>();
        for (var step = 0; step < 12; step++)
        {
            switch (random.Next(6))
            {
                case 0 or 1 or 2:
                    var request = world.It.Request(cards[random.Next(cards.Count)], Eur(random.Next(5, 300)));
                    await world.It.ChargeAsync(request);
                    charges.Add(request.RequestId);
                    break;
                case 3:
                    await world.It.RefundAsync(seedMoney, Eur(random.Next(1, 50)));
                    break;
                case 4:
                    var id = NewId();
                    if ((await world.It.WithdrawAsync(account, Eur(random.Next(10, 60)), id)).Ok)
                    {
                        payouts.Add(id);
                    }
                    break;
                default:
                    if (random.Next(3) == 0)
                    {
                        world.Stripe.Faults.DownUntil = world.It.Host.Clock.GetUtcNow().AddHours(1);
                    }
                    break;
            }
            foreach (
                var charge in charges.Where(c => world.Stripe.Of("payment_intent", c).Count > 0 && random.Next(3) == 0)
            )
            {
                world.Stripe.Confirm(charge, random.Next(2) == 0);
            }
            foreach (
                var payout in payouts.Where(p => world.Stripe.Of("payout", p).Count > 0 && random.Next(3) == 0).ToList()
            )
            {
                world.Stripe.EndPayout(payout, random.Next(2) == 0 ? null : "account_closed");
                payouts.Remove(payout);
            }
            if (random.Next(2) == 0)
            {
                await world.DeliverAsync(all =>
                    all.OrderBy(_ => random.Next()).SelectMany(e => random.Next(3) == 0 ? [e, e] : new[] { e })
                );
            }
            await world.It.Host.AdvanceAsync(TimeSpan.FromMinutes(random.Next(1, 90)));
        }
        world.Stripe.Faults.Choose = null;
        world.Stripe.Faults.DownUntil = DateTimeOffset.MinValue;
        await world.It.Host.AdvanceAsync(TimeSpan.FromHours(8));
        foreach (var payout in payouts.Where(p => world.Stripe.Of("payout", p).Count > 0))
        {
            world.Stripe.EndPayout(payout);
        }
        await world.It.Host.AdvanceAsync(TimeSpan.FromDays(3));
        await world.AssertAgreeAsync();
        foreach (var charge in charges)
        {
            Assert.Equal(1, world.It.Told.Count("settled", charge) + world.It.Told.Count("failed", charge));
        }
    }
}
