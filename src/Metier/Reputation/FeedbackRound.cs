using Metier.Contracts;
using Metier.Platform;

namespace Metier.Reputation;

/// <summary>
/// The feedback of one ended contract: who has given it and until when. Both sides write this row, so two people giving at
/// the same moment meet here, and one of them sees the other.
/// </summary>
public sealed class FeedbackRound : IVersioned
{
    /// <summary>The contract; it has one round.</summary>
    public Guid ContractId { get; init; }

    /// <summary>Who paid.</summary>
    public Guid ClientId { get; init; }

    /// <summary>Who worked.</summary>
    public Guid FreelancerId { get; init; }

    /// <summary>What the contract was called.</summary>
    public required string Title { get; init; }

    /// <summary>What was paid, in minor units, before fees; without payment the reviews do not count.</summary>
    public long PaidMinor { get; internal set; }

    /// <summary>Currency, ISO 4217.</summary>
    public required string Currency { get; init; }

    /// <summary>When work began, UTC.</summary>
    public DateTime StartedAt { get; init; }

    /// <summary>When the contract was over, UTC.</summary>
    public DateTime EndedAt { get; init; }

    /// <summary>Feedback can be given before this moment.</summary>
    public DateTime OpenUntil { get; init; }

    /// <summary>When the client gave it.</summary>
    public DateTime? ClientGaveAt { get; internal set; }

    /// <summary>When the freelancer gave it.</summary>
    public DateTime? FreelancerGaveAt { get; internal set; }

    /// <summary>When time will show what only one side gave; null when nothing waits.</summary>
    public DateTime? ShowAt { get; internal set; }

    /// <summary>When it was shown.</summary>
    public DateTime? ShownAt { get; internal set; }

    /// <inheritdoc/>
    public int Version { get; set; }

    /// <summary>When this side gave it; null when it has not.</summary>
    public DateTime? GaveAt(Side side) => side == Side.Client ? ClientGaveAt : FreelancerGaveAt;

    /// <summary>This side can still give it.</summary>
    public bool IsOpenFor(Side side, DateTime now) => GaveAt(side) is null && now < OpenUntil;

    /// <summary>Notes that a side has given. True when both have: it is shown now.</summary>
    internal bool Give(Side side, DateTime now)
    {
        if (side == Side.Client)
        {
            ClientGaveAt = now;
        }
        else
        {
            FreelancerGaveAt = now;
        }
        ShowAt = OpenUntil;
        return ClientGaveAt is not null && FreelancerGaveAt is not null;
    }

    internal void Show(long paidMinor, DateTime now)
    {
        PaidMinor = paidMinor;
        ShownAt = now;
        ShowAt = null;
    }
}
