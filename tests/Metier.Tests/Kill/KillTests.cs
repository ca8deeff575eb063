using System.Diagnostics;
using System.Globalization;
using Metier.Contracts;
using Metier.Invoicing;
using Metier.Payments;
using Metier.Platform;
using Metier.Tests.Jobs;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace Metier.Tests.Kill;

/// <summary>
/// The server is killed at random moments while several clients fund and release milestones at once. After the last start
/// the books balance, nothing was paid twice, and everything that was answered with success is there.
/// METIER_KILL_ROUNDS asks for more rounds, METIER_KILL_SEED for other moments.
/// </summary>
[Trait("storage", "both")]
public class KillTests
{
    private const int Clients = 3;
    private const int Contracts = 3;
    private const int Milestones = 20;
    private static readonly TimeSpan Budget = TimeSpan.FromSeconds(24);

    [Theory, MemberData(nameof(Stores.Both), MemberType = typeof(Stores))]
    public async Task Killed_at_random_moments_it_loses_nothing_and_pays_nothing_twice(Store store)
    {
        await using var host = await TestHost.StartAsync(store, s => s.AddSingleton<TimeProvider>(new SandboxClock()));
        using var server = new KilledServer(host);
        var browsers = new List<Browser>();
        try
        {
            var clients = new List<PayingClient>();
            for (var i = 0; i < Clients; i++)
            {
                var (client, contracts) = await PrepareAsync(host, i);
                browsers.Add(await host.SignedInAsync(client, server.Address));
                clients.Add(new PayingClient(browsers[^1], contracts, Milestones));
            }
            var rounds = await RoundsAsync(server, clients);
            await SettleAsync(host);
            await host.InScopeAsync(s => CheckAsync(s, clients));
            TestContext.Current.TestOutputHelper?.WriteLine(
                $"{store}: killed {rounds} times; {clients.Sum(c => c.Promises.Count)} answers of success, all kept; "
                    + $"{clients.Sum(c => c.Repeats)} forms sent again; other answers: {string.Join(", ", clients.SelectMany(c => c.Odd).GroupBy(o => o).Select(g => $"{g.Key} × {g.Count()}"))}"
            );
        }
        finally
        {
            browsers.ForEach(b => b.Dispose());
        }
    }

    private static async Task<int> RoundsAsync(KilledServer server, List<PayingClient> clients)
    {
        var wanted = Number("METIER_KILL_ROUNDS");
        var random = new Random(Number("METIER_KILL_SEED") ?? 20_261_127);
        using var enough = new CancellationTokenSource();
        using var never = new CancellationTokenSource(TimeSpan.FromMinutes(30));
        var work = Task.WhenAll(clients.Select(c => c.WorkAsync(server, enough.Token, never.Token)));
        var clock = Stopwatch.StartNew();
        var rounds = 0;
        while (
            rounds < (wanted ?? 10) && (wanted is not null || rounds < 3 || clock.Elapsed < Budget) && !work.IsCompleted
        )
        {
            await server.StartAsync();
            await Task.WhenAny(work, Task.Delay(random.Next(150, 1_500), never.Token));
            await server.KillAsync();
            rounds++;
        }
        await server.StartAsync();
        await enough.CancelAsync();
        await work;
        await server.KillAsync();
        return rounds;
    }

    private static int? Number(string name) =>
        int.TryParse(Environment.GetEnvironmentVariable(name), CultureInfo.InvariantCulture, out var n) ? n : null;

    /// <summary>A client with a card, and contracts whose milestones are all agreed.</summary>
    private static async Task<(Actor Client, List<Guid> Contracts)> PrepareAsync(TestHost host, int place)
    {
        var client = await host.MemberAsync($"Client {place}", client: true);
        var freelancer = await host.MemberAsync($"Worker {place}", freelancer: true);
        var card = Guid.CreateVersion7();
        await host.InScopeAsync(s =>
            s.GetRequiredService<AddPaymentMethod>()
                .RunAsync(new(card, PaymentMethodKind.Card, "/en/money/methods"), client, CancellationToken.None)
        );
        await host.InScopeAsync(s =>
            s.GetRequiredService<SandboxPages>()
                .EnterCardAsync(
                    card,
                    new("4242 4242 4242 4242", "12/39", "123", client.Name),
                    client,
                    CancellationToken.None
                )
        );
        await host.InScopeAsync(s =>
            s.GetRequiredService<FinishPaymentMethod>().RunAsync(card, client, CancellationToken.None)
        );
        var contracts = new List<Guid>();
        for (var i = 0; i < Contracts; i++)
        {
            var job = await host.PostedAsync(client, title: $"Job {i} of {place}");
            var proposal = await host.ProposedAsync(job, freelancer);
            var parts = Enumerable
                .Range(1, Milestones)
                .Select(n => new MilestoneTyped
                {
                    Title = $"Part {n}",
                    Amount = (100 + n).ToString(CultureInfo.InvariantCulture),
                });
            var offer = await host.InScopeAsync(s =>
                s.GetRequiredService<SaveOffer>()
                    .RunAsync(proposal, new($"Job {i}", "All of it", null, [.. parts]), client, CancellationToken.None)
            );
            await host.InScopeAsync(s =>
                s.GetRequiredService<SendOffer>().RunAsync(offer.Value, client, CancellationToken.None)
            );
            var accepted = await host.InScopeAsync(s =>
                s.GetRequiredService<AcceptOffer>().RunAsync(offer.Value, null, freelancer, CancellationToken.None)
            );
            contracts.Add(accepted.Value);
        }
        return (client, contracts);
    }

    /// <summary>Lets everything that was under way come to its end: two minutes later the last unanswered question is asked.</summary>
    private static async Task SettleAsync(TestHost host)
    {
        await host.SettleAsync();
        var advanced = await host
            .Services.GetRequiredService<AdvanceClock>()
            .RunAsync(TimeSpan.FromMinutes(5), null, CancellationToken.None);
        Assert.True(advanced.Ok);
        await host.SettleAsync();
    }

    private static async Task CheckAsync(IServiceProvider services, List<PayingClient> clients)
    {
        var db = services.GetRequiredService<MetierDb>();
        Assert.Empty(await services.GetRequiredService<LedgerCheck>().RunAsync(CancellationToken.None));
        Assert.False(await db.Set<ProviderOperation>().AnyAsync(o => o.EndedAt == null), "An operation never ended");
        Assert.False(await db.Set<OutboxRow>().AnyAsync(o => o.DoneAt == null), "An event was not delivered");
        var milestones = await db.Set<Milestone>().AsNoTracking().ToListAsync();
        var charges = await db.Set<Charge>().AsNoTracking().ToListAsync();
        var earnings = await db.Set<Earning>().AsNoTracking().ToListAsync();
        ProviderAgrees(charges, await db.Set<SandboxOperation>().AsNoTracking().ToListAsync());
        await BooksAgreeAsync(services);
        NothingTwice(milestones, charges, earnings);
        PromisesAreKept([.. clients.SelectMany(c => c.Promises)], milestones, charges, earnings);
        // One document for each charge and two for each earning: events delivered again made none twice.
        var documents = await db.Set<Invoice>().AsNoTracking().ToListAsync();
        Assert.Equal(
            charges.Count(c => c.State == ChargeState.Settled),
            documents.Count(i => i.Kind == InvoiceKind.Charge)
        );
        Assert.Equal(earnings.Count, documents.Count(i => i.Kind == InvoiceKind.Work));
        Assert.Equal(earnings.Count, documents.Count(i => i.Kind == InvoiceKind.Commission));
    }

    /// <summary>What the provider says it collected is what we say was paid, payment by payment.</summary>
    private static void ProviderAgrees(List<Charge> charges, List<SandboxOperation> operations) =>
        Assert.Equal(
            operations
                .Where(o => o is { Kind: OperationKind.Collect, State: SandboxState.Succeeded })
                .Select(o => (o.Id, o.AmountMinor))
                .Order(),
            charges.Where(c => c.State == ChargeState.Settled).Select(c => (c.Id, c.Total.Minor)).Order()
        );

    /// <summary>The provider's own lines and balance against our accounts at it, to the minor unit.</summary>
    private static async Task BooksAgreeAsync(IServiceProvider services)
    {
        var db = services.GetRequiredService<MetierDb>();
        Assert.True(await services.GetRequiredService<Reconcile>().RunAsync(CancellationToken.None) > 0);
        Assert.Empty(await db.Set<Difference>().AsNoTracking().Where(d => d.EndedAt == null).ToListAsync());
        var last = await services.GetRequiredService<ReconciliationViews>().LastAsync(CancellationToken.None);
        Assert.All(last, l => Assert.Equal((l.Theirs, 0), (l.Ours, l.UnderWay.Minor)));
        Assert.All(
            await services.GetRequiredService<ProofOfFunds>().ReadAsync(CancellationToken.None),
            f => Assert.True(f.Covered)
        );
    }

    private static void NothingTwice(List<Milestone> milestones, List<Charge> charges, List<Earning> earnings)
    {
        Assert.All(
            charges.Where(c => c.State == ChargeState.Settled).GroupBy(c => c.SubjectId),
            paid => Assert.Single(paid)
        );
        Assert.All(earnings.GroupBy(e => e.SubjectId), released => Assert.Single(released));
        foreach (var milestone in milestones)
        {
            var earned = earnings.SingleOrDefault(e => e.SubjectId == milestone.Id);
            Assert.Equal(milestone.State == MilestoneState.Approved, earned is not null);
            Assert.Equal(milestone.ReleasedMinor, earned?.GrossMinor ?? 0);
        }
    }

    private static void PromisesAreKept(
        List<Promise> promises,
        List<Milestone> milestones,
        List<Charge> charges,
        List<Earning> earnings
    )
    {
        Assert.NotEmpty(promises);
        foreach (var promise in promises)
        {
            var milestone = milestones.Single(m => m.ContractId == promise.ContractId && m.Number == promise.Number);
            if (promise.Verb == "fund")
            {
                Assert.Equal(ChargeState.Settled, charges.Single(c => c.Id == promise.RequestId).State);
                Assert.True(milestone.State is MilestoneState.Funded or MilestoneState.Approved, $"{milestone.State}");
            }
            else
            {
                Assert.Equal(MilestoneState.Approved, milestone.State);
                Assert.Single(earnings, e => e.SubjectId == milestone.Id);
            }
        }
    }
}
