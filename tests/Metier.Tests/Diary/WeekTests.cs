using Metier.Contracts;
using Metier.Diary;
using Metier.Invoicing;
using Metier.Ledger;
using Metier.Payments;
using Metier.Platform;
using Metier.Tests.Contracts;
using Metier.Tests.Jobs;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace Metier.Tests.Diary;

/// <summary>rules.md 1 by example: lock, bill, review, release, available; and what happens when nobody can be charged.</summary>
public sealed class WeekTests
{
    private static readonly CancellationToken Ct = CancellationToken.None;

    [Theory, MemberData(nameof(Stores.Both), MemberType = typeof(Stores))]
    public async Task A_commission_in_steps_is_told_as_it_will_be_charged(Store store)
    {
        // The first card refuses: both weeks wait for their money.
        await using var scene = await WeekScene.StartAsync(store, WeekScene.Refused);
        await scene.Host.InScopeAsync(s =>
            s.GetRequiredService<MetierDb>()
                .Set<Contract>()
                .ExecuteUpdateAsync(u =>
                    u.SetProperty(
                        c => c.FeeTermsJson,
                        System.Text.Json.JsonSerializer.Serialize(
                            new FeeTerms(Currency.Eur, 27_500, [new(50_000, 200_000), new(null, 100_000)]),
                            EventRegistry.Json
                        )
                    )
                )
        );
        // 600 minutes at €62: 620.00, of which 500.00 are in the first step: 100.00 + 12.00.
        await scene.LogAsync("2026-11-23 09:00", 600);
        await scene.GoToAsync(WeekScene.Lock.AddMinutes(1));
        var first = await ViewAsync(scene.Week, scene.Freelancer);
        Assert.Equal((112_00, 112_00), (first.Expected?.Minor, first.Commission.Minor));
        var page = await (await scene.Host.SignedInAsync(scene.Freelancer)).GetAsync($"/en/weeks/{scene.Week}");
        Assert.Contains("Commission, about", page.Html, StringComparison.Ordinal);

        var card = await ContractScene.CardAsync(scene.Host, scene.Client, WeekScene.Good);
        var paid = await scene.Host.InScopeAsync(s =>
            s.GetRequiredService<PayWeek>().RunAsync(new(Guid.CreateVersion7(), scene.Week, card), scene.Client, Ct)
        );
        Assert.True(paid.Ok);
        first = await ViewAsync(scene.Week, scene.Freelancer);
        Assert.Equal((null, 112_00), (first.Expected, first.Commission.Minor));

        // All of the next week is in the second step, and its bill says so before it is charged.
        await scene.LogAsync("2026-12-01 09:00", 600);
        await scene.GoToAsync(WeekScene.Lock.AddDays(7).AddMinutes(1));
        var second = await scene.WeekAsync(DiaryWeek.IdOf(scene.Contract, WeekScene.Monday.AddDays(7)));
        Assert.Equal(62_00, second.ServiceFeeMinor);
        await scene.BooksBalanceAsync();

        Task<WeekView> ViewAsync(Guid id, Actor actor) =>
            scene.Host.InScopeAsync(async s => (await s.GetRequiredService<WeekViews>().FindAsync(id, actor, Ct))!);
    }

    [Theory, MemberData(nameof(Stores.Both), MemberType = typeof(Stores))]
    public async Task A_week_is_billed_reviewed_released_and_ready_to_the_minute(Store store)
    {
        await using var scene = await WeekScene.StartAsync(store);
        // 21 h 40 at €62: 1,343.33; payment fee 2.75 % = 36.94; commission 10 % = 134.33.
        await scene.LogAsync("2026-11-23 09:00", 600);
        await scene.LogAsync("2026-11-24 09:00", 600);
        await scene.LogAsync("2026-11-25 09:00", 100, Coverage.Covered, Coverage.ByHand);
        await scene.GoToAsync(WeekScene.Lock.AddMinutes(-1));
        Assert.Null(await scene.FindWeekAsync());

        await scene.GoToAsync(WeekScene.Lock.AddMinutes(1));
        var week = await scene.WeekAsync();
        Assert.Equal(WeekState.Review, week.State);
        Assert.Equal(
            (1300, 1300, 50, 1250),
            (week.Minutes, week.BilledMinutes, week.ManualMinutes, week.CoveredMinutes)
        );
        Assert.Equal((134_333, 3_694, 13_433), (week.AmountMinor, week.ProcessingFeeMinor, week.ServiceFeeMinor));
        Assert.Equal(new RateLine(6200, 1300), Assert.Single(week.Rates));
        Assert.Equal(WeekScene.ReviewEnd, week.ReviewEndsAt);
        Assert.Equal(134_333, await scene.InAccountAsync());
        Assert.Equal(138_027, await scene.PaidAsync());
        var money = Assert.Single(
            await scene.Host.InScopeAsync(s =>
                s.GetRequiredService<MoneyViews>().FreelancerAsync(scene.Freelancer.MemberId, Ct)
            )
        );
        Assert.Equal((134_333, 0), (money.InReview.Minor, money.Held.Minor));
        await scene.BooksBalanceAsync();

        await scene.GoToAsync(WeekScene.ReviewEnd.AddSeconds(-1));
        Assert.Equal(WeekState.Review, (await scene.WeekAsync()).State);
        await scene.GoToAsync(WeekScene.ReviewEnd.AddMinutes(1));
        week = await scene.WeekAsync();
        Assert.Equal(WeekState.Released, week.State);
        Assert.Equal(WeekScene.Available, week.AvailableAt);
        Assert.Equal(DayOfWeek.Wednesday, WeekScene.Available.AddSeconds(-1).DayOfWeek);
        Assert.Equal(0, await scene.InAccountAsync());
        Assert.Equal((120_900, 0), await scene.FreelancerAsync());

        await scene.GoToAsync(WeekScene.Available.AddSeconds(-1));
        Assert.Equal((120_900, 0), await scene.FreelancerAsync());
        await scene.GoToAsync(WeekScene.Available.AddMinutes(1));
        Assert.Equal((0, 120_900), await scene.FreelancerAsync());
        await scene.BooksBalanceAsync();

        var invoices = await scene.InvoicesAsync();
        Assert.Equal(
            [(InvoiceKind.Charge, 3_694L), (InvoiceKind.Work, 134_333), (InvoiceKind.Commission, 13_433)],
            invoices.Select(i => (i.Kind, i.TotalMinor))
        );
        Assert.Contains(
            "21 h 40",
            invoices[1].Content.Replace('\u00A0', ' ').Replace("\\u00A0", " ", StringComparison.Ordinal),
            StringComparison.Ordinal
        );
        Assert.Equal(1, await scene.MailsAsync("ada", "receipt for API rebuild"));
        Assert.Equal(1, await scene.MailsAsync("zoe", "en vérification"));
        Assert.Equal(1, await scene.MailsAsync("zoe", "versés"));
        Assert.Equal(1, await scene.MailsAsync("ada", "is released"));
        var statement = await scene.Host.InScopeAsync(s =>
            s.GetRequiredService<StatementViews>()
                .PageAsync(StatementSide.Client, scene.Client.ClientId!.Value, Currency.Eur, new(), Ct)
        );
        Assert.Contains(
            statement.Lines,
            l => l.Memo.Replace('\u00A0', ' ') == "API rebuild: Week of 23 November, 21 h 40"
        );
    }

    [Theory, MemberData(nameof(Stores.Both), MemberType = typeof(Stores))]
    public async Task A_refused_default_card_is_followed_by_the_next_one_at_once(Store store)
    {
        await using var scene = await WeekScene.StartAsync(store, WeekScene.Refused, WeekScene.Good);
        await scene.LogAsync("2026-11-24 09:00", 60);
        await scene.GoToAsync(WeekScene.Lock.AddMinutes(1));
        var week = await scene.WeekAsync();
        Assert.Equal((WeekState.Review, 2), (week.State, week.Tries));
        Assert.False((await scene.ContractAsync()).IsPaused);
        Assert.Equal(6_200 + 171, await scene.PaidAsync());
        Assert.Equal(0, await scene.MailsAsync("ada", "was refused"));
        await scene.BooksBalanceAsync();
    }

    [Theory, MemberData(nameof(Stores.Both), MemberType = typeof(Stores))]
    public async Task An_answer_that_was_lost_is_asked_for_and_charges_once(Store store)
    {
        await using var scene = await WeekScene.StartAsync(store, WeekScene.Loses, WeekScene.Good);
        await scene.LogAsync("2026-11-24 09:00", 60);
        await scene.GoToAsync(WeekScene.Lock.AddHours(1));
        var week = await scene.WeekAsync();
        Assert.Equal((WeekState.Review, 1), (week.State, week.Tries));
        Assert.Equal(6_371, await scene.PaidAsync());
        await scene.BooksBalanceAsync();
    }

    [Theory, MemberData(nameof(Stores.Both), MemberType = typeof(Stores))]
    public async Task An_unpaid_week_pauses_all_hourly_work_blocks_after_five_days_and_ends_with_the_payment(
        Store store
    )
    {
        await using var scene = await WeekScene.StartAsync(store, WeekScene.Refused);
        var (host, client) = (scene.Host, scene.Client);
        var other = await host.HourlyContractAsync(client, await host.MemberAsync("Ben Other", freelancer: true));
        await scene.LogAsync("2026-11-24 09:00", 60);
        await scene.GoToAsync(WeekScene.Lock.AddMinutes(1));
        var week = await scene.WeekAsync();
        Assert.Equal(WeekState.PastDue, week.State);
        Assert.Equal(WeekScene.Lock.AddDays(1).Date, week.NextAt!.Value.Date);
        Assert.NotNull((await scene.ContractAsync()).PastDueSince);
        Assert.NotNull((await host.HourlyAsync(other)).Contract.PastDueSince);
        Assert.Equal(1, await scene.MailsAsync("ada", "was refused"));
        Assert.Equal(1, await scene.MailsAsync("zoe", "pause"));
        Assert.Equal(1, await scene.MailsAsync("ben", "pause"));

        // Once a day, and each time the client is told; what is not paid cannot be disputed.
        await scene.GoToAsync(WeekScene.Lock.AddDays(3).AddMinutes(5));
        Assert.Equal(4, await scene.MailsAsync("ada", "was refused"));
        Assert.Equal(4, (await scene.WeekAsync()).Tries);
        Assert.Equal("review_over", (await scene.DisputeAsync("0:30")).Refusals[0].Code);
        var draft = await host.DraftAsync(client, "Another job");
        Assert.True((await host.PostAsync(draft, client)).Ok);

        await scene.GoToAsync(WeekScene.Lock.AddDays(5).AddMinutes(5));
        Assert.Equal(1, await scene.MailsAsync("ada", "post or hire until"));
        var blocked = await host.PostAsync(await host.DraftAsync(client, "A third job"), client);
        Assert.Equal("client_owes", blocked.Refusals[0].Code);

        // The client adds a card and pays by itself; the review's days are over, so the money goes on at once.
        var card = await ContractScene.CardAsync(host, client, WeekScene.Good);
        var request = Guid.CreateVersion7();
        var paid = ContractScenes.Sure(
            await host.InScopeAsync(s =>
                s.GetRequiredService<PayWeek>().RunAsync(new(request, scene.Week, card), client, Ct)
            )
        );
        Assert.Equal(ChargeState.Settled, paid.State);
        await host.SettleAsync();
        Assert.Equal(WeekState.Released, (await scene.WeekAsync()).State);
        Assert.False((await scene.ContractAsync()).IsPaused);
        Assert.False((await host.HourlyAsync(other)).Contract.IsPaused);
        Assert.True((await host.PostAsync(await host.DraftAsync(client, "A fourth job"), client)).Ok);
        Assert.Equal(5_580, (await scene.FreelancerAsync()).OnItsWay);
        await scene.BooksBalanceAsync();
        await host.AdvanceAsync(TimeSpan.FromDays(2));
        Assert.Equal(6_371, await scene.PaidAsync());
    }

    [Theory, MemberData(nameof(Stores.Both), MemberType = typeof(Stores))]
    public async Task A_charge_to_be_confirmed_tells_the_client_and_waits_for_them(Store store)
    {
        await using var scene = await WeekScene.StartAsync(store, WeekScene.Confirms);
        await scene.LogAsync("2026-11-24 09:00", 60);
        await scene.GoToAsync(WeekScene.Lock.AddMinutes(1));
        Assert.Equal(WeekState.ActionRequired, (await scene.WeekAsync()).State);
        Assert.Equal(1, await scene.MailsAsync("ada", "confirm the payment"));
        Assert.False((await scene.ContractAsync()).IsPaused);

        // Nobody comes within the hour: past due, and asked again the next day.
        await scene.GoToAsync(WeekScene.Lock.AddHours(2));
        Assert.Equal(WeekState.PastDue, (await scene.WeekAsync()).State);
        Assert.True((await scene.ContractAsync()).IsPaused);
        await scene.GoToAsync((await scene.WeekAsync()).NextAt!.Value.AddMinutes(1));
        var week = await scene.WeekAsync();
        Assert.Equal(WeekState.ActionRequired, week.State);

        using var browser = await scene.Host.SignedInAsync(scene.Client);
        var page = await browser.GetAsync($"/en/weeks/{scene.Week}");
        var confirm = await browser.GetAsync(
            page.Document.QuerySelector("a.btn[href*='sandbox']")!.GetAttribute("href")!
        );
        var back = await confirm.SubmitAsync("main form button");
        Assert.StartsWith($"/en/weeks/{scene.Week}", back.Path, StringComparison.Ordinal);
        await scene.Host.SettleAsync();
        Assert.Equal(WeekState.Review, (await scene.WeekAsync()).State);
        Assert.False((await scene.ContractAsync()).IsPaused);
        await scene.BooksBalanceAsync();
    }

    [Theory, MemberData(nameof(Stores.Both), MemberType = typeof(Stores))]
    public async Task Hours_are_given_back_during_the_review_and_after_it(Store store)
    {
        await using var scene = await WeekScene.StartAsync(store);
        await scene.LogAsync("2026-11-24 09:00", 300);
        await scene.GoToAsync(WeekScene.Lock.AddMinutes(1));
        Assert.Equal("hours", (await scene.GiveHoursBackAsync("some")).Refusals[0].Code);
        Assert.Equal("more_than_billed", (await scene.GiveHoursBackAsync("5:01")).Refusals[0].Code);
        ContractScenes.Sure(await scene.GiveHoursBackAsync("1:30"));
        Assert.Equal("more_than_billed", (await scene.GiveHoursBackAsync("4:00")).Refusals[0].Code);
        await scene.Host.SettleAsync();
        Assert.Equal(31_000 - 9_300, await scene.InAccountAsync());
        Assert.Equal(
            [
                (InvoiceKind.Charge, 853L),
                (InvoiceKind.Work, 31_000),
                (InvoiceKind.Commission, 3_100),
                (InvoiceKind.CreditNote, -9_300),
                (InvoiceKind.CreditNote, -930),
                (InvoiceKind.CreditNote, -256),
            ],
            (await scene.InvoicesAsync()).Select(i => (i.Kind, i.TotalMinor))
        );
        await scene.GoToAsync(WeekScene.ReviewEnd.AddMinutes(1));
        Assert.Equal((19_530, 0), await scene.FreelancerAsync());
        Assert.Equal("review_over", (await scene.GiveHoursBackAsync("1:00")).Refusals[0].Code);

        ContractScenes.Sure(
            await scene.Host.InScopeAsync(s =>
                s.GetRequiredService<GiveBack>()
                    .RunAsync(scene.Contract, null, Guid.CreateVersion7(), "62", scene.Freelancer, Ct)
            )
        );
        await scene.Host.SettleAsync();
        Assert.Equal((13_950, 0), await scene.FreelancerAsync());
        await scene.BooksBalanceAsync();
    }

    [Theory, MemberData(nameof(Stores.Both), MemberType = typeof(Stores))]
    public async Task Time_over_the_limit_is_not_billed_and_a_week_of_nothing_charges_nothing(Store store)
    {
        await using var scene = await WeekScene.StartAsync(store);
        for (var day = 23; day <= 26; day++)
        {
            await scene.LogAsync($"2026-11-{day} 08:00", 600);
        }
        await scene.LogAsync("2026-11-30 08:00", 30);
        await scene.GoToAsync(WeekScene.Lock.AddMinutes(1));
        var week = await scene.WeekAsync();
        Assert.Equal((2400, 1800, 186_000), (week.Minutes, week.BilledMinutes, week.AmountMinor));
        Assert.Equal(ContractState.Ended, await scene.Host.EndAsync(scene.Client, scene.Contract));
        // The hours of the week that runs are billed although the contract has ended.
        await scene.GoToAsync(WeekScene.Lock.AddDays(7).AddMinutes(1));
        var last = await scene.WeekAsync(DiaryWeek.IdOf(scene.Contract, WeekScene.Monday.AddDays(7)));
        Assert.Equal((WeekState.Review, 3_100), (last.State, last.AmountMinor));
        await scene.BooksBalanceAsync();
    }

    [Fact]
    public void Segments_cost_together_what_the_bill_says()
    {
        var random = new Random(7);
        for (var round = 0; round < 300; round++)
        {
            var billing = round % 2 == 0 ? HourlyBilling.Minutes : HourlyBilling.Segments;
            int? limit = random.Next(3) == 0 ? null : random.Next(0, 400);
            var start = DiaryTime.WeekStart(WeekScene.Monday);
            var minutes = Enumerable
                .Range(0, random.Next(0, 400))
                .Select(_ => start + random.Next(0, DiaryTime.Week))
                .Distinct()
                .Select(m => new DiaryMinute { Minute = m })
                .ToList();
            var turn = start + random.Next(0, DiaryTime.Week);
            long Rate(int minute) => minute < turn ? 6_200 : 7_777;
            var bill = WeekBill.Of(
                minutes.Select(m => new BillableMinute(m.Minute, Rate(m.Minute))),
                limit,
                billing,
                Currency.Eur
            );
            var segments = WeekSegments.Split(
                minutes,
                new Dictionary<int, DiarySegment>(),
                new Dictionary<Guid, string>(),
                limit,
                billing,
                Rate
            );
            Assert.Equal(bill.Amount, WeekSegments.Price(segments, Currency.Eur));
            Assert.Equal(bill.BilledMinutes, segments.Sum(s => s.Billed));
            Assert.Equal(bill.LoggedMinutes, segments.Sum(s => s.Counted));
        }
    }

    [Theory]
    [InlineData("2:30", 150)]
    [InlineData("2 h 30", 150)]
    [InlineData("2,5", 150)]
    [InlineData("0.25", 15)]
    [InlineData(":45", 45)]
    [InlineData("3h", 180)]
    [InlineData("2:75", null)]
    [InlineData("-1", null)]
    [InlineData("two", null)]
    [InlineData("", null)]
    public void Hours_are_read_as_people_type_them(string typed, int? minutes) =>
        Assert.Equal(minutes, TypedHours.Minutes(typed));
}
