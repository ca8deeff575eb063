using Metier.Ledger;
using Metier.Payments;
using Metier.Platform;
using Microsoft.EntityFrameworkCore;
using static Metier.Tests.Payments.ChargebackWorld;
using static Metier.Tests.Payments.PaymentsWorld;

namespace Metier.Tests.Payments;

[Trait("storage", "both")]
public class ChargebackTimingTests
{
    [Theory, MemberData(nameof(Stores.Both), MemberType = typeof(Stores))]
    public async Task Told_twice_late_and_after_the_end_it_happens_once(Store store)
    {
        await using var world = await PaymentsWorld.StartAsync(store);
        var (charge, milestone) = await StageAsync(world, "half released");
        await world.Do<SandboxBank, Outcome<Done>>(b => b.OpenAsync(charge, null, Finance, default));
        var reference = await world.Do<MetierDb, string>(db =>
            db.Set<SandboxDispute>().Select(d => d.Reference).SingleAsync()
        );
        // Decided before anybody had told that it was opened.
        await world.Do<SandboxBank, Outcome<Done>>(b => b.DecideAsync(reference, won: false, Finance, default));
        var ask = world.Host.Services.GetService(typeof(AskChargebacks)) as AskChargebacks;
        await Task.WhenAll(Enumerable.Range(0, 4).Select(_ => ask!.RunAsync("sandbox", reference, default)));
        await world.Host.SettleAsync();
        Assert.True(await ask!.RunAsync("sandbox", reference, default));
        var it = await OneAsync(world);
        Assert.Equal((ChargebackState.Lost, Eur(500).Minor), (it.State, it.TakenMinor));
        Assert.Equal((Eur(0), Eur(450)), (await world.HeldAsync(milestone), await world.PendingAsync()));
        Assert.Equal(Eur(0), await DisputedAsync(world));
        await world.AssertBooksAsync();
        await AgreesAsync(world);
        Assert.False(await ask.RunAsync("sandbox", "dp_nobody", default));
    }

    [Theory, MemberData(nameof(Stores.Both), MemberType = typeof(Stores))]
    public async Task A_refund_and_a_chargeback_of_one_payment_do_not_pay_the_client_twice(Store store)
    {
        await using var world = await PaymentsWorld.StartAsync(store);
        var (charge, milestone) = await StageAsync(world, "held");
        // The refund is on its way to the provider when the bank is faster: the provider does not give the money again.
        await world.Do<SandboxBank, Outcome<Done>>(b => b.OpenAsync(charge, null, Finance, default));
        Assert.True((await world.RefundAsync(milestone, Eur(1000))).Ok);
        await world.Host.SettleAsync();
        Assert.Equal(Eur(1027.50m), await world.BalanceAsync(LedgerAccount.ClientCredit(world.ClientId, Currency.Eur)));
        await world.AssertBooksAsync();
        await DecideAsync(world, won: false);
        Assert.Equal(Eur(0), await world.BalanceAsync(LedgerAccount.ClientCredit(world.ClientId, Currency.Eur)));
        Assert.Equal(Eur(0), await OwedAsync(world));
        await world.AssertBooksAsync();
        await AgreesAsync(world);

        // Given back first, taken back after it: the client has it twice and owes it once.
        var (other, second) = await StageAsync(world, "held");
        Assert.True((await world.RefundAsync(second, Eur(1000))).Ok);
        await world.Host.AdvanceAsync(TimeSpan.FromHours(1));
        await OpenAsync(world, other);
        await DecideAsync(world, won: false);
        Assert.Equal(Eur(1027.50m), await OwedAsync(world));
        await world.AssertBooksAsync();
        await AgreesAsync(world);
    }

    [Theory, MemberData(nameof(Stores.Both), MemberType = typeof(Stores))]
    public async Task A_release_a_withdrawal_and_a_chargeback_at_once_leave_the_books_right(Store store)
    {
        await using var world = await PaymentsWorld.StartAsync(store);
        var method = await world.PayoutMethodAsync();
        for (var i = 0; i < 4; i++)
        {
            var (charge, milestone) = await StageAsync(world, i % 2 == 0 ? "held" : "half released");
            await world.Host.AdvanceAsync(TimeSpan.FromDays(6));
            await world.Do<SandboxBank, Outcome<Done>>(b => b.OpenAsync(charge, null, Finance, default));
            var ready = await world.ReadyAsync();
            await Task.WhenAll(
                world.Host.SettleAsync(),
                world.ReleaseAsync(milestone, await world.HeldAsync(milestone)),
                world.RefundAsync(milestone, Eur(100)),
                ready.Minor > 10_00 ? world.WithdrawAsync(method, ready) : Task.CompletedTask
            );
            await world.Host.SettleAsync();
            await world.AssertBooksAsync();
            await DecideAsync(world, won: i == 3);
            await world.AssertBooksAsync();
            await AgreesAsync(world);
        }
        Assert.All(
            await AllAsync(world),
            c => Assert.Equal(c.LostMinor, c.TakenMinor + c.CoveredMinor + c.FeeShareMinor + c.DebtMinor)
        );
    }

    [Theory, MemberData(nameof(Stores.Both), MemberType = typeof(Stores))]
    public async Task Finance_answers_once_and_the_bank_believes_it(Store store)
    {
        await using var world = await PaymentsWorld.StartAsync(store);
        var (charge, _) = await StageAsync(world, "held");
        await OpenAsync(world, charge);
        var it = await OneAsync(world);
        var request = NewId();
        Task<Outcome<Guid>> Send(Guid id, string? text, Actor who) =>
            world.Do<AnswerChargeback, Outcome<Guid>>(a => a.SendAsync(id, it.Id, text, who, default));
        Assert.Equal("not_found", (await Send(request, Words, world.Client)).Refusals[0].Code);
        Assert.Equal("evidence_missing", (await Send(request, "Ours", Finance)).Refusals[0].Code);
        Assert.True((await Send(request, Words, Finance)).Ok);
        Assert.True((await Send(request, Words, Finance)).Ok);
        Assert.Equal("chargeback_answered", (await Send(NewId(), Words, Finance)).Refusals[0].Code);
        Assert.Equal(ChargebackState.EvidenceSent, (await OneAsync(world)).State);
        await world.Host.AdvanceAsync(TimeSpan.FromDays(3.1));
        Assert.Equal(ChargebackState.Won, (await OneAsync(world)).State);
        await world.AssertBooksAsync();
        var mails = await world.Host.MailsAsync();
        Assert.Equal(2, mails.Count(m => m.Subject.Contains("is over", StringComparison.Ordinal)));
    }

    [Theory, MemberData(nameof(Stores.Both), MemberType = typeof(Stores))]
    public async Task Given_up_or_not_answered_in_time_it_is_lost(Store store)
    {
        await using var world = await PaymentsWorld.StartAsync(store);
        var (charge, _) = await StageAsync(world, "held");
        await OpenAsync(world, charge);
        var it = await OneAsync(world);
        Assert.True(
            (await world.Do<AnswerChargeback, Outcome<Guid>>(a => a.AcceptAsync(NewId(), it.Id, Finance, default))).Ok
        );
        await world.Host.SettleAsync();
        Assert.Equal(ChargebackState.Accepted, (await OneAsync(world)).State);

        // The card whose owner complains by itself, and nobody answers.
        await world.ChargeAsync(world.Request(await world.CardAsync("4000 0000 0000 0259"), Eur(100)));
        await world.Host.AdvanceAsync(TimeSpan.FromHours(2));
        Assert.Equal("client_chargeback", (await StandingAsync(world))?.Code);
        await world.Host.AdvanceAsync(TimeSpan.FromDays(8));
        Assert.Equal(2, (await AllAsync(world)).Count(c => !c.IsOpen));
        await world.AssertBooksAsync();
        await AgreesAsync(world);
    }
}
