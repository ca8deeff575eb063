using Metier.Ledger;
using Metier.Platform;
using Microsoft.EntityFrameworkCore;

namespace Metier.Payments;

/// <summary>What clients owe for lost chargebacks; it blocks them at once, as an unpaid week does after some days.</summary>
internal static class ChargebackDebts
{
    /// <summary>Pays with money that would have gone back to the client; answers with how much of it was owed.</summary>
    public static async Task<long> RepayAsync(MetierDb db, Guid chargeId, long minor, CancellationToken ct)
    {
        var owing = await db
            .Chargebacks.Where(c => c.ChargeId == chargeId && c.DebtLeftMinor > 0)
            .OrderBy(c => c.RecordedAt)
            .ThenBy(c => c.Id)
            .ToListAsync(ct);
        var left = minor;
        foreach (var it in owing)
        {
            var part = Math.Min(left, it.DebtLeftMinor);
            left -= part;
            it.DebtLeftMinor -= part;
        }
        return minor - left;
    }
}

/// <summary>The client pays what it owes for a lost chargeback, with a method of its own. No fee is asked for that.</summary>
public sealed class PayChargebackDebt(MetierDb db, BeginCharge begin, FinishCharge finish)
{
    /// <summary>The <see cref="ChargePurpose.Kind"/> of these payments.</summary>
    public const string Kind = "chargeback_debt";

    /// <summary>Refuses <c>nothing_owed</c> and what <see cref="BeginCharge"/> refuses.</summary>
    public async Task<Outcome<ChargeProgress>> RunAsync(
        Guid requestId,
        Guid chargebackId,
        Guid? methodId,
        string returnPath,
        Actor actor,
        CancellationToken ct
    )
    {
        ArgumentNullException.ThrowIfNull(actor);
        var begun = await db.WriteAsync<ChargeProgress>(
            async () =>
            {
                var it = await db.Chargebacks.SingleOrDefaultAsync(c => c.Id == chargebackId, ct);
                if (it is null || it.ClientId != actor.ClientId)
                {
                    return Refusal.NotFound();
                }
                if (actor.RefuseToPay() is { } mayNot)
                {
                    return mayNot;
                }
                if (await db.Charges.FindAsync([requestId], ct) is { } before)
                {
                    return before.SubjectId == it.Id ? before.Progress() : Refusal.IdempotencyMismatch();
                }
                if (it.DebtLeftMinor == 0)
                {
                    return new Refusal("nothing_owed", PaymentRefusalText.NothingOwed);
                }
                var none = new FeeTerms(it.Unit, 0, [new FeeTier(null, 0)]);
                return await begin.RunAsync(
                    new ChargeRequest(
                        requestId,
                        it.ClientId,
                        it.FreelancerId,
                        it.ContractId,
                        methodId ?? Guid.Empty,
                        it.Unit.Minor(it.DebtLeftMinor),
                        none,
                        Kind,
                        it.Id,
                        it.Memo,
                        returnPath
                    ),
                    ct
                );
            },
            ct
        );
        return begun.Ok ? await finish.RunAsync(begun.Value.ChargeId, ct) : begun;
    }
}

/// <summary>A debt is paid; what was paid meanwhile in another way goes back.</summary>
internal sealed class ChargebackDebtPurpose(MetierDb db) : ChargePurpose
{
    public override string Kind => PayChargebackDebt.Kind;

    public override ChargeTarget Target => ChargeTarget.Debt;

    public override async Task<Outcome<Done>> SettledAsync(Charge charge, CancellationToken ct)
    {
        var it = await db.Chargebacks.SingleAsync(c => c.Id == charge.SubjectId, ct);
        if (it.DebtLeftMinor != charge.AmountMinor)
        {
            return new Refusal("nothing_owed", PaymentRefusalText.NothingOwed);
        }
        var lost = await db.Charges.SingleAsync(c => c.Id == it.ChargeId, ct);
        lost.RecoveredMinor += charge.AmountMinor;
        it.DebtLeftMinor = 0;
        db.Audit(null, "chargeback.debt_paid", it.Id, new { charge.AmountMinor, charge = charge.Id });
        return Done.It;
    }

    public override Task FailedAsync(Charge charge, CancellationToken ct) => Task.CompletedTask;
}

/// <summary>Finance gives up what a client owes for a lost chargeback.</summary>
public sealed class WriteOffDebt(MetierDb db, LedgerBook book)
{
    /// <summary>Needs a reason; refuses while a payment of it is under way.</summary>
    public Task<Outcome<Done>> RunAsync(Guid chargebackId, string? reason, Actor actor, CancellationToken ct) =>
        db.WriteAsync<Done>(
            async () =>
            {
                ArgumentNullException.ThrowIfNull(actor);
                if (
                    !actor.May(StaffRoles.Finance)
                    || await db.Chargebacks.SingleOrDefaultAsync(c => c.Id == chargebackId, ct) is not { } it
                )
                {
                    return Refusal.NotFound();
                }
                if (TypedReason.Of(reason) is not { } text)
                {
                    return TypedReason.Missing("Form.Reason");
                }
                if (it.DebtLeftMinor == 0)
                {
                    return new Refusal("nothing_owed", PaymentRefusalText.NothingOwed);
                }
                if (await db.Charges.AnyAsync(c => c.SubjectId == it.Id && c.EndedAt == null, ct))
                {
                    return new Refusal("already_paying", PaymentRefusalText.AlreadyPaying);
                }
                var amount = it.Unit.Minor(it.DebtLeftMinor);
                var posting = Posting.Create(
                    Uuid5.Of(it.Id, "written-off"),
                    PostingKind.DebtWrittenOff,
                    it.Id,
                    text,
                    Leg.Debit(LedgerAccount.Chargeback(it.Unit), amount),
                    Leg.Credit(LedgerAccount.ClientReceivable(it.ClientId, it.Unit), amount)
                );
                var posted = await book.PostAsync(posting, it.Parties, ct);
                if (!posted.Ok)
                {
                    return Outcome<Done>.From(posted);
                }
                it.DebtLeftMinor = 0;
                db.Audit(actor, "chargeback.debt_written_off", it.Id, new { amount.Minor, text });
                return Done.It;
            },
            ct
        );
}
