using Stripe;
using Stripe.Checkout;

namespace Metier.Payments;

/// <content>
/// How far an operation is. Without the id of an answer that was lost, the object is looked for among its owner's by the
/// operation it carries: lists, unlike the search, know what was made a moment ago.
/// </content>
internal sealed partial class StripeProvider
{
    private static readonly TimeSpan ClocksDiffer = TimeSpan.FromMinutes(10);

    private async Task<ProviderAnswer> FindInstrumentAsync(OperationLookup lookup, CancellationToken ct)
    {
        var service = new SessionService(calls.Client);
        var id = lookup.Reference;
        if (id.Length == 0)
        {
            var client = Request<InstrumentRequest>(lookup).ClientId;
            if (await accounts.FindAsync(Id, ProviderAccount.Customer, client, ct) is not { } customer)
            {
                return new(ProviderStatus.NotFound);
            }
            var made = service.ListAutoPagingAsync(
                new SessionListOptions
                {
                    Customer = customer,
                    Created = Since(lookup),
                    Limit = 100,
                },
                cancellationToken: ct
            );
            id = await FirstAsync(made, s => IsOf(s.Metadata, lookup.Id), s => s.Id, ct);
        }
        if (id.Length == 0)
        {
            return new(ProviderStatus.NotFound);
        }
        var session = await service.GetAsync(
            id,
            new SessionGetOptions { Expand = ["setup_intent.payment_method"] },
            cancellationToken: ct
        );
        return Answer(session);
    }

    private async Task<ProviderAnswer> FindChargeAsync(OperationLookup lookup, CancellationToken ct)
    {
        var service = new PaymentIntentService(calls.Client);
        var id = lookup.Reference;
        if (id.Length == 0)
        {
            var (customer, _) = Token(Request<CollectRequest>(lookup).InstrumentToken);
            var made = service.ListAutoPagingAsync(
                new PaymentIntentListOptions
                {
                    Customer = customer,
                    Created = Since(lookup),
                    Limit = 100,
                },
                cancellationToken: ct
            );
            id = await FirstAsync(made, p => IsOf(p.Metadata, lookup.Id), p => p.Id, ct);
        }
        if (id.Length == 0)
        {
            return new(ProviderStatus.NotFound);
        }
        var intent = await service.GetAsync(id, cancellationToken: ct);
        var answer = Answer(intent);
        return intent.Status switch
        {
            // Whoever could still pay it, must not: it counts as failed from now on.
            "requires_payment_method" => await CloseAsync(service, id, answer.Code ?? "declined", ct),
            "requires_action" when clock.GetUtcNow().UtcDateTime - lookup.CreatedAt > PersonTakes => await CloseAsync(
                service,
                id,
                "confirmation_expired",
                ct
            ),
            _ => answer,
        };
    }

    private async Task<ProviderAnswer> FindRefundAsync(OperationLookup lookup, CancellationToken ct)
    {
        var service = new RefundService(calls.Client);
        if (lookup.Reference.Length > 0)
        {
            return Answer(await service.GetAsync(lookup.Reference, cancellationToken: ct));
        }
        var made = service.ListAutoPagingAsync(
            new RefundListOptions { PaymentIntent = Request<RefundRequest>(lookup).CollectionReference, Limit = 100 },
            cancellationToken: ct
        );
        var id = await FirstAsync(made, r => IsOf(r.Metadata, lookup.Id), r => r.Id, ct);
        return id.Length == 0
            ? new(ProviderStatus.NotFound)
            : Answer(await service.GetAsync(id, cancellationToken: ct));
    }

    private static async Task<string> FirstAsync<T>(
        IAsyncEnumerable<T> items,
        Func<T, bool> which,
        Func<T, string> id,
        CancellationToken ct
    )
    {
        await foreach (var item in items.WithCancellation(ct))
        {
            if (which(item))
            {
                return id(item);
            }
        }
        return "";
    }

    private static DateRangeOptions Since(OperationLookup lookup) =>
        new() { GreaterThanOrEqual = lookup.CreatedAt - ClocksDiffer };
}
