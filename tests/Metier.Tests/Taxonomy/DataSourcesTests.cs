using Metier.Platform;
using Metier.Taxonomy;
using Metier.Tests.Admin;
using Microsoft.Extensions.DependencyInjection;

namespace Metier.Tests.Taxonomy;

/// <summary>Sources are acknowledged where, and only where, something of them was imported; from the command line too.</summary>
public sealed class DataSourcesTests
{
    private const string English = "This service uses the ESCO classification of the European Commission.";
    private const string French = "Ce service utilise la classification ESCO de la Commission européenne.";
    private static readonly CancellationToken Ct = TestContext.Current.CancellationToken;

    private static string Fixture(string name) => Path.Combine(AppContext.BaseDirectory, "Taxonomy", "Fixtures", name);

    [Fact]
    public async Task Each_source_is_named_once_it_was_imported()
    {
        await using var host = await TestHost.StartAsync(Store.Sqlite);
        using var visitor = host.Visitor();
        var page = await visitor.GetAsync("/en/data-sources");
        Assert.Contains("GNU Affero", page.Text, StringComparison.Ordinal);
        foreach (var source in new[] { "ESCO", "CC BY-SA", "O*NET" })
        {
            Assert.DoesNotContain(source, page.Text, StringComparison.Ordinal);
        }
        Assert.NotNull((await visitor.GetAsync("/en")).Document.QuerySelector("footer a[href='/en/data-sources']"));

        var folder = host.Services.GetRequiredService<InstanceOptions>().DataFolder;
        var dry = await CommandTests.RunAsync(
            "taxonomy",
            "import",
            "esco",
            Fixture("esco"),
            "--dry-run",
            "--data",
            folder
        );
        Assert.Equal(0, dry.Code);
        Assert.Contains("same: TypeScript = TypeScript", dry.Out, StringComparison.Ordinal);
        Assert.Contains("Nothing was written", dry.Out, StringComparison.Ordinal);
        var esco = await CommandTests.RunAsync("taxonomy", "import", "esco", Fixture("esco"), "--data", folder);
        Assert.Equal(0, esco.Code);
        Assert.Contains("Reading skills_en.csv", esco.Out, StringComparison.Ordinal);
        Assert.Contains("3 new, 3 merged", esco.Out, StringComparison.Ordinal);
        var tags = await CommandTests.RunAsync(
            "taxonomy",
            "import",
            "synonyms",
            Fixture("tag_synonyms.csv"),
            "--data",
            folder
        );
        Assert.Equal(0, tags.Code);
        var onet = await CommandTests.RunAsync(
            "taxonomy",
            "import",
            "onet",
            Fixture("technology_skills.txt"),
            "--data",
            folder
        );
        Assert.Equal(0, onet.Code);
        var broken = await CommandTests.RunAsync(
            "taxonomy",
            "import",
            "onet",
            Fixture("tag_synonyms.csv"),
            "--data",
            folder
        );
        Assert.Equal(1, broken.Code);
        Assert.Contains("There is no column “Example”", broken.Error, StringComparison.Ordinal);

        // The server that runs beside it takes it over.
        await host.Services.GetRequiredService<SkillCatalogue>().RefreshAsync(Ct);
        page = await visitor.GetAsync("/en/data-sources");
        Assert.Contains(English, page.Text, StringComparison.Ordinal);
        Assert.Contains("CC BY-SA 4.0", page.Text, StringComparison.Ordinal);
        Assert.Contains("CC BY 4.0", page.Text, StringComparison.Ordinal);
        Assert.Contains(French, (await visitor.GetAsync("/fr/sources-des-donnees")).Text, StringComparison.Ordinal);
    }
}
