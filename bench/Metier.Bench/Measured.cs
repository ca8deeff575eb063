using System.Diagnostics;
using System.Globalization;
using System.Runtime.InteropServices;
using System.Security.Cryptography;

namespace Metier.Bench;

/// <summary>An engine that is measured.</summary>
internal interface IEngine : IDisposable
{
    string Name { get; }

    /// <summary>Takes all profiles in.</summary>
    void Build(IEnumerable<Profile> profiles);

    /// <summary>Takes in what an earlier run kept; false when there is nothing.</summary>
    bool Reuse() => false;

    /// <summary>The best twenty, as numbers of profiles.</summary>
    IReadOnlyList<int> Ask(Question question);

    /// <summary>Bytes the index takes, in memory or in files.</summary>
    long Size();

    /// <summary>Replaces one profile; comes back once a new search sees it.</summary>
    void Change(Profile profile);

    /// <summary>Comes back ready to answer, as after a restart; null when there is nothing to measure.</summary>
    TimeSpan? Restart();
}

/// <summary>How much is to be measured.</summary>
/// <param name="Passes">How often each question is asked.</param>
internal sealed record Work(int Profiles, int Questions, int Passes);

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
    public static Measured Of(IEngine engine, World world, Work work)
    {
        var build = TimeSpan.Zero;
        if (!engine.Reuse())
        {
            // Made beforehand, so that an engine that builds on two threads is not measured by the one that makes the data.
            var profiles = new Profile[work.Profiles];
            Parallel.For(0, profiles.Length, i => profiles[i] = world.Profile(i));
            GC.Collect();
            var (clock, processor) = (Stopwatch.StartNew(), Environment.CpuUsage.TotalTime);
            engine.Build(profiles);
            build = clock.Elapsed;
            processor = Environment.CpuUsage.TotalTime - processor;
            Console.Error.WriteLine(
                $"{engine.Name}: built in {build.TotalSeconds:F1} s, {processor.TotalSeconds:F1} s of processor time"
            );
        }

        GC.Collect();
        var shorts = Times(engine, world.Short(work.Questions), "short", work.Passes);
        var posts = Times(engine, world.Posts(Math.Max(20, work.Questions / 4)), "post", work.Passes);
        if (engine is OurEngine)
        {
            // Said on the side only: the peers do not correct what was typed.
            Times(engine, world.Misspelt(Math.Max(20, work.Questions / 4)), "misspelt", work.Passes);
        }

        var perSecond = Throughput(engine, world.Short(work.Questions));
        return new Measured(
            engine.Name,
            build,
            engine.Size(),
            work.Profiles,
            shorts,
            posts,
            perSecond,
            ChangeTime(engine, world, work.Profiles),
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

    /// <summary>
    /// The time on the wall of each question, asked once after a warming up; and, said on the side, the processor time of
    /// each as the best of all passes, which others at work on the machine hardly change.
    /// </summary>
    private static TimeSpan[] Times(IEngine engine, List<Question> questions, string name, int passes)
    {
        foreach (var question in questions.Take(questions.Count / 2))
        {
            engine.Ask(question);
        }

        var wall = new TimeSpan[questions.Count];
        var best = Enumerable.Repeat(TimeSpan.MaxValue, questions.Count).ToArray();
        var answers = new List<int>();
        for (var pass = 0; pass < passes; pass++)
        {
            for (var q = 0; q < questions.Count; q++)
            {
                var (from, cpu) = (Stopwatch.GetTimestamp(), ThreadClock.Now);
                var found = engine.Ask(questions[q]);
                cpu = ThreadClock.Now - cpu;
                wall[q] = pass == 0 ? Stopwatch.GetElapsedTime(from) : wall[q];
                answers.AddRange(pass == 0 ? found : []);
                best[q] = cpu < best[q] ? cpu : best[q];
            }
        }

        Array.Sort(best);
        Console.Error.WriteLine(
            $"{engine.Name}, {name}: processor time, best of {passes}: mean {best.Average(t => t.TotalMilliseconds):F3} ms, p50 {Ms(best, 50)}, p90 {Ms(best, 90)}, p99 {Ms(best, 99)}; answers {Fingerprint(answers)}"
        );
        return [.. wall.Order()];
    }

    /// <summary>Equal for equal answers: an engine made faster must still say the same.</summary>
    private static string Fingerprint(List<int> answers) =>
        Convert.ToHexStringLower(SHA256.HashData(MemoryMarshal.AsBytes(CollectionsMarshal.AsSpan(answers))).AsSpan(0, 4));

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
