using System.CommandLine;
using Metier.Web.Commands;

var root = new RootCommand("Metier: the freelance marketplace that anyone can run.");
foreach (var command in CommandSet.All)
{
    root.Subcommands.Add(command);
}
return await root.Parse(args.Length == 0 ? ["serve"] : args).InvokeAsync();
