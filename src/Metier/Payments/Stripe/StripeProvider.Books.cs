using Metier.Ledger;
using Stripe;
using StripeCharge = Stripe.Charge;

namespace Metier.Payments;

/// <content>Stripe's own books: balance transactions, balances, and events that never came.</content>
internal sealed partial class StripeProvider
{
    public async Task<IReadOnlyList<SettlementLine>> SettlementAsync(DateTime from, DateTime to, CancellationToken ct)
    {
        try
        {
            var lines = new List<SettlementLine>();
            var booked = new BalanceTransactionService(calls.Client).ListAutoPagingAsync(
                new BalanceTransactionListOptions
                {
                    Created = new DateRangeOptions { GreaterThanOrEqual = from, LessThan = to },
                    Limit = 100,
                    Expand = ["data.source"],
                },
                cancellationToken: ct
            );
            await foreach (var transaction in booked.WithCancellation(ct))
            {
                if (Line(transaction) is { } line && line.BookedAt >= from && line.BookedAt < to)
                {
                    lines.Add(line);
                }
            }
            return lines;
        }
        catch (StripeException e)
        {
            throw StripeCalls.NoAnswer(e);
        }
    }

    public async Task<IReadOnlyList<ProviderBalance>> BalancesAsync(CancellationToken ct)
    {
        try
        {
            var balance = await new BalanceService(calls.Client).GetAsync(cancellationToken: ct);
            var now = clock.GetUtcNow().UtcDateTime;
            return
            [
                .. balance
                    .Available.Select(a => a.Currency)
                    .Concat(balance.Pending.Select(p => p.Currency))
                    .Distinct()
                    .Order(StringComparer.Ordinal)
                    .Select(c => Known(c))
                    .OfType<Currency>()
                    .Select(c => new ProviderBalance(
                        Sum(balance.Pending.Where(p => Known(p.Currency) == c).Select(p => p.Amount), c),
                        Sum(balance.Available.Where(a => Known(a.Currency) == c).Select(a => a.Amount), c),
                        now
                    )),
            ];
        }
        catch (StripeException e)
        {
            throw StripeCalls.NoAnswer(e);
        }
    }

    public async Task<IReadOnlyList<ProviderNews>> NewsAsync(DateTime since, CancellationToken ct)
    {
        try
        {
            var all = new List<ProviderNews>();
            var events = new EventService(calls.Client).ListAutoPagingAsync(
                new EventListOptions
                {
                    Created = new DateRangeOptions { GreaterThanOrEqual = since },
                    Limit = 100,
                },
                cancellationToken: ct
            );
            await foreach (var told in events.WithCancellation(ct))
            {
                if (StripeNews.Read(told.ToJson()) is { } news)
                {
                    all.Add(news);
                }
            }
            all.Reverse();
            return all;
        }
        catch (StripeException e)
        {
            throw StripeCalls.NoAnswer(e);
        }
    }

    private static SettlementLine? Line(BalanceTransaction booked)
    {
        if (Known(booked.Currency) is not { } currency)
        {
            return null;
        }
        var (reference, metadata) = Source(booked);
        var kind = Kind(booked);
        var gross = StripeCurrencies.Charges.FromUnits(booked.Amount, currency);
        var fee = StripeCurrencies.Charges.FromUnits(booked.Fee, currency);
        return SettlementLine.Of(
            booked.Id,
            kind,
            gross,
            fee,
            booked.Created,
            booked.AvailableOn,
            reference,
            metadata is not null
            && metadata.TryGetValue(OperationKey, out var id)
            && Guid.TryParse(id, out var operation)
                ? operation
                : null,
            booked.Description ?? ""
        );
    }

    /// <summary>By its type; adjustments, which may be anything, by their category for reports.</summary>
    private static SettlementKind Kind(BalanceTransaction booked) =>
        booked.Type switch
        {
            "charge" or "payment" => SettlementKind.Charge,
            "refund" or "payment_refund" => SettlementKind.Refund,
            "refund_failure" => SettlementKind.RefundReturned,
            "transfer" => SettlementKind.Payout,
            "transfer_refund" or "transfer_failure" or "transfer_cancel" => SettlementKind.PayoutReturned,
            "adjustment" when booked.ReportingCategory == "dispute" => SettlementKind.Chargeback,
            "adjustment" when booked.ReportingCategory == "dispute_reversal" => SettlementKind.ChargebackReturned,
            "adjustment" when booked.ReportingCategory == "refund_failure" => SettlementKind.RefundReturned,
            "adjustment" when booked.ReportingCategory is "fee" or "network_cost" => SettlementKind.Fee,
            "stripe_fee" or "tax_fee" or "stripe_fx_fee" => SettlementKind.Fee,
            "payout" or "payout_failure" or "payout_cancel" or "topup" or "topup_reversal" => SettlementKind.Operator,
            _ => SettlementKind.Other,
        };

    private static (string Reference, Dictionary<string, string>? Metadata) Source(BalanceTransaction booked) =>
        booked.Source switch
        {
            StripeCharge charge => (charge.PaymentIntentId ?? charge.Id, charge.Metadata),
            Refund refund => (refund.Id, refund.Metadata),
            Transfer transfer => (transfer.Id, transfer.Metadata),
            TransferReversal reversal => (reversal.TransferId ?? reversal.Id, reversal.Metadata),
            Dispute dispute => (dispute.PaymentIntentId ?? dispute.Id, dispute.Metadata),
            _ => (booked.SourceId ?? "", null),
        };

    private static Money Sum(IEnumerable<long> units, Currency currency) =>
        StripeCurrencies.Charges.FromUnits(units.Sum(), currency);

    private static Currency? Known(string? code) =>
        Currency.TryOf(code?.ToUpperInvariant(), out var currency) && StripeCurrencies.Charges.Has(currency)
            ? currency
            : null;
}
