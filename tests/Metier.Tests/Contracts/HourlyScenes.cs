using Metier.Contracts;
using Metier.Platform;
using Metier.Tests.Jobs;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace Metier.Tests.Contracts;

/// <summary>Hourly contracts as tests need them, made through the use cases.</summary>
internal static class HourlyScenes
{
    private static readonly CancellationToken Ct = CancellationToken.None;

    /// <summary>€62 an hour, 30 hours a week, with time by hand, at the level of activity.</summary>
    public static readonly HourlyTyped Terms = new("62", "hours", "30", true, "Activity", "Minutes", false);

    extension(TestHost host)
    {
        /// <summary>A proposal on a job by the hour, at €38 an hour.</summary>
        public async Task<Guid> HourlyProposalAsync(Actor client, Actor freelancer) =>
            await host.ProposedAsync(
                await host.PostedAsync(client, "API rebuild", hourly: true),
                freelancer,
                JobScenes.Proposal with
                {
                    Price = "38",
                }
            );

        /// <summary>An offer that was sent; the client must have a card.</summary>
        public async Task<Guid> HourlyOfferAsync(Actor client, Actor freelancer, HourlyTyped? terms = null)
        {
            var proposal = await host.HourlyProposalAsync(client, freelancer);
            var typed = new OfferTyped("API rebuild", "Endpoints and tests.", null, [], terms ?? Terms);
            var offer = ContractScenes.Sure(
                await host.InScopeAsync(s => s.GetRequiredService<SaveOffer>().RunAsync(proposal, typed, client, Ct))
            );
            ContractScenes.Sure(
                await host.InScopeAsync(s => s.GetRequiredService<SendOffer>().RunAsync(offer, client, Ct))
            );
            return offer;
        }

        /// <summary>A running hourly contract; the client must have a card.</summary>
        public async Task<Guid> HourlyContractAsync(Actor client, Actor freelancer, HourlyTyped? terms = null)
        {
            var offer = await host.HourlyOfferAsync(client, freelancer, terms);
            return ContractScenes.Sure(
                await host.InScopeAsync(s => s.GetRequiredService<AcceptOffer>().RunAsync(offer, null, freelancer, Ct))
            );
        }

        public Task<Outcome<Done>> RateAsync(Guid contract, string rate, Actor by, Guid? request = null) =>
            host.InScopeAsync(s =>
                s.GetRequiredService<ChangeRate>().RunAsync(contract, request ?? Guid.CreateVersion7(), rate, by, Ct)
            );

        /// <summary>Null for no limit.</summary>
        public Task<Outcome<Done>> LimitAsync(Guid contract, string? hours, Actor by) =>
            host.InScopeAsync(s =>
                s.GetRequiredService<ChangeWeeklyLimit>()
                    .RunAsync(contract, Guid.CreateVersion7(), hours is null ? "none" : "hours", hours, by, Ct)
            );

        public Task<Outcome<Done>> PauseAsync(Guid contract, bool paused, Actor by) =>
            host.InScopeAsync(s => s.GetRequiredService<PauseContract>().RunAsync(contract, paused, by, Ct));

        public Task<Outcome<Done>> ManualAsync(Guid contract, bool allowed, Actor by) =>
            host.InScopeAsync(s => s.GetRequiredService<SwitchManualTime>().RunAsync(contract, allowed, by, Ct));

        /// <summary>Runs one of the holds in a transaction of its own, as the weekly bill would.</summary>
        public Task HoldAsync(Func<HoldHourly, Task> work) =>
            host.InScopeAsync(s =>
                s.GetRequiredService<MetierDb>()
                    .WriteAsync<Done>(
                        async () =>
                        {
                            await work(s.GetRequiredService<HoldHourly>());
                            return Done.It;
                        },
                        Ct
                    )
            );

        public async Task<HourlyContract> HourlyAsync(Guid contract) =>
            Assert.Single(
                await host.InScopeAsync(s => s.GetRequiredService<HourlyContracts>().OfAsync([contract], Ct))
            );

        /// <summary>The kinds of the history's lines, oldest first.</summary>
        public Task<List<string>> LinesAsync(Guid contract) =>
            host.InScopeAsync(s =>
                s.GetRequiredService<MetierDb>()
                    .Set<ContractEvent>()
                    .Where(e => e.ContractId == contract)
                    .OrderBy(e => e.At)
                    .ThenBy(e => e.Id)
                    .Select(e => e.Kind)
                    .ToListAsync(Ct)
            );
    }
}
