using Metier.Ledger;
using Metier.Payments;
using Metier.Platform;
using Microsoft.EntityFrameworkCore;

namespace Metier.Tax;

/// <summary>A payment to a tax office, for finance.</summary>
public sealed record TaxPaymentLine(
    Guid Id,
    WithheldFor For,
    Money Amount,
    string Reference,
    TaxPaymentState State,
    Guid ProposedBy,
    DateTime ProposedAt,
    Guid? DecidedBy,
    DateTime? DecidedAt
);

/// <summary>Withheld tax sent to the tax office: one person of finance proposes, another approves, and it is posted.</summary>
public sealed class TaxPayments(MetierDb db, DepositWithheldTax deposit)
{
    /// <summary>Lines per page.</summary>
    public const int PageSize = 50;

    /// <summary>Proposes. Refuses <c>amount</c>, <c>reference_missing</c>.</summary>
    public Task<Outcome<Guid>> ProposeAsync(
        Guid id,
        WithheldFor why,
        Money amount,
        string? reference,
        Actor actor,
        CancellationToken ct
    )
    {
        ArgumentNullException.ThrowIfNull(actor);
        return db.WriteAsync<Guid>(
            async () =>
            {
                if (!actor.May(StaffRoles.Finance))
                {
                    return Refusal.NotFound();
                }
                if (await db.TaxPayments.AnyAsync(p => p.Id == id, ct))
                {
                    return id;
                }
                var text = (reference ?? "").Trim();
                if (amount.Minor <= 0)
                {
                    return new Refusal("amount", TaxRefusalText.AmountMissing, "Form.Amount");
                }
                if (text.Length is 0 or > 80)
                {
                    return new Refusal("reference_missing", TaxRefusalText.ReferenceMissing, "Form.Reference");
                }
                db.TaxPayments.Add(
                    new TaxPayment
                    {
                        Id = id,
                        For = why,
                        Currency = amount.Currency.Code,
                        AmountMinor = amount.Minor,
                        Reference = text,
                        ProposedBy = actor.MemberId,
                        ProposedAt = db.Now,
                    }
                );
                db.Audit(
                    actor,
                    "tax_payment.proposed",
                    id,
                    new
                    {
                        why,
                        amount,
                        text,
                    }
                );
                return id;
            },
            ct
        );
    }

    /// <summary>Approves and posts, or declines. Approving is refused to whoever proposed it (<c>same_person</c>).</summary>
    public Task<Outcome<Done>> DecideAsync(Guid id, bool approve, Actor actor, CancellationToken ct)
    {
        ArgumentNullException.ThrowIfNull(actor);
        return db.WriteAsync<Done>(
            async () =>
            {
                if (
                    !actor.May(StaffRoles.Finance)
                    || await db.TaxPayments.SingleOrDefaultAsync(p => p.Id == id, ct) is not { } row
                )
                {
                    return Refusal.NotFound();
                }
                if (row.State != TaxPaymentState.Proposed)
                {
                    return new Refusal("run_decided", TaxRefusalText.RunDecided);
                }
                if (approve && row.ProposedBy == actor.MemberId)
                {
                    return new Refusal("same_person", TaxRefusalText.SamePerson);
                }
                if (approve)
                {
                    var posted = await deposit.RunAsync(new TaxDeposit(row.Id, row.For, row.Amount, row.Reference), ct);
                    if (!posted.Ok)
                    {
                        return posted;
                    }
                }
                row.State = approve ? TaxPaymentState.Posted : TaxPaymentState.Declined;
                (row.DecidedBy, row.DecidedAt) = (actor.MemberId, db.Now);
                db.Audit(actor, approve ? "tax_payment.approved" : "tax_payment.declined", id, new { row.Amount });
                return Done.It;
            },
            ct
        );
    }

    /// <summary>The newest first, before an id; one more than a page when there is a next one.</summary>
    public async Task<List<TaxPaymentLine>> ListAsync(Guid? before, CancellationToken ct)
    {
        var query = db.TaxPayments.AsNoTracking();
        if (before is { } id)
        {
            query = query.Where(p => p.Id.CompareTo(id) < 0);
        }
        var rows = await query.OrderByDescending(p => p.Id).Take(PageSize + 1).ToListAsync(ct);
        return rows.ConvertAll(p => new TaxPaymentLine(
            p.Id,
            p.For,
            p.Amount,
            p.Reference,
            p.State,
            p.ProposedBy,
            p.ProposedAt,
            p.DecidedBy,
            p.DecidedAt
        ));
    }
}

/// <summary>What was withheld from payouts, less what came back and what went to the tax office, is what the accounts hold.</summary>
internal sealed class WithheldTaxRule(MetierDb db, WithheldViews withheld) : LedgerRule
{
    public override string Invariant => "I15";

    public override async Task<IReadOnlyList<string>> BrokenAsync(CancellationToken ct)
    {
        var said = await withheld.ByPayoutsAsync(ct);
        var sent = await db
            .TaxPayments.Where(p => p.State == TaxPaymentState.Posted)
            .GroupBy(p => new { p.For, p.Currency })
            .Select(g => new { g.Key, Minor = g.Sum(p => p.AmountMinor) })
            .ToListAsync(ct);
        foreach (var payment in sent)
        {
            var key = (payment.Key.For, payment.Key.Currency);
            said[key] = said.GetValueOrDefault(key) - payment.Minor;
        }
        foreach (var balance in await withheld.BalancesAsync(ct))
        {
            var key = (balance.For, balance.Amount.Currency.Code);
            said[key] = said.GetValueOrDefault(key) - balance.Amount.Minor;
        }
        return [.. said.Where(s => s.Value != 0).Select(s => $"withheld {s.Key.For} {s.Key.Currency}")];
    }
}
