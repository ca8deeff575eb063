using System.Globalization;

namespace Metier.Eval;

/// <summary>The command: see <see cref="Settings.Help"/>.</summary>
public static class EvalProgram
{
    private const int Wrong = 2;

    public static int Main(string[] args) => Run(args, Console.Out, Console.Error);

    /// <returns>0, or 2 when the command or a file is wrong.</returns>
    public static int Run(string[] args, TextWriter output, TextWriter errors)
    {
        if (args.Contains("--help", StringComparer.Ordinal) || args.Contains("-h", StringComparer.Ordinal))
        {
            output.Write(Settings.Help);
            return 0;
        }

        try
        {
            var settings = Settings.Read(args);
            var scores = settings.Sets.Select(LabelledSet.Read).ToList().Select(s => Evaluation.Score(s, settings));
            Print([.. scores], settings, output);
            return 0;
        }
        catch (InputException error)
        {
            errors.WriteLine(error.Message);
            return Wrong;
        }
    }

    private static void Print(List<SetScore> scores, Settings settings, TextWriter output)
    {
        var sentences = settings.Task == EvalTask.Sentences;
        string[] heads = ["set", "queries", "scored", "MAP", "MRR", "nDCG@10", "R@10", "RP@5", "ms"];
        var rows = new List<string[]> { sentences ? [.. heads, "shown", "right"] : heads };
        foreach (var score in scores)
        {
            var m = score.Measures;
            string[] row =
            [
                score.Name,
                score.Queries.ToString(CultureInfo.InvariantCulture),
                score.Scored.ToString(CultureInfo.InvariantCulture),
                .. new[] { m.Map, m.Mrr, m.Ndcg10, m.R10, m.Rp5 }.Select(v =>
                    score.Scored == 0 ? "–" : Shown(v, "0.000")
                ),
                Shown(score.Milliseconds, "0.00"),
            ];
            rows.Add(sentences ? [.. row, Shown(score.Shown, "0.0"), Shown(score.RightShare, "0.00")] : row);
        }

        var widths = rows[0].Select((_, column) => rows.Max(r => r[column].Length)).ToArray();
        foreach (var row in rows)
        {
            var cells = row.Select((cell, at) => at == 0 ? cell.PadRight(widths[at]) : cell.PadLeft(widths[at]));
            output.WriteLine(string.Join("  ", cells).TrimEnd());
        }
    }

    private static string Shown(double? value, string format) =>
        value?.ToString(format, CultureInfo.InvariantCulture) ?? "–";
}
