using System.CommandLine;
using System.Diagnostics;
using System.Globalization;
using Metier.Jobs;
using Metier.Platform;
using Metier.Profiles;
using Metier.Taxonomy;

namespace Metier.Web.Commands;

/// <summary>
/// <c>taxonomy import esco|synonyms|onet</c> adds to the taxonomy what an operator downloaded; <c>taxonomy corrections</c> writes
/// what people made of what was read in their texts.
/// </summary>
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
        command.Subcommands.Add(Corrections());
        return command;
    }

    /// <summary>What people made of what was read in their posts and profiles, a line each.</summary>
    private static Command Corrections()
    {
        var command = new Command(
            "corrections",
            "Writes what people corrected of the skills read in their posts and profiles, as lines with tabs: where, whose, skill, its "
                + "label, what they did, the words it was read from, when, and who. To train readers with, and for audits."
        );
        var arguments = new HostArguments();
        arguments.AddStoreTo(command);
        command.SetAction(
            (parsed, ct) =>
                OneShot.RunAsync(
                    parsed,
                    arguments,
                    async (opened, token) =>
                    {
                        using var english = new InLanguage("en");
                        var labels = opened.Get<SkillCatalogue>();
                        await labels.FillAsync(token);
                        await opened.Output.WriteLineAsync("where\tid\tskill\tlabel\tkind\twords\tat\tmember");
                        await WriteAsync(opened.Output, "post", opened.Get<JobCorrections>().AllAsync(token), labels);
                        await WriteAsync(
                            opened.Output,
                            "profile",
                            opened.Get<ProfileCorrections>().AllAsync(token),
                            labels
                        );
                        return 0;
                    },
                    ct
                )
        );
        return command;
    }

    private static async Task WriteAsync(
        TextWriter output,
        string where,
        IAsyncEnumerable<SkillCorrection> corrections,
        SkillCatalogue labels
    )
    {
        await foreach (var c in corrections)
        {
            await output.WriteLineAsync(
                string.Create(
                    CultureInfo.InvariantCulture,
                    $"{where}\t{c.Text}\t{c.SkillId}\t{labels.Label(c.SkillId)}\t{c.Kind}\t{c.Words.Replace('\t', ' ')}\t{c.At:yyyy-MM-ddTHH:mm:ssZ}\t{c.MemberId}"
                )
            );
        }
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
