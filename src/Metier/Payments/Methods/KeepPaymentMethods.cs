using Metier.Platform;
using Microsoft.EntityFrameworkCore;

namespace Metier.Payments;

/// <summary>Makes one of the client's payment methods the one that is proposed first.</summary>
public sealed class SetDefaultPaymentMethod(MetierDb db)
{
    /// <summary>Refuses <c>not_found</c>.</summary>
    public Task<Outcome<Done>> RunAsync(Guid id, Actor actor, CancellationToken ct) =>
        db.WriteAsync<Done>(
            async () =>
            {
                var method = await db.PaymentMethods.SingleOrDefaultAsync(
                    m => m.Id == id && m.ClientId == actor.ClientId,
                    ct
                );
                if (method is not { IsUsable: true })
                {
                    return Refusal.NotFound();
                }
                if (actor.RefuseToPay() is { } mayNot)
                {
                    return mayNot;
                }
                if (method.DefaultSince is null)
                {
                    await PaymentMethodDefaults.ClearAsync(db, method.ClientId, ct);
                    method.DefaultSince = db.Now;
                }
                return Done.It;
            },
            ct
        );
}

/// <summary>Removes a payment method; what was paid with it stays in the books.</summary>
public sealed class RemovePaymentMethod(MetierDb db)
{
    /// <summary>Refuses <c>not_found</c>, and <c>method_in_use</c> while a charge with it is under way.</summary>
    public Task<Outcome<Done>> RunAsync(Guid id, Actor actor, CancellationToken ct) =>
        db.WriteAsync<Done>(
            async () =>
            {
                var method = await db.PaymentMethods.SingleOrDefaultAsync(
                    m => m.Id == id && m.ClientId == actor.ClientId && m.RemovedAt == null,
                    ct
                );
                if (method is null)
                {
                    return Refusal.NotFound();
                }
                if (actor.RefuseToPay() is { } mayNot)
                {
                    return mayNot;
                }
                if (await db.Charges.AnyAsync(c => c.PaymentMethodId == id && c.EndedAt == null, ct))
                {
                    return new Refusal("method_in_use", PaymentRefusalText.MethodInUse);
                }
                method.RemovedAt = db.Now;
                if (method.DefaultSince is not null)
                {
                    method.DefaultSince = null;
                    await PaymentMethodDefaults.ClearAsync(db, method.ClientId, ct);
                    var next = await db
                        .PaymentMethods.Where(m =>
                            m.ClientId == method.ClientId && m.Id != id && m.VerifiedAt != null && m.RemovedAt == null
                        )
                        .OrderByDescending(m => m.VerifiedAt)
                        .FirstOrDefaultAsync(ct);
                    next?.DefaultSince = db.Now;
                }
                db.Audit(actor, "payment_method.removed", id);
                db.Raise(new PaymentMethodRemoved(id, method.ClientId));
                return Done.It;
            },
            ct
        );
}

internal static class PaymentMethodDefaults
{
    /// <summary>Before another becomes the default, none is: the index that allows one default is checked row by row.</summary>
    public static Task ClearAsync(MetierDb db, Guid clientId, CancellationToken ct) =>
        db
            .PaymentMethods.Where(m => m.ClientId == clientId && m.DefaultSince != null)
            .ExecuteUpdateAsync(s => s.SetProperty(m => m.DefaultSince, (DateTime?)null), ct);
}
