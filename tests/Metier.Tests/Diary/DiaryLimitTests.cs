using System.Diagnostics;
using CsCheck;
using Metier.Contracts;
using Metier.Diary;
using Metier.Notifications;
using Metier.Platform;
using Metier.Tests.Contracts;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using static Metier.Tests.Diary.DiaryScene;

namespace Metier.Tests.Diary;

/// <summary>What is stored beside the minutes (protection, limit) stays what the minutes say; and what happens at the moment of the lock.</summary>
public class DiaryLimitTests
{
    private static readonly CancellationToken Ct = CancellationToken.None;

    /// <summary>Uploads in any order, deletions, time by hand and raises of the limit: what is stored is what a fresh look finds.</summary>
    [Theory, MemberData(nameof(Stores.Both), MemberType = typeof(Stores))]
    public async Task Stored_protection_is_what_the_minutes_say(Store store)
    {
        foreach (var billing in new[] { "Minutes", "Segments" })
        {
            await using var scene = await StartAsync(
                store,
                new HourlyTyped("62", "hours", "1", true, "Activity", billing, false),
                ProofLevel.Activity
            );
            var lease = await scene.StartAsync();
            var limit = 60;
            var random = new Random(7);
            scene.Go(At("20:00"));
            for (var step = 0; step < 60; step++)
            {
                var start = At("09:00") + (10 * random.Next(60));
                switch (random.Next(8))
                {
                    case 0:
                        await scene.DeleteAsync(start);
                        break;
                    case 1:
                        await scene.ByHandAsync(Clock(start), Clock(start + 10));
                        break;
                    case 2 when step % 5 == 0 && limit < 600:
                        limit += 60;
                        var hours = (limit / 60).ToString(System.Globalization.CultureInfo.InvariantCulture);
                        Assert.True((await scene.Host.LimitAsync(scene.Contract, hours, scene.Client)).Ok);
                        await scene.Host.Services.GetRequiredService<Outbox>().DrainAsync(Ct);
                        break;
                    default:
                        var minutes = Enumerable
                            .Range(0, 10)
                            .Where(_ => random.Next(3) > 0)
                            .Select(m => new MinuteUpload(m, random.Next(4) > 0, null, null, null, Memo))
                            .ToList();
                        if (minutes.Count > 0)
                        {
                            ContractScenes.Sure(await scene.SendAsync(lease, start, minutes));
                        }
                        break;
                }
            }
            await CheckAsync(scene, limit, billing);
        }
    }

    private static string Clock(int minute) =>
        DiaryTime.At(minute).ToString("HH:mm", System.Globalization.CultureInfo.InvariantCulture);

    private static async Task CheckAsync(DiaryScene scene, int limit, string billing)
    {
        var day = await scene.DayAsync();
        var hourly = day.Hourly;
        var bill = WeekBill.Of(
            (await scene.MinutesAsync()).Select(m => new BillableMinute(m.Minute, 6_200)),
            limit,
            Enum.Parse<HourlyBilling>(billing),
            hourly.Contract.Unit
        );
        Assert.Equal(
            (bill.LoggedMinutes, bill.BilledMinutes, bill.Amount),
            (day.Week.Minutes, day.Week.BilledMinutes, day.Week.Amount)
        );
        Assert.InRange(bill.BilledMinutes, limit / 2, limit);
        foreach (var cell in day.Cells.Where(c => c.Minutes > 0))
        {
            var expected =
                cell.Source == MinuteSource.Manual ? Coverage.ByHand
                : cell.Billed == 0 ? Coverage.OverLimit
                : cell.Active == 0 ? Coverage.Idle
                : Coverage.Covered;
            Assert.Equal((cell.Start, expected), (cell.Start, cell.Coverage));
        }
    }

    /// <summary>An edit that holds the diary a moment before the lock is waited for, and is in the bill.</summary>
    [Theory, MemberData(nameof(Stores.Both), MemberType = typeof(Stores))]
    public async Task Whoever_edits_at_the_moment_of_the_lock_is_waited_for(Store store)
    {
        await using var scene = await StartAsync(store);
        var lease = await scene.StartAsync();
        scene.Go(At("10:00"));
        await scene.TrackAsync(lease, At("09:00"), At("10:00"));
        scene.Host.Clock.SetUtcNow(new DateTimeOffset(LockAt.AddMilliseconds(-1)));
        var held = new TaskCompletionSource();
        var go = new TaskCompletionSource();
        var edit = scene.Host.InScopeAsync(s =>
        {
            var db = s.GetRequiredService<MetierDb>();
            return db.WriteAsync<Done>(
                async () =>
                {
                    var deleted = await s.GetRequiredService<DeleteSegments>()
                        .RunAsync(scene.Contract, [At("09:00")], scene.Freelancer, Ct);
                    Assert.True(deleted.Ok);
                    held.SetResult();
                    await go.Task;
                    return Done.It;
                },
                Ct
            );
        });
        await held.Task;
        scene.Host.Clock.SetUtcNow(new DateTimeOffset(LockAt));
        var locking = scene.Do<LockWeeks, int>(c => c.RunAsync(Ct));
        await Task.Delay(300, Ct);
        Assert.False(locking.IsCompleted);
        go.SetResult();
        Assert.True((await edit).Ok);
        Assert.Equal(1, await locking);
        var week = await scene.Host.InScopeAsync(s =>
            s.GetRequiredService<MetierDb>().Set<DiaryWeek>().SingleAsync(w => w.ContractId == scene.Contract)
        );
        Assert.Equal((50, 5_167), (week.BilledMinutes, week.AmountMinor));
    }

    [Theory, MemberData(nameof(Stores.Both), MemberType = typeof(Stores))]
    public async Task Open_pages_hear_of_minutes_and_the_client_not_of_starts(Store store)
    {
        await using var scene = await StartAsync(store);
        Task<List<string>> HeardAsync(Actor who) =>
            scene.Host.InScopeAsync(async s =>
            {
                var batch = await s.GetRequiredService<Mailbox>().ReadAsync(who.MemberId, 0, 100, Ct);
                return batch.Events.Where(e => e.Subject == scene.Contract).Select(e => e.Kind).ToList();
            });
        var (zoe, ada) = ((await HeardAsync(scene.Freelancer)).Count, (await HeardAsync(scene.Client)).Count);
        var lease = await scene.StartAsync();
        Assert.Equal(
            (zoe + 1, ada),
            ((await HeardAsync(scene.Freelancer)).Count, (await HeardAsync(scene.Client)).Count)
        );
        scene.Go(At("09:10"));
        await scene.TrackAsync(lease, At("09:00"), At("09:10"));
        Assert.Equal(
            (zoe + 2, ada + 1),
            ((await HeardAsync(scene.Freelancer)).Count, (await HeardAsync(scene.Client)).Count)
        );
        Assert.Equal("diary", (await HeardAsync(scene.Client))[^1]);
    }

    [Fact]
    public async Task An_upload_late_in_a_full_week_is_quick()
    {
        await using var scene = await StartAsync(Store.Sqlite, Terms with { LimitHours = "50" });
        var lease = await scene.StartAsync();
        scene.Go(At("12:00", 5));
        for (var day = 0; day < 5; day++)
        {
            await scene.TrackAsync(lease, At("09:00", day), At("17:00", day) - (day == 4 ? 301 : 0));
        }
        var watch = Stopwatch.StartNew();
        for (var i = 0; i < 10; i++)
        {
            await scene.TrackAsync(lease, At("09:00", 5) + (10 * i), At("09:10", 5) + (10 * i));
        }
        // Far above what it takes, so that a busy machine does not fail it.
        Assert.InRange(watch.Elapsed / 10, TimeSpan.Zero, TimeSpan.FromMilliseconds(500));
        TestContext.Current.SendDiagnosticMessage($"An upload takes {watch.ElapsedMilliseconds / 10} ms");
        Console.WriteLine($"An upload takes {watch.ElapsedMilliseconds / 10} ms");
    }
}
