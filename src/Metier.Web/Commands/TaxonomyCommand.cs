using System.CommandLine;
using System.Diagnostics;
using System.Globalization;
using Metier.Platform;
using Metier.Taxonomy;

namespace Metier.Web.Commands;

/// <summary><c>taxonomy import esco|synonyms|onet</c>: adds to the taxonomy what an operator downloaded.</summary>
internal static class TaxonomyCommand
{
    public static Command Create()
    {
        var command = new Command("taxonomy", "The taxonomy of skills and occupations.");
        var import = new Command(
            "import",
            "Adds skills, occupations and names that you downloaded. What is known already is merged by label and alias; the same import "
                + "again changes nothing. A row that cannot be read refuses the whole import."
        );
        import.Subcommands.Add(Esco());
        import.Subcommands.Add(
            OneFile(
                "synonyms",
                "Stack Overflow tag synonyms: a CSV file with the columns source,target (CC BY-SA 4.0, shown on the page of data sources).",
                (opened, input, progress, ct) => opened.Get<ImportSynonyms>().RunAsync(input, progress, ct)
            )
        );
        import.Subcommands.Add(
            OneFile(
                "onet",
                "O*NET technology skills: the file “Technology Skills” as CSV or text with tabs (CC BY 4.0, shown on the page of data sources).",
                (opened, input, progress, ct) => opened.Get<ImportOnet>().RunAsync(input, progress, ct)
            )
        );
        command.Subcommands.Add(import);
        return command;
    }

    private static Command Esco()
    {
        var command = new Command(
            "esco",
            "ESCO, the European classification, from its official CSV package: folders or ZIP files, one or several (each language is a "
                + "download of its own). Files may be compressed with gzip."
        );
        var arguments = new HostArguments();
        arguments.AddStoreTo(command);
        var paths = new Argument<string[]>("folder or zip") { Arity = ArgumentArity.OneOrMore };
        var languages = new Option<string>("--language")
        {
            Description = "Languages to take, two letters each, with commas between them",
            DefaultValueFactory = _ => "en,fr",
        };
        var dry = DryRun();
        command.Arguments.Add(paths);
        command.Options.Add(languages);
        command.Options.Add(dry);
        command.SetAction(
            (parsed, ct) =>
                ImportAsync(
                    parsed,
                    arguments,
                    parsed.GetValue(dry),
                    (opened, progress, token) =>
                        opened
                            .Get<ImportEsco>()
                            .RunAsync(
                                new(
                                    parsed.GetValue(paths)!,
                                    parsed
                                        .GetValue(languages)!
                                        .Split(
                                            ',',
                                            StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries
                                        ),
                                    parsed.GetValue(dry)
                                ),
                                progress,
                                token
                            ),
                    ct
                )
        );
        return command;
    }

    private static Command OneFile(
        string name,
        string description,
        Func<Opened, ImportFileInput, IProgress<ImportProgress>, CancellationToken, Task<Outcome<ImportReport>>> import
    )
    {
        var command = new Command(name, description);
        var arguments = new HostArguments();
        arguments.AddStoreTo(command);
        var path = new Argument<string>("file");
        var dry = DryRun();
        command.Arguments.Add(path);
        command.Options.Add(dry);
        command.SetAction(
            (parsed, ct) =>
                ImportAsync(
                    parsed,
                    arguments,
                    parsed.GetValue(dry),
                    (opened, progress, token) =>
                        import(opened, new(parsed.GetValue(path)!, parsed.GetValue(dry)), progress, token),
                    ct
                )
        );
        return command;
    }

    private static Option<bool> DryRun() =>
        new("--dry-run") { Description = "Says what would be new, merged or left out, and writes nothing" };

    private static Task<int> ImportAsync(
        ParseResult parsed,
        HostArguments arguments,
        bool dryRun,
        Func<Opened, IProgress<ImportProgress>, CancellationToken, Task<Outcome<ImportReport>>> import,
        CancellationToken ct
    ) =>
        OneShot.RunAsync(
            parsed,
            arguments,
            async (opened, token) =>
            {
                using var english = new InLanguage("en");
                var began = Stopwatch.GetTimestamp();
                Outcome<ImportReport> done;
                using (var bar = ProgressBar.Open(opened.Output))
                {
                    done = await import(opened, bar, token);
                }
                if (!done.Ok)
                {
                    await parsed.InvocationConfiguration.Error.WriteLineAsync(done.Refusals[0].Message);
                    return 1;
                }
                await PrintAsync(opened.Output, done.Value, dryRun, Stopwatch.GetElapsedTime(began));
                return 0;
            },
            ct
        );

    private static async Task PrintAsync(TextWriter output, ImportReport report, bool dryRun, TimeSpan took)
    {
        if (dryRun)
        {
            foreach (var (label, sameAs) in report.Merges)
            {
                await output.WriteLineAsync($"  same: {label} = {sameAs}");
            }
            foreach (var label in report.News)
            {
                await output.WriteLineAsync($"  new:  {label}");
            }
        }
        await output.WriteLineAsync(
            string.Create(
                CultureInfo.InvariantCulture,
                $"{(dryRun ? "Would be: " : "")}{report.New} new, {report.Merged} merged with what was here, {report.Updated} updated, {report.Unchanged} unchanged, {report.Skipped} left out; {report.NamesAdded} aliases added, {report.NamesRemoved} removed; {report.Relations} relations."
            )
        );
        await output.WriteLineAsync(
            string.Create(
                    CultureInfo.InvariantCulture,
                    $"{(dryRun ? "Nothing was written" : "Done")} ({took.TotalSeconds:0.0} s). {(dryRun ? "" : "A running server takes it over within seconds.")}"
                )
                .TrimEnd()
        );
    }
}
