using Metier.Ledger;
using Metier.Platform;
using Microsoft.EntityFrameworkCore;

namespace Metier.Payments;

/// <summary>A chargeback in the sandbox's own books.</summary>
internal sealed class SandboxDispute : IVersioned
{
    public required string Reference { get; init; }

    /// <summary>The charge's operation and the sandbox's name of it.</summary>
    public Guid OperationId { get; init; }

    public required string CollectionReference { get; init; }
    public long AmountMinor { get; init; }
    public required string Currency { get; init; }
    public required string Reason { get; init; }
    public ChargebackOutcome Outcome { get; set; }

    /// <summary>When the client complains; the money leaves in the same moment.</summary>
    public DateTime OpensAt { get; init; }

    /// <summary>Without an answer until then it is lost.</summary>
    public DateTime DueAt { get; init; }

    /// <summary>An answer is believed then.</summary>
    public DateTime? DecidesAt { get; set; }

    /// <summary>When the money came back.</summary>
    public DateTime? ReturnedAt { get; set; }

    /// <summary>When its next message is sent; null when nothing more is to come.</summary>
    public DateTime? TellAt { get; set; }

    public int Told { get; set; }
    public int Version { get; set; }

    public static SandboxDispute Of(SandboxOperation charge, long minor, DateTime opensAt) =>
        new()
        {
            Reference = "dp_" + Uuid5.Of(charge.Id, $"dispute/{opensAt.Ticks}").ToString("N"),
            OperationId = charge.Id,
            CollectionReference = charge.Reference,
            AmountMinor = minor,
            Currency = charge.Currency,
            Reason = "fraudulent",
            OpensAt = opensAt,
            DueAt = opensAt + SandboxBank.AnswerTime,
            TellAt = opensAt,
        };

    /// <summary>Brings it up to now: lost without an answer, won some days after one.</summary>
    public void Resolve(DateTime now)
    {
        if (Outcome == ChargebackOutcome.Open && DueAt <= now)
        {
            Outcome = ChargebackOutcome.Lost;
        }
        else if (Outcome == ChargebackOutcome.UnderReview && DecidesAt <= now)
        {
            (Outcome, ReturnedAt) = (ChargebackOutcome.Won, DecidesAt);
        }
    }

    /// <summary>The moment at which there is something to tell next.</summary>
    public DateTime? NextNews() =>
        Outcome switch
        {
            ChargebackOutcome.Open => DueAt,
            ChargebackOutcome.UnderReview => DecidesAt,
            _ => null,
        };

    public ChargebackFacts Facts()
    {
        var unit = Metier.Ledger.Currency.Of(Currency);
        return new(
            Reference,
            CollectionReference,
            unit.Minor(AmountMinor),
            unit.Minor(ReturnedAt is null ? AmountMinor : 0),
            SandboxBank.Fee(unit),
            Reason,
            Outcome,
            OpensAt,
            Outcome == ChargebackOutcome.Open ? DueAt : null
        );
    }

    public IEnumerable<SettlementLine> Lines()
    {
        var unit = Metier.Ledger.Currency.Of(Currency);
        var (amount, none) = (unit.Minor(AmountMinor), Money.Zero(unit));
        yield return SettlementLine.Of(
            "txd_" + Reference,
            SettlementKind.Chargeback,
            -amount,
            SandboxBank.Fee(unit),
            OpensAt,
            OpensAt,
            CollectionReference,
            OperationId,
            Reason
        );
        if (ReturnedAt is { } at)
        {
            yield return SettlementLine.Of(
                "txw_" + Reference,
                SettlementKind.ChargebackReturned,
                amount,
                none,
                at,
                at,
                CollectionReference,
                OperationId,
                Reason
            );
        }
    }
}

/// <summary>The clients' bank of the sandbox, in the hands of finance: it opens chargebacks and decides them.</summary>
public sealed class SandboxBank(MetierDb db, InstanceOptions instance)
{
    /// <summary>So long a chargeback can be answered.</summary>
    public static readonly TimeSpan AnswerTime = TimeSpan.FromDays(7);

    /// <summary>So long the bank thinks about an answer; then it believes it.</summary>
    public static readonly TimeSpan ThinkingTime = TimeSpan.FromDays(3);

    /// <summary>The test card’s owner complains so long after the charge.</summary>
    public static readonly TimeSpan ComplaintTime = TimeSpan.FromHours(1);

    /// <summary>What the sandbox takes for a chargeback.</summary>
    public static Money Fee(Currency currency) => PaymentOptions.Amount(15, currency);

    /// <summary>Opens a chargeback of a charge; of the whole charge when no amount is given. Sandbox and finance only.</summary>
    public Task<Outcome<Done>> OpenAsync(Guid chargeId, Money? amount, Actor actor, CancellationToken ct) =>
        db.WriteAsync<Done>(
            async () =>
            {
                ArgumentNullException.ThrowIfNull(actor);
                var charge =
                    instance.Sandbox && actor.May(StaffRoles.Finance)
                        ? await db.SandboxOperations.SingleOrDefaultAsync(
                            o => o.Id == chargeId && o.Kind == OperationKind.Collect && o.BookedAt != null,
                            ct
                        )
                        : null;
                if (charge is null)
                {
                    return Refusal.NotFound();
                }
                var minor = amount?.Minor ?? charge.AmountMinor;
                if (minor <= 0 || minor > charge.AmountMinor)
                {
                    return new Refusal("amount_missing", PaymentRefusalText.AmountMissing, "Form.Amount");
                }
                db.SandboxDisputes.Add(SandboxDispute.Of(charge, minor, db.Now));
                return Done.It;
            },
            ct
        );

    /// <summary>Decides a chargeback now.</summary>
    public Task<Outcome<Done>> DecideAsync(string reference, bool won, Actor actor, CancellationToken ct) =>
        db.WriteAsync<Done>(
            async () =>
            {
                ArgumentNullException.ThrowIfNull(actor);
                if (
                    !instance.Sandbox
                    || !actor.May(StaffRoles.Finance)
                    || await db.SandboxDisputes.SingleOrDefaultAsync(d => d.Reference == reference, ct) is not { } it
                )
                {
                    return Refusal.NotFound();
                }
                if (it.Outcome is ChargebackOutcome.Won or ChargebackOutcome.Lost)
                {
                    return Refusal.Conflict();
                }
                it.Outcome = won ? ChargebackOutcome.Won : ChargebackOutcome.Lost;
                it.ReturnedAt = won ? db.Now : null;
                it.TellAt = db.Now;
                return Done.It;
            },
            ct
        );
}

/// <summary>The messages the sandbox sends about its chargebacks: stored like those that come from outside.</summary>
internal sealed class TellSandboxDisputes(MetierDb db) : Chore
{
    public const string Kind = "charge.dispute.updated";

    public override Task<DateTime?> NextDueAsync(CancellationToken ct) =>
        db.SandboxDisputes.Where(d => d.TellAt != null).MinAsync(d => d.TellAt, ct);

    public override async Task<int> RunAsync(CancellationToken ct)
    {
        var told = new List<ProviderNews>();
        var done = await db.WriteAsync<int>(
            async () =>
            {
                told.Clear();
                var now = db.Now;
                var due = await db
                    .SandboxDisputes.Where(d => d.TellAt <= now)
                    .OrderBy(d => d.TellAt)
                    .Take(200)
                    .ToListAsync(ct);
                foreach (var it in due)
                {
                    it.Resolve(now);
                    it.TellAt = it.NextNews();
                    it.Told++;
                    told.Add(new($"evt_{it.Reference}_{it.Told}", Kind, it.Reference, null, now, it.Reference));
                }
                await ProviderEvents.KeepAsync(db, "sandbox", told, ct);
                return due.Count;
            },
            ct
        );
        return done.Ok ? done.Value : 0;
    }
}
