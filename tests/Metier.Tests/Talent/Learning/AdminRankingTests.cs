using System.CommandLine;
using System.Net;
using Metier.Matching;
using Metier.Matching.Learning;
using Metier.Platform;
using Metier.Talent;
using Metier.Tests.Jobs;
using Metier.Web.Commands;
using Microsoft.Extensions.DependencyInjection;

namespace Metier.Tests.Talent.Learning;

/// <summary>The operator's pages and commands about the ranking.</summary>
public sealed class AdminRankingTests
{
    [Theory, MemberData(nameof(Stores.Both), MemberType = typeof(Stores))]
    public async Task An_operator_compares_publishes_and_goes_back_in_either_language(Store store)
    {
        await using var host = await TestHost.StartAsync(store);
        var chief = await host.MemberAsync("Olga Operator", roles: StaffRoles.Operator);
        using var browser = await host.SignedInAsync(chief);
        var empty = await browser.GetAsync("/en/admin/ranking");
        Assert.Contains("Nothing was learnt yet.", empty.Text, StringComparison.Ordinal);
        Assert.Contains("Version 10000", empty.Text, StringComparison.Ordinal);
        await host.TrainAsync();
        await TrainingTests.AddAsync(host, 10001, ComparisonVerdict.Better, basedOn: 10000);
        await TrainingTests.AddAsync(host, 10002, ComparisonVerdict.Worse, basedOn: 10000);

        var page = await browser.GetAsync("/en/admin/ranking?version=10001");
        Assert.Contains("Only 0 searches led to something; 2,000 are needed", page.Text, StringComparison.Ordinal);
        Assert.Contains("0.480 (0.440 to 0.520)", page.Text, StringComparison.Ordinal);
        var skills = page.Document.QuerySelector("tbody tr")!.QuerySelectorAll(".num").Select(n => n.TextContent);
        Assert.Equal(["330", "300", Formats.Minus + "30"], skills);
        Assert.NotNull(page.Document.QuerySelector("button[name='Publish.Number'][value='10001']"));
        var worse = await browser.GetAsync("/en/admin/ranking?version=10002");
        Assert.Null(worse.Document.QuerySelector("button[name='Publish.Number']"));
        Assert.Contains("These weights cannot be published.", worse.Text, StringComparison.Ordinal);
        var refused = await worse.SubmitAsync(
            "#publish",
            new Dictionary<string, string?> { ["Publish.Number"] = "10002" }
        );
        Assert.Equal(HttpStatusCode.UnprocessableEntity, refused.Status);

        var published = await page.SubmitAsync(
            "#publish",
            new Dictionary<string, string?> { ["Publish.Number"] = "10001" }
        );
        Assert.Equal(HttpStatusCode.OK, published.Status);
        Assert.Contains(
            "Version 10001 is in force",
            published.Document.QuerySelector(".toast")!.TextContent,
            StringComparison.Ordinal
        );
        await host.SettleAsync();
        var french = await browser.GetAsync("/fr/gestion/classement");
        Assert.Contains("Revenir à la version 10000", french.Text, StringComparison.Ordinal);
        Assert.Contains("Publiée", french.Text, StringComparison.Ordinal);
        var back = await french.SubmitAsync("#back", new Dictionary<string, string?>());
        Assert.Equal(HttpStatusCode.OK, back.Status);
        Assert.Contains("Rétablie", back.Text, StringComparison.Ordinal);
        Assert.Contains(
            "Missions pour un freelance",
            (await browser.GetAsync("/fr/gestion/classement?role=jobs")).Text,
            StringComparison.Ordinal
        );
    }

    [Theory, MemberData(nameof(Stores.Both), MemberType = typeof(Stores))]
    public async Task Versions_the_program_came_with_are_published_and_taken_back_too(Store store)
    {
        await using var host = await TestHost.StartAsync(store);
        var chief = await host.MemberAsync("Olga Operator", roles: StaffRoles.Operator);
        using var browser = await host.SignedInAsync(chief);
        await Index(host).ReadyAsync(TestContext.Current.CancellationToken);
        await TrainingTests.AddAsync(host, 2, ComparisonVerdict.Better, basedOn: 10000);
        Assert.Equal(2, (await host.PublishAsync(2)).Value);

        // Learnt under the first formula; an update of the program brought another, whose points nobody has learnt from yet.
        var page = await browser.GetAsync("/en/admin/ranking");
        Assert.Contains("Version 2", page.Text, StringComparison.Ordinal);
        Assert.Null(page.Document.QuerySelector("button[name='Publish.Number']"));
        var own = await browser.GetAsync("/en/admin/ranking?version=10000");
        Assert.Contains("The program came with these points.", own.Text, StringComparison.Ordinal);
        Assert.Contains(
            "Title",
            own.Document.QuerySelectorAll("tbody tr td:first-child").Select(c => c.TextContent.Trim())
        );
        var published = await own.SubmitAsync(
            "#publish",
            new Dictionary<string, string?> { ["Publish.Number"] = "10000" }
        );
        Assert.Equal(HttpStatusCode.OK, published.Status);
        await host.SettleAsync();
        Assert.Equal(10000, Index(host).Weights(LearningScenes.Role).Version);

        var french = await browser.GetAsync("/fr/gestion/classement?version=10000");
        Assert.Null(french.Document.QuerySelector("button[name='Publish.Number']"));
        Assert.Contains("Revenir à la version 2", french.Text, StringComparison.Ordinal);
        Assert.Equal(HttpStatusCode.OK, (await french.SubmitAsync("#back", new Dictionary<string, string?>())).Status);
        await host.SettleAsync();
        Assert.Equal(2, Index(host).Weights(LearningScenes.Role).Version);
        // Before the first that was published, the program's own of its formula was in force; before that, nothing.
        Assert.Equal(1, (await host.BackAsync()).Value);
        Assert.Equal("first", (await host.BackAsync()).Refusals[0].Code);
        // Meaning is counted by nobody without an encoder, so it is not offered.
        Assert.Null((await browser.GetAsync("/en/admin/ranking?version=20000")).Document.QuerySelector("#do-publish"));
        Assert.NotNull(
            (await browser.GetAsync("/en/admin/ranking?version=10000")).Document.QuerySelector("#do-publish")
        );
        var jobs = await browser.GetAsync("/en/admin/ranking?role=jobs&version=1");
        Assert.Equal(
            HttpStatusCode.OK,
            (await jobs.SubmitAsync("#publish", new Dictionary<string, string?> { ["Publish.Number"] = "1" })).Status
        );
        await host.SettleAsync();
        Assert.Equal(1, Index(host).Weights(RankingRole.JobsForAFreelancer).Version);
    }

    private static TalentIndex Index(TestHost host) => host.Services.GetRequiredService<TalentIndex>();

    [Theory, MemberData(nameof(Stores.Both), MemberType = typeof(Stores))]
    public async Task The_report_on_exposure_counts_what_was_shown_by_group(Store store)
    {
        await using var host = await TestHost.StartAsync(
            store,
            configuration: new Dictionary<string, string?> { ["Talent:Groups:Overseas:0"] = "GP" }
        );
        var chief = await host.MemberAsync("Olga Operator", roles: StaffRoles.Operator);
        var client = await host.MemberAsync("Chloe", client: true);
        using var browser = await host.SignedInAsync(chief);
        Assert.Contains(
            "Nobody was shown in these days.",
            (await browser.GetAsync("/en/admin/exposure")).Text,
            StringComparison.Ordinal
        );
        var ines = await host.ListedAsync(
            "Ines Mercier",
            "Illustrator",
            "Adobe Photoshop, Watercolour",
            languages: "fr"
        );
        await host.ListedAsync("Noor Haddad", "Designer", "Adobe Photoshop", country: "GP", languages: "en");
        await host.SettleAsync();
        await host.FindAsync(new TalentQuery { Text = "watercolour" }, client);
        host.Clock.Advance(TimeSpan.FromMinutes(1));
        host.Log.ProfileOpened(client, ines.MemberId);
        await host.Log.FlushAsync(TestContext.Current.CancellationToken);

        // One list with one of the two: all attention on half of the people, Gini (0, 1) = 1/2, and all that came of it.
        var page = await browser.GetAsync("/en/admin/exposure?by=Languages");
        var rows = page
            .Document.QuerySelectorAll("tbody tr")
            .Select(r => string.Join('|', r.Children.Select(c => c.TextContent.Trim())))
            .ToList();
        Assert.Equal(
            ["English, not French|1|50%|0%|0.000|0%|–|–", "French, not English|1|50%|100%|2.000|100%|1.000|0.693"],
            rows
        );
        Assert.Contains("0.500", page.Text, StringComparison.Ordinal);
        var declared = await browser.GetAsync("/fr/gestion/visibilite?by=Declared&from=2026-01-01");
        Assert.Contains("Overseas", declared.Text, StringComparison.Ordinal);
        Assert.Contains("Tous les autres", declared.Text, StringComparison.Ordinal);
        var before = await browser.GetAsync("/en/admin/exposure?from=2026-10-01&to=2026-10-02");
        Assert.Contains("Nobody was shown in these days.", before.Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_commands_learn_list_publish_and_go_back()
    {
        await using var host = await TestHost.StartAsync(Store.Sqlite);
        await host.LogAsync(40, Feature.JobSuccess);
        var few = await RunAsync(host, "talent", "train", "--dry-run");
        Assert.Equal(1, few.Code);
        Assert.Contains("Only 40 searches led to something; 2,000 are needed", few.Out, StringComparison.Ordinal);
        await host.LogAsync(2_400, Feature.JobSuccess, seed: 2);
        var trained = await RunAsync(host, "talent", "train");
        Assert.Equal((0, ""), (trained.Code, trained.Error));
        Assert.Contains("Kept as version 10001.", trained.Out, StringComparison.Ordinal);
        Assert.Contains("Searches that were held out got better beyond chance.", trained.Out, StringComparison.Ordinal);
        var published = await RunAsync(host, "talent", "weights", "publish", "10001");
        Assert.Contains("Version 10001 is in force.", published.Out, StringComparison.Ordinal);
        var inForce = await host.InScopeAsync(services =>
            services
                .GetRequiredService<WeightsVersions>()
                .InForceAsync(LearningScenes.Role, TestContext.Current.CancellationToken)
        );
        Assert.Equal(10001, inForce.Version);
        var list = await RunAsync(host, "talent", "weights", "list");
        Assert.Contains("Better", list.Out, StringComparison.Ordinal);
        Assert.EndsWith("in force", list.Out.TrimEnd(), StringComparison.Ordinal);
        Assert.Equal(0, (await RunAsync(host, "talent", "weights", "rollback")).Code);
        Assert.Equal(1, (await RunAsync(host, "talent", "weights", "rollback")).Code);
        Assert.Equal(1, (await RunAsync(host, "talent", "weights", "publish", "9", "--role", "jobs")).Code);
    }

    [Fact]
    public async Task The_operator_reads_shortlists_on_the_command_line_in_the_language_of_the_post()
    {
        await using var host = await TestHost.StartAsync(Store.Sqlite);
        var client = await host.MemberAsync("Chloe", client: true);
        await host.ListedAsync("Ines Mercier", "Illustrator", "Adobe Photoshop", rate: 40);
        await host.PostedAsync(client, "Foxes for a wall");
        await host.PostedAsync(client, "Another job");
        await host.SettleAsync();
        var read = await RunAsync(host, "talent", "shortlists", "--title", "foxes");
        Assert.Equal((0, ""), (read.Code, read.Error));
        Assert.StartsWith(
            "| Foxes for a wall | Ines Mercier, *Illustrator*, €40/hr | has Adobe Photoshop",
            read.Out,
            StringComparison.Ordinal
        );
        Assert.DoesNotContain("Another job", read.Out, StringComparison.Ordinal);
    }

    private static async Task<(int Code, string Out, string Error)> RunAsync(TestHost host, params string[] arguments)
    {
        var root = new RootCommand();
        foreach (var command in CommandSet.All)
        {
            root.Subcommands.Add(command);
        }
        using var output = new StringWriter();
        using var error = new StringWriter();
        var code = await root.Parse([.. arguments, "--data", host.Folder])
            .InvokeAsync(new InvocationConfiguration { Output = output, Error = error });
        return (code, output.ToString(), error.ToString());
    }
}
