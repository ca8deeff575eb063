using Metier.Ledger;
using Metier.Platform;
using Microsoft.EntityFrameworkCore;

namespace Metier.Payments;

/// <summary>Writes the end of a charge: the posting, the charge's state and the effect of its purpose, all or nothing.</summary>
internal sealed class SettleCharge(
    MetierDb db,
    LedgerBook book,
    EarningBook earnings,
    ClientRefunds refunds,
    ChargeRules rules,
    LifetimeBilling billing
)
{
    public async Task ApplyAsync(ProviderOperation operation, ProviderAnswer answer, CancellationToken ct)
    {
        var charge = await db.Charges.SingleAsync(c => c.Id == operation.SubjectId, ct);
        charge.ProviderReference = operation.Reference;
        charge.ActionUrl = ProviderPages.Leave(answer.Url, charge.Id);
        switch (answer.Status)
        {
            case ProviderStatus.Succeeded:
                await SettleAsync(charge, ct);
                break;
            case ProviderStatus.Declined:
                await FailAsync(charge, answer.Code ?? "declined", ct);
                break;
            case ProviderStatus.ActionRequired:
                var told = charge.State == ChargeState.ActionRequired;
                charge.State = ChargeState.ActionRequired;
                if (!told)
                {
                    await rules.Purpose(charge).ActionRequiredAsync(charge, ct);
                }
                break;
            default:
                charge.State = ChargeState.Processing;
                break;
        }
    }

    private async Task SettleAsync(Charge charge, CancellationToken ct)
    {
        var purpose = rules.Purpose(charge);
        charge.ServiceFeeMinor = (await billing.FeeOfAsync(charge, ct)).Minor;
        var wanted = await purpose.SettledAsync(charge, ct);
        charge.State = wanted.Ok ? ChargeState.Settled : ChargeState.SentBack;
        charge.EndedAt = db.Now;
        charge.ClearsAt = db.Now.AddDays(rules.Options.ClearingDays);
        if (!wanted.Ok)
        {
            await SendBackAsync(charge, ct);
            return;
        }
        if (purpose.Target == ChargeTarget.Debt)
        {
            var unit = charge.Amount.Currency;
            var owed = Leg.Credit(LedgerAccount.ClientReceivable(charge.ClientId, unit), charge.Amount);
            var fee = Leg.Credit(LedgerAccount.ClientReceivable(charge.ClientId, unit), charge.ProcessingFee);
            await PostAsync(charge, PostingKind.DebtPaid, owed, fee, ct);
            return;
        }
        if (purpose.Target is ChargeTarget.Escrow or ChargeTarget.Week)
        {
            await HoldAsync(charge, ct);
        }
        else
        {
            await EarnAsync(charge, ct);
        }
        db.Raise(
            new ChargeSettled(
                charge.Id,
                charge.ClientId,
                charge.FreelancerId,
                charge.ContractId,
                charge.PurposeKind,
                charge.SubjectId,
                charge.Amount,
                charge.ProcessingFee,
                charge.ServiceFee,
                db.Now,
                charge.Rate is null ? null : charge.Collected,
                charge.Rate
            )
        );
    }

    private async Task HoldAsync(Charge charge, CancellationToken ct)
    {
        var holding = await db.Holdings.SingleOrDefaultAsync(h => h.Id == charge.SubjectId, ct);
        if (holding is null)
        {
            holding = Holding.For(
                charge.SubjectId,
                charge.Parties,
                charge.PurposeKind,
                charge.Currency,
                charge.Week,
                db.Now
            );
            db.Holdings.Add(holding);
        }
        holding.FundedMinor += charge.AmountMinor;
        holding.ServiceFeeLeftMinor += charge.ServiceFeeMinor;
        holding.ProcessingFeeLeftMinor += charge.ProcessingFeeMinor;
        await PostAsync(
            charge,
            holding.Week is null ? PostingKind.Funding : PostingKind.WeeklyBill,
            Leg.Credit(holding.Account, charge.Amount),
            Leg.Credit(LedgerAccount.ProcessingFee(holding.Unit), charge.ProcessingFee),
            ct
        );
    }

    private async Task EarnAsync(Charge charge, CancellationToken ct)
    {
        var unit = charge.Amount.Currency;
        var uid = await PostAsync(
            charge,
            PostingKind.Bonus,
            Leg.Credit(LedgerAccount.FreelancerPending(charge.FreelancerId, unit), charge.Amount - charge.ServiceFee),
            Leg.Credit(LedgerAccount.ProcessingFee(unit), charge.ProcessingFee),
            ct,
            Leg.Credit(LedgerAccount.ServiceFee(unit), charge.ServiceFee)
        );
        var parties = charge.Parties;
        earnings.Add(
            uid,
            parties,
            charge.PurposeKind,
            charge.SubjectId,
            charge.Amount,
            charge.ServiceFee,
            charge.ProcessingFee
        );
    }

    /// <summary>
    /// The client has paid for something that is no longer there: booked as theirs, in the currency it was paid in, and given
    /// back.
    /// </summary>
    private async Task SendBackAsync(Charge charge, CancellationToken ct)
    {
        var collected = charge.Collected;
        var cause = Uuid5.Of(charge.Id, "settled");
        var credit = LedgerAccount.ClientCredit(charge.ClientId, collected.Currency);
        var kept = Posting.Create(
            cause,
            PostingKind.ChargeSentBack,
            charge.Id,
            charge.Memo,
            Leg.Debit(LedgerAccount.ProviderPending(charge.Provider, collected.Currency), collected),
            Leg.Credit(credit, collected)
        );
        _ = (await book.PostAsync(kept, charge.Parties, ct)).Value;
        var back = Posting.Create(
            Uuid5.Of(cause, "refund"),
            PostingKind.CreditRefund,
            charge.Id,
            charge.Memo,
            Leg.Debit(credit, collected),
            refunds.SendAll(cause, charge)
        );
        _ = (await book.PostAsync(back, charge.Parties, ct)).Value;
    }

    private async Task<Guid> PostAsync(
        Charge charge,
        PostingKind kind,
        Leg first,
        Leg second,
        CancellationToken ct,
        params Leg[] more
    )
    {
        var uid = Uuid5.Of(charge.Id, "settled");
        var posting = Posting.Create(
            uid,
            kind,
            charge.Id,
            charge.Memo,
            [.. ExchangeLegs.Collected(charge), first, second, .. more]
        );
        // Credits of liabilities and income and a debit of an asset: no floor can refuse it.
        _ = (await book.PostAsync(posting.With(charge.Rate), charge.Parties, ct)).Value;
        return uid;
    }

    private async Task FailAsync(Charge charge, string code, CancellationToken ct)
    {
        charge.State = ChargeState.Failed;
        charge.FailureCode = code;
        charge.EndedAt = db.Now;
        await rules.Purpose(charge).FailedAsync(charge, ct);
        db.Raise(
            new ChargeFailed(
                charge.Id,
                charge.ClientId,
                charge.FreelancerId,
                charge.ContractId,
                charge.PurposeKind,
                charge.SubjectId,
                charge.Amount,
                code
            )
        );
    }
}

/// <summary>The purposes that modules have registered, and the operator's numbers.</summary>
internal sealed class ChargeRules(IEnumerable<ChargePurpose> purposes, PaymentOptions options)
{
    public PaymentOptions Options => options;

    public ChargePurpose Purpose(Charge charge) => purposes.Single(p => p.Kind == charge.PurposeKind);
}
