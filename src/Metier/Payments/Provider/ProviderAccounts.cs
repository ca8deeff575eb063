using Metier.Platform;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace Metier.Payments;

/// <summary>Remembers what providers call our clients and freelancers, so that each is made there once.</summary>
internal sealed class ProviderAccounts(IServiceScopeFactory scopes)
{
    /// <summary>The provider's name of an owner; made when there is none. Two at once end with the first that was kept.</summary>
    public async Task<string> GetAsync(
        string provider,
        string kind,
        Guid ownerId,
        Func<Task<string>> make,
        CancellationToken ct
    )
    {
        if (await FindAsync(provider, kind, ownerId, ct) is { } known)
        {
            return known;
        }
        var made = await make();
        await using var scope = scopes.CreateAsyncScope();
        var db = scope.ServiceProvider.GetRequiredService<MetierDb>();
        var kept = await db.WriteAsync<string>(
            async () =>
            {
                var row = await Rows(db, provider, kind, ownerId).SingleOrDefaultAsync(ct);
                if (row is null)
                {
                    row = new ProviderAccount
                    {
                        Provider = provider,
                        Kind = kind,
                        OwnerId = ownerId,
                        Reference = made,
                        CreatedAt = db.Now,
                    };
                    db.ProviderAccounts.Add(row);
                }
                return row.Reference;
            },
            ct
        );
        return kept.Ok ? kept.Value : throw new TimeoutException("The name could not be kept.");
    }

    public async Task<string?> FindAsync(string provider, string kind, Guid ownerId, CancellationToken ct)
    {
        await using var scope = scopes.CreateAsyncScope();
        var db = scope.ServiceProvider.GetRequiredService<MetierDb>();
        return await Rows(db, provider, kind, ownerId).Select(a => a.Reference).SingleOrDefaultAsync(ct);
    }

    private static IQueryable<ProviderAccount> Rows(MetierDb db, string provider, string kind, Guid ownerId) =>
        db.ProviderAccounts.Where(a => a.Provider == provider && a.Kind == kind && a.OwnerId == ownerId);
}
