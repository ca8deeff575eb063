using Metier.Ledger;
using Metier.Platform;
using Microsoft.EntityFrameworkCore;

namespace Metier.Payments;

/// <summary>A chargeback as the two sides may see it.</summary>
/// <param name="Id">Its id.</param>
/// <param name="ContractId">The contract.</param>
/// <param name="SubjectId">The milestone, the week or the bonus.</param>
/// <param name="Memo">What the charge was for.</param>
/// <param name="State">How far it is.</param>
/// <param name="Amount">What the client's bank wants, in the contract's currency.</param>
/// <param name="BankAmount">The same in the currency it was paid in.</param>
/// <param name="Frozen">Frozen by it: held money, and the freelancer's.</param>
/// <param name="At">When it was opened, or decided; UTC.</param>
/// <param name="Taken">Went back out of held money.</param>
/// <param name="Covered">Borne by the operator.</param>
/// <param name="DebtLeft">What the client still owes.</param>
public sealed record ChargebackCard(
    Guid Id,
    Guid ContractId,
    Guid SubjectId,
    string Memo,
    ChargebackState State,
    Money Amount,
    Money BankAmount,
    Money Frozen,
    DateTime At,
    Money Taken,
    Money Covered,
    Money DebtLeft
)
{
    /// <summary>Not decided yet.</summary>
    public bool IsOpen => State is ChargebackState.Open or ChargebackState.EvidenceSent;
}

/// <summary>Reads chargebacks.</summary>
public sealed class ChargebackViews(MetierDb db)
{
    /// <summary>Rows per page.</summary>
    public const int PageSize = 50;

    /// <summary>So long after the end both sides still see it on their pages.</summary>
    private static readonly TimeSpan Shown = TimeSpan.FromDays(30);

    /// <summary>For finance: those that wait, the most urgent first, or those that are over, the latest first; one more than a page.</summary>
    public async Task<List<Chargeback>> ListAsync(bool over, (DateTime At, Guid Id)? after, CancellationToken ct)
    {
        var query = db.Chargebacks.AsNoTracking().Where(c => (c.ClosedAt != null) == over);
        if (after is var (at, id))
        {
            query = over
                ? query.Where(c => c.RecordedAt < at || (c.RecordedAt == at && c.Id.CompareTo(id) < 0))
                : query.Where(c => c.RecordedAt > at || (c.RecordedAt == at && c.Id.CompareTo(id) > 0));
        }
        var ordered = over
            ? query.OrderByDescending(c => c.RecordedAt).ThenByDescending(c => c.Id)
            : query.OrderBy(c => c.RecordedAt).ThenBy(c => c.Id);
        return await ordered.Take(PageSize + 1).ToListAsync(ct);
    }

    /// <summary>How many wait for an answer of finance.</summary>
    public Task<int> WaitingAsync(CancellationToken ct) =>
        db.Chargebacks.CountAsync(c => c.ClosedAt == null && c.State == ChargebackState.Open, ct);

    /// <summary>One, for finance; null when there is none.</summary>
    public Task<Chargeback?> FindAsync(Guid id, CancellationToken ct) =>
        db.Chargebacks.AsNoTracking().SingleOrDefaultAsync(c => c.Id == id, ct);

    /// <summary>The charge it is about.</summary>
    public Task<Charge> ChargeAsync(Chargeback about, CancellationToken ct) =>
        db.Charges.AsNoTracking().SingleAsync(c => c.Id == about.ChargeId, ct);

    /// <summary>Those of a contract that are open, or were decided lately.</summary>
    public Task<List<ChargebackCard>> OfContractAsync(Guid contractId, CancellationToken ct) =>
        CardsAsync(db.Chargebacks.Where(c => c.ContractId == contractId), ct);

    /// <summary>Those of a client that are open, were decided lately, or are owed for.</summary>
    public Task<List<ChargebackCard>> OfClientAsync(Guid clientId, CancellationToken ct) =>
        CardsAsync(db.Chargebacks.Where(c => c.ClientId == clientId), ct);

    /// <summary>Those that concern a freelancer's work.</summary>
    public Task<List<ChargebackCard>> OfFreelancerAsync(Guid freelancerId, CancellationToken ct) =>
        CardsAsync(db.Chargebacks.Where(c => c.FreelancerId == freelancerId), ct);

    /// <summary>Whether a chargeback of this client is not decided yet.</summary>
    public Task<bool> IsOpenAsync(Guid clientId, CancellationToken ct) =>
        db.Chargebacks.AnyAsync(c => c.ClientId == clientId && c.ClosedAt == null, ct);

    private async Task<List<ChargebackCard>> CardsAsync(IQueryable<Chargeback> query, CancellationToken ct)
    {
        var since = db.Now - Shown;
        var rows = await query
            .AsNoTracking()
            .Where(c => c.ClosedAt == null || c.ClosedAt > since || c.DebtLeftMinor > 0)
            .OrderByDescending(c => c.RecordedAt)
            .ThenByDescending(c => c.Id)
            .Take(PageSize)
            .ToListAsync(ct);
        return rows.ConvertAll(c => new ChargebackCard(
            c.Id,
            c.ContractId,
            c.SubjectId,
            PaymentWords.Memo(c.Memo),
            c.State,
            c.Amount,
            c.BankAmount,
            c.Unit.Minor(c.FrozenHeldMinor + c.FrozenEarnedMinor),
            c.ClosedAt ?? c.RecordedAt,
            c.Unit.Minor(c.TakenMinor),
            c.Unit.Minor(c.CoveredMinor),
            c.Unit.Minor(c.DebtLeftMinor)
        ));
    }
}
