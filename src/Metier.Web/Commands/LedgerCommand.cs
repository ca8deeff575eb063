using System.CommandLine;
using System.Globalization;
using System.Text;
using System.Text.Json;
using Metier.Payments;
using Metier.Web.Admin;

namespace Metier.Web.Commands;

/// <summary><c>ledger check</c> and <c>ledger export</c>.</summary>
internal static class LedgerCommand
{
    private static readonly JsonSerializerOptions JsonOptions = new(JsonSerializerDefaults.Web)
    {
        WriteIndented = true,
    };

    public static Command Create()
    {
        var command = new Command("ledger", "The books: check them, or write them out.");
        command.Subcommands.Add(Check());
        command.Subcommands.Add(Export());
        return command;
    }

    private static Command Check()
    {
        var command = new Command(
            "check",
            "Recomputes everything the books promise, from the entries up, and prints the totals of each currency. Changes "
                + "nothing. Exit code 1 when something is wrong."
        );
        var arguments = new HostArguments();
        arguments.AddStoreTo(command);
        var json = new Option<bool>("--json") { Description = "As JSON" };
        command.Options.Add(json);
        command.SetAction(
            (parsed, ct) =>
                OneShot.RunAsync(
                    parsed,
                    arguments,
                    (opened, token) => CheckAsync(opened, parsed.GetValue(json), token),
                    ct
                )
        );
        return command;
    }

    public static async Task<int> CheckAsync(Opened opened, bool json, CancellationToken ct)
    {
        var check = opened.Get<LedgerCheck>();
        var transactions = await check.SizeAsync(ct);
        var findings = await check.RunAsync(ct);
        var balances = await opened.Get<LedgerViews>().TrialAsync(ct);
        var right = findings.Count == 0 && balances.All(b => b.Difference.Minor == 0);
        if (json)
        {
            var result = new
            {
                right,
                transactions,
                currencies = balances.Select(b => new
                {
                    currency = b.Currency.Code,
                    accounts = b.Lines.Sum(l => l.Accounts),
                    debits = b.Debit.ToDecimalString(),
                    credits = b.Credit.ToDecimalString(),
                    difference = b.Difference.ToDecimalString(),
                }),
                findings,
            };
            await opened.Output.WriteLineAsync(JsonSerializer.Serialize(result, JsonOptions));
            return right ? 0 : 1;
        }
        foreach (var b in balances)
        {
            await opened.Output.WriteLineAsync(
                string.Create(
                    CultureInfo.InvariantCulture,
                    $"{b.Currency.Code}: {b.Lines.Sum(l => l.Accounts)} accounts, debits {b.Debit.ToDecimalString()}, credits {b.Credit.ToDecimalString()}, difference {b.Difference.ToDecimalString()}"
                )
            );
        }
        foreach (var finding in findings)
        {
            await opened.Output.WriteLineAsync($"WRONG {finding.Invariant} {finding.Subject}");
        }
        await opened.Output.WriteLineAsync(
            right
                ? string.Create(
                    CultureInfo.InvariantCulture,
                    $"The books are right: {transactions} transactions recomputed."
                )
                : string.Create(CultureInfo.InvariantCulture, $"The books are wrong: {findings.Count} findings.")
        );
        return right ? 0 : 1;
    }

    private static Command Export()
    {
        var command = new Command(
            "export",
            "Writes the whole book: as a journal for hledger and its kin, with an assertion of every balance, or as CSV with a row per entry."
        );
        var arguments = new HostArguments();
        arguments.AddStoreTo(command);
        var format = new Option<string>("--format")
        {
            Description = "hledger or csv",
            DefaultValueFactory = _ => "hledger",
        };
        format.AcceptOnlyFromAmong("hledger", "csv");
        var output = new Option<string?>("--output", "-o") { Description = "File to write. Default: standard output" };
        command.Options.Add(format);
        command.Options.Add(output);
        command.SetAction(
            (parsed, ct) =>
                OneShot.RunAsync(
                    parsed,
                    arguments,
                    async (opened, token) =>
                    {
                        if (parsed.GetValue(output) is not { Length: > 0 } file)
                        {
                            await WriteAsync(opened, opened.Output, parsed.GetValue(format)!, token);
                            return 0;
                        }
                        await using var to = new StreamWriter(file, append: false, new UTF8Encoding(false));
                        await WriteAsync(opened, to, parsed.GetValue(format)!, token);
                        return 0;
                    },
                    ct
                )
        );
        return command;
    }

    private static Task WriteAsync(Opened opened, TextWriter to, string format, CancellationToken ct) =>
        format == "csv"
            ? LedgerCsv.WriteAsync(to, opened.Get<LedgerViews>(), new JournalFilter(), ct)
            : opened.Get<LedgerExport>().WriteAsync(to, ct);
}
