using Metier.Disputes;
using Metier.Ledger;
using Metier.Payments;
using Metier.Platform;
using Metier.Tests.Contracts;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace Metier.Tests.Disputes;

/// <summary>Two people, a contract of 1,200.00 with the money set aside, and an arbiter.</summary>
internal sealed record DisputeScene(
    TestHost Host,
    Actor Client,
    Actor Freelancer,
    Actor Arbiter,
    Browser ByClient,
    Browser ByFreelancer,
    Guid Contract
) : IAsyncDisposable
{
    public string Milestones => $"/en/contracts/{Contract}/milestones";

    public static async Task<DisputeScene> FundedAsync(Store store, string? dueOn = null)
    {
        var host = await TestHost.StartAsync(store);
        var client = await host.MemberAsync("Ada Client", client: true);
        var freelancer = await host.MemberAsync("Zoe Freelance", freelancer: true);
        var arbiter = await host.MemberAsync("Ruth Arbiter", roles: StaffRoles.Arbiter);
        await host.AddCardAsync(client);
        var contract = await host.ContractAsync(client, freelancer, ("1200", dueOn));
        await host.FundAsync(client, contract);
        return new DisputeScene(
            host,
            client,
            freelancer,
            arbiter,
            await host.SignedInAsync(client),
            await host.SignedInAsync(freelancer),
            contract
        );
    }

    /// <summary>The client ended the contract, and the freelancer refused to give the money back.</summary>
    public static async Task<(DisputeScene Scene, Guid Dispute)> OpenedAsync(Store store)
    {
        var scene = await FundedAsync(store);
        await scene.Host.EndAsync(scene.Client, scene.Contract);
        return (scene, await scene.OpenAsync());
    }

    /// <summary>Opens through the real pages.</summary>
    public async Task<Guid> OpenAsync()
    {
        var milestone = await ByFreelancer.GetAsync(Milestones);
        var link = milestone.Document.QuerySelector("a[href$='/dispute']")!.GetAttribute("href")!;
        var opened = await (await ByFreelancer.GetAsync(link)).SubmitAsync(
            "textarea[name='Form.Text']",
            new Dictionary<string, string?>
            {
                ["Form.Text"] = "All sixteen spreads were delivered. " + new string('x', 7_900),
            },
            [("Form.Files", "spreads.txt", "sixteen spreads"u8.ToArray())]
        );
        Assert.StartsWith("/en/disputes/", opened.Path, StringComparison.Ordinal);
        return Guid.Parse(opened.Path.Split('/')[3]);
    }

    public Task<Dispute> DisputeAsync(Guid id) =>
        Host.InScopeAsync(s =>
            s.GetRequiredService<MetierDb>().Set<Dispute>().AsNoTracking().SingleAsync(d => d.Id == id)
        );

    public Task<Outcome<bool>> OfferAsync(Guid dispute, Actor actor, string amount) =>
        Host.InScopeAsync(s =>
            s.GetRequiredService<OfferSettlement>()
                .RunAsync(new(Guid.CreateVersion7(), dispute, amount), actor, CancellationToken.None)
        );

    public async Task<Guid> OfferIdAsync(Guid dispute) =>
        await Host.InScopeAsync(s =>
            s.GetRequiredService<MetierDb>()
                .Set<SettlementOffer>()
                .Where(o => o.DisputeId == dispute && o.EndedAt == null)
                .Select(o => o.Id)
                .SingleAsync()
        );

    public Task<Outcome<Done>> AcceptAsync(Guid dispute, Guid offer, Actor actor) =>
        Host.InScopeAsync(s =>
            s.GetRequiredService<AcceptSettlement>()
                .RunAsync(dispute, offer, Guid.CreateVersion7(), actor, CancellationToken.None)
        );

    public Task<Outcome<Done>> RuleAsync(Guid dispute, string toFreelancer, string toClient, Actor? by = null) =>
        Host.InScopeAsync(s =>
            s.GetRequiredService<RuleDispute>()
                .RunAsync(
                    new(Guid.CreateVersion7(), dispute, toFreelancer, toClient, "Half of the work was delivered."),
                    by ?? Arbiter,
                    CancellationToken.None
                )
        );

    /// <summary>
    /// Where the money is, in cents: with the freelancer after the commission of 10 %, and still held. The whole book must
    /// balance.
    /// </summary>
    public async Task MoneyIsAsync(long freelancerNet, long held)
    {
        await Host.SettleAsync();
        var eur = Currency.Eur;
        var pending = await Host.BalanceAsync(LedgerAccount.FreelancerPending(Freelancer.MemberId, eur));
        var available = await Host.BalanceAsync(LedgerAccount.FreelancerAvailable(Freelancer.MemberId, eur));
        Assert.Equal(freelancerNet, pending.Minor + available.Minor);
        var milestones = await Host.InScopeAsync(s =>
            s.GetRequiredService<MetierDb>()
                .Set<Metier.Contracts.Milestone>()
                .AsNoTracking()
                .Where(m => m.ContractId == Contract)
                .ToListAsync()
        );
        Assert.Equal(held, milestones.Sum(m => m.HeldMinor));
        long inBook = 0;
        foreach (var milestone in milestones)
        {
            inBook += (await Host.BalanceAsync(LedgerAccount.Escrow(milestone.Id, eur))).Minor;
        }
        Assert.Equal(held, inBook);
        Assert.Empty(
            await Host.InScopeAsync(s => s.GetRequiredService<LedgerCheck>().RunAsync(CancellationToken.None))
        );
    }

    public async ValueTask DisposeAsync()
    {
        ByClient.Dispose();
        ByFreelancer.Dispose();
        await Host.DisposeAsync();
    }
}
