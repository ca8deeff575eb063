using Metier.Ledger;
using Metier.Platform;

namespace Metier.Payments;

/// <summary>
/// What is set aside for one milestone, beside its escrow account: how it came in and went out, and the fees that go with
/// what is left. Each exit takes its share of both fees, so that the shares sum to what was quoted. A week of hours is held the
/// same way, in that week's account.
/// </summary>
internal sealed class Holding : IVersioned
{
    /// <summary>The milestone, or the week of hours.</summary>
    public Guid Id { get; init; }

    /// <summary>The Monday of the week of hours; null for a milestone.</summary>
    public DateOnly? Week { get; init; }

    /// <summary>The account the money lies in, by its code: what the check of the books compares with.</summary>
    public required string AccountCode { get; init; }

    public Guid ContractId { get; init; }
    public Guid ClientId { get; init; }
    public Guid FreelancerId { get; init; }
    public required string PurposeKind { get; init; }
    public required string Currency { get; init; }
    public long FundedMinor { get; set; }
    public long RolledInMinor { get; set; }
    public long ReleasedMinor { get; set; }
    public long RefundedMinor { get; set; }
    public long RolledOutMinor { get; set; }
    public long ServiceFeeLeftMinor { get; set; }
    public long ProcessingFeeLeftMinor { get; set; }
    public DateTime FundedAt { get; init; }

    /// <summary>Of what is left, so much is frozen by chargebacks: it lies in the account and cannot leave it.</summary>
    public long FrozenMinor { get; set; }

    /// <summary>Since when a part is frozen, UTC; null when none is. No deadline about it runs meanwhile.</summary>
    public DateTime? FrozenSince { get; set; }

    public int Version { get; set; }

    public long LeftMinor => FundedMinor + RolledInMinor - ReleasedMinor - RefundedMinor - RolledOutMinor;

    public Money Left => Unit.Minor(LeftMinor);

    public Currency Unit => Metier.Ledger.Currency.Of(Currency);

    public Parties Parties => new(ClientId, FreelancerId, ContractId);

    public LedgerAccount Account => AccountOf(Id, ContractId, Unit, Week);

    /// <summary>The book of a thing whose money has just come in.</summary>
    public static Holding For(
        Guid id,
        Parties parties,
        string purposeKind,
        string currency,
        DateOnly? week,
        DateTime now
    ) =>
        new()
        {
            Id = id,
            Week = week,
            AccountCode = AccountOf(id, parties.ContractId!.Value, Metier.Ledger.Currency.Of(currency), week).Code,
            ContractId = parties.ContractId!.Value,
            ClientId = parties.ClientId!.Value,
            FreelancerId = parties.FreelancerId!.Value,
            PurposeKind = purposeKind,
            Currency = currency,
            FundedAt = now,
        };

    /// <summary><paramref name="service"/> is the share of the service fee that will not be taken because this went back.</summary>
    public EscrowRefunded Refunded(Guid cause, RefundView back, Money service, DateTime now) =>
        new(
            cause,
            ClientId,
            FreelancerId,
            ContractId,
            Id,
            back.Amount,
            back.ProcessingFee,
            now,
            PurposeKind,
            service.Minor
        );

    private static LedgerAccount AccountOf(Guid id, Guid contractId, Currency unit, DateOnly? week) =>
        week is { } monday ? LedgerAccount.Weekly(contractId, monday, unit) : LedgerAccount.Escrow(id, unit);

    /// <summary>Takes the fees that go with a part of what is left; the caller books the part itself.</summary>
    public (Money Service, Money Processing) TakeFees(Money part)
    {
        if (part.Minor <= 0 || part > Left)
        {
            throw new ArgumentOutOfRangeException(nameof(part), "More than is held.");
        }
        var service = Unit.Minor(ServiceFeeLeftMinor).MulDiv(part.Minor, LeftMinor);
        var processing = Unit.Minor(ProcessingFeeLeftMinor).MulDiv(part.Minor, LeftMinor);
        ServiceFeeLeftMinor -= service.Minor;
        ProcessingFeeLeftMinor -= processing.Minor;
        return (service, processing);
    }
}

/// <summary>What every exit of held money asks first.</summary>
internal static class Holdings
{
    public static Refusal? Refuse(Holding? holding, Money amount) =>
        holding is null || holding.LeftMinor == 0 ? new Refusal("nothing_held", PaymentRefusalText.NothingHeld)
        : amount.Minor <= 0 ? new Refusal("amount_missing", PaymentRefusalText.AmountMissing, "Form.Amount")
        : amount > holding.Left ? new Refusal("more_than_held", PaymentRefusalText.MoreThanHeld, "Form.Amount")
        : amount.Minor > holding.LeftMinor - holding.FrozenMinor
            ? new Refusal(
                "money_frozen",
                PaymentRefusalText.MoneyFrozen(Formats.Money(holding.Unit.Minor(holding.FrozenMinor)))
            )
        : null;
}
