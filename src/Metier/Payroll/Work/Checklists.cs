using System.Text.Json;
using System.Text.Json.Serialization;
using Metier.Contracts;

namespace Metier.Payroll;

/// <summary>Who does an item of the onboarding list.</summary>
public enum ItemSide
{
    /// <summary>The person who will be employed.</summary>
    Freelancer,

    /// <summary>The partner.</summary>
    Partner,
}

/// <summary>One thing that must be there before the first hour.</summary>
public sealed record ChecklistItem(string Code, ItemSide By, TwoWords Text, TwoWords Detail, bool Evidence);

/// <summary>The onboarding list of a country and a form, one version: data, in <c>data/payroll</c>.</summary>
/// <param name="Code">Its name.</param>
/// <param name="Version">Counts up; a version in use is never edited.</param>
/// <param name="Countries">Where; none: everywhere else.</param>
/// <param name="Form">Employer or portage.</param>
/// <param name="HoursADay">Hours a usual day has there: shows an hourly rate by the day.</param>
/// <param name="Items">What must be there.</param>
public sealed record Checklist(
    string Code,
    int Version,
    IReadOnlyList<string> Countries,
    PayrollForm Form,
    int HoursADay,
    IReadOnlyList<ChecklistItem> Items
);

/// <summary>All lists that were ever used.</summary>
public sealed class Checklists
{
    private static readonly JsonSerializerOptions Json = new(JsonSerializerDefaults.Web)
    {
        Converters = { new JsonStringEnumConverter() },
    };

    private readonly List<Checklist> all;

    /// <summary>Reads the files built into the program.</summary>
    public Checklists()
    {
        var assembly = typeof(Checklists).Assembly;
        all =
        [
            .. assembly
                .GetManifestResourceNames()
                .Where(n => n.StartsWith("payroll/", StringComparison.Ordinal))
                .Order(StringComparer.Ordinal)
                .Select(n =>
                {
                    using var stream = assembly.GetManifestResourceStream(n)!;
                    return JsonSerializer.Deserialize<Checklist>(stream, Json)!;
                }),
        ];
    }

    /// <summary>Every list and version.</summary>
    public IReadOnlyList<Checklist> All => all;

    /// <summary>The list for this form in this country; null where the form does not exist.</summary>
    public Checklist? For(PayrollForm form, string country) =>
        Newest(all.Where(c => c.Form == form && c.Countries.Contains(country)))
        ?? Newest(all.Where(c => c.Form == form && c.Countries.Count == 0));

    /// <summary>A list by its name and version.</summary>
    public Checklist Get(string code, int version) => all.Single(c => c.Code == code && c.Version == version);

    private static Checklist? Newest(IEnumerable<Checklist> some) => some.MaxBy(c => c.Version);
}
