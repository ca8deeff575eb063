using System.Security.Cryptography;
using System.Text;
using Metier.Platform;
using Metier.Profiles;
using Metier.Talent;
using Metier.Tests.Admin;
using Microsoft.Extensions.DependencyInjection;

namespace Metier.Tests.Talent;

/// <summary>
/// The index comes back from its file with what changed since, from the database when the file is no good, and is built
/// anew when an operator asks.
/// </summary>
public sealed class IndexStateTests
{
    private static readonly CancellationToken Ct = TestContext.Current.CancellationToken;

    private static readonly Dictionary<string, string?> Always = new() { ["Talent:SnapshotFrom"] = "0" };

    [Theory, MemberData(nameof(Stores.Both), MemberType = typeof(Stores))]
    public async Task After_a_restart_the_snapshot_and_what_changed_since_are_there(Store store)
    {
        await using var host = await TestHost.StartAsync(store, configuration: Always);
        var ines = await host.ListedAsync("Ines Mercier", "Illustratrice", "Watercolour, Picture books");
        await host.ListedAsync("Tomasz Wilk", "Bookkeeper", "Bookkeeping");
        await host.SettleAsync();
        await FindAsync(host, "watercolour");
        await Index(host).SaveSnapshotAsync(Ct);
        await host.EditAsync<ChooseSkills>(u => u.RunAsync(new("Typography", null), ines, Ct));
        await host.ListedAsync("Nora Neu", "Illustrator", "Watercolour");
        await host.SettleAsync();

        await host.RestartAsync();
        Assert.Equal(["Nora Neu"], await FindAsync(host, "watercolour"));
        Assert.Equal(["Tomasz Wilk"], await FindAsync(host, "bookkeeping"));
        Assert.Equal(["Ines Mercier"], await FindAsync(host, "typography"));
        var state = await Index(host).StateAsync(Ct);
        Assert.True(state.FromSnapshot, state.SnapshotProblem);
        Assert.Equal((3, 0L), (state.Freelancers, state.Behind));
    }

    [Theory]
    [InlineData("cut short")]
    [InlineData("damaged")]
    [InlineData("something else")]
    [InlineData("another version")]
    public async Task A_snapshot_that_is_no_good_is_said_and_the_database_is_read(string how)
    {
        await using var host = await TestHost.StartAsync(Store.Sqlite, configuration: Always);
        await host.ListedAsync("Ines Mercier", "Illustratrice", "Watercolour");
        await host.SettleAsync();
        await FindAsync(host, "watercolour");
        await Index(host).SaveSnapshotAsync(Ct);
        var file = Path.Combine(host.Folder, "index", "talent.snapshot");
        var bytes = await File.ReadAllBytesAsync(file, Ct);
        switch (how)
        {
            case "cut short":
                await File.WriteAllBytesAsync(file, bytes[..^40], Ct);
                break;
            case "damaged":
                bytes[^200] ^= 1;
                await File.WriteAllBytesAsync(file, bytes, Ct);
                break;
            case "another version":
                // As one that was read with fewer facts wrote it, and as whole.
                var size = BitConverter.ToInt32(bytes);
                var head = Encoding.UTF8.GetString(bytes, 4, size);
                Assert.Contains("\"Read\":2", head, StringComparison.Ordinal);
                Encoding
                    .UTF8.GetBytes(head.Replace("\"Read\":2", "\"Read\":1", StringComparison.Ordinal))
                    .CopyTo(bytes, 4);
                SHA256.HashData(bytes.AsSpan(4, size)).CopyTo(bytes, 4 + size);
                await File.WriteAllBytesAsync(file, bytes, Ct);
                break;
            default:
                await File.WriteAllTextAsync(file, "not an index at all, but long enough to have a head", Ct);
                break;
        }

        await host.RestartAsync();
        Assert.Equal(["Ines Mercier"], await FindAsync(host, "watercolour"));
        var state = await Index(host).StateAsync(Ct);
        Assert.False(state.FromSnapshot);
        Assert.NotNull(state.SnapshotProblem);
        Assert.True(how != "another version" || state.SnapshotProblem == "It was made by another version.");
        var chief = await host.MemberAsync("Olga Operator", roles: StaffRoles.Operator);
        using var browser = await host.SignedInAsync(chief);
        var page = await browser.GetAsync("/en/admin/search-index");
        Assert.Contains("was not used", page.Text, StringComparison.Ordinal);
    }

    [Theory, MemberData(nameof(Stores.Both), MemberType = typeof(Stores))]
    public async Task An_operator_sees_its_state_and_the_slow_answers_and_has_every_node_build_it_anew(Store store)
    {
        await using var host = await TestHost.StartAsync(store);
        await host.ListedAsync("Ines Mercier", "Illustratrice", "Watercolour");
        await host.SettleAsync();
        await FindAsync(host, "watercolour");
        var generation = Index(host).Freelancers.Generation;
        var chief = await host.MemberAsync("Olga Operator", roles: StaffRoles.Operator);
        using var browser = await host.SignedInAsync(chief);
        var page = await browser.GetAsync("/en/admin/search-index");
        Assert.Contains("Freelancers1", page.Text.Replace(" ", "", StringComparison.Ordinal), StringComparison.Ordinal);
        Assert.Contains("1 answers since the start", page.Text, StringComparison.Ordinal);
        Assert.DoesNotContain("watercolour", page.Text, StringComparison.OrdinalIgnoreCase);

        page = await page.SubmitAsync("main form[method=post] button");
        Assert.Contains("told to build its index anew", page.Html, StringComparison.Ordinal);
        await Index(host).CatchUpAsync(Ct);
        Assert.True(Index(host).Freelancers.Generation > generation);
        Assert.Equal(["Ines Mercier"], await FindAsync(host, "watercolour"));
        var audit = (await browser.GetAsync("/en/admin/audit")).Text;
        Assert.Contains("index.rebuild", audit, StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_command_builds_it_and_writes_the_snapshot()
    {
        await using var host = await TestHost.StartAsync(Store.Sqlite);
        await host.ListedAsync("Ines Mercier", "Illustratrice", "Watercolour");
        await host.SettleAsync();
        var (code, output, error) = await CommandTests.RunAsync("talent", "rebuild", "--data", host.Folder);
        Assert.True(code == 0, error);
        Assert.Contains("1 freelancers and 0 jobs", output, StringComparison.Ordinal);
    }

    private static TalentIndex Index(TestHost host) => host.Services.GetRequiredService<TalentIndex>();

    private static async Task<List<string>> FindAsync(TestHost host, string text) =>
        [.. (await host.FindAsync(new TalentQuery { Text = text })).Hits.Select(h => h.Person.Name)];
}
