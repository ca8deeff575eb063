using Metier.Platform;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace Metier.Payments;

/// <content>Chargebacks at the sandbox.</content>
internal sealed partial class SandboxProvider
{
    public string? ChargebackOf(string kind, string payload) => kind == TellSandboxDisputes.Kind ? payload : null;

    public async Task<ChargebackFacts?> FindChargebackAsync(string reference, CancellationToken ct)
    {
        await using var scope = scopes.CreateAsyncScope();
        var db = scope.ServiceProvider.GetRequiredService<MetierDb>();
        var now = clock.UtcNow();
        var it = await db.SandboxDisputes.AsNoTracking().SingleOrDefaultAsync(d => d.Reference == reference, ct);
        if (it is null || it.OpensAt > now)
        {
            return null;
        }
        // Its row follows when its message is sent; what time has decided is true before that.
        it.Resolve(now);
        return it.Facts();
    }

    public Task<ProviderAnswer> SendEvidenceAsync(Guid operationId, EvidenceRequest request, CancellationToken ct) =>
        AnswerDisputeAsync(
            operationId,
            OperationKind.Evidence,
            request.Reference,
            (it, now) =>
            {
                it.Outcome = ChargebackOutcome.UnderReview;
                it.DecidesAt = now + SandboxBank.ThinkingTime;
            },
            ct
        );

    public Task<ProviderAnswer> AcceptChargebackAsync(
        Guid operationId,
        AcceptanceRequest request,
        CancellationToken ct
    ) =>
        AnswerDisputeAsync(
            operationId,
            OperationKind.Acceptance,
            request.Reference,
            (it, _) => it.Outcome = ChargebackOutcome.Lost,
            ct
        );

    private Task<ProviderAnswer> AnswerDisputeAsync(
        Guid operationId,
        OperationKind kind,
        string reference,
        Action<SandboxDispute, DateTime> change,
        CancellationToken ct
    ) =>
        OnceAsync(
            operationId,
            async (db, now) =>
            {
                var it = await db.SandboxDisputes.SingleAsync(d => d.Reference == reference, ct);
                it.Resolve(now);
                var open = it.Outcome == ChargebackOutcome.Open;
                if (open)
                {
                    change(it, now);
                    it.TellAt = now;
                }
                return new SandboxOperation
                {
                    Id = operationId,
                    Kind = kind,
                    State = open ? SandboxState.Succeeded : SandboxState.Declined,
                    Code = open ? null : "chargeback_closed",
                    Reference = "ev_" + operationId.ToString("N"),
                };
            },
            ct
        );

    /// <summary>A charge that its client's bank has taken back cannot be given back as well.</summary>
    private static Task<bool> IsDisputedAsync(MetierDb db, string collection, CancellationToken ct) =>
        db.SandboxDisputes.AnyAsync(d => d.CollectionReference == collection && d.Outcome != ChargebackOutcome.Won, ct);

    private async Task<List<SettlementLine>> DisputeLinesAsync(DateTime from, DateTime to, CancellationToken ct)
    {
        await using var scope = scopes.CreateAsyncScope();
        var db = scope.ServiceProvider.GetRequiredService<MetierDb>();
        var now = clock.UtcNow();
        var all = await db.SandboxDisputes.AsNoTracking().Where(d => d.OpensAt <= now).ToListAsync(ct);
        foreach (var it in all)
        {
            it.Resolve(now);
        }
        return [.. all.SelectMany(d => d.Lines()).Where(l => l.BookedAt >= from && l.BookedAt < to)];
    }
}
