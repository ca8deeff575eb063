using System.Globalization;
using System.Text.RegularExpressions;
using Metier.Ledger;
using Metier.Platform;

namespace Metier.Tax;

/// <summary>All packs, checked when they are read: a broken one stops the start with its file and row.</summary>
public sealed class TaxPacks
{
    private static readonly string[] Kinds =
    [
        "text",
        "date",
        "country",
        "check",
        "tin",
        "choice",
        "certify",
        "statement",
    ];

    private static readonly string[] QuestionCodes =
    [
        "tin",
        "birth_date",
        "birth_city",
        "registration",
        "street",
        "postcode",
        "city",
        "work_country",
        "us_person",
    ];

    private static readonly TimeSpan Patience = TimeSpan.FromMilliseconds(100);

    private TaxPacks(IReadOnlyList<TaxPack> all) => All = all;

    /// <summary>All of them, those of the fewest countries first.</summary>
    public IReadOnlyList<TaxPack> All { get; }

    /// <summary>The pack of the United States, whose rules follow its people everywhere.</summary>
    public TaxPack Us => All.First(p => p.Code == "us");

    /// <summary>The packs of a country, the most particular first; the generic one when it has none.</summary>
    public IReadOnlyList<TaxPack> Of(string country)
    {
        var own = All.Where(p => p.Has(country)).ToList();
        return own.Count > 0 ? own : [.. All.Where(p => p.IsGeneric)];
    }

    /// <summary>What a country asks: the questions of its most particular pack.</summary>
    public IReadOnlyList<TaxQuestion> Questions(string country, bool business) =>
        [.. Of(country)[0].Questions.Where(q => Fits(q.Who, business))];

    /// <summary>
    /// The kinds of number a country gives to such a person, the most particular pack first. A territory without kinds of its own
    /// has those of its pack: its numbers are the country's.
    /// </summary>
    public IReadOnlyList<TinFormat> Tins(string country, bool business)
    {
        var packs = Of(country);
        var own = packs.SelectMany(p => p.Tins).Where(t => t.Country == country || t.Country == "*").ToList();
        var all = packs[0].Tins.Any(t => t.Country == country || t.Country == "*") ? own : [.. packs[0].Tins, .. own];
        return [.. all.Where(t => Fits(t.Who, business))];
    }

    /// <summary>The first kind of number that what was typed can be; null for none.</summary>
    public (TinFormat Format, string Number)? ReadTin(string country, bool business, string? typed)
    {
        foreach (var format in Tins(country, business))
        {
            if (TinChecks.Read(format, typed) is { } number)
            {
                return (format, number);
            }
        }
        return null;
    }

    /// <summary>A form by its code; null when there is none.</summary>
    public TaxFormSpec? Form(string code) => All.SelectMany(p => p.Forms).FirstOrDefault(f => f.Code == code);

    /// <summary>A yearly paper and its pack; null when there is none.</summary>
    public (TaxPack Pack, YearDocumentSpec Spec)? Document(string code) =>
        All.SelectMany(p => p.Documents.Select(d => ((TaxPack, YearDocumentSpec)?)(p, d)))
            .FirstOrDefault(d => d!.Value.Item2.Code == code);

    /// <summary>Reads what is built in, and the operator's own folder when there is one.</summary>
    public static TaxPacks Load(string? folder)
    {
        var files = PackFiles.BuiltIn();
        if (!string.IsNullOrWhiteSpace(folder))
        {
            PackFiles.AddFolder(files, folder);
        }
        return Read(files);
    }

    internal static TaxPacks Read(Dictionary<string, string> files)
    {
        PackFiles.RefuseUnknown(files);
        var codes = files.Keys.Select(k => k.Split('/')[0]).Distinct().Order(StringComparer.Ordinal);
        var packs = codes.Select(c => ReadOne(files, c)).ToList();
        foreach (var needed in new[] { "us", "any" })
        {
            if (packs.TrueForAll(p => p.Code != needed))
            {
                throw new BrokenPackException(needed, 0, "this pack cannot be left out");
            }
        }
        return new TaxPacks([.. packs.OrderBy(p => p.IsGeneric).ThenBy(p => p.Countries.Count)]);
    }

    private static bool Fits(TaxSubject who, bool business) =>
        who == TaxSubject.Any || who == (business ? TaxSubject.Business : TaxSubject.Person);

    private static TaxPack ReadOne(Dictionary<string, string> files, string code)
    {
        List<PackRow> Rows(string name) => PackFiles.Rows(files, code, name);
        var about = Rows("pack").ToDictionary(r => r["key"], r => r);
        PackRow About(string key) =>
            about.GetValueOrDefault(key) ?? throw new BrokenPackException($"{code}/pack.tsv", 0, $"{key} is missing");
        var name = About("name").Needed("value").Split('|');
        if (name.Length != 2)
        {
            throw About("name").Broken("value is not English|French");
        }
        var countries = About("countries").Needed("value").Split(' ');
        if (countries.FirstOrDefault(c => c != "*" && !Countries.List.Has(c)) is { } unknown)
        {
            throw About("countries").Broken($"{unknown} is no country");
        }
        if (!Currency.TryOf(About("currency")["value"], out var currency))
        {
            throw About("currency").Broken("value is no currency");
        }
        var lines = Rows("form-lines");
        var documents = Rows("documents").ConvertAll(Document);
        var formRows = Rows("forms");
        if (lines.Find(l => formRows.TrueForAll(f => f["code"] != l["form"])) is { } lost)
        {
            throw lost.Broken($"there is no form {lost["form"]}");
        }
        var forms = formRows.ConvertAll(r => Form(r, lines));
        return new TaxPack(
            code,
            new Words(name[0], name[1]),
            countries,
            currency,
            Rows("tins").ConvertAll(Tin),
            Rows("questions").ConvertAll(Question),
            forms,
            Rates(code, Rows("rates")),
            Rows("thresholds").ConvertAll(r => Limit(r, documents)),
            documents,
            Rows("columns").ConvertAll(r => new FileColumn(Of(r, documents), r.Needed("header"), Source(r))),
            Rows("boxes").ConvertAll(r => new PaperBox(Of(r, documents), r.Needed("box"), Source(r), r.Words())),
            Asking(code, Rows("due-diligence"))
        );
    }

    private static TinFormat Tin(PackRow r)
    {
        try
        {
            _ = new Regex(r.Needed("pattern"), RegexOptions.CultureInvariant, Patience);
        }
        catch (ArgumentException e)
        {
            throw r.Broken("pattern cannot be read: " + e.Message);
        }
        if (!TinChecks.Has(r["check"]))
        {
            throw r.Broken($"there is no check {r["check"]}");
        }
        var country = r["country"];
        if (country != "*" && !Countries.List.Has(country))
        {
            throw r.Broken($"{country} is no country");
        }
        var tin = new TinFormat(
            r.Needed("code"),
            country,
            r.Who,
            r["pattern"],
            r["check"],
            r.Needed("example"),
            r.Words()
        );
        return TinChecks.Read(tin, tin.Example) is null ? throw r.Broken("its own example does not pass") : tin;
    }

    private static TaxQuestion Question(PackRow r)
    {
        var code = r.One("code", QuestionCodes);
        var why = r["why_en"].Length > 0 || r["why_fr"].Length > 0 ? r.Words("why_en", "why_fr") : new Words("", "");
        return new TaxQuestion(code, r.Who, r.One("kind", Kinds), r.Yes("required"), r.Words(), why);
    }

    private static TaxFormSpec Form(PackRow r, List<PackRow> lines)
    {
        var code = r.Needed("code");
        var mine = lines.FindAll(l => l["form"] == code).ConvertAll(Line);
        if (!mine.Exists(l => l.Kind == "statement"))
        {
            throw r.Broken("nothing says what the signature stands for (a line of the kind statement)");
        }
        return new TaxFormSpec(
            code,
            r.Needed("version"),
            r.Whole("years"),
            r.One("who", "us", "person", "business"),
            r.Words(),
            mine
        );
    }

    private static FormLine Line(PackRow r)
    {
        var line = new FormLine(
            r.Needed("line"),
            r.Needed("code"),
            r.One("kind", Kinds),
            r.Yes("required"),
            r["options"],
            r.Words()
        );
        if (
            line.Kind == "choice"
            && !Regex.IsMatch(
                line.Options,
                @"^[a-z_]+=[^=|;]+\|[^=|;]+(;[a-z_]+=[^=|;]+\|[^=|;]+)*$",
                RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture,
                Patience
            )
        )
        {
            throw r.Broken("options are not value=English|French;value=…");
        }
        return line;
    }

    private static List<DatedRate> Rates(string code, List<PackRow> rows)
    {
        var rates = rows.ConvertAll(r => new DatedRate(r.Needed("code"), r.Day("from"), r.Whole("ppm")));
        foreach (var needed in code == "us" ? ["backup", "nonresident"] : Array.Empty<string>())
        {
            if (!rates.Exists(r => r.Code == needed))
            {
                throw new BrokenPackException(code + "/rates.tsv", 0, $"{needed} is missing");
            }
        }
        for (var i = 0; i < rates.Count; i++)
        {
            if (rates[i].Ppm > 1_000_000)
            {
                throw rows[i].Broken("ppm is more than the whole");
            }
        }
        return rates;
    }

    private static Threshold Limit(PackRow r, List<YearDocumentSpec> documents)
    {
        if (!Currency.TryOf(r["currency"], out var currency))
        {
            throw r.Broken("currency is no currency");
        }
        if (
            !decimal.TryParse(r["above"], NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var above)
            || decimal.Round(above * currency.MinorPerMajor) != above * currency.MinorPerMajor
        )
        {
            throw r.Broken($"above is no amount: {r["above"]}");
        }
        int? to = r["to_year"].Length == 0 ? null : r.Whole("to_year");
        if (to < r.Whole("from_year"))
        {
            throw r.Broken("to_year is before from_year");
        }
        return new Threshold(
            Of(r, documents),
            r.Needed("scope"),
            r.Whole("from_year"),
            to,
            currency.Minor((long)(above * currency.MinorPerMajor)),
            r.Whole("payments"),
            r.Needed("source")
        );
    }

    private static YearDocumentSpec Document(PackRow r) =>
        new(
            r.Needed("code"),
            r.Whole("from_year"),
            r.MonthDay("to_payee"),
            r.MonthDay("to_office"),
            r.One("format", "csv", "xml"),
            r.Words()
        );

    private static string Source(PackRow r) =>
        PaperValues.Has(r.Needed("source")) ? r["source"] : throw r.Broken($"there is no value {r["source"]}");

    private static string Of(PackRow r, List<YearDocumentSpec> documents) =>
        documents.Exists(d => d.Code == r["document"])
            ? r["document"]
            : throw r.Broken($"there is no document {r["document"]}");

    private static DueDiligence? Asking(string code, List<PackRow> rows)
    {
        if (rows.Count == 0)
        {
            return null;
        }
        int Step(string step) =>
            (
                rows.Find(r => r["step"] == step)
                ?? throw new BrokenPackException(code + "/due-diligence.tsv", 0, $"{step} is missing")
            ).Whole("days");
        var asking = new DueDiligence(Step("remind1"), Step("remind2"), Step("block"));
        return asking.Remind1 < asking.Remind2 && asking.Remind2 < asking.Block
            ? asking
            : throw rows[0].Broken("the days do not rise: remind1, remind2, block");
    }
}
