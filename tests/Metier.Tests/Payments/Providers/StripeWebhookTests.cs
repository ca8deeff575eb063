using System.Net;
using System.Text;
using Metier.Payments;
using Metier.Platform;
using Microsoft.EntityFrameworkCore;
using static Metier.Tests.Payments.PaymentsWorld;

namespace Metier.Tests.Payments.Providers;

[Trait("storage", "both")]
public class StripeWebhookTests
{
    [Theory, MemberData(nameof(Stores.Both), MemberType = typeof(Stores))]
    public async Task Forged_messages_are_refused_and_leave_nothing(Store store)
    {
        await using var world = await StripeWorld.StartAsync(store);
        var request = world.It.Request(await world.CardAsync("pm_slow"), Eur(10));
        Assert.Equal(ChargeState.Processing, (await world.It.ChargeAsync(request)).Value.State);
        var body = world.Stripe.Events[0];
        var now = world.Stripe.Now();
        string[] forged =
        [
            "",
            "t=1,v1=00",
            StripeDouble.Sign(body, now, "whsec_guessed"),
            StripeDouble.Sign(body + " ", now),
            StripeDouble.Sign(body, now.AddSeconds(-301)),
            StripeDouble.Sign(body, now.AddSeconds(301)),
            StripeDouble.Sign(body, now).Replace("v1=", "v0=", StringComparison.Ordinal),
        ];
        foreach (var signature in forged)
        {
            Assert.Equal(HttpStatusCode.BadRequest, await world.Stripe.DeliverAsync(world.Address, body, signature));
        }
        Assert.Equal(0, await CountAsync(world));
        // Several signatures, one of them right: a secret is being replaced.
        var both = $"{StripeDouble.Sign(body, now)},v1={new string('0', 64)}";
        Assert.Equal(HttpStatusCode.OK, await world.Stripe.DeliverAsync(world.Address, body, both));
        Assert.Equal(1, await CountAsync(world));
    }

    [Theory, MemberData(nameof(Stores.Both), MemberType = typeof(Stores))]
    public async Task Other_addresses_methods_and_bodies_are_refused(Store store)
    {
        await using var world = await StripeWorld.StartAsync(store);
        using var http = new HttpClient { BaseAddress = world.Address };
        using var content = new StringContent("{}", Encoding.UTF8, "application/json");
        Assert.Equal(HttpStatusCode.NotFound, (await http.PostAsync("/api/webhooks/nobody", content)).StatusCode);
        Assert.Equal(HttpStatusCode.NotFound, (await http.PostAsync("/api/webhooks/sandbox", content)).StatusCode);
        Assert.NotEqual(HttpStatusCode.OK, (await http.GetAsync("/api/webhooks/stripe")).StatusCode);
        var huge = new string('x', ReceiveWebhook.MaxBytes + 1);
        Assert.Equal(HttpStatusCode.RequestEntityTooLarge, await world.Stripe.DeliverAsync(world.Address, huge));
        // Signed, and not an event.
        Assert.Equal(HttpStatusCode.BadRequest, await world.Stripe.DeliverAsync(world.Address, "[1]"));
        Assert.Equal(0, await CountAsync(world));
    }

    [Theory, MemberData(nameof(Stores.Both), MemberType = typeof(Stores))]
    public async Task Doubled_reordered_and_late_messages_change_nothing_twice(Store store)
    {
        await using var world = await StripeWorld.StartAsync(store);
        var card = await world.CardAsync("pm_slow");
        var request = world.It.Request(card, Eur(10));
        await world.It.ChargeAsync(request);
        world.Stripe.Succeed(world.Stripe.Of("payment_intent", request.RequestId).Single());
        await world.DeliverAsync(all => all.Reverse().Concat(all).Concat(all));
        await world.It.Host.SettleAsync();
        Assert.Equal(Eur(10), await world.It.HeldAsync(request.SubjectId));
        Assert.Equal(1, world.It.Told.Count("settled", request.RequestId));

        // A day late, by itself found out long before.
        await world.It.Host.AdvanceAsync(TimeSpan.FromDays(1));
        var late = world.Stripe.Events.Last(e => e.Contains("payment_intent.succeeded", StringComparison.Ordinal));
        Assert.Equal(HttpStatusCode.OK, await world.Stripe.DeliverAsync(world.Address, late));
        await world.It.Host.SettleAsync();
        Assert.Equal(1, world.It.Told.Count("settled", request.RequestId));
        await world.AssertAgreeAsync();
    }

    [Theory, MemberData(nameof(Stores.Both), MemberType = typeof(Stores))]
    public async Task A_message_before_the_answer_settles_the_charge(Store store)
    {
        await using var world = await StripeWorld.StartAsync(store);
        var request = world.It.Request(await world.CardAsync(), Eur(10));
        world.Stripe.Faults.Next(Fault.LostAfter);
        Assert.Equal(ChargeState.Processing, (await world.It.ChargeAsync(request)).Value.State);
        await world.DeliverAsync();
        await world.It.Host.SettleAsync();
        Assert.Equal(Eur(10), await world.It.HeldAsync(request.SubjectId));
        Assert.Equal(1, world.It.Told.Count("settled", request.RequestId));
    }

    [Theory, MemberData(nameof(Stores.Both), MemberType = typeof(Stores))]
    public async Task Messages_that_never_came_are_fetched(Store store)
    {
        await using var world = await StripeWorld.StartAsync(store);
        await world.It.Host.SettleAsync();
        var request = world.It.Request(await world.CardAsync("pm_slow"), Eur(10));
        await world.It.ChargeAsync(request);
        world.Stripe.Succeed(world.Stripe.Of("payment_intent", request.RequestId).Single());
        await world.It.Host.AdvanceAsync(TimeSpan.FromHours(7));
        Assert.True(await CountAsync(world) >= world.Stripe.Events.Count - 1);
        Assert.Equal(1, world.It.Told.Count("settled", request.RequestId));
    }

    private static Task<int> CountAsync(StripeWorld world) =>
        world.It.Do<MetierDb, int>(db => db.Set<ProviderEvent>().CountAsync());
}
