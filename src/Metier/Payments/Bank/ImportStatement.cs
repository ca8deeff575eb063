using System.Security.Cryptography;
using Metier.Platform;
using Microsoft.AspNetCore.DataProtection;
using Microsoft.EntityFrameworkCore;

namespace Metier.Payments;

/// <summary>What came of a statement.</summary>
/// <param name="Lines">Booked lines in the file.</param>
/// <param name="New">Of those, not imported before.</param>
/// <param name="Matched">Of the new ones, recognised by their reference.</param>
public sealed record ImportView(int Lines, int New, int Matched);

/// <summary>
/// Reads statements of the operator's bank (<c>camt.053</c>): each line once however often its file comes, matched by its
/// reference when the amount is right too, and everything that waited for it goes on.
/// </summary>
public sealed class ImportStatement(
    MetierDb db,
    PaymentProviders providers,
    ProviderRunner runner,
    IDataProtectionProvider keys
)
{
    /// <summary>The largest file.</summary>
    public const int MaxBytes = 20 * 1024 * 1024;

    /// <summary>Refuses a file that is none, one of another account, and says in which line.</summary>
    public async Task<Outcome<ImportView>> RunAsync(ReadOnlyMemory<byte> file, Actor actor, CancellationToken ct)
    {
        ArgumentNullException.ThrowIfNull(actor);
        if (!actor.May(StaffRoles.Finance) || providers.Find(BankProvider.Name) is not BankProvider bank)
        {
            return Refusal.NotFound();
        }
        if (file.Length is 0 or > MaxBytes)
        {
            return new Refusal("file_missing", BankText.FileMissing, "Form.File");
        }
        List<CamtStatement> statements;
        try
        {
            statements = CamtReader.Read(file);
        }
        catch (CamtException e)
        {
            return Refused(e);
        }
        if (statements.Find(s => s.Account != PayoutAccounts.Iban(bank.Settings.Iban)) is { } foreign)
        {
            return new Refusal("other_account", BankText.OtherAccount(foreign.Account), "Form.File");
        }
        if (statements.Exists(s => s.Closing.Currency.Code != bank.Settings.Currency))
        {
            return new Refusal("other_currency", BankText.OtherCurrency(bank.Settings.Currency), "Form.File");
        }
        var hash = Convert.ToHexStringLower(SHA256.HashData(file.Span));
        var touched = new List<Guid>();
        var done = await db.WriteAsync<ImportView>(
            () =>
            {
                touched.Clear();
                return KeepAsync(statements, hash, actor, touched, ct);
            },
            ct
        );
        if (done.Ok)
        {
            db.ChangeTracker.Clear();
            await BankMatching.GoOnAsync(db, runner, touched, ct);
        }
        return done;
    }

    private static Refusal Refused(CamtException e) =>
        e.Message switch
        {
            "xml" => new("not_xml", BankText.NotXml(e.Line), "Form.File"),
            "namespace" => new("not_camt", BankText.NotCamt, "Form.File"),
            _ => new("camt_wrong", BankText.CamtWrong(e.Message, e.Line), "Form.File"),
        };

    private async Task<Outcome<ImportView>> KeepAsync(
        List<CamtStatement> statements,
        string hash,
        Actor actor,
        List<Guid> touched,
        CancellationToken ct
    )
    {
        var (lines, fresh, matched) = (0, 0, 0);
        foreach (var statement in statements)
        {
            var row = new BankStatement
            {
                Id = Guid.CreateVersion7(),
                StatementId = statement.Id.Length <= 70 ? statement.Id : statement.Id[..70],
                Account = statement.Account,
                Currency = statement.Closing.Currency.Code,
                ClosingMinor = statement.Closing.Minor,
                ClosingAt = statement.ClosingAt,
                Hash = hash,
                Lines = statement.Lines.Count,
                ImportedAt = db.Now,
                ImportedBy = actor.MemberId,
            };
            var ids = statement.Lines.Select(l => l.Key).ToList();
            var known = new HashSet<string>(StringComparer.Ordinal);
            foreach (var some in ids.Chunk(500))
            {
                known.UnionWith(await db.BankLines.Where(l => some.Contains(l.Key)).Select(l => l.Key).ToListAsync(ct));
            }
            var added = statement.Lines.Where(l => known.Add(l.Key)).Select(l => Line(l, row.Id)).ToList();
            db.BankLines.AddRange(added);
            var named = await BankMatching.NamedAsync(db, added, ct);
            foreach (var line in added)
            {
                if (BankMatching.ByReference(named, line) is { } operation)
                {
                    BankMatching.Match(line, operation, null, db.Now);
                    touched.Add(operation.Id);
                    matched++;
                }
            }
            lines += statement.Lines.Count;
            fresh += added.Count;
            // A file that brings nothing new leaves no trace but its line in the log.
            if (added.Count > 0 || !await db.BankStatements.AnyAsync(s => s.Hash == hash, ct))
            {
                db.BankStatements.Add(Counted(row, added.Count));
            }
        }
        db.Audit(
            actor,
            "bank.imported",
            null,
            new
            {
                hash,
                lines,
                fresh,
                matched,
            }
        );
        return new ImportView(lines, fresh, matched);
    }

    private static BankStatement Counted(BankStatement row, int added) =>
        new()
        {
            Id = row.Id,
            StatementId = row.StatementId,
            Account = row.Account,
            Currency = row.Currency,
            ClosingMinor = row.ClosingMinor,
            ClosingAt = row.ClosingAt,
            Hash = row.Hash,
            Lines = row.Lines,
            NewLines = added,
            ImportedAt = row.ImportedAt,
            ImportedBy = row.ImportedBy,
        };

    private BankLine Line(CamtLine line, Guid statementId) =>
        new()
        {
            Id = Guid.CreateVersion7(),
            Key = line.Key,
            StatementId = statementId,
            Currency = line.Amount.Currency.Code,
            AmountMinor = line.Amount.Minor,
            BookedAt = line.BookedAt,
            Reference = line.Reference,
            EndToEndId = line.EndToEndId,
            Counterparty = line.Counterparty,
            ProtectedAccount =
                line.CounterpartyAccount.Length > 0 ? PayoutAccounts.Protect(keys, line.CounterpartyAccount) : "",
            Text = line.Text,
            ReturnCode = line.ReturnCode,
        };
}

/// <summary>Which movement a line of a statement is of, and what follows.</summary>
internal static class BankMatching
{
    /// <summary>The movements these lines name, by their references.</summary>
    public static async Task<Dictionary<string, BankOperation>> NamedAsync(
        MetierDb db,
        List<BankLine> lines,
        CancellationToken ct
    )
    {
        var named = new Dictionary<string, BankOperation>(StringComparer.Ordinal);
        foreach (var some in lines.SelectMany(Names).Distinct(StringComparer.Ordinal).Chunk(500))
        {
            foreach (var operation in await db.BankOperations.Where(o => some.Contains(o.Reference)).ToListAsync(ct))
            {
                named[operation.Reference] = operation;
            }
        }
        return named;
    }

    /// <summary>The movement that carries the line's reference, waits for it and has its amount; null when there is none.</summary>
    public static BankOperation? ByReference(Dictionary<string, BankOperation> named, BankLine line) =>
        Names(line)
            .Select(name => named.GetValueOrDefault(name))
            .FirstOrDefault(operation => operation is not null && Fits(line, operation));

    private static IEnumerable<string> Names(BankLine line) =>
        new[] { line.Reference, line.EndToEndId }.Where(name => name.Length > 0);

    /// <summary>Whether a line can be that movement.</summary>
    public static bool Fits(BankLine line, BankOperation operation)
    {
        if (line.Currency != operation.Currency || Math.Abs(line.AmountMinor) != operation.AmountMinor)
        {
            return false;
        }
        var comes = line.AmountMinor > 0;
        return operation.Kind == OperationKind.Collect
            ? comes && operation.State == BankState.Waiting
            : (!comes && operation.State is BankState.Ordered)
                || (comes && operation.State is BankState.Ordered or BankState.Booked);
    }

    /// <summary>Notes what the line is of.</summary>
    public static void Match(BankLine line, BankOperation operation, Guid? by, DateTime now)
    {
        line.OperationId = operation.Id;
        line.MatchedAt = now;
        line.MatchedBy = by;
        if (operation.Kind != OperationKind.Collect && line.AmountMinor > 0)
        {
            operation.State = BankState.Failed;
            operation.Code = Reason(line.ReturnCode);
            operation.ReturnedAt = line.BookedAt;
        }
        else
        {
            operation.State = BankState.Booked;
            operation.BookedAt = line.BookedAt;
        }
    }

    /// <summary>Everything that waited for these goes on, and what had succeeded and came back is undone.</summary>
    public static async Task GoOnAsync(
        MetierDb db,
        ProviderRunner runner,
        IEnumerable<Guid> operations,
        CancellationToken ct
    )
    {
        foreach (var id in operations.Distinct())
        {
            var open = await db.ProviderOperations.AnyAsync(o => o.Id == id && o.EndedAt == null, ct);
            _ = open ? await runner.AskAsync(id, ct) : await runner.RecheckAsync(id, ct);
        }
    }

    /// <summary>ISO 20022 external return reasons in our words.</summary>
    private static string Reason(string? code) =>
        code switch
        {
            "AC04" or "AC07" => "account_closed",
            "AC01" or "AC03" or "RC01" or "RC04" or "BE04" => "account_wrong",
            "AC06" or "AG01" or "MD07" => "account_blocked",
            "BE01" or "BE05" or "RR03" => "holder_wrong",
            "AM03" or "AC13" or "AG03" => "currency_wrong",
            _ => "payout_failed",
        };
}
