using System.CommandLine;

namespace Metier.Web.Commands;

/// <summary>The subcommands of the one executable.</summary>
internal static class CommandSet
{
    public static IReadOnlyList<Command> All =>
        [
            ServeCommand.Create(),
            SeedCommand.Create(),
            OperatorCommand.Create(),
            LedgerCommand.Create(),
            DoctorCommand.Create(),
            BackupCommand.Create(),
            RestoreCommand.Create(),
            ClockCommand.Create(),
            TalentCommand.Create(),
            TaxonomyCommand.Create(),
            RoutesCommand.Create(),
        ];
}
