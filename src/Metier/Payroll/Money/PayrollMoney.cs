using Metier.Ledger;
using Metier.Payments;
using Metier.Platform;
using Microsoft.EntityFrameworkCore;

namespace Metier.Payroll;

/// <summary>Finance explains why a pay result is not what was charged: the week can then be paid out.</summary>
public sealed class ExplainPayDifference(MetierDb db)
{
    /// <summary><paramref name="seenMinor"/> is the difference the person was looking at.</summary>
    public Task<Outcome<Done>> RunAsync(
        Guid weekId,
        long seenMinor,
        string? reason,
        Actor actor,
        CancellationToken ct
    ) =>
        db.WriteAsync<Done>(
            async () =>
            {
                if (
                    !actor.May(StaffRoles.Finance)
                    || await db.PayrollWeeks.SingleOrDefaultAsync(w => w.Id == weekId, ct) is not { } week
                )
                {
                    return Refusal.NotFound();
                }
                if (week.State != PayrollWeekState.Differs || week.DifferenceMinor != seenMinor)
                {
                    return new Refusal("no_difference", PayrollWordsText.NoDifference);
                }
                var words = (reason ?? "").Trim();
                if (words.Length is 0 or > 1000)
                {
                    return new Refusal(
                        "reason",
                        words.Length == 0 ? PayrollWordsText.SayWhy : PlatformText.TooLong(1000),
                        "Form.Reason"
                    );
                }
                (week.Explanation, week.ExplainedBy, week.ExplainedAt) = (words, actor.MemberId, db.Now);
                week.Settle();
                db.Audit(actor, "payroll_week.explained", weekId, new { seenMinor, words });
                return Done.It;
            },
            ct
        );
}

/// <summary>A partner asks to be paid what is ready in one currency.</summary>
public sealed record PartnerPayoutInput(Guid RequestId, string? Currency, string? PayoutMethodId);

/// <summary>
/// All weeks of a partner in one currency that are ready are paid out together: charged, with a result that agrees or a difference that was
/// explained. A payout that comes back makes them ready again.
/// </summary>
public sealed class RequestPartnerPayout(MetierDb db, PartnerAccess access, PayPartner pay) : IHandle<PayoutReturned>
{
    /// <summary>Weeks in one payout.</summary>
    public const int Most = 500;

    /// <summary>The same request pays once. Answers with the amount.</summary>
    public async Task<Outcome<Money>> RunAsync(PartnerPayoutInput input, Actor actor, CancellationToken ct)
    {
        ArgumentNullException.ThrowIfNull(input);
        ArgumentNullException.ThrowIfNull(actor);
        var taken = await db.WriteOnceAsync<Money>(
            $"partner.payout:{actor.MemberId:N}",
            input.RequestId,
            input,
            () => TakeAsync(input, actor, ct),
            ct
        );
        if (taken.Ok)
        {
            await pay.SendAsync(input.RequestId, ct);
        }
        return taken;
    }

    private async Task<Outcome<Money>> TakeAsync(PartnerPayoutInput input, Actor actor, CancellationToken ct)
    {
        if (await access.OfAsync(actor, ct) is not { } partner)
        {
            return Refusal.NotFound();
        }
        var code = input.Currency ?? "";
        var weeks = await db
            .PayrollWeeks.Where(w =>
                w.PartnerId == partner.PartnerId && w.State == PayrollWeekState.Ready && w.Currency == code
            )
            .OrderBy(w => w.Monday)
            .ThenBy(w => w.Id)
            .Take(Most)
            .ToListAsync(ct);
        if (weeks.Count == 0)
        {
            return new Refusal("nothing_ready", PayrollWordsText.NothingReady);
        }
        var amount = Currency.Of(code).Minor(weeks.Sum(w => w.Owed.Minor));
        _ = Guid.TryParse(input.PayoutMethodId, out var method);
        if (await pay.TakeAsync(new(input.RequestId, partner.PartnerId, method, amount), actor, ct) is { } refusal)
        {
            return refusal;
        }
        foreach (var week in weeks)
        {
            week.PayoutId = input.RequestId;
            week.Settle();
        }
        db.Audit(actor, "partner.payout", partner.PartnerId, new { input.RequestId, weeks = weeks.Count });
        return amount;
    }

    /// <summary>The money is owed again.</summary>
    public Task HandleAsync(PayoutReturned happened, CancellationToken ct) =>
        db.WriteAsync<Done>(
            async () =>
            {
                foreach (var week in await db.PayrollWeeks.Where(w => w.PayoutId == happened.PayoutId).ToListAsync(ct))
                {
                    week.PayoutId = null;
                    week.Settle();
                }
                return Done.It;
            },
            ct
        );
}

/// <summary>What a partner is owed is what its paid weeks say that are in no payout.</summary>
internal sealed class PartnerLedgerRule(MetierDb db) : LedgerRule
{
    public override string Invariant => "I14";

    public override async Task<IReadOnlyList<string>> BrokenAsync(CancellationToken ct) =>
        await db
            .Database.SqlQuery<string>(
                $"""
                SELECT a."Code" AS "Value" FROM ledger_account a JOIN ledger_balance b ON b."AccountId" = a."Id"
                WHERE a."Kind" = 'PartnerPayable' AND b."Posted" <> coalesce((SELECT sum(w."CostMinor" + w."MarkupMinor")
                    FROM payroll_week w WHERE w."PartnerId" = a."OwnerId" AND w."Currency" = a."Currency"
                    AND w."PaidAt" IS NOT NULL AND w."PayoutId" IS NULL), 0)
                """
            )
            .ToListAsync(ct);
}
