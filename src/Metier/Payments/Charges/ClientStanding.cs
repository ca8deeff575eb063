using Metier.Ledger;
using Metier.Platform;
using Microsoft.EntityFrameworkCore;

namespace Metier.Payments;

/// <summary>Something a client was charged for and has not paid: a week of hours whose charge was refused.</summary>
internal sealed class ClientDebt : IVersioned
{
    /// <summary>What is owed for: the week.</summary>
    public Guid Id { get; init; }

    public Guid ClientId { get; init; }
    public Guid FreelancerId { get; init; }
    public Guid ContractId { get; init; }
    public required string Currency { get; init; }

    /// <summary>With the processing fee.</summary>
    public long TotalMinor { get; init; }

    /// <summary>When the first round of charges was refused, UTC.</summary>
    public DateTime Since { get; init; }

    /// <summary>From when on the client can neither post nor hire, UTC.</summary>
    public DateTime BlocksAt { get; init; }

    /// <summary>When it was paid.</summary>
    public DateTime? PaidAt { get; set; }

    /// <summary>When nothing was left to do about it: it was paid, or the client has been told that it is blocked.</summary>
    public DateTime? SettledAt { get; set; }

    public int Version { get; set; }

    public Money Total => Metier.Ledger.Currency.Of(Currency).Minor(TotalMinor);
}

/// <summary>A client has owed for too long: until it pays it can neither post nor hire.</summary>
public sealed record ClientBlocked(Guid DebtId, Guid ClientId, Guid FreelancerId, Guid ContractId, Money Total);

/// <summary>Whether a client pays its bills; asked before it posts a job or hires.</summary>
public sealed class ClientStanding(MetierDb db)
{
    /// <summary>What is said to a client that has owed for too long (<c>client_owes</c>); null when it may.</summary>
    public async Task<Refusal?> RefuseAsync(Guid clientId, CancellationToken ct)
    {
        var now = db.Now;
        var debt = await db
            .ClientDebts.AsNoTracking()
            .Where(d => d.ClientId == clientId && d.PaidAt == null && d.BlocksAt <= now)
            .OrderBy(d => d.Since)
            .FirstOrDefaultAsync(ct);
        var back = await db
            .Chargebacks.AsNoTracking()
            .Where(c => c.ClientId == clientId && (c.ClosedAt == null || c.DebtLeftMinor > 0))
            .OrderBy(c => c.RecordedAt)
            .FirstOrDefaultAsync(ct);
        return back is { IsOpen: true }
                ? new Refusal("client_chargeback", PaymentRefusalText.ClientChargeback(Formats.Money(back.Amount)))
            : back is not null
                ? new Refusal(
                    "client_owes",
                    PaymentRefusalText.ClientOwesChargeback(Formats.Money(back.Unit.Minor(back.DebtLeftMinor)))
                )
            : debt is not null ? new Refusal("client_owes", PaymentRefusalText.ClientOwes(Formats.Money(debt.Total)))
            : null;
    }

    /// <summary>
    /// A round of charges was refused. The first one opens the debt, later ones change nothing. Joins the caller's transaction.
    /// </summary>
    internal async Task<bool> OwesAsync(Guid subjectId, Parties parties, Money total, int days, CancellationToken ct)
    {
        if (await db.ClientDebts.AnyAsync(d => d.Id == subjectId, ct))
        {
            return false;
        }
        db.ClientDebts.Add(
            new ClientDebt
            {
                Id = subjectId,
                ClientId = parties.ClientId!.Value,
                FreelancerId = parties.FreelancerId!.Value,
                ContractId = parties.ContractId!.Value,
                Currency = total.Currency.Code,
                TotalMinor = total.Minor,
                Since = db.Now,
                BlocksAt = db.Now.AddDays(days),
            }
        );
        return true;
    }

    /// <summary>It was paid after all. Answers whether the client owes nothing any more. Joins the caller's transaction.</summary>
    internal async Task<bool> PaidAsync(Guid subjectId, CancellationToken ct)
    {
        var debt = await db.ClientDebts.SingleAsync(d => d.Id == subjectId, ct);
        debt.PaidAt ??= db.Now;
        debt.SettledAt ??= db.Now;
        return !await db.ClientDebts.AnyAsync(
            d => d.ClientId == debt.ClientId && d.Id != subjectId && d.PaidAt == null,
            ct
        );
    }
}

/// <summary>Tells, once, that a client has owed for too long. The refusal itself needs no chore: it reads the clock.</summary>
internal sealed class BlockDebtors(MetierDb db) : Chore
{
    public override Task<DateTime?> NextDueAsync(CancellationToken ct) =>
        db.ClientDebts.Where(d => d.SettledAt == null).MinAsync(d => (DateTime?)d.BlocksAt, ct);

    public override async Task<int> RunAsync(CancellationToken ct)
    {
        var now = db.Now;
        var due = await db
            .ClientDebts.Where(d => d.SettledAt == null && d.BlocksAt <= now)
            .OrderBy(d => d.BlocksAt)
            .ThenBy(d => d.Id)
            .Select(d => d.Id)
            .Take(200)
            .ToListAsync(ct);
        foreach (var id in due)
        {
            await db.WriteAsync<Done>(() => BlockAsync(id, ct), ct);
            db.ChangeTracker.Clear();
        }
        return due.Count;
    }

    private async Task<Outcome<Done>> BlockAsync(Guid id, CancellationToken ct)
    {
        var debt = await db.ClientDebts.SingleAsync(d => d.Id == id, ct);
        if (debt.SettledAt is null && debt.BlocksAt <= db.Now)
        {
            debt.SettledAt = db.Now;
            db.Audit(null, "client.blocked", debt.ClientId, new { week = id, debt.TotalMinor });
            db.Raise(new ClientBlocked(id, debt.ClientId, debt.FreelancerId, debt.ContractId, debt.Total));
        }
        return Done.It;
    }
}
