using CsCheck;
using Metier.Tracker.Time;

namespace Metier.Tracker.Tests;

public sealed class AnyOrderTests
{
    /// <summary>
    /// Start, stop, idleness, deleting, sending, losing the network or an answer, crashing, in any order: in the end the server
    /// has exactly the minutes in which the timer ran half a minute, that were not idle and not deleted. A crash may cost five
    /// seconds. METIER_TRACKER_ORDERS runs more of them, CsCheck_Seed a certain one.
    /// </summary>
    [Fact]
    public async Task Whatever_happens_in_whatever_order_the_minutes_are_those_that_ran()
    {
        var orders = Environment.GetEnvironmentVariable("METIER_TRACKER_ORDERS") is { Length: > 0 } n
            ? int.Parse(n, System.Globalization.CultureInfo.InvariantCulture)
            : 40;
        await Gen.Int[0, 10].List[5, 40].SampleAsync(RunAsync, iter: orders, threads: 1);
    }

    private static async Task RunAsync(List<int> moves)
    {
        using var one = new Rig();
        one.Server.Level = 2;
        var deleted = new HashSet<DateTime>();
        var crashes = 0;
        var online = true;
        foreach (var move in moves)
        {
            switch (move)
            {
                case 0 or 1:
                    await (one.App.Engine.IsRunning ? one.Do(new("stop")) : one.StartTimer());
                    break;
                case 2 or 3 or 4:
                    one.Pass(move * 47);
                    break;
                case 5:
                    Idle(one);
                    break;
                case 6:
                    await one.Send();
                    break;
                case 7:
                    online = !online;
                    (online ? (Action)one.Server.GoOnline : one.Server.GoOffline)();
                    break;
                case 8:
                    crashes += one.App.Engine.IsRunning ? 1 : 0;
                    one.Crash(TimeSpan.FromSeconds(2));
                    break;
                case 9:
                    var segment = DiaryGrid.Segment(one.Now).AddMinutes(-10);
                    if ((await one.Do(new("delete", Segments: [DiaryGrid.Name(segment)]))).Ok)
                    {
                        deleted.Add(segment);
                    }
                    break;
                case 10:
                    one.Server.LoseAnswers = 1;
                    break;
            }
        }
        one.Server.LoseAnswers = 0;
        if (!online)
        {
            one.Server.GoOnline();
        }
        await one.Do(new("stop"));
        await one.Send();
        Judge(one, deleted, crashes, string.Join(",", moves));
    }

    /// <summary>Eleven minutes without input: everything after the last minute with input is not work.</summary>
    private static void Idle(Rig one)
    {
        var ran = one.App.Engine.IsRunning;
        var from = one.LastInput is { } last ? DiaryGrid.Minute(last).AddMinutes(1) : one.Begun;
        one.Pass(660, typing: false);
        foreach (var minute in one.Ran.Keys.Where(m => ran && m >= from).ToList())
        {
            one.Ran.Remove(minute);
        }
    }

    private static void Judge(Rig one, HashSet<DateTime> deleted, int crashes, string moves)
    {
        var there = one.Server.Minutes.Keys.Select(k => k.At).ToHashSet();
        foreach (var (minute, seconds) in one.Ran)
        {
            if (deleted.Contains(DiaryGrid.Segment(minute)))
            {
                continue;
            }
            var sure = seconds >= 30 + (7 * crashes);
            Assert.True(
                !sure || there.Contains(minute),
                $"{minute:HH:mm} ran {seconds} s and is missing, crashes {crashes}: {moves}"
            );
            Assert.True(
                seconds >= 29 || !there.Contains(minute),
                $"{minute:HH:mm} ran {seconds} s and is there: {moves}"
            );
        }
        Assert.All(there, m => Assert.True(one.Ran.ContainsKey(m), $"{m:HH:mm} is there: {moves}"));
        Assert.All(there, m => Assert.DoesNotContain(DiaryGrid.Segment(m), deleted));
        Assert.Equal(0, one.Backlog.Waiting);
    }
}
