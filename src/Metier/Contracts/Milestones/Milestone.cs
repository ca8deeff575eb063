using Metier.Ledger;
using Metier.Platform;

namespace Metier.Contracts;

/// <summary>How far a milestone is.</summary>
public enum MilestoneState
{
    /// <summary>One side wants it; the other has not agreed.</summary>
    Proposed,

    /// <summary>Both agree; no money is set aside yet.</summary>
    Agreed,

    /// <summary>The client's payment is under way.</summary>
    Paying,

    /// <summary>The money is set aside; work can begin.</summary>
    Funded,

    /// <summary>Work was handed in; silence will release it.</summary>
    Submitted,

    /// <summary>The client asked for changes; the clock stands still.</summary>
    ChangesRequested,

    /// <summary>The client ended the contract and asks for the money back.</summary>
    RefundRequested,

    /// <summary>The sides disagree; the money stays where it is until it is settled.</summary>
    Disputed,

    /// <summary>The client approved; everything is paid out.</summary>
    Approved,

    /// <summary>Silence approved it; everything is paid out.</summary>
    AutoApproved,

    /// <summary>Everything that was held went back to the client or into another milestone.</summary>
    Refunded,

    /// <summary>A dispute ended with both sides' shares paid.</summary>
    Settled,

    /// <summary>Dropped before any money was set aside.</summary>
    Cancelled,
}

/// <summary>
/// A part of the work with its price. Money set aside for it leaves only by release, refund or split. Amounts are in the
/// smallest unit of the contract's currency.
/// </summary>
public sealed partial class Milestone : IVersioned
{
    /// <summary>The one table of legal moves.</summary>
    private static readonly Dictionary<MilestoneState, MilestoneState[]> LegalMoves = new()
    {
        [MilestoneState.Proposed] = [MilestoneState.Agreed, MilestoneState.Cancelled],
        [MilestoneState.Agreed] =
        [
            MilestoneState.Paying,
            MilestoneState.Funded,
            MilestoneState.Cancelled,
            MilestoneState.RefundRequested,
        ],
        [MilestoneState.Paying] = [MilestoneState.Funded, MilestoneState.Agreed],
        [MilestoneState.Funded] =
        [
            MilestoneState.Submitted,
            MilestoneState.Approved,
            MilestoneState.Refunded,
            MilestoneState.RefundRequested,
            MilestoneState.Disputed,
        ],
        [MilestoneState.Submitted] =
        [
            MilestoneState.ChangesRequested,
            MilestoneState.Approved,
            MilestoneState.AutoApproved,
            MilestoneState.Funded,
            MilestoneState.Refunded,
            MilestoneState.RefundRequested,
            MilestoneState.Disputed,
        ],
        [MilestoneState.ChangesRequested] =
        [
            MilestoneState.Submitted,
            MilestoneState.Approved,
            MilestoneState.Funded,
            MilestoneState.Refunded,
            MilestoneState.RefundRequested,
            MilestoneState.Disputed,
        ],
        [MilestoneState.RefundRequested] = [MilestoneState.Refunded, MilestoneState.Disputed, MilestoneState.Approved],
        [MilestoneState.Disputed] = [MilestoneState.Settled, MilestoneState.Approved, MilestoneState.Refunded],
    };

    /// <summary>Id; also the escrow account's.</summary>
    public Guid Id { get; init; }

    /// <summary>The contract.</summary>
    public Guid ContractId { get; init; }

    /// <summary>Its place in the contract, from 1.</summary>
    public int Number { get; init; }

    /// <summary>What.</summary>
    public required string Title { get; set; }

    /// <summary>What exactly; Markdown, may be empty.</summary>
    public string Description { get; set; } = "";

    /// <summary>The agreed price.</summary>
    public long AmountMinor { get; set; }

    /// <summary>Until when, or null.</summary>
    public DateOnly? DueOn { get; set; }

    /// <summary>Where it stands.</summary>
    public MilestoneState State { get; internal set; }

    /// <summary>Who proposed it.</summary>
    public Side ProposedBy { get; init; }

    /// <summary>When it was funded first.</summary>
    public DateTime? FundedAt { get; internal set; }

    /// <summary>When work was last handed in.</summary>
    public DateTime? SubmittedAt { get; internal set; }

    /// <summary>When silence releases it; null when no clock is running.</summary>
    public DateTime? AutoReleaseAt { get; internal set; }

    /// <summary>When silence gives a requested refund to the client; null when no clock is running.</summary>
    public DateTime? RefundAt { get; internal set; }

    /// <summary>When everything held had gone.</summary>
    public DateTime? ClosedAt { get; internal set; }

    /// <summary>Set aside so far, all in all.</summary>
    public long FundedMinor { get; internal set; }

    /// <summary>Released to the freelancer, before fees.</summary>
    public long ReleasedMinor { get; internal set; }

    /// <summary>Given back to the client.</summary>
    public long RefundedMinor { get; internal set; }

    /// <summary>Moved on to other milestones.</summary>
    public long RolledMinor { get; internal set; }

    /// <inheritdoc/>
    public int Version { get; set; }

    /// <summary>Set aside now: funded less released, refunded and moved on. Equals the escrow account's balance.</summary>
    public long HeldMinor => FundedMinor - ReleasedMinor - RefundedMinor - RolledMinor;

    /// <summary>
    /// What the client still has to set aside before work can begin: the price less what moved here from an earlier
    /// milestone. Nothing once it is funded.
    /// </summary>
    public long MissingMinor =>
        State is MilestoneState.Proposed or MilestoneState.Agreed or MilestoneState.Paying
            ? AmountMinor - HeldMinor
            : 0;

    /// <summary>Nothing more will happen to it.</summary>
    public bool IsClosed =>
        State
            is MilestoneState.Approved
                or MilestoneState.AutoApproved
                or MilestoneState.Refunded
                or MilestoneState.Settled
                or MilestoneState.Cancelled;

    /// <summary>Money is set aside and the client can release it.</summary>
    public bool CanBeReleased =>
        State is MilestoneState.Funded or MilestoneState.Submitted or MilestoneState.ChangesRequested;

    /// <summary>May go from here to there; a closed state goes nowhere.</summary>
    public static bool May(MilestoneState from, MilestoneState to) =>
        LegalMoves.TryGetValue(from, out var next) && next.Contains(to);

    internal Refusal? Agree(Side by)
    {
        if (by == ProposedBy)
        {
            return new Refusal("other_side_agrees", ContractRefusalText.OtherSideAgrees);
        }
        return Move(MilestoneState.Agreed);
    }

    /// <summary>Money that moved here from another milestone has to find its owner first.</summary>
    internal Refusal? Cancel() => HeldMinor > 0 ? Refused() : Move(MilestoneState.Cancelled);

    internal Refusal? StartPaying() => Move(MilestoneState.Paying);

    internal Refusal? PaymentFailed() => Move(MilestoneState.Agreed);

    internal Refusal? Fund(long amountMinor, DateTime now)
    {
        if (Move(MilestoneState.Funded) is { } refusal)
        {
            return refusal;
        }
        FundedMinor += amountMinor;
        FundedAt ??= now;
        return null;
    }

    /// <summary>
    /// Money rolled over from another milestone brings its part of the price along. One that waits for its own money goes on
    /// waiting for it: what is missing stays what it was.
    /// </summary>
    internal void Receive(long amountMinor)
    {
        FundedMinor += amountMinor;
        AmountMinor += amountMinor;
    }

    /// <summary>Handing in starts the 14 days anew, also after changes.</summary>
    internal Refusal? Submit(DateTime now, FrozenRules rules)
    {
        if (Move(MilestoneState.Submitted) is { } refusal)
        {
            return refusal;
        }
        SubmittedAt = now;
        AutoReleaseAt = now.AddDays(rules.AutoApproveDays);
        return null;
    }

    /// <summary>Only this formal request stops the clock; messages do not.</summary>
    internal Refusal? RequestChanges()
    {
        if (Move(MilestoneState.ChangesRequested) is { } refusal)
        {
            return refusal;
        }
        AutoReleaseAt = null;
        return null;
    }

    /// <summary>
    /// Pays out <paramref name="amountMinor"/> of what is held. All of it closes the milestone; a part leaves the rest in the
    /// milestone, open for more work.
    /// </summary>
    internal Refusal? Release(long amountMinor, bool bySilence, DateTime now)
    {
        if (amountMinor <= 0 || amountMinor > HeldMinor)
        {
            return new Refusal("more_than_held", ContractRefusalText.MoreThanHeld, "Form.Amount");
        }
        var all = amountMinor == HeldMinor;
        var next = all ? (bySilence ? MilestoneState.AutoApproved : MilestoneState.Approved) : MilestoneState.Funded;
        if (
            !CanBeReleased && State is not (MilestoneState.RefundRequested or MilestoneState.Disputed)
            || (State != next && !May(State, next))
        )
        {
            return Refused();
        }
        ReleasedMinor += amountMinor;
        State = next;
        AutoReleaseAt = null;
        RefundAt = null;
        ClosedAt = all ? now : null;
        return null;
    }

    internal Refusal? RequestRefund(DateTime now, FrozenRules rules)
    {
        if (HeldMinor == 0)
        {
            return Refused();
        }
        if (Move(MilestoneState.RefundRequested) is { } refusal)
        {
            return refusal;
        }
        AutoReleaseAt = null;
        RefundAt = now.AddDays(rules.RefundRequestDays);
        return null;
    }

    internal Refusal? Dispute()
    {
        if (Move(MilestoneState.Disputed) is { } refusal)
        {
            return refusal;
        }
        AutoReleaseAt = null;
        RefundAt = null;
        return null;
    }

    /// <summary>
    /// Gives part or all of what is held back to the client; all of it closes the milestone. From one that still waits for
    /// its own money only what moved here can go back, and its part of the price with it. In a dispute nothing leaves in
    /// parts.
    /// </summary>
    internal Refusal? Refund(long amountMinor, DateTime now)
    {
        if (amountMinor <= 0 || amountMinor > HeldMinor)
        {
            return new Refusal("more_than_held", ContractRefusalText.MoreThanHeld, "Form.Amount");
        }
        if (State == MilestoneState.Agreed)
        {
            AmountMinor -= amountMinor;
        }
        else if (amountMinor < HeldMinor)
        {
            if (!CanBeReleased && State != MilestoneState.RefundRequested)
            {
                return Refused();
            }
        }
        else
        {
            if (
                Move(
                    ReleasedMinor > 0 && State == MilestoneState.Disputed
                        ? MilestoneState.Settled
                        : MilestoneState.Refunded
                ) is
                { } refusal
            )
            {
                return refusal;
            }
            AutoReleaseAt = null;
            RefundAt = null;
            ClosedAt = now;
        }
        RefundedMinor += amountMinor;
        return null;
    }

    /// <summary>Moves everything still held to the next milestone, after a partial release; its part of the price goes along.</summary>
    internal long RollOver(DateTime now)
    {
        var rest = HeldMinor;
        RolledMinor += rest;
        AmountMinor -= rest;
        State = MilestoneState.Approved;
        AutoReleaseAt = null;
        ClosedAt = now;
        return rest;
    }

    /// <summary>Ends a dispute: so much to each side, together all that is held.</summary>
    internal Refusal? Settle(long toFreelancerMinor, long toClientMinor, DateTime now)
    {
        if (toFreelancerMinor < 0 || toClientMinor < 0 || toFreelancerMinor + toClientMinor != HeldMinor)
        {
            return new Refusal("must_add_up", ContractRefusalText.MustAddUp, "Form.ToFreelancer");
        }
        if (Move(MilestoneState.Settled) is { } refusal)
        {
            return refusal;
        }
        ReleasedMinor += toFreelancerMinor;
        RefundedMinor += toClientMinor;
        ClosedAt = now;
        return null;
    }

    private Refusal? Move(MilestoneState next)
    {
        if (!May(State, next))
        {
            return Refused();
        }
        State = next;
        return null;
    }

    private Refusal Refused() =>
        new("milestone_state", ContractRefusalText.MilestoneState(ContractStateText.Find("milestone" + State) ?? ""));
}
