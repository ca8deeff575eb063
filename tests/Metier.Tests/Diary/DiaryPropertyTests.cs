using CsCheck;
using Metier.Contracts;
using Metier.Diary;
using Metier.Ledger;
using Metier.Platform;
using Metier.Tests.Contracts;
using Microsoft.Extensions.DependencyInjection;
using static Metier.Tests.Diary.DiaryScene;

namespace Metier.Tests.Diary;

/// <summary>
/// Whatever is done in whatever order (starts, stops, idling, deleting and taking it back, time by hand, crashes, uploads late, twice
/// and out of order from two devices): what is billed are the surviving minutes, each once, and its price is minutes × rate, rounded
/// once.
/// </summary>
public class DiaryPropertyTests
{
    private const int Rate = 22_22;

    /// <summary>One of two devices as it sees the world: it tracks until it hears that it should not.</summary>
    private sealed class Device
    {
        public Guid Id { get; } = Guid.CreateVersion7();
        public Guid? Lease { get; set; }
        public bool Runs { get; set; }

        /// <summary>Tracked and not sent: by minute, on which lease.</summary>
        public SortedDictionary<int, Guid> Queue { get; } = [];
    }

    private sealed class World(DiaryScene scene, int monday)
    {
        private readonly Device[] devices = [new(), new()];
        private readonly Dictionary<Guid, int> order = [];
        private readonly Dictionary<int, Guid?> alive = [];
        private readonly HashSet<int> dead = [];
        private (Guid Id, Dictionary<int, Guid?> Minutes)? deletion;
        private int now = monday + (9 * 60);
        private int seconds;

        public async Task RunAsync((int What, int How)[] steps)
        {
            scene.Go(now);
            foreach (var (what, how) in steps)
            {
                await StepAsync(what, devices[how % 2], how);
            }
            foreach (var device in devices)
            {
                await SyncAsync(device, 1, all: true);
            }
            await CheckAsync();
            foreach (var device in devices.Where(d => d.Lease is not null))
            {
                await scene.StopAsync(device.Lease!.Value);
            }
        }

        private async Task StepAsync(int what, Device device, int how)
        {
            switch (what)
            {
                case 0:
                    await StartAsync(device);
                    break;
                case 1 or 2 or 3:
                    Tick(1 + (how % 18));
                    break;
                case 4:
                    await StopAsync(device, idle: 0);
                    break;
                case 5:
                    await StopAsync(device, idle: 1 + (how % 10));
                    break;
                case 6 or 7:
                    await SyncAsync(device, how, all: false);
                    break;
                case 8:
                    await DeleteAsync(how);
                    break;
                case 9:
                    await UndoAsync();
                    break;
                case 10:
                    await ByHandAsync(how);
                    break;
                default:
                    Crash(device);
                    break;
            }
        }

        private void Tick(int minutes)
        {
            for (var i = 0; i < minutes; i++, now++)
            {
                foreach (var device in devices.Where(d => d.Runs))
                {
                    device.Queue[now] = device.Lease!.Value;
                }
            }
            seconds = 0;
            scene.Go(now);
        }

        private async Task StartAsync(Device device)
        {
            // Starts are a second apart, so that one is the first.
            scene.Go(now, ++seconds % 60);
            device.Lease = await scene.StartAsync(device: device.Id);
            device.Runs = true;
            order[device.Lease.Value] = order.Count;
        }

        private async Task StopAsync(Device device, int idle)
        {
            if (device.Lease is not { } lease || !device.Runs)
            {
                return;
            }
            var end = Math.Max(now - idle, 0);
            // The device itself forgets what it had not sent of the idle minutes.
            foreach (var minute in device.Queue.Keys.Where(m => m >= end).ToList())
            {
                device.Queue.Remove(minute);
            }
            Assert.True((await scene.StopAsync(lease, DiaryTime.At(end), idle > 0 ? "idle" : "user")).Ok);
            device.Runs = false;
            if (await EndedByAsync(lease) is "idle" or "user")
            {
                foreach (var minute in alive.Where(a => a.Key >= end && a.Value == lease).Select(a => a.Key).ToList())
                {
                    alive.Remove(minute);
                }
            }
        }

        private Task<string?> EndedByAsync(Guid lease) =>
            scene.Host.InScopeAsync(async s =>
                (await s.GetRequiredService<MetierDb>().Set<TrackingLease>().FindAsync(lease))!.StopReason
            );

        /// <summary>Sends segments in an order of its own, some twice; a device that hears a stop stops.</summary>
        private async Task SyncAsync(Device device, int how, bool all)
        {
            var segments = device.Queue.GroupBy(q => (Start: DiaryTime.SegmentOf(q.Key), q.Value)).ToList();
            var random = new Random(how);
            foreach (
                var group in segments.OrderBy(_ => random.Next()).Take(all ? int.MaxValue : 1 + (how % 4)).ToList()
            )
            {
                var minutes = group.Select(g => Active(g.Key)).ToList();
                for (var time = random.Next(3) == 0 ? 0 : 1; time < 2; time++)
                {
                    var answer = ContractScenes.Sure(
                        await scene.SendAsync(group.Key.Value, group.Key.Start, minutes, device: device.Id)
                    );
                    Hear(group.Key.Value, group.Key.Start, minutes.Count, answer);
                    device.Runs &= answer.Stop is null || device.Lease != group.Key.Value;
                }
                foreach (var (minute, _) in group)
                {
                    device.Queue.Remove(minute);
                }
            }
        }

        private void Hear(Guid lease, int start, int sent, SegmentAnswer answer)
        {
            Assert.Equal(sent, answer.Accepted.Count + answer.Refused.Count);
            foreach (var minute in answer.Accepted.Select(m => start + m))
            {
                // Free, its own already, or taken from a run that started later.
                Assert.DoesNotContain(minute, dead);
                Assert.True(
                    !alive.TryGetValue(minute, out var owner)
                        || owner == lease
                        || (owner is { } other && order[lease] < order[other])
                );
                alive[minute] = lease;
            }
            foreach (var (minute, code) in answer.Refused.Select(r => (start + r.Minute, r.Code)))
            {
                Assert.True(
                    code switch
                    {
                        "deleted" => dead.Contains(minute),
                        "taken" => alive[minute] is not { } other || order[other] < order[lease],
                        "contract" => true,
                        _ => false,
                    },
                    code
                );
            }
        }

        private async Task DeleteAsync(int how)
        {
            if (alive.Count == 0)
            {
                return;
            }
            var start = DiaryTime.SegmentOf(alive.Keys.Order().ElementAt(how % alive.Count));
            var taken = alive.Where(a => DiaryTime.SegmentOf(a.Key) == start).ToDictionary();
            var deleted = ContractScenes.Sure(await scene.DeleteAsync(start));
            Assert.Equal(taken.Count, deleted.Minutes);
            foreach (var minute in taken.Keys)
            {
                alive.Remove(minute);
                dead.Add(minute);
            }
            deletion = (deleted.Id, taken);
        }

        private async Task UndoAsync()
        {
            if (deletion is not var (id, minutes))
            {
                return;
            }
            if ((await scene.UndoAsync(id)).Ok)
            {
                foreach (var (minute, lease) in minutes)
                {
                    dead.Remove(minute);
                    alive[minute] = lease;
                }
            }
            deletion = null;
        }

        private async Task ByHandAsync(int how)
        {
            var from = DiaryTime.SegmentOf(now) - (10 * (1 + (how % 6)));
            var typed = new ManualTyped(
                scene.Contract,
                DiaryTime.At(from).ToString("yyyy-MM-dd", System.Globalization.CultureInfo.InvariantCulture),
                DiaryTime.At(from).ToString("HH:mm", System.Globalization.CultureInfo.InvariantCulture),
                DiaryTime.At(from + 10).ToString("HH:mm", System.Globalization.CultureInfo.InvariantCulture),
                "By hand",
                "UTC"
            );
            var added = await scene.Do<AddManualTime, Outcome<int>>(u =>
                u.RunAsync(typed, scene.Freelancer, CancellationToken.None)
            );
            var there = Enumerable.Range(from, 10).ToList();
            if (added.Ok)
            {
                Assert.DoesNotContain(there, alive.ContainsKey);
                foreach (var minute in there)
                {
                    dead.Remove(minute);
                    alive[minute] = null;
                }
            }
            else
            {
                Assert.Contains(Code(added), (string[])["overlap", "before_start"]);
            }
        }

        /// <summary>Killed: the last minute was not on the disk yet, and the next start is another run.</summary>
        private void Crash(Device device)
        {
            if (device.Runs && device.Queue.Count > 0)
            {
                device.Queue.Remove(device.Queue.Keys.Last());
            }
            device.Runs = false;
        }

        private async Task CheckAsync()
        {
            var stored = (await scene.MinutesAsync()).Where(m => m.Minute >= monday).ToList();
            Assert.Equal(
                alive.OrderBy(a => a.Key).Select(a => (a.Key, a.Value)),
                stored.Select(m => (m.Minute, m.LeaseId))
            );
            var day = await scene.DayAsync(scene.Client, DateOnly.FromDateTime(DiaryTime.At(monday)));
            var cents = (long)Math.Round(alive.Count * Rate / 60m, MidpointRounding.AwayFromZero);
            Assert.Equal(
                (alive.Count, alive.Count, cents),
                (day.Week.Minutes, day.Week.BilledMinutes, day.Week.Amount.Minor)
            );
            var bill = WeekBill.Of(
                stored.Select(m => new BillableMinute(m.Minute, Rate)),
                null,
                HourlyBilling.Minutes,
                Currency.Eur
            );
            Assert.Equal((alive.Count, cents), (bill.BilledMinutes, bill.Amount.Minor));
            Assert.Equal(alive.Count, day.Cells.Sum(c => c.Billed));
            Assert.Equal(alive.Values.Count(v => v is null), day.Week.ManualMinutes);
        }
    }

    [Theory, MemberData(nameof(Stores.Both), MemberType = typeof(Stores))]
    public async Task S48_Billed_are_the_surviving_minutes_whatever_the_order(Store store)
    {
        await using var scene = await StartAsync(
            store,
            new HourlyTyped("22.22", "none", null, true, "Counts", "Minutes", false),
            ProofLevel.Counts
        );
        var week = 0;
        // Each history has a week to itself; nothing of it is longer than a day.
        await Gen.Select(Gen.Int[0, 11], Gen.Int[0, 999])
            .Array[45]
            .SampleAsync(
                async steps =>
                    await new World(scene, At("00:00") + (Interlocked.Increment(ref week) * DiaryTime.Week)).RunAsync(
                        steps
                    ),
                iter: store == Store.Sqlite ? 20 : 10,
                threads: 1
            );
    }
}
