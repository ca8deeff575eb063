using Metier.Platform;

namespace Metier.Payments;

/// <summary>Where the money of a settled charge goes.</summary>
public enum ChargeTarget
{
    /// <summary>Held for the milestone that is the charge's subject, until it is released or refunded.</summary>
    Escrow,

    /// <summary>
    /// Held for the week of hours that is the charge's subject, in that week's account, until its review ends or it is refunded.
    /// </summary>
    Week,

    /// <summary>Earned by the freelancer at once (a bonus), less the service fee; available after the security period.</summary>
    Earning,

    /// <summary>Pays what the client owes for a lost chargeback; nobody earns it.</summary>
    Debt,
}

/// <summary>
/// What a charge is for. The module that asks for the charge registers one; its methods run inside the transaction that
/// writes the result, so the money and its effect are never apart.
/// </summary>
public abstract class ChargePurpose
{
    /// <summary>The stable name stored with each charge, for example <c>milestone</c>.</summary>
    public abstract string Kind { get; }

    /// <summary>Where the money goes.</summary>
    public abstract ChargeTarget Target { get; }

    /// <summary>
    /// The charge is paid. A refusal means that what it was for has gone meanwhile: the purpose must then have changed
    /// nothing, and the money goes back to the client.
    /// </summary>
    public abstract Task<Outcome<Done>> SettledAsync(Charge charge, CancellationToken ct);

    /// <summary>
    /// The client must confirm the charge on the provider's page. Purposes whose client is not there when the charge is made tell
    /// them; the others need nothing, because the page leads there.
    /// </summary>
    public virtual Task ActionRequiredAsync(Charge charge, CancellationToken ct) => Task.CompletedTask;

    /// <summary>
    /// How much of the work a lost chargeback is about is protected, as a share; what is not released yet is asked for apart.
    /// By itself a milestone's money is once it was released.
    /// </summary>
    public virtual Task<(long Part, long Whole)> CoveredAsync(Guid subjectId, bool released, CancellationToken ct) =>
        Task.FromResult((Target == ChargeTarget.Escrow && released ? 1L : 0L, 1L));

    /// <summary>A lost chargeback took this much of what was held for the subject; minor units.</summary>
    public virtual Task TakenBackAsync(Guid subjectId, long minor, CancellationToken ct) => Task.CompletedTask;

    /// <summary>What was held for the subject is no longer frozen: its deadlines go on where they had stopped.</summary>
    public virtual Task ThawedAsync(Guid subjectId, TimeSpan lasted, CancellationToken ct) => Task.CompletedTask;

    /// <summary>The charge was refused, or never confirmed; nothing was paid.</summary>
    public abstract Task FailedAsync(Charge charge, CancellationToken ct);
}
