using System.Text.Json;
using Metier.Ledger;
using Metier.Platform;

namespace Metier.Contracts;

/// <summary>Which of the two sides.</summary>
public enum Side
{
    /// <summary>The paying side.</summary>
    Client,

    /// <summary>The working side.</summary>
    Freelancer,
}

/// <summary>How far a contract is.</summary>
public enum ContractState
{
    /// <summary>Work goes on.</summary>
    Active,

    /// <summary>The client ended it with money still held and waits for the freelancer's answer about it.</summary>
    Ending,

    /// <summary>Over; nothing is held any more.</summary>
    Ended,
}

/// <summary>
/// The rules frozen into a contract when it was accepted: later changes of the operator do not touch it. What contracts accepted
/// before a rule existed do not name has the rule's default.
/// </summary>
/// <param name="AutoApproveDays">Days of silence that release delivered work.</param>
/// <param name="RefundRequestDays">Days to answer a refund request.</param>
/// <param name="SecurityDays">Days between a payment and its withdrawal.</param>
/// <param name="RefundDays">Days in which the freelancer may give back.</param>
/// <param name="FeedbackDays">Days for feedback after the end.</param>
/// <param name="HourlyLockHours">Hours after Monday 00:00 UTC until which last week may be edited; then it is billed.</param>
/// <param name="HourlyReviewDays">Days after that Monday 00:00 UTC until which the client may dispute hours.</param>
/// <param name="IdleMinutes">Minutes without input after which the timer stops by itself.</param>
/// <param name="ImageDays">Days after the week's close that screenshots are kept.</param>
/// <param name="HoursDisputeAnswerDays">Days the freelancer has to answer a dispute of hours.</param>
/// <param name="PastDueBlockDays">Failed days of an unpaid week after which the client cannot hire or post.</param>
/// <param name="ManualStepMinutes">Time by hand is entered in steps of so many minutes.</param>
/// <param name="LimitWarnPercent">Of the weekly limit: the first warning.</param>
/// <param name="LimitAlarmPercent">Of the weekly limit: the second warning.</param>
public sealed record FrozenRules(
    int AutoApproveDays,
    int RefundRequestDays,
    int SecurityDays,
    int RefundDays,
    int FeedbackDays,
    int HourlyLockHours = 12,
    int HourlyReviewDays = 5,
    int IdleMinutes = 10,
    int ImageDays = 90,
    int HoursDisputeAnswerDays = 3,
    int PastDueBlockDays = 5,
    int ManualStepMinutes = 10,
    int LimitWarnPercent = 80,
    int LimitAlarmPercent = 95
)
{
    /// <summary>The rules of today.</summary>
    internal static FrozenRules Of(RuleOptions rules) =>
        new(
            rules.AutoApproveDays,
            rules.RefundRequestDays,
            rules.SecurityDays,
            rules.RefundDays,
            rules.FeedbackDays,
            rules.HourlyLockHours,
            rules.HourlyReviewDays,
            rules.IdleMinutes,
            rules.ImageDays,
            rules.HoursDisputeAnswerDays,
            rules.PastDueBlockDays,
            rules.ManualStepMinutes,
            rules.LimitWarnPercent,
            rules.LimitAlarmPercent
        );
}

/// <summary>How a contract is paid; it never changes: end it and start another.</summary>
public enum ContractKind
{
    /// <summary>By milestones.</summary>
    FixedPrice,

    /// <summary>By tracked time, week by week.</summary>
    Hourly,
}

/// <summary>A contract between one client and one freelancer.</summary>
public sealed class Contract : IVersioned
{
    /// <summary>Id.</summary>
    public Guid Id { get; init; }

    /// <summary>The offer it came from; an offer makes one contract.</summary>
    public Guid OfferId { get; init; }

    /// <summary>The job.</summary>
    public Guid JobId { get; init; }

    /// <summary>The proposal.</summary>
    public Guid ProposalId { get; init; }

    /// <summary>Who pays.</summary>
    public Guid ClientId { get; init; }

    /// <summary>Who works.</summary>
    public Guid FreelancerId { get; init; }

    /// <summary>What it is called.</summary>
    public required string Title { get; init; }

    /// <summary>What was agreed, Markdown.</summary>
    public required string Scope { get; init; }

    /// <summary>Currency, ISO 4217; never changes.</summary>
    public required string Currency { get; init; }

    /// <summary>The fee schedule of the day it was accepted, JSON.</summary>
    public required string FeeTermsJson { get; init; }

    /// <summary>The rules of the day it was accepted, JSON.</summary>
    public required string RulesJson { get; init; }

    /// <summary>SHA-256 of the terms document, upper-case hex.</summary>
    public required string TermsSha256 { get; init; }

    /// <summary>The terms document as PDF.</summary>
    public Guid TermsFileId { get; init; }

    /// <summary>How it is paid.</summary>
    public ContractKind Kind { get; init; }

    /// <summary>The hourly terms agreed at hire, JSON of <see cref="HourlyTerms"/>; null for a fixed price.</summary>
    public string? HourlyTermsJson { get; init; }

    /// <summary>
    /// <see cref="FrozenRules.HourlyLockHours"/> once more, where the lock of weeks finds it: 0 or more. Nothing to a fixed price.
    /// </summary>
    public int LockHours { get; init; }

    /// <summary>The client allows time added by hand now; agreed at hire, and the client's to switch later.</summary>
    public bool ManualTime { get; internal set; }

    /// <summary>The client paused an hourly contract, UTC; null when it did not.</summary>
    public DateTime? PausedAt { get; internal set; }

    /// <summary>The client owes for a week of some contract: hourly work stops until it has paid, UTC.</summary>
    public DateTime? PastDueSince { get; internal set; }

    /// <summary>Hours are in dispute: the contract is paused and its limit is nothing, UTC.</summary>
    public DateTime? HoursDisputedSince { get; internal set; }

    /// <summary>The client's bank has taken a payment of some contract back: work rests until that is decided, UTC.</summary>
    public DateTime? ChargebackSince { get; internal set; }

    /// <summary>What was agreed about a staffing partner, JSON of <see cref="PayrollTerms"/>; null for freelance work.</summary>
    public string? PayrollJson { get; init; }

    /// <summary>The staffing partner has not taken the person on yet, or has stopped the work, UTC.</summary>
    public DateTime? PayrollHoldSince { get; internal set; }

    /// <summary>Where it stands.</summary>
    public ContractState State { get; internal set; }

    /// <summary>When it was accepted, UTC.</summary>
    public DateTime StartedAt { get; init; }

    /// <summary>When it was over.</summary>
    public DateTime? EndedAt { get; internal set; }

    /// <summary>Who ended it.</summary>
    public Side? EndedBy { get; internal set; }

    /// <summary>Why, in their words.</summary>
    public string EndReason { get; internal set; } = "";

    /// <inheritdoc/>
    public int Version { get; set; }

    /// <summary>Frozen fees.</summary>
    public FeeTerms Fees => JsonSerializer.Deserialize<FeeTerms>(FeeTermsJson, EventRegistry.Json)!;

    /// <summary>Frozen rules.</summary>
    public FrozenRules Rules => JsonSerializer.Deserialize<FrozenRules>(RulesJson, EventRegistry.Json)!;

    /// <summary>The hourly terms agreed at hire; null for a fixed price.</summary>
    public HourlyTerms? AgreedHourly =>
        HourlyTermsJson is { } json ? JsonSerializer.Deserialize<HourlyTerms>(json, EventRegistry.Json) : null;

    /// <summary>The hourly terms agreed at hire, with manual time as it is now; null for a fixed price.</summary>
    public HourlyTerms? Hourly => AgreedHourly is { } agreed ? agreed with { ManualTime = ManualTime } : null;

    /// <summary>No time may be logged now.</summary>
    public bool IsPaused =>
        PausedAt is not null
        || PastDueSince is not null
        || HoursDisputedSince is not null
        || ChargebackSince is not null
        || PayrollHoldSince is not null;

    /// <summary>A staffing partner employs the person: no earning, no service fee and no payout of this contract is the freelancer's.</summary>
    public bool IsPayroll => PayrollJson is not null;

    /// <summary>What was agreed about a staffing partner; null for freelance work.</summary>
    public PayrollTerms? Payroll =>
        PayrollJson is { } json ? JsonSerializer.Deserialize<PayrollTerms>(json, EventRegistry.Json) : null;

    /// <summary>The currency.</summary>
    public Currency Unit => Ledger.Currency.Of(Currency);

    /// <summary>The side this person is on; null for strangers.</summary>
    public Side? SideOf(Actor actor) =>
        actor.MemberId == FreelancerId ? Side.Freelancer
        : actor.ClientId == ClientId ? Side.Client
        : null;

    /// <summary>
    /// Ends it. With money held the client's end waits for the freelancer's answer about that money; the freelancer's own end
    /// gives all of it back, so it is over at once, unless a dispute about some of it has to be settled first.
    /// </summary>
    internal Refusal? End(Side by, string reason, bool moneyWaits, DateTime now)
    {
        if (State != ContractState.Active)
        {
            return new Refusal("contract_state", ContractRefusalText.ContractOver);
        }
        EndedBy = by;
        EndReason = reason;
        State = moneyWaits ? ContractState.Ending : ContractState.Ended;
        EndedAt = State == ContractState.Ended ? now : null;
        return null;
    }

    /// <summary>The last held money has found its owner.</summary>
    internal void FinishEnding(DateTime now)
    {
        if (State == ContractState.Ending)
        {
            State = ContractState.Ended;
            EndedAt = now;
        }
    }
}

/// <summary>One line of a contract's history; never changed.</summary>
public sealed class ContractEvent
{
    /// <summary>Id, ordered by time.</summary>
    public Guid Id { get; init; }

    /// <summary>The contract.</summary>
    public Guid ContractId { get; init; }

    /// <summary>When, UTC.</summary>
    public DateTime At { get; init; }

    /// <summary>Who; null when time did it.</summary>
    public Guid? MemberId { get; init; }

    /// <summary>What, a key of the history texts.</summary>
    public required string Kind { get; init; }

    /// <summary>The milestone's number, when it is about one.</summary>
    public int? Milestone { get; init; }

    /// <summary>The amount in minor units, when there is one.</summary>
    public long? AmountMinor { get; init; }

    /// <summary>Words that belong to it: a reason, a message.</summary>
    public string Text { get; init; } = "";
}
