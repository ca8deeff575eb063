using Metier.Ledger;
using Metier.Platform;
using Microsoft.EntityFrameworkCore;

namespace Metier.Payments;

/// <summary>What happened to a thing, and when (or when it will).</summary>
public enum MoneyMoment
{
    /// <summary>Somebody asked for it.</summary>
    Asked,

    /// <summary>The client's payment arrived.</summary>
    Paid,

    /// <summary>Earned.</summary>
    Earned,

    /// <summary>Will be ready to withdraw.</summary>
    ReadyOn,

    /// <summary>Has become ready to withdraw.</summary>
    Ready,

    /// <summary>Expected at the bank.</summary>
    ExpectedOn,

    /// <summary>Arrived at the bank.</summary>
    Arrived,

    /// <summary>Came back.</summary>
    Returned,
}

/// <summary>One dated line of a history.</summary>
public sealed record MoneyDate(MoneyMoment Moment, DateTime At);

/// <summary>A transaction with all that belongs to it, for one side.</summary>
/// <param name="Lines">Its lines on the statement, the movement first.</param>
/// <param name="SubjectId">The charge, milestone, payout or contract it was for.</param>
/// <param name="Reference">The provider's id of the payment, or empty.</param>
/// <param name="Account">The card or account, masked, or empty.</param>
/// <param name="Dates">Its history, the earliest first.</param>
public sealed record TransactionView(
    IReadOnlyList<StatementLine> Lines,
    Guid SubjectId,
    string Reference,
    string Account,
    IReadOnlyList<MoneyDate> Dates
);

/// <summary>One withdrawal, as its freelancer may see it.</summary>
public sealed record PayoutView(
    Guid Id,
    Money Amount,
    Money Fee,
    Money Sent,
    string Label,
    PayoutState State,
    string? ReasonCode,
    DateTime CreatedAt,
    DateTime? ExpectedAt,
    DateTime? EndedAt
)
{
    /// <summary>Tax withheld from it; null when none was.</summary>
    public TaxOfPayout? Tax { get; init; }
}

/// <summary>A charge that waits for the client or the bank.</summary>
public sealed record ChargeUnderWay(
    Guid Id,
    string Memo,
    Money Total,
    ChargeState State,
    string? ActionUrl,
    DateTime At
);

/// <summary>Reads single movements of money with their history.</summary>
public sealed class TransactionViews(MetierDb db, StatementViews statements)
{
    /// <summary>A transaction of this party; null when it is not theirs.</summary>
    public async Task<TransactionView?> FindAsync(
        StatementSide side,
        Guid partyId,
        long transactionId,
        CancellationToken ct
    )
    {
        var lines = await statements.TransactionAsync(side, partyId, transactionId, ct);
        if (lines.Count == 0)
        {
            return null;
        }
        var row = await db.LedgerTransactions.AsNoTracking().SingleAsync(t => t.Id == transactionId, ct);
        var view = new TransactionView([.. lines.Reverse()], row.SubjectId, "", "", []);
        if (await db.Charges.AsNoTracking().SingleOrDefaultAsync(c => c.Id == row.SubjectId, ct) is { } charge)
        {
            return side == StatementSide.Client ? await WithChargeAsync(view, charge, ct) : view;
        }
        if (await PayoutAsync(row.SubjectId, partyId, ct) is { } payout)
        {
            return view with { Account = payout.Label, Dates = Dates(payout) };
        }
        var earning = await db.Earnings.AsNoTracking().SingleOrDefaultAsync(e => e.Id == row.Uid, ct);
        return earning is null
            ? view with
            {
                Dates = [new(MoneyMoment.Asked, row.RecordedAt)],
            }
            : view with
            {
                Dates = side == StatementSide.Freelancer ? Dates(earning) : [new(MoneyMoment.Earned, earning.EarnedAt)],
            };
    }

    /// <summary>A withdrawal of this freelancer; null when it is not theirs.</summary>
    public async Task<PayoutView?> PayoutAsync(Guid payoutId, Guid freelancerId, CancellationToken ct)
    {
        var payout = await db
            .Payouts.AsNoTracking()
            .SingleOrDefaultAsync(p => p.Id == payoutId && p.FreelancerId == freelancerId, ct);
        return payout is null ? null : View(payout);
    }

    /// <summary>The withdrawals of this freelancer that have not ended, and those that came back within 30 days.</summary>
    public async Task<List<PayoutView>> OpenPayoutsAsync(Guid freelancerId, CancellationToken ct)
    {
        var since = db.Now.AddDays(-30);
        var payouts = await db
            .Payouts.AsNoTracking()
            .Where(p => p.FreelancerId == freelancerId)
            .Where(p => p.EndedAt == null || (p.State == PayoutState.Returned && p.EndedAt > since))
            .OrderByDescending(p => p.CreatedAt)
            .Take(20)
            .ToListAsync(ct);
        return [.. payouts.Select(View)];
    }

    /// <summary>The charges of this client that wait for somebody.</summary>
    public async Task<List<ChargeUnderWay>> ChargesUnderWayAsync(Guid clientId, CancellationToken ct)
    {
        var charges = await db
            .Charges.AsNoTracking()
            .Where(c => c.ClientId == clientId && c.EndedAt == null)
            .OrderByDescending(c => c.CreatedAt)
            .Take(20)
            .ToListAsync(ct);
        return
        [
            .. charges.Select(c => new ChargeUnderWay(
                c.Id,
                PaymentWords.Memo(c.Memo),
                c.Collected,
                c.State,
                c.State == ChargeState.ActionRequired ? c.ActionUrl : null,
                c.CreatedAt
            )),
        ];
    }

    /// <summary>Where the client of a charge goes on to after confirming it, and how far it is; null for others.</summary>
    public async Task<(string ReturnPath, ChargeProgress Progress)?> ChargeAsync(
        Guid chargeId,
        Guid? clientId,
        CancellationToken ct
    )
    {
        var charge = await db
            .Charges.AsNoTracking()
            .SingleOrDefaultAsync(c => c.Id == chargeId && c.ClientId == clientId, ct);
        return charge is null ? null : (charge.ReturnPath, charge.Progress());
    }

    private async Task<TransactionView> WithChargeAsync(TransactionView view, Charge charge, CancellationToken ct)
    {
        var method = await db.PaymentMethods.AsNoTracking().SingleAsync(m => m.Id == charge.PaymentMethodId, ct);
        var account = method.Kind == PaymentMethodKind.Card ? "•••• " + method.Label : method.Label;
        List<MoneyDate> dates = [new(MoneyMoment.Asked, charge.CreatedAt)];
        if (charge.EndedAt is { } ended)
        {
            dates.Add(new(MoneyMoment.Paid, ended));
        }
        return view with { Reference = charge.ProviderReference, Account = account, Dates = dates };
    }

    private static MoneyDate[] Dates(Earning earning) =>
        [
            new(MoneyMoment.Earned, earning.EarnedAt),
            earning.AvailableSince is { } since
                ? new(MoneyMoment.Ready, since)
                : new(MoneyMoment.ReadyOn, earning.AvailableAt),
        ];

    private static List<MoneyDate> Dates(PayoutView payout)
    {
        List<MoneyDate> dates = [new(MoneyMoment.Asked, payout.CreatedAt)];
        if (payout.EndedAt is { } ended)
        {
            dates.Add(new(payout.State == PayoutState.Paid ? MoneyMoment.Arrived : MoneyMoment.Returned, ended));
        }
        else if (payout.ExpectedAt is { } expected)
        {
            dates.Add(new(MoneyMoment.ExpectedOn, expected));
        }
        return dates;
    }

    private static PayoutView View(Payout p) =>
        new(p.Id, p.Amount, p.Fee, p.Sent, p.Label, p.State, p.ReasonCode, p.CreatedAt, p.ExpectedAt, p.EndedAt)
        {
            Tax = p.WithheldFor is { } why ? new TaxOfPayout(why, p.Withheld, p.WithheldPpm) : null,
        };
}
