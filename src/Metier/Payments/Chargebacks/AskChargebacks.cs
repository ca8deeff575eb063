using Metier.Platform;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace Metier.Payments;

/// <summary>Asks providers how far a chargeback is, and makes our side follow. Never called inside a transaction.</summary>
public sealed class AskChargebacks(IServiceScopeFactory scopes, PaymentProviders providers)
{
    /// <summary>So often two who work on the same chargeback, or on the money it freezes, make way for each other.</summary>
    private const int Tries = 8;

    /// <summary>False when the provider knows nothing of it, or of the charge we know nothing yet.</summary>
    internal async Task<bool> RunAsync(string provider, string reference, CancellationToken ct)
    {
        var id = Chargeback.IdOf(provider, reference);
        for (var i = 0; i < Tries; i++)
        {
            await using var scope = scopes.CreateAsyncScope();
            var db = scope.ServiceProvider.GetRequiredService<MetierDb>();
            var seen = await db
                .Chargebacks.Where(c => c.Id == id)
                .Select(c => (int?)c.Version)
                .SingleOrDefaultAsync(ct);
            if (await providers.Of(provider).FindChargebackAsync(reference, ct) is not { } facts)
            {
                return false;
            }
            var apply = scope.ServiceProvider.GetRequiredService<ApplyChargeback>();
            var done = await db.WriteAsync<bool>(
                () => apply.RunAsync(provider, facts, seen, ct),
                // What a bank has done is written down even when nobody waits for it any more.
                CancellationToken.None
            );
            if (done.Ok)
            {
                return done.Value;
            }
        }
        return false;
    }
}

/// <summary>Asks for every chargeback once a day until it is decided and its money has moved, in case no message comes.</summary>
internal sealed class WatchChargebacks(MetierDb db, AskChargebacks ask, ILogger<WatchChargebacks> log) : Chore
{
    private static readonly TimeSpan Retry = TimeSpan.FromHours(1);

    public override Task<DateTime?> NextDueAsync(CancellationToken ct) =>
        db.Chargebacks.Where(c => c.NextAt != null).MinAsync(c => c.NextAt, ct);

    public override async Task<int> RunAsync(CancellationToken ct)
    {
        var now = db.Now;
        var due = await db
            .Chargebacks.AsNoTracking()
            .Where(c => c.NextAt <= now)
            .OrderBy(c => c.NextAt)
            .ThenBy(c => c.Id)
            .Take(200)
            .ToListAsync(ct);
        foreach (var one in due)
        {
            var asked = false;
            try
            {
                asked = await ask.RunAsync(one.Provider, one.Reference, ct);
            }
            catch (Exception e) when (e is TimeoutException or HttpRequestException or TaskCanceledException)
            {
                log.LogWarning(e, "Provider {Provider} gave no answer about {Chargeback}", one.Provider, one.Reference);
            }
            if (!asked)
            {
                await db.WriteAsync<Done>(
                    async () =>
                    {
                        (await db.Chargebacks.SingleAsync(c => c.Id == one.Id, ct)).NextAt = db.Now + Retry;
                        return Done.It;
                    },
                    ct
                );
            }
            db.ChangeTracker.Clear();
        }
        return due.Count;
    }
}
