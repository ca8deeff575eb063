using System.Net;
using Metier.Ledger;
using Metier.Payments;
using Metier.Platform;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using static Metier.Tests.Payments.PaymentsWorld;

namespace Metier.Tests.Payments.Providers;

[Trait("storage", "both")]
public class PayPalTests
{
    [Theory, MemberData(nameof(Stores.Both), MemberType = typeof(Stores))]
    public async Task A_charge_a_refund_and_a_payout_go_and_come_back(Store store)
    {
        await using var payPal = await PayPalDouble.StartAsync();
        await using var world = await StartAsync(store, payPal);
        var account = await AgreedAsync(world, payPal);
        var request = world.Request(account, Eur(1_000));
        Assert.Equal(ChargeState.Settled, (await world.ChargeAsync(request)).Value.State);
        Assert.True((await world.RefundAsync(request.SubjectId, Eur(100))).Ok);
        await world.ReleaseAsync(request.SubjectId, Eur(500));
        var method = await PayoutMethodAsync(world);
        await world.Host.AdvanceAsync(TimeSpan.FromDays(3));
        var (arrives, fails) = (NewId(), NewId());
        payPal.Faults.Next(Fault.LostAfter);
        Assert.True((await world.WithdrawAsync(method, Eur(100), arrives)).Ok);
        Assert.True((await world.WithdrawAsync(method, Eur(200), fails)).Ok);
        await world.Host.AdvanceAsync(TimeSpan.FromMinutes(5));
        payPal.EndPayout(arrives, "SUCCESS");
        payPal.EndPayout(fails, "FAILED", "RECEIVER_ACCOUNT_LOCKED");
        await world.Host.AdvanceAsync(TimeSpan.FromHours(8));
        Assert.Equal(Eur(350), await world.ReadyAsync());
        Assert.Equal("account_blocked", await ReasonAsync(world, fails));
        await AssertAgreeAsync(world, payPal);

        // Returned thirty days after it arrived: a message tells.
        payPal.EndPayout(arrives, "RETURNED");
        Assert.Equal(HttpStatusCode.OK, await payPal.DeliverAsync(world.Host.Address, payPal.Events[^1]));
        await world.Host.SettleAsync();
        Assert.Equal(Eur(450), await world.ReadyAsync());
        await AssertAgreeAsync(world, payPal);
    }

    [Theory, MemberData(nameof(Stores.Both), MemberType = typeof(Stores))]
    public async Task A_dispute_is_answered_once_though_the_answer_was_lost_and_its_end_is_followed(Store store)
    {
        await using var payPal = await PayPalDouble.StartAsync();
        await using var world = await StartAsync(store, payPal);
        var account = await AgreedAsync(world, payPal);
        foreach (var won in new[] { true, false })
        {
            var request = world.Request(account, Eur(100));
            await world.ChargeAsync(request);
            var dispute = payPal.Dispute(request.RequestId, "102.75");
            Assert.Equal(HttpStatusCode.OK, await payPal.DeliverAsync(world.Host.Address, payPal.Events[^1]));
            await world.Host.SettleAsync();
            var it = await DisputeAsync(world, dispute);
            Assert.Equal((102_75L, 100_00L), (it.WithdrawnMinor, it.FrozenHeldMinor));
            payPal.Faults.Next(Fault.LostAfter);
            await world.Do<AnswerChargeback, Outcome<Guid>>(a =>
                a.SendAsync(NewId(), it.Id, "The terms were accepted by both.", ChargebackWorld.Finance, default)
            );
            await world.Host.AdvanceAsync(TimeSpan.FromMinutes(10));
            Assert.Equal(ChargebackState.EvidenceSent, (await DisputeAsync(world, dispute)).State);
            payPal.EndDispute(dispute, won);
            await payPal.DeliverAsync(world.Host.Address, payPal.Events[^1]);
            await world.Host.SettleAsync();
            it = await DisputeAsync(world, dispute);
            Assert.Equal(won ? ChargebackState.Won : ChargebackState.Lost, it.State);
            Assert.Equal(Eur(won ? 100 : 0), await world.HeldAsync(request.SubjectId));
            await world.Do<Reconcile, int>(r => r.RunAsync(CancellationToken.None));
            await AssertAgreeAsync(world, payPal);
        }
    }

    [Theory, MemberData(nameof(Stores.Both), MemberType = typeof(Stores))]
    public async Task Refused_asked_and_forgotten(Store store)
    {
        await using var payPal = await PayPalDouble.StartAsync();
        await using var world = await StartAsync(store, payPal);
        var account = await AgreedAsync(world, payPal);
        foreach (var (behaviour, code) in new[] { ("declines", "declined"), ("poor", "insufficient_funds") })
        {
            payPal.Behaviour = behaviour;
            var progress = (await world.ChargeAsync(world.Request(account, Eur(10)))).Value;
            Assert.Equal((ChargeState.Failed, code), (progress.State, progress.FailureCode));
        }
        payPal.Behaviour = "asks";
        var given = world.Request(account, Eur(10));
        var forgotten = world.Request(account, Eur(20));
        Assert.Equal(ChargeState.ActionRequired, (await world.ChargeAsync(given)).Value.State);
        await world.ChargeAsync(forgotten);
        payPal.Approve(given.RequestId);
        payPal.Faults.Next(Fault.LostAfter);
        await world.Host.AdvanceAsync(TimeSpan.FromHours(9));
        Assert.Equal(Eur(10), await world.HeldAsync(given.SubjectId));
        Assert.Equal(1, world.Told.Count("settled", given.RequestId));
        Assert.Equal(1, world.Told.Count("failed", forgotten.RequestId));
        await AssertAgreeAsync(world, payPal);
    }

    [Theory, MemberData(nameof(Stores.Both), MemberType = typeof(Stores))]
    public async Task Lost_answers_are_found_by_id_and_later_by_the_list_of_transactions(Store store)
    {
        await using var payPal = await PayPalDouble.StartAsync();
        await using var world = await StartAsync(store, payPal);
        var account = await AgreedAsync(world, payPal);
        foreach (var (fault, hours) in new[] { (Fault.LostAfter, 0), (Fault.ErrorAfter, 30), (Fault.LostBefore, 0) })
        {
            var request = world.Request(account, Eur(100));
            payPal.Faults.Next(fault);
            Assert.Equal(ChargeState.Processing, (await world.ChargeAsync(request)).Value.State);
            payPal.Faults.DownUntil = payPal.Now().AddHours(hours);
            await world.Host.AdvanceAsync(TimeSpan.FromHours(hours + 10));
            Assert.Equal(Eur(100), await world.HeldAsync(request.SubjectId));
            Assert.Single(payPal.Of("order", request.RequestId));
        }
        await AssertAgreeAsync(world, payPal);
    }

    [Theory, MemberData(nameof(Stores.Both), MemberType = typeof(Stores))]
    public async Task Only_messages_of_PayPal_are_taken(Store store)
    {
        await using var payPal = await PayPalDouble.StartAsync();
        await using var world = await StartAsync(store, payPal);
        await world.ChargeAsync(world.Request(await AgreedAsync(world, payPal), Eur(10)));
        var body = payPal.Events[0];
        var host = world.Host.Address;
        Assert.Equal(HttpStatusCode.BadRequest, await payPal.DeliverAsync(host, body, webhook: "WH-OTHER"));
        Assert.Equal(HttpStatusCode.BadRequest, await payPal.DeliverAsync(host, body, sent: body + " "));
        foreach (
            var url in new[]
            {
                "https://paypal.com.evil.example/cert",
                "https://evil.example/paypal.com",
                "http://api.paypal.com/cert",
                "https://api.paypal.com:444/cert",
                "https://paypal.com@evil.example/cert",
                "https://notpaypal.com/cert",
                "",
            }
        )
        {
            Assert.Equal(HttpStatusCode.BadRequest, await payPal.DeliverAsync(host, body, url));
        }
        Assert.Equal(0, await CountAsync(world));
        Assert.Equal(HttpStatusCode.OK, await payPal.DeliverAsync(host, body));
        Assert.Equal(HttpStatusCode.OK, await payPal.DeliverAsync(host, body));
        Assert.Equal(1, await CountAsync(world));
    }

    [Fact]
    public void The_checksum_is_that_of_the_standard() =>
        Assert.Equal(0xCBF4_3926u, PayPalSignature.Crc32("123456789"u8));

    [Theory, MemberData(nameof(ProviderFaultTests.Seeds), MemberType = typeof(ProviderFaultTests))]
    public async Task PayPal_with_anything_failing(Store store, int seed)
    {
        await using var payPal = await PayPalDouble.StartAsync();
        await using var world = await StartAsync(store, payPal);
        var random = new Random(seed);
        var gate = new Lock();
        var account = await AgreedAsync(world, payPal);
        payPal.Faults.Choose = _ =>
        {
            lock (gate)
            {
                return random.Next(100) < 25 ? (Fault)random.Next(1, 6) : Fault.None;
            }
        };
        var charges = new List<ChargeRequest>();
        for (var step = 0; step < 10; step++)
        {
            payPal.Behaviour = random.Next(4) switch
            {
                0 => "asks",
                1 => "declines",
                _ => "ok",
            };
            var request = world.Request(account, Eur(random.Next(5, 300)));
            await world.ChargeAsync(request);
            charges.Add(request);
            foreach (var one in charges.Where(c => payPal.Of("order", c.RequestId).Count > 0 && random.Next(2) == 0))
            {
                payPal.Approve(one.RequestId);
            }
            if (random.Next(2) == 0 && payPal.Events.Count > 0)
            {
                await payPal.DeliverAsync(world.Host.Address, payPal.Events[random.Next(payPal.Events.Count)]);
            }
            if (random.Next(8) == 0)
            {
                payPal.Faults.DownUntil = payPal.Now().AddHours(1);
            }
            await world.Host.AdvanceAsync(TimeSpan.FromMinutes(random.Next(1, 60)));
        }
        payPal.Faults.Choose = null;
        payPal.Faults.DownUntil = DateTimeOffset.MinValue;
        await world.Host.AdvanceAsync(TimeSpan.FromHours(20));
        Assert.All(
            charges,
            c => Assert.Equal(1, world.Told.Count("settled", c.RequestId) + world.Told.Count("failed", c.RequestId))
        );
        await AssertAgreeAsync(world, payPal);
    }

    private static async Task<PaymentsWorld> StartAsync(Store store, PayPalDouble payPal)
    {
        var world = await PaymentsWorld.StartAsync(
            store,
            payPal.Configuration(),
            s => s.AddSingleton<PayPalCertificates>(new DoubleCertificates(payPal))
        );
        payPal.Now = () => world.Host.Clock.GetUtcNow();
        return world;
    }

    private static async Task<Guid> AgreedAsync(PaymentsWorld world, PayPalDouble payPal)
    {
        var id = NewId();
        var url = await world.Do<AddPaymentMethod, Outcome<string>>(add =>
            add.RunAsync(new(id, PaymentMethodKind.PayPal, "/en/money/methods", "paypal"), world.Client, default)
        );
        Assert.Equal($"/go/leaving/{id:D}", url.Value);
        payPal.Agree();
        var finished = await world.Do<FinishPaymentMethod, Outcome<(string, bool Usable)>>(f =>
            f.RunAsync(id, world.Client, default)
        );
        Assert.True(finished.Value.Usable);
        return id;
    }

    private static async Task<Guid> PayoutMethodAsync(PaymentsWorld world)
    {
        var id = NewId();
        var added = await world.Do<AddPayoutMethod, Outcome<Guid>>(add =>
            add.RunAsync(
                new(id, PayoutMethodKind.PayPal, "Zoe Free-Lance", "zoe@example.org"),
                world.Freelancer,
                default
            )
        );
        Assert.True(added.Ok);
        // In a sandbox the sandbox would pay; here PayPal does.
        await world.Do<MetierDb, int>(db =>
            db.Set<PayoutMethod>()
                .Where(m => m.Id == id)
                .ExecuteUpdateAsync(s => s.SetProperty(m => m.Provider, "paypal"))
        );
        await world.Host.AdvanceAsync(TimeSpan.FromDays(3.1));
        return id;
    }

    private static Task<Chargeback> DisputeAsync(PaymentsWorld world, string reference) =>
        world.Do<MetierDb, Chargeback>(db =>
            db.Set<Chargeback>().AsNoTracking().SingleAsync(c => c.Reference == reference)
        );

    private static Task<string?> ReasonAsync(PaymentsWorld world, Guid payout) =>
        world.Do<MetierDb, string?>(db =>
            db.Set<Payout>().Where(p => p.Id == payout).Select(p => p.ReasonCode).SingleAsync()
        );

    private static Task<int> CountAsync(PaymentsWorld world) =>
        world.Do<MetierDb, int>(db => db.Set<ProviderEvent>().CountAsync());

    private static async Task AssertAgreeAsync(PaymentsWorld world, PayPalDouble payPal)
    {
        await world.AssertBooksAsync();
        var open = await world.Do<MetierDb, List<ProviderOperation>>(db =>
            db.Set<ProviderOperation>()
                .AsNoTracking()
                .Where(o => o.Provider == "paypal" && o.EndedAt == null)
                .ToListAsync()
        );
        Assert.Empty(open.Select(o => $"{o.Kind} {o.State} {o.Code}"));
        var provider = world.Host.Services.GetRequiredService<PaymentProviders>().Find("paypal")!;
        var lines = await provider.SettlementAsync(world.Host.Now.AddDays(-60), world.Host.Now.AddMinutes(1), default);
        Assert.DoesNotContain(lines, l => l.Kind == SettlementKind.Other);
        var booked =
            await world.BalanceAsync(LedgerAccount.ProviderPending("paypal", Currency.Eur))
            + await world.BalanceAsync(LedgerAccount.ProviderAvailable("paypal", Currency.Eur))
            + await world.BalanceAsync(LedgerAccount.ProviderTransit("paypal", Currency.Eur))
            // What the provider kept for itself was there, too.
            + await world.BalanceAsync(LedgerAccount.ProviderFee(Currency.Eur));
        Assert.Equal((long)(payPal.Gross() * 100), booked.Minor);
        Assert.Equal(booked.Minor, lines.Sum(l => l.Gross.Minor));
    }
}
