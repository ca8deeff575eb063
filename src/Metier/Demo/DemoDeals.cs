using System.Globalization;
using System.Text;
using Metier.Contracts;
using Metier.Diary;
using Metier.Disputes;
using Metier.Ledger;
using Metier.Payments;
using Metier.Platform;
using Metier.Tax;
using Microsoft.Extensions.DependencyInjection;

namespace Metier.Demo;

/// <summary>A contract as the demo remembers it.</summary>
internal sealed class DemoDeal
{
    public required DemoJob Job { get; init; }
    public required DemoPerson Freelancer { get; init; }
    public required IReadOnlyList<int> Parts { get; init; }

    /// <summary>The terms of work by the hour; null for a fixed price.</summary>
    public HourlyTyped? Hourly { get; init; }

    public Guid ProposalId { get; set; }
    public Guid OfferId { get; set; }
    public Guid ContractId { get; set; }
    public Guid HoursDisputeId { get; set; }
    public DemoPerson Client => Job.Client;
}

/// <summary>The life of contracts, each step the use case a person would have run; all money is the product's own postings.</summary>
internal sealed class DemoDeals(DemoWorld world, DemoJobs jobs)
{
    private readonly DemoRandom random = world.Random("deals");

    public async Task OfferAsync(DemoDeal deal)
    {
        var (job, actor) = (deal.Job, deal.Client.Actor);
        var terms = Terms(deal);
        await world.TogetherAsync(
            job.Language,
            async scene =>
            {
                deal.OfferId = await scene.DoAsync<SaveOffer, Guid>(u =>
                    u.RunAsync(deal.ProposalId, terms, actor, default)
                );
                await scene.DoAsync<SendOffer, Done>(u => u.RunAsync(deal.OfferId, actor, default));
            }
        );
    }

    private OfferTyped Terms(DemoDeal deal, int later = 0) =>
        new(
            deal.Job.Title,
            deal.Job.Text,
            null,
            deal.Hourly is not null
                ? []
                :
                [
                    .. deal.Parts.Select(
                        (amount, i) =>
                            new MilestoneTyped
                            {
                                Title = deal.Job.Steps[i % deal.Job.Steps.Length],
                                Amount = DemoJobs.Whole(amount),
                                DueOn = Day(14 + later + (i * 14)),
                            }
                    ),
                ],
            deal.Hourly
        );

    private string Day(int ahead) =>
        world.Clock.UtcNow().AddDays(ahead).ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);

    public Task AskForChangesAsync(DemoDeal deal) =>
        world.DoAsync<AskForOfferChanges, Done>(
            deal.Freelancer.Language,
            u =>
                u.RunAsync(
                    deal.OfferId,
                    deal.Freelancer.Language == "fr"
                        ? "Le contenu me convient. Je vous propose simplement deux semaines de plus pour chaque jalon."
                        : "I am happy with the scope. May we add two weeks to each milestone?",
                    Terms(deal, 14),
                    deal.Freelancer.Actor,
                    default
                )
        );

    public async Task AcceptAsync(DemoDeal deal) =>
        deal.ContractId = await world.DoAsync<AcceptOffer, Guid>(
            deal.Freelancer.Language,
            u => u.RunAsync(deal.OfferId, null, deal.Freelancer.Actor, default)
        );

    /// <summary>Sets a milestone's price aside; the first time the client enters a card, and sometimes one that is declined.</summary>
    public async Task FundAsync(DemoDeal deal, int number, bool declined = false)
    {
        var client = deal.Client;
        if (declined)
        {
            var bad = await CardAsync(client, "4000 0000 0000 0002");
            await FundAsync(deal, number, bad, ChargeState.Failed);
            await world.DoAsync<RemovePaymentMethod, Done>(
                client.Language,
                u => u.RunAsync(bad, client.Actor, default)
            );
        }
        await FundAsync(deal, number, await CardAsync(client), ChargeState.Settled);
    }

    /// <summary>The client's card, entered the first time it is needed.</summary>
    public async Task<Guid> CardAsync(DemoPerson client) =>
        client.CardId ??= await CardAsync(
            client,
            random.Of(["4242 4242 4242 4242", "5555 5555 5555 4444", "3782 822463 10005"])
        );

    private async Task FundAsync(DemoDeal deal, int number, Guid card, ChargeState expected)
    {
        var progress = await world.DoAsync<FundMilestone, ChargeProgress>(
            deal.Client.Language,
            u =>
                u.RunAsync(
                    new(Guid.CreateVersion7(), deal.ContractId, number, card, $"/go/contract/{deal.ContractId:D}"),
                    deal.Client.Actor,
                    default
                )
        );
        if (progress.State != expected)
        {
            throw new NotSupportedException($"A demo charge is {progress.State} {progress.FailureCode}");
        }
    }

    private async Task<Guid> CardAsync(DemoPerson client, string number)
    {
        var id = Guid.CreateVersion7();
        var amex = number.StartsWith('3');
        var expiry = world.Now.AddYears(2).ToString("MM/yy", CultureInfo.InvariantCulture);
        await world.DoAsync<AddPaymentMethod, string>(
            client.Language,
            u => u.RunAsync(new(id, PaymentMethodKind.Card, "/go/payment-methods"), client.Actor, default)
        );
        await world.DoAsync<SandboxPages, Done>(
            client.Language,
            u => u.EnterCardAsync(id, new(number, expiry, amex ? "1234" : "123", client.Name), client.Actor, default)
        );
        await world.DoAsync<FinishPaymentMethod, (string, bool)>(
            client.Language,
            u => u.RunAsync(id, client.Actor, default)
        );
        return id;
    }

    /// <summary>The client raises the weekly limit of work by the hour.</summary>
    public Task RaiseLimitAsync(DemoDeal deal, string hours) =>
        world.DoAsync<ChangeWeeklyLimit, Done>(
            deal.Client.Language,
            u => u.RunAsync(deal.ContractId, Guid.CreateVersion7(), "hours", hours, deal.Client.Actor, default)
        );

    /// <summary>The client raises the rate of work by the hour.</summary>
    public Task RaiseRateAsync(DemoDeal deal, int rate) =>
        world.DoAsync<ChangeRate, Done>(
            deal.Client.Language,
            u => u.RunAsync(deal.ContractId, Guid.CreateVersion7(), DemoJobs.Whole(rate), deal.Client.Actor, default)
        );

    public Task SubmitAsync(DemoDeal deal, int number, bool file = false)
    {
        var language = deal.Job.Language;
        var message = jobs.Draw(language + ".delivery", world.Texts.In(language).Deliveries);
        var bytes = Encoding.UTF8.GetBytes($"{deal.Job.Title}\n\n{message}\n");
        Upload[] files = file
            ? [new(language == "fr" ? "livraison.txt" : "delivery.txt", bytes.Length, () => new MemoryStream(bytes))]
            : [];
        return world.DoAsync<SubmitWork, Guid>(
            language,
            u =>
                u.RunAsync(
                    new(Guid.CreateVersion7(), deal.ContractId, number, message, files),
                    deal.Freelancer.Actor,
                    default
                )
        );
    }

    public Task ChangesAsync(DemoDeal deal, int number) =>
        world.DoAsync<RequestChanges, Done>(
            deal.Job.Language,
            u =>
                u.RunAsync(
                    deal.ContractId,
                    number,
                    jobs.Draw(deal.Job.Language + ".changes", world.Texts.In(deal.Job.Language).Changes),
                    deal.Client.Actor,
                    default
                )
        );

    public Task ReleaseAsync(DemoDeal deal, int number) =>
        world.DoAsync<ReleaseMilestone, EarningView>(
            deal.Job.Language,
            u =>
                u.RunAsync(
                    new(Guid.CreateVersion7(), deal.ContractId, number, null, RestGoes.Stays),
                    deal.Client.Actor,
                    default
                )
        );

    public Task BonusAsync(DemoDeal deal) =>
        world.DoAsync<PayBonus, ChargeProgress>(
            deal.Job.Language,
            u =>
                u.RunAsync(
                    new(
                        Guid.CreateVersion7(),
                        deal.ContractId,
                        DemoJobs.Whole(Math.Max(20, deal.Parts.Sum() / 100 * 10)),
                        jobs.Draw(deal.Job.Language + ".bonus", world.Texts.In(deal.Job.Language).BonusReasons),
                        deal.Client.CardId,
                        $"/go/contract/{deal.ContractId:D}"
                    ),
                    deal.Client.Actor,
                    default
                )
        );

    /// <summary>The freelancer gives a part of what was paid back.</summary>
    public Task GiveBackAsync(DemoDeal deal) =>
        world.DoAsync<GiveBack, Done>(
            deal.Freelancer.Language,
            u =>
                u.RunAsync(
                    deal.ContractId,
                    null,
                    Guid.CreateVersion7(),
                    DemoJobs.Whole(Math.Max(10, deal.Parts[0] / 50 * 10)),
                    deal.Freelancer.Actor,
                    default
                )
        );

    public Task EndAsync(DemoDeal deal, bool stopped)
    {
        var words = world.Texts.In(deal.Job.Language);
        var reason = stopped
            ? jobs.Draw(deal.Job.Language + ".stop", words.StopReasons)
            : jobs.Draw(deal.Job.Language + ".over", words.EndReasons);
        return world.DoAsync<EndContract, ContractState>(
            deal.Job.Language,
            u => u.RunAsync(deal.ContractId, Guid.CreateVersion7(), reason, deal.Client.Actor, default)
        );
    }

    public Task AnswerRefundAsync(DemoDeal deal, int number) =>
        world.DoAsync<AnswerRefundRequest, Done>(
            deal.Freelancer.Language,
            u => u.RunAsync(deal.ContractId, number, Guid.CreateVersion7(), deal.Freelancer.Actor, default)
        );

    public Task DisputeAsync(DemoDeal deal, int number)
    {
        var text = jobs.Draw(deal.Job.Language + ".dispute", world.Texts.In(deal.Job.Language).Disputes);
        return world.DoAsync<OpenDispute, Guid>(
            deal.Freelancer.Language,
            u =>
                u.RunAsync(
                    new OpenDisputeInput(Guid.CreateVersion7(), deal.ContractId, number, text, []),
                    deal.Freelancer.Actor,
                    default
                )
        );
    }

    /// <summary>The client names an hour and ten minutes of the week of this day.</summary>
    public async Task DisputeHoursAsync(DemoDeal deal, DateOnly day)
    {
        var week = DiaryWeek.IdOf(deal.ContractId, DiaryTime.MondayOf(DiaryTime.WeekStart(day)));
        var reason = world.Texts.In(deal.Client.Language).HoursDispute[0];
        deal.HoursDisputeId = await world.DoAsync<OpenHourDispute, Guid>(
            deal.Client.Language,
            u => u.RunAsync(new(Guid.CreateVersion7(), week, [], "1:10", reason, []), deal.Client.Actor, default)
        );
    }

    public Task ContestHoursAsync(DemoDeal deal) =>
        world.DoAsync<AnswerHourDispute, Done>(
            deal.Freelancer.Language,
            u =>
                u.RunAsync(
                    new(
                        Guid.CreateVersion7(),
                        deal.HoursDisputeId,
                        false,
                        world.Texts.In(deal.Freelancer.Language).HoursDispute[1],
                        []
                    ),
                    deal.Freelancer.Actor,
                    default
                )
        );

    /// <summary>Names the account to be paid to, once.</summary>
    public async Task PayoutMethodAsync(DemoPerson freelancer)
    {
        if (freelancer.PayoutMethodId is not null)
        {
            return;
        }
        var id = Guid.CreateVersion7();
        freelancer.PayoutMethodId = id;
        await world.InAsync(
            freelancer.Language,
            async s =>
            {
                await new DemoTaxes(world, s.GetRequiredService<TaxPacks>()).TellAsync(freelancer);
                return Done.It;
            }
        );
        var bank = freelancer.Currency is "EUR" or "CHF";
        await world.DoAsync<AddPayoutMethod, Guid>(
            freelancer.Language,
            u =>
                u.RunAsync(
                    new(
                        id,
                        bank ? PayoutMethodKind.Iban : PayoutMethodKind.PayPal,
                        freelancer.Name,
                        bank ? Iban() : freelancer.Email
                    ),
                    freelancer.Actor,
                    default
                )
        );
    }

    /// <summary>An account number of a bank that does not exist, with the right check digits.</summary>
    private string Iban()
    {
        var account =
            "99999999" + random.Between(1_000_000_000L, 9_999_999_999L).ToString(CultureInfo.InvariantCulture);
        // ISO 13616: the country's letters (D = 13, E = 14) and two zeros go to the end.
        var rest = System.Numerics.BigInteger.Parse(account + "131400", CultureInfo.InvariantCulture) % 97;
        return string.Create(CultureInfo.InvariantCulture, $"DE{98 - (int)rest:00}{account}");
    }

    /// <summary>Withdraws what is free, all or most of it.</summary>
    public async Task WithdrawAsync(DemoPerson freelancer)
    {
        if (freelancer.PayoutMethodId is not { } method)
        {
            return;
        }
        var balances = await world.InAsync(
            freelancer.Language,
            s => s.GetRequiredService<MoneyViews>().FreelancerAsync(freelancer.Id, default)
        );
        foreach (var ready in balances.Select(b => b.Ready).Where(r => r.Minor >= 2_000))
        {
            var part = random.Chance(0.6) ? ready : ready.Currency.Minor(ready.Minor * 3 / 4 / 100 * 100);
            await world.DoAsync<WithdrawMoney, WithdrawView>(
                freelancer.Language,
                u => u.RunAsync(new(Guid.CreateVersion7(), method, part), freelancer.Actor, default)
            );
        }
    }
}
