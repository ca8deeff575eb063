using System.Diagnostics;
using System.Globalization;

namespace Metier.Bench;

/// <summary>An engine that is measured.</summary>
internal interface IEngine : IDisposable
{
    string Name { get; }

    /// <summary>Takes all profiles in.</summary>
    void Build(IEnumerable<Profile> profiles);

    /// <summary>The best twenty, as numbers of profiles.</summary>
    IReadOnlyList<int> Ask(Question question);

    /// <summary>Bytes the index takes, in memory or in files.</summary>
    long Size();

    /// <summary>Replaces one profile; comes back once a new search sees it.</summary>
    void Change(Profile profile);

    /// <summary>Comes back ready to answer, as after a restart; null when there is nothing to measure.</summary>
    TimeSpan? Restart();
}

/// <summary>What was measured of one engine.</summary>
internal sealed record Measured(
    string Engine,
    TimeSpan Build,
    long Size,
    int Profiles,
    TimeSpan[] Short,
    TimeSpan[] Posts,
    double PerSecond,
    TimeSpan Visible,
    TimeSpan? Restart
)
{
    public static Measured Of(IEngine engine, World world, int profiles, int questions)
    {
        var dry = Stopwatch.StartNew();
        foreach (var profile in world.Profiles(profiles))
        {
            _ = profile;
        }

        dry.Stop();
        var clock = Stopwatch.StartNew();
        engine.Build(world.Profiles(profiles));
        var build = clock.Elapsed - dry.Elapsed;
        Console.Error.WriteLine(
            $"{engine.Name}: built in {build.TotalSeconds:F1} s (making the data took {dry.Elapsed.TotalSeconds:F1} s)"
        );
        var shorts = Times(engine, world.Short(questions));
        var posts = Times(engine, world.Posts(Math.Max(20, questions / 4)));
        var perSecond = Throughput(engine, world.Short(questions));
        return new Measured(
            engine.Name,
            build,
            engine.Size(),
            profiles,
            shorts,
            posts,
            perSecond,
            ChangeTime(engine, world, profiles),
            engine.Restart()
        );
    }

    public static void Print(IEnumerable<Measured> all)
    {
        Console.WriteLine(
            "| engine | short p50 | p90 | p99 | post p50 | post p99 | queries/s, 2 threads | build | bytes a profile | change visible | restart |"
        );
        Console.WriteLine("|---|---|---|---|---|---|---|---|---|---|---|");
        foreach (var m in all)
        {
            Console.WriteLine(
                string.Create(
                    CultureInfo.InvariantCulture,
                    $"| {m.Engine} | {Ms(m.Short, 50)} | {Ms(m.Short, 90)} | {Ms(m.Short, 99)} | {Ms(m.Posts, 50)} | {Ms(m.Posts, 99)} | {m.PerSecond:N0} | {m.Build.TotalSeconds:F1} s | {m.Size / m.Profiles:N0} | {m.Visible.TotalMilliseconds:F1} ms | {(m.Restart is { } r ? $"{r.TotalSeconds:F1} s" : "–")} |"
                )
            );
        }
    }

    private static string Ms(TimeSpan[] times, int percent) =>
        times[Math.Min(times.Length - 1, times.Length * percent / 100)]
            .TotalMilliseconds.ToString("F2", CultureInfo.InvariantCulture) + " ms";

    private static TimeSpan[] Times(IEngine engine, List<Question> questions)
    {
        foreach (var question in questions.Take(questions.Count / 2))
        {
            engine.Ask(question);
        }

        var times = new List<TimeSpan>();
        foreach (var question in questions)
        {
            var from = Stopwatch.GetTimestamp();
            engine.Ask(question);
            times.Add(Stopwatch.GetElapsedTime(from));
        }

        return [.. times.Order()];
    }

    private static double Throughput(IEngine engine, List<Question> questions)
    {
        var clock = Stopwatch.StartNew();
        Parallel.ForEach(questions, new ParallelOptions { MaxDegreeOfParallelism = 2 }, q => engine.Ask(q));
        return questions.Count / clock.Elapsed.TotalSeconds;
    }

    private static TimeSpan ChangeTime(IEngine engine, World world, int profiles)
    {
        var times = new List<TimeSpan>();
        for (var i = 0; i < 20; i++)
        {
            var profile = world.Profile(profiles + i);
            var changed = profile with { Document = profile.Document with { Id = World.IdOf(i * 37) } };
            var from = Stopwatch.GetTimestamp();
            engine.Change(changed);
            times.Add(Stopwatch.GetElapsedTime(from));
        }

        return times.Order().ElementAt(18);
    }
}
