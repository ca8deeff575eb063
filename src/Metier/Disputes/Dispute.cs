using Metier.Contracts;
using Metier.Ledger;
using Metier.Platform;

namespace Metier.Disputes;

/// <summary>How far a dispute is, and so who is to move.</summary>
public enum DisputeState
{
    /// <summary>The client has five business days to answer; silence is for the freelancer.</summary>
    AwaitingClient,

    /// <summary>Both talk: evidence and offers, until 21 days after the opening.</summary>
    Talking,

    /// <summary>An arbiter decides; without a ruling in time each side gets half.</summary>
    AwaitingRuling,

    /// <summary>It is over.</summary>
    Closed,
}

/// <summary>How a dispute ended.</summary>
public enum DisputeOutcome
{
    /// <summary>One side accepted the other's offer, or gave in.</summary>
    Agreed,

    /// <summary>An arbiter ruled.</summary>
    Ruled,

    /// <summary>The client did not answer: everything went to the freelancer.</summary>
    ClientSilent,

    /// <summary>Nobody ruled in time: each side got half.</summary>
    NoRuling,

    /// <summary>The money found its owner another way; the freelancer gave it back.</summary>
    GivenBack,

    /// <summary>The client's bank took it back by a chargeback.</summary>
    TakenBack,
}

/// <summary>
/// A disagreement about the money of one milestone. Whoever has to move, by when, and what happens otherwise is always
/// known: <see cref="State"/> and <see cref="DueAt"/>.
/// </summary>
public sealed class Dispute : IVersioned
{
    /// <summary>Id.</summary>
    public Guid Id { get; init; }

    /// <summary>The contract.</summary>
    public Guid ContractId { get; init; }

    /// <summary>The milestone; it has one open dispute at most.</summary>
    public Guid MilestoneId { get; init; }

    /// <summary>Its number in the contract.</summary>
    public int Number { get; init; }

    /// <summary>What it is about: contract and milestone.</summary>
    public required string Title { get; init; }

    /// <summary>Who paid.</summary>
    public Guid ClientId { get; init; }

    /// <summary>Who worked; the freelancer opens disputes.</summary>
    public Guid FreelancerId { get; init; }

    /// <summary>Currency, ISO 4217.</summary>
    public required string Currency { get; init; }

    /// <summary>What was held when it was opened, minor units.</summary>
    public long HeldMinor { get; init; }

    /// <summary>Where it stands.</summary>
    public DisputeState State { get; private set; }

    /// <summary>When it was opened, UTC.</summary>
    public DateTime OpenedAt { get; init; }

    /// <summary>When silence decides the present state; null when it is over.</summary>
    public DateTime? DueAt { get; private set; }

    /// <summary>Until when the two can talk before an arbiter is asked.</summary>
    public DateTime TalkUntil { get; init; }

    /// <summary>When the client first answered.</summary>
    public DateTime? ClientAnsweredAt { get; private set; }

    /// <summary>When it was over.</summary>
    public DateTime? ClosedAt { get; private set; }

    /// <summary>How it ended.</summary>
    public DisputeOutcome? Outcome { get; private set; }

    /// <summary>What the freelancer got, minor units, before fees.</summary>
    public long ToFreelancerMinor { get; private set; }

    /// <summary>What the client got back, minor units.</summary>
    public long ToClientMinor { get; private set; }

    /// <summary>The arbiter's reasons.</summary>
    public string Ruling { get; private set; } = "";

    /// <summary>The arbiter.</summary>
    public Guid? RuledBy { get; private set; }

    /// <inheritdoc/>
    public int Version { get; set; }

    /// <summary>The currency.</summary>
    public Currency Unit => Ledger.Currency.Of(Currency);

    /// <summary>It is not over.</summary>
    public bool IsOpen => State != DisputeState.Closed;

    /// <summary>Which side this person is on; null for strangers.</summary>
    public Side? SideOf(Actor actor)
    {
        ArgumentNullException.ThrowIfNull(actor);
        return actor.MemberId == FreelancerId ? Side.Freelancer
            : actor.ClientId == ClientId ? Side.Client
            : null;
    }

    internal static Dispute Open(Guid id, DisputedMilestone about, RuleOptions rules, DateTime now) =>
        new()
        {
            Id = id,
            ContractId = about.ContractId,
            MilestoneId = about.MilestoneId,
            Number = about.Number,
            Title = $"{about.ContractTitle}: {about.Title}",
            ClientId = about.ClientId,
            FreelancerId = about.FreelancerId,
            Currency = about.Held.Currency.Code,
            HeldMinor = about.Held.Minor,
            State = DisputeState.AwaitingClient,
            OpenedAt = now,
            DueAt = BusinessDays.After(now, rules.DisputeAnswerBusinessDays),
            TalkUntil = now.AddDays(rules.DisputeTalkDays),
        };

    /// <summary>Somebody says something or offers something. The client's first word ends its five days.</summary>
    internal Refusal? Speak(Side by, DateTime now)
    {
        if (Over(now) is { } refusal)
        {
            return refusal;
        }
        if (by == Side.Client && State == DisputeState.AwaitingClient)
        {
            ClientAnsweredAt = now;
            State = DisputeState.Talking;
            DueAt = TalkUntil;
        }
        return null;
    }

    /// <summary>The time of the present state is over and nobody closed it: an arbiter is asked. False when it closes instead.</summary>
    internal bool AskArbiter(RuleOptions rules, DateTime now)
    {
        if (State != DisputeState.Talking)
        {
            return false;
        }
        State = DisputeState.AwaitingRuling;
        DueAt = now.AddDays(rules.DisputeRulingDays);
        return true;
    }

    /// <summary>Nothing can be done any more: it is closed, or its deadline has passed and the chore has not come yet.</summary>
    internal Refusal? Over(DateTime now)
    {
        if (!IsOpen)
        {
            return new Refusal("dispute_closed", DisputeRefusalText.Closed);
        }
        // The end of talking closes nothing: offers stay possible until the ruling.
        return State != DisputeState.Talking && now >= DueAt
            ? new Refusal("dispute_too_late", DisputeRefusalText.TooLate)
            : null;
    }

    /// <summary>Its money was frozen for so long: the deadline is as much later.</summary>
    internal void Postpone(TimeSpan by) => DueAt += by;

    internal void Rule(Guid arbiterId, string reasons)
    {
        RuledBy = arbiterId;
        Ruling = reasons;
    }

    internal void Close(DisputeOutcome outcome, long toFreelancerMinor, long toClientMinor, DateTime now)
    {
        State = DisputeState.Closed;
        Outcome = outcome;
        ToFreelancerMinor = toFreelancerMinor;
        ToClientMinor = toClientMinor;
        ClosedAt = now;
        DueAt = null;
    }
}

/// <summary>Something one side, or the arbiter, said in a dispute. Never changed.</summary>
public sealed class DisputeEntry
{
    /// <summary>Id, ordered by time.</summary>
    public Guid Id { get; init; }

    /// <summary>The dispute.</summary>
    public Guid DisputeId { get; init; }

    /// <summary>Whose side it is for.</summary>
    public Side By { get; init; }

    /// <summary>The person.</summary>
    public Guid MemberId { get; init; }

    /// <summary>When, UTC.</summary>
    public DateTime At { get; init; }

    /// <summary>In their words.</summary>
    public required string Text { get; init; }
}

/// <summary>A file brought as evidence.</summary>
public sealed class DisputeFile
{
    /// <summary>The entry it came with.</summary>
    public Guid EntryId { get; init; }

    /// <summary>The stored file.</summary>
    public Guid FileId { get; init; }
}

/// <summary>One side would settle for this; the newest of each side stands until it is answered or replaced.</summary>
public sealed class SettlementOffer
{
    /// <summary>Id.</summary>
    public Guid Id { get; init; }

    /// <summary>The dispute.</summary>
    public Guid DisputeId { get; init; }

    /// <summary>Who offers.</summary>
    public Side By { get; init; }

    /// <summary>The person.</summary>
    public Guid MemberId { get; init; }

    /// <summary>What the freelancer would get; the rest goes to the client.</summary>
    public long ToFreelancerMinor { get; init; }

    /// <summary>When, UTC.</summary>
    public DateTime At { get; init; }

    /// <summary>When it was replaced or accepted, or the dispute ended.</summary>
    public DateTime? EndedAt { get; internal set; }
}

/// <summary>Days on which offices work: Monday to Friday, UTC. Holidays differ too much between countries to be counted.</summary>
public static class BusinessDays
{
    /// <summary>The same time of day, so many working days later; from a weekend they count from Monday on.</summary>
    public static DateTime After(DateTime from, int days)
    {
        var at = from;
        while (days > 0)
        {
            at = at.AddDays(1);
            if (at.DayOfWeek is not (DayOfWeek.Saturday or DayOfWeek.Sunday))
            {
                days--;
            }
        }
        return at;
    }
}
