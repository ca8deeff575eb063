using System.Text.Json;
using Metier.Ledger;
using Metier.Platform;
using Microsoft.EntityFrameworkCore;

namespace Metier.Payments;

/// <summary>What is to be put right: an amount from one account to another.</summary>
/// <param name="Id">The id of the form; the same one proposes once.</param>
/// <param name="DebitCode">The code of the account that is debited.</param>
/// <param name="CreditCode">The code of the account that is credited.</param>
/// <param name="Amount">Above zero.</param>
/// <param name="Reason">Why, for auditors.</param>
/// <param name="Day">The day it counts for, when that is in an earlier month that is still open; null for now.</param>
public sealed record AdjustmentInput(
    Guid Id,
    string? DebitCode,
    string? CreditCode,
    Money? Amount,
    string? Reason,
    DateOnly? Day
);

/// <summary>An adjustment as it is listed.</summary>
public sealed record AdjustmentLine(
    Guid Id,
    AdjustmentState State,
    string DebitCode,
    string CreditCode,
    Money Amount,
    string Reason,
    DateTime? EffectiveAt,
    Guid ProposedBy,
    DateTime ProposedAt,
    Guid? DecidedBy,
    DateTime? DecidedAt,
    string? Answer
);

/// <summary>
/// Puts the book right by hand. One person of finance proposes, another one approves or declines; whoever proposed can only take
/// it back. Nothing moves before the approval.
/// </summary>
public sealed class Adjustments(MetierDb db, LedgerBook book)
{
    /// <summary>Adjustments per page.</summary>
    public const int PageSize = 50;

    /// <summary>Writes a proposal down.</summary>
    public Task<Outcome<Guid>> ProposeAsync(AdjustmentInput input, Actor actor, CancellationToken ct)
    {
        ArgumentNullException.ThrowIfNull(input);
        ArgumentNullException.ThrowIfNull(actor);
        return db.WriteAsync<Guid>(
            async () =>
            {
                if (!actor.May(StaffRoles.Finance))
                {
                    return Refusal.NotFound();
                }
                if (await db.Adjustments.AnyAsync(a => a.Id == input.Id, ct))
                {
                    return input.Id;
                }
                if (TypedReason.Of(input.Reason) is not { } reason)
                {
                    return TypedReason.Missing("Reason");
                }
                if (input.Amount is not { Minor: > 0 } amount)
                {
                    return new Refusal("amount_missing", PaymentRefusalText.AmountMissing, "Amount");
                }
                if (input.Day > DateOnly.FromDateTime(db.Now))
                {
                    return new Refusal("day_in_future", PaymentRefusalText.DayInFuture, "Day");
                }
                var at =
                    input.Day is { } day && !SameMonth(day, db.Now)
                        ? day.ToDateTime(new TimeOnly(12, 0), DateTimeKind.Utc)
                        : default(DateTime?);
                if (await ClosedAsync(at, ct) is { } closed)
                {
                    return closed;
                }
                var debit = await AccountAsync(input.DebitCode, amount.Currency, "DebitCode", ct);
                var credit = await AccountAsync(input.CreditCode, amount.Currency, "CreditCode", ct);
                if (!debit.Ok || !credit.Ok)
                {
                    return new List<Refusal>([.. debit.Refusals, .. credit.Refusals]);
                }
                if (debit.Value.Equals(credit.Value))
                {
                    return new Refusal("accounts_same", PaymentRefusalText.AccountsSame, "CreditCode");
                }
                AdjustmentLeg[] legs =
                [
                    new(debit.Value.Code, debit.Value.Kind, amount.Minor),
                    new(credit.Value.Code, credit.Value.Kind, -amount.Minor),
                ];
                Add(input.Id, amount.Currency, legs, reason, at, actor);
                return input.Id;
            },
            ct
        );
    }

    private void Add(Guid id, Currency currency, AdjustmentLeg[] legs, string reason, DateTime? at, Actor actor)
    {
        db.Adjustments.Add(
            new Adjustment
            {
                Id = id,
                Currency = currency.Code,
                LegsJson = JsonSerializer.Serialize(legs, EventRegistry.Json),
                Reason = reason,
                EffectiveAt = at,
                ProposedBy = actor.MemberId,
                ProposedAt = db.Now,
            }
        );
        db.Audit(
            actor,
            "adjustment.proposed",
            id,
            new
            {
                legs,
                reason,
                at,
            }
        );
    }

    /// <summary>Approves and posts. Refused to whoever proposed it (<c>same_person</c>).</summary>
    public Task<Outcome<Done>> ApproveAsync(Guid id, Actor actor, CancellationToken ct)
    {
        ArgumentNullException.ThrowIfNull(actor);
        return db.WriteAsync<Done>(
            async () =>
            {
                var found = await OpenAsync(id, actor, ct);
                if (!found.Ok)
                {
                    return Outcome<Done>.From(found);
                }
                var row = found.Value;
                if (row.ProposedBy == actor.MemberId)
                {
                    return new Refusal("same_person", PaymentRefusalText.SamePerson);
                }
                if (await ClosedAsync(row.EffectiveAt, ct) is { } closed)
                {
                    return closed;
                }
                var currency = Currency.Of(row.Currency);
                var legs = new List<Leg>();
                foreach (var leg in row.Legs)
                {
                    var account = await AccountAsync(leg.Code, currency, "", ct);
                    if (!account.Ok)
                    {
                        return Outcome<Done>.From(account);
                    }
                    legs.Add(new Leg(account.Value, leg.Minor));
                }
                var posting = Posting.Create(row.Id, PostingKind.Adjustment, row.Id, row.Reason, [.. legs]);
                var posted = await book.PostAsync(
                    row.EffectiveAt is { } at ? posting.At(at) : posting,
                    new Parties(Owner(legs, AccountKind.ClientCredit), Owner(legs, AccountKind.FreelancerAvailable)),
                    ct
                );
                if (!posted.Ok)
                {
                    return Outcome<Done>.From(posted);
                }
                Decide(row, AdjustmentState.Posted, null, actor);
                db.Audit(actor, "adjustment.approved", id, new { transaction = posted.Value.Id });
                return Done.It;
            },
            ct
        );
    }

    /// <summary>Declines, or takes back one’s own proposal; a reason is needed.</summary>
    public Task<Outcome<Done>> DeclineAsync(Guid id, string? reason, Actor actor, CancellationToken ct)
    {
        ArgumentNullException.ThrowIfNull(actor);
        return db.WriteAsync<Done>(
            async () =>
            {
                var found = await OpenAsync(id, actor, ct);
                if (!found.Ok)
                {
                    return Outcome<Done>.From(found);
                }
                if (TypedReason.Of(reason) is not { } text)
                {
                    return TypedReason.Missing();
                }
                Decide(found.Value, AdjustmentState.Declined, text, actor);
                db.Audit(actor, "adjustment.declined", id, new { text });
                return Done.It;
            },
            ct
        );
    }

    /// <summary>Those that wait, or those that were decided, the newest first, before an id; one more than a page when there is a next one.</summary>
    public async Task<List<AdjustmentLine>> ListAsync(bool waiting, Guid? before, CancellationToken ct)
    {
        var query = db.Adjustments.AsNoTracking().Where(a => (a.State == AdjustmentState.Proposed) == waiting);
        if (before is { } key)
        {
            query = query.Where(a => a.Id.CompareTo(key) < 0);
        }
        var rows = await query.OrderByDescending(a => a.Id).Take(PageSize + 1).ToListAsync(ct);
        return rows.ConvertAll(a =>
        {
            var legs = a.Legs;
            var debit = legs.First(l => l.Minor > 0);
            return new AdjustmentLine(
                a.Id,
                a.State,
                debit.Code,
                legs.First(l => l.Minor < 0).Code,
                Currency.Of(a.Currency).Minor(debit.Minor),
                a.Reason,
                a.EffectiveAt,
                a.ProposedBy,
                a.ProposedAt,
                a.DecidedBy,
                a.DecidedAt,
                a.Answer
            );
        });
    }

    private async Task<Outcome<Adjustment>> OpenAsync(Guid id, Actor actor, CancellationToken ct)
    {
        if (
            !actor.May(StaffRoles.Finance)
            || await db.Adjustments.SingleOrDefaultAsync(a => a.Id == id, ct) is not { } row
        )
        {
            return Refusal.NotFound();
        }
        return row.State == AdjustmentState.Proposed
            ? row
            : new Refusal("adjustment_decided", PaymentRefusalText.AdjustmentDecided);
    }

    private void Decide(Adjustment row, AdjustmentState state, string? answer, Actor actor) =>
        (row.State, row.DecidedBy, row.DecidedAt, row.Answer) = (state, actor.MemberId, db.Now, answer);

    private async Task<Refusal?> ClosedAsync(DateTime? at, CancellationToken ct) =>
        at is { } moment && await LedgerPeriods.IsClosedAsync(db, moment, ct)
            ? new Refusal("month_closed", PaymentRefusalText.MonthClosed(LedgerPeriods.Name(moment)), "Day")
            : null;

    private async Task<Outcome<LedgerAccount>> AccountAsync(
        string? code,
        Currency currency,
        string field,
        CancellationToken ct
    )
    {
        var typed = code?.Trim() ?? "";
        var row = await db
            .LedgerAccounts.AsNoTracking()
            .SingleOrDefaultAsync(a => a.Code == typed && a.StripeOf == null, ct);
        var account = row is null
            ? LedgerAccount.OfThePlatform(currency).FirstOrDefault(a => a.Code == typed)
            : LedgerAccount.Opened(row.Kind, row.Code, Currency.Of(row.Currency), row.OwnerId);
        if (account is null)
        {
            return new Refusal("account_unknown", PaymentRefusalText.AccountUnknown, field);
        }
        if (account.Currency != currency)
        {
            return new Refusal("accounts_currency", PaymentRefusalText.AccountsCurrency, field);
        }
        return PostingRules.MayDebit(PostingKind.Adjustment, account.Kind)
            ? account
            : new Refusal("account_not_by_hand", PaymentRefusalText.AccountNotByHand, field);
    }

    private static Guid? Owner(List<Leg> legs, AccountKind kind) =>
        legs.Where(l => l.Account.Kind == kind).Select(l => l.Account.OwnerId).FirstOrDefault();

    private static bool SameMonth(DateOnly day, DateTime now) => day.Year == now.Year && day.Month == now.Month;
}
