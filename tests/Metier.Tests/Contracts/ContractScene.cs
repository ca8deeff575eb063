using Metier.Contracts;
using Metier.Ledger;
using Metier.Members;
using Metier.Payments;
using Metier.Platform;
using Metier.Tests.Jobs;
using Metier.Tests.Members;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace Metier.Tests.Contracts;

/// <summary>A contract between Ada and Zoe with milestones of these prices, made through the use cases; Ada has a card.</summary>
internal sealed class ContractScene : IAsyncDisposable
{
    private static readonly CancellationToken Ct = CancellationToken.None;

    private ContractScene(TestHost host, Actor client, Actor freelancer, Guid method)
    {
        (Host, Client, Freelancer, Method) = (host, client, freelancer, method);
    }

    public TestHost Host { get; }
    public Actor Client { get; }
    public Actor Freelancer { get; }
    public Guid Method { get; }
    public Guid Id { get; private set; }
    public Guid OfferId { get; private set; }

    public static async Task<ContractScene> StartAsync(Store store, params int[] prices)
    {
        var scene = await OfferedAsync(store, prices);
        var accepted = await scene.Do<AcceptOffer, Guid>(u => u.RunAsync(scene.OfferId, null, scene.Freelancer, Ct));
        Assert.True(accepted.Ok);
        scene.Id = accepted.Value;
        return scene;
    }

    /// <summary>As far as an offer that was sent.</summary>
    public static async Task<ContractScene> OfferedAsync(Store store, params int[] prices)
    {
        var host = await TestHost.StartAsync(store);
        var client = await host.MemberAsync("Ada Client", client: true);
        var freelancer = await host.MemberAsync("Zoe Freelance", freelancer: true, language: "fr");
        var proposal = await host.ProposedAsync(await host.PostedAsync(client), freelancer);
        var scene = new ContractScene(host, client, freelancer, await CardAsync(host, client, "4242 4242 4242 4242"));
        var typed = new OfferTyped(
            "Picture book",
            "Sixteen spreads.",
            null,
            [
                .. prices.Select(
                    (p, i) =>
                        new MilestoneTyped
                        {
                            Title = $"Part {i + 1}",
                            Amount = p.ToString(System.Globalization.CultureInfo.InvariantCulture),
                        }
                ),
            ]
        );
        var offer = await scene.Do<SaveOffer, Guid>(u => u.RunAsync(proposal, typed, client, Ct));
        Assert.True(offer.Ok, string.Join("; ", offer.Refusals.Select(r => r.Message)));
        scene.OfferId = offer.Value;
        Assert.True((await scene.Do<SendOffer, Done>(u => u.RunAsync(offer.Value, client, Ct))).Ok);
        return scene;
    }

    public static async Task<Guid> CardAsync(TestHost host, Actor client, string number)
    {
        var id = Guid.CreateVersion7();
        var added = await host.InScopeAsync(s =>
            s.GetRequiredService<AddPaymentMethod>()
                .RunAsync(new(id, PaymentMethodKind.Card, "/en/money/methods"), client, Ct)
        );
        Assert.True(added.Ok);
        await host.InScopeAsync(s =>
            s.GetRequiredService<SandboxPages>()
                .EnterCardAsync(id, new(number, "12/30", "123", "Ada Client"), client, Ct)
        );
        await host.InScopeAsync(s => s.GetRequiredService<FinishPaymentMethod>().RunAsync(id, client, Ct));
        return id;
    }

    public Task<Outcome<TAnswer>> Do<TUse, TAnswer>(Func<TUse, Task<Outcome<TAnswer>>> use)
        where TUse : notnull => Host.InScopeAsync(s => use(s.GetRequiredService<TUse>()));

    public Task<Outcome<ChargeProgress>> FundAsync(int number, Actor? by = null) =>
        Do<FundMilestone, ChargeProgress>(u =>
            u.RunAsync(new(Guid.CreateVersion7(), Id, number, Method, "/en"), by ?? Client, Ct)
        );

    public Task<Outcome<Guid>> SubmitAsync(int number) =>
        Do<SubmitWork, Guid>(u => u.RunAsync(new(Guid.CreateVersion7(), Id, number, "Here it is", []), Freelancer, Ct));

    public Task<Outcome<EarningView>> ReleaseAsync(
        int number,
        string? amount = null,
        RestGoes rest = RestGoes.Stays,
        Actor? by = null
    ) =>
        Do<ReleaseMilestone, EarningView>(u =>
            u.RunAsync(new(Guid.CreateVersion7(), Id, number, amount, rest), by ?? Client, Ct)
        );

    public Task<Outcome<ContractState>> EndAsync(Actor by) =>
        Do<EndContract, ContractState>(u => u.RunAsync(Id, Guid.CreateVersion7(), "It is over", by, Ct));

    public Task<Outcome<Done>> AgreeToRefundAsync(int number) =>
        Do<AnswerRefundRequest, Done>(u => u.RunAsync(Id, number, Guid.CreateVersion7(), Freelancer, Ct));

    /// <summary>The freelancer disputes instead.</summary>
    public Task<Outcome<DisputedMilestone>> DisputeAsync(int number) =>
        Host.InScopeAsync(s =>
            s.GetRequiredService<MetierDb>()
                .WriteAsync(
                    () =>
                        s.GetRequiredService<MilestonesForDisputes>()
                            .OpenAsync(Id, number, "It was done", Freelancer, Ct),
                    Ct
                )
        );

    public Task<Outcome<Done>> GiveBackAsync(int? number, string amount) =>
        Do<GiveBack, Done>(u => u.RunAsync(Id, number, Guid.CreateVersion7(), amount, Freelancer, Ct));

    public Task<Milestone> MilestoneAsync(int number) =>
        Host.InScopeAsync(s =>
            s.GetRequiredService<MetierDb>()
                .Milestones.AsNoTracking()
                .SingleAsync(m => m.ContractId == Id && m.Number == number)
        );

    public async Task<ContractView> ViewAsync() =>
        (await Host.InScopeAsync(s => s.GetRequiredService<ContractViews>().FindAsync(Id, Client, Ct)))!;

    /// <summary>What the book holds for a milestone; always what the milestone says.</summary>
    public async Task<long> HeldAsync(int number)
    {
        var milestone = await MilestoneAsync(number);
        var held = await Host.InScopeAsync(s =>
            s.GetRequiredService<LedgerBook>().BalanceAsync(LedgerAccount.Escrow(milestone.Id, Currency.Eur), Ct)
        );
        Assert.Equal(milestone.HeldMinor, held.Minor);
        return held.Minor;
    }

    /// <summary>Another person of the client's, with this role.</summary>
    public Task<Actor> ColleagueAsync(string name, ClientRole role) => Host.ColleagueAsync(Client, name, role);

    public ValueTask DisposeAsync() => Host.DisposeAsync();
}
