using Metier.Platform;
using Microsoft.EntityFrameworkCore;

namespace Metier.Web.Inbox;

/// <summary>The sandbox's mail: everything that was sent, newest first.</summary>
public sealed class InboxViews(MetierDb db)
{
    /// <summary>Mails per page.</summary>
    public const int PageSize = 30;

    /// <summary>One more than a page when there is a next one.</summary>
    public async Task<List<MailRow>> ListAsync(string? to, Guid? before, CancellationToken ct)
    {
        var query = db.Set<MailRow>().AsNoTracking();
        if (!string.IsNullOrWhiteSpace(to))
        {
            var address = to.Trim();
            query = query.Where(m => m.ToAddress == address);
        }
        if (
            before is { } id
            && await db.Set<MailRow>().AsNoTracking().SingleOrDefaultAsync(m => m.Id == id, ct) is { } last
        )
        {
            query = query.Where(m =>
                m.QueuedAt < last.QueuedAt || (m.QueuedAt == last.QueuedAt && m.Id.CompareTo(id) < 0)
            );
        }
        return await query
            .OrderByDescending(m => m.QueuedAt)
            .ThenByDescending(m => m.Id)
            .Take(PageSize + 1)
            .ToListAsync(ct);
    }

    /// <summary>One mail.</summary>
    public Task<MailRow?> FindAsync(Guid id, CancellationToken ct) =>
        db.Set<MailRow>().AsNoTracking().SingleOrDefaultAsync(m => m.Id == id, ct);
}

/// <summary>The HTML part of a sandbox mail, alone in its frame.</summary>
internal static class InboxEndpoints
{
    public static void Map(WebApplication app) => app.MapGet("/inbox/{id:guid}/html", HtmlAsync).AllowAnonymous();

    private static async Task<IResult> HtmlAsync(
        Guid id,
        InboxViews inbox,
        InstanceOptions instance,
        HttpContext context,
        CancellationToken ct
    )
    {
        if (!instance.Sandbox || await inbox.FindAsync(id, ct) is not { } mail)
        {
            return Results.NotFound();
        }
        // Mails carry inline styles, as mails must; here they may use them, and nothing else.
        context.Response.Headers["Content-Security-Policy"] =
            "default-src 'none'; style-src 'unsafe-inline'; frame-ancestors 'self'; sandbox allow-popups allow-top-navigation-by-user-activation";
        return Results.Content(
            mail.Html.Replace("<a ", "<a target=\"_top\" ", StringComparison.Ordinal),
            "text/html; charset=utf-8"
        );
    }
}
