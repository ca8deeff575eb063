using System.Globalization;
using Metier.Matching;

namespace Metier.Eval;

public enum EvalTask
{
    Titles,
    Sentences,
    Picker,
}

/// <summary>Which half of the queries is scored, by a hash of their ids.</summary>
public enum Half
{
    Both,
    First,
    Second,
}

/// <summary>What was asked for on the command line.</summary>
public sealed record Settings(
    EvalTask Task,
    TextLanguage? QueryLanguage,
    TextLanguage? CorpusLanguage,
    Half Half,
    int? Sample,
    IReadOnlyList<string> Sets
)
{
    public const string Help = """
        eng/eval/run --task titles|sentences|picker [options] SET [SET …]

        Scores labelled sets with the product's own reading and prints one table: MAP, MRR, nDCG@10, R@10, RP@5.

          SET                 a folder with the three files below, or the three files with commas between them
            queries.tsv       id TAB text
            corpus.tsv        id TAB text; an id may come on several lines: first the name it is shown by, then other
                              names; a line of more than 12 words describes it
            qrels.tsv         query 0 document grade; a grade of 0 or less says that it is wrong

          --task titles       job title → occupations
          --task sentences    sentence → skills; sentences without a label count for “shown” and “right” only
          --task picker       typed letters → concepts offered (R@10: the right one among the first ten)
          --query-language    en, fr or auto (default: auto)
          --corpus-language   en, fr or auto (default: auto: names are read as both)
          --half              first, second or both (default): queries by a hash of their ids, to tune on one and
                              confirm on the other
          --sample N          at most N queries of each set, chosen by the same hash
          --help              this text

        The table also says how many queries were scored (those with a label) and the milliseconds each took; for sentences
        “shown” is how many suggestions a sentence gets and “right” the share of them that are labelled.
        Exit code: 0, or 2 when the command or a file is wrong.

        """;

    public static Settings Read(IReadOnlyList<string> args)
    {
        EvalTask? task = null;
        var read = new Settings(default, null, null, Half.Both, null, []);
        var sets = new List<string>();
        for (var at = 0; at < args.Count; at++)
        {
            string Value() =>
                at + 1 < args.Count ? args[++at] : throw new InputException($"{args[at]} needs a value; see --help.");
            switch (args[at])
            {
                case "--task":
                    task = Choice<EvalTask>("--task", Value());
                    break;
                case "--query-language":
                    read = read with { QueryLanguage = Language("--query-language", Value()) };
                    break;
                case "--corpus-language":
                    read = read with { CorpusLanguage = Language("--corpus-language", Value()) };
                    break;
                case "--half":
                    read = read with { Half = Choice<Half>("--half", Value()) };
                    break;
                case "--sample":
                    read = read with { Sample = Number("--sample", Value()) };
                    break;
                case var other when other.StartsWith("--", StringComparison.Ordinal):
                    throw new InputException($"Unknown option {other}; see --help.");
                default:
                    sets.Add(args[at]);
                    break;
            }
        }

        return sets.Count == 0
            ? throw new InputException("No set was given; see --help.")
            : read with
            {
                Task = task ?? throw new InputException("--task is missing: titles, sentences or picker; see --help."),
                Sets = sets,
            };
    }

    private static T Choice<T>(string option, string value)
        where T : struct, Enum =>
        Enum.GetNames<T>().Contains(value, StringComparer.OrdinalIgnoreCase)
            ? Enum.Parse<T>(value, ignoreCase: true)
            : throw new InputException(
                $"{option} is one of {string.Join(", ", Enum.GetNames<T>()).ToLowerInvariant()}, not “{value}”."
            );

    private static TextLanguage? Language(string option, string value) =>
        value switch
        {
            "en" => TextLanguage.English,
            "fr" => TextLanguage.French,
            "auto" => null,
            _ => throw new InputException($"{option} is one of en, fr, auto, not “{value}”."),
        };

    private static int Number(string option, string value) =>
        int.TryParse(value, NumberStyles.None, CultureInfo.InvariantCulture, out var number) && number > 0
            ? number
            : throw new InputException($"{option} is a whole number from 1, not “{value}”.");
}
