using Metier.Ledger;
using Metier.Platform;
using Microsoft.EntityFrameworkCore;

namespace Metier.Payments;

/// <summary>Tax was given back that should not have been withheld.</summary>
public sealed record WithheldTaxReturned(Guid PayoutId, Guid FreelancerId, Money Amount, string Reason);

/// <summary>
/// Gives back what was withheld from a payout without need: withheld → balance, in the year it was withheld, while the money is not
/// with the tax office.
/// </summary>
public sealed class ReturnWithheldTax(MetierDb db, LedgerBook book)
{
    /// <summary>Refuses <c>reason_missing</c>, <c>nothing_withheld</c>, <c>year_over</c>, <c>tax_deposited</c>, and <c>not_found</c> to others than finance.</summary>
    public Task<Outcome<Money>> RunAsync(Guid payoutId, string? reason, Actor actor, CancellationToken ct)
    {
        ArgumentNullException.ThrowIfNull(actor);
        return db.WriteAsync<Money>(() => GiveAsync(payoutId, reason, actor, ct), ct);
    }

    private async Task<Outcome<Money>> GiveAsync(Guid payoutId, string? reason, Actor actor, CancellationToken ct)
    {
        if (
            !actor.May(StaffRoles.Finance)
            || await db.Payouts.SingleOrDefaultAsync(p => p.Id == payoutId && p.WithheldFor != null, ct)
                is not { } payout
            // Nobody gives money to themselves.
            || payout.FreelancerId == actor.MemberId
        )
        {
            return Refusal.NotFound();
        }
        if (TypedReason.Of(reason) is not { } text)
        {
            return TypedReason.Missing();
        }
        var left = payout.Unit.Minor(payout.WithheldMinor - payout.WithheldReturnedMinor);
        if (left.Minor == 0)
        {
            return new Refusal("nothing_withheld", PaymentRefusalText.NothingWithheld);
        }
        if (payout.CreatedAt.Year != db.Now.Year)
        {
            return new Refusal("year_over", PaymentRefusalText.WithheldYearOver(payout.CreatedAt.Year));
        }
        var posting = Posting.Create(
            Uuid5.Of(payout.Id, "tax/returned"),
            PostingKind.TaxReturned,
            payout.Id,
            text,
            Leg.Debit(WithheldTax.Account(payout.WithheldFor!.Value, payout.Unit), left),
            Leg.Credit(LedgerAccount.FreelancerAvailable(payout.FreelancerId, payout.Unit), left)
        );
        var posted = await book.PostAsync(posting, new Parties(FreelancerId: payout.FreelancerId), ct);
        if (!posted.Ok)
        {
            return new Refusal("tax_deposited", PaymentRefusalText.WithheldDeposited);
        }
        payout.WithheldReturnedMinor += left.Minor;
        db.Audit(actor, "payout.tax_returned", payout.Id, new { left, text });
        db.Raise(new WithheldTaxReturned(payout.Id, payout.FreelancerId, left, text));
        return left;
    }
}

/// <summary>Withheld tax that goes to the tax office.</summary>
/// <param name="Id">The same id is posted once.</param>
/// <param name="For">Which.</param>
/// <param name="Amount">How much.</param>
/// <param name="Memo">The tax office's reference.</param>
public sealed record TaxDeposit(Guid Id, WithheldFor For, Money Amount, string Memo);

/// <summary>Posts what the operator's bank has sent to the tax office. Joins the caller's write transaction, who has asked two people.</summary>
public sealed class DepositWithheldTax(MetierDb db, LedgerBook book)
{
    /// <summary>Refuses <c>more_than_withheld</c>.</summary>
    public Task<Outcome<Done>> RunAsync(TaxDeposit deposit, CancellationToken ct)
    {
        ArgumentNullException.ThrowIfNull(deposit);
        return db.WriteAsync<Done>(
            async () =>
            {
                var posting = Posting.Create(
                    deposit.Id,
                    PostingKind.TaxDeposited,
                    deposit.Id,
                    deposit.Memo,
                    Leg.Debit(WithheldTax.Account(deposit.For, deposit.Amount.Currency), deposit.Amount),
                    Leg.Credit(LedgerAccount.Bank("operator", deposit.Amount.Currency), deposit.Amount)
                );
                var posted = await book.PostAsync(posting, new Parties(), ct);
                return posted.Ok
                    ? Done.It
                    : new Refusal("more_than_withheld", PaymentRefusalText.MoreThanWithheld, "Form.Amount");
            },
            ct
        );
    }
}
