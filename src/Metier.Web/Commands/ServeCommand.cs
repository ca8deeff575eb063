using System.CommandLine;
using Metier.Demo;
using Metier.Platform;
using Metier.Web.Demo;

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
        var demo = new Option<bool>("--demo")
        {
            Description = "A sandbox with an invented marketplace, written at the first start",
        };
        command.Options.Add(demo);
        var seed = SeedCommand.Number();
        command.Options.Add(seed);
        command.SetAction(
            async (parsed, ct) =>
            {
                var settings = arguments.Read(parsed) with { Urls = parsed.GetValue(urls)! };
                var invented = parsed.GetValue(demo);
                if (invented)
                {
                    settings = settings with { Sandbox = true, Configuration = InventedOperator };
                    if (!SeedCommand.PrepareFolder(settings))
                    {
                        return 1;
                    }
                }
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
                if (invented)
                {
                    await InventAsync(app.Services, settings, parsed.GetValue(seed), ct);
                }
                await app.StartAsync(ct);
                Console.WriteLine($"Metier is ready: {app.Urls.First()}");
                await SeedCommand.PrintPeopleAsync(app.Services, ct);
                await app.WaitForShutdownAsync(ct);
                return 0;
            }
        );
        return command;
    }

    /// <summary>The operator of the demo files taxes, too: with numbers that nobody has.</summary>
    private static readonly Dictionary<string, string?> InventedOperator = new()
    {
        ["Taxes:Country"] = "FR",
        ["Taxes:TaxNumber"] = "732829320",
        ["Taxes:UsTaxNumber"] = "98-7654321",
        ["Taxes:Street"] = "1 place de la Mairie",
        ["Taxes:PostCode"] = "69001",
        ["Taxes:City"] = "Lyon",
    };

    /// <summary>Writes the demo where there is none yet, and lets those who come early wait on a page.</summary>
    private static async Task InventAsync(
        IServiceProvider services,
        HostSettings settings,
        long seed,
        CancellationToken ct
    )
    {
        if (await services.GetRequiredService<DemoSeed>().InUseAsync(ct))
        {
            return;
        }
        await using var room = await WaitingRoom.OpenAsync(
            settings.Urls,
            services.GetRequiredService<TimeProvider>(),
            ct
        );
        Console.WriteLine($"Inventing a marketplace, once; you can open {room.Address} already");
        await SeedCommand.RunAsync(services, settings, seed, ct);
    }
}
