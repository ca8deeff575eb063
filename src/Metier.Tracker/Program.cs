using Metier.Tracker.Commands;

var rest = Language.Use(args);
return await new Cli(Console.Out, Console.In).RunAsync(rest, CancellationToken.None);
