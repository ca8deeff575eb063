using Metier.Ledger;

namespace Metier.Payments;

/// <summary>The sandbox's own books as a provider shows them: lines and balances. It takes no fees.</summary>
internal static class SandboxBooks
{
    private static readonly TimeSpan ClearingTakes = TimeSpan.FromDays(2);

    /// <summary>What an operation moved: nothing, one line, or two when it came back.</summary>
    public static IEnumerable<SettlementLine> Lines(SandboxOperation operation)
    {
        if (operation.BookedAt is not { } booked || !Currency.TryOf(operation.Currency, out var currency))
        {
            yield break;
        }
        var amount = currency.Minor(operation.AmountMinor);
        var (kind, signed, available) = operation.Kind switch
        {
            OperationKind.Collect => (SettlementKind.Charge, amount, booked + ClearingTakes),
            OperationKind.Refund => (SettlementKind.Refund, -amount, booked),
            _ => (SettlementKind.Payout, -amount, booked),
        };
        yield return Line(operation, "txn_", kind, signed, booked, available);
        if (operation.ReturnedAt is { } returned)
        {
            yield return Line(operation, "txr_", SettlementKind.PayoutReturned, amount, returned, returned);
        }
    }

    public static List<ProviderBalance> Balances(IEnumerable<SettlementLine> lines, DateTime now) =>
        [
            .. lines
                .GroupBy(l => l.Currency)
                .OrderBy(g => g.Key.Code, StringComparer.Ordinal)
                .Select(g => new ProviderBalance(
                    g.Key.Minor(g.Where(l => l.AvailableOn > now).Sum(l => l.Net.Minor)),
                    g.Key.Minor(g.Where(l => l.AvailableOn <= now).Sum(l => l.Net.Minor)),
                    now
                )),
        ];

    private static SettlementLine Line(
        SandboxOperation operation,
        string prefix,
        SettlementKind kind,
        Money gross,
        DateTime booked,
        DateTime available
    ) =>
        SettlementLine.Of(
            prefix + operation.Id.ToString("N"),
            kind,
            gross,
            Money.Zero(gross.Currency),
            booked,
            available,
            operation.Reference,
            operation.Id,
            operation.Descriptor
        );
}
