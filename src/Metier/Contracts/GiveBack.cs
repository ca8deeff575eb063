using Metier.Ledger;
using Metier.Payments;
using Metier.Platform;
using Microsoft.EntityFrameworkCore;

namespace Metier.Contracts;

/// <summary>The freelancer gives back money: first what is held, else what was already paid (until 180 days after the payment).</summary>
public sealed class GiveBack(MetierDb db, ContractAccess access, MilestoneMoney money, RefundEarnings refunds)
{
    /// <summary>
    /// <paramref name="number"/> names a milestone whose held money goes back; null gives back paid money, fees in
    /// proportion. Final.
    /// </summary>
    public Task<Outcome<Done>> RunAsync(
        Guid contractId,
        int? number,
        Guid requestId,
        string? typed,
        Actor actor,
        CancellationToken ct
    ) =>
        db.WriteOnceAsync<Done>(
            $"contract.give_back:{actor.MemberId:N}",
            requestId,
            new
            {
                contractId,
                number,
                typed,
            },
            async () =>
            {
                if (await access.ForPartyAsync(contractId, actor, ct) is not (var contract, Side.Freelancer))
                {
                    return Refusal.NotFound();
                }
                var reading = MoneyParser.Read(typed, contract.Unit, out var amount);
                if (reading != MoneyReading.Read || amount.Minor <= 0)
                {
                    return new Refusal(
                        "amount",
                        MoneyParser.Problem(
                            reading == MoneyReading.Read ? MoneyReading.Wrong : reading,
                            contract.Unit
                        )!,
                        "Form.Amount"
                    );
                }
                if (number is { } n)
                {
                    var milestone = await db.Milestones.SingleOrDefaultAsync(
                        m => m.ContractId == contractId && m.Number == n,
                        ct
                    );
                    return milestone is null ? Refusal.NotFound()
                        : milestone.State == MilestoneState.Disputed
                            ? new Refusal("in_dispute", ContractRefusalText.InDispute, "Form.From")
                        : milestone.State == MilestoneState.Paying
                            ? new Refusal("payment_running", ContractRefusalText.PaymentRunning, "Form.From")
                        : await money.RefundAsync(requestId, contract, milestone, amount.Minor, actor, ct)
                            is { } refused
                            ? refused
                        : Done.It;
                }
                var given = await refunds.RunAsync(
                    new RefundEarningsInput(requestId, contract.Id, contract.FreelancerId, amount, contract.Title),
                    ct
                );
                if (!given.Ok)
                {
                    return Outcome<Done>.From(given);
                }
                db.Record(contract, actor, "given_back", amount: amount.Minor);
                return Done.It;
            },
            ct
        );
}

/// <summary>Extra money for good work; not protected, available after the security period.</summary>
public sealed class Bonus
{
    /// <summary>Id; also the charge's subject.</summary>
    public Guid Id { get; init; }

    /// <summary>The contract.</summary>
    public Guid ContractId { get; init; }

    /// <summary>When it was asked for, UTC.</summary>
    public DateTime At { get; init; }

    /// <summary>Amount in minor units.</summary>
    public long AmountMinor { get; init; }

    /// <summary>What for.</summary>
    public required string Reason { get; init; }

    /// <summary>When it was paid; null while under way or when refused.</summary>
    public DateTime? PaidAt { get; internal set; }
}

/// <summary>A bonus as typed.</summary>
public sealed record BonusInput(
    Guid RequestId,
    Guid ContractId,
    string? Amount,
    string? Reason,
    Guid? PaymentMethodId,
    string ReturnPath,
    Guid? QuoteId = null
);

/// <summary>The client pays a bonus, at any time while both know the contract.</summary>
public sealed class PayBonus(
    MetierDb db,
    ContractAccess access,
    BeginCharge begin,
    FinishCharge finish,
    RuleOptions rules
)
{
    /// <summary>Answers with how far the payment is.</summary>
    public async Task<Outcome<ChargeProgress>> RunAsync(BonusInput input, Actor actor, CancellationToken ct)
    {
        ArgumentNullException.ThrowIfNull(input);
        var begun = await db.WriteAsync<ChargeProgress>(() => BeginAsync(input, actor, ct), ct);
        return begun.Ok ? await finish.RunAsync(begun.Value.ChargeId, ct) : begun;
    }

    private async Task<Outcome<ChargeProgress>> BeginAsync(BonusInput input, Actor actor, CancellationToken ct)
    {
        if (await access.ForPartyAsync(input.ContractId, actor, ct) is not (var contract, Side.Client))
        {
            return Refusal.NotFound();
        }
        if (actor.RefuseToPay() is { } mayNot)
        {
            return mayNot;
        }
        // What an employee gets comes from its employer, with contributions and tax.
        if (contract.IsPayroll)
        {
            return new Refusal("payroll", ContractRefusalText.BonusPayroll);
        }
        var wrong = new List<Refusal>();
        var reason = OfferForm.Text(input.Reason, 500, "Form.Reason", ContractRefusalText.BonusReason, wrong);
        var amount = Amount(input.Amount, contract.Unit, wrong);
        if (input.PaymentMethodId is null)
        {
            wrong.Add(new Refusal("method_missing", ContractRefusalText.ChoosePaymentMethod, "Form.PaymentMethodId"));
        }
        if (wrong.Count > 0)
        {
            return wrong;
        }
        // The request's id makes the bonus' id: the same form finds the same bonus.
        var id = Uuid5.Of(contract.Id, $"bonus/{input.RequestId:D}");
        if (!await db.Bonuses.AnyAsync(b => b.Id == id, ct))
        {
            db.Bonuses.Add(
                new Bonus
                {
                    Id = id,
                    ContractId = contract.Id,
                    At = db.Now,
                    AmountMinor = amount.Minor,
                    Reason = reason,
                }
            );
        }
        return await begin.RunAsync(
            new ChargeRequest(
                input.RequestId,
                contract.ClientId,
                contract.FreelancerId,
                contract.Id,
                input.PaymentMethodId!.Value,
                amount,
                contract.Fees,
                ContractPurposes.Bonus,
                id,
                $"{contract.Title}: {reason}",
                input.ReturnPath
            )
            {
                QuoteId = input.QuoteId,
                QuotedFor = contract.Id,
            },
            ct
        );
    }

    /// <summary>Between the smallest milestone and what a whole contract may cost.</summary>
    private Money Amount(string? typed, Currency unit, List<Refusal> wrong)
    {
        var reading = MoneyParser.Read(typed, unit, out var amount);
        var (least, most) = (unit.Major(rules.SmallestMilestone), unit.Major(10_000_000));
        if (reading != MoneyReading.Read)
        {
            wrong.Add(new Refusal("amount", MoneyParser.Problem(reading, unit)!, "Form.Amount"));
        }
        else if (amount.Minor < least.Minor)
        {
            wrong.Add(
                new Refusal("amount_too_small", ContractRefusalText.AmountOrMore(Formats.Money(least)), "Form.Amount")
            );
        }
        else if (amount.Minor > most.Minor)
        {
            wrong.Add(
                new Refusal("amount_too_large", ContractRefusalText.AmountOrLess(Formats.Money(most)), "Form.Amount")
            );
        }
        return amount;
    }
}

/// <summary>A paid bonus is written into the contract's history.</summary>
internal sealed class BonusPurpose(MetierDb db) : ChargePurpose
{
    public override string Kind => ContractPurposes.Bonus;

    public override ChargeTarget Target => ChargeTarget.Earning;

    public override async Task<Outcome<Done>> SettledAsync(Charge charge, CancellationToken ct)
    {
        var bonus = await db.Bonuses.SingleAsync(b => b.Id == charge.SubjectId, ct);
        var contract = await db.Contracts.SingleAsync(c => c.Id == bonus.ContractId, ct);
        bonus.PaidAt = db.Now;
        db.Record(contract, null, "bonus_paid", amount: charge.AmountMinor, text: bonus.Reason);
        db.Raise(
            new BonusPaid(
                contract.Id,
                bonus.Id,
                contract.ClientId,
                contract.FreelancerId,
                contract.Unit.Minor(charge.AmountMinor)
            )
        );
        return Done.It;
    }

    public override Task FailedAsync(Charge charge, CancellationToken ct) => Task.CompletedTask;
}
