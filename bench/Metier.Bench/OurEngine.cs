using Metier.Matching;

namespace Metier.Bench;

/// <summary>Metier.Matching: the whole composite ranking, exact.</summary>
/// <param name="keptIn">A file to keep the index in for the next run, and to take it from.</param>
internal sealed class OurEngine(string? keptIn) : IEngine
{
    private FreelancerIndex _index = New();
    private long _size;

    public string Name => "Metier.Matching";

    public void Build(IEnumerable<Profile> profiles)
    {
        GC.Collect();
        var before = GC.GetTotalMemory(true);
        _index.Replace(profiles.Select(p => p.Document));
        _size = GC.GetTotalMemory(true) - before;
        if (keptIn is not null)
        {
            using var to = File.Create(keptIn);
            _index.Save(to);
        }
    }

    public bool Reuse()
    {
        if (keptIn is null || !File.Exists(keptIn))
        {
            return false;
        }

        var before = GC.GetTotalMemory(true);
        using (var from = File.OpenRead(keptIn))
        {
            _index.Load(from);
        }

        _size = GC.GetTotalMemory(true) - before;
        return true;
    }

    public IReadOnlyList<int> Ask(Question question) =>
        [.. _index.Top(Query(question), 20).Select(m => World.NumberOf(m.Id))];

    public static FreelancerQuery Query(Question question) =>
        question.Misspelt
            ? new FreelancerQuery
            {
                Text = string.Join(' ', question.Words),
                Corrects = true,
                Filter = new FreelancerFilter { RateMaxMinor = question.MostMinor },
                Today = World.Day,
            }
            : Plain(question);

    private static FreelancerQuery Plain(Question question) =>
        new()
        {
            Need = new Need
            {
                MustHave = [.. question.Skills],
                Occupations = question.Near,
                Text = string.Join(' ', question.Words),
                RateMaxMinor = question.MostMinor,
            },
            Filter = new FreelancerFilter { RateMaxMinor = question.MostMinor },
            Today = World.Day,
        };

    public long Size() => _size;

    public void Change(Profile profile)
    {
        _index.Apply([profile.Document], []);
        _index.Best(new FreelancerQuery { Today = World.Day }, 1);
    }

    public TimeSpan? Restart()
    {
        var file = Path.Combine(Path.GetTempPath(), $"metier-bench-{Guid.CreateVersion7():N}.index");
        using (var to = new FileStream(file, FileMode.Create, FileAccess.Write, FileShare.None, 1 << 20))
        {
            _index.Save(to);
        }

        var question = new Question([1, 2], ["bak"], 5_000);
        var expected = Ask(question);
        _index = New();
        GC.Collect();
        var clock = System.Diagnostics.Stopwatch.StartNew();
        using (var from = new FileStream(file, FileMode.Open, FileAccess.Read, FileShare.Read, 1 << 20))
        {
            _index.Load(from);
        }

        var found = Ask(question);
        clock.Stop();
        File.Delete(file);
        return found.SequenceEqual(expected)
            ? clock.Elapsed
            : throw new InvalidOperationException("The index restarted is another one.");
    }

    public void Dispose() { }

    private static FreelancerIndex New()
    {
        var index = new FreelancerIndex(new CurrencyTable("EUR"));
        index.Use(World.Taxonomy);
        return index;
    }
}
