using System.CommandLine;
using Metier.Members;

namespace Metier.Web.Commands;

/// <summary><c>operator EMAIL</c>: makes an account an operator; the first one comes from here.</summary>
internal static class OperatorCommand
{
    public static Command Create()
    {
        var command = new Command(
            "operator",
            "Gives the account with this address the operator's role (with --remove: takes it away). The account must exist "
                + "and its address be confirmed. The last operator cannot be removed. The change is in the audit log, and the person is told by mail."
        );
        var arguments = new HostArguments();
        arguments.AddStoreTo(command);
        var email = new Argument<string>("email") { Description = "The address the account signs in with" };
        var remove = new Option<bool>("--remove") { Description = "Takes the role away" };
        command.Arguments.Add(email);
        command.Options.Add(remove);
        command.SetAction(
            (parsed, ct) =>
                OneShot.RunAsync(
                    parsed,
                    arguments,
                    async (opened, token) =>
                    {
                        var gone = parsed.GetValue(remove);
                        var done = await opened.Get<AppointOperator>().RunAsync(parsed.GetValue(email), !gone, token);
                        if (!done.Ok)
                        {
                            await parsed.InvocationConfiguration.Error.WriteLineAsync(done.Refusals[0].Message);
                            return 1;
                        }
                        await opened.Output.WriteLineAsync(
                            gone ? $"{done.Value} is no operator any more." : $"{done.Value} is an operator now."
                        );
                        return 0;
                    },
                    ct
                )
        );
        return command;
    }
}
