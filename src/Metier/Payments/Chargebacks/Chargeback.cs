using Metier.Ledger;
using Metier.Platform;

namespace Metier.Payments;

/// <summary>How far a chargeback is.</summary>
public enum ChargebackState
{
    /// <summary>Finance has to answer or to give it up.</summary>
    Open,

    /// <summary>The answer is with the client's bank.</summary>
    EvidenceSent,

    /// <summary>Decided for us: everything is as before.</summary>
    Won,

    /// <summary>Decided for the client.</summary>
    Lost,

    /// <summary>Given up by finance.</summary>
    Accepted,
}

/// <summary>
/// A client's bank takes the money of a charge back. Fed by what the provider says of it, never by the message that told us;
/// what it does to anybody's money is in the book under causes made of its id, so that it happens once.
/// </summary>
public sealed class Chargeback : IVersioned
{
    /// <summary>Made of provider and reference, so that there is one.</summary>
    public Guid Id { get; init; }

    /// <summary>The provider.</summary>
    public required string Provider { get; init; }

    /// <summary>The provider's id of it.</summary>
    public required string Reference { get; init; }

    /// <summary>The charge it is about.</summary>
    public Guid ChargeId { get; init; }

    /// <summary>Whose bank.</summary>
    public Guid ClientId { get; init; }

    /// <summary>Whose work it was for.</summary>
    public Guid FreelancerId { get; init; }

    /// <summary>The contract.</summary>
    public Guid ContractId { get; init; }

    /// <summary>What the charge was for: the <see cref="ChargePurpose.Kind"/>.</summary>
    public required string PurposeKind { get; init; }

    /// <summary>The milestone, the week of hours or the bonus.</summary>
    public Guid SubjectId { get; init; }

    /// <summary>What the charge was for, as its statement says.</summary>
    public required string Memo { get; init; }

    /// <summary>ISO 4217 of the contract, in which everything is frozen, borne and owed.</summary>
    public required string Currency { get; init; }

    /// <summary>What the bank wants, in the contract's currency at the rate it was paid at, minor units.</summary>
    public long AmountMinor { get; init; }

    /// <summary>ISO 4217 of what was paid, and is taken back; the contract's unless the client paid in another.</summary>
    public required string BankCurrency { get; init; }

    /// <summary>What the bank wants in it, minor units.</summary>
    public long BankMinor { get; init; }

    /// <summary>Of it the price of the work; the rest is the payment fee. Minor units.</summary>
    public long WorkMinor { get; init; }

    /// <summary>What it costs us whoever wins, minor units of the bank's currency.</summary>
    public long FeeMinor { get; internal set; }

    /// <summary>
    /// What the provider has taken and not given back, minor units of the bank's currency: exactly what the book says of it.
    /// </summary>
    public long WithdrawnMinor { get; internal set; }

    /// <summary>How often the provider has taken or given back.</summary>
    public int Moves { get; internal set; }

    /// <summary>The bank's reason, a stable word.</summary>
    public required string Reason { get; init; }

    /// <summary>How far it is.</summary>
    public ChargebackState State { get; internal set; }

    /// <summary>When the client's bank opened it, UTC.</summary>
    public DateTime OpenedAt { get; init; }

    /// <summary>When we learnt of it and froze what was left, UTC.</summary>
    public DateTime RecordedAt { get; init; }

    /// <summary>Until when finance can answer, UTC; null when there is nothing to answer.</summary>
    public DateTime? EvidenceDueAt { get; internal set; }

    /// <summary>Finance's answer as it was sent.</summary>
    public string Evidence { get; internal set; } = "";

    /// <summary>The operation that sends the answer or gives it up; null while there is none.</summary>
    public Guid? AnswerId { get; internal set; }

    /// <summary>Why the provider did not take the last answer: a stable word.</summary>
    public string? AnswerProblem { get; internal set; }

    /// <summary>When the provider took the answer, UTC.</summary>
    public DateTime? EvidenceSentAt { get; internal set; }

    /// <summary>When the provider took that we give it up, UTC.</summary>
    public DateTime? AcceptedAt { get; internal set; }

    /// <summary>When it was decided, UTC.</summary>
    public DateTime? ClosedAt { get; internal set; }

    /// <summary>When the provider is asked next by itself, UTC; null when nothing more is to come.</summary>
    public DateTime? NextAt { get; internal set; }

    /// <summary>Frozen when it was opened: held for a milestone or a week, minor units.</summary>
    public long FrozenHeldMinor { get; internal set; }

    /// <summary>Frozen when it was opened: the freelancer's, after the service fee, minor units.</summary>
    public long FrozenEarnedMinor { get; internal set; }

    /// <summary>Lost in all, minor units; the sum of the four that follow.</summary>
    public long LostMinor { get; internal set; }

    /// <summary>Lost in the bank's currency, minor units.</summary>
    public long BankLostMinor { get; internal set; }

    /// <summary>Borne by money that was held and not protected, minor units.</summary>
    public long TakenMinor { get; internal set; }

    /// <summary>Borne by the operator because the work was protected, minor units.</summary>
    public long CoveredMinor { get; internal set; }

    /// <summary>The payment fee, borne by the operator, minor units.</summary>
    public long FeeShareMinor { get; internal set; }

    /// <summary>Owed by the client, minor units.</summary>
    public long DebtMinor { get; internal set; }

    /// <summary>Of the debt not paid yet, minor units.</summary>
    public long DebtLeftMinor { get; internal set; }

    /// <inheritdoc/>
    public int Version { get; set; }

    /// <summary>The contract's currency.</summary>
    public Currency Unit => Metier.Ledger.Currency.Of(Currency);

    /// <summary>The currency it was paid in.</summary>
    public Currency BankUnit => Metier.Ledger.Currency.Of(BankCurrency);

    /// <summary>What the bank wants, in the contract's currency.</summary>
    public Money Amount => Unit.Minor(AmountMinor);

    /// <summary>What the bank wants, in the currency it was paid in.</summary>
    public Money BankAmount => BankUnit.Minor(BankMinor);

    /// <summary>It is not decided yet.</summary>
    public bool IsOpen => ClosedAt is null;

    internal Parties Parties => new(ClientId, FreelancerId, ContractId);

    /// <summary>The only id a chargeback of that reference can have.</summary>
    public static Guid IdOf(string provider, string reference) => Uuid5.Of("chargeback", $"{provider}/{reference}");

    /// <summary>Why finance cannot answer it now; null when it can.</summary>
    public Refusal? RefuseToAnswer(DateTime now) =>
        !IsOpen || AnswerId is not null || State != ChargebackState.Open
            ? new Refusal("chargeback_answered", PaymentRefusalText.ChargebackAnswered)
        : EvidenceDueAt <= now ? new Refusal("chargeback_late", PaymentRefusalText.ChargebackLate)
        : null;
}

/// <summary>A part of somebody's money that a chargeback has frozen.</summary>
internal sealed class ChargebackPart
{
    public Guid Id { get; init; }
    public Guid ChargebackId { get; init; }

    /// <summary>The milestone or the week it is held for; null for an earning.</summary>
    public Guid? HoldingId { get; init; }

    /// <summary>The earning; null for held money.</summary>
    public Guid? EarningId { get; init; }

    /// <summary>The price.</summary>
    public long GrossMinor { get; init; }

    /// <summary>Of an earning, what lies in the account for disputed money; of held money the same as the price.</summary>
    public long NetMinor { get; init; }

    /// <summary>When it was free again or gone; null while it is frozen.</summary>
    public DateTime? EndedAt { get; set; }
}

/// <summary>
/// Something of another module that waits for money which may be frozen: a dispute's deadline, say. Runs in the transaction
/// that frees the money.
/// </summary>
public abstract class FrozenMoneyWatcher
{
    /// <summary>The money held for this milestone or week is no longer frozen; it was for so long.</summary>
    public abstract Task ThawedAsync(Guid subjectId, TimeSpan lasted, CancellationToken ct);
}

/// <summary>What is frozen now, for those who would move it.</summary>
public sealed class FrozenMoney(MetierDb db)
{
    /// <summary>The milestones and weeks of which a part is frozen.</summary>
    public IQueryable<Guid> Subjects => db.Holdings.Where(h => h.FrozenSince != null).Select(h => h.Id);

    /// <summary>The contracts of these.</summary>
    public IQueryable<Guid> Contracts => db.Holdings.Where(h => h.FrozenSince != null).Select(h => h.ContractId);
}

/// <summary>A client's bank wants money back; what was left of it is frozen.</summary>
public sealed record ChargebackOpened(
    Guid ChargebackId,
    Guid ClientId,
    Guid FreelancerId,
    Guid ContractId,
    Money Amount
);

/// <summary>A chargeback was decided.</summary>
/// <param name="ChargebackId">Which.</param>
/// <param name="ClientId">Whose bank.</param>
/// <param name="FreelancerId">Whose work.</param>
/// <param name="ContractId">The contract.</param>
/// <param name="Amount">What was wanted.</param>
/// <param name="Won">For us.</param>
/// <param name="Taken">Of the price, what went back out of held money.</param>
/// <param name="Covered">Of the price, what the operator bears.</param>
/// <param name="Debt">What the client owes.</param>
public sealed record ChargebackClosed(
    Guid ChargebackId,
    Guid ClientId,
    Guid FreelancerId,
    Guid ContractId,
    Money Amount,
    bool Won,
    Money Taken,
    Money Covered,
    Money Debt
);
