using Metier.Payments;
using Metier.Platform;

namespace Metier.Tax;

/// <summary>The lines of a form as they were typed, checked against what the form says of itself.</summary>
internal sealed class FilledForm
{
    private readonly TaxFormSpec spec;
    private readonly TaxPacks packs;
    private readonly DateTime now;
    private readonly Dictionary<string, string> values;

    public FilledForm(TaxFormSpec spec, IReadOnlyDictionary<string, string?> typed, TaxPacks packs, DateTime now)
    {
        (this.spec, this.packs, this.now) = (spec, packs, now);
        values = spec
            .Lines.Select(l => (l.Code, Value: (typed.GetValueOrDefault(l.Code) ?? "").Trim()))
            .Where(v => v.Value.Length > 0)
            .ToDictionary(v => v.Code, v => v.Value, StringComparer.Ordinal);
        foreach (var line in spec.Lines.Where(l => l.Kind == "tin" && this[l.Code].Length > 0))
        {
            if (packs.ReadTin(CountryOf(line), Business, this[line.Code]) is var (format, number))
            {
                Numbers[line.Code] = number;
                TinCode = line.Code == "tin" ? format.Code : TinCode ?? format.Code;
            }
        }
    }

    public string this[string code] => values.GetValueOrDefault(code, "");

    /// <summary>The numbers that were read, by line.</summary>
    public Dictionary<string, string> Numbers { get; } = new(StringComparer.Ordinal);

    public string? TinCode { get; }

    public bool Business => spec.Who == "business" || (spec.Who == "us" && this["classification"] != "individual");

    /// <summary>Where the signer lives, or the organisation has its seat.</summary>
    public string Residence => this["residence"].Length > 0 ? this["residence"] : this["country"];

    public List<Refusal> Refusals(string accountName)
    {
        var refusals = new List<Refusal>();
        foreach (var line in spec.Lines.Where(l => l.Kind != "statement"))
        {
            if (this[line.Code].Length == 0)
            {
                if (line.Required)
                {
                    refusals.Add(
                        line.Kind == "certify"
                            ? new("not_certified", TaxRefusalText.NotCertified, line.Code)
                            : new("answer_missing", TaxRefusalText.AnswerMissing, line.Code)
                    );
                }
            }
            else if (Refuse(line) is { } refusal)
            {
                refusals.Add(refusal);
            }
        }
        // An organisation has a name of its own; an individual's form carries the name of the account.
        if (!Business && this["name"].Length > 0 && !HolderNames.Same(this["name"], accountName))
        {
            refusals.Add(new("name_other", TaxRefusalText.NameOther(accountName), "name"));
        }
        if (spec.Who != "us")
        {
            refusals.AddRange(Foreign());
        }
        return refusals;
    }

    private Refusal? Refuse(FormLine line) =>
        line.Kind switch
        {
            "choice" when line.Choices.All(c => c.Value != this[line.Code]) => new(
                "answer_missing",
                TaxRefusalText.AnswerMissing,
                line.Code
            ),
            "tin" when !Numbers.ContainsKey(line.Code) => new(
                "tin_wrong",
                TaxRefusalText.TinWrong(
                    string.Join(", ", packs.Tins(CountryOf(line), Business).Select(t => t.Example))
                ),
                line.Code
            ),
            _ => TypedAnswer.Refuse(line.Kind, this[line.Code], line.Code, now),
        };

    private IEnumerable<Refusal> Foreign()
    {
        if (packs.Us.Has(Residence))
        {
            yield return new(
                "us_residence",
                TaxRefusalText.UsResidence,
                this["residence"].Length > 0 ? "residence" : "country"
            );
        }
        if (packs.Us.Has(this["citizenship"]))
        {
            yield return new("us_citizen", TaxRefusalText.UsCitizen, "citizenship");
        }
        // The number of the country of residence, a US number, or the statement that there is none.
        if (this["tin"].Length == 0 && this["us_tin"].Length == 0 && spec.Lines.Any(l => l.Code == "no_tin"))
        {
            if (this["no_tin"].Length == 0)
            {
                yield return new("answer_missing", TaxRefusalText.TinOrNone, "tin");
            }
        }
    }

    /// <summary>The lines as they are kept: numbers masked, choices in words.</summary>
    public List<SignedLine> Signed() =>
        [
            .. spec
                .Lines.Where(l => l.Kind is not ("certify" or "statement") && this[l.Code].Length > 0)
                .Select(l => new SignedLine(l.Line, l.Code, l.Text.Text, Answer(l))),
        ];

    private string Answer(FormLine line) =>
        line.Kind switch
        {
            "tin" => "•••• " + TinChecks.Last4(Numbers[line.Code]),
            "choice" => line.Choices.First(c => c.Value == this[line.Code]).Text.Text,
            "country" => Countries.Name(this[line.Code]),
            "check" => TaxPaperText.Yes,
            _ => this[line.Code],
        };

    private string CountryOf(FormLine line) => line.Options == "US" ? "US" : Residence;
}
