using Metier.Ledger;
using Metier.Platform;

namespace Metier.Tax;

/// <summary>The same words in both languages.</summary>
public sealed record Words(string En, string Fr)
{
    /// <summary>In the language of the request.</summary>
    public string Text => Languages.Current == "fr" ? Fr : En;
}

/// <summary>Whom a question or a number is for.</summary>
public enum TaxSubject
{
    /// <summary>Anybody.</summary>
    Any,

    /// <summary>An individual, alone or with a business in their own name.</summary>
    Person,

    /// <summary>A company or another organisation.</summary>
    Business,
}

/// <summary>A kind of tax number: how it looks, and how its digits check each other.</summary>
public sealed record TinFormat(
    string Code,
    string Country,
    TaxSubject Who,
    string Pattern,
    string Check,
    string Example,
    Words Name
);

/// <summary>Something a country wants to know.</summary>
public sealed record TaxQuestion(string Code, TaxSubject Who, string Kind, bool Required, Words Text, Words Why);

/// <summary>A form that is signed; it is valid for so many years after the one it was signed in, 0 for as long as it is true.</summary>
public sealed record TaxFormSpec(
    string Code,
    string Version,
    int Years,
    string Who,
    Words Name,
    IReadOnlyList<FormLine> Lines
);

/// <summary>A line of a form, with the number the official form gives it.</summary>
public sealed record FormLine(string Line, string Code, string Kind, bool Required, string Options, Words Text)
{
    /// <summary>The answers of a choice.</summary>
    public IReadOnlyList<(string Value, Words Text)> Choices =>
        Kind == "choice"
            ?
            [
                .. Options
                    .Split(';')
                    .Select(o => o.Split('=', 2))
                    .Select(o => (o[0], new Words(o[1].Split('|')[0], o[1].Split('|')[1]))),
            ]
            : [];
}

/// <summary>A rate from a day on, parts per million.</summary>
public sealed record DatedRate(string Code, DateOnly From, int Ppm);

/// <summary>A paper is due when a year's payments are above an amount and above a number; both, or one when the other is none.</summary>
public sealed record Threshold(
    string Document,
    string Scope,
    int FromYear,
    int? ToYear,
    Money Above,
    int Payments,
    string Source
)
{
    /// <summary>Whether it is the one of a year.</summary>
    public bool IsOf(int year) => FromYear <= year && (ToYear is null || year <= ToYear);
}

/// <summary>A yearly paper.</summary>
public sealed record YearDocumentSpec(
    string Code,
    int FromYear,
    string ToPayee,
    string ToOffice,
    string Format,
    Words Name
);

/// <summary>A column of a file for a tax office, and where its value comes from.</summary>
public sealed record FileColumn(string Document, string Header, string Source);

/// <summary>A box of a recipient's paper.</summary>
public sealed record PaperBox(string Document, string Box, string Source, Words Text);

/// <summary>When people are asked again, and when payouts stop: days after the first question.</summary>
public sealed record DueDiligence(int Remind1, int Remind2, int Block);

/// <summary>What one country, or a group of them, wants: data only.</summary>
public sealed record TaxPack(
    string Code,
    Words Name,
    IReadOnlyList<string> Countries,
    Currency Currency,
    IReadOnlyList<TinFormat> Tins,
    IReadOnlyList<TaxQuestion> Questions,
    IReadOnlyList<TaxFormSpec> Forms,
    IReadOnlyList<DatedRate> Rates,
    IReadOnlyList<Threshold> Thresholds,
    IReadOnlyList<YearDocumentSpec> Documents,
    IReadOnlyList<FileColumn> Columns,
    IReadOnlyList<PaperBox> Boxes,
    DueDiligence? DueDiligence
)
{
    /// <summary>Whether somebody taxed there is asked by this pack.</summary>
    public bool Has(string country) => Countries.Contains(country);

    /// <summary>For every country that has no pack of its own.</summary>
    public bool IsGeneric => Countries is ["*"];

    /// <summary>The rate of a day; a pack without it is broken, which its loader has said.</summary>
    public int RateOf(string code, DateOnly day) =>
        Rates.Where(r => r.Code == code && r.From <= day).OrderByDescending(r => r.From).First().Ppm;
}

/// <summary>A pack that is not right: which file, which row, what.</summary>
public sealed class BrokenPackException(string file, int row, string what) : Exception($"{file}, row {row}: {what}")
{
    /// <summary>The file, with its folder.</summary>
    public string File { get; } = file;

    /// <summary>The row, counted from 1 with the head; 0 for the file as a whole.</summary>
    public int Row { get; } = row;
}
