using Metier.Platform;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace Metier.Payments;

/// <summary>
/// A payment provider without real money that behaves like a real one. It keeps its own books in its own transactions, so
/// it remembers what it did across restarts and when its answer was lost, carries out each operation once, lets a person
/// confirm, and fails later.
/// </summary>
internal sealed class SandboxProvider(IServiceScopeFactory scopes, TimeProvider clock) : IPaymentProvider
{
    private static readonly TimeSpan PersonTakes = TimeSpan.FromHours(1);
    private static readonly TimeSpan BankTakes = TimeSpan.FromMinutes(2);
    private static readonly TimeSpan PayoutTakes = TimeSpan.FromDays(1);

    public string Id => "sandbox";

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
                return Collect(operationId, request, instrument.Behaviour, now);
            },
            ct
        );
        return lost ? throw new TimeoutException("The sandbox lost its answer on purpose.") : answer;
    }

    public Task<ProviderAnswer> RefundAsync(Guid operationId, RefundRequest request, CancellationToken ct) =>
        OnceAsync(
            operationId,
            (_, _) =>
                Task.FromResult(
                    new SandboxOperation
                    {
                        Id = operationId,
                        Kind = OperationKind.Refund,
                        State = SandboxState.Succeeded,
                        AmountMinor = request.Amount.Minor,
                        Currency = request.Amount.Currency.Code,
                        Reference = "re_" + operationId.ToString("N"),
                    }
                ),
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

    public async Task<ProviderAnswer> FindAsync(Guid operationId, CancellationToken ct)
    {
        await using var scope = scopes.CreateAsyncScope();
        var db = scope.ServiceProvider.GetRequiredService<MetierDb>();
        var found = await db.WriteAsync<ProviderAnswer>(
            async () =>
            {
                var operation = await db.SandboxOperations.SingleOrDefaultAsync(o => o.Id == operationId, ct);
                return operation is null
                    ? new ProviderAnswer(ProviderStatus.NotFound)
                    : await AnswerAsync(db, operation, ct);
            },
            ct
        );
        return found.Ok ? found.Value : throw new TimeoutException("The sandbox is busy.");
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
        }
        operation.ResolvesAt = null;
    }
}
