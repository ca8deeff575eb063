using Metier.Ledger;
using Metier.Payments;
using Metier.Platform;
using Microsoft.EntityFrameworkCore;
using static Metier.Tests.Payments.PaymentsWorld;

namespace Metier.Tests.Payments.Providers;

/// <summary>The marketplace of the payment tests, with Stripe's double beside it.</summary>
internal sealed class StripeWorld : IAsyncDisposable
{
    private int delivered;

    private StripeWorld(PaymentsWorld it, StripeDouble stripe)
    {
        It = it;
        Stripe = stripe;
    }

    public PaymentsWorld It { get; }
    public StripeDouble Stripe { get; }
    public Uri Address => It.Host.Address;

    public static async Task<StripeWorld> StartAsync(Store store)
    {
        var stripe = await StripeDouble.StartAsync();
        var it = await PaymentsWorld.StartAsync(store, stripe.Configuration());
        stripe.Now = () => it.Host.Clock.GetUtcNow();
        return new(it, stripe);
    }

    public async Task<Guid> CardAsync(string card = "pm_ok")
    {
        var id = NewId();
        var url = await It.Do<AddPaymentMethod, Outcome<string>>(add =>
            add.RunAsync(new(id, PaymentMethodKind.Card, "/en/money/methods", "stripe"), It.Client, default)
        );
        Assert.Equal($"/go/leaving/{id:D}", url.Value);
        Stripe.EnterCard(id, card);
        var finished = await It.Do<FinishPaymentMethod, Outcome<(string, bool Usable)>>(finish =>
            finish.RunAsync(id, It.Client, default)
        );
        Assert.True(finished.Value.Usable);
        return id;
    }

    public Task<ChargeProgress> FinishAsync(Guid charge) =>
        It.Do<FinishCharge, ChargeProgress>(finish => finish.RunAsync(charge, default));

    /// <summary>A connected account, complete and past its waiting time.</summary>
    public async Task<Guid> AccountAsync()
    {
        var id = NewId();
        var url = await It.Do<OpenPayoutAccount, Outcome<string>>(open => open.RunAsync(id, It.Freelancer, default));
        Assert.Equal($"/go/leaving/{id:D}", url.Value);
        Stripe.Complete((string)Stripe.All("account").Single()["id"]!);
        Assert.True(
            (await It.Do<OpenPayoutAccount, Outcome<bool>>(o => o.FinishAsync(id, It.Freelancer, default))).Value
        );
        await It.Host.AdvanceAsync(TimeSpan.FromDays(3.1));
        return id;
    }

    /// <summary>Delivers what was not delivered yet, in the order given or as it happened.</summary>
    public async Task DeliverAsync(Func<IEnumerable<string>, IEnumerable<string>>? order = null)
    {
        var fresh = Stripe.Events.Skip(delivered).ToList();
        delivered += fresh.Count;
        foreach (var body in order?.Invoke(fresh) ?? fresh)
        {
            Assert.Equal(System.Net.HttpStatusCode.OK, await Stripe.DeliverAsync(Address, body));
        }
    }

    public Task<Money> BookedAsync() =>
        It.Do<LedgerBook, Money>(async book =>
            await book.BalanceAsync(LedgerAccount.ProviderPending("stripe", Currency.Eur), default)
            + await book.BalanceAsync(LedgerAccount.ProviderAvailable("stripe", Currency.Eur), default)
            + await book.BalanceAsync(LedgerAccount.ProviderTransit("stripe", Currency.Eur), default)
        );

    /// <summary>Every operation has ended with one effect, and the books are the double's.</summary>
    public async Task AssertAgreeAsync()
    {
        await It.AssertBooksAsync();
        var operations = await It.Do<MetierDb, List<ProviderOperation>>(db =>
            db.Set<ProviderOperation>().AsNoTracking().Where(o => o.Provider == "stripe").ToListAsync()
        );
        Assert.All(
            operations,
            o => Assert.True(o.EndedAt is not null, $"{o.Kind} {o.Id} never ended: {o.State} {o.Code}")
        );
        foreach (var o in operations)
        {
            var kind = o.Kind switch
            {
                OperationKind.Collect => "payment_intent",
                OperationKind.Refund => "refund",
                OperationKind.Payout => "transfer",
                _ => null,
            };
            if (kind is null)
            {
                continue;
            }
            var there = Stripe.Of(kind, o.Id);
            Assert.True(there.Count <= 1, $"{o.Kind} {o.Id} was made {there.Count} times");
            var done =
                there.Count == 1
                && (kind == "transfer" ? !(bool)there[0]["reversed"]! : (string?)there[0]["status"] == "succeeded");
            Assert.True(
                done == (o.State == OperationState.Succeeded),
                $"{o.Kind} {o.Id} is {o.State}, there {(there.Count > 0 ? there[0]?.ToJsonString() : null)}"
            );
        }
        Assert.Equal(Stripe.Gross("eur"), (await BookedAsync()).Minor);
    }

    public async ValueTask DisposeAsync()
    {
        await It.DisposeAsync();
        await Stripe.DisposeAsync();
    }
}
