using Metier.Ledger;

namespace Metier.Payments;

/// <summary>One entry, with what is needed to place it on a statement.</summary>
internal sealed class StatementLeg
{
    public long TransactionId { get; init; }
    public AccountKind Kind { get; init; }
    public int Normal { get; init; }
    public long Amount { get; init; }
}

/// <summary>What a transaction means for one side: minor units with their sign.</summary>
/// <param name="Amount">What entered or left: the freelancer's balance, the client's card.</param>
/// <param name="Fee">The part of it that is a fee; already within the amount.</param>
/// <param name="FeePart">Which fee.</param>
/// <param name="Balance">By how much the balance changed.</param>
/// <param name="Tax">The part of it that is tax withheld; already within the amount.</param>
internal sealed record StatementParts(long Amount, long Fee, LinePart FeePart, long Balance, long Tax = 0);

/// <summary>Turns entries into lines.</summary>
internal static class Statements
{
    private static readonly AccountKind[] Held = [AccountKind.Escrow, AccountKind.Weekly, AccountKind.ClientCredit];

    private static readonly AccountKind[] Taxes = [AccountKind.WithheldBackupUs, AccountKind.WithheldNonResidentUs];

    private static readonly AccountKind[] Earned =
    [
        AccountKind.FreelancerPending,
        AccountKind.FreelancerAvailable,
        AccountKind.FreelancerDisputed,
    ];

    /// <summary>Where a payment arrives: at the provider, or by way of an exchange when it was made in another currency.</summary>
    private static readonly AccountKind[] Collected =
    [
        AccountKind.ProviderPending,
        AccountKind.ProviderAvailable,
        AccountKind.Exchange,
        AccountKind.Remainder,
        AccountKind.ProviderDisputed,
    ];

    /// <summary>The accounts whose sum is the balance of a statement.</summary>
    public static AccountKind[] BalanceKinds(StatementSide side) => side == StatementSide.Client ? Held : Earned;

    public static StatementParts Parts(StatementSide side, List<StatementLeg> legs)
    {
        var kinds = BalanceKinds(side);
        var balance = legs.Where(l => kinds.Contains(l.Kind)).Sum(l => l.Amount * l.Normal);
        if (side == StatementSide.Client)
        {
            // A debit at the provider is money from the client, a credit is money on its way back.
            var paid = legs.Where(l => Collected.Contains(l.Kind)).Sum(l => l.Amount);
            var fee = paid == 0 ? 0 : legs.Where(l => l.Kind == AccountKind.ProcessingFee).Sum(l => l.Amount);
            return new StatementParts(-paid, fee, LinePart.ProcessingFee, balance);
        }
        var withdrawal = legs.Where(l => l.Kind == AccountKind.WithdrawalFee).Sum(l => l.Amount);
        var service = legs.Where(l => l.Kind == AccountKind.ServiceFee).Sum(l => l.Amount);
        // A posting that moves withheld tax and nothing else is a movement of its own, not a part of one.
        var tax = legs.Where(l => Taxes.Contains(l.Kind)).Sum(l => l.Amount);
        tax = tax == -balance || tax == balance ? 0 : tax;
        return withdrawal != 0
            ? new StatementParts(balance, withdrawal, LinePart.WithdrawalFee, balance, tax)
            : new StatementParts(balance, service, LinePart.ServiceFee, balance, tax);
    }

    /// <summary>The lines of a transaction, in the order they are read upwards: the movement, then its fee.</summary>
    public static IEnumerable<StatementLine> Lines(
        StatementSide side,
        LedgerTransactionRow row,
        StatementParts parts,
        Currency currency,
        long before,
        string paidAs
    )
    {
        // A client's balance is what is held, and a fee is never held; a freelancer's fees pass through the balance.
        var movement = parts.Amount - parts.Fee - parts.Tax;
        var afterMovement = side == StatementSide.Client ? before + parts.Balance : before + movement;
        if (movement != 0 || parts.Balance != 0 || parts.Fee == 0)
        {
            yield return Line(LinePart.Movement, movement, afterMovement);
        }
        if (parts.Tax != 0)
        {
            yield return Line(LinePart.TaxWithheld, parts.Tax, before + parts.Balance - parts.Fee);
        }
        if (parts.Fee != 0)
        {
            yield return Line(parts.FeePart, parts.Fee, before + parts.Balance);
        }

        StatementLine Line(LinePart part, long amount, long balance) =>
            new(
                row.Id,
                row.Uid,
                row.RecordedAt,
                row.Kind,
                part,
                part == LinePart.Movement && paidAs.Length > 0
                    ? $"{PaymentWords.Memo(row.Memo)} ({paidAs})".TrimStart()
                    : PaymentWords.Memo(row.Memo),
                row.ContractId,
                currency.Minor(amount),
                currency.Minor(balance)
            );
    }
}
