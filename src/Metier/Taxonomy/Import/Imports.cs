using Metier.Platform;

namespace Metier.Taxonomy;

/// <summary>Folders, archives or files of the official package, and the languages to take (two letters each).</summary>
public sealed record ImportEscoInput(IReadOnlyList<string> Paths, IReadOnlyList<string> Languages, bool DryRun = false);

/// <summary>One table of a source.</summary>
public sealed record ImportFileInput(string Path, bool DryRun = false);

/// <summary>
/// Imports skills and occupations of ESCO, the European classification, from its official CSV package (what an operator
/// downloads). Those that we have already are merged with ours by label and alias; the same import again changes nothing.
/// </summary>
public sealed class ImportEsco(WriteImport write)
{
    /// <summary>A row that cannot be read refuses all of it: <c>broken_row</c> names file, row and reason.</summary>
    public async Task<Outcome<ImportReport>> RunAsync(
        ImportEscoInput input,
        IProgress<ImportProgress>? progress,
        CancellationToken ct
    )
    {
        if (input.Languages.Count == 0 || input.Languages.Any(l => l.Length != 2 || !l.All(char.IsAsciiLetterLower)))
        {
            return new Refusal("language", ImportText.Languages);
        }
        try
        {
            using var files = new ImportFiles(input.Paths);
            var package = EscoPackage.Read(files, input.Languages, progress);
            return await write.RunAsync(
                SkillSource.Esco,
                input.Languages.ToHashSet(),
                (plan, _) =>
                {
                    plan.Skipped = package.Skipped;
                    plan.Take(package.Concepts, package.Broader);
                },
                input.DryRun,
                progress,
                ct
            );
        }
        catch (BrokenRowException e)
        {
            return Broken.Row(e);
        }
    }
}

/// <summary>
/// Imports tag synonyms (columns <c>source,target</c>, or as Stack Overflow's data explorer names them): where one of the
/// two names a skill we have, the other becomes an alias of it.
/// </summary>
public sealed class ImportSynonyms(WriteImport write)
{
    /// <summary>A row that cannot be read refuses all of it.</summary>
    public async Task<Outcome<ImportReport>> RunAsync(
        ImportFileInput input,
        IProgress<ImportProgress>? progress,
        CancellationToken ct
    )
    {
        try
        {
            var pairs = SynonymFile.Read(input.Path, progress);
            return await write.RunAsync(
                SkillSource.StackOverflow,
                new HashSet<string> { "en" },
                (plan, state) => SynonymFile.Fill(plan, state, pairs),
                input.DryRun,
                progress,
                ct
            );
        }
        catch (BrokenRowException e)
        {
            return Broken.Row(e);
        }
    }
}

/// <summary>
/// Imports the technology skills of O*NET (columns <c>Example, Commodity Code, Commodity Title</c> among others; commas or
/// tabs): each example is a tool.
/// </summary>
public sealed class ImportOnet(WriteImport write)
{
    /// <summary>A row that cannot be read refuses all of it.</summary>
    public async Task<Outcome<ImportReport>> RunAsync(
        ImportFileInput input,
        IProgress<ImportProgress>? progress,
        CancellationToken ct
    )
    {
        try
        {
            var tools = TechnologyFile.Read(input.Path, progress);
            return await write.RunAsync(
                SkillSource.Onet,
                new HashSet<string> { "en", "fr" },
                (plan, _) => plan.Take(tools, new Dictionary<string, List<string>>()),
                input.DryRun,
                progress,
                ct
            );
        }
        catch (BrokenRowException e)
        {
            return Broken.Row(e);
        }
    }
}

internal static class Broken
{
    /// <summary>In the words of whoever reads it: file, row, reason, and that nothing was imported.</summary>
    public static Refusal Row(BrokenRowException e) =>
        new(
            "broken_row",
            e.Row == 0
                ? ImportText.BrokenFile(e.File, e.Reason)
                : ImportText.BrokenRow(e.File, Formats.Count(e.Row), e.Reason)
        );
}
