using System.Net;
using Metier.Contracts;
using Metier.Diary;
using Metier.Payments;
using Metier.Platform;
using Metier.Tests.Contracts;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace Metier.Tests.Diary;

/// <summary>What a client with hours to pay for cannot do; and numbers that are those of the contract.</summary>
public sealed class OwingTests
{
    private static readonly CancellationToken Ct = CancellationToken.None;

    [Theory, MemberData(nameof(Stores.Both), MemberType = typeof(Stores))]
    public async Task The_last_method_stays_while_a_contract_goes_on_and_until_its_hours_are_paid(Store store)
    {
        await using var scene = await WeekScene.StartAsync(store);
        await scene.LogAsync("2026-11-24 09:00", 60);
        var (host, client) = (scene.Host, scene.Client);
        var only = (await CardsAsync(scene))[0].Id;
        using var browser = await host.SignedInAsync(client);
        var page = await browser.GetAsync("/en/money/methods");
        var refused = await page.SubmitAsync($"#remove-{only:N} form");
        Assert.Equal(HttpStatusCode.UnprocessableEntity, refused.Status);
        var row = refused.Document.QuerySelector($"li:has(#remove-{only:N})")!;
        Assert.Contains("hourly contract goes on", row.QuerySelector("[role=alert]")!.TextContent);
        var french = await browser.GetAsync("/fr/argent/moyens-de-paiement");
        var aussi = await french.SubmitAsync($"#remove-{only:N} form");
        Assert.Contains("contrat à l’heure est en cours", aussi.Document.QuerySelector("li [role=alert]")!.TextContent);

        // With another one it can go, and then that is the last.
        var other = await ContractScene.CardAsync(host, client, WeekScene.Good);
        ContractScenes.Sure(await RemoveAsync(scene, only));
        Assert.Equal("method_needed", Assert.Single((await RemoveAsync(scene, other)).Refusals).Code);

        // Ended: its hours are not billed yet, then they are paid.
        ContractScenes.Sure(
            await host.InScopeAsync(s =>
                s.GetRequiredService<EndContract>()
                    .RunAsync(scene.Contract, Guid.CreateVersion7(), "All is done.", client, Ct)
            )
        );
        var unbilled = Assert.Single((await RemoveAsync(scene, other)).Refusals);
        Assert.Contains("not billed yet", unbilled.Message, StringComparison.Ordinal);
        await scene.GoToAsync(WeekScene.Lock.AddMinutes(1));
        Assert.Equal(WeekState.Review, (await scene.WeekAsync()).State);
        ContractScenes.Sure(await RemoveAsync(scene, other));
    }

    [Theory, MemberData(nameof(Stores.Both), MemberType = typeof(Stores))]
    public async Task The_last_method_stays_while_a_week_is_unpaid(Store store)
    {
        await using var scene = await WeekScene.StartAsync(store, WeekScene.Refused);
        await scene.LogAsync("2026-11-24 09:00", 60);
        await scene.GoToAsync(WeekScene.Lock.AddMinutes(1));
        ContractScenes.Sure(
            await scene.Host.InScopeAsync(s =>
                s.GetRequiredService<EndContract>()
                    .RunAsync(scene.Contract, Guid.CreateVersion7(), "All is done.", scene.Client, Ct)
            )
        );
        var refused = Assert.Single((await RemoveAsync(scene, (await CardsAsync(scene))[0].Id)).Refusals);
        Assert.Equal("method_needed", refused.Code);
        Assert.Contains("unpaid", refused.Message, StringComparison.Ordinal);
    }

    [Theory, MemberData(nameof(Stores.Both), MemberType = typeof(Stores))]
    public async Task The_offer_of_a_client_that_is_blocked_waits_and_says_nothing_of_the_debt(Store store)
    {
        await using var scene = await WeekScene.StartAsync(store, WeekScene.Refused);
        var (host, client) = (scene.Host, scene.Client);
        await scene.LogAsync("2026-11-24 09:00", 60);
        await scene.GoToAsync(WeekScene.Lock.AddMinutes(1));
        var ben = await host.MemberAsync("Ben Other", freelancer: true);
        var offer = await host.HourlyOfferAsync(client, ben);
        await scene.GoToAsync(WeekScene.Lock.AddDays(5).AddMinutes(5));

        using var browser = await host.SignedInAsync(ben);
        var page = await browser.GetAsync($"/go/offer/{offer}");
        var answer = await page.SubmitAsync("form:has(input[value=accept])");
        Assert.Equal(HttpStatusCode.UnprocessableEntity, answer.Status);
        Assert.Contains("can’t hire at the moment", answer.Text, StringComparison.Ordinal);
        var refusal = Assert.Single((await AcceptAsync()).Refusals);
        Assert.Equal("client_blocked", refusal.Code);
        Assert.DoesNotContain("€", refusal.Message, StringComparison.Ordinal);
        Assert.Equal(
            OfferState.Sent,
            await host.InScopeAsync(s =>
                s.GetRequiredService<MetierDb>()
                    .Set<Offer>()
                    .Where(o => o.Id == offer)
                    .Select(o => o.State)
                    .SingleAsync()
            )
        );

        var card = await ContractScene.CardAsync(host, client, WeekScene.Good);
        ContractScenes.Sure(
            await host.InScopeAsync(s =>
                s.GetRequiredService<PayWeek>().RunAsync(new(Guid.CreateVersion7(), scene.Week, card), client, Ct)
            )
        );
        await host.SettleAsync();
        ContractScenes.Sure(await AcceptAsync());

        Task<Outcome<Guid>> AcceptAsync() =>
            host.InScopeAsync(s => s.GetRequiredService<AcceptOffer>().RunAsync(offer, null, ben, Ct));
    }

    [Theory, MemberData(nameof(Stores.Both), MemberType = typeof(Stores))]
    public async Task Each_contract_locks_and_is_reviewed_by_the_rules_of_its_acceptance(Store store)
    {
        await using var scene = await WeekScene.StartAsync(store);
        var host = scene.Host;
        var rules = await host.InScopeAsync(s => Task.FromResult(s.GetRequiredService<RuleOptions>()));
        (rules.HourlyLockHours, rules.HourlyReviewDays) = (6, 3);
        var ben = await host.MemberAsync("Ben Early", freelancer: true);
        var early = await host.HourlyContractAsync(scene.Client, ben);
        (rules.HourlyLockHours, rules.HourlyReviewDays) = (20, 6);
        await scene.LogAsync("2026-11-24 09:00", 60);
        await scene.LogAsync(early, ben, "2026-11-24 09:00", 60);
        await scene.LogAsync(early, ben, "2026-12-01 09:00", 60);
        var monday = WeekScene.Monday;

        await scene.GoToAsync(WeekScene.Lock.AddHours(-6).AddMinutes(1));
        Assert.Null(await scene.FindWeekAsync());
        var first = await scene.WeekAsync(DiaryWeek.IdOf(early, monday));
        Assert.Equal(new DateTime(2026, 12, 3, 0, 0, 0, DateTimeKind.Utc), first.ReviewEndsAt);
        await scene.GoToAsync(WeekScene.Lock.AddMinutes(1));
        Assert.Equal(WeekScene.ReviewEnd, (await scene.WeekAsync()).ReviewEndsAt);

        // The week after is not touched before its own hour.
        Assert.Null(await scene.FindWeekAsync(DiaryWeek.IdOf(early, monday.AddDays(7))));
        await scene.GoToAsync(WeekScene.Lock.AddDays(7).AddHours(-6).AddMinutes(1));
        Assert.NotNull(await scene.FindWeekAsync(DiaryWeek.IdOf(early, monday.AddDays(7))));
    }

    private static Task<List<PaymentMethodCard>> CardsAsync(WeekScene scene) =>
        scene.Host.InScopeAsync(s =>
            s.GetRequiredService<MoneyViews>().PaymentMethodsAsync(scene.Client.ClientId!.Value, Ct)
        );

    private static Task<Outcome<Done>> RemoveAsync(WeekScene scene, Guid id) =>
        scene.Host.InScopeAsync(s => s.GetRequiredService<RemovePaymentMethod>().RunAsync(id, scene.Client, Ct));
}
