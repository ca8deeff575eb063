using System.Text.Json;
using Metier.Ledger;
using Metier.Platform;
using Microsoft.AspNetCore.DataProtection;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace Metier.Payments;

/// <summary>
/// The operator's own bank account. Clients transfer to it with a reference, payments leave in files, statements tell what
/// happened. Its books are kept here, in transactions of their own, because the bank has no interface that would keep them.
/// </summary>
internal sealed class BankProvider(
    BankSettings settings,
    IServiceScopeFactory scopes,
    IDataProtectionProvider keys,
    TimeProvider clock
) : IPaymentProvider
{
    public const string Name = "bank";

    public string Id => Name;

    public BankSettings Settings => settings;

    public ProviderCapabilities Capabilities { get; } =
        new()
        {
            Methods = new HashSet<PaymentMethodKind> { PaymentMethodKind.BankTransfer },
            Payouts = settings.Wire
                ? new HashSet<PayoutMethodKind> { PayoutMethodKind.Iban, PayoutMethodKind.Wire }
                : new HashSet<PayoutMethodKind> { PayoutMethodKind.Iban },
            Currencies = ProviderCurrencies.Iso.Only([settings.Currency]),
            Rails = settings.Wire ? [PayoutRail.Sepa, PayoutRail.Wire] : [PayoutRail.Sepa],
            PayoutCountries = ProviderSettings.Codes(settings.Countries),
        };

    /// <summary>There is nothing to enter: the transfer is made at the client's bank each time.</summary>
    public Task<ProviderAnswer> BeginInstrumentAsync(
        Guid operationId,
        InstrumentRequest request,
        CancellationToken ct
    ) =>
        Task.FromResult(
            new ProviderAnswer(
                ProviderStatus.Succeeded,
                operationId.ToString("N"),
                Instrument: new("transfer", "bank", "", 0, 0)
            )
        );

    public Task<ProviderAnswer> CollectAsync(Guid operationId, CollectRequest request, CancellationToken ct) =>
        OnceAsync(
            operationId,
            (_, now) =>
                Task.FromResult<BankOperation?>(
                    new()
                    {
                        Id = operationId,
                        Kind = OperationKind.Collect,
                        Currency = request.Amount.Currency.Code,
                        AmountMinor = request.Amount.Minor,
                        Reference = BankReference.Of(operationId),
                        Text = Cut(request.Descriptor),
                        ReturnPath = request.ReturnUrl,
                        CreatedAt = now,
                        ExpiresAt = now.AddDays(settings.TransferDays),
                    }
                ),
            ct
        );

    /// <summary>Goes back to the account it came from.</summary>
    public Task<ProviderAnswer> RefundAsync(Guid operationId, RefundRequest request, CancellationToken ct) =>
        OnceAsync(
            operationId,
            async (db, now) =>
            {
                var source = await db
                    .BankOperations.AsNoTracking()
                    .SingleOrDefaultAsync(o => o.Reference == request.CollectionReference, ct);
                var line = source is null
                    ? null
                    : await db
                        .BankLines.AsNoTracking()
                        .Where(l => l.OperationId == source.Id && l.AmountMinor > 0)
                        .OrderBy(l => l.Id)
                        .FirstOrDefaultAsync(ct);
                return line is null || line.ProtectedAccount.Length == 0
                    ? null
                    : Out(
                        operationId,
                        OperationKind.Refund,
                        request.Amount,
                        line.Counterparty,
                        line.ProtectedAccount,
                        source!.Text,
                        now
                    );
            },
            ct
        );

    public Task<ProviderAnswer> PayoutAsync(Guid operationId, PayoutRequest request, CancellationToken ct) =>
        OnceAsync(
            operationId,
            (_, now) =>
                Task.FromResult<BankOperation?>(
                    Out(
                        operationId,
                        OperationKind.Payout,
                        request.Amount,
                        request.HolderName,
                        PayoutAccounts.Protect(keys, request.Destination),
                        "",
                        now,
                        PayoutAccounts.Mask(request.Kind, request.Destination)
                    )
                ),
            ct
        );

    public async Task<ProviderAnswer> FindAsync(OperationLookup lookup, CancellationToken ct)
    {
        if (lookup.Kind == OperationKind.Instrument)
        {
            var request = JsonSerializer.Deserialize<InstrumentRequest>(lookup.Request, EventRegistry.Json)!;
            return await BeginInstrumentAsync(lookup.Id, request, ct);
        }
        await using var scope = scopes.CreateAsyncScope();
        var db = scope.ServiceProvider.GetRequiredService<MetierDb>();
        var found = await db.WriteAsync<ProviderAnswer>(
            async () =>
            {
                var operation = await db.BankOperations.SingleOrDefaultAsync(o => o.Id == lookup.Id, ct);
                return operation is null ? new ProviderAnswer(ProviderStatus.NotFound) : Answer(operation);
            },
            ct
        );
        return found.Ok ? found.Value : throw new TimeoutException("The books of the bank are busy.");
    }

    public async Task<IReadOnlyList<SettlementLine>> SettlementAsync(DateTime from, DateTime to, CancellationToken ct)
    {
        await using var scope = scopes.CreateAsyncScope();
        var db = scope.ServiceProvider.GetRequiredService<MetierDb>();
        var operations = db.BankOperations;
        var rows = await db
            .BankLines.AsNoTracking()
            .Where(l => l.BookedAt >= from && l.BookedAt < to)
            .Select(l => new { Line = l, Operation = operations.FirstOrDefault(o => o.Id == l.OperationId) })
            .ToListAsync(ct);
        return
        [
            .. rows.Select(r =>
                SettlementLine.Of(
                    r.Line.Id.ToString("N"),
                    Kind(r.Line, r.Operation),
                    r.Line.Amount,
                    Money.Zero(r.Line.Amount.Currency),
                    r.Line.BookedAt,
                    r.Line.BookedAt,
                    r.Operation?.Reference ?? "",
                    r.Operation?.Id,
                    r.Line.Text
                )
            ),
        ];
    }

    /// <summary>The closing balance of the latest statement.</summary>
    public async Task<IReadOnlyList<ProviderBalance>> BalancesAsync(CancellationToken ct)
    {
        await using var scope = scopes.CreateAsyncScope();
        var db = scope.ServiceProvider.GetRequiredService<MetierDb>();
        var latest = await db
            .BankStatements.AsNoTracking()
            .Where(s => s.Currency == settings.Currency)
            .OrderByDescending(s => s.ClosingAt)
            .ThenByDescending(s => s.ImportedAt)
            .FirstOrDefaultAsync(ct);
        if (latest is null)
        {
            return [];
        }
        var unit = Currency.Of(latest.Currency);
        return [new(Money.Zero(unit), unit.Minor(latest.ClosingMinor), latest.ClosingAt)];
    }

    private static SettlementKind Kind(BankLine line, BankOperation? operation) =>
        operation?.Kind switch
        {
            OperationKind.Collect => SettlementKind.Charge,
            OperationKind.Refund => line.AmountMinor < 0 ? SettlementKind.Refund : SettlementKind.RefundReturned,
            OperationKind.Payout => line.AmountMinor < 0 ? SettlementKind.Payout : SettlementKind.PayoutReturned,
            _ => line.MatchedAt is null ? SettlementKind.Other : SettlementKind.Operator,
        };

    private static BankOperation Out(
        Guid id,
        OperationKind kind,
        Money amount,
        string holder,
        string destination,
        string text,
        DateTime now,
        string label = ""
    ) =>
        new()
        {
            Id = id,
            Kind = kind,
            Currency = amount.Currency.Code,
            AmountMinor = amount.Minor,
            Reference = id.ToString("N"),
            Text = text,
            HolderName = holder,
            ProtectedDestination = destination,
            Label = label,
            CreatedAt = now,
        };

    private async Task<ProviderAnswer> OnceAsync(
        Guid id,
        Func<MetierDb, DateTime, Task<BankOperation?>> make,
        CancellationToken ct
    )
    {
        await using var scope = scopes.CreateAsyncScope();
        var db = scope.ServiceProvider.GetRequiredService<MetierDb>();
        var done = await db.WriteAsync<ProviderAnswer>(
            async () =>
            {
                var operation = await db.BankOperations.SingleOrDefaultAsync(o => o.Id == id, ct);
                if (operation is null)
                {
                    operation = await make(db, clock.UtcNow());
                    if (operation is null)
                    {
                        return new ProviderAnswer(ProviderStatus.Declined, Code: "refund_failed");
                    }
                    db.BankOperations.Add(operation);
                }
                return Answer(operation);
            },
            ct
        );
        return done.Ok ? done.Value : throw new TimeoutException("The books of the bank are busy.");
    }

    private ProviderAnswer Answer(BankOperation operation)
    {
        var now = clock.UtcNow();
        if (operation is { Kind: OperationKind.Collect, State: BankState.Waiting } && operation.ExpiresAt <= now)
        {
            operation.State = BankState.Failed;
            operation.Code = "transfer_missing";
        }
        return operation.State switch
        {
            BankState.Booked => new(ProviderStatus.Succeeded, operation.Reference),
            BankState.Failed => new(ProviderStatus.Declined, operation.Reference, operation.Code),
            _ when operation.Kind == OperationKind.Collect => new(
                ProviderStatus.ActionRequired,
                operation.Reference,
                Url: $"/go/bank-transfer/{operation.Id:D}",
                AskAgainAt: operation.ExpiresAt
            ),
            // Statements ask when they come; this is only for one that was lost.
            _ => new(ProviderStatus.Pending, operation.Reference, AskAgainAt: now.AddDays(1)),
        };
    }

    private static string Cut(string text) => text.Length <= 140 ? text : text[..140];
}
