using System.CommandLine;

namespace Metier.Web.Commands;

/// <summary>The options every command that touches the database shares.</summary>
internal sealed class HostArguments
{
    private readonly Option<string?> data = new("--data")
    {
        Description = "Data folder (SQLite file, uploaded files). Default: METIER_DATA or .data",
    };
    private readonly Option<string?> postgres = new("--postgres")
    {
        Description = "PostgreSQL connection string. Default: METIER_POSTGRES; without it, embedded SQLite",
    };
    private readonly Option<bool> sandbox = new("--sandbox")
    {
        Description = "Play money, mail kept in a page, a clock that can be moved",
    };

    public void AddTo(Command command)
    {
        AddStoreTo(command);
        command.Options.Add(sandbox);
    }

    /// <summary>Only where the data is: a command on an instance that exists reads from it whether it is a sandbox.</summary>
    public void AddStoreTo(Command command)
    {
        command.Options.Add(data);
        command.Options.Add(postgres);
    }

    public HostSettings Read(ParseResult parsed) =>
        new()
        {
            DataFolder = parsed.GetValue(data) ?? Environment.GetEnvironmentVariable("METIER_DATA") ?? ".data",
            Postgres = parsed.GetValue(postgres) ?? NullIfEmpty(Environment.GetEnvironmentVariable("METIER_POSTGRES")),
            Sandbox = parsed.GetValue(sandbox),
        };

    private static string? NullIfEmpty(string? text) => string.IsNullOrWhiteSpace(text) ? null : text;
}
