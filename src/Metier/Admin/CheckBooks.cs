using System.Text.Json;
using Metier.Payments;
using Metier.Platform;
using Microsoft.Extensions.Logging;

namespace Metier.Admin;

/// <summary>The result of a check of the books.</summary>
/// <param name="Transactions">How many transactions were recomputed.</param>
/// <param name="Findings">What is wrong, at most a hundred lines.</param>
/// <param name="Wrong">How many things are wrong in all.</param>
public sealed record BookCheck(long Transactions, IReadOnlyList<LedgerFinding> Findings, int Wrong)
{
    /// <summary>When, UTC.</summary>
    public DateTime At { get; init; }

    /// <summary>Who asked; null when time did.</summary>
    public Guid? By { get; init; }
}

/// <summary>
/// Recomputes everything the books promise and writes the result into the audit log, where the last one is read from.
/// </summary>
public sealed partial class CheckBooks(MetierDb db, LedgerCheck check, AuditViews audits, ILogger<CheckBooks> log)
{
    private const string Action = "ledger.checked";
    private const int MostFindings = 100;

    /// <summary>Checks now. <paramref name="actor"/> null: time or the command line asks.</summary>
    public async Task<Outcome<BookCheck>> RunAsync(Actor? actor, CancellationToken ct)
    {
        if (actor?.May(StaffRoles.Finance) == false)
        {
            return Refusal.NotFound();
        }
        var size = await check.SizeAsync(ct);
        var findings = await check.RunAsync(ct);
        var result = new BookCheck(size, [.. findings.Take(MostFindings)], findings.Count)
        {
            At = db.Now,
            By = actor?.MemberId,
        };
        if (result.Wrong > 0)
        {
            LogWrong(log, result.Wrong, result.Findings[0].Invariant, result.Findings[0].Subject);
        }
        var noted = await db.WriteAsync<Done>(
            () =>
            {
                db.Audit(
                    actor,
                    Action,
                    null,
                    new
                    {
                        result.Transactions,
                        result.Findings,
                        result.Wrong,
                    }
                );
                return Task.FromResult<Outcome<Done>>(Done.It);
            },
            ct
        );
        return noted.Ok ? result : Outcome<BookCheck>.From(noted);
    }

    /// <summary>The last result, or null when the books were never checked.</summary>
    public async Task<BookCheck?> LastAsync(CancellationToken ct) =>
        await audits.LastAsync(Action, 1, ct) is [var line]
            ? JsonSerializer.Deserialize<BookCheck>(line.Detail!, EventRegistry.Json)! with
            {
                At = line.At,
                By = line.MemberId,
            }
            : null;

    [LoggerMessage(
        Level = LogLevel.Critical,
        Message = "The books are wrong in {Count} places, first {Invariant}: {Subject}"
    )]
    private static partial void LogWrong(ILogger logger, int count, string invariant, string subject);
}

/// <summary>Checks the books a day after the last check, when something was written into them since.</summary>
internal sealed class CheckBooksDaily(CheckBooks check, LedgerViews ledger) : Chore
{
    public override async Task<DateTime?> NextDueAsync(CancellationToken ct) =>
        await ledger.LastAsync(ct) is not { } written ? null
        : await check.LastAsync(ct) is not { } last ? written.AddDays(1)
        : written > last.At ? last.At.AddDays(1)
        : null;

    public override async Task<int> RunAsync(CancellationToken ct) => (await check.RunAsync(null, ct)).Ok ? 1 : 0;
}
