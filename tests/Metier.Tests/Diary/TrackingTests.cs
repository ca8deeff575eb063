using Metier.Contracts;
using Metier.Diary;
using Metier.Members;
using Metier.Platform;
using Metier.Tests.Contracts;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using static Metier.Tests.Diary.DiaryScene;

namespace Metier.Tests.Diary;

/// <summary>What the server takes from timers, on both databases; the numbers are those of the scenarios in the design.</summary>
public class TrackingTests
{
    private static readonly CancellationToken Ct = CancellationToken.None;

    [Theory, MemberData(nameof(Stores.Both), MemberType = typeof(Stores))]
    public async Task A_start_needs_memo_consent_and_a_running_contract(Store store)
    {
        await using var scene = await StartAsync(store, consent: null);
        Assert.Equal("consent_missing", Code(await scene.TryStartAsync()));
        Assert.Equal("level", Code(await scene.ConsentAsync((ProofLevel)7)));
        Assert.True((await scene.ConsentAsync(ProofLevel.FullDiary)).Ok);
        Assert.Equal("memo", Code(await scene.TryStartAsync(memo: " ab ")));
        Assert.Equal("not_found", Code(await scene.TryStartAsync(by: scene.Client)));
        var stranger = await scene.Host.MemberAsync("Max Stranger", freelancer: true);
        Assert.Equal("not_found", Code(await scene.TryStartAsync(by: stranger)));
        Assert.True((await scene.Host.PauseAsync(scene.Contract, true, scene.Client)).Ok);
        Assert.Equal("contract_paused", Code(await scene.TryStartAsync()));
        Assert.True((await scene.Host.PauseAsync(scene.Contract, false, scene.Client)).Ok);
        // The same start twice is one.
        var id = Guid.CreateVersion7();
        var first = ContractScenes.Sure(await scene.TryStartAsync(id: id));
        var again = ContractScenes.Sure(await scene.TryStartAsync(id: id));
        Assert.Equal((first.LeaseId, first.StartedAt, 3), (again.LeaseId, again.StartedAt, again.Level));
        Assert.Equal(TimeSpan.FromMinutes(15), first.ExpiresAt - first.ServerTime);
    }

    [Theory, MemberData(nameof(Stores.Both), MemberType = typeof(Stores))]
    public async Task What_is_sent_twice_counts_once_and_renews_the_lease(Store store)
    {
        await using var scene = await StartAsync(store);
        var lease = await scene.StartAsync();
        scene.Go(At("09:04"));
        var first = await scene.TrackAsync(lease, At("09:00"), At("09:04"));
        Assert.Equal([0, 1, 2, 3], first.Accepted);
        scene.Go(At("09:10"));
        var again = await scene.TrackAsync(lease, At("09:00"), At("09:10"));
        Assert.Equal(
            (10, 10, scene.Host.Now.AddMinutes(15)),
            (again.Accepted.Count, again.WeekMinutes, again.LeaseUntil)
        );
        var minutes = await scene.MinutesAsync();
        Assert.Equal((10, 120), (minutes.Count, minutes[0].Keys));
        // What was recorded is not changed by what comes later.
        var other = Enumerable.Range(0, 10).Select(m => new MinuteUpload(m, false, 0, 0, 0, "Something else")).ToList();
        Assert.Empty(ContractScenes.Sure(await scene.SendAsync(lease, At("09:00"), other)).Refused);
        Assert.All(await scene.MinutesAsync(), m => Assert.Equal(120, m.Keys));
    }

    [Theory, MemberData(nameof(Stores.Both), MemberType = typeof(Stores))]
    public async Task S39_A_start_on_B_stops_A_and_no_minute_belongs_to_both(Store store)
    {
        await using var scene = await StartAsync(store);
        var (a, b) = (Guid.CreateVersion7(), Guid.CreateVersion7());
        var onA = await scene.StartAsync(device: a);
        scene.Go(At("09:10"));
        await scene.TrackAsync(onA, At("09:00"), At("09:05"), device: a);
        var onB = await scene.StartAsync(device: b);
        scene.Go(At("09:20"));
        await scene.TrackAsync(onB, At("09:10"), At("09:20"), device: b);
        // A was not told yet and sends the last minutes it has; it hears why it stops.
        var late = await scene.TrackAsync(onA, At("09:05"), At("09:10"), device: a);
        Assert.Equal(("revoked", 5), (late.Stop, late.Accepted.Count));
        Assert.Null(late.LeaseUntil);
        Assert.Equal(20, (await scene.MinutesAsync()).Count);
        // Nobody tracks on a lease of another device.
        Assert.Equal("lease", Code(await scene.SendAsync(onB, At("09:10"), [Active(0)], device: a)));
    }

    [Theory, MemberData(nameof(Stores.Both), MemberType = typeof(Stores))]
    public async Task The_timer_that_started_first_has_the_minute_and_the_loss_is_listed(Store store)
    {
        await using var scene = await StartAsync(store);
        var (a, b) = (Guid.CreateVersion7(), Guid.CreateVersion7());
        var other = await scene.Host.HourlyContractAsync(scene.Client, scene.Freelancer, Terms);
        Assert.True((await scene.ConsentAsync(ProofLevel.FullDiary, other)).Ok);
        var onA = await scene.StartAsync(device: a);
        scene.Go(At("09:10"));
        var onB = await scene.StartAsync(other, b);
        scene.Go(At("10:00"));
        await scene.TrackAsync(onB, At("09:10"), At("09:30"), other, b);
        // A was offline and went on until 09:20.
        var late = await scene.TrackAsync(onA, At("09:00"), At("09:20"), device: a);
        Assert.Equal(10, late.Accepted.Count);
        var minutes = await scene.MinutesAsync();
        Assert.Equal(30, minutes.Count);
        Assert.Equal(20, minutes.Count(m => m.ContractId == scene.Contract));
        // B sends its minutes again: they are taken, and its diary says so once.
        for (var i = 0; i < 2; i++)
        {
            var answer = await scene.TrackAsync(onB, At("09:10"), At("09:20"), other, b);
            Assert.All(answer.Refused, r => Assert.Equal("taken", r.Code));
            Assert.Equal(10, answer.Refused.Count);
        }
        var day = (
            await scene.Do<DiaryViews, DiaryDay?>(v =>
                v.DayAsync(other, new DateOnly(2026, 11, 23), "UTC", scene.Freelancer, Ct)
            )
        )!;
        var line = Assert.Single(day.Changes, c => c.Kind == "taken");
        Assert.Equal((At("09:10"), 10), (line.From, line.Minutes));
        Assert.Equal((10, 1), (day.Week.Minutes, day.Cells.Count));
    }

    [Theory, MemberData(nameof(Stores.Both), MemberType = typeof(Stores))]
    public async Task Two_devices_send_the_same_minutes_at_once(Store store)
    {
        await using var scene = await StartAsync(store);
        var (a, b) = (Guid.CreateVersion7(), Guid.CreateVersion7());
        var onA = await scene.StartAsync(device: a);
        scene.Go(At("09:01"));
        var onB = await scene.StartAsync(device: b);
        scene.Go(At("10:00"));
        var ten = Enumerable.Range(0, 10).Select(m => Active(m)).ToList();
        for (var start = At("09:10"); start < At("09:50"); start += 10)
        {
            var answers = await Task.WhenAll(
                Enumerable
                    .Range(0, 4)
                    .Select(i => scene.SendAsync(i % 2 == 0 ? onA : onB, start, ten, device: i % 2 == 0 ? a : b))
            );
            Assert.Contains(answers, x => x.Ok && x.Value.Accepted.Count == 10);
        }
        var minutes = await scene.MinutesAsync();
        Assert.Equal(40, minutes.Count);
        // Whoever was first to send: in the end all belong to the run that started first.
        await scene.TrackAsync(onA, At("09:10"), At("09:50"), device: a);
        Assert.All(await scene.MinutesAsync(), m => Assert.Equal(onA, m.LeaseId));
        Assert.Equal(40, (await scene.DayAsync()).Week.Minutes);
    }

    [Theory, MemberData(nameof(Stores.Both), MemberType = typeof(Stores))]
    public async Task Two_starts_at_once_leave_one_lease(Store store)
    {
        await using var scene = await StartAsync(store);
        var starts = await Task.WhenAll(
            Enumerable.Range(0, 6).Select(_ => scene.TryStartAsync(device: Guid.CreateVersion7()))
        );
        Assert.Contains(starts, s => s.Ok);
        var live = await scene.Host.InScopeAsync(s =>
            s.GetRequiredService<MetierDb>().Set<TrackingLease>().CountAsync(l => l.StoppedAt == null)
        );
        Assert.Equal(1, live);
    }

    [Theory, MemberData(nameof(Stores.Both), MemberType = typeof(Stores))]
    public async Task S37_S38_Idle_and_sleep_pay_until_the_last_active_minute(Store store)
    {
        await using var scene = await StartAsync(store);
        var lease = await scene.StartAsync();
        scene.Go(At("09:30"));
        // Ten minutes without input had been sent already; the stop is counted back over them.
        await scene.TrackAsync(lease, At("09:00"), At("09:30"));
        Assert.True((await scene.StopAsync(lease, DiaryTime.At(At("09:18")), "idle")).Ok);
        Assert.Equal(18, (await scene.MinutesAsync()).Count);
        Assert.Null(await scene.FindSegmentAsync(At("09:20")));
        // Nor do minutes that come afterwards count.
        var late = await scene.TrackAsync(lease, At("09:18"), At("09:20"));
        Assert.All(late.Refused, r => Assert.Equal("contract", r.Code));
        Assert.True((await scene.StopAsync(lease, DiaryTime.At(At("09:05")), "user")).Ok);
        Assert.Equal(18, (await scene.MinutesAsync()).Count);

        // A night with the lid closed.
        scene.Go(At("18:00"));
        var evening = await scene.StartAsync();
        scene.Go(At("18:10"));
        await scene.TrackAsync(evening, At("18:00"), At("18:10"));
        scene.Go(At("02:10", 1));
        Assert.True((await scene.StopAsync(evening, DiaryTime.At(At("18:10")), "sleep")).Ok);
        Assert.Equal(28, (await scene.MinutesAsync()).Count);
    }

    [Theory, MemberData(nameof(Stores.Both), MemberType = typeof(Stores))]
    public async Task S40_Three_days_offline_come_in_afterwards_and_none_after_the_lock(Store store)
    {
        await using var scene = await StartAsync(store);
        var lease = await scene.StartAsync();
        scene.Go(At("09:00", 3));
        foreach (var day in new[] { 2, 0, 1 })
        {
            var answer = await scene.TrackAsync(lease, At("10:00", day), At("12:00", day));
            Assert.Empty(answer.Refused);
        }
        Assert.Equal(360, (await scene.MinutesAsync()).Count);
        scene.Host.Clock.SetUtcNow(new DateTimeOffset(LockAt.AddSeconds(-1)));
        Assert.Empty((await scene.TrackAsync(lease, At("13:00"), At("13:10"))).Refused);
        scene.Host.Clock.SetUtcNow(new DateTimeOffset(LockAt));
        var locked = await scene.TrackAsync(lease, At("13:10"), At("13:20"));
        Assert.All(locked.Refused, r => Assert.Equal("locked", r.Code));
        scene.Go(At("09:00", 20));
        Assert.All(
            (await scene.TrackAsync(lease, At("14:00"), At("14:10"))).Refused,
            r => Assert.Equal("too_old", r.Code)
        );
        Assert.Equal(370, (await scene.MinutesAsync()).Count);
    }

    [Theory, MemberData(nameof(Stores.Both), MemberType = typeof(Stores))]
    public async Task S41_A_clock_set_back_doubles_nothing_and_the_future_is_refused(Store store)
    {
        await using var scene = await StartAsync(store);
        var lease = await scene.StartAsync();
        scene.Go(At("11:00"));
        await scene.TrackAsync(lease, At("10:00"), At("11:00"));
        // The device's clock went back two hours and names the same minutes again.
        await scene.TrackAsync(lease, At("10:00"), At("10:30"));
        Assert.Equal(60, (await scene.MinutesAsync()).Count);
        var ahead = await scene.TrackAsync(lease, At("11:00"), At("11:10"));
        Assert.Equal([0, 1, 2], ahead.Accepted);
        Assert.All(ahead.Refused, r => Assert.Equal("future", r.Code));
        // Before the timer was started there is nothing to count.
        var before = await scene.TrackAsync(lease, At("08:50"), At("09:00"));
        Assert.All(before.Refused, r => Assert.Equal("contract", r.Code));
    }

    [Theory, MemberData(nameof(Stores.Both), MemberType = typeof(Stores))]
    public async Task S42_The_limit_is_reached_in_the_middle_of_a_segment(Store store)
    {
        await using var scene = await StartAsync(store, Terms with { LimitHours = "1" });
        var lease = await scene.StartAsync();
        scene.Go(At("10:10"));
        Assert.Null((await scene.TrackAsync(lease, At("09:05"), At("10:00"))).Stop);
        Assert.Equal("limit", (await scene.TrackAsync(lease, At("10:00"), At("10:10"))).Stop);
        var day = await scene.DayAsync();
        Assert.Equal(
            (65, 60, 5, 6_200),
            (day.Week.Minutes, day.Week.BilledMinutes, day.Week.OverLimitMinutes, day.Week.Amount.Minor)
        );
        Assert.Equal(5, day.Cells[^1].Billed);
        Assert.True((await scene.StopAsync(lease, reason: "limit")).Ok);
        Assert.Equal("limit_reached", Code(await scene.TryStartAsync()));
        scene.Go(At("10:20"));
        Assert.Equal(10, ContractScenes.Sure(await scene.ByHandAsync("10:10", "10:20")));
        Assert.Equal(60, (await scene.DayAsync()).Week.BilledMinutes);
        await scene.Host.SettleAsync();
        var mails = await scene.Host.MailsAsync();
        Assert.Equal(
            3,
            mails.Count(m =>
                m.ToAddress == scene.Freelancer.Email && m.Subject.Contains("lafond", StringComparison.Ordinal)
            )
        );

        // Two more hours cover what was over it, at once.
        Assert.True((await scene.Host.LimitAsync(scene.Contract, "3", scene.Client)).Ok);
        await scene.Host.SettleAsync();
        Assert.Equal(
            (75, 0),
            ((await scene.DayAsync()).Week.BilledMinutes, (await scene.DayAsync()).Week.OverLimitMinutes)
        );
        Assert.Equal(Coverage.ByHand, (await scene.SegmentAsync(At("10:10"))).Coverage);
        Assert.True((await scene.TryStartAsync()).Ok);
    }

    [Theory, MemberData(nameof(Stores.Both), MemberType = typeof(Stores))]
    public async Task S46_A_level_that_is_lowered_counts_from_that_minute_on(Store store)
    {
        await using var scene = await StartAsync(store);
        var lease = await scene.StartAsync();
        scene.Go(At("09:10"), 20);
        Assert.True((await scene.ConsentAsync(ProofLevel.Activity)).Ok);
        scene.Go(At("09:20"));
        Assert.Empty((await scene.TrackAsync(lease, At("09:00"), At("09:10"))).Refused);
        var counts = await scene.TrackAsync(lease, At("09:10"), At("09:20"));
        Assert.All(counts.Refused, r => Assert.Equal("level", r.Code));
        Assert.Equal(10, counts.Refused.Count);
        var bare = Enumerable.Range(0, 10).Select(m => new MinuteUpload(m, true, null, null, null, Memo)).ToList();
        var note = new ScreenshotNote(DiaryTime.At(At("09:14")), "kept", new string('a', 64));
        var answer = ContractScenes.Sure(await scene.SendAsync(lease, At("09:10"), bare, note));
        Assert.Equal((10, false), (answer.Accepted.Count, answer.WantsImage));
        Assert.Equal(Coverage.LevelTooLow, (await scene.SegmentAsync(At("09:10"))).Coverage);
        Assert.Contains("level", (await scene.DayAsync(scene.Client)).Changes.Select(c => c.Kind));

        Assert.True(
            (await scene.Do<WithdrawConsent, Outcome<Done>>(u => u.RunAsync(scene.Contract, scene.Freelancer, Ct))).Ok
        );
        Assert.Equal("consent_missing", Code(await scene.TryStartAsync()));
    }

    [Theory, MemberData(nameof(Stores.Both), MemberType = typeof(Stores))]
    public async Task A_pause_ends_the_lease_and_minutes_in_it_never_count(Store store)
    {
        await using var scene = await StartAsync(store);
        var lease = await scene.StartAsync();
        scene.Go(At("09:20"));
        Assert.True((await scene.Host.PauseAsync(scene.Contract, true, scene.Client)).Ok);
        await scene.Host.SettleAsync();
        scene.Go(At("09:40"));
        Assert.True((await scene.Host.PauseAsync(scene.Contract, false, scene.Client)).Ok);
        await scene.Host.SettleAsync();
        scene.Go(At("10:00"));
        // The device was offline all the time.
        Assert.Empty((await scene.TrackAsync(lease, At("09:10"), At("09:20"))).Refused);
        var within = await scene.TrackAsync(lease, At("09:20"), At("09:30"));
        Assert.Equal(("paused", 10), (within.Stop, within.Refused.Count(r => r.Code == "contract")));
        Assert.Equal("was_paused", Code(await scene.ByHandAsync("09:30", "09:50")));
        Assert.Equal(20, ContractScenes.Sure(await scene.ByHandAsync("09:40", "10:00")));
    }

    [Theory, MemberData(nameof(Stores.Both), MemberType = typeof(Stores))]
    public async Task Nonsense_is_refused_as_a_whole(Store store)
    {
        await using var scene = await StartAsync(store);
        var lease = await scene.StartAsync();
        var start = At("09:00");
        scene.Go(At("09:10"));
        Assert.Equal("segment", Code(await scene.SendAsync(lease, start, [])));
        Assert.Equal("segment", Code(await scene.SendAsync(lease, start + 1, [Active(0)])));
        Assert.Equal("segment", Code(await scene.SendAsync(lease, start, [Active(0), Active(0)])));
        Assert.Equal("segment", Code(await scene.SendAsync(lease, start, [new(10, true, 1, 1, 1, Memo)])));
        Assert.Equal("implausible", Code(await scene.SendAsync(lease, start, [new(0, true, 2_001, 0, 0, Memo)])));
        Assert.Equal("implausible", Code(await scene.SendAsync(lease, start, [new(0, true, -1, 0, 0, Memo)])));
        Assert.Equal("memo", Code(await scene.SendAsync(lease, start, [new(0, true, 1, 0, 0, new string('m', 201))])));
        Assert.Equal("memo", Code(await scene.SendAsync(lease, start, [new(0, true, 1, 0, 0, null!)])));
        Assert.Equal("lease", Code(await scene.SendAsync(Guid.CreateVersion7(), start, [Active(0)])));
        Assert.Equal("not_found", Code(await scene.SendAsync(lease, start, [Active(0)], by: scene.Client)));
        Assert.Empty(await scene.MinutesAsync());
    }

    [Theory, MemberData(nameof(Stores.Both), MemberType = typeof(Stores))]
    public async Task Whoever_is_suspended_tracks_no_more(Store store)
    {
        await using var scene = await StartAsync(store);
        var lease = await scene.StartAsync();
        scene.Go(At("09:20"));
        var moderator = await scene.Host.MemberAsync("Mo Moderator", roles: StaffRoles.Moderator);
        ContractScenes.Sure(
            await scene.Do<SuspendMember, Outcome<Done>>(u =>
                u.RunAsync(new SuspendInput(scene.Freelancer.MemberId, "Fraud", "Why.", "Rule 1"), moderator, Ct)
            )
        );
        await scene.Host.SettleAsync();
        scene.Go(At("09:40"));
        var suspended = scene.Freelancer with { Suspended = true };
        Assert.Equal("suspended", Code(await scene.TryStartAsync(by: suspended)));
        // What was tracked before is theirs.
        Assert.Empty((await scene.TrackAsync(lease, At("09:10"), At("09:20"))).Refused);
        Assert.Equal("signed_out", (await scene.TrackAsync(lease, At("09:20"), At("09:30"))).Stop);
        Assert.Equal(10, (await scene.MinutesAsync()).Count);
    }

    [Fact]
    public void S36_There_is_no_place_for_what_was_typed()
    {
        // Every field of a minute, on the wire and in the table, is a number, a flag, an id or a moment, and one memo.
        Type[] harmless =
        [
            typeof(int),
            typeof(int?),
            typeof(bool?),
            typeof(Guid),
            typeof(Guid?),
            typeof(DateTime),
            typeof(MinuteSource),
        ];
        Assert.Equal(
            ["Memo"],
            typeof(MinuteUpload).GetProperties().Where(p => !harmless.Contains(p.PropertyType)).Select(p => p.Name)
        );
        Assert.Empty(typeof(DiaryMinute).GetProperties().Where(p => !harmless.Contains(p.PropertyType)));
    }
}
