using Metier.Contracts;
using Metier.Members;
using Metier.Platform;
using Metier.Rooms;
using Metier.Tests.Members;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace Metier.Tests.Contracts;

/// <summary>Hourly contracts through the use cases, on both databases.</summary>
public class HourlyContractTests
{
    private static readonly CancellationToken Ct = CancellationToken.None;

    private static async Task<(TestHost Host, Actor Client, Actor Freelancer)> PeopleAsync(Store store)
    {
        var host = await TestHost.StartAsync(store);
        var client = await host.MemberAsync("Ada Client", client: true);
        var freelancer = await host.MemberAsync("Zoe Freelance", freelancer: true, language: "fr");
        await host.AddCardAsync(client);
        return (host, client, freelancer);
    }

    [Theory, MemberData(nameof(Stores.Both), MemberType = typeof(Stores))]
    public async Task Nobody_commits_to_hours_that_cannot_be_charged(Store store)
    {
        await using var host = await TestHost.StartAsync(store);
        var client = await host.MemberAsync("Ada Client", client: true);
        var freelancer = await host.MemberAsync("Zoe Freelance", freelancer: true);
        var proposal = await host.HourlyProposalAsync(client, freelancer);
        var typed = new OfferTyped("API rebuild", "Endpoints.", null, [], HourlyScenes.Terms);
        var offer = ContractScenes.Sure(
            await host.InScopeAsync(s => s.GetRequiredService<SaveOffer>().RunAsync(proposal, typed, client, Ct))
        );
        Task<Outcome<Done>> SendAsync() =>
            host.InScopeAsync(s => s.GetRequiredService<SendOffer>().RunAsync(offer, client, Ct));
        Task<Outcome<Guid>> AcceptAsync() =>
            host.InScopeAsync(s => s.GetRequiredService<AcceptOffer>().RunAsync(offer, null, freelancer, Ct));

        Assert.Equal("payment_method_missing", Assert.Single((await SendAsync()).Refusals).Code);
        await host.AddCardAsync(client);
        Assert.True((await SendAsync()).Ok);
        await RemoveCardAsync(host, client);
        Assert.Equal("payment_method_missing", Assert.Single((await AcceptAsync()).Refusals).Code);
        await host.AddCardAsync(client);
        Assert.True((await AcceptAsync()).Ok);
    }

    private static async Task RemoveCardAsync(TestHost host, Actor client)
    {
        var cards = await host.InScopeAsync(s =>
            s.GetRequiredService<Metier.Payments.MoneyViews>().PaymentMethodsAsync(client.ClientId!.Value, Ct)
        );
        Assert.True(
            (
                await host.InScopeAsync(s =>
                    s.GetRequiredService<Metier.Payments.RemovePaymentMethod>().RunAsync(cards[0].Id, client, Ct)
                )
            ).Ok
        );
    }

    [Theory, MemberData(nameof(Stores.Both), MemberType = typeof(Stores))]
    public async Task Acceptance_makes_the_first_rate_and_limit(Store store)
    {
        var (host, client, freelancer) = await PeopleAsync(store);
        await using var _ = host;
        var id = await host.HourlyContractAsync(client, freelancer);
        var hourly = await host.HourlyAsync(id);
        Assert.Equal((ContractKind.Hourly, true), (hourly.Contract.Kind, hourly.Contract.ManualTime));
        Assert.Equal(
            new HourlyTerms(6_200, 1800, true, ProofLevel.Activity, HourlyBilling.Minutes),
            hourly.Contract.AgreedHourly
        );
        Assert.Equal((host.Now, 6_200), (hourly.History.Rates.Single().At, hourly.History.Rates[0].RateMinor));
        Assert.Equal(
            (new DateOnly(2026, 11, 23), (int?)1800),
            (hourly.History.Limits.Single().FromWeek, hourly.History.Limits[0].WeeklyMinutes)
        );
        Assert.Equal(12, hourly.Contract.Rules.HourlyLockHours);

        // It has no milestones, and none can be added.
        var proposed = await host.InScopeAsync(s =>
            s.GetRequiredService<ProposeMilestone>()
                .RunAsync(id, Guid.CreateVersion7(), new() { Title = "Extra", Amount = "100" }, client, Ct)
        );
        Assert.Equal("contract_kind", Assert.Single(proposed.Refusals).Code);
    }

    [Theory, MemberData(nameof(Stores.Both), MemberType = typeof(Stores))]
    public async Task Rate_and_limit_move_by_the_clock(Store store)
    {
        var (host, client, freelancer) = await PeopleAsync(store);
        await using var _ = host;
        var id = await host.HourlyContractAsync(client, freelancer);
        var hired = host.Now;

        Assert.Equal("rate_only_raise", (await host.RateAsync(id, "60", client)).Refusals[0].Code);
        Assert.Equal("rate_only_lower", (await host.RateAsync(id, "65", freelancer)).Refusals[0].Code);
        Assert.Equal("rate_too_low", (await host.RateAsync(id, "2.99", freelancer)).Refusals[0].Code);
        await host.AdvanceAsync(TimeSpan.FromHours(2));
        var request = Guid.CreateVersion7();
        Assert.True((await host.RateAsync(id, "65", client, request)).Ok);
        Assert.True((await host.RateAsync(id, "65", client, request)).Ok);
        // At the same moment of the clock the freelancer lowers it again: the last word counts.
        Assert.True((await host.RateAsync(id, "61.50", freelancer)).Ok);
        var history = (await host.HourlyAsync(id)).History;
        Assert.Equal([6_200, 6_500, 6_150], history.Rates.Select(r => r.RateMinor));
        Assert.Equal((6_200, 6_150), (history.RateAt(hired.AddHours(1)), history.RateAt(host.Now.AddMinutes(1))));

        var monday = new DateOnly(2026, 11, 23);
        Assert.Equal("only_client", (await host.LimitAsync(id, "35", freelancer)).Refusals[0].Code);
        Assert.Equal("limit_same", (await host.LimitAsync(id, "30", client)).Refusals[0].Code);
        Assert.True((await host.LimitAsync(id, "20", client)).Ok);
        history = (await host.HourlyAsync(id)).History;
        Assert.Equal((1800, 1200), (history.LimitOf(monday), history.LimitOf(monday.AddDays(7))));
        Assert.True((await host.LimitAsync(id, "35", client)).Ok);
        history = (await host.HourlyAsync(id)).History;
        Assert.Equal((2100, 2100), (history.LimitOf(monday), history.LimitOf(monday.AddDays(7))));
        await host.AdvanceAsync(TimeSpan.FromDays(7));
        Assert.True((await host.LimitAsync(id, null, client)).Ok);
        history = (await host.HourlyAsync(id)).History;
        Assert.Equal((2100, null), (history.LimitOf(monday), history.LimitOf(monday.AddDays(7))));
        Assert.Equal(
            ["started", "rate_raised", "rate_lowered", "limit_cut", "limit_raised", "limit_lifted"],
            await host.LinesAsync(id)
        );
    }

    [Theory, MemberData(nameof(Stores.Both), MemberType = typeof(Stores))]
    public async Task Two_raises_at_once_are_measured_one_after_the_other(Store store)
    {
        var (host, client, freelancer) = await PeopleAsync(store);
        await using var _ = host;
        var id = await host.HourlyContractAsync(client, freelancer);
        var outcomes = await Task.WhenAll(
            Enumerable.Range(0, 6).Select(i => Task.Run(() => host.RateAsync(id, i % 2 == 0 ? "70" : "66", client)))
        );
        var rates = (await host.HourlyAsync(id)).History.Rates.Select(r => r.RateMinor).ToList();
        Assert.Equal(rates.Order(), rates);
        Assert.Equal(rates.Distinct(), rates);
        Assert.Equal(7_000, rates[^1]);
        Assert.Equal(rates.Count - 1, outcomes.Count(o => o.Ok));
    }

    [Theory, MemberData(nameof(Stores.Both), MemberType = typeof(Stores))]
    public async Task A_contract_is_paused_for_every_reason_by_itself(Store store)
    {
        var (host, client, freelancer) = await PeopleAsync(store);
        await using var _ = host;
        var id = await host.HourlyContractAsync(client, freelancer);
        var clientId = client.ClientId!.Value;
        async Task<bool> PausedAsync() => (await host.HourlyAsync(id)).Contract.IsPaused;

        Assert.Equal("only_client", (await host.PauseAsync(id, true, freelancer)).Refusals[0].Code);
        Assert.True((await host.PauseAsync(id, true, client)).Ok);
        Assert.True((await host.PauseAsync(id, true, client)).Ok);
        await host.HoldAsync(h => h.PastDueAsync(clientId, Ct));
        await host.HoldAsync(h => h.PastDueAsync(clientId, Ct));
        await host.HoldAsync(h => h.DisputeAsync(id, Ct));
        Assert.True((await host.PauseAsync(id, false, client)).Ok);
        Assert.True(await PausedAsync());

        // A contract that begins while its client owes is paused from the start.
        var second = await host.HourlyContractAsync(client, await host.MemberAsync("Lea Freelance", freelancer: true));
        Assert.NotNull((await host.HourlyAsync(second)).Contract.PastDueSince);
        await host.HoldAsync(h => h.PaidUpAsync(clientId, Ct));
        Assert.False((await host.HourlyAsync(second)).Contract.IsPaused);
        Assert.True(await PausedAsync());
        await host.HoldAsync(h => h.DisputeOverAsync(id, Ct));
        await host.HoldAsync(h => h.DisputeOverAsync(id, Ct));
        Assert.False(await PausedAsync());
        Assert.Equal(
            [
                "started",
                "paused",
                "paused_past_due",
                "paused_hours_dispute",
                "resumed",
                "resumed_past_due",
                "resumed_hours_dispute",
            ],
            await host.LinesAsync(id)
        );

        await host.SettleAsync();
        var cards = await CardsAsync(host, id, client);
        Assert.Contains("hourly_paused_past_due", cards);
        Assert.Contains("hourly_resumed_hours_dispute", cards);
        var subjects = (await host.MailsAsync())
            .Where(m => m.ToName.StartsWith("Zoe", StringComparison.Ordinal))
            .Select(m => m.Subject.Replace('\u00A0', ' ').Replace('\u202F', ' '))
            .ToList();
        Assert.Contains("Ada Client Ltd met le contrat en pause : API rebuild", subjects);
        Assert.Contains("Le travail est en pause : API rebuild", subjects);
        Assert.Contains("Ada Client Ltd a payé : API rebuild", subjects);
    }

    private static Task<List<string>> CardsAsync(TestHost host, Guid contract, Actor client) =>
        host.InScopeAsync(async s =>
        {
            var db = s.GetRequiredService<MetierDb>();
            var hourly = await db.Set<Contract>().SingleAsync(c => c.Id == contract, Ct);
            var room = await s.GetRequiredService<OpenRoom>()
                .FindAsync(ContractRoom.Of(contract, client.ClientId!.Value, hourly.FreelancerId), Ct);
            var events = await db.Set<Message>().Where(m => m.RoomId == room && m.EventJson != null).ToListAsync(Ct);
            return events.ConvertAll(m => m.Event!.Kind);
        });

    [Theory, MemberData(nameof(Stores.Both), MemberType = typeof(Stores))]
    public async Task Either_side_ends_it_at_once(Store store)
    {
        var (host, client, freelancer) = await PeopleAsync(store);
        await using var _ = host;
        var id = await host.HourlyContractAsync(client, freelancer);
        Assert.Equal(ContractState.Ended, await host.EndAsync(freelancer, id));
        foreach (
            var refused in new[]
            {
                await host.RateAsync(id, "70", client),
                await host.LimitAsync(id, "40", client),
                await host.PauseAsync(id, true, client),
                await host.ManualAsync(id, false, client),
            }
        )
        {
            Assert.Equal("contract_state", Assert.Single(refused.Refusals).Code);
        }
        // Hours of the last week may still be disputed, and its payment refused: the contract is over all the same.
        await host.HoldAsync(h => h.DisputeAsync(id, Ct));
        await host.HoldAsync(h => h.PastDueAsync(client.ClientId!.Value, Ct));
        var contract = (await host.HourlyAsync(id)).Contract;
        Assert.Equal((ContractState.Ended, null), (contract.State, contract.PastDueSince));
        await host.SettleAsync();
        var mail = (await host.MailsAsync()).Single(m =>
            m.ToName.StartsWith("Ada", StringComparison.Ordinal)
            && m.Subject.StartsWith("The contract has ended", StringComparison.Ordinal)
        );
        Assert.Contains("billed on Monday", mail.Text, StringComparison.Ordinal);
    }

    [Theory, MemberData(nameof(Stores.Both), MemberType = typeof(Stores))]
    public async Task Strangers_and_roles(Store store)
    {
        var (host, client, freelancer) = await PeopleAsync(store);
        await using var _ = host;
        var id = await host.HourlyContractAsync(client, freelancer);
        var stranger = await host.MemberAsync("Max Other", client: true);
        var colleague = await host.ColleagueAsync(client, "Finn Finance", ClientRole.Finance);
        var fixedPrice = await host.ContractAsync(
            client,
            await host.MemberAsync("Lea", freelancer: true),
            ("100", null)
        );

        Assert.True((await host.RateAsync(id, "70", stranger)).IsNotFound);
        Assert.True((await host.LimitAsync(id, "70", stranger)).IsNotFound);
        Assert.True((await host.PauseAsync(id, true, stranger)).IsNotFound);
        Assert.True((await host.ManualAsync(id, false, stranger)).IsNotFound);
        Assert.True((await host.RateAsync(fixedPrice, "70", client)).IsNotFound);
        Assert.Equal("role", (await host.RateAsync(id, "70", colleague)).Refusals[0].Code);
        Assert.Equal("role", (await host.PauseAsync(id, true, colleague)).Refusals[0].Code);
        Assert.Equal("only_client", (await host.ManualAsync(id, false, freelancer)).Refusals[0].Code);
        Assert.True((await host.ManualAsync(id, false, client)).Ok);
        Assert.False((await host.HourlyAsync(id)).Terms.ManualTime);
        Assert.True((await host.HourlyAsync(id)).Contract.AgreedHourly!.ManualTime);
    }
}
