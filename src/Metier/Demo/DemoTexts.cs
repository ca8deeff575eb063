using System.Text.Json;

namespace Metier.Demo;

/// <summary>What somebody in a trade is known for.</summary>
internal sealed record DemoSpeciality(string En, string Fr, string[] Skills, int[] Rate)
{
    public string In(string language) => language == "fr" ? Fr : En;
}

/// <summary>The words of a trade in one language. <paramref name="Work"/> are pairs of title and text.</summary>
internal sealed record DemoTradeWords(
    string[] Does,
    string[] Proof,
    string[][] Work,
    string[] Degrees,
    string[] Letters
);

/// <summary>A job that is composed with what its client says about itself.</summary>
internal sealed record DemoTaskWords(string[] Titles, string What, string[] Parts, string[] Steps, string? Question);

/// <summary>The same job in both languages.</summary>
internal sealed record DemoTask(
    string Category,
    string[] Skills,
    string[] Nice,
    int[] Budget,
    int[]? Hourly,
    DemoTaskWords En,
    DemoTaskWords Fr
)
{
    public DemoTaskWords In(string language) => language == "fr" ? Fr : En;
}

/// <summary>A trade of the taxonomy with everything that is said in it.</summary>
internal sealed record DemoTrade(
    string Trade,
    DemoSpeciality[] Specialities,
    DemoTask[] Tasks,
    DemoTradeWords En,
    DemoTradeWords Fr
)
{
    public DemoTradeWords In(string language) => language == "fr" ? Fr : En;
}

/// <summary>A job post written out in full, in one language.</summary>
internal sealed record DemoPost(
    string Trade,
    string Language,
    string Category,
    string[] Skills,
    string[] Nice,
    int[] Budget,
    int[]? Hourly,
    string Title,
    string Text,
    string[] Steps,
    string[] Questions
);

/// <summary>What is said in every trade, in one language.</summary>
internal sealed record DemoWords(
    string[] Ways,
    string[] Closes,
    string[] JobWho,
    string[] JobEnds,
    string[] LetterStarts,
    string[] LetterEnds,
    string[] Answers,
    string[] Invitations,
    string[] Declines,
    string[] Deliveries,
    string[] Changes,
    string[] BonusReasons,
    string[] EndReasons,
    string[] StopReasons,
    string[] Disputes,
    string[] HoursDispute,
    string[] Memos,
    string[][] Talks,
    string[] ClientPraise,
    string[] ClientDetails,
    string[] FreelancerPraise,
    string[] Thanks,
    string[] Mixed,
    string[] Companies,
    string[] Schools,
    string[] Roles
);

/// <summary>People who could live in one country.</summary>
internal sealed record DemoRegion(
    string Names,
    string Country,
    string TimeZone,
    string Currency,
    string Speaks,
    string Language,
    int Weight,
    string[] Cities
);

/// <summary>Names of one part of the world: first names, and surnames.</summary>
internal sealed record DemoNames(string[] First, string[] Last);

/// <summary>A client as it is written in the file.</summary>
internal sealed record DemoCompany(
    string Name,
    string Language,
    string Names,
    string Country,
    string City,
    string TimeZone,
    string Currency,
    string[] Trades,
    string About
);

/// <summary>Everything the demo says, read from the files built into the program (data/demo).</summary>
internal sealed class DemoTexts
{
    private static readonly JsonSerializerOptions Json = new(JsonSerializerDefaults.Web)
    {
        ReadCommentHandling = JsonCommentHandling.Skip,
        RespectNullableAnnotations = true,
        RespectRequiredConstructorParameters = false,
    };

    private readonly Dictionary<string, DemoWords> words;

    private DemoTexts()
    {
        words = new() { ["en"] = Read<DemoWords>("words.en.json"), ["fr"] = Read<DemoWords>("words.fr.json") };
        Trades =
        [
            .. typeof(DemoTexts)
                .Assembly.GetManifestResourceNames()
                .Where(n => n.StartsWith("demo/trade.", StringComparison.Ordinal))
                .Order(StringComparer.Ordinal)
                .Select(n => Read<DemoTrade>(n["demo/".Length..])),
        ];
        Posts = [.. Read<DemoPost[]>("posts.en.json"), .. Read<DemoPost[]>("posts.fr.json")];
        Regions =
        [
            .. Rows("regions.tsv")
                .Select(r => new DemoRegion(
                    r[0],
                    r[1],
                    r[2],
                    r[3],
                    r[4],
                    r[5],
                    int.Parse(r[6], System.Globalization.CultureInfo.InvariantCulture),
                    r[7].Split(';')
                )),
        ];
        Names = Rows("names.tsv").ToDictionary(r => r[0], r => new DemoNames(r[1].Split(';'), r[2].Split(';')));
        Companies =
        [
            .. Rows("clients.tsv")
                .Select(r => new DemoCompany(r[0], r[1], r[2], r[3], r[4], r[5], r[6], r[7].Split(','), r[8])),
        ];
    }

    public IReadOnlyList<DemoTrade> Trades { get; }
    public IReadOnlyList<DemoPost> Posts { get; }
    public IReadOnlyList<DemoRegion> Regions { get; }
    public IReadOnlyDictionary<string, DemoNames> Names { get; }
    public IReadOnlyList<DemoCompany> Companies { get; }

    public static DemoTexts Load() => new();

    public DemoWords In(string language) => words[language];

    public DemoTrade Trade(string id) => Trades.Single(t => t.Trade == id);

    private static Stream Open(string name) =>
        typeof(DemoTexts).Assembly.GetManifestResourceStream("demo/" + name)
        ?? throw new InvalidOperationException($"The demo file {name} is not built in");

    private static T Read<T>(string name)
    {
        using var stream = Open(name);
        return JsonSerializer.Deserialize<T>(stream, Json)!;
    }

    private static List<string[]> Rows(string name)
    {
        using var reader = new StreamReader(Open(name));
        var rows = new List<string[]>();
        reader.ReadLine();
        while (reader.ReadLine() is { } line)
        {
            rows.Add(line.Split('\t'));
        }
        return rows;
    }
}
