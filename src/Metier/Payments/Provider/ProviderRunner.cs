using System.Text.Json;
using Metier.Platform;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace Metier.Payments;

/// <summary>
/// Carries operations out at their provider: sends what was written down, asks for what is under way, and writes the
/// answer with all its effects in one transaction. An operation without an answer is asked for under its own id and never
/// sent under another.
/// </summary>
public sealed class ProviderRunner(IServiceScopeFactory scopes, PaymentProviders providers, ILogger<ProviderRunner> log)
{
    private static readonly TimeSpan Lease = TimeSpan.FromMinutes(1);
    private static readonly TimeSpan LongestWait = TimeSpan.FromHours(6);

    /// <summary>Brings one operation as far as it will go now. Calls the provider, so never inside a transaction.</summary>
    public Task RunAsync(Guid operationId, CancellationToken ct) => AskAsync(operationId, ct);

    /// <summary>As <see cref="RunAsync"/>; false when the provider gave no answer.</summary>
    internal async Task<bool> AskAsync(Guid operationId, CancellationToken ct)
    {
        await using var scope = scopes.CreateAsyncScope();
        var db = scope.ServiceProvider.GetRequiredService<MetierDb>();
        var operation = await TakeAsync(db, operationId, ct);
        if (operation is null)
        {
            return true;
        }
        var answer = await AskAsync(scope.ServiceProvider, operation, ct);
        db.ChangeTracker.Clear();
        var effects = scope.ServiceProvider.GetRequiredService<OperationEffects>();
        await db.WriteAsync<Done>(
            async () =>
            {
                await HoldAsync(db, operationId);
                var current = await db.ProviderOperations.SingleAsync(o => o.Id == operationId, ct);
                if (current.EndedAt is null && Record(current, answer, db.Now))
                {
                    await effects.ApplyAsync(current, answer, ct);
                }
                return Done.It;
            },
            // What a provider has done is written down even when the person has closed the page.
            CancellationToken.None
        );
        return answer.Status != ProviderStatus.Unknown;
    }

    /// <summary>
    /// Looks again at something that had succeeded: banks send payouts back days after they arrived, and refunds that found
    /// no card. False when the provider gave no answer.
    /// </summary>
    internal async Task<bool> RecheckAsync(Guid operationId, CancellationToken ct)
    {
        await using var scope = scopes.CreateAsyncScope();
        var db = scope.ServiceProvider.GetRequiredService<MetierDb>();
        var ended = await db
            .ProviderOperations.AsNoTracking()
            .SingleOrDefaultAsync(o => o.Id == operationId && o.State == OperationState.Succeeded, ct);
        if (ended is not { Kind: OperationKind.Payout or OperationKind.Refund })
        {
            return true;
        }
        var answer = await providers.Of(ended.Provider).FindAsync(ended.Lookup(), ct);
        if (answer.Status != ProviderStatus.Declined)
        {
            return answer.Status != ProviderStatus.Unknown;
        }
        var effects = scope.ServiceProvider.GetRequiredService<OperationEffects>();
        await db.WriteAsync<Done>(
            async () =>
            {
                await HoldAsync(db, operationId);
                var current = await db.ProviderOperations.SingleAsync(o => o.Id == operationId, ct);
                if (current.State == OperationState.Succeeded)
                {
                    current.State = OperationState.Failed;
                    current.Code = answer.Code;
                    await effects.ApplyAsync(current, answer, ct);
                }
                return Done.It;
            },
            CancellationToken.None
        );
        return true;
    }

    /// <summary>Thirty at once queue here instead of colliding at their commits; SQLite has one writer anyway.</summary>
    private static async Task HoldAsync(MetierDb db, Guid id)
    {
        if (db.Dialect == Dialect.Postgres)
        {
            await db.Database.ExecuteSqlAsync(
                $"""SELECT 1 FROM provider_operation WHERE "Id" = {id} FOR NO KEY UPDATE"""
            );
        }
    }

    /// <summary>Marks it as being sent, so that a crash before the answer leaves a trace of when to ask.</summary>
    private static async Task<ProviderOperation?> TakeAsync(MetierDb db, Guid id, CancellationToken ct)
    {
        ProviderOperation? taken = null;
        var wasReady = false;
        await db.WriteAsync<Done>(
            async () =>
            {
                await HoldAsync(db, id);
                taken = await db.ProviderOperations.SingleOrDefaultAsync(o => o.Id == id && o.EndedAt == null, ct);
                if (taken is not null)
                {
                    wasReady = taken.State == OperationState.Ready;
                    taken.State = wasReady ? OperationState.Sent : taken.State;
                    taken.Attempts++;
                    taken.NextAt = db.Now + Lease;
                }
                return Done.It;
            },
            ct
        );
        return taken is null ? null : taken.AsTaken(wasReady);
    }

    private async Task<ProviderAnswer> AskAsync(
        IServiceProvider services,
        ProviderOperation operation,
        CancellationToken ct
    )
    {
        try
        {
            var provider = providers.Of(operation.Provider);
            if (!operation.FirstTime)
            {
                var found = await provider.FindAsync(operation.Lookup(), ct);
                if (found.Status != ProviderStatus.NotFound)
                {
                    return found;
                }
            }
            return await SendAsync(services, provider, operation, ct);
        }
        catch (Exception e) when (e is TimeoutException or HttpRequestException or TaskCanceledException)
        {
            log.LogWarning(e, "Provider {Provider} gave no answer to {Operation}", operation.Provider, operation.Id);
            return new ProviderAnswer(ProviderStatus.Unknown, Code: "no_answer");
        }
    }

    private static async Task<ProviderAnswer> SendAsync(
        IServiceProvider services,
        IPaymentProvider provider,
        ProviderOperation operation,
        CancellationToken ct
    ) =>
        operation.Kind switch
        {
            OperationKind.Instrument => await provider.BeginInstrumentAsync(
                operation.Id,
                Read<InstrumentRequest>(operation),
                ct
            ),
            OperationKind.Collect => await provider.CollectAsync(operation.Id, Read<CollectRequest>(operation), ct),
            OperationKind.Refund => await provider.RefundAsync(operation.Id, Read<RefundRequest>(operation), ct),
            OperationKind.Evidence => await provider.SendEvidenceAsync(
                operation.Id,
                Read<EvidenceRequest>(operation),
                ct
            ),
            OperationKind.Acceptance => await provider.AcceptChargebackAsync(
                operation.Id,
                Read<AcceptanceRequest>(operation),
                ct
            ),
            OperationKind.Payee => await provider.BeginPayeeAsync(operation.Id, Read<PayeeRequest>(operation), ct),
            _ => await provider.PayoutAsync(
                operation.Id,
                await services.GetRequiredService<PayoutDetails>().RequestAsync(operation.SubjectId, ct),
                ct
            ),
        };

    private static T Read<T>(ProviderOperation operation) =>
        JsonSerializer.Deserialize<T>(operation.Request, EventRegistry.Json)!;

    /// <summary>False when nothing was learnt: somebody who heard nothing does not undo what another has heard.</summary>
    private static bool Record(ProviderOperation operation, ProviderAnswer answer, DateTime now)
    {
        var wait = TimeSpan.FromSeconds(Math.Min(LongestWait.TotalSeconds, 15 * Math.Pow(2, operation.Attempts)));
        if (
            answer.Status is ProviderStatus.Unknown or ProviderStatus.NotFound
            && operation.State is OperationState.Pending or OperationState.ActionRequired
        )
        {
            operation.NextAt = now + wait;
            return false;
        }
        operation.State = answer.Status switch
        {
            ProviderStatus.Succeeded => OperationState.Succeeded,
            ProviderStatus.Declined => OperationState.Failed,
            ProviderStatus.ActionRequired => OperationState.ActionRequired,
            ProviderStatus.Pending => OperationState.Pending,
            _ => OperationState.Unknown,
        };
        operation.Reference = answer.Reference.Length > 0 ? answer.Reference : operation.Reference;
        operation.ActionUrl = answer.Url;
        operation.Code = answer.Code;
        if (operation.State is OperationState.Succeeded or OperationState.Failed)
        {
            operation.EndedAt = now;
            operation.NextAt = null;
        }
        else
        {
            operation.NextAt = answer.AskAgainAt > now ? answer.AskAgainAt : now + wait;
        }
        return true;
    }
}

/// <summary>Writes what the end of an operation means, whatever it was for.</summary>
internal sealed class OperationEffects(
    SettleCharge charges,
    SettleRefund refunds,
    SettlePayout payouts,
    SettlePaymentMethod methods,
    SettlePayoutMethod accounts,
    SettleChargebackAnswer chargebacks
)
{
    public Task ApplyAsync(ProviderOperation operation, ProviderAnswer answer, CancellationToken ct) =>
        operation.Kind switch
        {
            OperationKind.Collect => charges.ApplyAsync(operation, answer, ct),
            OperationKind.Refund => refunds.ApplyAsync(operation, answer, ct),
            OperationKind.Payout => payouts.ApplyAsync(operation, answer, ct),
            OperationKind.Payee => accounts.ApplyAsync(operation, answer, ct),
            OperationKind.Evidence or OperationKind.Acceptance => chargebacks.ApplyAsync(operation, answer, ct),
            _ => methods.ApplyAsync(operation, answer, ct),
        };
}

/// <summary>Sends and asks for operations whose time has come: after a crash, a lost answer, or a provider that takes its time.</summary>
internal sealed class QueryProviders(MetierDb db, ProviderRunner runner) : Chore
{
    private const int BatchSize = 200;

    public override Task<DateTime?> NextDueAsync(CancellationToken ct) =>
        db.ProviderOperations.Where(o => o.EndedAt == null).MinAsync(o => o.NextAt, ct);

    public override async Task<int> RunAsync(CancellationToken ct)
    {
        var now = db.Now;
        var due = await db
            .ProviderOperations.Where(o => o.EndedAt == null && o.NextAt <= now)
            .OrderBy(o => o.NextAt)
            .Select(o => o.Id)
            .Take(BatchSize)
            .ToListAsync(ct);
        foreach (var id in due)
        {
            await runner.RunAsync(id, ct);
        }
        return due.Count;
    }
}
