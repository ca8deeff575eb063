using System.CommandLine;
using System.Globalization;
using System.Text.Json;
using Metier.Platform;

namespace Metier.Web.Commands;

/// <summary><c>clock</c>: shows the sandbox's time and what waits, and moves it forward.</summary>
internal static class ClockCommand
{
    private static readonly JsonSerializerOptions JsonOptions = new(JsonSerializerDefaults.Web)
    {
        WriteIndented = true,
    };

    public static Command Create()
    {
        var command = new Command(
            "clock",
            "The sandbox's clock: what time it is there and which deadlines wait. Only in a sandbox."
        );
        var arguments = new HostArguments();
        arguments.AddStoreTo(command);
        var json = new Option<bool>("--json") { Description = "As JSON" };
        command.Options.Add(json);
        command.SetAction(
            (parsed, ct) =>
                OneShot.RunAsync(parsed, arguments, (o, token) => ShowAsync(o, parsed.GetValue(json), token), ct)
        );
        command.Subcommands.Add(Advance());
        return command;
    }

    private static async Task<int> ShowAsync(Opened opened, bool json, CancellationToken ct)
    {
        var time = opened.Get<TimeProvider>();
        var offset = time is SandboxClock clock ? clock.Offset : TimeSpan.Zero;
        var waiting = await opened.Get<ChoreRunner>().WaitingAsync(ct);
        if (json)
        {
            var result = new
            {
                sandbox = opened.Instance.Sandbox,
                now = time.UtcNow(),
                aheadSeconds = (long)offset.TotalSeconds,
                waiting = waiting.Select(w => new { w.Name, w.DueAt }),
            };
            await opened.Output.WriteLineAsync(JsonSerializer.Serialize(result, JsonOptions));
            return 0;
        }
        await opened.Output.WriteLineAsync($"{Stamp(time.UtcNow())}  now, {Days(offset)} days ahead of real time");
        foreach (var (name, due) in waiting)
        {
            await opened.Output.WriteLineAsync($"{Stamp(due)}  {name}");
        }
        return 0;
    }

    private static Command Advance()
    {
        var command = new Command(
            "advance",
            "Moves the sandbox's time forward. Every deadline on the way fires, in its order. Time never goes back."
        );
        var arguments = new HostArguments();
        arguments.AddStoreTo(command);
        var days = new Option<int>("--days") { Description = "Days to move" };
        var hours = new Option<int>("--hours") { Description = "Hours to move" };
        var next = new Option<bool>("--next") { Description = "To the next deadline" };
        command.Options.Add(days);
        command.Options.Add(hours);
        command.Options.Add(next);
        command.SetAction(
            (parsed, ct) =>
                OneShot.RunAsync(
                    parsed,
                    arguments,
                    (opened, token) =>
                        MoveAsync(
                            opened,
                            parsed.GetValue(next)
                                ? null
                                : TimeSpan.FromDays(parsed.GetValue(days)) + TimeSpan.FromHours(parsed.GetValue(hours)),
                            parsed.InvocationConfiguration.Error,
                            token
                        ),
                    ct
                )
        );
        return command;
    }

    private static async Task<int> MoveAsync(Opened opened, TimeSpan? by, TextWriter error, CancellationToken ct)
    {
        if (!opened.Instance.Sandbox)
        {
            await error.WriteLineAsync("This is a real marketplace: its clock cannot be moved.");
            return 1;
        }
        // Deadlines do everything a server's would: they need the secret, the guards and the modules' data.
        await opened.Get<DatabaseStart>().RunAsync(ct);
        var moved = await opened.Get<AdvanceClock>().RunAsync(by, null, ct);
        if (!moved.Ok)
        {
            await error.WriteLineAsync(moved.Refusals[0].Message);
            return 1;
        }
        foreach (var fired in moved.Value.Fired)
        {
            await opened.Output.WriteLineAsync(
                string.Create(CultureInfo.InvariantCulture, $"{Stamp(fired.At)}  {fired.Name}: {fired.Done}")
            );
        }
        await opened.Output.WriteLineAsync($"{Stamp(moved.Value.To)}  now");
        return 0;
    }

    private static string Stamp(DateTime at) => at.ToString("yyyy-MM-dd HH:mm:ss'Z'", CultureInfo.InvariantCulture);

    private static string Days(TimeSpan span) => span.TotalDays.ToString("0.##", CultureInfo.InvariantCulture);
}
