using System.Diagnostics;
using Metier.Platform;
using Metier.Taxonomy;
using Microsoft.Extensions.DependencyInjection;
using static System.FormattableString;

namespace Metier.Tests.Taxonomy;

/// <summary>
/// The importers on the real files, where somebody has them: METIER_SOURCE_DATA names the folder. None of them is part of
/// the repository.
/// </summary>
public sealed class SourceDataTests(ITestOutputHelper output)
{
    private static readonly CancellationToken Ct = TestContext.Current.CancellationToken;

    private static string? Folder() => Environment.GetEnvironmentVariable("METIER_SOURCE_DATA");

    /// <summary>Run by hand (<c>-explicit on</c>): the files belong to others and are not part of this repository.</summary>
    [Theory(Explicit = true), MemberData(nameof(Stores.Both), MemberType = typeof(Stores))]
    public async Task All_of_them_go_in_and_the_picker_stays_quick(Store store)
    {
        var data = Folder();
        Assert.True(data is not null, "METIER_SOURCE_DATA names no folder");
        await using var host = await TestHost.StartAsync(store);
        async Task<ImportReport> TimedAsync(string what, Func<IServiceProvider, Task<Outcome<ImportReport>>> import)
        {
            var began = Stopwatch.GetTimestamp();
            var report = (await host.InScopeAsync(import)).Value;
            output.WriteLine(
                Invariant($"{store} {what}: {Stopwatch.GetElapsedTime(began).TotalSeconds:0.0} s {report}")
            );
            return report;
        }
        Task<ImportReport> EscoAsync() =>
            TimedAsync(
                "esco",
                s =>
                    s.GetRequiredService<ImportEsco>()
                        .RunAsync(new([Path.Combine(data!, "esco")], ["en", "fr"]), null, Ct)
            );
        var esco = await EscoAsync();
        Assert.True(esco.New > 14_000, esco.ToString());
        Assert.True(esco.Merged > 300, esco.ToString());
        Assert.False((await EscoAsync()).Changes);
        var tags = await TimedAsync(
            "synonyms",
            s =>
                s.GetRequiredService<ImportSynonyms>()
                    .RunAsync(new(Path.Combine(data!, "tech-tags", "tag_synonyms.csv.gz")), null, Ct)
        );
        Assert.True(tags.NamesAdded > 300, tags.ToString());
        var onet = await TimedAsync(
            "onet",
            s =>
                s.GetRequiredService<ImportOnet>()
                    .RunAsync(new(Path.Combine(data!, "onet", "technology_skills.csv.gz")), null, Ct)
        );
        Assert.True(onet.New > 7_000, onet.ToString());

        var catalogue = host.Services.GetRequiredService<SkillCatalogue>();
        var began = Stopwatch.GetTimestamp();
        await catalogue.ReloadAsync(TaxonomyFiles.Read(), Ct);
        output.WriteLine(
            Invariant(
                $"reload: {Stopwatch.GetElapsedTime(began).TotalMilliseconds:0} ms, {catalogue.Skills.Count} skills, {catalogue.Names.Count} names"
            )
        );
        foreach (var typed in new[] { "ja", "java", "gestion de projet", "photgraphy", "k8s" })
        {
            catalogue.Search(typed);
            began = Stopwatch.GetTimestamp();
            var found = catalogue.Search(typed);
            output.WriteLine(
                Invariant(
                    $"{typed}: {Stopwatch.GetElapsedTime(began).TotalMilliseconds:0.0} ms {string.Join(" | ", found.Select(f => f.En).Take(5))}"
                )
            );
        }
        // Inside a language a name means one skill, whatever was imported.
        Assert.DoesNotContain(
            catalogue.Names.GroupBy(n => (n.Language, n.Normalised)),
            g => g.Select(n => n.SkillId).Distinct().Count() > 1
        );
        // A list of skills has commas between them, and every label leads back to its skill.
        using var english = new InLanguage("en");
        Assert.DoesNotContain(catalogue.Skills, s => s.En.Contains(',', StringComparison.Ordinal));
        var astray = catalogue.Skills.Where(s => catalogue.Named(s.En)?.Id != s.Id).Select(s => s.En).ToList();
        Assert.True(astray.Count == 0, string.Join(" | ", astray.Take(20)));
    }
}
