using System.Text.Json;
using Metier.Ledger;
using Metier.Platform;

namespace Metier.Contracts;

/// <summary>How far an offer is.</summary>
public enum OfferState
{
    /// <summary>Being written; only the client sees it.</summary>
    Draft,

    /// <summary>Waiting for the freelancer.</summary>
    Sent,

    /// <summary>The freelancer asked for other terms; the original can still be accepted.</summary>
    ChangeRequested,

    /// <summary>Became a contract.</summary>
    Accepted,

    /// <summary>The freelancer said no.</summary>
    Declined,

    /// <summary>Nobody answered in time.</summary>
    Expired,

    /// <summary>The client took it back.</summary>
    Withdrawn,
}

/// <summary>One milestone of an offer: what, for how much, until when.</summary>
public sealed record OfferMilestone(string Title, string Description, long AmountMinor, DateOnly? DueOn);

/// <summary>What both sides would agree to.</summary>
/// <param name="Title">What it is called.</param>
/// <param name="Scope">What is to be done, Markdown.</param>
/// <param name="StartOn">When work begins, when somebody said so.</param>
/// <param name="Milestones">The parts of a fixed price; empty for hourly work.</param>
/// <param name="Hourly">The terms of hourly work; null for a fixed price.</param>
/// <param name="Payroll">A staffing partner employs the person; null for freelance work.</param>
public sealed record OfferTerms(
    string Title,
    string Scope,
    DateOnly? StartOn,
    IReadOnlyList<OfferMilestone> Milestones,
    HourlyTerms? Hourly = null,
    PayrollTerms? Payroll = null
)
{
    /// <summary>Sum of the milestones, minor units.</summary>
    public long TotalMinor => Milestones.Sum(m => m.AmountMinor);
}

/// <summary>
/// An offer of a fixed-price contract to one freelancer. Lives seven days after it was sent; the terms that were sent stay
/// acceptable while changes are being discussed.
/// </summary>
public sealed class Offer : IVersioned
{
    private static readonly Dictionary<OfferState, OfferState[]> LegalMoves = new()
    {
        [OfferState.Draft] = [OfferState.Sent, OfferState.Withdrawn],
        [OfferState.Sent] =
        [
            OfferState.Sent,
            OfferState.Accepted,
            OfferState.Declined,
            OfferState.Expired,
            OfferState.Withdrawn,
            OfferState.ChangeRequested,
        ],
        [OfferState.ChangeRequested] =
        [
            OfferState.Sent,
            OfferState.ChangeRequested,
            OfferState.Accepted,
            OfferState.Declined,
            OfferState.Expired,
            OfferState.Withdrawn,
        ],
    };

    /// <summary>Id.</summary>
    public Guid Id { get; init; }

    /// <summary>The job.</summary>
    public Guid JobId { get; init; }

    /// <summary>The proposal it answers.</summary>
    public Guid ProposalId { get; init; }

    /// <summary>Who offers.</summary>
    public Guid ClientId { get; init; }

    /// <summary>To whom.</summary>
    public Guid FreelancerId { get; init; }

    /// <summary>Currency, ISO 4217.</summary>
    public required string Currency { get; init; }

    /// <summary>Where it stands.</summary>
    public OfferState State { get; internal set; }

    /// <summary>The terms, JSON of <see cref="OfferTerms"/>.</summary>
    public required string TermsJson { get; set; }

    /// <summary>The fee schedule shown to both sides and frozen into the contract, JSON of <see cref="FeeTerms"/>.</summary>
    public required string FeeTermsJson { get; set; }

    /// <summary>When it was made, UTC.</summary>
    public DateTime CreatedAt { get; init; }

    /// <summary>When it was sent last.</summary>
    public DateTime? SentAt { get; internal set; }

    /// <summary>When silence ends it; null while it is a draft or after an answer.</summary>
    public DateTime? ExpiresAt { get; internal set; }

    /// <summary>When it was answered, withdrawn or expired.</summary>
    public DateTime? EndedAt { get; internal set; }

    /// <summary>Why it was declined or withdrawn.</summary>
    public string EndReason { get; internal set; } = "";

    /// <inheritdoc/>
    public int Version { get; set; }

    /// <summary>The terms.</summary>
    public OfferTerms Terms => JsonSerializer.Deserialize<OfferTerms>(TermsJson, EventRegistry.Json)!;

    /// <summary>The fee schedule.</summary>
    public FeeTerms Fees => JsonSerializer.Deserialize<FeeTerms>(FeeTermsJson, EventRegistry.Json)!;

    /// <summary>Waits for an answer.</summary>
    public bool IsOpen => State is OfferState.Sent or OfferState.ChangeRequested;

    /// <summary>May go from here to there; a terminal state goes nowhere.</summary>
    public static bool May(OfferState from, OfferState to) =>
        LegalMoves.TryGetValue(from, out var next) && next.Contains(to);

    internal Refusal? Send(DateTime now, RuleOptions rules)
    {
        if (!May(State, OfferState.Sent))
        {
            return Refused();
        }
        State = OfferState.Sent;
        SentAt = now;
        ExpiresAt = now.AddDays(rules.OfferDays);
        return null;
    }

    internal Refusal? AskForChanges(DateTime now, int requestsInTheLastHour, RuleOptions rules)
    {
        if (!May(State, OfferState.ChangeRequested) || IsOver(now))
        {
            return Refused();
        }
        if (requestsInTheLastHour >= rules.OfferChangeRequestsPerHour)
        {
            return new Refusal(
                "too_many_change_requests",
                ContractRefusalText.TooManyChangeRequests(rules.OfferChangeRequestsPerHour)
            );
        }
        State = OfferState.ChangeRequested;
        return null;
    }

    internal Refusal? Accept(DateTime now) => IsOver(now) ? Refused() : End(OfferState.Accepted, now, "");

    internal Refusal? Decline(DateTime now, string reason) => End(OfferState.Declined, now, reason);

    internal Refusal? Withdraw(DateTime now, string reason) => End(OfferState.Withdrawn, now, reason);

    internal Refusal? Expire(DateTime now) => IsOver(now) ? End(OfferState.Expired, now, "") : Refused();

    /// <summary>The seven days are over, whether or not the chore has said so yet.</summary>
    private bool IsOver(DateTime now) => ExpiresAt is { } end && end <= now;

    private Refusal? End(OfferState state, DateTime now, string reason)
    {
        if (!May(State, state))
        {
            return Refused();
        }
        State = state;
        EndedAt = now;
        ExpiresAt = null;
        EndReason = reason;
        return null;
    }

    private Refusal Refused() =>
        new("offer_state", ContractRefusalText.OfferState(ContractStateText.Find("offer" + State) ?? ""));
}

/// <summary>Other terms the freelancer asked for.</summary>
public sealed class OfferChange
{
    /// <summary>Id.</summary>
    public Guid Id { get; init; }

    /// <summary>The offer.</summary>
    public Guid OfferId { get; init; }

    /// <summary>When, UTC.</summary>
    public DateTime At { get; init; }

    /// <summary>Why.</summary>
    public required string Message { get; init; }

    /// <summary>The terms asked for, JSON of <see cref="OfferTerms"/>.</summary>
    public required string TermsJson { get; init; }

    /// <summary>The terms that stood when this was asked, JSON of <see cref="OfferTerms"/>.</summary>
    public required string OfferedJson { get; init; }

    /// <summary>When the client took them over or sent the offer again without them.</summary>
    public DateTime? AnsweredAt { get; set; }

    /// <summary>The terms that stood when this was asked: what the request is compared with, whatever was sent since.</summary>
    public OfferTerms Offered => JsonSerializer.Deserialize<OfferTerms>(OfferedJson, EventRegistry.Json)!;

    /// <summary>The terms asked for.</summary>
    public OfferTerms Terms => JsonSerializer.Deserialize<OfferTerms>(TermsJson, EventRegistry.Json)!;
}
