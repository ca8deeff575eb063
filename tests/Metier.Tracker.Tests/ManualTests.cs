using System.Globalization;
using Metier.Tracker.Commands;

namespace Metier.Tracker.Tests;

/// <summary>A command typed wrongly is told what is wrong with it, in a line.</summary>
public sealed class ManualTests : IDisposable
{
    private readonly CultureInfo before = CultureInfo.CurrentUICulture;

    private static async Task<(int Code, string Said)> Typed(string line, string language = "en")
    {
        CultureInfo.CurrentUICulture = CultureInfo.GetCultureInfo(language);
        using var output = new StringWriter();
        using var input = new StringReader("");
        var code = await new Cli(output, input).RunAsync(line.Split(' '), Rig.Ct);
        return (code, output.ToString().TrimEnd());
    }

    [Theory]
    [InlineData("bogus", "“bogus”", "pair, start, stop, memo, status, log, delete, screenshot, run, quit, logout")]
    [InlineData("log foo", "“foo”", "log [yyyy-MM-dd]")]
    [InlineData("log 2026-13-45", "“2026-13-45”", "log [yyyy-MM-dd]")]
    [InlineData("log 2026-11-24 now", "“now”", "log [yyyy-MM-dd]")]
    [InlineData("status extra", "“extra”", "status")]
    [InlineData("stop it", "“it”", "stop")]
    [InlineData("run --quickly", "“--quickly”", "run")]
    [InlineData("screenshot publish", "“publish”", "screenshot keep|blur|delete")]
    [InlineData("screenshot", "missing", "screenshot keep|blur|delete")]
    [InlineData("delete", "missing", "delete <segment>… [--yes]")]
    [InlineData("delete --yes", "missing", "delete <segment>… [--yes]")]
    [InlineData("delete --force 20261122T0930Z", "“--force”", "delete <segment>… [--yes]")]
    [InlineData("start -c", "missing", "start [-c contract] <memo>")]
    [InlineData("start --contract=2 Parser", "“--contract=2”", "start [-c contract] <memo>")]
    [InlineData("memo", "missing", "memo <memo>")]
    [InlineData("pair", "missing", "pair <address>")]
    [InlineData("pair https://a.example https://b.example", "“https://b.example”", "pair <address>")]
    [InlineData("logout --all", "“--all”", "logout [--discard]")]
    public async Task What_was_not_understood_is_named_and_how_it_is_used(string line, string named, string usage)
    {
        var (code, said) = await Typed(line);
        Assert.Equal(2, code);
        Assert.DoesNotContain('\n', said);
        Assert.Contains(named, said, StringComparison.Ordinal);
        Assert.Contains(usage, said, StringComparison.Ordinal);
    }

    [Fact]
    public async Task It_is_said_in_French_too()
    {
        var (code, said) = await Typed("log hier", "fr");
        Assert.Equal(2, code);
        Assert.Equal("«\u00A0hier\u00A0» n’a pas été compris. Usage\u00A0: metier-tracker log [aaaa-MM-jj]", said);
    }

    [Theory]
    [InlineData("en")]
    [InlineData("fr")]
    public async Task The_help_has_a_line_for_each_command(string language)
    {
        CultureInfo.CurrentUICulture = CultureInfo.GetCultureInfo(language);
        var (code, said) = await Typed("help", language);
        Assert.Equal(0, code);
        foreach (var command in Manual.Commands)
        {
            Assert.NotNull(TrackerText.Find("help_" + command));
            Assert.Contains("\n  " + Manual.Usage(command) + " ", said, StringComparison.Ordinal);
        }
        Assert.All(said.Split('\n'), l => Assert.InRange(l.Length, 0, 100));
        Assert.Equal((0, "metier-tracker " + Manual.Usage("log")), await Typed("log --help", language));
    }

    [Fact]
    public async Task Nothing_is_asked_back_on_a_machine_that_is_not_paired()
    {
        using var folder = new Folder();
        var (code, said) = await new RealProgram(folder, null).RunAsync("delete", "20261122T0930Z");
        Assert.Equal(1, code);
        Assert.Contains("not paired", said, StringComparison.Ordinal);
        Assert.DoesNotContain("?", said, StringComparison.Ordinal);
    }

    public void Dispose() => CultureInfo.CurrentUICulture = before;
}
