using System.Net;
using Metier.Contracts;
using Metier.Diary;
using Metier.Tests.Contracts;
using static Metier.Tests.Diary.DiaryScene;

namespace Metier.Tests.Diary;

/// <summary>Each minute is shown under its own memo, wherever time is shown; and a lone minute is no proof of ten.</summary>
public sealed class MemoMinutesTests
{
    private const string Second = "Fix the rounding of /invoices";
    private static readonly CancellationToken Ct = CancellationToken.None;

    /// <summary>From 09:00 to 09:14 on the first memo, from there to 09:20 on the second.</summary>
    private static async Task<DiaryScene> ChangedAsync(Store store, string billing = "Minutes")
    {
        var scene = await StartAsync(store, Terms with { Billing = billing });
        var lease = await scene.StartAsync();
        scene.Go(At("09:20"));
        await scene.TrackAsync(lease, At("09:00"), At("09:10"));
        var minutes = Enumerable.Range(0, 10).Select(m => Active(m, m < 4 ? Memo : Second)).ToList();
        ContractScenes.Sure(await scene.SendAsync(lease, At("09:10"), minutes));
        ContractScenes.Sure(await scene.StopAsync(lease));
        return scene;
    }

    [Theory, MemberData(nameof(Stores.Both), MemberType = typeof(Stores))]
    public async Task A_memo_that_changes_within_a_segment_has_its_own_minutes_everywhere(Store store)
    {
        await using var scene = await ChangedAsync(store);
        var day = await scene.DayAsync();
        Assert.Equal([(Memo, 4), (Second, 6)], day.Cells[1].Memos.Select(m => (m.Text, m.Tracked)));
        Assert.Equal(
            (day.Cells[1].Weight, 10),
            (day.Cells[1].Memos.Sum(m => m.Weight), day.Cells[1].Memos.Sum(m => m.Billed))
        );

        var monday = new DateOnly(2026, 11, 23);
        var sheet = await scene.Do<DiaryViews, Timesheet?>(v =>
            v.TimesheetAsync(scene.Contract, monday, monday, scene.Client, Ct)
        );
        Assert.Equal([(Memo, 14, 14, 1_447L), (Second, 6, 6, 620L)], sheet!.Rows.Select(Row));
        Assert.Equal(sheet.Sums.Minutes, sheet.Rows.Sum(r => r.Minutes));

        var log = await scene.Do<TimerViews, List<LoggedSegment>>(v => v.LogAsync(monday, scene.Freelancer, Ct));
        Assert.Equal([(Memo, 10), (Memo, 4), (Second, 6)], log.Select(l => (l.Memo, l.Minutes)));

        using var browser = await scene.Host.SignedInAsync(scene.Freelancer);
        var page = await browser.GetAsync($"/en/contracts/{scene.Contract}/diary?d=2026-11-23&z=utc");
        var band = page.Document.QuerySelectorAll("[data-memo]");
        Assert.Equal([$"{Memo}, 14\u00A0min", $"{Second}, 6\u00A0min"], band.Select(b => b.GetAttribute("title")));
        Assert.Equal(["memo at-1 to-2", "memo at-2 to-1"], band.Select(b => b.ClassName));
        var segment = await browser.GetAsync($"/en/contracts/{scene.Contract}/diary/20261123T0910Z");
        var list = segment.Document.QuerySelectorAll("[data-memos] li").Select(l => l.TextContent.Trim());
        Assert.Equal([$"{Memo} 4 minutes", $"{Second} 6 minutes"], list);
        using var file = await browser.Http.GetAsync(
            $"/contracts/{scene.Contract}/timesheet.csv?from=2026-11-23&to=2026-11-23"
        );
        Assert.Contains($"\"{Second}\",\"6\",\"0\",\"6\",\"6.20\"", await file.Content.ReadAsStringAsync(Ct));
    }

    [Theory, MemberData(nameof(Stores.Both), MemberType = typeof(Stores))]
    public async Task Whole_segments_are_shared_out_to_the_memos_that_were_tracked(Store store)
    {
        await using var scene = await ChangedAsync(store, "Segments");
        var monday = new DateOnly(2026, 11, 23);
        var lease = await scene.StartAsync();
        scene.Go(At("09:33"));
        ContractScenes.Sure(await scene.SendAsync(lease, At("09:30"), [Active(0), Active(1), Active(2, Second)]));
        var sheet = await scene.Do<DiaryViews, Timesheet?>(v =>
            v.TimesheetAsync(scene.Contract, monday, monday, scene.Client, Ct)
        );
        // 10 + 4 + two thirds of 10, and 6 + one third of 10.
        Assert.Equal([(Memo, 21, 21, 2_170L), (Second, 9, 9, 930L)], sheet!.Rows.Select(Row));
        Assert.Equal((30, 3_100L), (sheet.Sums.BilledMinutes, sheet.Sums.Amount.Minor));
    }

    [Theory, MemberData(nameof(Stores.Both), MemberType = typeof(Stores))]
    public async Task One_minute_whose_screenshot_is_gone_is_not_covered_even_where_it_is_billed_as_ten(Store store)
    {
        await using var scene = await StartAsync(store, Terms with { Billing = "Segments" });
        var lease = await scene.StartAsync();
        scene.Go(At("09:25"));
        var note = new ScreenshotNote(DiaryTime.At(At("09:00")).AddSeconds(20), "deleted", null);
        ContractScenes.Sure(await scene.SendAsync(lease, At("09:00"), [Active(0)], note));
        ContractScenes.Sure(await scene.SendAsync(lease, At("09:10"), [Active(0)]));
        foreach (var start in new[] { At("09:00"), At("09:10") })
        {
            Assert.Equal(Coverage.NoScreenshot, (await scene.SegmentAsync(start)).Coverage);
        }
        var week = (await scene.DayAsync()).Week;
        Assert.Equal((20, 0), (week.BilledMinutes, week.CoveredMinutes));
    }

    [Theory, MemberData(nameof(Stores.Both), MemberType = typeof(Stores))]
    public async Task The_card_of_the_timer_is_about_one_contract(Store store)
    {
        await using var scene = await ChangedAsync(store);
        var other = await scene.Host.HourlyContractAsync(scene.Client, scene.Freelancer, Terms);
        ContractScenes.Sure(await scene.ConsentAsync(ProofLevel.FullDiary, other));
        using var browser = await scene.Host.SignedInAsync(scene.Freelancer);
        var page = await browser.GetAsync($"/en/time?contract={other}");
        var card = page.Document.QuerySelector("[data-week]")!.TextContent;
        Assert.Contains("Today 0\u00A0min", card);
        Assert.Contains("On other contracts today 20\u00A0min", card);
        var first = await browser.GetAsync($"/en/time?contract={scene.Contract}");
        Assert.Contains("Today 20\u00A0min", first.Document.QuerySelector("[data-week]")!.TextContent);
        Assert.DoesNotContain("On other contracts", first.Text);
    }

    [Theory, MemberData(nameof(Stores.Both), MemberType = typeof(Stores))]
    public async Task Neighbours_of_another_day_say_so_and_what_takes_no_time_offers_none(Store store)
    {
        await using var scene = await ChangedAsync(store);
        scene.Go(At("09:30", 1));
        ContractScenes.Sure(await scene.ByHandAsync("09:00", "09:20", "2026-11-24"));
        using var browser = await scene.Host.SignedInAsync(scene.Freelancer);
        var segment = await browser.GetAsync($"/en/contracts/{scene.Contract}/diary/20261124T0900Z?z=utc");
        Assert.Contains("Mon 23 Nov, 09:10", segment.Document.QuerySelector("[rel=prev]")!.TextContent);
        Assert.Equal("09:10", segment.Document.QuerySelector("[rel=next]")!.TextContent.Trim());

        const string Offers = "a[href*='/time?contract'], a[href*='/diary/add']";
        async Task<int> OffersAsync(string day) =>
            (await browser.GetAsync($"/en/contracts/{scene.Contract}/diary?d={day}"))
                .Document.QuerySelectorAll(Offers)
                .Length;
        Assert.Equal(2, await OffersAsync("2026-11-24"));
        Assert.Equal(0, await OffersAsync("2026-11-26"));
        Assert.True((await scene.Host.PauseAsync(scene.Contract, true, scene.Client)).Ok);
        Assert.Equal(0, await OffersAsync("2026-11-24"));
    }

    private static (string, int, int, long) Row(TimesheetRow r) => (r.Memo, r.Minutes, r.BilledMinutes, r.Amount.Minor);
}
