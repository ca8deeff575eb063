using System.IO.Compression;
using System.Text;
using Metier.Platform;
using Metier.Taxonomy;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace Metier.Tests.Taxonomy;

/// <summary>What operators download is added to the taxonomy: all of it or nothing, and once.</summary>
public sealed class ImportTests
{
    private const string Gnomes = "esco-00000000-0000-4000-8000-000000000002";
    private const string Buttons = "esco-00000000-0000-4000-8000-000000000003";
    private static readonly CancellationToken Ct = TestContext.Current.CancellationToken;

    private static string Fixture(string name) => Path.Combine(AppContext.BaseDirectory, "Taxonomy", "Fixtures", name);

    private static Task<Outcome<ImportReport>> EscoAsync(
        TestHost host,
        string? path = null,
        bool dryRun = false,
        params string[] languages
    ) =>
        host.InScopeAsync(s =>
            s.GetRequiredService<ImportEsco>()
                .RunAsync(
                    new([path ?? Fixture("esco")], languages.Length == 0 ? ["en", "fr"] : languages, dryRun),
                    null,
                    Ct
                )
        );

    private static SkillCatalogue Catalogue(TestHost host) => host.Services.GetRequiredService<SkillCatalogue>();

    [Theory, MemberData(nameof(Stores.Both), MemberType = typeof(Stores))]
    public async Task Esco_is_added_and_what_is_known_is_merged(Store store)
    {
        await using var host = await TestHost.StartAsync(store);
        var shipped = Catalogue(host).Skills.Count;
        Assert.Null(Catalogue(host).Named("gnome glazing"));

        var report = (await EscoAsync(host)).Value;

        Assert.Equal((3, 3, 0, 1), (report.New, report.Merged, report.Updated, report.Skipped));
        var skills = Catalogue(host);
        Assert.Equal(shipped + 2, skills.Skills.Count);
        var gnomes = skills.Find(Gnomes)!;
        Assert.Equal(("glaze garden gnomes", "émailler des nains de jardin"), (gnomes.En, gnomes.Fr));
        Assert.Equal((SkillSource.Esco, SkillKind.Method, true), (gnomes.Source, gnomes.Kind, gnomes.Offered));
        Assert.Equal(Gnomes, skills.Named("Gnome Glazing")!.Id);
        Assert.Equal(Gnomes, skills.Named("Émaillage de nains")!.Id);
        Assert.Equal([Buttons], gnomes.Related);
        // A list of skills has commas between them, so a label has none.
        Assert.Equal("sort buttons / beads and ribbons", skills.Find(Buttons)!.En);
        Assert.Equal(Buttons, skills.Named("sort buttons, beads and ribbons")!.Id);
        // By the label, and by one of its aliases being ours.
        Assert.Equal("typescript", skills.Find("esco-00000000-0000-4000-8000-000000000001")!.Id);
        Assert.Equal("javascript", skills.Find("esco-00000000-0000-4000-8000-000000000005")!.Id);
        Assert.Equal("typescript", skills.Named("TS superset")!.Id);
        Assert.Equal("javascript", skills.Named("typed web programming")!.Id);
        // Placed by the company it keeps.
        Assert.Equal(skills.Find("typescript")!.CategoryId, skills.Find(Buttons)!.CategoryId);
        Assert.Equal("", gnomes.CategoryId);

        var glazer = skills.Occupations.Single(o => o.En == "gnome glazer");
        Assert.Equal([Gnomes], glazer.Skills);
        Assert.Contains("émailleuse de nains", glazer.NamesFr);
        Assert.Contains("browser code writer", skills.Occupation("front-end-developer")!.NamesEn);
        Assert.Equal([SkillSource.Esco], skills.Imports.Keys);
    }

    [Theory, MemberData(nameof(Stores.Both), MemberType = typeof(Stores))]
    public async Task The_same_import_again_changes_nothing_and_a_newer_one_updates(Store store)
    {
        await using var host = await TestHost.StartAsync(store);
        var first = (await EscoAsync(host)).Value;
        Assert.True(first.Changes);
        var changes = Catalogue(host).Changes;

        var again = (await EscoAsync(host)).Value;
        Assert.False(again.Changes, again.ToString());
        Assert.Equal(6, again.Unchanged);
        Assert.Equal(changes, Catalogue(host).Changes);

        // One language alone leaves what the other brought.
        Assert.False((await EscoAsync(host, languages: "en")).Value.Changes);
        Assert.Equal("émailler des nains de jardin", Catalogue(host).Find(Gnomes)!.Fr);

        using var copy = new Copy();
        copy.Replace(
            "skills_en.csv",
            "glaze garden gnomes,\"enamel garden gnomes\n",
            "glaze gnomes,\"varnish gnomes\n"
        );
        var newer = (await EscoAsync(host, copy.Folder)).Value;
        Assert.Equal((0, 1, 1, 1), (newer.New, newer.Updated, newer.NamesAdded, newer.NamesRemoved));
        Assert.Equal(Gnomes, Catalogue(host).Named("glaze gnomes")!.Id);
        Assert.Equal(Gnomes, Catalogue(host).Named("varnish gnomes")!.Id);
        Assert.Null(Catalogue(host).Named("enamel garden gnomes"));
    }

    [Theory, MemberData(nameof(Stores.Both), MemberType = typeof(Stores))]
    public async Task A_broken_row_is_named_and_nothing_is_imported(Store store)
    {
        await using var host = await TestHost.StartAsync(store);
        (string File, string From, string To, string Said)[] breaks =
        [
            (
                "skills_en.csv",
                ",knowledge,sector-specific,TypeScript,",
                ",knowledge,TypeScript,",
                "skills_en.csv, row 2: 12 cells instead of 13."
            ),
            ("skills_en.csv", "conceptUri", "uri", "skills_en.csv, row 1: There is no column “conceptUri”."),
            (
                "skills_fr.csv",
                "http://data.europa.eu/esco/skill/00000000-0000-4000-8000-000000000002",
                "gnomes",
                "skills_fr.csv, row 3: “conceptUri” is not the URI of a concept."
            ),
            (
                "occupations_en.csv",
                "Made up.",
                "\"Made up.",
                "occupations_en.csv, row 2: A quotation mark is never closed."
            ),
            (
                "occupationSkillRelations_en.csv",
                "http://data.europa.eu/esco/occupation/00000000-0000-4000-8000-000000000011,gnome glazer,optional",
                ",gnome glazer,optional",
                "occupationSkillRelations_en.csv, row 3: “occupationUri” is not the URI of a concept."
            ),
        ];
        foreach (var (file, from, to, said) in breaks)
        {
            using var copy = new Copy();
            copy.Replace(file, from, to);
            var refused = await EscoAsync(host, copy.Folder);
            Assert.Equal("broken_row", Assert.Single(refused.Refusals).Code);
            Assert.Equal(said + " Nothing was imported.", refused.Refusals[0].Message);
        }
        using (var latin = new Copy())
        {
            var text = await File.ReadAllTextAsync(Fixture("esco/skills_fr.csv"), Ct);
            latin.Write("skills_fr.csv", Encoding.Latin1.GetBytes(text));
            Assert.Contains(
                "UTF-8",
                (await EscoAsync(host, latin.Folder)).Refusals[0].Message,
                StringComparison.Ordinal
            );
        }
        var nowhere = await EscoAsync(host, "/nowhere/at/all");
        Assert.Equal("/nowhere/at/all: There is no such file. Nothing was imported.", nowhere.Refusals[0].Message);
        Assert.Equal(0, Catalogue(host).Changes);
        Assert.Equal(
            0,
            await host.InScopeAsync(s => s.GetRequiredService<MetierDb>().Set<ConceptRow>().CountAsync(Ct))
        );
    }

    [Fact]
    public async Task A_dry_run_says_the_same_and_writes_nothing()
    {
        await using var host = await TestHost.StartAsync(Store.Sqlite);
        var dry = (await EscoAsync(host, dryRun: true)).Value;
        Assert.Equal(0, Catalogue(host).Changes);
        Assert.Contains(("TypeScript", "TypeScript"), dry.Merges);
        Assert.Contains("glaze garden gnomes", dry.News);
        var done = (await EscoAsync(host)).Value;
        Assert.Equal((dry.New, dry.Merged, dry.NamesAdded), (done.New, done.Merged, done.NamesAdded));
    }

    [Fact]
    public async Task Archives_and_compressed_tables_are_read_too()
    {
        await using var host = await TestHost.StartAsync(Store.Sqlite);
        using var copy = new Copy();
        var zip = Path.Combine(copy.Folder, "..", Path.GetFileName(copy.Folder) + ".zip");
        await ZipFile.CreateFromDirectoryAsync(copy.Folder, zip, Ct);
        var expected = (await EscoAsync(host, dryRun: true)).Value;
        var zipped = (await EscoAsync(host, zip, dryRun: true)).Value;
        Assert.Equal((expected.New, expected.NamesAdded), (zipped.New, zipped.NamesAdded));
        File.Delete(zip);
        foreach (var file in Directory.GetFiles(copy.Folder))
        {
            await using (var to = new GZipStream(File.Create(file + ".gz"), CompressionLevel.Fastest))
            {
                await to.WriteAsync(await File.ReadAllBytesAsync(file, Ct), Ct);
            }
            File.Delete(file);
        }
        var packed = (await EscoAsync(host, copy.Folder, dryRun: true)).Value;
        Assert.Equal((expected.New, expected.NamesAdded), (packed.New, packed.NamesAdded));
    }

    [Theory, MemberData(nameof(Stores.Both), MemberType = typeof(Stores))]
    public async Task Synonyms_become_aliases_of_what_is_known(Store store)
    {
        await using var host = await TestHost.StartAsync(store);
        Task<Outcome<ImportReport>> ImportAsync() =>
            host.InScopeAsync(s =>
                s.GetRequiredService<ImportSynonyms>().RunAsync(new(Fixture("tag_synonyms.csv")), null, Ct)
            );
        var report = (await ImportAsync()).Value;
        // Two that nothing here is called, and one whose both sides are skills of their own.
        Assert.Equal((0, 2, 2), (report.New, report.NamesAdded, report.Skipped));
        Assert.Equal("typescript", Catalogue(host).Named("tsc lang")!.Id);
        Assert.Equal("typescript", Catalogue(host).Named("very-old-tsc")!.Id);
        Assert.Equal("css", Catalogue(host).Named("css")!.Id);
        Assert.False((await ImportAsync()).Value.Changes);
    }

    [Theory, MemberData(nameof(Stores.Both), MemberType = typeof(Stores))]
    public async Task Technologies_become_tools(Store store)
    {
        await using var host = await TestHost.StartAsync(store);
        Task<Outcome<ImportReport>> ImportAsync() =>
            host.InScopeAsync(s =>
                s.GetRequiredService<ImportOnet>().RunAsync(new(Fixture("technology_skills.txt")), null, Ct)
            );
        var report = (await ImportAsync()).Value;
        Assert.Equal((1, 1), (report.New, report.Merged));
        var tool = Catalogue(host).Named("gnomeware studio")!;
        Assert.Equal((SkillSource.Onet, SkillKind.Tool), (tool.Source, tool.Kind));
        Assert.Equal(Catalogue(host).Find("typescript")!.CategoryId, tool.CategoryId);
        Assert.False((await ImportAsync()).Value.Changes);
    }

    [Theory, MemberData(nameof(Stores.Both), MemberType = typeof(Stores))]
    public async Task Every_node_takes_an_import_over_and_a_restart_keeps_it(Store store)
    {
        await using var host = await TestHost.StartAsync(store);
        await using (var second = await host.SecondNodeAsync())
        {
            await EscoAsync(host);
            Assert.Null(Catalogue(second).Find(Gnomes));
            await Catalogue(second).RefreshAsync(Ct);
            Assert.NotNull(Catalogue(second).Find(Gnomes));
        }
        await host.RestartAsync();
        Assert.Equal(Gnomes, Catalogue(host).Named("gnome glazing")!.Id);
    }

    /// <summary>A copy of the fixture that a test may break.</summary>
    private sealed class Copy : IDisposable
    {
        public Copy()
        {
            foreach (var file in Directory.GetFiles(Fixture("esco")))
            {
                File.Copy(file, Path.Combine(Folder, Path.GetFileName(file)));
            }
        }

        public string Folder { get; } = Directory.CreateTempSubdirectory("metier-esco").FullName;

        public void Replace(string file, string from, string to)
        {
            var text = File.ReadAllText(Path.Combine(Folder, file));
            Assert.Contains(from, text, StringComparison.Ordinal);
            File.WriteAllText(Path.Combine(Folder, file), text.Replace(from, to, StringComparison.Ordinal));
        }

        public void Write(string file, byte[] content) => File.WriteAllBytes(Path.Combine(Folder, file), content);

        public void Dispose() => Directory.Delete(Folder, recursive: true);
    }
}
