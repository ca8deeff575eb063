using Metier.Ledger;
using Metier.Platform;
using Microsoft.EntityFrameworkCore;

namespace Metier.Payments;

/// <summary>
/// The end of a chargeback. Won: what was frozen is free again. Lost: protected work is paid by the operator, what was held and
/// is not protected goes back, and the client owes the rest. Joins the caller's write transaction.
/// </summary>
internal sealed class CloseChargeback(
    MetierDb db,
    LedgerBook book,
    IEnumerable<ChargePurpose> purposes,
    IEnumerable<FrozenMoneyWatcher> watchers
)
{
    private readonly List<Leg> legs = [];
    private readonly List<Action> tell = [];
    private (long Week, long Earned) covered;

    public async Task<Refusal?> RunAsync(Chargeback it, ChargebackFacts facts, CancellationToken ct)
    {
        legs.Clear();
        tell.Clear();
        covered = (0, 0);
        var charge = await db.Charges.SingleAsync(c => c.Id == it.ChargeId, ct);
        var won = facts.Outcome == ChargebackOutcome.Won;
        var parts = await db.ChargebackParts.Where(p => p.ChargebackId == it.Id && p.EndedAt == null).ToListAsync(ct);
        // A chargeback that is told when it is over has just frozen what it frees.
        parts = [.. parts.Union(db.ChargebackParts.Local.Where(p => p.ChargebackId == it.Id && p.EndedAt == null))];
        it.ClosedAt = db.Now;
        it.State =
            won ? ChargebackState.Won
            : it.AcceptedAt is null ? ChargebackState.Lost
            : ChargebackState.Accepted;
        var left = Lose(
            it,
            charge,
            won ? Money.Zero(it.BankUnit)
                : facts.Taken.Minor > 0 ? facts.Taken
                : it.BankAmount
        );
        foreach (var part in parts.OrderBy(p => p.HoldingId is null).ThenBy(p => p.Id))
        {
            part.EndedAt = db.Now;
            var concerned = Math.Min(part.GrossMinor, left);
            left -= concerned;
            await (
                part.HoldingId is { } h ? HeldAsync(it, h, part, concerned, ct) : EarnedAsync(it, part, concerned, ct)
            );
        }
        if (!won)
        {
            await GoneAsync(it, left, ct);
        }
        return await PostAsync(it, charge, ct);
    }

    /// <summary>Writes down what is lost, in both currencies; answers with how much of it is the price of work that is given back once.</summary>
    internal static long Lose(Chargeback it, Charge charge, Money lost)
    {
        var others = charge.ChargedBackMinor - it.AmountMinor;
        var bankOthers = charge.Rate is null ? 0 : charge.PayChargedBackMinor - it.BankMinor;
        it.BankLostMinor = lost.Minor;
        it.LostMinor = lost.Minor == 0 ? 0 : ExchangeLegs.Wanted(charge, others, bankOthers, lost).Minor;
        // What the client had back before its bank took it, here or by another chargeback, it has twice: that is owed.
        var once = Math.Min(it.LostMinor, Math.Max(0, charge.Total.Minor - charge.RefundedMinor - others));
        charge.ChargedBackMinor = others + it.LostMinor;
        charge.PayChargedBackMinor = bankOthers + (charge.Rate is null ? 0 : lost.Minor);
        var work = ApplyChargeback.Work(once, charge);
        // What went back meanwhile may round a converted sum up by a unit more than was frozen: the operator's.
        work = charge.Rate is null ? work : Math.Min(work, it.WorkMinor);
        it.FeeShareMinor = once - work;
        return work;
    }

    private ChargePurpose Purpose(Chargeback it) => purposes.Single(p => p.Kind == it.PurposeKind);

    /// <summary>Of a sum, what is protected: rounded once, half away from zero.</summary>
    private async Task<long> CoverAsync(Chargeback it, Guid subject, long minor, bool released, CancellationToken ct)
    {
        if (minor == 0)
        {
            return 0;
        }
        var (part, whole) = await Purpose(it).CoveredAsync(subject, released, ct);
        var safe = part <= 0 || whole <= 0 ? 0 : it.Unit.Minor(minor).MulDiv(Math.Min(part, whole), whole).Minor;
        it.CoveredMinor += safe;
        covered.Week += Purpose(it).Target == ChargeTarget.Week ? safe : 0;
        covered.Earned += released ? safe : 0;
        return safe;
    }

    private async Task HeldAsync(Chargeback it, Guid id, ChargebackPart part, long concerned, CancellationToken ct)
    {
        var holding = await db.Holdings.SingleAsync(h => h.Id == id, ct);
        holding.FrozenMinor -= part.GrossMinor;
        var taken = concerned - await CoverAsync(it, id, concerned, released: false, ct);
        if (taken > 0)
        {
            var amount = it.Unit.Minor(taken);
            var (service, _) = holding.TakeFees(amount);
            holding.RefundedMinor += taken;
            it.TakenMinor += taken;
            legs.Add(Leg.Debit(holding.Account, amount));
            await Purpose(it).TakenBackAsync(id, taken, ct);
            var back = new RefundView(amount, Money.Zero(it.Unit));
            tell.Add(() => db.Raise(holding.Refunded(Uuid5.Of(it.Id, $"taken/{id:D}"), back, service, db.Now)));
        }
        if (holding is { FrozenMinor: 0, FrozenSince: { } since })
        {
            holding.FrozenSince = null;
            await Purpose(it).ThawedAsync(id, db.Now - since, ct);
            foreach (var watcher in watchers)
            {
                await watcher.ThawedAsync(id, db.Now - since, ct);
            }
        }
    }

    private async Task EarnedAsync(Chargeback it, ChargebackPart part, long concerned, CancellationToken ct)
    {
        var earning = await db.Earnings.SingleAsync(e => e.Id == part.EarningId, ct);
        var unit = it.Unit;
        var taken = concerned - await CoverAsync(it, earning.SubjectId, concerned, released: true, ct);
        // The commission of what goes back is given up with it.
        var net = taken == 0 ? 0 : unit.Minor(part.NetMinor).MulDiv(taken, part.GrossMinor).Minor;
        earning.FrozenGrossMinor -= part.GrossMinor;
        earning.FrozenMinor -= part.NetMinor;
        var free = earning.AvailableSince is null
            ? LedgerAccount.FreelancerPending(earning.FreelancerId, unit)
            : LedgerAccount.FreelancerAvailable(earning.FreelancerId, unit);
        legs.Add(Leg.Debit(LedgerAccount.FreelancerDisputed(earning.FreelancerId, unit), unit.Minor(part.NetMinor)));
        legs.Add(Leg.Credit(free, unit.Minor(part.NetMinor - net)));
        if (taken == 0)
        {
            return;
        }
        earning.RefundedGrossMinor += taken;
        earning.RefundedFeeMinor += taken - net;
        it.TakenMinor += taken;
        legs.Add(Leg.Debit(LedgerAccount.ServiceFee(unit), unit.Minor(taken - net)));
        tell.Add(() =>
            db.Raise(
                new EarningsRefunded(
                    Uuid5.Of(it.Id, $"taken/{earning.Id:D}"),
                    it.ClientId,
                    it.FreelancerId,
                    it.ContractId,
                    unit.Minor(taken),
                    unit.Minor(taken - net),
                    Money.Zero(unit),
                    db.Now,
                    ByBank: true
                )
            )
        );
    }

    /// <summary>
    /// What could not be frozen. Of what was paid out, protected work is the operator's loss; the rest the client owes, and so it
    /// does what it had been given back before its bank took it once more.
    /// </summary>
    private async Task GoneAsync(Chargeback it, long left, CancellationToken ct)
    {
        var rolled = await FreezeMoney.SourcesAsync(db, it.ContractId, it.SubjectId, it.Currency, ct);
        var earned = await FreezeMoney.EarningsAsync(db, it, [.. rolled.Select(r => r.Holding.Id)], ct);
        // What was frozen and stays the freelancer's has been counted.
        var paidOut = Math.Max(
            0,
            earned.Sum(e => e.GrossMinor - e.RefundedGrossMinor - e.FrozenGrossMinor) - covered.Earned
        );
        _ = await CoverAsync(it, it.SubjectId, Math.Min(left, paidOut), released: true, ct);
        it.DebtMinor = it.LostMinor - it.FeeShareMinor - it.TakenMinor - it.CoveredMinor;
        it.DebtLeftMinor = it.DebtMinor;
    }

    private async Task<Refusal?> PostAsync(Chargeback it, Charge charge, CancellationToken ct)
    {
        var unit = it.Unit;
        var kept = LedgerAccount.ClientCredit(it.ClientId, unit);
        var credit = Math.Min(it.DebtLeftMinor, (await book.BalanceAsync(kept, ct)).Minor);
        it.DebtLeftMinor -= credit;
        legs.Add(Leg.Debit(kept, unit.Minor(credit)));
        legs.Add(Leg.Debit(LedgerAccount.ClientReceivable(it.ClientId, unit), unit.Minor(it.DebtLeftMinor)));
        legs.Add(Leg.Debit(LedgerAccount.Protection(unit), unit.Minor(covered.Week)));
        legs.Add(
            Leg.Debit(LedgerAccount.Chargeback(unit), unit.Minor(it.CoveredMinor - covered.Week + it.FeeShareMinor))
        );
        legs.AddRange(ExchangeLegs.TakenBack(charge, it.BankUnit.Minor(it.BankLostMinor), unit.Minor(it.LostMinor)));
        charge.LostMinor += it.LostMinor;
        if (legs.Exists(l => l.Minor != 0))
        {
            var uid = Uuid5.Of(it.Id, "closed");
            var posting = Posting.Create(uid, PostingKind.ChargebackClosed, it.Id, it.Memo, [.. legs]);
            var posted = await book.PostAsync(posting.With(it.BankLostMinor == 0 ? null : charge.Rate), it.Parties, ct);
            if (!posted.Ok)
            {
                return posted.Refusals[0];
            }
        }
        tell.ForEach(t => t());
        db.Audit(
            null,
            "chargeback.closed",
            it.Id,
            new
            {
                it.State,
                it.LostMinor,
                it.BankLostMinor,
                it.TakenMinor,
                it.CoveredMinor,
                it.DebtMinor,
                charge = charge.Id,
            }
        );
        db.Raise(
            new ChargebackClosed(
                it.Id,
                it.ClientId,
                it.FreelancerId,
                it.ContractId,
                it.Amount,
                it.State == ChargebackState.Won,
                unit.Minor(it.TakenMinor),
                unit.Minor(it.CoveredMinor),
                unit.Minor(it.DebtLeftMinor)
            )
        );
        return null;
    }
}
