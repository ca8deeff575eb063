using Metier.Platform;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Logging;

namespace Metier.Payments;

/// <summary>
/// Goes through stored messages: finds the operation each is about and asks the provider how far it is. The message itself
/// decides nothing, so its order, its age and its repetition do not matter.
/// </summary>
internal sealed class HandleProviderEvents(
    MetierDb db,
    ProviderRunner runner,
    AskChargebacks chargebacks,
    PaymentProviders providers,
    ILogger<HandleProviderEvents> log
) : Chore
{
    private const int BatchSize = 200;
    private const int Tries = 8;

    public override Task<DateTime?> NextDueAsync(CancellationToken ct) =>
        db.ProviderEvents.Where(e => e.NextAt != null).MinAsync(e => e.NextAt, ct);

    public override async Task<int> RunAsync(CancellationToken ct)
    {
        var now = db.Now;
        var due = await db
            .ProviderEvents.AsNoTracking()
            .Where(e => e.NextAt <= now)
            .OrderBy(e => e.NextAt)
            .Take(BatchSize)
            .ToListAsync(ct);
        foreach (var told in due)
        {
            await HandleAsync(told, ct);
            db.ChangeTracker.Clear();
        }
        return due.Count;
    }

    private async Task HandleAsync(ProviderEvent told, CancellationToken ct)
    {
        var chargeback = providers.Find(told.Provider)?.ChargebackOf(told.Kind, told.Payload);
        var operation = chargeback is null ? await OperationAsync(told, ct) : null;
        var asked = false;
        try
        {
            asked =
                chargeback is not null ? await chargebacks.RunAsync(told.Provider, chargeback, ct)
                : operation is null ? false
                : operation.EndedAt is null ? await runner.AskAsync(operation.Id, ct)
                : await runner.RecheckAsync(operation.Id, ct);
        }
        catch (Exception e) when (e is TimeoutException or HttpRequestException or TaskCanceledException)
        {
            log.LogWarning(e, "Provider {Provider} gave no answer about {Event}", told.Provider, told.EventId);
        }
        await db.WriteAsync<Done>(
            async () =>
            {
                var row = await db.ProviderEvents.SingleAsync(
                    e => e.Provider == told.Provider && e.EventId == told.EventId,
                    ct
                );
                row.Attempts++;
                // An object nobody knows yet may be of an operation whose answer is still on its way: it is looked for again.
                var again = !asked && row.Attempts < Tries;
                row.Result =
                    asked ? "asked"
                    : operation is null && chargeback is null ? "unknown_object"
                    : again ? "no_answer"
                    : "gave_up";
                row.NextAt = again ? db.Now.AddMinutes(Math.Pow(2, row.Attempts)) : null;
                return Done.It;
            },
            ct
        );
    }

    private async Task<ProviderOperation?> OperationAsync(ProviderEvent told, CancellationToken ct)
    {
        var mine = db.ProviderOperations.AsNoTracking().Where(o => o.Provider == told.Provider);
        if (told.OperationId is { } id && await mine.SingleOrDefaultAsync(o => o.Id == id, ct) is { } named)
        {
            return named;
        }
        return told.Reference.Length == 0
            ? null
            : await mine.Where(o => o.Reference == told.Reference)
                .OrderByDescending(o => o.CreatedAt)
                .FirstOrDefaultAsync(ct);
    }
}

/// <summary>
/// Reads a few times a day what a provider told and we never received. Whatever is under way is asked for anyway; this is for
/// what comes back after it had ended.
/// </summary>
internal sealed class FetchProviderNews(MetierDb db, PaymentProviders providers, ILogger<FetchProviderNews> log) : Chore
{
    /// <summary>Up to when everything was read.</summary>
    private const string Read = "news";

    /// <summary>When it was looked last, with or without an answer.</summary>
    private const string Looked = "news-look";

    private static readonly TimeSpan Every = TimeSpan.FromHours(6);
    private static readonly TimeSpan Retry = TimeSpan.FromMinutes(10);
    private static readonly TimeSpan Overlap = TimeSpan.FromMinutes(15);

    /// <summary>As long as providers try to deliver.</summary>
    private static readonly TimeSpan Back = TimeSpan.FromDays(3);

    public override async Task<DateTime?> NextDueAsync(CancellationToken ct)
    {
        var senders = Senders();
        if (senders.Count == 0)
        {
            return null;
        }
        var looked = await db.ProviderCursors.AsNoTracking().Where(c => c.Name == Looked).ToListAsync(ct);
        return senders.Min(s => looked.Find(c => c.Provider == s.Id) is { } row ? row.At + Every : db.Now);
    }

    public override async Task<int> RunAsync(CancellationToken ct)
    {
        var done = 0;
        foreach (var provider in Senders())
        {
            done += await FetchAsync(provider, ct);
            db.ChangeTracker.Clear();
        }
        return done;
    }

    private async Task<int> FetchAsync(IPaymentProvider provider, CancellationToken ct)
    {
        var now = db.Now;
        var cursors = await db.ProviderCursors.AsNoTracking().Where(c => c.Provider == provider.Id).ToListAsync(ct);
        if (cursors.Find(c => c.Name == Looked) is { } looked && looked.At + Every > now)
        {
            return 0;
        }
        var read = cursors.Find(c => c.Name == Read)?.At;
        try
        {
            var news = await provider.NewsAsync(read > now - Back ? read.Value - Overlap : now - Back, ct);
            var kept = await ProviderEvents.KeepAsync(db, provider.Id, news, ct);
            db.ChangeTracker.Clear();
            if (kept.Ok)
            {
                await MoveAsync(provider.Id, [(Read, now), (Looked, now)], ct);
                return kept.Value;
            }
        }
        catch (Exception e) when (e is TimeoutException or HttpRequestException or TaskCanceledException)
        {
            log.LogWarning(e, "Provider {Provider} does not tell its news", provider.Id);
        }
        await MoveAsync(provider.Id, [(Looked, now - Every + Retry)], ct);
        return 0;
    }

    private Task<Outcome<Done>> MoveAsync(string provider, (string Name, DateTime At)[] to, CancellationToken ct) =>
        db.WriteAsync<Done>(
            async () =>
            {
                var rows = await db.ProviderCursors.Where(c => c.Provider == provider).ToListAsync(ct);
                foreach (var (name, at) in to)
                {
                    if (rows.Find(r => r.Name == name) is { } row)
                    {
                        row.At = at;
                    }
                    else
                    {
                        db.ProviderCursors.Add(
                            new ProviderCursor
                            {
                                Provider = provider,
                                Name = name,
                                At = at,
                            }
                        );
                    }
                }
                return Done.It;
            },
            ct
        );

    private List<IPaymentProvider> Senders() => [.. providers.All.Where(p => p.Capabilities.SendsWebhooks)];
}
