using Metier.Ledger;
using Metier.Platform;
using Microsoft.EntityFrameworkCore;

namespace Metier.Payments;

/// <summary>Writes how far a payout is: handed over, arrived, or come back with its reason.</summary>
internal sealed class SettlePayout(MetierDb db, LedgerBook book)
{
    public async Task ApplyAsync(ProviderOperation operation, ProviderAnswer answer, CancellationToken ct)
    {
        var payout = await db.Payouts.SingleAsync(p => p.Id == operation.SubjectId, ct);
        switch (answer.Status)
        {
            case ProviderStatus.Pending:
                payout.ExpectedAt = answer.AskAgainAt;
                await SendAsync(payout, ct);
                break;
            case ProviderStatus.Succeeded:
                await SendAsync(payout, ct);
                await ArriveAsync(payout, ct);
                break;
            case ProviderStatus.Declined:
                await ReturnAsync(payout, answer.Code ?? "refused", ct);
                break;
            default:
                break;
        }
    }

    private async Task SendAsync(Payout payout, CancellationToken ct)
    {
        if (payout.State != PayoutState.Requested)
        {
            return;
        }
        payout.State = PayoutState.Sent;
        await PostAsync(
            payout,
            "sent",
            PostingKind.PayoutSubmitted,
            ct,
            Leg.Debit(LedgerAccount.ProviderTransit(payout.Provider, payout.Unit), payout.Sent),
            Leg.Credit(LedgerAccount.ProviderAvailable(payout.Provider, payout.Unit), payout.Sent)
        );
    }

    private async Task ArriveAsync(Payout payout, CancellationToken ct)
    {
        payout.State = PayoutState.Paid;
        payout.EndedAt = db.Now;
        await PostAsync(
            payout,
            "paid",
            PostingKind.PayoutPaid,
            ct,
            Leg.Debit(LedgerAccount.Payout(payout.Id, payout.Unit), payout.Sent),
            Leg.Credit(LedgerAccount.ProviderTransit(payout.Provider, payout.Unit), payout.Sent)
        );
        db.Raise(new PayoutPaid(payout.Id, payout.FreelancerId, payout.Sent, payout.Label));
    }

    /// <summary>All of it goes back to the balance, the fee too: nothing was delivered for it.</summary>
    private async Task ReturnAsync(Payout payout, string reason, CancellationToken ct)
    {
        if (payout.State == PayoutState.Returned)
        {
            return;
        }
        if (payout.State == PayoutState.Paid)
        {
            await ComeBackAsync(payout, reason, ct);
            return;
        }
        var wasSent = payout.State == PayoutState.Sent;
        payout.State = PayoutState.Returned;
        payout.ReasonCode = reason;
        payout.EndedAt = db.Now;
        var back = wasSent ? payout.Sent : Money.Zero(payout.Unit);
        await PostAsync(
            payout,
            "returned",
            PostingKind.PayoutReturned,
            ct,
            [
                Leg.Debit(LedgerAccount.Payout(payout.Id, payout.Unit), payout.Sent),
                Leg.Debit(LedgerAccount.WithdrawalFee(payout.Unit), payout.Fee),
                .. await UntaxAsync(payout, ct),
                Leg.Debit(LedgerAccount.ProviderAvailable(payout.Provider, payout.Unit), back),
                Leg.Credit(LedgerAccount.ProviderTransit(payout.Provider, payout.Unit), back),
            ]
        );
        db.Raise(new PayoutReturned(payout.Id, payout.FreelancerId, payout.Amount, payout.Label, reason));
    }

    /// <summary>It had arrived, and its bank sent it back days later.</summary>
    private async Task ComeBackAsync(Payout payout, string reason, CancellationToken ct)
    {
        payout.State = PayoutState.Returned;
        payout.ReasonCode = reason;
        payout.EndedAt = db.Now;
        await PostAsync(
            payout,
            "returned",
            PostingKind.PayoutReturned,
            ct,
            [
                Leg.Debit(LedgerAccount.ProviderAvailable(payout.Provider, payout.Unit), payout.Sent),
                Leg.Debit(LedgerAccount.WithdrawalFee(payout.Unit), payout.Fee),
                .. await UntaxAsync(payout, ct),
            ]
        );
        db.Raise(new PayoutReturned(payout.Id, payout.FreelancerId, payout.Amount, payout.Label, reason));
    }

    /// <summary>
    /// What was withheld comes back with the rest, unless an operator has given it back before, or it is with the tax office
    /// already: then it counts for the person there.
    /// </summary>
    private async Task<Leg[]> UntaxAsync(Payout payout, CancellationToken ct)
    {
        var left = payout.Unit.Minor(payout.WithheldMinor - payout.WithheldReturnedMinor);
        var tax = Money.Zero(payout.Unit);
        if (left.Minor > 0 && WithheldTax.Account(payout.WithheldFor!.Value, payout.Unit) is var account)
        {
            tax = await book.BalanceAsync(account, ct) >= left ? left : tax;
            payout.WithheldReturnedMinor += tax.Minor;
        }
        var back = Leg.Credit(payout.Source, payout.Sent + payout.Fee + tax);
        return tax.Minor == 0
            ? [back]
            : [back, Leg.Debit(WithheldTax.Account(payout.WithheldFor!.Value, payout.Unit), tax)];
    }

    private async Task PostAsync(
        Payout payout,
        string transition,
        PostingKind kind,
        CancellationToken ct,
        params Leg[] legs
    )
    {
        var posting = Posting.Create(Uuid5.Of(payout.Id, transition), kind, payout.Id, payout.Label, legs);
        _ = (await book.PostAsync(posting, Parties(payout), ct)).Value;
    }

    /// <summary>A partner's payout is on no freelancer's statement, whoever asked for it.</summary>
    private static Parties Parties(Payout payout) =>
        payout.PartnerId is null ? new Parties(FreelancerId: payout.FreelancerId) : new Parties();
}
