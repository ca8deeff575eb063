using Metier.Contracts;
using Metier.Ledger;
using Metier.Payments;
using Metier.Platform;
using Metier.Tests.Jobs;
using Microsoft.Extensions.DependencyInjection;

namespace Metier.Tests.Contracts;

/// <summary>Contracts as tests need them, made through the use cases.</summary>
internal static class ContractScenes
{
    extension(TestHost host)
    {
        public async Task AddCardAsync(Actor client)
        {
            var id = Guid.CreateVersion7();
            await host.InScopeAsync(s =>
                s.GetRequiredService<AddPaymentMethod>()
                    .RunAsync(new(id, PaymentMethodKind.Card, "/en/money/methods"), client, CancellationToken.None)
            );
            await host.InScopeAsync(s =>
                s.GetRequiredService<SandboxPages>()
                    .EnterCardAsync(
                        id,
                        new("4242 4242 4242 4242", "12/30", "123", client.Name),
                        client,
                        CancellationToken.None
                    )
            );
            await host.InScopeAsync(s =>
                s.GetRequiredService<FinishPaymentMethod>().RunAsync(id, client, CancellationToken.None)
            );
        }

        /// <summary>A running contract; each milestone is a price as people type it and a due date, or none.</summary>
        public async Task<Guid> ContractAsync(
            Actor client,
            Actor freelancer,
            params (string Amount, string? DueOn)[] milestones
        )
        {
            var proposal = await host.ProposedAsync(await host.PostedAsync(client), freelancer);
            var typed = new OfferTyped(
                "Picture book, 32 pages",
                "Sixteen spreads.",
                null,
                [
                    .. milestones.Select(
                        (m, i) =>
                            new MilestoneTyped
                            {
                                Title = $"Part {i + 1}",
                                Amount = m.Amount,
                                DueOn = m.DueOn,
                            }
                    ),
                ]
            );
            var offer = Sure(
                await host.InScopeAsync(s =>
                    s.GetRequiredService<SaveOffer>().RunAsync(proposal, typed, client, CancellationToken.None)
                )
            );
            Sure(
                await host.InScopeAsync(s =>
                    s.GetRequiredService<SendOffer>().RunAsync(offer, client, CancellationToken.None)
                )
            );
            return Sure(
                await host.InScopeAsync(s =>
                    s.GetRequiredService<AcceptOffer>().RunAsync(offer, null, freelancer, CancellationToken.None)
                )
            );
        }

        /// <summary>Sets the price of a milestone aside; the client must have a card.</summary>
        public async Task FundAsync(Actor client, Guid contractId, int number = 1)
        {
            var methods = await host.InScopeAsync(s =>
                s.GetRequiredService<MoneyViews>().PaymentMethodsAsync(client.ClientId!.Value, CancellationToken.None)
            );
            var paid = Sure(
                await host.InScopeAsync(s =>
                    s.GetRequiredService<FundMilestone>()
                        .RunAsync(
                            new(Guid.CreateVersion7(), contractId, number, methods[0].Id, "/en"),
                            client,
                            CancellationToken.None
                        )
                )
            );
            Assert.Equal(ChargeState.Settled, paid.State);
        }

        public async Task ReleaseAsync(Actor client, Guid contractId, int number = 1, string? amount = null) =>
            Sure(
                await host.InScopeAsync(s =>
                    s.GetRequiredService<ReleaseMilestone>()
                        .RunAsync(
                            new(Guid.CreateVersion7(), contractId, number, amount, RestGoes.Stays),
                            client,
                            CancellationToken.None
                        )
                )
            );

        public async Task<ContractState> EndAsync(Actor actor, Guid contractId) =>
            Sure(
                await host.InScopeAsync(s =>
                    s.GetRequiredService<EndContract>()
                        .RunAsync(contractId, Guid.CreateVersion7(), "It is over", actor, CancellationToken.None)
                )
            );

        public Task<Money> BalanceAsync(LedgerAccount account) =>
            host.InScopeAsync(s => s.GetRequiredService<LedgerBook>().BalanceAsync(account, CancellationToken.None));
    }

    /// <summary>The answer; fails with the reasons when it was refused.</summary>
    public static T Sure<T>(Outcome<T> outcome)
    {
        Assert.True(outcome.Ok, string.Join("; ", outcome.Refusals.Select(r => $"{r.Code} {r.Field} {r.Message}")));
        return outcome.Value;
    }
}
