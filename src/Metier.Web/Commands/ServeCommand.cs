using System.CommandLine;
using Metier.Platform;

namespace Metier.Web.Commands;

/// <summary><c>serve</c>: starts the marketplace.</summary>
internal static class ServeCommand
{
    public static Command Create()
    {
        var command = new Command("serve", "Starts the marketplace.");
        var arguments = new HostArguments();
        arguments.AddTo(command);
        var urls = new Option<string>("--urls")
        {
            Description = "Address to listen on",
            DefaultValueFactory = _ => "http://localhost:5080",
        };
        command.Options.Add(urls);
        command.SetAction(
            async (parsed, ct) =>
            {
                var settings = arguments.Read(parsed) with { Urls = parsed.GetValue(urls)! };
                await using var app = MetierHost.Build(settings);
                try
                {
                    await app.Services.GetRequiredService<DatabaseStart>().RunAsync(ct);
                }
                catch (InvalidOperationException e)
                {
                    await Console.Error.WriteLineAsync(e.Message);
                    return 1;
                }
                await app.StartAsync(ct);
                Console.WriteLine($"Metier is ready: {app.Urls.First()}");
                await app.WaitForShutdownAsync(ct);
                return 0;
            }
        );
        return command;
    }
}
