using System.Collections.Frozen;

namespace Metier.Platform;

/// <summary>A short list of things with a code and a name in both languages, read from a file built into the program.</summary>
public sealed class NamedCodes
{
    private readonly FrozenDictionary<string, (string En, string Fr)> names;

    internal NamedCodes(string resource)
    {
        using var stream =
            typeof(NamedCodes).Assembly.GetManifestResourceStream(resource)
            ?? throw new InvalidOperationException(resource + " is not built in");
        using var reader = new StreamReader(stream);
        var read = new Dictionary<string, (string, string)>(StringComparer.Ordinal);
        reader.ReadLine();
        while (reader.ReadLine() is { } line)
        {
            var cells = line.Split('\t');
            read.Add(cells[0], (cells[1], cells[2]));
        }
        names = read.ToFrozenDictionary(StringComparer.Ordinal);
    }

    /// <summary>Codes with names in the language of the request, in its alphabet.</summary>
    public IReadOnlyList<(string Code, string Name)> All
    {
        get
        {
            var compare = StringComparer.Create(Languages.Culture(Languages.Current), ignoreCase: true);
            return [.. names.Keys.Select(c => (c, Name(c))).OrderBy(c => c.Item2, compare)];
        }
    }

    /// <summary>The name in the language of the request; the code itself when it is not known.</summary>
    public string Name(string code) =>
        names.TryGetValue(code, out var name) ? (Languages.Current == "fr" ? name.Fr : name.En) : code;

    /// <summary>Whether this code exists.</summary>
    public bool Has(string? code) => code is not null && names.ContainsKey(code);
}

/// <summary>Countries and territories where people live and work, by ISO 3166 two-letter code.</summary>
public static class Countries
{
    /// <summary>The list.</summary>
    public static NamedCodes List { get; } = new("places/countries.tsv");

    /// <summary>The name in the language of the request.</summary>
    public static string Name(string code) => List.Name(code);

    /// <summary>"Lyon, France", or what of it is known.</summary>
    public static string Place(string city, string country) =>
        (city.Length, country.Length) switch
        {
            (0, 0) => "",
            (_, 0) => city,
            (0, _) => Name(country),
            _ => $"{city}, {Name(country)}",
        };
}

/// <summary>Languages people work in, by ISO 639-1 code. French names are lower case, as French writes them.</summary>
public static class SpokenLanguages
{
    /// <summary>The list.</summary>
    public static NamedCodes List { get; } = new("places/languages.tsv");

    /// <summary>The name in the language of the request.</summary>
    public static string Name(string code) => List.Name(code);
}

/// <summary>Time zones, by their IANA names.</summary>
public static class Zones
{
    private static readonly string[] Areas =
    [
        "Africa",
        "America",
        "Asia",
        "Atlantic",
        "Australia",
        "Europe",
        "Indian",
        "Pacific",
    ];

    private static readonly Lazy<FrozenSet<string>> Known = new(() =>
        TimeZoneInfo.GetSystemTimeZones().Select(z => z.Id).Where(IsPlace).Append("UTC").ToFrozenSet()
    );

    /// <summary>All zones that are places, by area, and UTC.</summary>
    public static IEnumerable<string> All => Known.Value.Order(StringComparer.Ordinal);

    /// <summary>Whether this is a zone one can live in.</summary>
    public static bool Has(string? id) => id is not null && Known.Value.Contains(id);

    /// <summary>The zone; UTC when it is not known here.</summary>
    public static TimeZoneInfo Find(string? id) =>
        id is not null && TimeZoneInfo.TryFindSystemTimeZoneById(id, out var zone) ? zone : TimeZoneInfo.Utc;

    private static bool IsPlace(string id) =>
        id.IndexOf('/', StringComparison.Ordinal) is > 0 and var slash && Areas.Contains(id[..slash]);
}
