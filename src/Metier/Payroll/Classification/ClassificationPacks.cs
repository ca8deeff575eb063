using System.Text.Json;
using System.Text.Json.Serialization;
using Metier.Platform;

namespace Metier.Payroll;

/// <summary>What the answers come to.</summary>
public enum ClassificationResult
{
    /// <summary>Work for oneself.</summary>
    Low,

    /// <summary>Some signs of employment.</summary>
    Care,

    /// <summary>Looks like employment.</summary>
    Employment,
}

/// <summary>A sentence in both languages.</summary>
public sealed record TwoWords(string En, string Fr)
{
    /// <summary>In the language of the request.</summary>
    [JsonIgnore]
    public string Here => Languages.Current == "fr" ? Fr : En;
}

/// <summary>One answer to choose from; more points speak more for employment.</summary>
public sealed record PackAnswer(string Code, int Points, TwoWords Text);

/// <summary>One question, why it is asked, and its answers.</summary>
public sealed record PackQuestion(string Code, TwoWords Text, TwoWords Why, IReadOnlyList<PackAnswer> Answers)
{
    /// <summary>The most points an answer can have.</summary>
    [JsonIgnore]
    public int Most => Answers.Max(a => a.Points);
}

/// <summary>Answers that together decide at least this, whatever the sum is; and why.</summary>
public sealed record PackRule(
    IReadOnlyDictionary<string, IReadOnlyList<string>> When,
    ClassificationResult AtLeast,
    TwoWords Why
);

/// <summary>
/// The questions of one country, one version: data, in <c>data/classification</c>. A version that was answered once is never edited; a
/// change is a new file.
/// </summary>
/// <param name="Code">Its name.</param>
/// <param name="Version">Counts up.</param>
/// <param name="From">The first day it is asked.</param>
/// <param name="Countries">Where the work is done; none: everywhere else.</param>
/// <param name="Care">From this percentage on it needs care.</param>
/// <param name="Employment">From this percentage on it looks like employment.</param>
/// <param name="Name">The country in words.</param>
/// <param name="Basis">What the questions go by.</param>
/// <param name="Questions">The questions in their order.</param>
/// <param name="Rules">What decides by itself.</param>
public sealed record ClassificationPack(
    string Code,
    int Version,
    DateOnly From,
    IReadOnlyList<string> Countries,
    int Care,
    int Employment,
    TwoWords Name,
    TwoWords Basis,
    IReadOnlyList<PackQuestion> Questions,
    IReadOnlyList<PackRule> Rules
)
{
    /// <summary>The most points there can be.</summary>
    [JsonIgnore]
    public int Most => Questions.Sum(q => q.Most);

    /// <summary>What complete answers come to. The percentage is rounded down, and then compared with the two limits.</summary>
    public Judgement Judge(IReadOnlyDictionary<string, string> answers)
    {
        ArgumentNullException.ThrowIfNull(answers);
        var lines = Questions
            .Select(q => new Contribution(q, q.Answers.Single(a => a.Code == answers[q.Code])))
            .ToList();
        var points = lines.Sum(l => l.Answer.Points);
        var percent = points * 100 / Most;
        var result =
            percent >= Employment ? ClassificationResult.Employment
            : percent >= Care ? ClassificationResult.Care
            : ClassificationResult.Low;
        var met = Rules.Where(r => r.When.All(w => w.Value.Contains(answers[w.Key]))).ToList();
        var most = met.Select(r => r.AtLeast).Append(result).Max();
        return new Judgement(most, points, Most, percent, lines, met);
    }
}

/// <summary>What one answer brings.</summary>
public sealed record Contribution(PackQuestion Question, PackAnswer Answer);

/// <summary>The result with all that made it.</summary>
public sealed record Judgement(
    ClassificationResult Result,
    int Points,
    int Most,
    int Percent,
    IReadOnlyList<Contribution> Lines,
    IReadOnlyList<PackRule> Decisive
);

/// <summary>All packs that were ever asked.</summary>
public sealed class ClassificationPacks
{
    private static readonly JsonSerializerOptions Json = new(JsonSerializerDefaults.Web)
    {
        Converters = { new JsonStringEnumConverter() },
    };

    private readonly List<ClassificationPack> all;

    /// <summary>Reads the files built into the program.</summary>
    public ClassificationPacks()
    {
        var assembly = typeof(ClassificationPacks).Assembly;
        all =
        [
            .. assembly
                .GetManifestResourceNames()
                .Where(n => n.StartsWith("classification/", StringComparison.Ordinal))
                .Order(StringComparer.Ordinal)
                .Select(n =>
                {
                    using var stream = assembly.GetManifestResourceStream(n)!;
                    return JsonSerializer.Deserialize<ClassificationPack>(stream, Json)!;
                }),
        ];
    }

    /// <summary>Every pack and version.</summary>
    public IReadOnlyList<ClassificationPack> All => all;

    /// <summary>The questions for work in this country on this day: its own, else those for everywhere else.</summary>
    public ClassificationPack For(string country, DateOnly day) =>
        Newest(all.Where(p => p.Countries.Contains(country)), day)
        ?? Newest(all.Where(p => p.Countries.Count == 0), day)!;

    /// <summary>The version that was answered.</summary>
    public ClassificationPack Get(string code, int version) => all.Single(p => p.Code == code && p.Version == version);

    private static ClassificationPack? Newest(IEnumerable<ClassificationPack> some, DateOnly day) =>
        some.Where(p => p.From <= day).MaxBy(p => p.Version);
}
