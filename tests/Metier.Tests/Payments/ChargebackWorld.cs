using System.Globalization;
using System.Text;
using Metier.Ledger;
using Metier.Payments;
using Metier.Platform;
using Microsoft.EntityFrameworkCore;
using static Metier.Tests.Payments.PaymentsWorld;

namespace Metier.Tests.Payments;

/// <summary>What the tests of chargebacks have in common: stages of money, the sandbox’s bank, what is asked in the end.</summary>
internal static class ChargebackWorld
{
    public static readonly Actor Finance = new(
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

    internal const string Words = "Both accepted the terms; the work was handed in on 23 November.";

    internal static async Task<(Guid Charge, Guid Milestone)> StageAsync(
        PaymentsWorld world,
        string stage,
        string? pay = null
    )
    {
        var method = stage.Contains("withdrawn", StringComparison.Ordinal)
            ? await world.PayoutMethodAsync()
            : Guid.Empty;
        var request = world.Request(await world.CardAsync(), Eur(1000));
        await world.ChargeAsync(pay is null ? request : await QuotedAsync(world, request, pay));
        var milestone = request.SubjectId;
        if (stage != "held")
        {
            await world.ReleaseAsync(milestone, Eur(stage == "half released" ? 500 : 1000));
        }
        if (stage is "ready" or "half withdrawn" or "withdrawn")
        {
            await world.Host.AdvanceAsync(TimeSpan.FromDays(6));
        }
        if (method != Guid.Empty)
        {
            Assert.True((await world.WithdrawAsync(method, Eur(stage == "withdrawn" ? 900 : 500))).Ok);
            await world.Host.AdvanceAsync(TimeSpan.FromDays(2));
        }
        return (request.RequestId, milestone);
    }

    /// <summary>The same request, to be paid in another currency, at rates of today.</summary>
    internal static async Task<ChargeRequest> QuotedAsync(PaymentsWorld world, ChargeRequest request, string pay)
    {
        var day = world.Host.Now.ToString("d MMMM yyyy", CultureInfo.InvariantCulture);
        var rates = Encoding.UTF8.GetBytes($"Date, USD, JPY, KWD, \n{day}, 1.0812, 163.21, 0.3312, \n");
        Assert.True(
            (await world.Do<ImportRates, Outcome<RatesRead>>(u => u.RunAsync("rates", rates, Finance, default))).Ok
        );
        var total = request.Terms.Quote(request.Amount).ClientPays;
        var quote = await world.Do<QuoteExchange, Outcome<QuoteView>>(u =>
            u.RunAsync(world.ClientId, request.SubjectId, total, pay, default)
        );
        return request with { QuoteId = quote.Value.Id };
    }

    internal static async Task<Guid> BonusAsync(PaymentsWorld world)
    {
        var request = world.Request(await world.CardAsync(), Eur(100), kind: Bonus);
        await world.ChargeAsync(request);
        return request.RequestId;
    }

    internal static async Task OpenAsync(PaymentsWorld world, Guid charge, Money? amount = null)
    {
        Assert.True(
            (await world.Do<SandboxBank, Outcome<Done>>(b => b.OpenAsync(charge, amount, Finance, default))).Ok
        );
        await world.Host.SettleAsync();
    }

    internal static async Task DecideAsync(PaymentsWorld world, bool won)
    {
        var it = (await AllAsync(world)).Single(c => c.IsOpen);
        Assert.True(
            (await world.Do<SandboxBank, Outcome<Done>>(b => b.DecideAsync(it.Reference, won, Finance, default))).Ok
        );
        await world.Host.SettleAsync();
    }

    internal static Task<List<Chargeback>> AllAsync(PaymentsWorld world) =>
        world.Do<MetierDb, List<Chargeback>>(db => db.Set<Chargeback>().AsNoTracking().ToListAsync());

    internal static async Task<Chargeback> OneAsync(PaymentsWorld world) => Assert.Single(await AllAsync(world));

    internal static Task<Refusal?> StandingAsync(PaymentsWorld world) =>
        world.Do<ClientStanding, Refusal?>(s => s.RefuseAsync(world.ClientId, default));

    internal static LedgerAccount Frozen(PaymentsWorld world) =>
        LedgerAccount.FreelancerDisputed(world.Freelancer.MemberId, Currency.Eur);

    internal static Task<Money> DisputedAsync(PaymentsWorld world) =>
        world.BalanceAsync(LedgerAccount.ProviderDisputed("sandbox", Currency.Eur));

    internal static Task<Money> OwedAsync(PaymentsWorld world) =>
        world.BalanceAsync(LedgerAccount.ClientReceivable(world.ClientId, Currency.Eur));

    /// <summary>The provider's books and ours have no difference, and its balance is ours.</summary>
    internal static async Task AgreesAsync(PaymentsWorld world)
    {
        await world.Do<Reconcile, int>(r => r.RunAsync(CancellationToken.None));
        var open = await world.Do<ReconciliationViews, List<DifferenceLine>>(v =>
            v.DifferencesAsync(false, null, default)
        );
        Assert.Empty(open);
        await world.AssertBooksAsync();
    }
}
