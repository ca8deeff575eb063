using Metier.Ledger;
using Metier.Payments;
using Metier.Platform;
using Microsoft.Extensions.DependencyInjection;
using static Metier.Tests.Payments.PaymentsWorld;

namespace Metier.Tests.Payments;

[Trait("storage", "both")]
public class SettlementTests
{
    [Theory, MemberData(nameof(Stores.Both), MemberType = typeof(Stores))]
    public async Task The_sandbox_tells_each_movement_once_and_its_balance_is_their_sum(Store store)
    {
        await using var world = await PaymentsWorld.StartAsync(store);
        var provider = world.Host.Services.GetRequiredService<PaymentProviders>().Default!;
        var start = world.Host.Now;
        var milestone = await world.FundedAsync(1_000);
        await world.ChargeAsync(world.Request(await world.CardAsync("4000000000000002"), Eur(50)));
        await world.RefundAsync(milestone, Eur(100));
        await world.Host.SettleAsync();
        await world.ReleaseAsync(milestone, Eur(500));
        var method = await world.PayoutMethodAsync("DE62 3704 0044 0532 0130 01");
        await world.Host.AdvanceAsync(TimeSpan.FromDays(6));
        await world.WithdrawAsync(method, Eur(200));
        await world.Host.AdvanceAsync(TimeSpan.FromDays(2));

        var all = await provider.SettlementAsync(start, world.Host.Now, CancellationToken.None);
        Assert.Equal(
            [
                (SettlementKind.Charge, 102_750),
                (SettlementKind.Refund, -10_275),
                (SettlementKind.Payout, -19_901),
                (SettlementKind.PayoutReturned, 19_901),
            ],
            all.OrderBy(l => l.BookedAt).ThenBy(l => l.Kind).Select(l => (l.Kind, (int)l.Gross.Minor))
        );
        Assert.All(all, l => Assert.Equal(l.Gross - l.Fee, l.Net));
        Assert.Equal(all.Count, all.Select(l => l.LineId).Distinct().Count());
        var references = await world.Do<MetierDb, List<string>>(db =>
            Task.FromResult(db.Set<ProviderOperation>().Select(o => o.Reference).ToList())
        );
        Assert.All(all, l => Assert.Contains(l.SourceReference, references));
        // Cut anywhere, the parts are the whole.
        var middle = all.OrderBy(l => l.BookedAt).First(l => l.Kind == SettlementKind.Payout).BookedAt;
        var parts = (await provider.SettlementAsync(start, middle, default)).Concat(
            await provider.SettlementAsync(middle, world.Host.Now, default)
        );
        Assert.Equal(all.Select(l => l.LineId).Order(), parts.Select(l => l.LineId).Order());
        var balance = Assert.Single(await provider.BalancesAsync(default));
        Assert.Equal(all.Sum(l => l.Net.Minor), (balance.Available + balance.Pending).Minor);
        Assert.Equal(
            balance.Available + balance.Pending,
            await world.BalanceAsync(LedgerAccount.ProviderAvailable("sandbox", Currency.Eur))
                + await world.BalanceAsync(LedgerAccount.ProviderPending("sandbox", Currency.Eur))
        );
    }
}
