using System.CommandLine;
using System.Globalization;
using Metier.Demo;
using Metier.Platform;

namespace Metier.Web.Commands;

/// <summary><c>seed</c>: fills an empty sandbox with an invented marketplace, once.</summary>
internal static class SeedCommand
{
    /// <summary>Which marketplace is invented.</summary>
    public static Option<long> Number() =>
        new("--seed")
        {
            Description = "Which marketplace is invented; the same number gives the same one",
            DefaultValueFactory = _ => 1,
        };

    public static Command Create()
    {
        var command = new Command("seed", "Fills an empty sandbox with an invented marketplace.");
        var arguments = new HostArguments();
        arguments.AddTo(command);
        var number = Number();
        command.Options.Add(number);
        var times = new Option<bool>("--times") { Description = "Says where the time went" };
        command.Options.Add(times);
        command.SetAction(
            async (parsed, ct) =>
            {
                var settings = arguments.Read(parsed) with { Sandbox = true, Background = false };
                if (!PrepareFolder(settings))
                {
                    return 1;
                }
                await using var app = MetierHost.Build(settings);
                await app.Services.GetRequiredService<DatabaseStart>().RunAsync(ct);
                var result = await RunAsync(app.Services, settings, parsed.GetValue(number), ct);
                if (parsed.GetValue(times))
                {
                    foreach (var line in result.Times)
                    {
                        Console.WriteLine(line);
                    }
                }
                return 0;
            }
        );
        return command;
    }

    /// <summary>
    /// A demo that was not told to its end is thrown away: nobody has seen it. False when that must be done by hand.
    /// </summary>
    public static bool PrepareFolder(HostSettings settings)
    {
        var mark = Mark(settings);
        if (!File.Exists(mark))
        {
            return true;
        }
        if (settings.Postgres is not null)
        {
            Console.Error.WriteLine(
                "The demo in this PostgreSQL database was interrupted. Make a new empty database, delete "
                    + mark
                    + " and start again."
            );
            return false;
        }
        foreach (var file in Directory.GetFiles(settings.DataFolder, "metier.db*"))
        {
            File.Delete(file);
        }
        File.Delete(mark);
        return true;
    }

    /// <summary>Seeds when the database is empty, and says so.</summary>
    public static async Task<DemoResult> RunAsync(
        IServiceProvider services,
        HostSettings settings,
        long seed,
        CancellationToken ct
    )
    {
        Directory.CreateDirectory(settings.DataFolder);
        var mark = Mark(settings);
        await File.WriteAllTextAsync(mark, "A demo is being written into this folder.\n", ct);
        var outcome = await services.GetRequiredService<DemoSeed>().RunAsync(new DemoOptions(seed), ct);
        File.Delete(mark);
        if (outcome.Value.Seeded)
        {
            var took = outcome.Value.Took.TotalSeconds.ToString("0.0", CultureInfo.InvariantCulture);
            Console.WriteLine($"Invented a marketplace (seed {seed}) in {took} s.");
        }
        return outcome.Value;
    }

    /// <summary>Prints who one can sign in as.</summary>
    public static async Task PrintPeopleAsync(IServiceProvider services, CancellationToken ct)
    {
        await using var scope = services.CreateAsyncScope();
        var people = await scope.ServiceProvider.GetRequiredService<DemoViews>().PeopleAsync(ct);
        if (people.Count > 0)
        {
            Console.WriteLine($"Log in as one of these; everybody's password is {DemoViews.Password}");
            foreach (var person in people)
            {
                var part = person.Part.ToString().ToLowerInvariant();
                Console.WriteLine($"  {person.Email, -27} {part, -10} {person.Language}  {person.Name}");
            }
        }
    }

    private static string Mark(HostSettings settings) => Path.Combine(settings.DataFolder, "demo-unfinished");
}
