using Metier.Ledger;
using Metier.Platform;
using Microsoft.EntityFrameworkCore;

namespace Metier.Payments;

/// <summary>
/// Makes our side of a chargeback what its provider says it is now: opened, its money taken or given back, decided. Every step
/// is taken once, whatever came before and however often it is told. Joins the caller's write transaction.
/// </summary>
internal sealed class ApplyChargeback(MetierDb db, LedgerBook book, FreezeMoney freeze, CloseChargeback close)
{
    private static readonly TimeSpan AskEvery = TimeSpan.FromDays(1);

    /// <summary>So long after the end a movement that is missing is still asked for.</summary>
    private static readonly TimeSpan AskAfterEnd = TimeSpan.FromDays(30);

    /// <summary>False when it is about no charge of ours, or one that is not settled yet.</summary>
    /// <param name="provider">Who says it.</param>
    /// <param name="facts">What it says.</param>
    /// <param name="seen">The version of our row when the provider was asked; another one means that this may be old.</param>
    /// <param name="ct">Ends the work.</param>
    public async Task<Outcome<bool>> RunAsync(string provider, ChargebackFacts facts, int? seen, CancellationToken ct)
    {
        var id = Chargeback.IdOf(provider, facts.Reference);
        var it = await db.Chargebacks.SingleOrDefaultAsync(c => c.Id == id, ct);
        if (it?.Version != seen)
        {
            return Refusal.Conflict();
        }
        if (it is null)
        {
            if (await ChargeAsync(provider, facts, ct) is not { } charge)
            {
                return false;
            }
            it = Open(id, provider, facts, charge, db.Now);
            db.Chargebacks.Add(it);
            charge.ChargedBackMinor += it.AmountMinor;
            charge.PayChargedBackMinor += charge.Rate is null ? 0 : it.BankMinor;
            if (await freeze.RunAsync(it, ct) is { Ok: false } refused)
            {
                return Outcome<bool>.From(refused);
            }
            db.Audit(
                null,
                "chargeback.opened",
                it.Id,
                new
                {
                    it.Provider,
                    it.Reference,
                    it.AmountMinor,
                    it.BankMinor,
                    it.BankCurrency,
                    it.ChargeId,
                }
            );
            db.Raise(new ChargebackOpened(it.Id, it.ClientId, it.FreelancerId, it.ContractId, it.Amount));
        }
        it.FeeMinor = facts.Fee.Minor;
        if (await MoveAsync(it, facts.Taken, ct) is { } unmoved)
        {
            return unmoved;
        }
        if (it.IsOpen)
        {
            it.EvidenceDueAt = facts.EvidenceDueAt;
            if (facts.Outcome == ChargebackOutcome.UnderReview && it.State == ChargebackState.Open)
            {
                it.State = ChargebackState.EvidenceSent;
                it.EvidenceSentAt ??= db.Now;
            }
            if (
                facts.Outcome is ChargebackOutcome.Won or ChargebackOutcome.Lost
                && await close.RunAsync(it, facts, ct) is { } refusal
            )
            {
                return refusal;
            }
        }
        it.NextAt = Next(it);
        return true;
    }

    private static Chargeback Open(Guid id, string provider, ChargebackFacts facts, Charge charge, DateTime now)
    {
        // All of a payment is all of the price, however it was converted; a part is its share.
        var wanted = ExchangeLegs.Wanted(charge, charge.ChargedBackMinor, charge.PayChargedBackMinor, facts.Amount);
        return new()
        {
            Id = id,
            Provider = provider,
            Reference = facts.Reference,
            ChargeId = charge.Id,
            ClientId = charge.ClientId,
            FreelancerId = charge.FreelancerId,
            ContractId = charge.ContractId,
            PurposeKind = charge.PurposeKind,
            SubjectId = charge.SubjectId,
            Memo = charge.Memo,
            Currency = charge.Currency,
            AmountMinor = wanted.Minor,
            BankCurrency = facts.Amount.Currency.Code,
            BankMinor = facts.Amount.Minor,
            WorkMinor = Work(wanted.Minor, charge),
            Reason = facts.Reason.Length > 60 ? facts.Reason[..60] : facts.Reason,
            OpenedAt = facts.OpenedAt,
            RecordedAt = now,
        };
    }

    /// <summary>The part of a sum that is the price of the work; what is beyond the whole charge is nobody's work.</summary>
    internal static long Work(long minor, Charge charge) =>
        charge.Amount.MulDiv(Math.Min(minor, charge.Total.Minor), charge.Total.Minor).Minor;

    private async Task<Charge?> ChargeAsync(string provider, ChargebackFacts facts, CancellationToken ct)
    {
        var reference = facts.CollectionReference;
        if (reference.Length == 0)
        {
            return null;
        }
        var charge = await db.Charges.SingleOrDefaultAsync(
            c => c.Provider == provider && c.ProviderReference == reference,
            ct
        );
        return
            charge is { State: ChargeState.Settled or ChargeState.SentBack }
            && charge.Collected.Currency == facts.Amount.Currency
            ? charge
            : null;
    }

    /// <summary>Books what the provider has taken since, or given back.</summary>
    private async Task<Refusal?> MoveAsync(Chargeback it, Money taken, CancellationToken ct)
    {
        var change = taken.Minor - it.WithdrawnMinor;
        if (change == 0)
        {
            return null;
        }
        it.WithdrawnMinor = taken.Minor;
        it.Moves++;
        var amount = it.BankUnit.Minor(Math.Abs(change));
        var (there, here) = (
            LedgerAccount.ProviderAvailable(it.Provider, it.BankUnit),
            LedgerAccount.ProviderDisputed(it.Provider, it.BankUnit)
        );
        var posting = Posting.Create(
            Uuid5.Of(it.Id, $"moved/{it.Moves}"),
            PostingKind.ChargebackMoved,
            it.Id,
            it.Memo,
            Leg.Debit(change > 0 ? here : there, amount),
            Leg.Credit(change > 0 ? there : here, amount)
        );
        // Between the provider and us: on nobody's statement.
        var posted = await book.PostAsync(posting, new Parties(), ct);
        return posted.Ok ? null : posted.Refusals[0];
    }

    private DateTime? Next(Chargeback it)
    {
        if (it.ClosedAt is not { } closed)
        {
            return db.Now + AskEvery;
        }
        return it.WithdrawnMinor == it.BankLostMinor || db.Now > closed + AskAfterEnd ? null : db.Now + AskEvery;
    }
}
