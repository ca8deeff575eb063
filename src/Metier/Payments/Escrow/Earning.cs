using Metier.Ledger;
using Metier.Platform;

namespace Metier.Payments;

/// <summary>Money a freelancer has earned: one release, award or bonus.</summary>
internal sealed class Earning : IVersioned
{
    /// <summary>The cause's id, so that it is earned once.</summary>
    public Guid Id { get; init; }

    public Guid FreelancerId { get; init; }
    public Guid ClientId { get; init; }
    public Guid ContractId { get; init; }
    public required string PurposeKind { get; init; }

    /// <summary>The milestone or the bonus.</summary>
    public Guid SubjectId { get; init; }

    public required string Currency { get; init; }
    public long GrossMinor { get; init; }
    public long ServiceFeeMinor { get; init; }

    /// <summary>The client's processing fee that was paid for this part.</summary>
    public long ProcessingFeeMinor { get; init; }

    public DateTime EarnedAt { get; init; }

    /// <summary>When the security period ends.</summary>
    public DateTime AvailableAt { get; init; }

    /// <summary>When it was booked as available; null before.</summary>
    public DateTime? AvailableSince { get; set; }

    /// <summary>Frozen by chargebacks: the price.</summary>
    public long FrozenGrossMinor { get; set; }

    /// <summary>Frozen by chargebacks: what of it lies in the freelancer's account for disputed money.</summary>
    public long FrozenMinor { get; set; }

    public long RefundedGrossMinor { get; set; }
    public long RefundedFeeMinor { get; set; }
    public int Version { get; set; }

    public Currency Unit => Metier.Ledger.Currency.Of(Currency);
    public long NetMinor => GrossMinor - ServiceFeeMinor;

    /// <summary>What the freelancer still has of it.</summary>
    public long NetLeftMinor => NetMinor - RefundedGrossMinor + RefundedFeeMinor;

    public EarningView View() =>
        new(Id, Unit.Minor(GrossMinor), Unit.Minor(ServiceFeeMinor), Unit.Minor(NetMinor), AvailableAt);
}

/// <summary>What a release brought the freelancer.</summary>
/// <param name="Id">The cause.</param>
/// <param name="Gross">The price of the work.</param>
/// <param name="ServiceFee">The commission.</param>
/// <param name="Net">What the freelancer receives.</param>
/// <param name="AvailableAt">When it can be withdrawn, UTC.</param>
public sealed record EarningView(Guid Id, Money Gross, Money ServiceFee, Money Net, DateTime AvailableAt);

/// <summary>Writes earnings down beside their postings.</summary>
public sealed class EarningBook(MetierDb db, RuleOptions rules)
{
    internal Earning Add(
        Guid id,
        Parties parties,
        string purposeKind,
        Guid subjectId,
        Money gross,
        Money service,
        Money processing,
        DateTime? heldFrom = null
    )
    {
        var earning = new Earning
        {
            Id = id,
            ClientId = parties.ClientId!.Value,
            FreelancerId = parties.FreelancerId!.Value,
            ContractId = parties.ContractId!.Value,
            PurposeKind = purposeKind,
            SubjectId = subjectId,
            Currency = gross.Currency.Code,
            GrossMinor = gross.Minor,
            ServiceFeeMinor = service.Minor,
            ProcessingFeeMinor = processing.Minor,
            EarnedAt = db.Now,
            AvailableAt = (heldFrom ?? db.Now).AddDays(rules.SecurityDays),
        };
        db.Earnings.Add(earning);
        db.Raise(
            new EarningMade(
                id,
                earning.ClientId,
                earning.FreelancerId,
                earning.ContractId,
                purposeKind,
                subjectId,
                gross,
                service,
                gross - service,
                earning.AvailableAt,
                db.Now
            )
        );
        return earning;
    }
}
