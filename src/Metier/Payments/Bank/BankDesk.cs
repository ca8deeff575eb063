using Metier.Ledger;
using Metier.Platform;
using Microsoft.EntityFrameworkCore;

namespace Metier.Payments;

/// <summary>A line nobody has recognised.</summary>
public sealed record BankLineView(
    Guid Id,
    DateTime BookedAt,
    Money Amount,
    string Counterparty,
    string Reference,
    string Text,
    string? ReturnCode
);

/// <summary>A movement a line may be of.</summary>
public sealed record BankCandidate(Guid OperationId, string Kind, string Reference, string Text, DateTime CreatedAt);

/// <summary>An order that is in no file yet.</summary>
public sealed record BankOrderView(
    Guid OperationId,
    string Kind,
    Money Amount,
    string Holder,
    string Label,
    DateTime CreatedAt
);

/// <summary>A payment file.</summary>
public sealed record BankFileView(
    Guid Id,
    int Payments,
    Money Total,
    DateTime CreatedAt,
    DateTime? ApprovedAt,
    DateTime? DownloadedAt
);

/// <summary>What a client reads who pays by transfer.</summary>
/// <param name="Reference">To be given with the transfer, printed in groups.</param>
/// <param name="Until">When nobody waits for it any more.</param>
public sealed record TransferView(
    Guid OperationId,
    Money Amount,
    string Holder,
    string Iban,
    string Bic,
    string Reference,
    DateTime Until,
    string ReturnPath
);

/// <summary>Reads the books of the bank, for finance staff and for the client who transfers.</summary>
public sealed class BankDesk(MetierDb db, PaymentProviders providers)
{
    /// <summary>Lines, or orders, per page.</summary>
    public const int PageSize = 50;

    /// <summary>Whether this instance has a bank account.</summary>
    public bool IsOn => Bank is not null;

    private BankProvider? Bank => providers.Find(BankProvider.Name) as BankProvider;

    /// <summary>Lines without a match, the oldest first; one more than a page when there is a next one.</summary>
    public async Task<List<BankLineView>> UnmatchedAsync((DateTime At, Guid Id)? after, CancellationToken ct)
    {
        var query = db.BankLines.AsNoTracking().Where(l => l.MatchedAt == null);
        if (after is var (at, id))
        {
            query = query.Where(l => l.BookedAt > at || (l.BookedAt == at && l.Id.CompareTo(id) > 0));
        }
        var rows = await query.OrderBy(l => l.BookedAt).ThenBy(l => l.Id).Take(PageSize + 1).ToListAsync(ct);
        return rows.ConvertAll(View);
    }

    /// <summary>A line without a match; null when there is none of that id.</summary>
    public async Task<BankLineView?> LineAsync(Guid id, CancellationToken ct) =>
        await db.BankLines.AsNoTracking().SingleOrDefaultAsync(l => l.Id == id && l.MatchedAt == null, ct) is { } line
            ? View(line)
            : null;

    /// <summary>The movements with a line's amount that wait, or that may come back; the oldest first.</summary>
    public async Task<List<BankCandidate>> CandidatesAsync(Guid lineId, CancellationToken ct)
    {
        var line = await db.BankLines.AsNoTracking().SingleAsync(l => l.Id == lineId, ct);
        var amount = Math.Abs(line.AmountMinor);
        var rows = await db
            .BankOperations.AsNoTracking()
            .Where(o => o.Currency == line.Currency && o.AmountMinor == amount && o.State != BankState.Failed)
            .OrderBy(o => o.CreatedAt)
            .Take(200)
            .ToListAsync(ct);
        return
        [
            .. rows.Where(o => BankMatching.Fits(line, o))
                .Select(o => new BankCandidate(o.Id, o.Kind.ToString(), Printed(o), o.Text, o.CreatedAt)),
        ];
    }

    /// <summary>Orders that are in no file yet, the oldest first; one more than a page when there is a next one.</summary>
    public async Task<List<BankOrderView>> OrdersAsync(CancellationToken ct)
    {
        var rows = await Waiting(db).AsNoTracking().OrderBy(o => o.CreatedAt).Take(PageSize + 1).ToListAsync(ct);
        return rows.ConvertAll(o => new BankOrderView(
            o.Id,
            o.Kind.ToString(),
            o.Amount,
            o.HolderName,
            o.Label,
            o.CreatedAt
        ));
    }

    /// <summary>The latest payment files.</summary>
    public async Task<List<BankFileView>> FilesAsync(CancellationToken ct)
    {
        var rows = await db.BankFiles.AsNoTracking().OrderByDescending(f => f.CreatedAt).Take(PageSize).ToListAsync(ct);
        return rows.ConvertAll(f => new BankFileView(
            f.Id,
            f.Payments,
            f.Total,
            f.CreatedAt,
            f.ApprovedAt,
            f.DownloadedAt
        ));
    }

    /// <summary>What a client who pays by transfer is to do; null when there is nothing (any more) for them.</summary>
    public async Task<TransferView?> TransferAsync(Guid operationId, Actor actor, CancellationToken ct)
    {
        ArgumentNullException.ThrowIfNull(actor);
        var charges = db.Charges;
        var operation = await db
            .BankOperations.AsNoTracking()
            .SingleOrDefaultAsync(
                o =>
                    o.Id == operationId
                    && o.Kind == OperationKind.Collect
                    && o.State == BankState.Waiting
                    && charges.Any(c => c.Id == o.Id && c.ClientId == actor.ClientId),
                ct
            );
        return operation is null || Bank is not { Settings: { } bank }
            ? null
            : new(
                operation.Id,
                operation.Amount,
                bank.Holder,
                BankReference.Print(PayoutAccounts.Iban(bank.Iban)!),
                PayoutAccounts.Bic(bank.Bic)!,
                BankReference.Print(operation.Reference),
                operation.ExpiresAt!.Value,
                operation.ReturnPath
            );
    }

    internal static IQueryable<BankOperation> Waiting(MetierDb db) =>
        db.BankOperations.Where(o =>
            o.State == BankState.Waiting && o.FileId == null && o.Kind != OperationKind.Collect
        );

    private static string Printed(BankOperation operation) =>
        operation.Kind == OperationKind.Collect ? BankReference.Print(operation.Reference) : operation.Label;

    private static BankLineView View(BankLine line) =>
        new(line.Id, line.BookedAt, line.Amount, line.Counterparty, line.Reference, line.Text, line.ReturnCode);
}

/// <summary>Finance staff say what a line is of.</summary>
public sealed class MatchBankLine(MetierDb db, ProviderRunner runner)
{
    /// <summary>Matches; refuses <c>does_not_fit</c> when amount, currency or state are not those of the line.</summary>
    public async Task<Outcome<Done>> RunAsync(Guid lineId, Guid operationId, Actor actor, CancellationToken ct)
    {
        ArgumentNullException.ThrowIfNull(actor);
        var done = await db.WriteAsync<Done>(
            async () =>
            {
                var line = await db.BankLines.SingleOrDefaultAsync(l => l.Id == lineId && l.MatchedAt == null, ct);
                if (!actor.May(StaffRoles.Finance) || line is null)
                {
                    return Refusal.NotFound();
                }
                var operation = await db.BankOperations.SingleOrDefaultAsync(o => o.Id == operationId, ct);
                if (operation is null || !BankMatching.Fits(line, operation))
                {
                    return new Refusal("does_not_fit", BankText.DoesNotFit, "Form.OperationId");
                }
                BankMatching.Match(line, operation, actor.MemberId, db.Now);
                db.Audit(actor, "bank.matched", operationId, new { line = lineId });
                return Done.It;
            },
            ct
        );
        if (done.Ok)
        {
            db.ChangeTracker.Clear();
            await BankMatching.GoOnAsync(db, runner, [operationId], ct);
        }
        return done;
    }

    /// <summary>The line is none of the marketplace's: fees of the bank, money the operator moved.</summary>
    public Task<Outcome<Done>> ExplainAsync(Guid lineId, string? reason, Actor actor, CancellationToken ct)
    {
        ArgumentNullException.ThrowIfNull(actor);
        return db.WriteAsync<Done>(
            async () =>
            {
                var line = await db.BankLines.SingleOrDefaultAsync(l => l.Id == lineId && l.MatchedAt == null, ct);
                if (!actor.May(StaffRoles.Finance) || line is null)
                {
                    return Refusal.NotFound();
                }
                if (string.IsNullOrWhiteSpace(reason))
                {
                    return new Refusal("reason_missing", BankText.ReasonMissing, "Form.Reason");
                }
                line.MatchedAt = db.Now;
                line.MatchedBy = actor.MemberId;
                db.Audit(actor, "bank.explained", lineId, new { reason = reason.Trim() });
                return Done.It;
            },
            ct
        );
    }
}
