using System.CommandLine;
using Metier.Members;
using Metier.Platform;
using Metier.Web;
using Metier.Web.Commands;
using Microsoft.Extensions.DependencyInjection;

namespace Metier.Tests.Admin;

/// <summary>The subcommands of the executable, run in this process on a real data folder beside its running server.</summary>
public class CommandTests
{
    internal static async Task<(int Code, string Out, string Error)> RunAsync(params string[] arguments)
    {
        var root = new RootCommand();
        foreach (var command in CommandSet.All)
        {
            root.Subcommands.Add(command);
        }
        using var output = new StringWriter();
        using var error = new StringWriter();
        var code = await root.Parse(arguments)
            .InvokeAsync(new InvocationConfiguration { Output = output, Error = error });
        return (code, output.ToString(), error.ToString());
    }

    private static string Folder(AdminScene scene) =>
        scene.Host.Services.GetRequiredService<InstanceOptions>().DataFolder;

    [Fact]
    public async Task The_books_are_checked_and_written_out()
    {
        await using var scene = await AdminScene.StartAsync(Store.Sqlite);
        var check = await RunAsync("ledger", "check", "--data", Folder(scene));
        Assert.Equal(0, check.Code);
        Assert.Contains(
            "EUR: 3 accounts, debits 1233.00, credits 1233.00, difference 0.00",
            check.Out,
            StringComparison.Ordinal
        );
        Assert.Contains("The books are right: 1 transactions", check.Out, StringComparison.Ordinal);
        var hledger = await RunAsync("ledger", "export", "--data", Folder(scene));
        Assert.Contains("decimal-mark .", hledger.Out, StringComparison.Ordinal);
        Assert.Contains("commodity 1000.00 EUR", hledger.Out, StringComparison.Ordinal);
        Assert.Contains("account liabilities:escrow:", hledger.Out, StringComparison.Ordinal);
        Assert.Contains("= -1200.00 EUR", hledger.Out, StringComparison.Ordinal);
        var csv = Path.Combine(Folder(scene), "out.csv");
        Assert.Equal(
            0,
            (await RunAsync("ledger", "export", "--format", "csv", "--output", csv, "--data", Folder(scene))).Code
        );
        Assert.Equal(4, (await File.ReadAllLinesAsync(csv, TestContext.Current.CancellationToken)).Length);

        await BooksTests.TamperAsync(scene.Host);
        var wrong = await RunAsync("ledger", "check", "--json", "--data", Folder(scene));
        Assert.Equal(1, wrong.Code);
        Assert.Contains("\"right\": false", wrong.Out, StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_books_of_postgres_are_checked_too()
    {
        await using var scene = await AdminScene.StartAsync(Store.Postgres);
        var connection = scene.Host.Postgres!;
        var check = await RunAsync("ledger", "check", "--data", Folder(scene), "--postgres", connection);
        Assert.Equal((0, ""), (check.Code, check.Error));
        var doctor = await RunAsync("doctor", "--data", Folder(scene), "--postgres", connection);
        Assert.Contains("PostgreSQL", doctor.Out, StringComparison.Ordinal);
        // The server of the tests forgets what a power cut interrupts; the doctor must not let that pass.
        Assert.Contains("fsync", doctor.Out, StringComparison.Ordinal);
        Assert.Equal(1, doctor.Code);
    }

    [Fact]
    public async Task The_doctor_says_what_is_well_and_what_is_missing()
    {
        await using var scene = await AdminScene.StartAsync(Store.Sqlite);
        var doctor = await RunAsync("doctor", "--data", Folder(scene));
        Assert.Equal(0, doctor.Code);
        Assert.Contains(
            "ok    database     SQLite, sound, migrated, WAL with full sync",
            doctor.Out,
            StringComparison.Ordinal
        );
        Assert.Contains("ok    operator", doctor.Out, StringComparison.Ordinal);
        var empty = Directory.CreateTempSubdirectory("metier-none").FullName;
        var none = await RunAsync("doctor", "--json", "--data", empty);
        Assert.Equal(1, none.Code);
        Assert.Contains("There is no marketplace in", none.Out, StringComparison.Ordinal);
        Assert.Empty(Directory.EnumerateFileSystemEntries(empty));
        Directory.Delete(empty);
    }

    [Fact]
    public async Task An_operator_is_appointed_and_the_last_one_kept()
    {
        await using var scene = await AdminScene.StartAsync(Store.Sqlite);
        var given = await RunAsync("operator", scene.Client.Email, "--data", Folder(scene));
        Assert.Equal((0, "Ada Client is an operator now."), (given.Code, given.Out.Trim()));
        Assert.Equal(0, (await RunAsync("operator", "--remove", scene.Operator.Email, "--data", Folder(scene))).Code);
        var last = await RunAsync("operator", "--remove", scene.Client.Email, "--data", Folder(scene));
        Assert.Equal(1, last.Code);
        Assert.Contains("last operator", last.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_sandbox_clock_moves_from_the_command_line_and_fires_what_is_due()
    {
        await using var scene = await AdminScene.StartAsync(Store.Sqlite);
        var shown = await RunAsync("clock", "--data", Folder(scene));
        Assert.Contains("ReleaseBySilence", shown.Out, StringComparison.Ordinal);
        Assert.Equal(1, (await RunAsync("clock", "advance", "--data", Folder(scene))).Code);
        var moved = await RunAsync("clock", "advance", "--days", "60", "--data", Folder(scene));
        Assert.Equal(0, moved.Code);
        var (released, available) = (
            moved.Out.IndexOf("ReleaseBySilence: 1", StringComparison.Ordinal),
            moved.Out.IndexOf("EndHolds: 1", StringComparison.Ordinal)
        );
        Assert.True(released >= 0 && available > released, moved.Out);
    }

    [Fact]
    public async Task A_backup_is_verified_restored_and_knows_when_it_was_changed()
    {
        await using var scene = await AdminScene.StartAsync(Store.Sqlite);
        var root = Directory.CreateTempSubdirectory("metier-backup").FullName;
        var (backup, again) = (Path.Combine(root, "one"), Path.Combine(root, "restored"));
        var taken = await RunAsync("backup", backup, "--data", Folder(scene));
        Assert.Equal((0, ""), (taken.Code, taken.Error));
        Assert.Contains("is whole", taken.Out, StringComparison.Ordinal);
        Assert.Equal(OneShot.CannotOpen, (await RunAsync("backup", backup, "--data", Folder(scene))).Code);

        Assert.Equal(0, (await RunAsync("restore", backup, "--to", again)).Code);
        Assert.Equal(0, (await RunAsync("ledger", "check", "--data", again)).Code);
        await using (
            var app = MetierHost.Build(
                new HostSettings
                {
                    DataFolder = again,
                    Sandbox = true,
                    Background = false,
                    Urls = "http://127.0.0.1:0",
                }
            )
        )
        {
            await app.Services.GetRequiredService<DatabaseStart>().RunAsync(CancellationToken.None);
            await using var scope = app.Services.CreateAsyncScope();
            var person = await scope
                .ServiceProvider.GetRequiredService<PeopleViews>()
                .FindAsync(scene.Freelancer.MemberId, CancellationToken.None);
            Assert.Equal("Zoé Freelance", person!.Name);
        }
        var file = Directory.EnumerateFiles(Path.Combine(backup, "files"), "*", SearchOption.AllDirectories).First();
        await File.AppendAllTextAsync(file, "x", TestContext.Current.CancellationToken);
        var changed = await RunAsync("backup", "verify", backup);
        Assert.Equal(1, changed.Code);
        Assert.Contains("missing or changed", changed.Error, StringComparison.Ordinal);
        Microsoft.Data.Sqlite.SqliteConnection.ClearAllPools();
        Directory.Delete(root, recursive: true);
    }

    [Fact]
    public async Task Health_and_readiness_answer()
    {
        await using var host = await TestHost.StartAsync(Store.Sqlite);
        using var visitor = host.Visitor();
        Assert.Equal("ok", await visitor.Http.GetStringAsync("/healthz", TestContext.Current.CancellationToken));
        Assert.Equal(
            """{"database":true,"disk":true}""",
            await visitor.Http.GetStringAsync("/readyz", TestContext.Current.CancellationToken)
        );
    }
}
