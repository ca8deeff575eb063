using CsCheck;
using Metier.Tracker.Counting;
using Metier.Tracker.Shots;
using Metier.Tracker.Time;

namespace Metier.Tracker.Tests;

public sealed class MeterTests
{
    private static readonly DateTime Nine = new(2026, 11, 24, 9, 0, 0, DateTimeKind.Utc);

    [Theory]
    [InlineData(29, false)]
    [InlineData(30, true)]
    [InlineData(60, true)]
    public void A_minute_counts_when_the_timer_ran_thirty_seconds_in_it(int seconds, bool counts)
    {
        var meter = new MinuteMeter();
        var from = Nine.AddSeconds(60 - seconds);
        var over = meter.Add(from, Nine.AddMinutes(1), default, false);
        Assert.Equal(counts, Assert.Single(over).Tracked);
    }

    [Fact]
    public void Minutes_of_any_steps_are_the_minutes_of_the_whole()
    {
        var steps = Gen.Select(Gen.Int[1, 90], Gen.Int[0, 9]).List[1, 80];
        steps.Sample(list =>
        {
            var meter = new MinuteMeter();
            var at = Nine.AddSeconds(17);
            var minutes = new List<MeteredMinute>();
            foreach (var (seconds, keys) in list)
            {
                minutes.AddRange(meter.Add(at, at.AddSeconds(seconds), new(keys, 0, 0), keys > 0));
                at = at.AddSeconds(seconds);
            }
            if (meter.Close() is { } last)
            {
                minutes.Add(last);
            }
            Assert.Equal(minutes.Count, minutes.Select(m => m.At).Distinct().Count());
            Assert.Equal(list.Sum(s => s.Item1), minutes.Sum(m => m.Seconds), 3);
            Assert.Equal(list.Sum(s => s.Item2), minutes.Sum(m => m.Counts.Keys));
            Assert.All(minutes, m => Assert.InRange(m.Seconds, 0, 60));
        });
    }

    [Fact]
    public void A_clock_put_back_gives_no_minute_twice()
    {
        var meter = new MinuteMeter();
        var first = meter.Add(Nine, Nine.AddMinutes(5), default, true);
        var again = meter.Add(Nine.AddMinutes(1), Nine.AddMinutes(7), default, true);
        Assert.Equal(5, first.Count(m => m.Tracked));
        Assert.Equal([Nine.AddMinutes(5), Nine.AddMinutes(6)], again.Where(m => m.Tracked).Select(m => m.At));
    }

    [Fact]
    public void Screenshots_come_at_any_second_of_the_segment_alike()
    {
        const int draws = 10_000;
        const int bins = 60;
        var plan = new ShotPlan();
        var found = new int[bins];
        var pairs = 0.0;
        var last = 0.0;
        for (var i = 0; i < draws; i++)
        {
            var segment = Nine.AddMinutes(10 * i);
            plan.Tick(segment, running: true);
            // The very first second may itself be the one drawn.
            var second = plan.Due is { } due ? (due - segment).TotalSeconds : 0;
            found[(int)second / 10]++;
            pairs += (second - 299.5) * (last - 299.5);
            last = second;
        }
        var expected = (double)draws / bins;
        var chiSquare = found.Sum(f => (f - expected) * (f - expected) / expected);
        // 59 degrees of freedom: above 112 once in 30,000 runs of a fair draw.
        Assert.True(chiSquare < 112, $"χ² = {chiSquare:F1}");
        // The next cannot be told from the last: correlation within four standard deviations of none.
        var correlation = pairs / draws / (600.0 * 600 / 12);
        Assert.True(Math.Abs(correlation) < 4 / Math.Sqrt(draws), $"r = {correlation:F3}");
    }

    [Fact]
    public void A_missed_second_is_drawn_once_more_from_what_remains_and_then_no_more()
    {
        var draws = new Queue<int>([100, 50, 7]);
        var limits = new List<int>();
        var plan = new ShotPlan(limit =>
        {
            limits.Add(limit);
            return draws.Dequeue();
        });
        Assert.False(Run(plan, 0, 200, running: false));
        // Starts at 200: 400 seconds remain, 50 of them are drawn.
        Assert.False(Run(plan, 200, 249, running: true));
        Assert.Equal([600, 400], limits);
        Assert.True(Run(plan, 249, 252, running: true));
        Assert.False(Run(plan, 252, 600, running: true));

        draws = new Queue<int>([100, 50, 500]);
        var second = new ShotPlan(_ => draws.Dequeue());
        Assert.False(Run(second, 0, 200, running: false));
        Assert.False(Run(second, 200, 220, running: true));
        Assert.False(Run(second, 220, 300, running: false));
        Assert.False(Run(second, 300, 600, running: true));
        Assert.Single(draws);
    }

    [Fact]
    public void An_hour_has_six_pictures()
    {
        var plan = new ShotPlan();
        var taken = Enumerable.Range(0, 3600).Count(s => plan.Tick(Nine.AddSeconds(s), running: true));
        Assert.Equal(6, taken);
    }

    private static bool Run(ShotPlan plan, int from, int to, bool running)
    {
        var due = false;
        for (var s = from; s < to; s++)
        {
            due |= plan.Tick(Nine.AddSeconds(s), running);
        }
        return due;
    }

    [Fact]
    public void The_time_is_the_servers_whatever_happens_to_the_machines_clock()
    {
        var wall = new Microsoft.Extensions.Time.Testing.FakeTimeProvider(new DateTimeOffset(Nine.AddMinutes(7)));
        var machine = new HandClock();
        var clock = new SteadyClock(wall, machine);
        var anchor = clock.Heard(Nine);
        Assert.NotNull(anchor);
        Assert.Equal(TimeSpan.FromMinutes(7), clock.Drift);
        machine.SinceBoot += TimeSpan.FromHours(1);
        wall.AdjustTime(new DateTimeOffset(Nine.AddHours(-2)));
        Assert.Equal(Nine.AddHours(1), clock.Now);
        Assert.Null(clock.Heard(Nine.AddHours(1).AddSeconds(1)));

        // The program starts again: the machine's counter is still good.
        var next = new SteadyClock(wall, machine);
        next.Restore(anchor);
        Assert.Equal(Nine.AddHours(1), next.Now);

        // The machine starts again: its clock is believed as far as it was right before.
        machine.BootId = "boot-2";
        wall.AdjustTime(new DateTimeOffset(Nine.AddHours(3).AddMinutes(7)));
        var later = new SteadyClock(wall, machine);
        later.Restore(anchor);
        Assert.Equal(Nine.AddHours(3), later.Now);
    }
}
