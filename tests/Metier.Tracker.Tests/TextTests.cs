using System.Text.RegularExpressions;
using Metier.Tracker.Commands;
using Metier.Tracker.Control;

namespace Metier.Tracker.Tests;

public sealed partial class TextTests
{
    [GeneratedRegex(@"[^\u202F\s][;!?](?![\w]|$)|[^\u00A0/ps]:(?=\s|$)|(?<![\u202F])[;!?]\s")]
    private static partial Regex BadFrench();

    private static string Source(string language) =>
        File.ReadAllText(
            Path.Combine(AppContext.BaseDirectory, $"../../../../src/Metier.Tracker/TrackerText.{language}.json")
        );

    [Fact]
    public void French_is_set_as_French_is()
    {
        foreach (var line in Source("fr").Split('\n').Where(l => l.Contains("\": \"", StringComparison.Ordinal)))
        {
            var text = line[(line.IndexOf("\": \"", StringComparison.Ordinal) + 4)..].TrimEnd('"', ',', '\r');
            Assert.DoesNotContain('\'', text);
            Assert.DoesNotContain("...", text, StringComparison.Ordinal);
            Assert.False(BadFrench().IsMatch(text), text);
        }
        Assert.DoesNotContain('\'', Source("en"));
    }

    [Fact]
    public void Every_reason_and_code_has_words()
    {
        string[] reasons =
        [
            "user",
            "idle",
            "lock",
            "sleep",
            "shutdown",
            "limit",
            "paused",
            "ended",
            "level",
            "revoked",
            "quit",
            "signed_out",
        ];
        Assert.All(reasons, r => Assert.NotNull(TrackerText.Find("stop_" + r)));
        string[] lost =
        [
            "future",
            "locked",
            "taken",
            "deleted",
            "contract",
            "level",
            "too_old",
            "image",
            "minutes",
            "unreadable",
            "lease",
            "implausible",
        ];
        Assert.All(lost, c => Assert.NotNull(TrackerText.Find("lost_" + c)));
        string[] codes =
        [
            "not_paired",
            "busy",
            "launch",
            "offline",
            "offline_start",
            "offline_log",
            "offline_delete",
            "silent",
            "silent_start",
            "silent_log",
            "silent_delete",
            "none_active",
            "signed_out",
            "memo",
            "desktop",
            "no_contract",
            "which",
            "consent_missing",
            "contract_paused",
            "contract_ended",
            "limit_reached",
            "not_running",
            "no_shot",
            "segment_name",
            "segment_unknown",
            "waiting",
            "suspended",
            "replayed",
            "too_large",
            "clock",
        ];
        Assert.All(codes, c => Assert.NotNull(TrackerText.Find("code_" + c)));
        string[] said = ["said_already", "said_memo", "said_resumed", "contract_paused", "contract_ended"];
        Assert.All(said, s => Assert.NotNull(TrackerText.Find(s)));
        Assert.All(Enumerable.Range(0, 4), l => Assert.NotNull(TrackerText.Find("level" + l)));
    }

    /// <summary>The glossary's words, in all that is said of hourly work: associer, note, tranche, plafond, suivi, couvert.</summary>
    [Fact]
    public void French_has_one_word_for_one_thing()
    {
        var root = Path.Combine(AppContext.BaseDirectory, "../../../../src");
        string[] folders =
        [
            "Metier.Tracker",
            "Metier/Diary",
            "Metier/Disputes",
            "Metier.Web/Diary",
            "Metier.Web/Disputes",
        ];
        var files = folders.SelectMany(f => Directory.GetFiles(Path.Combine(root, f), "*Text.fr.json")).ToList();
        Assert.InRange(files.Count, 12, 60);
        foreach (var file in files)
        {
            using var text = System.Text.Json.JsonDocument.Parse(File.ReadAllText(file));
            foreach (var said in Said(text.RootElement))
            {
                var words = Arguments().Replace(said, "");
                Assert.False(OtherWords().IsMatch(words), Path.GetFileName(file) + ": " + said);
            }
        }
    }

    private static IEnumerable<string> Said(System.Text.Json.JsonElement at) =>
        at.ValueKind == System.Text.Json.JsonValueKind.Object
            ? at.EnumerateObject().SelectMany(p => Said(p.Value))
            : [at.GetString()!];

    [GeneratedRegex(
        @"jumel|mémo(?!ire)|\bsegments?\b|traceur|\blimites?\b|(?<!fenêtres )protégé|protection du paiement|contrats? horaires?",
        RegexOptions.IgnoreCase
    )]
    private static partial Regex OtherWords();

    [GeneratedRegex(@"\{\w+\}")]
    private static partial Regex Arguments();

    [Fact]
    public void Commands_are_read_as_typed()
    {
        Assert.Equal(new ControlRequest("start", Memo: "a b c"), Cli.Request(["start", "a", "b", "c"]));
        Assert.Equal(
            new ControlRequest("start", Contract: "2", Memo: "a b"),
            Cli.Request(["start", "-c", "2", "a", "b"])
        );
        Assert.Equal(new ControlRequest("log", Day: new DateOnly(2026, 11, 24)), Cli.Request(["log", "2026-11-24"]));
        Assert.Null(Cli.Request(["log", "yesterday"]));
        Assert.Null(Cli.Request(["screenshot", "publish"]));
        Assert.Null(Cli.Request(["delete", "--yes"]));
        Assert.Equal(["20261124T0930Z"], Cli.Request(["delete", "--yes", "20261124T0930Z"])!.Segments);
        Assert.Null(Cli.Request(["dance"]));
        Assert.Equal(new ControlRequest("start", Memo: "-5 % on the bill"), Cli.Request(["start", "-5 % on the bill"]));
    }

    [Theory]
    [InlineData("https://example.org", true)]
    [InlineData("http://127.0.0.1:5080", true)]
    [InlineData("http://localhost", true)]
    [InlineData("http://example.org", false)]
    [InlineData("ftp://example.org", false)]
    public void The_token_goes_only_where_nobody_can_listen(string address, bool safe) =>
        Assert.Equal(safe, Server.Pairing.IsSafe(new Uri(address)));
}
