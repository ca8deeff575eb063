using System.Globalization;
using Metier.Eval;

namespace Metier.Matching.Tests;

public sealed class EvalToolTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("metier-eval-").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public void Measures_are_those_of_the_textbook()
    {
        // Right: a, c, x. Ranked: b a c d e f. Found at ranks 2 and 3; x is missing.
        var m = Measures.Of(
            ["b", "a", "c", "d", "e", "f"],
            new Dictionary<string, int>
            {
                ["a"] = 1,
                ["c"] = 1,
                ["x"] = 1,
            }
        );
        Assert.Equal((1.0 / 2 + 2.0 / 3) / 3, m.Map, 12);
        Assert.Equal(0.5, m.Mrr, 12);
        Assert.Equal(2.0 / 3, m.R10, 12);
        Assert.Equal(2.0 / 3, m.Rp5, 12);
        var best = 1 + (1 / Math.Log2(3)) + (1 / Math.Log2(4));
        Assert.Equal(((1 / Math.Log2(3)) + (1 / Math.Log2(4))) / best, m.Ndcg10, 12);
    }

    [Fact]
    public void Only_the_first_ten_and_five_count_where_they_should()
    {
        var grades = Enumerable.Range(0, 8).ToDictionary(i => $"r{i}", _ => 1);
        // Four wrong ones, then seven right ones: one in the first five, six in the first ten.
        var ranked = Enumerable
            .Range(0, 4)
            .Select(i => $"w{i}")
            .Concat(Enumerable.Range(0, 7).Select(i => $"r{i}"))
            .ToList();
        var m = Measures.Of(ranked, grades);
        Assert.Equal(1.0 / 5, m.Rp5, 12);
        Assert.Equal(6.0 / 8, m.R10, 12);
        Assert.Equal(1.0 / 5, m.Mrr, 12);
    }

    [Fact]
    public void Grades_are_gains()
    {
        var m = Measures.Of(["a", "b"], new Dictionary<string, int> { ["a"] = 1, ["b"] = 3 });
        Assert.Equal((1 + (3 / Math.Log2(3))) / (3 + (1 / Math.Log2(3))), m.Ndcg10, 12);
        Assert.Equal(1, m.Map, 12);
    }

    [Fact]
    public void Means_count_each_query_the_same_and_none_is_nothing()
    {
        var mean = Measures.Mean([new Measures(1, 1, 1, 1, 1), new Measures(0, 0.5, 0, 0, 0)]);
        Assert.Equal(new Measures(0.5, 0.75, 0.5, 0.5, 0.5), mean);
        Assert.Equal(default, Measures.Mean([]));
    }

    [Fact]
    public void A_set_is_scored_with_the_products_own_ranking()
    {
        var set = Set(
            "trades",
            "q1\tSenior baker (m/f)\nq2\tboulangère\nq3\tplumber\nq4\tunlabelled",
            "b\tbaker\nb\tboulanger\nb\tbread maker\np\tplumber\np\tplombier\ng\tcook",
            "q1 0 b 1\nq2 0 b 1\nq3 0 g 1\nq3 0 p 0"
        );
        var (code, output, errors) = Run("--task", "titles", set);
        Assert.Equal("", errors);
        Assert.Equal(0, code);
        var lines = output.Split('\n', StringSplitOptions.RemoveEmptyEntries);
        Assert.Equal(["set", "queries", "scored", "MAP", "MRR", "nDCG@10", "R@10", "RP@5", "ms"], Cells(lines[0]));
        // q1 and q2 find theirs first; q3's label is wrong on purpose and shares no word or run of letters.
        Assert.Equal(["trades", "4", "3", "0.667", "0.667", "0.667", "0.667", "0.667"], Cells(lines[1])[..8]);
    }

    [Fact]
    public void Several_sets_and_the_other_tasks_share_one_table()
    {
        var one = Set("one", "q1\tWe manage budgets.\nq2\tHello", "m\tmanage budgets\nr\tReact", "q1 0 m 1");
        var two = Set("two", "q1\treac", "m\tmanage budgets\nr\tReact", "q1 0 r 1");
        var (code, output, _) = Run(
            "--task",
            "sentences",
            "--query-language",
            "en",
            "--corpus-language",
            "en",
            one,
            two
        );
        Assert.Equal(0, code);
        var lines = output.Split('\n', StringSplitOptions.RemoveEmptyEntries);
        Assert.Equal(3, lines.Length);
        Assert.Equal(["one", "2", "1", "1.000"], Cells(lines[1])[..4]);
        (code, output, _) = Run("--task", "picker", $"{two}/queries.tsv,{two}/corpus.tsv,{two}/qrels.tsv");
        Assert.Equal(0, code);
        Assert.Equal(["two", "1", "1", "1.000"], Cells(output.Split('\n')[1])[..4]);
    }

    [Fact]
    public void Halves_part_the_queries_and_a_sample_is_the_same_each_time()
    {
        var queries = string.Join('\n', Enumerable.Range(0, 40).Select(i => $"q{i}\tbaker"));
        var labels = string.Join('\n', Enumerable.Range(0, 40).Select(i => $"q{i} 0 b 1"));
        var set = Set("many", queries, "b\tbaker\np\tplumber", labels);
        int Scored(params string[] more) =>
            int.Parse(
                Cells(Run(["--task", "titles", set, .. more]).Output.Split('\n')[1])[1],
                CultureInfo.InvariantCulture
            );
        var first = Scored("--half", "first");
        Assert.InRange(first, 10, 30);
        Assert.Equal(40, first + Scored("--half", "second"));
        Assert.Equal(5, Scored("--sample", "5"));
    }

    [Theory]
    [InlineData("q1 no tab", "b\tbaker", "q1 0 b 1", "queries.tsv, row 1: expected an id, a tab and a text")]
    [InlineData("q1\ta\nq1\tb", "b\tbaker", "q1 0 b 1", "queries.tsv, row 2: the id “q1” comes twice")]
    [InlineData("q1\ta", "b\tbaker\n\nb\t ", "q1 0 b 1", "corpus.tsv, row 3: the text is empty")]
    [InlineData("q1\ta", "b\tbaker\tx", "q1 0 b 1", "corpus.tsv, row 1: a second tab")]
    [InlineData("q1\ta", "b\tbaker", "q1 0 b", "qrels.tsv, row 1: expected “query 0 document grade”")]
    [InlineData("q1\ta", "b\tbaker", "q1 0 b 1.5", "qrels.tsv, row 1: expected “query 0 document grade”")]
    [InlineData("q1\ta", "b\tbaker", "q1 0 b 1\nq9 0 b 1", "qrels.tsv, row 2: no query has the id “q9”")]
    [InlineData("q1\ta", "b\tbaker", "q1 0 z 1", "qrels.tsv, row 1: the corpus has no id “z”")]
    [InlineData("q1\ta", "", "q1 0 z 1", "corpus.tsv: the file is empty")]
    public void What_is_wrong_in_a_file_is_said_with_its_row(
        string queries,
        string corpus,
        string qrels,
        string expected
    )
    {
        var (code, output, errors) = Run("--task", "titles", Set("bad", queries, corpus, qrels));
        Assert.Equal(2, code);
        Assert.Equal("", output);
        Assert.Contains(expected, errors);
    }

    [Fact]
    public void What_is_wrong_in_the_command_is_said()
    {
        Assert.Contains("No set", Run("--task", "titles").Errors);
        Assert.Contains("--task is missing", Run("x").Errors);
        Assert.Contains("--task is one of titles, sentences, picker", Run("--task", "tea", "x").Errors);
        Assert.Contains("en, fr, auto", Run("--task", "titles", "--query-language", "de", "x").Errors);
        Assert.Contains("Unknown option --speed", Run("--speed", "x").Errors);
        Assert.Contains("--half needs a value", Run("--half").Errors);
        Assert.Contains("whole number", Run("--sample", "-1", "x").Errors);
        Assert.Contains("neither a folder nor three files", Run("--task", "titles", "nowhere").Errors);
        Assert.Contains("no such file", Run("--task", "titles", _folder).Errors);
        Assert.Equal(2, Run("--task", "titles", "nowhere").Code);
        Assert.Equal(0, Run("--help").Code);
        Assert.Contains("eng/eval/run --task", Run("--help").Output);
    }

    [Fact]
    public void A_file_that_is_not_utf8_is_said_to_be()
    {
        var set = Set("latin", "q1\ta", "b\tbaker", "q1 0 b 1");
        File.WriteAllBytes(Path.Combine(set, "corpus.tsv"), [(byte)'b', 9, 0xE9, 0xE8, 10]);
        var (code, _, errors) = Run("--task", "titles", set);
        Assert.Equal(2, code);
        Assert.Contains("not UTF-8", errors);
    }

    private string Set(string name, string queries, string corpus, string qrels)
    {
        var folder = Directory.CreateDirectory(Path.Combine(_folder, name)).FullName;
        File.WriteAllText(Path.Combine(folder, "queries.tsv"), queries);
        File.WriteAllText(Path.Combine(folder, "corpus.tsv"), corpus);
        File.WriteAllText(Path.Combine(folder, "qrels.tsv"), qrels);
        return folder;
    }

    private static (int Code, string Output, string Errors) Run(params string[] args)
    {
        using var output = new StringWriter();
        using var errors = new StringWriter();
        output.NewLine = errors.NewLine = "\n";
        return (EvalProgram.Run(args, output, errors), output.ToString(), errors.ToString());
    }

    private static string[] Cells(string line) => line.Split(' ', StringSplitOptions.RemoveEmptyEntries);
}
