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
            // The server's own words are in the person's language and know more.
            var known = TrackerText.Find("code_" + answer.Code);
            var more = answer.Code is "desktop" or "consent_missing" or "launch" or "segment_name" or "segment_unknown";
            output.WriteLine(
                known == null ? answer.Text ?? TrackerText.Refused(answer.Code)
                : more && answer.Text != null ? known + " " + answer.Text
                : known
            );
            for (var i = 0; i < answer.Contracts?.Count; i++)
            {
                var c = answer.Contracts[i];
                output.WriteLine($"  {i + 1}  {c.Title} · {c.ClientName}");
            }
        }
        if (answer.Log != null)
        {
            ShowLog(answer);
        }
        if (answer.Status != null)
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

    private void ShowLog(ControlAnswer answer)
    {
        if (answer.Log!.Count == 0)
        {
            output.WriteLine(TrackerText.LogEmpty);
        }
        foreach (var s in answer.Log)
        {
            var local = s.Start.ToLocalTime().ToString("HH:mm", CultureInfo.InvariantCulture);
            var activity = s.Activity is { } a ? TrackerText.LogActive(a) : "–";
            var source = s.ByHand ? TrackerText.ByHand : TrackerText.Find("shot_" + s.Screenshot) ?? s.Screenshot;
            var minutes = TrackerText.OnlyMinutes(s.Minutes);
            output.WriteLine($"{DiaryGrid.Name(s.Start)}  {local}  {minutes, 6}  {activity}  {source}  {s.Memo}");
        }
        output.WriteLine(TrackerText.LogTotal(Durations.Short(answer.Log.Sum(s => s.Minutes))));
    }

    private void ShowStatus(TrackerStatus s)
    {
        if (s.Timer is { } t)
        {
            output.WriteLine(TrackerText.StatusRunning(t.Title, Local(t.StartedAt)));
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
        else
        {
            output.WriteLine(s.Background ? TrackerText.StatusOff : TrackerText.StatusNoProgram);
        }
        if (s.LookSeconds is { } seconds)
        {
            output.WriteLine(TrackerText.StatusLook(seconds));
        }
        if (s.Timer == null && s.LastStop is { } stop)
        {
            output.WriteLine(
                TrackerText.StatusStopped(Local(stop.At), TrackerText.Find("stop_" + stop.Reason) ?? stop.Reason)
            );
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
            output.WriteLine(
                TrackerText.StatusLost(
                    lost.Minutes,
                    DiaryGrid.Name(lost.Segment),
                    TrackerText.Find("lost_" + lost.Code) ?? lost.Code
                )
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
        at.ToLocalTime().ToString("yyyy-MM-dd HH:mm", CultureInfo.InvariantCulture);
}
