using System.Globalization;
using Metier.Tracker.Control;
using Metier.Tracker.Running;
using Metier.Tracker.Time;

namespace Metier.Tracker.Commands;

/// <summary>Puts answers into words.</summary>
internal sealed class Answers(TextWriter output)
{
    /// <summary>Shows what came of a command.</summary>
    public void Show(ControlRequest request, ControlAnswer answer)
    {
        if (!answer.Ok)
        {
            output.WriteLine(Refusal(request.Command, answer));
            for (var i = 0; i < answer.Contracts?.Count; i++)
            {
                var c = answer.Contracts[i];
                var state = TrackerText.Find("contract_" + c.State) is { } named ? " · " + named : "";
                output.WriteLine($"  {i + 1}  {c.Title} · {c.ClientName}{state}");
            }
        }
        if (answer.Said != null)
        {
            output.WriteLine(TrackerText.Find(answer.Said) ?? answer.Said);
        }
        if (answer.Log != null)
        {
            ShowLog(answer);
        }
        if (!answer.Ok && request.Command == "start")
        {
            ShowWhatIsLeft(answer.Status);
        }
        else if (answer.Status != null)
        {
            ShowStatus(answer.Status);
        }
        if (answer.Ok && answer.Log == null && answer.Status == null)
        {
            output.WriteLine(
                request.Command == "logout" && answer.Text != null
                    ? TrackerText.LogoutHere(answer.Text)
                    : TrackerText.Find("done_" + request.Command) ?? TrackerText.Done
            );
        }
    }

    private static string Refusal(string command, ControlAnswer answer)
    {
        if (answer is { Code: "contract_unknown", Text: { } unknown })
        {
            return TrackerText.ContractUnknown(unknown);
        }
        if (answer is { Code: "contract_several", Text: { } several })
        {
            return TrackerText.ContractSeveral(several);
        }
        // What follows from a refusal depends on what was asked; the server's own words are in the person's language and know more.
        var known = TrackerText.Find($"code_{answer.Code}_{command}") ?? TrackerText.Find("code_" + answer.Code);
        var more =
            answer.Code is "desktop" or "consent_missing" or "launch" or "segment_name" or "segment_unknown"
            || (answer.Code, command) is ("offline" or "silent", "delete");
        return known == null ? answer.Text ?? TrackerText.Refused(answer.Code)
            : more && answer.Text != null ? known + " " + answer.Text
            : known;
    }

    /// <summary>After a start that failed: the timer that runs all the same, or the one that was interrupted.</summary>
    private void ShowWhatIsLeft(TrackerStatus? status)
    {
        if (status?.Timer is { } timer)
        {
            output.WriteLine(TrackerText.StartGoesOn(timer.Title));
        }
        else if (status?.Interrupted is { } left)
        {
            output.WriteLine(TrackerText.StatusInterrupted(Local(left.Until), left.Title));
        }
    }

    private void ShowLog(ControlAnswer answer)
    {
        // Without the server nothing can be said about the day, but about this machine.
        if (answer.Log!.Count == 0)
        {
            output.WriteLine(answer.Ok ? TrackerText.LogEmpty : TrackerText.LogNothingHere);
        }
        else
        {
            output.WriteLine(TrackerText.LogTimes(Zone(answer.Log[0].Start)));
        }
        foreach (var s in answer.Log)
        {
            var local = s.Start.ToLocalTime().ToString("HH:mm", CultureInfo.InvariantCulture);
            var activity = s.Activity is { } a ? TrackerText.LogActive(a) : "–";
            var source = s.ByHand ? TrackerText.ByHand : Picture(s.Screenshot);
            var minutes = TrackerText.OnlyMinutes(s.Minutes);
            output.WriteLine($"{DiaryGrid.Name(s.Start)}  {local}  {minutes, 6}  {activity}  {source}  {s.Memo}");
        }
        var total = Durations.Short(answer.Log.Sum(s => s.Minutes));
        if (answer.Ok)
        {
            output.WriteLine(TrackerText.LogTotal(total));
        }
        else if (answer.Log.Count > 0)
        {
            output.WriteLine(TrackerText.LogWaits(total));
        }
    }

    /// <summary>The server names its states with a capital.</summary>
    private static string Picture(string state) => TrackerText.Find("shot_" + state.ToLowerInvariant()) ?? state;

    private void ShowStatus(TrackerStatus s)
    {
        if (s.Timer is { } t)
        {
            output.WriteLine(TrackerText.StatusRunning(Local(t.StartedAt), t.Title));
            output.WriteLine("  " + TrackerText.StatusMemo(t.Memo));
            output.WriteLine("  " + TrackerText.StatusLevel(TrackerText.Find("level" + t.Level)));
            output.WriteLine(
                "  "
                    + (
                        t.LimitMinutes is { } limit
                            ? TrackerText.StatusWeekOf(Durations.Short(t.WeekMinutes), Durations.Short(limit))
                            : TrackerText.StatusWeek(Durations.Short(t.WeekMinutes))
                    )
            );
        }
        else if (s.Interrupted is { } left)
        {
            output.WriteLine(TrackerText.StatusInterrupted(Local(left.Until), left.Title));
        }
        else
        {
            output.WriteLine(s.Background ? TrackerText.StatusOff : TrackerText.StatusNoProgram);
        }
        if (s.LookSeconds is { } seconds)
        {
            output.WriteLine(TrackerText.StatusLook(seconds));
        }
        if (s.Timer == null && s.Interrupted == null && s.LastStop is { } stop)
        {
            output.WriteLine(TrackerText.StatusStopped(Local(stop.At), Durations.Why(stop)));
        }
        output.WriteLine(TrackerText.StatusDevice(s.MemberName, s.Server));
        ShowSending(s);
        ShowAbilities(s);
    }

    private void ShowSending(TrackerStatus s)
    {
        if (s.SignedOut)
        {
            output.WriteLine(TrackerText.Code_signed_out);
        }
        else if (s.Background)
        {
            output.WriteLine(
                s.LastContact is { } at ? TrackerText.StatusContact(Local(at)) : TrackerText.StatusNoContact
            );
        }
        if (s.Waiting > 0)
        {
            output.WriteLine(TrackerText.StatusWaiting(s.Waiting));
        }
        foreach (var lost in s.Lost)
        {
            var (segment, why) = (DiaryGrid.Name(lost.Segment), TrackerText.Find("lost_" + lost.Code) ?? lost.Code);
            output.WriteLine(
                lost.Minutes > 0
                    ? TrackerText.StatusLost(lost.Minutes, segment, why)
                    : TrackerText.StatusLostPicture(segment, why)
            );
        }
        if (s.DriftSeconds != 0)
        {
            var minutes = Durations.Short(Math.Abs(s.DriftSeconds) / 60);
            output.WriteLine(
                s.DriftSeconds > 0 ? TrackerText.StatusClockAhead(minutes) : TrackerText.StatusClockBehind(minutes)
            );
        }
        if (s.Damaged > 0)
        {
            output.WriteLine(TrackerText.StatusDamaged(s.Damaged));
        }
    }

    private void ShowAbilities(TrackerStatus s)
    {
        output.WriteLine(TrackerText.StatusSystem(s.System) + (s.Preview ? " · " + TrackerText.Preview : ""));
        if (s.DesktopProblem != null)
        {
            output.WriteLine("  " + TrackerText.Code_desktop + " " + s.DesktopProblem);
        }
        foreach (var limit in s.Limits)
        {
            output.WriteLine("  – " + (TrackerText.Find(limit) ?? limit));
        }
        output.WriteLine(
            "  " + (TrackerText.Find("key_" + s.KeyPlace.Replace("-", "", StringComparison.Ordinal)) ?? s.KeyPlace)
        );
    }

    private static string Local(DateTime at) =>
        at.ToLocalTime().ToString("yyyy-MM-dd HH:mm", CultureInfo.InvariantCulture) + " " + Zone(at);

    /// <summary>The zone of this machine's clock at that moment: UTC, UTC+1, UTC-3:30.</summary>
    private static string Zone(DateTime at)
    {
        var offset = TimeZoneInfo.Local.GetUtcOffset(at);
        return "UTC"
            + (offset == TimeSpan.Zero ? "" : (offset < TimeSpan.Zero ? "-" : "+") + Math.Abs(offset.Hours))
            + (offset.Minutes == 0 ? "" : offset.ToString("':'mm", CultureInfo.InvariantCulture));
    }
}
