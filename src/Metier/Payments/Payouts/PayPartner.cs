using Metier.Ledger;
using Metier.Platform;
using Microsoft.EntityFrameworkCore;

namespace Metier.Payments;

/// <summary>A payout to a staffing partner.</summary>
/// <param name="RequestId">The same id pays once; it is the payout's id.</param>
/// <param name="PartnerId">Who is owed the money.</param>
/// <param name="PayoutMethodId">An account of the partner's person who asks.</param>
/// <param name="Amount">What leaves; no fee is taken.</param>
public sealed record PayPartnerInput(Guid RequestId, Guid PartnerId, Guid PayoutMethodId, Money Amount);

/// <summary>A payout to a partner, as lists show it.</summary>
public sealed record PartnerPayoutLine(
    Guid Id,
    Money Amount,
    string Label,
    PayoutState State,
    string? ReasonCode,
    DateTime CreatedAt,
    DateTime? EndedAt
);

/// <summary>
/// Takes what a staffing partner is owed and has a provider send it, by the same rails and with the same care as a withdrawal: the account
/// was added days ago, its holder's name was accepted, and what comes back is owed again.
/// </summary>
public sealed class PayPartner(MetierDb db, LedgerBook book, PaymentProviders providers, ProviderRunner runner)
{
    /// <summary>Payouts per page.</summary>
    public const int PageSize = 50;

    /// <summary>Writes the payout down; joins the caller's write transaction. After its commit call <see cref="SendAsync"/>.</summary>
    public async Task<Refusal?> TakeAsync(PayPartnerInput input, Actor actor, CancellationToken ct)
    {
        ArgumentNullException.ThrowIfNull(input);
        ArgumentNullException.ThrowIfNull(actor);
        var found = await FindAsync(input, actor, ct);
        if (!found.Ok)
        {
            return found.Refusals[0];
        }
        var (method, provider) = found.Value;
        var unit = input.Amount.Currency;
        var posting = Posting.Create(
            Uuid5.Of(input.RequestId, "requested"),
            PostingKind.PayoutRequested,
            input.RequestId,
            method.Label,
            Leg.Debit(LedgerAccount.PartnerPayable(input.PartnerId, unit), input.Amount),
            Leg.Credit(LedgerAccount.Payout(input.RequestId, unit), input.Amount)
        );
        var posted = await book.PostAsync(posting, new Parties(), ct);
        if (!posted.Ok)
        {
            return posted.Refusals[0];
        }
        db.Payouts.Add(
            new Payout
            {
                Id = input.RequestId,
                FreelancerId = actor.MemberId,
                PartnerId = input.PartnerId,
                PayoutMethodId = method.Id,
                Provider = provider.Id,
                Currency = unit.Code,
                AmountMinor = input.Amount.Minor,
                Label = method.Label,
                CreatedAt = db.Now,
            }
        );
        db.ProviderOperations.Add(
            ProviderOperation.For(input.RequestId, provider.Id, OperationKind.Payout, input.RequestId, new { }, db.Now)
        );
        db.Audit(
            actor,
            "payout.requested",
            input.RequestId,
            new
            {
                input.Amount,
                method.Label,
                partner = input.PartnerId,
            }
        );
        db.Raise(new PayoutRequested(input.RequestId, actor.MemberId, input.Amount, Money.Zero(unit)));
        return null;
    }

    /// <summary>The account and who sends to it; refuses what a withdrawal refuses.</summary>
    private async Task<Outcome<(PayoutMethod Method, IPaymentProvider Provider)>> FindAsync(
        PayPartnerInput input,
        Actor actor,
        CancellationToken ct
    )
    {
        var method = await db.PayoutMethods.SingleOrDefaultAsync(
            m => m.Id == input.PayoutMethodId && m.FreelancerId == actor.MemberId && m.RemovedAt == null,
            ct
        );
        if (method?.EnteredAt is null || providers.Default is null)
        {
            return new Refusal("choose_method", PaymentRefusalText.ChoosePayoutMethod, "Form.PayoutMethodId");
        }
        if (method.NameWaits)
        {
            return new Refusal("name_waits", PaymentRefusalText.PayoutNameWaits, "Form.PayoutMethodId");
        }
        if (method.ActiveAt > db.Now)
        {
            var days = (method.ActiveAt - method.CreatedAt).TotalDays;
            return new Refusal(
                "method_not_active",
                PaymentRefusalText.PayoutMethodNotActive(days),
                "Form.PayoutMethodId"
            );
        }
        var provider = providers.ForPayout(
            method.Kind,
            method.Country,
            input.Amount,
            method.Provider.Length > 0 ? method.Provider : null
        );
        if (provider is null)
        {
            return new Refusal(
                "payout_unreachable",
                PaymentRefusalText.PayoutUnreachable(Formats.Money(input.Amount)),
                "Form.PayoutMethodId"
            );
        }
        return (method, provider);
    }

    /// <summary>Hands it over; a chore does when the process dies before that.</summary>
    public Task SendAsync(Guid payoutId, CancellationToken ct) => runner.RunAsync(payoutId, ct);

    /// <summary>What a partner is owed now.</summary>
    public Task<Money> OwedAsync(Guid partnerId, Currency currency, CancellationToken ct) =>
        book.BalanceAsync(LedgerAccount.PartnerPayable(partnerId, currency), ct);

    /// <summary>A partner's payouts, newest first, after one; one more than a page when there is a next one.</summary>
    public async Task<List<PartnerPayoutLine>> ListAsync(
        Guid partnerId,
        (DateTime At, Guid Id)? after,
        CancellationToken ct
    )
    {
        var query = db.Payouts.AsNoTracking().Where(p => p.PartnerId == partnerId);
        if (after is var (at, id))
        {
            query = query.Where(p => p.CreatedAt < at || (p.CreatedAt == at && p.Id.CompareTo(id) < 0));
        }
        var rows = await query
            .OrderByDescending(p => p.CreatedAt)
            .ThenByDescending(p => p.Id)
            .Take(PageSize + 1)
            .ToListAsync(ct);
        return rows.ConvertAll(p => new PartnerPayoutLine(
            p.Id,
            p.Amount,
            p.Label,
            p.State,
            p.ReasonCode,
            p.CreatedAt,
            p.EndedAt
        ));
    }
}
