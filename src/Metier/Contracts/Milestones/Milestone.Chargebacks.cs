namespace Metier.Contracts;

/// <content>What a chargeback does to a milestone.</content>
public sealed partial class Milestone
{
    /// <summary>
    /// The client's bank has taken so much of what is held: by the book a refund that nobody asked for. All of it closes the
    /// milestone from any state; after a part the rest goes its way.
    /// </summary>
    internal void TakeBack(long amountMinor, DateTime now)
    {
        if (amountMinor <= 0 || amountMinor > HeldMinor)
        {
            throw new ArgumentOutOfRangeException(nameof(amountMinor), "More than is held.");
        }
        RefundedMinor += amountMinor;
        if (State is MilestoneState.Proposed or MilestoneState.Agreed or MilestoneState.Paying)
        {
            AmountMinor -= amountMinor;
        }
        else if (HeldMinor == 0)
        {
            State = ReleasedMinor > 0 ? MilestoneState.Settled : MilestoneState.Refunded;
            (AutoReleaseAt, RefundAt, ClosedAt) = (null, null, now);
        }
    }

    /// <summary>Its money was frozen for so long: what was to happen by silence happens as much later.</summary>
    internal void Postpone(TimeSpan by)
    {
        AutoReleaseAt += by;
        RefundAt += by;
    }
}
