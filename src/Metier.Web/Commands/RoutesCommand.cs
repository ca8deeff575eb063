using System.CommandLine;
using System.Text.Json;
using Metier.Web.Shell;

namespace Metier.Web.Commands;

/// <summary><c>routes</c>: every route with who may use it.</summary>
internal static class RoutesCommand
{
    public static Command Create()
    {
        var command = new Command("routes", "Lists every route: method, path, who may, antiforgery, rate class.");
        var json = new Option<bool>("--json") { Description = "As JSON" };
        command.Options.Add(json);
        command.SetAction(
            async (parsed, ct) =>
            {
                var folder = Directory.CreateTempSubdirectory("metier-routes");
                try
                {
                    await using var app = MetierHost.Build(
                        new HostSettings
                        {
                            DataFolder = folder.FullName,
                            Sandbox = true,
                            Urls = "http://127.0.0.1:0",
                        }
                    );
                    var routes = RouteTable.Of(app);
                    if (parsed.GetValue(json))
                    {
                        Console.WriteLine(JsonSerializer.Serialize(routes, JsonOptions));
                        return 0;
                    }
                    foreach (var r in routes)
                    {
                        Console.WriteLine(
                            $"{r.Methods, -10} {r.Path, -60} {r.Who, -24} {(r.Antiforgery ? "antiforgery" : "-"), -12} {r.RateClass}"
                        );
                    }
                    return 0;
                }
                finally
                {
                    folder.Delete(recursive: true);
                }
            }
        );
        return command;
    }

    private static readonly JsonSerializerOptions JsonOptions = new(JsonSerializerDefaults.Web)
    {
        WriteIndented = true,
    };
}
