using Metier.Contracts;
using Metier.Ledger;
using Metier.Platform;

namespace Metier.Payroll;

/// <summary>How far a contract that a partner runs is.</summary>
public enum PayrollState
{
    /// <summary>The list of what must be there before the first hour is being worked off.</summary>
    Onboarding,

    /// <summary>Hours can be logged.</summary>
    Active,

    /// <summary>The partner has stopped the work.</summary>
    Paused,

    /// <summary>Over; weeks that were worked are still paid.</summary>
    Ended,
}

/// <summary>The partner's side of a contract.</summary>
public sealed class PayrollContract : IVersioned
{
    private static readonly Dictionary<PayrollState, PayrollState[]> Moves = new()
    {
        [PayrollState.Onboarding] = [PayrollState.Active, PayrollState.Ended],
        [PayrollState.Active] = [PayrollState.Paused, PayrollState.Ended],
        [PayrollState.Paused] = [PayrollState.Active, PayrollState.Ended],
    };

    /// <summary>The contract.</summary>
    public Guid ContractId { get; init; }

    /// <summary>The partner.</summary>
    public Guid PartnerId { get; init; }

    /// <summary>Who pays.</summary>
    public Guid ClientId { get; init; }

    /// <summary>Who is employed.</summary>
    public Guid FreelancerId { get; init; }

    /// <summary>The contract's title.</summary>
    public required string Title { get; init; }

    /// <summary>Its currency.</summary>
    public required string Currency { get; init; }

    /// <summary>Where it stands.</summary>
    public PayrollState State { get; private set; }

    /// <summary>When it was accepted, UTC.</summary>
    public DateTime StartedAt { get; init; }

    /// <summary>When onboarding was complete, UTC.</summary>
    public DateTime? OnboardedAt { get; private set; }

    /// <summary>Why the partner stopped the work.</summary>
    public string PauseReason { get; private set; } = "";

    /// <summary>When it was over, UTC.</summary>
    public DateTime? EndedAt { get; private set; }

    /// <inheritdoc/>
    public int Version { get; set; }

    /// <summary>May go from here to there; a terminal state goes nowhere.</summary>
    public static bool May(PayrollState from, PayrollState to) =>
        Moves.TryGetValue(from, out var next) && next.Contains(to);

    internal Refusal? Move(PayrollState to, DateTime now, string reason = "")
    {
        if (!May(State, to))
        {
            return new Refusal(
                "payroll_state",
                PayrollWordsText.WrongState(PayrollWordsText.Find("state" + State) ?? "")
            );
        }
        if (State == PayrollState.Onboarding && to == PayrollState.Active)
        {
            OnboardedAt = now;
        }
        State = to;
        PauseReason = to == PayrollState.Paused ? reason : "";
        EndedAt = to == PayrollState.Ended ? now : null;
        return null;
    }
}

/// <summary>One thing that must be there before the first hour.</summary>
public sealed class OnboardingItem : IVersioned
{
    /// <summary>Id.</summary>
    public Guid Id { get; init; }

    /// <summary>The contract.</summary>
    public Guid ContractId { get; init; }

    /// <summary>Its place, from 1.</summary>
    public int Position { get; init; }

    /// <summary>Which, a code of the checklist.</summary>
    public required string Code { get; init; }

    /// <summary>Who does it.</summary>
    public ItemSide By { get; init; }

    /// <summary>When it was done, UTC.</summary>
    public DateTime? DoneAt { get; internal set; }

    /// <summary>Who said so.</summary>
    public Guid? DoneBy { get; internal set; }

    /// <summary>What shows it: a reference, a date, a number of a document.</summary>
    public string Evidence { get; internal set; } = "";

    /// <inheritdoc/>
    public int Version { get; set; }
}

/// <summary>
/// Hours that go to the partner. Never changed: a correction is another line, with the minutes that are more or fewer. The id rises with
/// time, so that a program asks for what came after the last it knows.
/// </summary>
public sealed class HoursLine
{
    /// <summary>Id, ordered by time.</summary>
    public Guid Id { get; init; }

    /// <summary>The contract.</summary>
    public Guid ContractId { get; init; }

    /// <summary>The partner.</summary>
    public Guid PartnerId { get; init; }

    /// <summary>The first day of the week.</summary>
    public DateOnly Monday { get; init; }

    /// <summary>Counts up for a contract and week, from 1.</summary>
    public int Number { get; init; }

    /// <summary>Minutes; fewer than none in a correction.</summary>
    public int Minutes { get; init; }

    /// <summary>Minor units an hour.</summary>
    public long RateMinor { get; init; }

    /// <summary>Minutes at the rate, minor units.</summary>
    public long AmountMinor { get; init; }

    /// <summary>Currency, ISO 4217.</summary>
    public required string Currency { get; init; }

    /// <summary>Why it is corrected; empty for the hours of the diary.</summary>
    public string Reason { get; init; } = "";

    /// <summary>Who corrected; null for the hours of the diary.</summary>
    public Guid? By { get; init; }

    /// <summary>When, UTC.</summary>
    public DateTime At { get; init; }
}

/// <summary>How far the money of a week is.</summary>
public enum PayrollWeekState
{
    /// <summary>The client has not paid yet.</summary>
    Unpaid,

    /// <summary>Paid by the client; the partner's pay result is missing.</summary>
    NoResult,

    /// <summary>The pay result is not what was charged, and nobody has explained why.</summary>
    Differs,

    /// <summary>Paid, and the result agrees or the difference is explained: the partner can be paid.</summary>
    Ready,

    /// <summary>In a payout to the partner.</summary>
    PaidOut,
}

/// <summary>One week of a contract that a partner runs: what was charged, what the partner says it cost, where the money is.</summary>
public sealed class PayrollWeek : IVersioned
{
    /// <summary>The week of the diary.</summary>
    public Guid Id { get; init; }

    /// <summary>The contract.</summary>
    public Guid ContractId { get; init; }

    /// <summary>The partner.</summary>
    public Guid PartnerId { get; init; }

    /// <summary>The first day.</summary>
    public DateOnly Monday { get; init; }

    /// <summary>Currency, ISO 4217.</summary>
    public required string Currency { get; init; }

    /// <summary>Billed minutes.</summary>
    public int Minutes { get; init; }

    /// <summary>The hours at their rates, minor units.</summary>
    public long CostMinor { get; init; }

    /// <summary>The partner's price on top, minor units.</summary>
    public long MarkupMinor { get; init; }

    /// <summary>What the partner keeps within the cost, minor units.</summary>
    public long ManagementMinor { get; init; }

    /// <summary>What the hours were corrected by, minor units.</summary>
    public long CorrectedMinor { get; internal set; }

    /// <summary>When the client had paid and the partner was owed it, UTC.</summary>
    public DateTime? PaidAt { get; internal set; }

    /// <summary>What the partner's results say it cost, minor units; null before the first.</summary>
    public long? ReportedMinor { get; internal set; }

    /// <summary>Why it is not what was charged.</summary>
    public string Explanation { get; internal set; } = "";

    /// <summary>Who explained it.</summary>
    public Guid? ExplainedBy { get; internal set; }

    /// <summary>When, UTC.</summary>
    public DateTime? ExplainedAt { get; internal set; }

    /// <summary>The payout it is in.</summary>
    public Guid? PayoutId { get; internal set; }

    /// <summary>Where it stands.</summary>
    public PayrollWeekState State { get; private set; }

    /// <inheritdoc/>
    public int Version { get; set; }

    /// <summary>The currency.</summary>
    public Currency Unit => Ledger.Currency.Of(Currency);

    /// <summary>What the client pays the partner for it.</summary>
    public Money Owed => Unit.Minor(CostMinor + MarkupMinor);

    /// <summary>What wages and contributions should come to by what was charged.</summary>
    public Money Expected => Unit.Minor(CostMinor - ManagementMinor);

    /// <summary>What the partner reported more (or less) than was charged.</summary>
    public long DifferenceMinor => (ReportedMinor ?? Expected.Minor) - Expected.Minor;

    /// <summary>A result came, or came on top: what was explained was about another sum.</summary>
    internal void Report(long employerCostMinor)
    {
        ReportedMinor = (ReportedMinor ?? 0) + employerCostMinor;
        (Explanation, ExplainedBy, ExplainedAt) = ("", null, null);
        Settle();
    }

    /// <summary>Where it stands follows from what is known; called after each change.</summary>
    internal void Settle() =>
        State =
            PayoutId is not null ? PayrollWeekState.PaidOut
            : PaidAt is null ? PayrollWeekState.Unpaid
            : ReportedMinor is null ? PayrollWeekState.NoResult
            : DifferenceMinor != 0 && ExplainedAt is null ? PayrollWeekState.Differs
            : PayrollWeekState.Ready;
}

/// <summary>What a partner paid for a week: one line of its payroll. Never changed; a correction is another line under its own reference.</summary>
public sealed class PayResult
{
    /// <summary>Id, ordered by time.</summary>
    public Guid Id { get; init; }

    /// <summary>The partner.</summary>
    public Guid PartnerId { get; init; }

    /// <summary>The partner's own number for it; the same number is the same result.</summary>
    public required string Reference { get; init; }

    /// <summary>The contract.</summary>
    public Guid ContractId { get; init; }

    /// <summary>The first day of the week.</summary>
    public DateOnly Monday { get; init; }

    /// <summary>Currency, ISO 4217.</summary>
    public required string Currency { get; init; }

    /// <summary>Gross wages, minor units.</summary>
    public long GrossMinor { get; init; }

    /// <summary>Gross wages and the employer's contributions, minor units.</summary>
    public long EmployerCostMinor { get; init; }

    /// <summary>Paid to the person, minor units.</summary>
    public long NetMinor { get; init; }

    /// <summary>The pay period's first day.</summary>
    public DateOnly PeriodFrom { get; init; }

    /// <summary>Its last day.</summary>
    public DateOnly PeriodTo { get; init; }

    /// <summary>Who brought it; null for the partner's program.</summary>
    public Guid? By { get; init; }

    /// <summary>When, UTC.</summary>
    public DateTime At { get; init; }
}
