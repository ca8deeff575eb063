using System.Globalization;
using Metier.Bench;

if (args is ["ledger", ..])
{
    await LedgerBench.RunAsync(Number("--seconds", 5), Value("--only"));
    return;
}
if (args is ["database", ..])
{
    await DatabaseBench.RunAsync(Number("--profiles", 1_000_000), Number("--seed", 1), Value("--only"));
    return;
}
var profiles = Number("--profiles", 1_000_000);
var questions = Number("--questions", 1_000);
var seed = Number("--seed", 1);
var passes = Number("--passes", 3);
var only = Value("--only");
var engines = new Dictionary<string, (Func<IEngine> Make, int Questions)>(StringComparer.Ordinal)
{
    ["metier"] = (() => new OurEngine(Value("--index")), questions),
    ["lucene"] = (() => new LuceneEngine(), Math.Min(questions, 500)),
    ["sqlite"] = (() => new SqliteEngine(), Math.Min(questions, 40)),
    ["postgres"] = (
        () => new PostgresEngine(Environment.GetEnvironmentVariable("METIER_BENCH_POSTGRES")!),
        Math.Min(questions, 40)
    ),
};
var measured = new List<Measured>();
foreach (var (name, engine) in engines.Where(e => only is null || only.Split(',').Contains(e.Key)))
{
    using var made = engine.Make();
    measured.Add(
        Measured.Of(made, new World(seed), new Work(profiles, engine.Questions, name == "metier" ? passes : 1))
    );
}

Measured.Print(measured);

string? Value(string option) =>
    Array.IndexOf(args, option) is >= 0 and var at && at + 1 < args.Length ? args[at + 1] : null;

int Number(string option, int otherwise) =>
    int.TryParse(Value(option), CultureInfo.InvariantCulture, out var number) ? number : otherwise;
