using Metier.Contracts;
using Metier.Diary;
using Metier.Platform;
using Metier.Rooms;
using Metier.Tests.Contracts;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using static Metier.Tests.Diary.DiaryScene;

namespace Metier.Tests.Diary;

/// <summary>What the freelancer may do with the diary afterwards, and the client not; on both databases.</summary>
public class EditTests
{
    private static readonly CancellationToken Ct = CancellationToken.None;

    private static async Task<(DiaryScene Scene, Guid Lease)> TrackedAsync(Store store, int hours = 1)
    {
        var scene = await StartAsync(store);
        var lease = await scene.StartAsync();
        scene.Go(At("09:00") + (60 * hours));
        await scene.TrackAsync(lease, At("09:00"), At("09:00") + (60 * hours));
        return (scene, lease);
    }

    [Theory, MemberData(nameof(Stores.Both), MemberType = typeof(Stores))]
    public async Task S35_A_deleted_segment_takes_its_minutes_off_the_bill_and_is_destroyed(Store store)
    {
        var (scene, lease) = await TrackedAsync(store);
        await using var _ = scene;
        scene.Go(At("10:10"));
        await scene.ShootAsync(lease, At("10:00"));
        Assert.Equal(
            (70, 7_233, 2),
            ((await scene.DayAsync()).Week.Minutes, (await scene.DayAsync()).Week.Amount.Minor, scene.Files)
        );

        var deletion = ContractScenes.Sure(await scene.DeleteAsync(At("10:00"), At("09:20")));
        Assert.Equal(
            (20, 2_067, scene.Host.Now.AddSeconds(10)),
            (deletion.Minutes, deletion.Amount.Minor, deletion.UndoUntil)
        );
        var day = await scene.DayAsync(scene.Client);
        Assert.Equal((50, 5_167), (day.Week.BilledMinutes, day.Week.Amount.Minor));
        Assert.Equal(["deleted", "consent"], day.Changes.Select(c => c.Kind).Distinct());
        Assert.Empty(day.Pending);
        Assert.Single((await scene.DayAsync()).Pending);

        await scene.Host.AdvanceAsync(TimeSpan.FromSeconds(11));
        var gone = await scene.MinutesAsync(gone: true);
        Assert.Equal(20, gone.Count);
        Assert.All(gone, m => Assert.Equal((null, null, null, null), (m.Active, m.Keys, m.Clicks, m.Scrolls)));
        var segment = await scene.SegmentAsync(At("10:00"));
        Assert.Equal((ScreenshotState.Deleted, null, null), (segment.Screenshot, segment.ImageId, segment.ThumbnailId));
        Assert.Equal(0, scene.Files);
        Assert.Equal("too_late", Code(await scene.UndoAsync(deletion.Id)));

        // It cannot be tracked again, only added by hand.
        var again = await scene.TrackAsync(lease, At("09:20"), At("09:30"));
        Assert.All(again.Refused, r => Assert.Equal("deleted", r.Code));
        Assert.Equal(10, ContractScenes.Sure(await scene.ByHandAsync("09:20", "09:30")));
        Assert.Equal(Coverage.ByHand, (await scene.SegmentAsync(At("09:20"))).Coverage);
        Assert.Equal(60, (await scene.DayAsync()).Week.BilledMinutes);
    }

    [Theory, MemberData(nameof(Stores.Both), MemberType = typeof(Stores))]
    public async Task A_deletion_can_be_undone_for_ten_seconds(Store store)
    {
        var (scene, _) = await TrackedAsync(store);
        await using var __ = scene;
        var deletion = ContractScenes.Sure(await scene.DeleteAsync(At("09:00"), At("09:10")));
        Assert.Equal("overlap", Code(await scene.ByHandAsync("09:00", "09:10")));
        Assert.Equal(
            "not_found",
            Code(await scene.Do<UndoDeletion, Outcome<Done>>(u => u.RunAsync(deletion.Id, scene.Client, Ct)))
        );
        scene.Go(At("10:00"), 9);
        Assert.True((await scene.UndoAsync(deletion.Id)).Ok);
        Assert.True((await scene.UndoAsync(deletion.Id)).Ok);
        await scene.Host.AdvanceAsync(TimeSpan.FromMinutes(1));
        Assert.All(await scene.MinutesAsync(), m => Assert.Equal(120, m.Keys));
        Assert.Equal(60, (await scene.DayAsync()).Week.BilledMinutes);
        Assert.Equal(["restored", "deleted"], (await scene.ChangesAsync(scene.Client)).Take(2));
        Assert.Equal("nothing_selected", Code(await scene.DeleteAsync(At("15:00"))));
    }

    [Theory, MemberData(nameof(Stores.Both), MemberType = typeof(Stores))]
    public async Task S43_Time_by_hand(Store store)
    {
        var (scene, _) = await TrackedAsync(store);
        await using var __ = scene;
        scene.Go(At("13:00"));
        Assert.Equal(90, ContractScenes.Sure(await scene.ByHandAsync("10:00", "11:30")));
        async Task<string> RefusedAsync(string from, string to, string day = "2026-11-23") =>
            Code(await scene.ByHandAsync(from, to, day));
        Assert.Equal("overlap", await RefusedAsync("11:00", "12:00"));
        Assert.Equal("overlap", await RefusedAsync("09:50", "10:00"));
        Assert.Equal("steps", await RefusedAsync("11:35", "12:00"));
        Assert.Equal("time", await RefusedAsync("12:00", "11:30"));
        Assert.Equal("time", await RefusedAsync("12:00", "noon"));
        Assert.Equal("date", await RefusedAsync("12:00", "12:10", "yesterday"));
        Assert.Equal("future", await RefusedAsync("12:30", "13:10"));
        Assert.Equal("before_start", await RefusedAsync("08:00", "08:10"));
        var day = await scene.DayAsync();
        Assert.Equal((150, 90, 150), (day.Week.Minutes, day.Week.ManualMinutes, day.Week.BilledMinutes));
        Assert.All(
            day.Cells.Where(c => c.Start >= At("10:00")),
            c => Assert.Equal((MinuteSource.Manual, Coverage.ByHand), (c.Source, c.Coverage))
        );
        Assert.True((await scene.Host.ManualAsync(scene.Contract, false, scene.Client)).Ok);
        Assert.Equal("manual_not_allowed", await RefusedAsync("12:00", "12:10"));
        Assert.True((await scene.Host.ManualAsync(scene.Contract, true, scene.Client)).Ok);
        scene.Host.Clock.SetUtcNow(new DateTimeOffset(LockAt.AddSeconds(-1)));
        Assert.Equal(10, ContractScenes.Sure(await scene.ByHandAsync("12:00", "12:10")));
        scene.Host.Clock.SetUtcNow(new DateTimeOffset(LockAt));
        Assert.Equal("locked", await RefusedAsync("12:10", "12:20"));
    }

    [Theory, MemberData(nameof(Stores.Both), MemberType = typeof(Stores))]
    public async Task S44_Monday_at_noon_locks_the_week(Store store)
    {
        var (scene, _) = await TrackedAsync(store);
        await using var __ = scene;
        Task<Outcome<int>> MemoAsync(string words) =>
            scene.Do<EditMemo, Outcome<int>>(u =>
                u.RunAsync(scene.Contract, [At("09:10")], words, scene.Freelancer, Ct)
            );
        scene.Host.Clock.SetUtcNow(new DateTimeOffset(LockAt.AddSeconds(-1)));
        Assert.Equal(10, ContractScenes.Sure(await MemoAsync("Keyset pages, second try")));
        Assert.True((await scene.DayAsync()).CanEdit);
        var deletion = ContractScenes.Sure(await scene.DeleteAsync(At("09:20")));
        scene.Host.Clock.SetUtcNow(new DateTimeOffset(LockAt));
        Assert.Equal("locked", Code(await MemoAsync("Keyset pages, third try")));
        Assert.Equal("locked", Code(await scene.DeleteAsync(At("09:10"))));
        // What was taken away before the lock is off the bill, and cannot come back onto it.
        Assert.Equal("locked", Code(await scene.UndoAsync(deletion.Id)));
        var day = await scene.DayAsync();
        Assert.Equal((false, WeekPhase.Review, 50), (day.CanEdit, day.Phase, day.Week.BilledMinutes));
        await scene.Host.AdvanceAsync(TimeSpan.FromMinutes(1));
        Assert.Equal(50, (await scene.DayAsync()).All.BilledMinutes);
    }

    [Theory, MemberData(nameof(Stores.Both), MemberType = typeof(Stores))]
    public async Task Words_before_an_edit_stay_readable(Store store)
    {
        var (scene, _) = await TrackedAsync(store);
        await using var __ = scene;
        Task<Outcome<int>> MemoAsync(string words, params int[] starts) =>
            scene.Do<EditMemo, Outcome<int>>(u => u.RunAsync(scene.Contract, starts, words, scene.Freelancer, Ct));
        Assert.Equal("memo", Code(await MemoAsync("ab", At("09:00"))));
        Assert.Equal("segments", Code(await MemoAsync("Reviews", At("09:00") + 3)));
        Assert.Equal(20, ContractScenes.Sure(await MemoAsync("Reviews", At("09:00"), At("09:30"))));
        var day = await scene.DayAsync(scene.Client);
        Assert.Equal(["Reviews", Memo, Memo, "Reviews", Memo, Memo], day.Cells.Select(c => c.Memo));
        Assert.Equal(("memo", Memo, 20), (day.Changes[0].Kind, day.Changes[0].Text, day.Changes[0].Minutes));
        var sheet = (
            await scene.Do<DiaryViews, Timesheet?>(v =>
                v.TimesheetAsync(scene.Contract, new(2026, 11, 23), new(2026, 11, 29), scene.Client, Ct)
            )
        )!;
        Assert.Equal([("Reviews", 20), (Memo, 40)], sheet.Rows.Select(r => (r.Memo, r.Minutes)));
        Assert.Equal(6_200, sheet.Sums.Amount.Minor);
    }

    [Theory, MemberData(nameof(Stores.Both), MemberType = typeof(Stores))]
    public async Task S45_The_client_cannot_edit_but_can_ask(Store store)
    {
        var (scene, lease) = await TrackedAsync(store);
        await using var _ = scene;
        var (id, ada) = (scene.Contract, scene.Client);
        Assert.Equal(
            "not_found",
            Code(await scene.Do<DeleteSegments, Outcome<DeletionView>>(u => u.RunAsync(id, [At("09:00")], ada, Ct)))
        );
        Assert.Equal(
            "not_found",
            Code(await scene.Do<EditMemo, Outcome<int>>(u => u.RunAsync(id, [At("09:00")], "Other", ada, Ct)))
        );
        Assert.Equal(
            "not_found",
            Code(await scene.Do<BlurScreenshots, Outcome<int>>(u => u.RunAsync(id, [At("09:00")], ada, Ct)))
        );
        Assert.Equal("not_found", Code(await scene.Do<EraseScreenshots, Outcome<int>>(u => u.RunAsync(id, ada, Ct))));
        Assert.Equal(
            "not_found",
            Code(await scene.Do<GiveConsent, Outcome<Done>>(u => u.RunAsync(id, ProofLevel.Hours, ada, Ct)))
        );
        Assert.Equal(
            "not_found",
            Code(await scene.Do<StopTimer, Outcome<Done>>(u => u.RunAsync(lease, null, "user", ada, Ct)))
        );
        Assert.Equal(
            "not_found",
            Code(await scene.Do<ChangeMemo, Outcome<Done>>(u => u.RunAsync(lease, "Other", ada, Ct)))
        );
        Assert.Equal(
            "not_found",
            Code(
                await scene.Do<AddManualTime, Outcome<int>>(u =>
                    u.RunAsync(new(id, "2026-11-23", "08:00", "08:10", "Other", "UTC"), ada, Ct)
                )
            )
        );
        Assert.Null(await scene.Do<ExportDiary, Stream?>(u => u.OpenAsync(id, ada, Ct)));
        Assert.False((await scene.DayAsync(ada)).CanEdit);
        Assert.Equal(60, (await scene.DayAsync(ada)).Week.Minutes);

        Task<Outcome<Guid>> AskAsync(Actor by, string words) =>
            scene.Do<AskAboutSegment, Outcome<Guid>>(u => u.RunAsync(id, At("09:10"), words, by, Ct));
        Assert.Equal("question", Code(await AskAsync(ada, " ")));
        Assert.Equal("not_found", Code(await AskAsync(scene.Freelancer, "What is this?")));
        var room = ContractScenes.Sure(await AskAsync(ada, "What is this?"));
        var said = await scene.Host.InScopeAsync(s =>
            s.GetRequiredService<MetierDb>()
                .Set<Message>()
                .Where(m => m.RoomId == room && m.AuthorId == ada.MemberId)
                .OrderBy(m => m.Seq)
                .ToListAsync(Ct)
        );
        Assert.Equal("segment_asked", said[0].Event!.Kind);
        Assert.Equal("What is this?", said[1].Text);
        // Each side reads in its own language what the words are about.
        using var zoe = await scene.Host.SignedInAsync(scene.Freelancer);
        var page = await zoe.GetAsync($"/fr/messages/{room}");
        Assert.Contains("Au sujet du journal de travail du 23 novembre 2026, 09:10 UTC", page.Text);
        Assert.DoesNotContain("Work Diary", page.Text);
        var link = $"/fr/contrats/{id}/journal/20261123T0910Z";
        Assert.NotNull(page.Document.QuerySelector($"a[href='{link}']"));
        var segment = await zoe.GetAsync(link);
        Assert.Equal((System.Net.HttpStatusCode.OK, link), (segment.Status, segment.Uri.AbsolutePath));
        using var own = await scene.Host.SignedInAsync(ada);
        Assert.Contains(
            "About the Work Diary of 23 November 2026, 09:10 UTC",
            (await own.GetAsync($"/en/messages/{room}")).Text
        );
    }

    [Theory, MemberData(nameof(Stores.Both), MemberType = typeof(Stores))]
    public async Task Strangers_see_nothing(Store store)
    {
        var (scene, lease) = await TrackedAsync(store);
        await using var _ = scene;
        var max = await scene.Host.MemberAsync("Max Stranger", freelancer: true, client: true);
        Assert.Null(await scene.Do<DiaryViews, DiaryDay?>(v => v.DayAsync(scene.Contract, null, null, max, Ct)));
        Assert.Null(
            await scene.Do<DiaryViews, SegmentDetail?>(v => v.SegmentAsync(scene.Contract, At("09:00"), max, Ct))
        );
        Assert.Null(
            await scene.Do<DiaryViews, Timesheet?>(v =>
                v.TimesheetAsync(scene.Contract, new(2026, 11, 23), new(2026, 11, 29), max, Ct)
            )
        );
        Assert.Null(await scene.Do<DiaryViews, ConsentView?>(v => v.ConsentAsync(scene.Contract, max, Ct)));
        Assert.Equal("not_found", Code(await scene.SendAsync(lease, At("09:00"), [Active(0)], by: max)));
        Assert.Equal(
            "not_found",
            Code(
                await scene.Do<DeleteSegments, Outcome<DeletionView>>(u =>
                    u.RunAsync(scene.Contract, [At("09:00")], max, Ct)
                )
            )
        );
    }

    [Theory, MemberData(nameof(Stores.Both), MemberType = typeof(Stores))]
    public async Task A_closed_contracts_diary_takes_what_was_tracked_before_and_is_frozen(Store store)
    {
        var (scene, lease) = await TrackedAsync(store);
        await using var _ = scene;
        scene.Go(At("10:30"));
        ContractScenes.Sure(
            await scene.Do<EndContract, Outcome<ContractState>>(u =>
                u.RunAsync(scene.Contract, Guid.CreateVersion7(), "Done.", scene.Client, Ct)
            )
        );
        await scene.Host.SettleAsync();
        scene.Go(At("11:00"));
        Assert.Equal("ended", (await scene.TrackAsync(lease, At("10:20"), At("10:30"))).Stop);
        Assert.All(
            (await scene.TrackAsync(lease, At("10:30"), At("10:40"))).Refused,
            r => Assert.Equal("contract", r.Code)
        );
        Assert.Equal(70, (await scene.DayAsync()).Week.BilledMinutes);
        Assert.Equal("contract_ended", Code(await scene.TryStartAsync()));
        Assert.Equal("contract_ended", Code(await scene.ByHandAsync("10:40", "10:50")));
        Assert.Equal("ended", Code(await scene.DeleteAsync(At("09:00"))));
    }

    [Theory, MemberData(nameof(Stores.Both), MemberType = typeof(Stores))]
    public async Task The_rate_is_that_of_the_minute_and_the_week_is_rounded_once(Store store)
    {
        await using var scene = await StartAsync(store, Terms with { Rate = "22.22" });
        var lease = await scene.StartAsync();
        scene.Go(At("09:07"));
        Assert.True((await scene.Host.RateAsync(scene.Contract, "33.33", scene.Client)).Ok);
        scene.Go(At("10:00"));
        await scene.TrackAsync(lease, At("09:00"), At("09:17"));
        // 7 minutes at 22.22 and 10 at 33.33: 2.59233… + 5.555 = 8.14733…
        Assert.Equal(815, (await scene.DayAsync()).Week.Amount.Minor);
    }
}
