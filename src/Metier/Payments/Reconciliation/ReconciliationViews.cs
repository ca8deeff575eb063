using Metier.Ledger;
using Metier.Platform;
using Microsoft.EntityFrameworkCore;

namespace Metier.Payments;

/// <summary>A difference, as finance sees it.</summary>
/// <param name="Id">Its id.</param>
/// <param name="Provider">Whose books.</param>
/// <param name="Kind">In what way they differ.</param>
/// <param name="Ours">What our books say.</param>
/// <param name="Theirs">What the provider's say.</param>
/// <param name="Reference">The line or the operation.</param>
/// <param name="FoundAt">Since when, UTC.</param>
/// <param name="EndedAt">When it was explained or went away.</param>
/// <param name="ExplainedBy">Who explained it; null when it went away by itself.</param>
/// <param name="Reason">Why.</param>
public sealed record DifferenceLine(
    Guid Id,
    string Provider,
    DifferenceKind Kind,
    Money Ours,
    Money Theirs,
    string Reference,
    DateTime FoundAt,
    DateTime? EndedAt,
    Guid? ExplainedBy,
    string? Reason
);

/// <summary>The last comparison of one provider in one currency.</summary>
public sealed record ComparisonLine(string Provider, DateTime At, Money Ours, Money Theirs, Money UnderWay);

/// <summary>What is held for others in one currency, and where it is.</summary>
/// <param name="Held">Owed to clients and freelancers, or held for them.</param>
/// <param name="AtProviders">What providers say they hold for us.</param>
/// <param name="OnItsWay">Handed to a provider and not yet arrived at a freelancer's bank; still held for them.</param>
/// <param name="Exchanged">
/// Paid in other currencies for what is held in this one, at the rates it was paid at; below zero where it is the other way.
/// </param>
/// <param name="Disputed">Taken back by clients' banks and not decided: it is neither there nor gone.</param>
/// <param name="At">As of when, UTC: the older one when there are several providers.</param>
public sealed record FundsLine(
    Money Held,
    Money AtProviders,
    Money OnItsWay,
    Money Exchanged,
    Money Disputed,
    DateTime At
)
{
    /// <summary>Whether everything that is held for others is there, or with a bank that has not decided.</summary>
    public bool Covered =>
        AtProviders.Minor + OnItsWay.Minor + Exchanged.Minor + Math.Max(0, Disputed.Minor) >= Held.Minor;
}

/// <summary>Reads comparisons and differences for finance.</summary>
public sealed class ReconciliationViews(MetierDb db)
{
    /// <summary>Differences per page.</summary>
    public const int PageSize = 50;

    /// <summary>The oldest first when they wait, the newest first when they have ended; one more than a page when there is a next one.</summary>
    public async Task<List<DifferenceLine>> DifferencesAsync(
        bool ended,
        (DateTime At, Guid Id)? after,
        CancellationToken ct
    )
    {
        var query = db.Differences.AsNoTracking().Where(d => (d.EndedAt != null) == ended);
        if (after is var (at, id))
        {
            query = ended
                ? query.Where(d => d.FoundAt < at || (d.FoundAt == at && d.Id.CompareTo(id) < 0))
                : query.Where(d => d.FoundAt > at || (d.FoundAt == at && d.Id.CompareTo(id) > 0));
        }
        var ordered = ended
            ? query.OrderByDescending(d => d.FoundAt).ThenByDescending(d => d.Id)
            : query.OrderBy(d => d.FoundAt).ThenBy(d => d.Id);
        var rows = await ordered.Take(PageSize + 1).ToListAsync(ct);
        return rows.ConvertAll(d =>
        {
            var unit = Currency.Of(d.Currency);
            return new DifferenceLine(
                d.Id,
                d.Provider,
                d.Kind,
                unit.Minor(d.OursMinor),
                unit.Minor(d.TheirsMinor),
                d.Reference,
                d.FoundAt,
                d.EndedAt,
                d.ExplainedBy,
                d.Reason
            );
        });
    }

    /// <summary>How many wait for an explanation.</summary>
    public Task<int> WaitingAsync(CancellationToken ct) => db.Differences.CountAsync(d => d.EndedAt == null, ct);

    /// <summary>The last comparison of every provider and currency.</summary>
    public async Task<IReadOnlyList<ComparisonLine>> LastAsync(CancellationToken ct) =>
        (await RowsAsync(ct)).ConvertAll(r =>
        {
            var unit = Currency.Of(r.Currency);
            return new ComparisonLine(
                r.Provider,
                r.At,
                unit.Minor(r.OursMinor),
                unit.Minor(r.TheirsMinor),
                unit.Minor(r.UnderWayMinor)
            );
        });

    internal async Task<List<ReconciliationRow>> RowsAsync(CancellationToken ct)
    {
        var all = db.Reconciliations;
        return await all.AsNoTracking()
            .Where(r =>
                !all.Any(l =>
                    l.Provider == r.Provider
                    && l.Currency == r.Currency
                    && (l.At > r.At || (l.At == r.At && l.Id.CompareTo(r.Id) > 0))
                )
            )
            .OrderBy(r => r.Currency)
            .ThenBy(r => r.Provider)
            .ToListAsync(ct);
    }
}

/// <summary>What everybody may see: that the money held for others is there. Sums only, nobody's name.</summary>
public sealed class ProofOfFunds(ReconciliationViews views)
{
    /// <summary>The kinds of account that hold money of others.</summary>
    internal static readonly AccountKind[] HeldForOthers =
    [
        AccountKind.ClientCredit,
        AccountKind.Escrow,
        AccountKind.Weekly,
        AccountKind.FreelancerPending,
        AccountKind.FreelancerAvailable,
        AccountKind.FreelancerDisputed,
        AccountKind.Payout,
        AccountKind.PartnerPayable,
        AccountKind.Unclaimed,
    ];

    /// <summary>As of the last reconciliation, by currency; empty before the first one.</summary>
    public async Task<IReadOnlyList<FundsLine>> ReadAsync(CancellationToken ct) =>
        [
            .. (await views.RowsAsync(ct))
                .GroupBy(r => r.Currency)
                .Select(g =>
                {
                    var unit = Currency.Of(g.Key);
                    var last = g.MaxBy(r => r.At)!;
                    return new FundsLine(
                        unit.Minor(last.HeldMinor),
                        unit.Minor(g.Sum(r => r.TheirsMinor)),
                        unit.Minor(last.TransitMinor),
                        unit.Minor(g.Sum(r => r.ExchangedMinor)),
                        unit.Minor(last.DisputedMinor),
                        g.Min(r => r.At)
                    );
                }),
        ];
}

/// <summary>Somebody of finance says why the books differ; the difference stays in the list of those that have ended.</summary>
public sealed class ExplainDifference(MetierDb db)
{
    /// <summary>Explains; a reason is needed.</summary>
    public Task<Outcome<Done>> RunAsync(Guid id, string? reason, Actor actor, CancellationToken ct) =>
        db.WriteAsync<Done>(
            async () =>
            {
                ArgumentNullException.ThrowIfNull(actor);
                if (
                    !actor.May(StaffRoles.Finance)
                    || await db.Differences.SingleOrDefaultAsync(d => d.Id == id, ct) is not { } row
                )
                {
                    return Refusal.NotFound();
                }
                if (TypedReason.Of(reason) is not { } text)
                {
                    return TypedReason.Missing();
                }
                if (row.EndedAt is not null)
                {
                    return Refusal.Conflict();
                }
                (row.EndedAt, row.ExplainedBy, row.Reason) = (db.Now, actor.MemberId, text);
                db.Audit(
                    actor,
                    "difference.explained",
                    id,
                    new
                    {
                        row.Kind,
                        row.OursMinor,
                        row.TheirsMinor,
                        text,
                    }
                );
                return Done.It;
            },
            ct
        );
}

/// <summary>A reason that somebody of staff has typed.</summary>
internal static class TypedReason
{
    public static string? Of(string? typed) =>
        typed?.Trim() is { Length: >= 5 and <= Adjustment.MostReason } text ? text : null;

    public static Refusal Missing(string? field = null) =>
        new("reason_missing", PaymentRefusalText.ReasonMissing, field);
}
