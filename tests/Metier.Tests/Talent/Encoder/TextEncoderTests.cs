using Metier.Matching;
using Metier.Platform;
using Metier.Talent;
using Metier.Tests.Jobs;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging.Abstractions;

namespace Metier.Tests.Talent.Encoder;

/// <summary>An operator's text encoder: in use, absent, broken; and what is said of each.</summary>
public sealed class TextEncoderTests
{
    private static readonly CancellationToken Ct = TestContext.Current.CancellationToken;

    [Fact]
    public void Texts_that_mean_the_same_have_vectors_that_point_the_same_way()
    {
        using var encoder = Encoder(TinyEncoder.Folder(TinyEncoder.Model, TinyEncoder.Vocabulary));
        Assert.True(encoder.IsInUse, encoder.State.Problem);
        Assert.Equal((EncoderStatus.InUse, 4), (encoder.State.Status, encoder.State.Dimensions));
        var picture = encoder.Vector("Picture for CHILDREN");
        Assert.Equal(Vectors.Length, picture.Length);
        Assert.True(Alike(picture, encoder.Vector("drawing")) > 900_000);
        Assert.True(Alike(picture, encoder.Vector("tax ledger")) < 300_000);
        Assert.Equal(picture, encoder.Vector("Picture for CHILDREN"));
        Assert.Empty(encoder.Vector(" \n"));
        var lengthy = encoder.Vector(new string('x', 50_000) + " picture");
        Assert.True(lengthy.Length == Vectors.Length, encoder.State.Problem);
        Assert.Equal(Vectors.Length, encoder.Vector("漢字 🎨 \u0000 \ud800").Length);
        Assert.Null(encoder.State.Problem);
        Assert.NotEmpty(encoder.Fingerprint);
    }

    public static TheoryData<string, string> Unusable =>
        new()
        {
            { "no model", "model.onnx" },
            { "no words", "vocab.txt" },
            { "damaged", "" },
            { "cut short", "" },
            { "empty words", "" },
            { "asks for something else", "pixels" },
            { "no vector", "no vector" },
        };

    [Theory, MemberData(nameof(Unusable))]
    public void What_cannot_be_used_is_said_and_every_text_has_the_empty_vector(string how, string said)
    {
        using var encoder = Encoder(Broken(how));
        Assert.Equal(EncoderStatus.Broken, encoder.State.Status);
        Assert.Contains(said, encoder.State.Problem, StringComparison.Ordinal);
        Assert.False(encoder.IsInUse);
        Assert.Empty(encoder.Vector("picture"));
        Assert.Equal("", encoder.Fingerprint);
    }

    [Fact]
    public void Without_a_folder_or_with_an_empty_one_there_is_none_and_nothing_is_wrong()
    {
        var empty = Directory.CreateTempSubdirectory("metier-encoder").FullName;
        foreach (var folder in new[] { empty, Path.Combine(empty, "not there") })
        {
            using var encoder = Encoder(folder);
            Assert.Equal((EncoderStatus.Absent, null), (encoder.State.Status, encoder.State.Problem));
            Assert.Empty(encoder.Vector("picture"));
        }
    }

    [Theory, MemberData(nameof(Stores.Both), MemberType = typeof(Stores))]
    public async Task With_one_people_and_jobs_are_ranked_by_meaning_too_and_it_says_so(Store store)
    {
        var folder = TinyEncoder.Folder(TinyEncoder.Model, TinyEncoder.Vocabulary);
        await using var host = await TestHost.StartAsync(store, configuration: With(folder));
        var client = await host.MemberAsync("Chloe", client: true);
        var near = await host.ListedAsync("Nora Near", "Somebody", "Adobe Photoshop", overview: "drawing picture");
        var far = await host.ListedAsync("Fred Far", "Somebody", "Adobe Photoshop", overview: "tax ledger");
        var id = await host.PostedAsync(client, title: "picture children");
        await host.SettleAsync();
        var index = host.Services.GetRequiredService<TalentIndex>();
        await index.ReadyAsync(Ct);
        Assert.Equal(20_000, index.Weights(RankingRole.FreelancersForAJob).Version);
        Assert.Equal(Vectors.Length, index.Freelancers.Find(near.MemberId)!.Vector.Length);

        var list = await host.InScopeAsync(s => s.GetRequiredService<ShortlistForJob>().RunAsync(id, client, Ct));
        Assert.Equal(["Nora Near", "Fred Far"], list!.People.Select(p => p.Person.Name));
        var (first, last) = (Meaning(list.People[0].Reasons), Meaning(list.People[1].Reasons));
        Assert.True(first.Points > last.Points + 10, $"{first.Points} and {last.Points}");
        Assert.Matches("^[0-9]+% alike$", first.Says);
        var jobs = await host.InScopeAsync(s => s.GetRequiredService<JobsForYou>().RunAsync(5, near, Ct));
        Assert.True(Meaning(jobs![0].Reasons).Points > 10);

        using var visitor = host.Visitor();
        var page = await visitor.GetAsync("/fr/comment-fonctionne-le-classement");
        Assert.Contains("encodeur de texte installé par l’exploitant", page.Text, StringComparison.Ordinal);
        var chief = await host.MemberAsync("Olga Operator", roles: StaffRoles.Operator);
        using var browser = await host.SignedInAsync(chief);
        var engine = await browser.GetAsync("/en/admin/search-index");
        Assert.NotNull(engine.Document.QuerySelector("[data-encoder=InUse]"));
        Assert.Contains("vectors of 4 numbers", engine.Text, StringComparison.Ordinal);
        Assert.NotEqual(near.MemberId, far.MemberId);

        // Without meaning, and with it again: both versions are the program's own.
        foreach (var number in new[] { "10000", "20000" })
        {
            var own = await browser.GetAsync($"/en/admin/ranking?version={number}");
            var published = await own.SubmitAsync(
                "#publish",
                new Dictionary<string, string?> { ["Publish.Number"] = number }
            );
            Assert.Equal(System.Net.HttpStatusCode.OK, published.Status);
            await host.SettleAsync();
            Assert.Equal(number, $"{index.Weights(RankingRole.FreelancersForAJob).Version}");
        }
        Assert.Contains(
            "Go back to version 10000",
            (await browser.GetAsync("/en/admin/ranking")).Text,
            StringComparison.Ordinal
        );
    }

    [Fact]
    public async Task A_broken_one_changes_nothing_but_what_the_operators_page_says()
    {
        await using var host = await TestHost.StartAsync(Store.Sqlite, configuration: With(Broken("damaged")));
        await host.ListedAsync("Ines Mercier", "Illustrator", "Adobe Photoshop");
        await host.SettleAsync();
        var found = await host.FindAsync(new TalentQuery { Text = "photoshop" });
        Assert.Equal("Ines Mercier", found.Hits[0].Person.Name);
        Assert.DoesNotContain(found.Hits[0].Reasons.Parts, p => p.Feature == Feature.Meaning);
        Assert.Equal(10_000, found.Hits[0].Reasons.Version);
        var chief = await host.MemberAsync("Olga Operator", roles: StaffRoles.Operator);
        using var browser = await host.SignedInAsync(chief);
        foreach (
            var (path, said) in new[]
            {
                ("/en/admin/search-index", "The text encoder cannot be used."),
                ("/fr/gestion/index-de-recherche", "L’encodeur de texte ne peut pas servir."),
            }
        )
        {
            var page = await browser.GetAsync(path);
            Assert.NotNull(page.Document.QuerySelector("[data-encoder=Broken]"));
            Assert.Contains(said, page.Text, StringComparison.Ordinal);
        }
    }

    [Fact]
    public async Task Vectors_of_another_encoder_are_not_taken_from_a_snapshot()
    {
        var folder = TinyEncoder.Folder(TinyEncoder.Model, TinyEncoder.Vocabulary);
        var settings = With(folder);
        settings["Talent:SnapshotFrom"] = "0";
        await using var host = await TestHost.StartAsync(Store.Sqlite, configuration: settings);
        var ines = await host.ListedAsync("Ines Mercier", "Illustrator", "Adobe Photoshop", overview: "picture");
        await host.SettleAsync();
        await Index(host).ReadyAsync(Ct);
        await Index(host).SaveSnapshotAsync(Ct);
        var vector = Index(host).Freelancers.Find(ines.MemberId)!.Vector;

        // The folder it is looked for in when nothing is said.
        var usual = Directory.CreateDirectory(Path.Combine(host.Folder, "encoder")).FullName;
        foreach (var file in Directory.GetFiles(folder))
        {
            File.Copy(file, Path.Combine(usual, Path.GetFileName(file)));
        }
        await host.RestartAsync();
        await Index(host).ReadyAsync(Ct);
        var taken = await Index(host).StateAsync(Ct);
        Assert.True(taken.FromSnapshot, taken.SnapshotProblem);
        Assert.Equal(vector, Index(host).Freelancers.Find(ines.MemberId)!.Vector);

        await File.AppendAllTextAsync(Path.Combine(usual, "vocab.txt"), "another\n", Ct);
        await host.RestartAsync();
        await Index(host).ReadyAsync(Ct);
        var state = await Index(host).StateAsync(Ct);
        Assert.False(state.FromSnapshot);
        Assert.Contains("another text encoder", state.SnapshotProblem, StringComparison.Ordinal);
        Assert.Equal(1, state.Freelancers);
    }

    private static string Broken(string how) =>
        how switch
        {
            "no model" => TinyEncoder.Folder(null, TinyEncoder.Vocabulary),
            "no words" => TinyEncoder.Folder(TinyEncoder.Model, null),
            "damaged" => TinyEncoder.Folder([1, 2, 3, 4, 5], TinyEncoder.Vocabulary),
            "cut short" => TinyEncoder.Folder(TinyEncoder.Model[..^30], TinyEncoder.Vocabulary),
            "empty words" => TinyEncoder.Folder(TinyEncoder.Model, ""),
            "asks for something else" => TinyEncoder.Folder(TinyEncoder.Asking("pixels"), TinyEncoder.Vocabulary),
            _ => TinyEncoder.Folder(TinyEncoder.Shapeless, TinyEncoder.Vocabulary),
        };

    private static Dictionary<string, string?> With(string folder) => new() { ["Talent:EncoderFolder"] = folder };

    private static TextEncoder Encoder(string folder) =>
        new(new InstanceOptions(), new TalentOptions { EncoderFolder = folder }, NullLogger<TextEncoder>.Instance);

    private static int Alike(
        System.Collections.Immutable.ImmutableArray<sbyte> left,
        System.Collections.Immutable.ImmutableArray<sbyte> right
    ) => FeatureMath.Cosine(left.AsSpan(), right.AsSpan());

    private static Reason Meaning(Reasons reasons) => reasons.Parts.Single(p => p.Feature == Feature.Meaning);

    private static TalentIndex Index(TestHost host) => host.Services.GetRequiredService<TalentIndex>();
}
