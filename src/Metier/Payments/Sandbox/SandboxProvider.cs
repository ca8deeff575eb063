using Metier.Platform;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace Metier.Payments;

/// <summary>
/// A payment provider without real money that behaves like a real one. It keeps its own books in its own transactions, so
/// it remembers what it did across restarts and when its answer was lost, carries out each operation once, lets a person
/// confirm, and fails later.
/// </summary>
internal sealed partial class SandboxProvider(IServiceScopeFactory scopes, TimeProvider clock) : IPaymentProvider
{
    private static readonly TimeSpan PersonTakes = TimeSpan.FromHours(1);
    private static readonly TimeSpan BankTakes = TimeSpan.FromMinutes(2);
    private static readonly TimeSpan PayoutTakes = TimeSpan.FromDays(1);

    public string Id => "sandbox";

    public ProviderCapabilities Capabilities { get; } =
        new()
        {
            Methods = new HashSet<PaymentMethodKind> { PaymentMethodKind.Card, PaymentMethodKind.PayPal },
            Payouts = new HashSet<PayoutMethodKind> { PayoutMethodKind.Iban, PayoutMethodKind.PayPal },
            Currencies = ProviderCurrencies.Iso,
        };

    public Task<ProviderAnswer> BeginInstrumentAsync(
        Guid operationId,
        InstrumentRequest request,
        CancellationToken ct
    ) =>
        OnceAsync(
            operationId,
            (_, now) =>
                Task.FromResult(
                    new SandboxOperation
                    {
                        Id = operationId,
                        Kind = OperationKind.Instrument,
                        State = SandboxState.WaitsForPerson,
                        InstrumentKind = request.Kind,
                        Reference = "seti_" + operationId.ToString("N"),
                        ReturnPath = request.ReturnUrl,
                        ResolvesAt = now + PersonTakes,
                    }
                ),
            ct
        );

    public async Task<ProviderAnswer> CollectAsync(Guid operationId, CollectRequest request, CancellationToken ct)
    {
        var lost = false;
        var answer = await OnceAsync(
            operationId,
            async (db, now) =>
            {
                var instrument = await db.SandboxInstruments.SingleAsync(i => i.Token == request.InstrumentToken, ct);
                lost = instrument.Behaviour == SandboxBehaviour.LosesResponse;
                var made = Collect(operationId, request, instrument.Behaviour, now);
                if (instrument.Behaviour == SandboxBehaviour.ChargesBack)
                {
                    db.SandboxDisputes.Add(SandboxDispute.Of(made, made.AmountMinor, now + SandboxBank.ComplaintTime));
                }
                return made;
            },
            ct
        );
        return lost ? throw new TimeoutException("The sandbox lost its answer on purpose.") : answer;
    }

    public Task<ProviderAnswer> RefundAsync(Guid operationId, RefundRequest request, CancellationToken ct) =>
        OnceAsync(
            operationId,
            async (db, now) =>
            {
                var disputed = await IsDisputedAsync(db, request.CollectionReference, ct);
                return new SandboxOperation
                {
                    Id = operationId,
                    BookedAt = disputed ? null : now,
                    Kind = OperationKind.Refund,
                    State = disputed ? SandboxState.Declined : SandboxState.Succeeded,
                    Code = disputed ? "already_refunded" : null,
                    AmountMinor = request.Amount.Minor,
                    Currency = request.Amount.Currency.Code,
                    Reference = "re_" + operationId.ToString("N"),
                };
            },
            ct
        );

    public Task<ProviderAnswer> PayoutAsync(Guid operationId, PayoutRequest request, CancellationToken ct) =>
        OnceAsync(
            operationId,
            (_, now) =>
                Task.FromResult(
                    new SandboxOperation
                    {
                        Id = operationId,
                        BookedAt = now,
                        Kind = OperationKind.Payout,
                        State = SandboxState.Pending,
                        AmountMinor = request.Amount.Minor,
                        Currency = request.Amount.Currency.Code,
                        Reference = "po_" + operationId.ToString("N"),
                        ResolvesAt = now + PayoutTakes,
                        WillFail = request.Destination == SandboxCards.ReturningIban,
                        Code = request.Destination == SandboxCards.ReturningIban ? "account_closed" : null,
                    }
                ),
            ct
        );

    public async Task<ProviderAnswer> FindAsync(OperationLookup lookup, CancellationToken ct)
    {
        await using var scope = scopes.CreateAsyncScope();
        var db = scope.ServiceProvider.GetRequiredService<MetierDb>();
        var found = await db.WriteAsync<ProviderAnswer>(
            async () =>
            {
                var operation = await db.SandboxOperations.SingleOrDefaultAsync(o => o.Id == lookup.Id, ct);
                return operation is null
                    ? new ProviderAnswer(ProviderStatus.NotFound)
                    : await AnswerAsync(db, operation, ct);
            },
            ct
        );
        return found.Ok ? found.Value : throw new TimeoutException("The sandbox is busy.");
    }

    public async Task<IReadOnlyList<SettlementLine>> SettlementAsync(DateTime from, DateTime to, CancellationToken ct)
    {
        var booked = await BooksAsync(from, to, ct);
        return
        [
            .. booked.SelectMany(SandboxBooks.Lines).Where(l => l.BookedAt >= from && l.BookedAt < to),
            .. await DisputeLinesAsync(from, to, ct),
        ];
    }

    public async Task<IReadOnlyList<ProviderBalance>> BalancesAsync(CancellationToken ct)
    {
        var now = clock.UtcNow();
        var lines = await SettlementAsync(DateTime.UnixEpoch, now.AddMicroseconds(1), ct);
        return SandboxBooks.Balances(lines, now);
    }

    /// <summary>Everything that moved or came back between two moments, brought up to now first.</summary>
    private async Task<List<SandboxOperation>> BooksAsync(DateTime from, DateTime to, CancellationToken ct)
    {
        await using var scope = scopes.CreateAsyncScope();
        var db = scope.ServiceProvider.GetRequiredService<MetierDb>();
        var read = await db.WriteAsync<List<SandboxOperation>>(
            async () =>
            {
                var now = clock.UtcNow();
                foreach (var due in await db.SandboxOperations.Where(o => o.ResolvesAt <= now).ToListAsync(ct))
                {
                    Resolve(due, now);
                }
                await db.SaveChangesAsync(ct);
                return await db
                    .SandboxOperations.AsNoTracking()
                    .Where(o => (o.BookedAt >= from && o.BookedAt < to) || (o.ReturnedAt >= from && o.ReturnedAt < to))
                    .ToListAsync(ct);
            },
            ct
        );
        return read.Ok ? read.Value : throw new TimeoutException("The sandbox is busy.");
    }

    private static SandboxOperation Collect(
        Guid id,
        CollectRequest request,
        SandboxBehaviour behaviour,
        DateTime now
    ) =>
        new()
        {
            Id = id,
            Kind = OperationKind.Collect,
            State = behaviour switch
            {
                SandboxBehaviour.Declines or SandboxBehaviour.Insufficient => SandboxState.Declined,
                SandboxBehaviour.NeedsConfirmation => SandboxState.WaitsForPerson,
                SandboxBehaviour.FailsLater => SandboxState.Pending,
                _ => SandboxState.Succeeded,
            },
            Code = behaviour switch
            {
                SandboxBehaviour.Declines => "declined",
                SandboxBehaviour.Insufficient => "insufficient_funds",
                SandboxBehaviour.FailsLater => "declined_later",
                _ => null,
            },
            ResolvesAt = behaviour switch
            {
                SandboxBehaviour.NeedsConfirmation => now + PersonTakes,
                SandboxBehaviour.FailsLater => now + BankTakes,
                _ => null,
            },
            BookedAt = behaviour
                is SandboxBehaviour.Succeeds
                    or SandboxBehaviour.LosesResponse
                    or SandboxBehaviour.ChargesBack
                ? now
                : null,
            WillFail = behaviour == SandboxBehaviour.FailsLater,
            AmountMinor = request.Amount.Minor,
            Currency = request.Amount.Currency.Code,
            Token = request.InstrumentToken,
            Reference = "py_" + id.ToString("N"),
            ReturnPath = request.ReturnUrl,
            Descriptor = request.Descriptor,
        };

    /// <summary>Carries an operation out once; the second time answers with what came of the first.</summary>
    private async Task<ProviderAnswer> OnceAsync(
        Guid id,
        Func<MetierDb, DateTime, Task<SandboxOperation>> make,
        CancellationToken ct
    )
    {
        await using var scope = scopes.CreateAsyncScope();
        var db = scope.ServiceProvider.GetRequiredService<MetierDb>();
        var done = await db.WriteAsync<ProviderAnswer>(
            async () =>
            {
                var operation = await db.SandboxOperations.SingleOrDefaultAsync(o => o.Id == id, ct);
                if (operation is null)
                {
                    operation = await make(db, clock.UtcNow());
                    db.SandboxOperations.Add(operation);
                }
                return await AnswerAsync(db, operation, ct);
            },
            ct
        );
        return done.Ok ? done.Value : throw new TimeoutException("The sandbox is busy.");
    }

    private async Task<ProviderAnswer> AnswerAsync(MetierDb db, SandboxOperation operation, CancellationToken ct)
    {
        Resolve(operation, clock.UtcNow());
        switch (operation.State)
        {
            case SandboxState.Declined:
                return new ProviderAnswer(ProviderStatus.Declined, operation.Reference, operation.Code);
            case SandboxState.Pending:
                return new ProviderAnswer(
                    ProviderStatus.Pending,
                    operation.Reference,
                    AskAgainAt: operation.ResolvesAt
                );
            case SandboxState.WaitsForPerson:
                var page = operation.Kind == OperationKind.Instrument ? "/go/sandbox-enter" : "/go/sandbox-confirm";
                return new ProviderAnswer(
                    ProviderStatus.ActionRequired,
                    operation.Reference,
                    Url: $"{page}/{operation.Id:D}",
                    AskAgainAt: operation.ResolvesAt
                );
            default:
                var facts =
                    operation.Kind == OperationKind.Instrument
                        ? await db
                            .SandboxInstruments.Where(i => i.Token == operation.Token)
                            .Select(i => new InstrumentFacts(i.Token, i.Brand, i.Label, i.ExpiryMonth, i.ExpiryYear))
                            .SingleAsync(ct)
                        : null;
                return new ProviderAnswer(ProviderStatus.Succeeded, operation.Reference, Instrument: facts);
        }
    }

    private static void Resolve(SandboxOperation operation, DateTime now)
    {
        if (operation.ResolvesAt is null || operation.ResolvesAt > now)
        {
            return;
        }
        if (operation.State == SandboxState.WaitsForPerson)
        {
            operation.State = SandboxState.Declined;
            operation.Code = "confirmation_expired";
        }
        else if (operation.State == SandboxState.Pending)
        {
            operation.State = operation.WillFail ? SandboxState.Declined : SandboxState.Succeeded;
            // A payout left when it was asked for and comes back; a charge moves when it is through.
            operation.ReturnedAt = operation is { WillFail: true, Kind: OperationKind.Payout }
                ? operation.ResolvesAt
                : null;
            operation.BookedAt ??= operation.WillFail ? null : operation.ResolvesAt;
        }
        operation.ResolvesAt = null;
    }
}
