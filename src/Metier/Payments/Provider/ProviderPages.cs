using Metier.Platform;
using Microsoft.EntityFrameworkCore;

namespace Metier.Payments;

/// <summary>A page of a provider that somebody is sent to.</summary>
/// <param name="Provider">Whose page.</param>
/// <param name="Url">Its address.</param>
public sealed record ProviderPage(string Provider, string Url);

/// <summary>
/// The way out to providers' pages. A browser lets a form lead only to this site (form-action of the policy), so a form
/// leads to a page of ours, and that one on.
/// </summary>
public sealed class ProviderPages(MetierDb db)
{
    /// <summary>Where a person is sent for an address a provider gave: our own pages as they are, others by way of ours.</summary>
    internal static string? Leave(string? url, Guid operationId) =>
        url is null ? null
        : url.StartsWith('/') && !url.StartsWith("//", StringComparison.Ordinal) ? url
        : $"/go/leaving/{operationId:D}";

    /// <summary>The page somebody is to go to; null when there is none for them.</summary>
    public async Task<ProviderPage?> FindAsync(Guid operationId, Actor actor, CancellationToken ct)
    {
        ArgumentNullException.ThrowIfNull(actor);
        var (charges, methods, payees) = (db.Charges, db.PaymentMethods, db.PayoutMethods);
        var page = await db
            .ProviderOperations.AsNoTracking()
            .Where(o => o.Id == operationId && o.EndedAt == null && o.ActionUrl != null)
            .Where(o =>
                charges.Any(c => c.Id == o.SubjectId && c.ClientId == actor.ClientId)
                || methods.Any(m => m.Id == o.SubjectId && m.ClientId == actor.ClientId)
                || payees.Any(m => m.Id == o.SubjectId && m.FreelancerId == actor.MemberId)
            )
            .Select(o => new ProviderPage(o.Provider, o.ActionUrl!))
            .SingleOrDefaultAsync(ct);
        // What a provider wrote is an address to go to and nothing else.
        return
            page is not null
            && Uri.TryCreate(page.Url, UriKind.Absolute, out var uri)
            && (uri.Scheme is "https" or "http")
            ? page
            : null;
    }
}
