using Metier.Contracts;
using Metier.Diary;
using Metier.Ledger;
using Metier.Platform;

namespace Metier.Disputes;

/// <summary>How far a dispute of hours is, and so who is to move (rules.md 4).</summary>
public enum HourDisputeState
{
    /// <summary>The freelancer accepts or contests within three days; silence contests.</summary>
    Disputed,

    /// <summary>An arbiter rules segment by segment; without a ruling in time protection decides.</summary>
    Contested,

    /// <summary>It is over.</summary>
    Settled,
}

/// <summary>How a dispute of hours ended.</summary>
public enum HourDisputeOutcome
{
    /// <summary>The freelancer accepted: all named hours went back.</summary>
    Accepted,

    /// <summary>An arbiter ruled.</summary>
    Reviewed,

    /// <summary>Nobody ruled in time: covered segments to the freelancer, the others back.</summary>
    NoRuling,

    /// <summary>The client took it back.</summary>
    Cancelled,
}

/// <summary>
/// A disagreement about hours of one week. Only their price stays in the week's account; the other hours are released on time. A week
/// is disputed once.
/// </summary>
public sealed class HourDispute : IVersioned
{
    /// <summary>Id.</summary>
    public Guid Id { get; init; }

    /// <summary>The week; it has one dispute.</summary>
    public Guid WeekId { get; init; }

    /// <summary>The contract.</summary>
    public Guid ContractId { get; init; }

    /// <summary>Who opened it.</summary>
    public Guid ClientId { get; init; }

    /// <summary>Who worked.</summary>
    public Guid FreelancerId { get; init; }

    /// <summary>The contract's title.</summary>
    public required string Title { get; init; }

    /// <summary>The week's first day.</summary>
    public DateOnly Monday { get; init; }

    /// <summary>Currency, ISO 4217.</summary>
    public required string Currency { get; init; }

    /// <summary>Billed minutes that were named.</summary>
    public int Minutes { get; init; }

    /// <summary>Their price, minor units.</summary>
    public long HeldMinor { get; init; }

    /// <summary>Why, in the client's words.</summary>
    public required string Reason { get; init; }

    /// <summary>Where it stands.</summary>
    public HourDisputeState State { get; private set; }

    /// <summary>When it was opened, UTC.</summary>
    public DateTime OpenedAt { get; init; }

    /// <summary>When silence decides the present state; null when it is over.</summary>
    public DateTime? DueAt { get; private set; }

    /// <summary>When the freelancer answered; null while it has not, and for ever when it was silent.</summary>
    public DateTime? AnsweredAt { get; private set; }

    /// <summary>The freelancer's answer.</summary>
    public string Answer { get; private set; } = "";

    /// <summary>When it was over, UTC.</summary>
    public DateTime? ClosedAt { get; private set; }

    /// <summary>How it ended.</summary>
    public HourDisputeOutcome? Outcome { get; private set; }

    /// <summary>What went back to the client, without the processing fee, minor units.</summary>
    public long ToClientMinor { get; private set; }

    /// <summary>The arbiter's reasons.</summary>
    public string Ruling { get; private set; } = "";

    /// <summary>The arbiter.</summary>
    public Guid? RuledBy { get; private set; }

    /// <inheritdoc/>
    public int Version { get; set; }

    /// <summary>The currency.</summary>
    public Currency Unit => Metier.Ledger.Currency.Of(Currency);

    /// <summary>What was named, as money.</summary>
    public Money Held => Unit.Minor(HeldMinor);

    /// <summary>It is not over.</summary>
    public bool IsOpen => State != HourDisputeState.Settled;

    /// <summary>Which side this person is on; null for strangers.</summary>
    public Side? SideOf(Actor actor)
    {
        ArgumentNullException.ThrowIfNull(actor);
        return actor.MemberId == FreelancerId ? Side.Freelancer
            : actor.ClientId == ClientId ? Side.Client
            : null;
    }

    internal static HourDispute Open(
        Guid id,
        DiaryWeek week,
        int minutes,
        long heldMinor,
        string reason,
        int answerDays,
        DateTime now
    ) =>
        new()
        {
            Id = id,
            WeekId = week.Id,
            ContractId = week.ContractId,
            ClientId = week.ClientId,
            FreelancerId = week.FreelancerId,
            Title = week.Title,
            Monday = week.Monday,
            Currency = week.Currency,
            Minutes = minutes,
            HeldMinor = heldMinor,
            Reason = reason,
            State = HourDisputeState.Disputed,
            OpenedAt = now,
            DueAt = now.AddDays(answerDays),
        };

    /// <summary>Nothing can be done any more by this state's owner.</summary>
    internal Refusal? Refuse(HourDisputeState wanted, DateTime now) =>
        !IsOpen ? new Refusal("dispute_closed", HourDisputeRefusalText.Closed)
        : State != wanted
            ? new Refusal(
                "dispute_state",
                wanted == HourDisputeState.Contested
                    ? HourDisputeRefusalText.NotContested
                    : HourDisputeRefusalText.AlreadyContested
            )
        : now >= DueAt ? new Refusal("dispute_too_late", HourDisputeRefusalText.TooLate)
        : null;

    /// <summary>Its money was frozen for so long: the deadline is as much later.</summary>
    internal void Postpone(TimeSpan by) => DueAt += by;

    /// <summary>The freelancer, or its silence (no words), asks for a ruling.</summary>
    internal void Contest(string? answer, int rulingDays, DateTime now)
    {
        AnsweredAt = answer is null ? null : now;
        Answer = answer ?? "";
        State = HourDisputeState.Contested;
        DueAt = now.AddDays(rulingDays);
    }

    internal void Accept(DateTime now) => AnsweredAt = now;

    internal void Rule(Guid arbiterId, string reasons) => (RuledBy, Ruling) = (arbiterId, reasons);

    internal void Settle(HourDisputeOutcome outcome, long toClientMinor, DateTime now)
    {
        State = HourDisputeState.Settled;
        Outcome = outcome;
        ToClientMinor = toClientMinor;
        ClosedAt = now;
        DueAt = null;
    }
}

/// <summary>One segment that was named.</summary>
public sealed class HourDisputeSegment
{
    /// <summary>The dispute.</summary>
    public Guid DisputeId { get; init; }

    /// <summary>First minute, see <see cref="DiaryTime"/>.</summary>
    public int Start { get; init; }

    /// <summary>Billed minutes of it that were named; all of them, unless hours were named and this one is the last.</summary>
    public int Minutes { get; init; }

    /// <summary>These minutes × rate: sixty times their price.</summary>
    public long Weight { get; init; }

    /// <summary>Payment protection when it was named; what is preselected, and what decides when nobody rules.</summary>
    public Coverage Coverage { get; init; }

    /// <summary>Decided: goes back to the client; null while it is open.</summary>
    public bool? ToClient { get; internal set; }
}

/// <summary>What was named of a week.</summary>
internal sealed record NamedHours(IReadOnlyList<(WeekSegment Segment, int Minutes)> Segments)
{
    public int Minutes => Segments.Sum(s => s.Minutes);

    public static long WeightOf(WeekSegment segment, int minutes) =>
        minutes == segment.Billed ? segment.Weight : segment.Weight * minutes / segment.Billed;

    /// <summary>These segments; billed ones only.</summary>
    public static NamedHours Of(IReadOnlyList<WeekSegment> all, IReadOnlyCollection<int> starts) =>
        new([.. all.Where(s => s.Billed > 0 && starts.Contains(s.Start)).Select(s => (s, s.Billed))]);

    /// <summary>So many minutes: those that are not covered first, then the latest.</summary>
    public static NamedHours Of(IReadOnlyList<WeekSegment> all, int minutes)
    {
        var left = minutes;
        var named = new List<(WeekSegment, int)>();
        foreach (
            var segment in all.Where(s => s.Billed > 0)
                .OrderBy(s => s.Coverage == Coverage.Covered)
                .ThenByDescending(s => s.Start)
        )
        {
            var part = Math.Min(left, segment.Billed);
            if (part == 0)
            {
                break;
            }
            named.Add((segment, part));
            left -= part;
        }
        return new NamedHours([.. named.OrderBy(n => n.Item1.Start)]);
    }
}
