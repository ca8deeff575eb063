using System.CommandLine;
using System.Text.Json;

namespace Metier.Web.Commands;

/// <summary><c>doctor</c>: looks at everything an instance needs and says what to do.</summary>
internal static class DoctorCommand
{
    private static readonly JsonSerializerOptions JsonOptions = new(JsonSerializerDefaults.Web)
    {
        WriteIndented = true,
    };

    public static Command Create()
    {
        var command = new Command(
            "doctor",
            "Looks at the data folder, the database, the clock, the books, mail and background work, and says what to do. "
                + "Changes nothing. Exit code 1 when something fails; warnings alone are 0."
        );
        var arguments = new HostArguments();
        arguments.AddStoreTo(command);
        var json = new Option<bool>("--json") { Description = "As JSON" };
        command.Options.Add(json);
        command.SetAction(
            async (parsed, ct) =>
            {
                var settings = arguments.Read(parsed);
                var output = parsed.InvocationConfiguration.Output;
                var lines = new List<DoctorLine>(Doctor.Machine(settings));
                await ExamineAsync(settings, lines, ct);
                if (parsed.GetValue(json))
                {
                    await output.WriteLineAsync(JsonSerializer.Serialize(lines, JsonOptions));
                }
                else
                {
                    foreach (var line in lines)
                    {
                        await output.WriteLineAsync($"{line.State, -5} {line.Name, -12} {line.Text}");
                        if (line.Do is not null)
                        {
                            await output.WriteLineAsync($"{"", -19}{line.Do}");
                        }
                    }
                }
                return lines.Exists(l => l.State == "fail") ? 1 : 0;
            }
        );
        return command;
    }

    private static async Task ExamineAsync(HostSettings settings, List<DoctorLine> lines, CancellationToken ct)
    {
        using var problem = new StringWriter();
        var code = await OneShot.RunAsync(
            settings,
            TextWriter.Null,
            problem,
            async (opened, token) =>
            {
                lines.AddRange(await Doctor.InstanceAsync(opened, token));
                return 0;
            },
            ct
        );
        if (code == OneShot.CannotOpen)
        {
            lines.Add(new DoctorLine("fail", "database", problem.ToString().Trim()));
        }
    }
}
