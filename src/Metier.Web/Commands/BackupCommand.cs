using System.CommandLine;

namespace Metier.Web.Commands;

/// <summary><c>backup FOLDER</c> and <c>backup verify FOLDER</c>.</summary>
internal static class BackupCommand
{
    public static Command Create()
    {
        var command = new Command(
            "backup",
            "Copies the SQLite database and the files into a new folder, while the server runs, and verifies the copy. For "
                + "PostgreSQL use pg_dump and copy the folder “files”."
        );
        var arguments = new HostArguments();
        arguments.AddStoreTo(command);
        var folder = new Argument<string>("folder") { Description = "A new folder" };
        command.Arguments.Add(folder);
        command.SetAction(
            (parsed, ct) =>
                Backups.TakeAsync(
                    arguments.Read(parsed),
                    parsed.GetValue(folder)!,
                    parsed.InvocationConfiguration.Output,
                    parsed.InvocationConfiguration.Error,
                    ct
                )
        );
        command.Subcommands.Add(Verify());
        return command;
    }

    private static Command Verify()
    {
        var command = new Command(
            "verify",
            "Opens a backup and recomputes everything: the database, the books, every file. Exit code 1 when it is not whole."
        );
        var folder = new Argument<string>("folder") { Description = "The backup" };
        command.Arguments.Add(folder);
        command.SetAction(
            (parsed, ct) =>
                Backups.VerifyAsync(
                    parsed.GetValue(folder)!,
                    parsed.InvocationConfiguration.Output,
                    parsed.InvocationConfiguration.Error,
                    taking: false,
                    ct
                )
        );
        return command;
    }
}

/// <summary><c>restore FOLDER --to DATA</c>.</summary>
internal static class RestoreCommand
{
    public static Command Create()
    {
        var command = new Command("restore", "Verifies a backup and puts it into a new data folder.");
        var folder = new Argument<string>("folder") { Description = "The backup" };
        var to = new Option<string>("--to") { Description = "A new data folder", Required = true };
        command.Arguments.Add(folder);
        command.Options.Add(to);
        command.SetAction(
            (parsed, ct) =>
                Backups.RestoreAsync(
                    parsed.GetValue(folder)!,
                    parsed.GetValue(to)!,
                    parsed.InvocationConfiguration.Output,
                    parsed.InvocationConfiguration.Error,
                    ct
                )
        );
        return command;
    }
}
