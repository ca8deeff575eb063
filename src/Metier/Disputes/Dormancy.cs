using Metier.Contracts;
using Metier.Platform;

namespace Metier.Disputes;

/// <summary>How far a contract has fallen asleep.</summary>
public enum DormancyStep
{
    /// <summary>Nothing to say yet.</summary>
    Watching,

    /// <summary>The first notice was sent, on day 76.</summary>
    NoticedOnce,

    /// <summary>The second notice was sent, on day 83.</summary>
    NoticedTwice,

    /// <summary>Dormant since day 90: the client has seven days to release, to end the contract, or to say that it goes on.</summary>
    ClientToAct,

    /// <summary>The client was silent: the freelancer has seven days to ask for the release by handing in.</summary>
    FreelancerToAct,

    /// <summary>Everybody was silent, and the money went back.</summary>
    GivenBack,
}

/// <summary>
/// The watch over one contract whose money nobody moves. Anything a person does on the contract begins it anew; messages
/// do not.
/// </summary>
public sealed class Dormancy : IVersioned
{
    /// <summary>The contract.</summary>
    public Guid ContractId { get; init; }

    /// <summary>Who paid.</summary>
    public Guid ClientId { get; init; }

    /// <summary>Who works.</summary>
    public Guid FreelancerId { get; init; }

    /// <summary>What it is called.</summary>
    public required string Title { get; init; }

    /// <summary>The last due date or activity.</summary>
    public DateTime IdleSince { get; private set; }

    /// <summary>How far it is.</summary>
    public DormancyStep Step { get; private set; }

    /// <summary>When the next step happens by itself; null while nothing is held that could sleep.</summary>
    public DateTime? DueAt { get; private set; }

    /// <inheritdoc/>
    public int Version { get; set; }

    /// <summary>Both sides are shown that it falls asleep.</summary>
    public bool IsShown => DueAt is not null && Step != DormancyStep.Watching;

    /// <summary>Follows what is held and done. True when the watch began anew or ended.</summary>
    internal bool Follow(IdleContract? idle, RuleOptions rules)
    {
        if (idle is null)
        {
            var changed = DueAt is not null;
            DueAt = null;
            if (Step != DormancyStep.GivenBack)
            {
                Step = DormancyStep.Watching;
            }
            return changed;
        }
        if (DueAt is not null && IdleSince == idle.Since)
        {
            return false;
        }
        IdleSince = idle.Since;
        Step = DormancyStep.Watching;
        DueAt = idle.Since.AddDays(rules.DormantFirstNoticeDays);
        return true;
    }

    /// <summary>The time of the present step is over.</summary>
    internal DormancyStep Advance(RuleOptions rules, DateTime now)
    {
        // Nobody loses days because the server was down when a step was due.
        var at = now - DueAt!.Value > TimeSpan.FromDays(1) ? now : DueAt.Value;
        (Step, DueAt) = Step switch
        {
            DormancyStep.Watching => (
                DormancyStep.NoticedOnce,
                at.AddDays(rules.DormantSecondNoticeDays - rules.DormantFirstNoticeDays)
            ),
            DormancyStep.NoticedOnce => (
                DormancyStep.NoticedTwice,
                at.AddDays(rules.DormantDays - rules.DormantSecondNoticeDays)
            ),
            DormancyStep.NoticedTwice => (DormancyStep.ClientToAct, at.AddDays(rules.DormantClientDays)),
            DormancyStep.ClientToAct => (DormancyStep.FreelancerToAct, at.AddDays(rules.DormantFreelancerDays)),
            _ => (DormancyStep.GivenBack, (DateTime?)null),
        };
        return Step;
    }
}

/// <summary>A contract fell asleep one step further; <paramref name="Until"/> is when the next step comes.</summary>
public sealed record DormancyAdvanced(
    Guid ContractId,
    Guid ClientId,
    Guid FreelancerId,
    string Title,
    DormancyStep Step,
    DateTime IdleSince,
    DateTime? Until,
    Ledger.Money Held
);
