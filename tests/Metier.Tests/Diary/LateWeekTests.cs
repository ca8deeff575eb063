using Metier.Diary;
using Metier.Payments;
using Metier.Tests.Contracts;
using Microsoft.Extensions.DependencyInjection;

namespace Metier.Tests.Diary;

/// <summary>A week that is paid after the days of its review: nothing invites to a dispute that is no longer possible.</summary>
public sealed class LateWeekTests
{
    private static readonly CancellationToken Ct = CancellationToken.None;

    [Theory, MemberData(nameof(Stores.Both), MemberType = typeof(Stores))]
    public async Task Paid_late_it_is_released_at_once_and_one_mail_says_so(Store store)
    {
        await using var scene = await WeekScene.StartAsync(store, WeekScene.Refused);
        await scene.LogAsync("2026-11-24 09:00", 60);
        await scene.GoToAsync(WeekScene.Lock.AddMinutes(5));
        Assert.Equal(WeekScene.Lock, (await scene.WeekAsync()).LockedAt);
        using var client = await scene.Host.SignedInAsync(scene.Client);
        var unpaid = await client.GetAsync($"/en/weeks/{scene.Week}");
        Assert.Contains("can be disputed once it is paid, until Saturday 5 Dec, 00:00", unpaid.Text);
        var diary = await client.GetAsync($"/en/contracts/{scene.Contract}/diary?d=2026-11-24");
        Assert.Contains("Once it is paid, hours can be disputed", diary.Text);

        // Five days later posting is blocked, the first page of a job says so, and no countdown to it goes on.
        await scene.GoToAsync(WeekScene.Lock.AddDays(5).AddMinutes(5));
        unpaid = await client.GetAsync($"/en/weeks/{scene.Week}");
        Assert.Contains("you can neither post nor hire since", unpaid.Text);
        Assert.DoesNotContain("Unpaid by then", unpaid.Text);
        Assert.Contains("The days in which hours could be disputed have passed", unpaid.Text);
        Assert.Contains("still unpaid", (await client.GetAsync("/en/my-jobs/new")).Text);

        var card = await ContractScene.CardAsync(scene.Host, scene.Client, WeekScene.Good);
        var before = (await scene.Host.MailsAsync()).Count;
        ContractScenes.Sure(
            await scene.Host.InScopeAsync(s =>
                s.GetRequiredService<PayWeek>().RunAsync(new(Guid.CreateVersion7(), scene.Week, card), scene.Client, Ct)
            )
        );
        // Between the payment and the release nothing says "in review".
        var between = await client.GetAsync($"/en/weeks/{scene.Week}");
        Assert.Contains("was paid after the days of its review", between.Text);
        Assert.DoesNotContain("In review", between.Text);
        Assert.DoesNotContain("dispute hours that are not right", between.Text);
        await scene.Host.SettleAsync();
        Assert.Equal(WeekState.Released, (await scene.WeekAsync()).State);
        var mails = (await scene.Host.MailsAsync()).Skip(before).ToList();
        var ofWeek = mails.Where(m => m.Text.Contains("/week/", StringComparison.Ordinal)).ToList();
        var receipt = Assert.Single(ofWeek, m => m.ToAddress.StartsWith("ada", StringComparison.Ordinal));
        Assert.Contains("It was paid late", receipt.Text);
        Assert.DoesNotContain("held until the review", receipt.Text);
        var paid = Assert.Single(ofWeek, m => m.ToAddress.StartsWith("zoe", StringComparison.Ordinal));
        Assert.Contains("a payé la semaine du 23 novembre", paid.Text);
        Assert.Contains("Il peut être retiré à partir du", paid.Text);
        Assert.DoesNotContain("en vérification", paid.Subject);
        Assert.Empty(
            (await client.GetAsync($"/en/weeks/{scene.Week}")).Document.QuerySelectorAll("a[href$='/dispute']")
        );
    }

    [Theory, MemberData(nameof(Stores.Both), MemberType = typeof(Stores))]
    public async Task A_week_whose_dispute_is_over_invites_to_no_other(Store store)
    {
        await using var scene = await WeekScene.StartAsync(store);
        await scene.LogAsync("2026-11-24 09:00", 60);
        await scene.GoToAsync(WeekScene.Lock.AddMinutes(5));
        using var client = await scene.Host.SignedInAsync(scene.Client);
        var day = $"/en/contracts/{scene.Contract}/diary?d=2026-11-24";
        Assert.Contains("You can dispute hours until", (await client.GetAsync(day)).Text);
        var dispute = ContractScenes.Sure(await scene.DisputeAsync("0:30"));
        ContractScenes.Sure(await scene.AnswerAsync(dispute, accept: true));
        await scene.Host.SettleAsync();
        var week = await client.GetAsync($"/en/weeks/{scene.Week}");
        Assert.DoesNotContain("dispute hours that are not right", week.Text);
        Assert.Contains("Everything else is released", week.Text);
        Assert.DoesNotContain("You can dispute hours until", (await client.GetAsync(day)).Text);
    }
}
