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

/// <summary>Something of a module to the right that will have to be charged: then a client keeps a method that can pay for it.</summary>
public abstract class NeedsMethod
{
    /// <summary>Why the client cannot be without a payment method now; null when it can.</summary>
    public abstract Task<Refusal?> RefuseAsync(Guid clientId, CancellationToken ct);
}

/// <summary>Removes a payment method; what was paid with it stays in the books.</summary>
public sealed class RemovePaymentMethod(MetierDb db, MoneyViews money, IEnumerable<NeedsMethod> needs)
{
    /// <summary>
    /// Refuses <c>not_found</c>, <c>method_in_use</c> while a charge with it is under way, and what a <see cref="NeedsMethod"/> says when
    /// it is the last that can be charged.
    /// </summary>
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
                if (await LastAsync(method, ct) is { } needed)
                {
                    return needed;
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

    /// <summary>Two that are removed at once are not both the last but one: whoever removes holds all methods of the client.</summary>
    private async Task<Refusal?> LastAsync(PaymentMethod method, CancellationToken ct)
    {
        if (!method.IsUsable || method.ExpiresAt <= db.Now)
        {
            return null;
        }
        if (db.Dialect == Dialect.Postgres)
        {
            await db.Database.ExecuteSqlAsync(
                $"SELECT 1 FROM payment_method WHERE \"ClientId\" = {method.ClientId} ORDER BY \"Id\" FOR UPDATE",
                ct
            );
        }
        var usable = await money.UsableMethodsAsync(method.ClientId, ct);
        if (usable.Exists(id => id != method.Id))
        {
            return null;
        }
        foreach (var need in needs)
        {
            if (await need.RefuseAsync(method.ClientId, ct) is { } refusal)
            {
                return refusal;
            }
        }
        return null;
    }
}

internal static class PaymentMethodDefaults
{
    /// <summary>Before another becomes the default, none is: the index that allows one default is checked row by row.</summary>
    public static Task ClearAsync(MetierDb db, Guid clientId, CancellationToken ct) =>
        db
            .PaymentMethods.Where(m => m.ClientId == clientId && m.DefaultSince != null)
            .ExecuteUpdateAsync(s => s.SetProperty(m => m.DefaultSince, (DateTime?)null), ct);
}
