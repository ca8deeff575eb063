using Metier.Platform;
using Microsoft.EntityFrameworkCore;

namespace Metier.Payments;

/// <summary>Tells, once, that a payment method's last month is over. Whether it has expired needs no chore: that reads the clock.</summary>
internal sealed class ExpirePaymentMethods(MetierDb db) : Chore
{
    private const int PageSize = 100;

    public override Task<DateTime?> NextDueAsync(CancellationToken ct) =>
        db.PaymentMethods.Where(m => m.ExpiredAt == null).MinAsync(m => m.ExpiresAt, ct);

    public override async Task<int> RunAsync(CancellationToken ct)
    {
        for (var done = 0; ; )
        {
            var page = 0;
            await db.WriteAsync<Done>(
                async () =>
                {
                    var now = db.Now;
                    var over = await db
                        .PaymentMethods.Where(m => m.ExpiredAt == null && m.ExpiresAt <= now)
                        .OrderBy(m => m.ExpiresAt)
                        .Take(PageSize)
                        .ToListAsync(ct);
                    foreach (var method in over)
                    {
                        method.ExpiredAt = now;
                        if (method.IsUsable)
                        {
                            db.Raise(new PaymentMethodExpired(method.Id, method.ClientId));
                        }
                    }
                    page = over.Count;
                    return Done.It;
                },
                ct
            );
            db.ChangeTracker.Clear();
            done += page;
            if (page < PageSize)
            {
                return done;
            }
        }
    }
}
