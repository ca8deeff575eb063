using System.Text.Json;
using Metier.Ledger;
using Metier.Members;
using Metier.Payments;
using Metier.Platform;

namespace Metier.Tax;

/// <summary>A paper about to be written.</summary>
internal sealed record PaperDraft(Guid MemberId, PaperContent Content, PaperSecrets Secrets);

/// <summary>All of a document's papers for a year, and who has none.</summary>
internal sealed record PaperSet(
    List<PaperDraft> Papers,
    Dictionary<string, long> Ledger,
    Dictionary<string, long> OnPapers,
    Dictionary<string, long> Elsewhere,
    int BelowLimits,
    List<Guid> Incomplete
);

/// <summary>Makes a year's papers from the book: figures per month, in the document's currency, of those whom the document is about.</summary>
public sealed class YearPapers(
    MetierDb db,
    YearFigures figures,
    TaxStandings standings,
    TaxPacks packs,
    TinVault vault,
    MemberViews members,
    IEnumerable<ReportedElsewhere> elsewhere
)
{
    /// <summary>The currencies a year's money was paid in other than the document's: each needs a rate.</summary>
    public async Task<List<string>> CurrenciesAsync(string document, int year, CancellationToken ct)
    {
        var pack = packs.Document(document)!.Value.Pack;
        var all = await figures.OfYearAsync(year, null, ct);
        var whose = await standings.OfAsync([.. all.Select(f => f.FreelancerId).Distinct()], ct);
        return
        [
            .. all.Where(f => IsAbout(document, pack, whose.GetValueOrDefault(f.FreelancerId)))
                .Select(f => f.Currency)
                .Distinct()
                .Where(c => c != pack.Currency.Code)
                .Order(StringComparer.Ordinal),
        ];
    }

    internal async Task<PaperSet> MakeAsync(
        string document,
        int year,
        IReadOnlyDictionary<string, decimal> rates,
        CancellationToken ct
    )
    {
        var (pack, _) = packs.Document(document)!.Value;
        var left = new HashSet<Guid>();
        foreach (var other in elsewhere)
        {
            left.UnionWith(await other.ContractsAsync(ct));
        }
        var whole = await figures.OfYearAsync(year, null, ct);
        var mine = left.Count == 0 ? whole : await figures.OfYearAsync(year, null, ct, left);
        var ids = mine.Select(f => f.FreelancerId).Distinct().ToList();
        var whose = await standings.OfAsync(ids, ct);
        var people = await members.MembersAsync(ids, ct);
        var set = new PaperSet([], Sums(whole), [], [], 0, []);
        var below = 0;
        foreach (var group in mine.GroupBy(f => f.FreelancerId).OrderBy(g => g.Key))
        {
            var standing = whose.GetValueOrDefault(group.Key);
            if (!IsAbout(document, pack, standing))
            {
                Add(set.Elsewhere, group);
                continue;
            }
            var draft = Draft(document, year, pack, standing!, people[group.Key].Name, [.. group], rates);
            if (!IsDue(document, year, draft.Content))
            {
                below++;
                Add(set.Elsewhere, group);
            }
            else if (document == "dac7" && !IsComplete(draft))
            {
                set.Incomplete.Add(group.Key);
                Add(set.Elsewhere, group);
            }
            else
            {
                Add(set.OnPapers, group);
                set.Papers.Add(draft);
            }
        }
        return set with { BelowLimits = below };
    }

    private static bool IsAbout(string document, TaxPack pack, Standing? standing) =>
        standing is not null && (document == "1099-k" ? standing.UsPerson : pack.Has(standing.Country));

    /// <summary>Above both limits, of the country or of the state where the person lives.</summary>
    private bool IsDue(string document, int year, PaperContent paper)
    {
        var limits = packs.Document(document)!.Value.Pack.Thresholds.Where(t => t.Document == document).ToList();
        if (limits.Count == 0)
        {
            return true;
        }
        var gross = paper.Months.Sum(m => m.Gross);
        var payments = paper.Months.Sum(m => m.Payments);
        return limits
                .Where(t => t.IsOf(year) && (t.Scope == "federal" || t.Scope == paper.State))
                .Any(t => gross > t.Above.Minor && payments > t.Payments)
            // Whatever tax was withheld is reported, or its owner could not claim it.
            || paper.Months.Any(m => m.Withheld != 0);
    }

    private static bool IsComplete(PaperDraft draft) =>
        draft.Content.City.Length > 0 && (draft.Content.Business || draft.Secrets.Birth.Length > 0);

    private PaperDraft Draft(
        string document,
        int year,
        TaxPack pack,
        Standing standing,
        string accountName,
        List<MonthFigures> months,
        IReadOnlyDictionary<string, decimal> rates
    )
    {
        var id = months[0].FreelancerId;
        var answers = standing.Profile is { } p ? vault.Answers(id, p.ProtectedAnswers) : [];
        // A US form says name and address as the tax office knows them; elsewhere the identity does.
        var form = document == "1099-k" && standing.HasW9 ? standing.Content : null;
        string Said(string code) =>
            form is null
                ? answers.GetValueOrDefault(code, "")
                : form.Lines.FirstOrDefault(l => l.Code == code)?.Answer ?? "";
        var used = rates.Where(r => months.Exists(m => m.Currency == r.Key)).ToDictionary(r => r.Key, r => r.Value);
        var tin = standing.Profile?.ProtectedTin is { } kept ? vault.Unprotect(id, kept) : "";
        if (form is not null && standing.Form!.ProtectedTin is { } signed)
        {
            tin = JsonSerializer
                .Deserialize<Dictionary<string, string>>(vault.Unprotect(id, signed), EventRegistry.Json)!
                .GetValueOrDefault("tin", tin);
        }
        var content = new PaperContent(
            document,
            year,
            form is null || Said("name").Length == 0 ? accountName : Said("name"),
            standing.Business,
            Said("street"),
            Said("postcode"),
            Said("city"),
            form is null ? "" : Said("state").ToUpperInvariant(),
            standing.Country,
            standing.Profile?.TinCode ?? "",
            tin.Length == 0 ? "" : TinChecks.Last4(tin),
            "",
            Said("registration"),
            pack.Currency.Code,
            [.. Enumerable.Range(1, 12).Select(m => Month(months, m, pack.Currency, rates))],
            used
        );
        return new PaperDraft(id, content, new PaperSecrets(tin, answers.GetValueOrDefault("birth_date", "")));
    }

    private static PaperMonth Month(
        List<MonthFigures> all,
        int month,
        Currency to,
        IReadOnlyDictionary<string, decimal> rates
    )
    {
        var mine = all.FindAll(f => f.Month == month);
        long Sum(Func<MonthFigures, long> of) => mine.Sum(f => Convert(of(f), f.Currency, to, rates));
        return new PaperMonth(
            Sum(f => f.GrossMinor),
            Sum(f => f.FeeMinor),
            mine.Sum(f => f.Payments),
            Sum(f => f.BackMinor),
            Sum(f => f.BackFeeMinor),
            Sum(f => f.WithheldMinor)
        );
    }

    /// <summary>Each month's sum is reckoned once, half away from zero: months add up to the year in the paper's currency.</summary>
    private static long Convert(long minor, string from, Currency to, IReadOnlyDictionary<string, decimal> rates)
    {
        if (from == to.Code || minor == 0)
        {
            return minor;
        }
        var major = (decimal)minor / Currency.Of(from).MinorPerMajor * rates[from];
        return (long)decimal.Round(major * to.MinorPerMajor, 0, MidpointRounding.AwayFromZero);
    }

    private static Dictionary<string, long> Sums(List<MonthFigures> all) =>
        all.GroupBy(f => f.Currency).ToDictionary(g => g.Key, g => g.Sum(f => f.GrossMinor));

    private static void Add(Dictionary<string, long> to, IEnumerable<MonthFigures> months)
    {
        foreach (var month in months)
        {
            to[month.Currency] = to.GetValueOrDefault(month.Currency) + month.GrossMinor;
        }
    }

    /// <summary>The day it is, for those who ask whether a year is over.</summary>
    internal DateTime Now => db.Now;
}
