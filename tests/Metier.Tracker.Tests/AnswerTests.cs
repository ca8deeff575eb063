using System.Globalization;
using Metier.Diary;
using Metier.Tracker.Commands;
using Metier.Tracker.Control;
using Metier.Tracker.Store;

namespace Metier.Tracker.Tests;

/// <summary>What the commands print, in both languages.</summary>
public sealed class AnswerTests : IDisposable
{
    private static readonly DateTime At = new(2026, 11, 27, 19, 18, 0, DateTimeKind.Utc);
    private readonly CultureInfo before = CultureInfo.CurrentUICulture;

    private static string Shown(string language, ControlRequest request, ControlAnswer answer)
    {
        CultureInfo.CurrentUICulture = CultureInfo.GetCultureInfo(language);
        using var output = new StringWriter();
        new Answers(output).Show(request, answer);
        return output.ToString();
    }

    private static TrackerStatus Status(RunningTimer? timer = null, params MinutesLost[] lost) =>
        new(
            "https://market.example",
            "Inès",
            true,
            "linux-x11",
            false,
            true,
            true,
            [],
            null,
            "file",
            timer,
            null,
            0,
            true,
            At,
            false,
            0,
            null,
            lost,
            0
        );

    private static readonly RunningTimer Running = new(Guid.Empty, "Annual report", 3, "Layout", At, 65, null);

    [Theory]
    [InlineData("en", "The timer runs since 2026-11-27 ", ": Annual report")]
    [InlineData("fr", "Le minuteur tourne depuis 2026-11-27 ", "\u00A0: Annual report")]
    public void The_title_is_the_title_and_the_time_is_the_time(string language, string begins, string ends)
    {
        var line = Shown(language, new("status"), new("ok", Status: Status(Running))).Split('\n')[0].TrimEnd();
        Assert.StartsWith(begins, line, StringComparison.Ordinal);
        Assert.EndsWith(ends, line, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("en")]
    [InlineData("fr")]
    public void A_time_says_which_clock_it_is_of(string language)
    {
        var said = Shown(language, new("status"), new("ok", Status: Status(Running)));
        var local = At.ToLocalTime();
        Assert.Contains($"{local:yyyy-MM-dd HH:mm} UTC", said, StringComparison.Ordinal);
        var log = Shown(language, new("log"), new("ok", Log: [Logged("Kept")]));
        Assert.Contains("UTC", log, StringComparison.Ordinal);
    }

    private static LoggedSegment Logged(string screenshot) =>
        new(Guid.Empty, At.AddMinutes(-8), 10, 9, "Layout", false, screenshot);

    [Theory]
    [InlineData("en", "Kept", "picture")]
    [InlineData("en", "None", "no picture")]
    [InlineData("fr", "Kept", "capture")]
    [InlineData("fr", "None", "sans capture")]
    [InlineData("fr", "Awaited", "capture attendue")]
    [InlineData("fr", "Blurred", "floutée")]
    [InlineData("fr", "Deleted", "capture supprimée")]
    [InlineData("fr", "Expired", "capture expirée")]
    [InlineData("fr", "waiting", "attend ici")]
    public void What_became_of_a_picture_is_said_in_words(string language, string state, string words)
    {
        var log = Shown(language, new("log"), new("ok", Log: [Logged(state)]));
        Assert.Contains("  " + words + "  ", log, StringComparison.Ordinal);
        Assert.DoesNotContain(state == "waiting" ? "–" : state, log, StringComparison.Ordinal);
    }

    [Fact]
    public void Without_the_server_the_log_claims_nothing_about_the_day()
    {
        var said = Shown("en", new("log"), new("offline", Log: []));
        Assert.DoesNotContain("No time", said, StringComparison.Ordinal);
        Assert.DoesNotContain("Total", said, StringComparison.Ordinal);
        Assert.DoesNotContain("timer", said, StringComparison.Ordinal);
        said = Shown("fr", new("log"), new("offline", Log: [Logged("waiting")]));
        Assert.DoesNotContain("Total", said, StringComparison.Ordinal);
        Assert.DoesNotContain("minuteur", said, StringComparison.Ordinal);
        Assert.Contains("Layout", said, StringComparison.Ordinal);
        said = Shown("en", new("delete"), new("offline", "20261122T0930Z"));
        Assert.DoesNotContain("timer", said, StringComparison.Ordinal);
        Assert.Contains("20261122T0930Z", said, StringComparison.Ordinal);
        Assert.Contains("timer", Shown("en", new("start"), new("offline")), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("en", 1, "1/10 active ")]
    [InlineData("fr", 1, "1/10 active ")]
    [InlineData("fr", 9, "9/10 actives ")]
    public void One_active_minute_is_said_as_one(string language, int active, string words)
    {
        var log = Shown(language, new("log"), new("ok", Log: [Logged("Kept") with { Activity = active }]));
        Assert.Contains(words, log, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("en", "bogus")]
    [InlineData("fr", "«\u00A0bogus\u00A0»")]
    public void A_contract_that_is_not_there_is_named_and_the_others_are_listed(string language, string words)
    {
        var answer = new ControlAnswer(
            "contract_unknown",
            "bogus",
            Contracts: [new(Guid.Empty, "Logo", "Acme", 3, true, "active", false, 0, null, 10, false)]
        );
        var said = Shown(language, new("start"), answer).Split(Environment.NewLine);
        Assert.Contains(words, said[0], StringComparison.Ordinal);
        Assert.Contains("1  Logo · Acme", said[1], StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("log", "day")]
    [InlineData("delete", "20261122T0930Z")]
    [InlineData("start", "timer")]
    public void That_the_server_says_nothing_is_said(string command, string about)
    {
        var said = Shown("en", new(command), new("silent", "20261122T0930Z"));
        Assert.Contains("does not answer in time", said, StringComparison.Ordinal);
        Assert.Contains(about, said, StringComparison.Ordinal);
    }

    [Fact]
    public void A_paused_contract_is_marked()
    {
        TrackedContract One(string title, string state) =>
            new(Guid.Empty, title, "Acme", 3, true, state, false, 0, null, 10, false);
        var answer = new ControlAnswer("which", Contracts: [One("Report", "paused"), One("Logo", "active")]);
        var said = Shown("en", new("start"), answer);
        Assert.Contains("1  Report · Acme · paused", said, StringComparison.Ordinal);
        Assert.Contains("2  Logo · Acme" + Environment.NewLine, said, StringComparison.Ordinal);
        Assert.Contains("1  Report · Acme · en pause", Shown("fr", new("start"), answer), StringComparison.Ordinal);
    }

    [Fact]
    public void A_lost_picture_is_not_said_as_no_minutes()
    {
        var lost = new MinutesLost(Guid.Empty, At.AddMinutes(-8), 0, "deleted");
        var said = Shown("en", new("status"), new("ok", Status: Status(null, lost)));
        Assert.Contains("screenshot of 20261127T1910Z", said, StringComparison.Ordinal);
        Assert.DoesNotContain("0 minutes", said, StringComparison.Ordinal);
    }

    public void Dispose() => CultureInfo.CurrentUICulture = before;
}
