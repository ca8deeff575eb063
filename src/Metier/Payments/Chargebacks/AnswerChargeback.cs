using Metier.Platform;
using Microsoft.EntityFrameworkCore;

namespace Metier.Payments;

/// <summary>
/// Finance answers a chargeback, or gives it up. What is sent is written down first and carried out under its own id; an answer
/// of the provider that never came is asked for, and nothing is sent twice.
/// </summary>
public sealed class AnswerChargeback(MetierDb db, ProviderRunner runner)
{
    /// <summary>The longest answer; what Stripe takes in one field.</summary>
    public const int MostText = 20_000;

    /// <summary>Sends the answer to the client's bank. It can be sent once.</summary>
    public Task<Outcome<Guid>> SendAsync(
        Guid requestId,
        Guid chargebackId,
        string? text,
        Actor actor,
        CancellationToken ct
    ) =>
        RunAsync(
            requestId,
            chargebackId,
            OperationKind.Evidence,
            actor,
            it =>
            {
                var said = (text ?? "").Trim();
                if (said.Length is < 20 or > MostText)
                {
                    return new Refusal("evidence_missing", PaymentRefusalText.EvidenceMissing(MostText), "Form.Text");
                }
                it.Evidence = said;
                return null;
            },
            ct
        );

    /// <summary>Gives it up: the client keeps the money.</summary>
    public Task<Outcome<Guid>> AcceptAsync(Guid requestId, Guid chargebackId, Actor actor, CancellationToken ct) =>
        RunAsync(requestId, chargebackId, OperationKind.Acceptance, actor, _ => null, ct);

    private async Task<Outcome<Guid>> RunAsync(
        Guid requestId,
        Guid chargebackId,
        OperationKind kind,
        Actor actor,
        Func<Chargeback, Refusal?> prepare,
        CancellationToken ct
    )
    {
        ArgumentNullException.ThrowIfNull(actor);
        var written = await db.WriteAsync<Guid>(
            async () =>
            {
                if (
                    !actor.May(StaffRoles.Finance)
                    || await db.Chargebacks.SingleOrDefaultAsync(c => c.Id == chargebackId, ct) is not { } it
                )
                {
                    return Refusal.NotFound();
                }
                if (await db.ProviderOperations.SingleOrDefaultAsync(o => o.Id == requestId, ct) is { } before)
                {
                    return before.SubjectId == it.Id && before.Kind == kind ? before.Id : Refusal.IdempotencyMismatch();
                }
                if ((it.RefuseToAnswer(db.Now) ?? prepare(it)) is { } refusal)
                {
                    return refusal;
                }
                it.AnswerId = requestId;
                it.AnswerProblem = null;
                object request =
                    kind == OperationKind.Evidence
                        ? new EvidenceRequest(it.Reference, it.Evidence)
                        : new AcceptanceRequest(it.Reference);
                db.ProviderOperations.Add(ProviderOperation.For(requestId, it.Provider, kind, it.Id, request, db.Now));
                db.Audit(actor, kind == OperationKind.Evidence ? "chargeback.answered" : "chargeback.given_up", it.Id);
                return requestId;
            },
            ct
        );
        if (written.Ok)
        {
            await runner.RunAsync(requestId, ct);
        }
        return written;
    }
}

/// <summary>Writes what became of our answer; the end itself is asked for.</summary>
internal sealed class SettleChargebackAnswer(MetierDb db)
{
    public async Task ApplyAsync(ProviderOperation operation, ProviderAnswer answer, CancellationToken ct)
    {
        var it = await db.Chargebacks.SingleAsync(c => c.Id == operation.SubjectId, ct);
        if (answer.Status == ProviderStatus.Declined)
        {
            // Nothing was sent: finance may try again, as long as there is time.
            it.AnswerId = null;
            it.AnswerProblem = answer.Code;
            it.NextAt = it.IsOpen ? db.Now : it.NextAt;
        }
        else if (answer.Status == ProviderStatus.Succeeded)
        {
            it.NextAt = db.Now;
            if (operation.Kind == OperationKind.Acceptance)
            {
                it.AcceptedAt = db.Now;
                // The provider's news may have been here first.
                it.State = it.State == ChargebackState.Lost ? ChargebackState.Accepted : it.State;
                return;
            }
            it.EvidenceSentAt = db.Now;
            it.State = it.State == ChargebackState.Open ? ChargebackState.EvidenceSent : it.State;
        }
    }
}
