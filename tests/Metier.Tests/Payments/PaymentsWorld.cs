using Metier.Ledger;
using Metier.Payments;
using Metier.Platform;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace Metier.Tests.Payments;

/// <summary>A client with cards and a freelancer, and purposes that only remember what they were told.</summary>
internal sealed class PaymentsWorld : IAsyncDisposable
{
    public const string Milestone = "test.milestone";
    public const string Bonus = "test.bonus";

    private PaymentsWorld(TestHost host, Actor client, Actor freelancer)
    {
        Host = host;
        Client = client;
        Freelancer = freelancer;
    }

    public TestHost Host { get; }
    public Actor Client { get; }
    public Actor Freelancer { get; }
    public Guid ContractId { get; } = Guid.CreateVersion7();
    public Told Told => Host.Services.GetRequiredService<Told>();
    public Guid ClientId => Client.ClientId!.Value;

    public static async Task<PaymentsWorld> StartAsync(
        Store store,
        IReadOnlyDictionary<string, string?>? configuration = null,
        Action<IServiceCollection>? services = null
    )
    {
        var host = await TestHost.StartAsync(
            store,
            s =>
            {
                s.AddSingleton<Told>();
                s.AddScoped<ChargePurpose, TestMilestone>();
                s.AddScoped<ChargePurpose, TestBonus>();
                services?.Invoke(s);
            },
            configuration
        );
        var client = await host.MemberAsync("Ada Client", client: true);
        var freelancer = await host.MemberAsync("Zoe Free-Lance", freelancer: true);
        return new PaymentsWorld(host, client, freelancer);
    }

    public static Money Eur(decimal major) => PaymentOptions.Amount(major, Currency.Eur);

    public static Guid NewId() => Guid.CreateVersion7();

    public Task<T> Do<TUseCase, T>(Func<TUseCase, Task<T>> work)
        where TUseCase : notnull => Host.InScopeAsync(s => work(s.GetRequiredService<TUseCase>()));

    public Task<Money> BalanceAsync(LedgerAccount account) =>
        Do<LedgerBook, Money>(book => book.BalanceAsync(account, CancellationToken.None));

    public Task<Money> HeldAsync(Guid milestone) => BalanceAsync(LedgerAccount.Escrow(milestone, Currency.Eur));

    public Task<Money> PendingAsync() =>
        BalanceAsync(LedgerAccount.FreelancerPending(Freelancer.MemberId, Currency.Eur));

    public Task<Money> ReadyAsync() =>
        BalanceAsync(LedgerAccount.FreelancerAvailable(Freelancer.MemberId, Currency.Eur));

    /// <summary>Adds a card the way a person does: the provider's page, then back.</summary>
    public async Task<Guid> CardAsync(string number = "4242 4242 4242 4242")
    {
        var id = NewId();
        var url = await Do<AddPaymentMethod, Outcome<string>>(add =>
            add.RunAsync(new(id, PaymentMethodKind.Card, "/en/money/methods"), Client, CancellationToken.None)
        );
        Assert.True(url.Ok);
        var code = number.StartsWith('3') ? "1234" : "123";
        var entered = await Do<SandboxPages, Outcome<Done>>(pages =>
            pages.EnterCardAsync(id, new(number, "12/30", code, "Ada Client"), Client, CancellationToken.None)
        );
        Assert.True(entered.Ok, string.Join(' ', entered.Refusals.Select(r => r.Message)));
        var finished = await Do<FinishPaymentMethod, Outcome<(string, bool Usable)>>(finish =>
            finish.RunAsync(id, Client, CancellationToken.None)
        );
        Assert.True(finished.Value.Usable);
        return id;
    }

    public ChargeRequest Request(
        Guid card,
        Money amount,
        Guid? subject = null,
        string kind = Milestone,
        Guid? id = null
    ) =>
        new(
            id ?? NewId(),
            ClientId,
            Freelancer.MemberId,
            ContractId,
            card,
            amount,
            FeeTerms.Default(Currency.Eur),
            kind,
            subject ?? NewId(),
            "Milestone 1",
            "/en/contracts"
        );

    public Task<Outcome<ChargeProgress>> ChargeAsync(ChargeRequest request) =>
        Do<ChargeClient, Outcome<ChargeProgress>>(charge => charge.RunAsync(request, CancellationToken.None));

    /// <summary>A milestone with money in it.</summary>
    public async Task<Guid> FundedAsync(decimal major, Guid? card = null)
    {
        var request = Request(card ?? await CardAsync(), Eur(major));
        var charged = await ChargeAsync(request);
        Assert.Equal(ChargeState.Settled, charged.Value.State);
        return request.SubjectId;
    }

    public Task<Outcome<EarningView>> ReleaseAsync(Guid milestone, Money amount, Guid? id = null) =>
        Do<ReleaseEscrow, Outcome<EarningView>>(release =>
            release.RunAsync(new(id ?? NewId(), milestone, amount, "Milestone 1"), CancellationToken.None)
        );

    public Task<Outcome<RefundView>> RefundAsync(Guid milestone, Money amount, Guid? id = null) =>
        Do<RefundEscrow, Outcome<RefundView>>(refund =>
            refund.RunAsync(new(id ?? NewId(), milestone, amount, "Milestone 1"), CancellationToken.None)
        );

    /// <summary>An account the freelancer can be paid to, past its waiting time.</summary>
    public async Task<Guid> PayoutMethodAsync(string iban = "DE89 3704 0044 0532 0130 00", bool active = true)
    {
        var id = await Do<AddPayoutMethod, Outcome<Guid>>(add =>
            add.RunAsync(
                new(NewId(), PayoutMethodKind.Iban, "Zoé Free-Lance", iban),
                Freelancer,
                CancellationToken.None
            )
        );
        Assert.True(id.Ok, string.Join(' ', id.Refusals.Select(r => r.Message)));
        if (active)
        {
            await Host.AdvanceAsync(TimeSpan.FromDays(3.1));
        }
        return id.Value;
    }

    public Task<Outcome<WithdrawView>> WithdrawAsync(Guid method, Money amount, Guid? id = null) =>
        Do<WithdrawMoney, Outcome<WithdrawView>>(withdraw =>
            withdraw.RunAsync(new(id ?? NewId(), method, amount), Freelancer, CancellationToken.None)
        );

    public async Task AssertBooksAsync()
    {
        var findings = await Do<LedgerCheck, IReadOnlyList<LedgerFinding>>(check =>
            check.RunAsync(CancellationToken.None)
        );
        Assert.Empty(findings);
    }

    public Task<int> TransactionsAsync() => Do<MetierDb, int>(db => db.Set<LedgerTransactionRow>().CountAsync());

    public ValueTask DisposeAsync() => Host.DisposeAsync();
}

/// <summary>What the purposes were told; and whether the next one refuses.</summary>
internal sealed class Told
{
    private readonly System.Collections.Concurrent.ConcurrentQueue<(string What, Guid Charge)> all = [];

    public bool Gone { get; set; }
    public bool Crash { get; set; }

    public int Count(string what, Guid charge) => all.Count(t => t == (what, charge));

    public void Add(string what, Guid charge) => all.Enqueue((what, charge));
}

internal class TestMilestone(Told told) : ChargePurpose
{
    public override string Kind => PaymentsWorld.Milestone;
    public override ChargeTarget Target => ChargeTarget.Escrow;

    public override Task<Outcome<Done>> SettledAsync(Charge charge, CancellationToken ct)
    {
        if (told.Crash)
        {
            throw new InvalidOperationException("The process dies here.");
        }
        if (told.Gone)
        {
            return Task.FromResult<Outcome<Done>>(new Refusal("gone", "Gone"));
        }
        told.Add("settled", charge.Id);
        return Task.FromResult<Outcome<Done>>(Done.It);
    }

    public override Task FailedAsync(Charge charge, CancellationToken ct)
    {
        told.Add("failed", charge.Id);
        return Task.CompletedTask;
    }
}

internal sealed class TestBonus(Told told) : TestMilestone(told)
{
    public override string Kind => PaymentsWorld.Bonus;
    public override ChargeTarget Target => ChargeTarget.Earning;
}
