using Metier.Ledger;
using Metier.Platform;
using Microsoft.EntityFrameworkCore;

namespace Metier.Payments;

/// <summary>A payment method, as its owner may see it.</summary>
public sealed record PaymentMethodCard(
    Guid Id,
    PaymentMethodKind Kind,
    string Brand,
    string Label,
    int ExpiryMonth,
    int ExpiryYear,
    bool IsDefault,
    bool IsExpired,
    DateTime VerifiedAt
);

/// <summary>A payout method, as its owner may see it.</summary>
public sealed record PayoutMethodCard(
    Guid Id,
    PayoutMethodKind Kind,
    string HolderName,
    string Label,
    DateTime ActiveAt,
    bool IsActive,
    bool IsEntered = true,
    bool NameWaits = false
);

/// <summary>What is held for a milestone and where it went; Left = Funded + RolledIn − Released − Refunded − RolledOut, Frozen of it.</summary>
/// <param name="ServiceFee">The commission that goes with what is left, as it was settled when the client paid.</param>
/// <param name="ProcessingFee">The payment fee that goes with what is left.</param>
public sealed record HoldingView(
    Guid MilestoneId,
    Guid ContractId,
    Money Left,
    Money Funded,
    Money RolledIn,
    Money Released,
    Money Refunded,
    Money RolledOut,
    Money ServiceFee,
    Money ProcessingFee,
    Money Frozen
);

/// <summary>All the money of one contract.</summary>
/// <param name="Held">Set aside now.</param>
/// <param name="Paid">Released and bonuses, before the commission, less what was given back.</param>
/// <param name="Received">What the freelancer has of it.</param>
/// <param name="InReview">Billed weeks of hours that are not released yet.</param>
public sealed record ContractMoney(Money Held, Money Paid, Money Received, Money InReview);

/// <summary>A freelancer's money in one currency.</summary>
/// <param name="Ready">Free to withdraw.</param>
/// <param name="OnItsWay">In the security period.</param>
/// <param name="NextAt">When the next part of it becomes ready, UTC.</param>
/// <param name="InFlight">Payouts that have not arrived yet.</param>
/// <param name="Held">Set aside for this freelancer's milestones, before the commission.</param>
/// <param name="InReview">Billed weeks of hours that the client can still dispute, before the commission.</param>
/// <param name="Disputed">Earned, and frozen by a chargeback.</param>
public sealed record FreelancerMoney(
    Money Ready,
    Money OnItsWay,
    DateTime? NextAt,
    Money InFlight,
    Money Held,
    Money InReview,
    Money Disputed
);

/// <summary>A client's money in one currency.</summary>
/// <param name="Paid">Charged so far, fees included, less what came back.</param>
/// <param name="Held">Set aside for milestones.</param>
/// <param name="Credit">Kept for the client because it could not be sent back.</param>
/// <param name="InReview">Paid weeks of hours that the client can still dispute.</param>
public sealed record ClientMoney(Money Paid, Money Held, Money Credit, Money InReview);

/// <summary>What a freelancer earned in a month, after the commission.</summary>
/// <param name="Month">Its first day.</param>
/// <param name="Net">How much.</param>
public sealed record MonthEarnings(DateOnly Month, Money Net);

/// <summary>What a freelancer can still give back on a contract.</summary>
/// <param name="Gross">At most, as the price of the work.</param>
/// <param name="Balance">What the freelancer's balance holds.</param>
public sealed record Refundable(Money Gross, Money Balance);

/// <summary>Reads money for pages and other modules. Who may see it is for the caller to know.</summary>
public sealed class MoneyViews(MetierDb db, RuleOptions rules)
{
    /// <summary>Those of these clients who have a payment method that its provider has checked and that has not expired.</summary>
    public Task<List<Guid>> WithVerifiedMethodAsync(IReadOnlyCollection<Guid> clientIds, CancellationToken ct)
    {
        var now = db.Now;
        return db
            .PaymentMethods.AsNoTracking()
            .Where(m => clientIds.Contains(m.ClientId) && m.VerifiedAt != null && m.RemovedAt == null)
            .Where(m => m.ExpiresAt == null || m.ExpiresAt > now)
            .Select(m => m.ClientId)
            .Distinct()
            .ToListAsync(ct);
    }

    /// <summary>The methods that can be charged now: checked, kept, not expired.</summary>
    internal Task<List<Guid>> UsableMethodsAsync(Guid clientId, CancellationToken ct)
    {
        var now = db.Now;
        return db
            .PaymentMethods.AsNoTracking()
            .Where(m => m.ClientId == clientId && m.VerifiedAt != null && m.RemovedAt == null)
            .Where(m => m.ExpiresAt == null || m.ExpiresAt > now)
            .Select(m => m.Id)
            .ToListAsync(ct);
    }

    /// <summary>The methods a client can pay with, the default first.</summary>
    public async Task<List<PaymentMethodCard>> PaymentMethodsAsync(Guid clientId, CancellationToken ct)
    {
        var now = db.Now;
        var methods = await db
            .PaymentMethods.AsNoTracking()
            .Where(m => m.ClientId == clientId && m.VerifiedAt != null && m.RemovedAt == null)
            .OrderByDescending(m => m.DefaultSince)
            .ThenByDescending(m => m.VerifiedAt)
            .ToListAsync(ct);
        return
        [
            .. methods
                .OrderBy(m => m.DefaultSince is null)
                .Select(m => new PaymentMethodCard(
                    m.Id,
                    m.Kind,
                    m.Brand,
                    m.Label,
                    m.ExpiryMonth,
                    m.ExpiryYear,
                    m.DefaultSince is not null,
                    m.ExpiryYear > 0 && (m.ExpiryYear * 12) + m.ExpiryMonth < (now.Year * 12) + now.Month,
                    m.VerifiedAt!.Value
                )),
        ];
    }

    /// <summary>The accounts a freelancer can be paid to, the oldest first.</summary>
    public async Task<List<PayoutMethodCard>> PayoutMethodsAsync(Guid freelancerId, CancellationToken ct)
    {
        var now = db.Now;
        return await db
            .PayoutMethods.AsNoTracking()
            .Where(m => m.FreelancerId == freelancerId && m.RemovedAt == null)
            .OrderBy(m => m.CreatedAt)
            .Select(m => new PayoutMethodCard(
                m.Id,
                m.Kind,
                m.HolderName,
                m.Label,
                m.ActiveAt,
                m.ActiveAt <= now && m.EnteredAt != null && (m.NameNote == null || m.NameAcceptedAt != null),
                m.EnteredAt != null,
                m.NameNote != null && m.NameAcceptedAt == null
            ))
            .ToListAsync(ct);
    }

    /// <summary>What was ever held for this milestone; null before it was funded.</summary>
    public async Task<HoldingView?> HoldingAsync(Guid milestoneId, CancellationToken ct)
    {
        var holding = await db.Holdings.AsNoTracking().SingleOrDefaultAsync(h => h.Id == milestoneId, ct);
        return holding is null ? null : View(holding);
    }

    /// <summary>What was ever held for the milestones of these contracts, by milestone.</summary>
    public async Task<Dictionary<Guid, HoldingView>> HoldingsAsync(
        IReadOnlyCollection<Guid> contractIds,
        CancellationToken ct
    )
    {
        var holdings = await db.Holdings.AsNoTracking().Where(h => contractIds.Contains(h.ContractId)).ToListAsync(ct);
        return holdings.ToDictionary(h => h.Id, View);
    }

    /// <summary>The charge that is under way for a milestone or bonus; null when there is none.</summary>
    public async Task<ChargeProgress?> ChargeUnderWayAsync(Guid subjectId, CancellationToken ct)
    {
        var charge = await db
            .Charges.AsNoTracking()
            .SingleOrDefaultAsync(c => c.SubjectId == subjectId && c.EndedAt == null, ct);
        return charge?.Progress();
    }

    /// <summary>The money of these contracts; contracts without any are left out.</summary>
    public async Task<Dictionary<Guid, ContractMoney>> ContractsAsync(
        IReadOnlyCollection<Guid> contractIds,
        CancellationToken ct
    )
    {
        var holdings = await db.Holdings.AsNoTracking().Where(h => contractIds.Contains(h.ContractId)).ToListAsync(ct);
        var earnings = await db.Earnings.AsNoTracking().Where(e => contractIds.Contains(e.ContractId)).ToListAsync(ct);
        var contracts = holdings
            .Select(h => (h.ContractId, h.Currency))
            .Concat(earnings.Select(e => (e.ContractId, e.Currency)))
            .Distinct();
        return contracts.ToDictionary(
            c => c.ContractId,
            c =>
            {
                var unit = Currency.Of(c.Currency);
                var mine = earnings.Where(e => e.ContractId == c.ContractId).ToList();
                return new ContractMoney(
                    Left(holdings.Where(h => h.ContractId == c.ContractId && h.Week is null), unit),
                    unit.Minor(mine.Sum(e => e.GrossMinor - e.RefundedGrossMinor)),
                    unit.Minor(mine.Sum(e => e.NetLeftMinor)),
                    Left(holdings.Where(h => h.ContractId == c.ContractId && h.Week is not null), unit)
                );
            }
        );
    }

    /// <summary>What a freelancer has, by currency; empty before the first earning.</summary>
    public async Task<List<FreelancerMoney>> FreelancerAsync(Guid freelancerId, CancellationToken ct)
    {
        var balances = await (
            from a in db.LedgerAccounts
            where a.OwnerId == freelancerId
            join b in db.LedgerBalances on a.Id equals b.AccountId
            select new
            {
                a.Kind,
                a.Currency,
                b.Posted,
            }
        ).ToListAsync(ct);
        var next = await db
            .Earnings.Where(e => e.FreelancerId == freelancerId && e.AvailableSince == null)
            .GroupBy(e => e.Currency)
            .Select(g => new { g.Key, At = g.Min(e => e.AvailableAt) })
            .ToDictionaryAsync(g => g.Key, g => g.At, ct);
        var flying = await db
            .Payouts.Where(p => p.FreelancerId == freelancerId && p.EndedAt == null)
            .GroupBy(p => p.Currency)
            .Select(g => new { g.Key, Minor = g.Sum(p => p.AmountMinor - p.FeeMinor - p.WithheldMinor) })
            .ToDictionaryAsync(g => g.Key, g => g.Minor, ct);
        var held = await db.Holdings.AsNoTracking().Where(h => h.FreelancerId == freelancerId).ToListAsync(ct);
        var codes = balances.Select(b => b.Currency).Concat(held.Select(h => h.Currency)).Distinct().Order();
        return
        [
            .. codes.Select(code => new FreelancerMoney(
                Of(code, AccountKind.FreelancerAvailable),
                Of(code, AccountKind.FreelancerPending),
                next.TryGetValue(code, out var at) ? at : null,
                Currency.Of(code).Minor(flying.GetValueOrDefault(code)),
                Left(held.Where(h => h.Currency == code && h.Week is null), Currency.Of(code)),
                Left(held.Where(h => h.Currency == code && h.Week is not null), Currency.Of(code)),
                Of(code, AccountKind.FreelancerDisputed)
            )),
        ];

        Money Of(string code, AccountKind kind) =>
            Currency.Of(code).Minor(balances.Where(b => b.Currency == code && b.Kind == kind).Sum(b => b.Posted));
    }

    /// <summary>
    /// What a freelancer earned in each of the last months, after the commission and what was given back, the earliest first;
    /// months without earnings are zero. A month is one of UTC.
    /// </summary>
    public async Task<IReadOnlyList<MonthEarnings>> ByMonthAsync(
        Guid freelancerId,
        Currency currency,
        int months,
        CancellationToken ct
    )
    {
        ArgumentNullException.ThrowIfNull(currency);
        var (code, now) = (currency.Code, db.Now);
        var first = new DateOnly(now.Year, now.Month, 1).AddMonths(1 - months);
        var since = first.ToDateTime(TimeOnly.MinValue, DateTimeKind.Utc);
        var sums = await db
            .Earnings.Where(e => e.FreelancerId == freelancerId && e.Currency == code && e.EarnedAt >= since)
            .GroupBy(e => new { e.EarnedAt.Year, e.EarnedAt.Month })
            .Select(g => new
            {
                g.Key.Year,
                g.Key.Month,
                Minor = g.Sum(e => e.GrossMinor - e.ServiceFeeMinor - e.RefundedGrossMinor + e.RefundedFeeMinor),
            })
            .ToDictionaryAsync(g => (g.Year, g.Month), g => g.Minor, ct);
        return
        [
            .. Enumerable
                .Range(0, months)
                .Select(first.AddMonths)
                .Select(m => new MonthEarnings(m, currency.Minor(sums.GetValueOrDefault((m.Year, m.Month))))),
        ];
    }

    /// <summary>What a client has paid and what is held of it, by currency; empty before the first charge.</summary>
    public async Task<List<ClientMoney>> ClientAsync(Guid clientId, CancellationToken ct)
    {
        var paid = await db
            .Charges.Where(c => c.ClientId == clientId && c.State == ChargeState.Settled)
            .GroupBy(c => c.Currency)
            .Select(g => new
            {
                g.Key,
                Minor = g.Sum(c => c.AmountMinor + c.ProcessingFeeMinor - c.RefundedMinor - c.ChargedBackMinor),
            })
            .ToListAsync(ct);
        var held = await db.Holdings.AsNoTracking().Where(h => h.ClientId == clientId).ToListAsync(ct);
        var credit = await (
            from a in db.LedgerAccounts
            where a.OwnerId == clientId && a.Kind == AccountKind.ClientCredit
            join b in db.LedgerBalances on a.Id equals b.AccountId
            select new { a.Currency, b.Posted }
        ).ToDictionaryAsync(c => c.Currency, c => c.Posted, ct);
        return
        [
            .. paid.Select(p => p.Key)
                // What came back and could not be sent may be in a currency nothing is held in.
                .Union(credit.Where(c => c.Value != 0).Select(c => c.Key))
                .Order(StringComparer.Ordinal)
                .Select(code => new ClientMoney(
                    Currency.Of(code).Minor(paid.Find(p => p.Key == code)?.Minor ?? 0),
                    Left(held.Where(h => h.Currency == code && h.Week is null), Currency.Of(code)),
                    Currency.Of(code).Minor(credit.GetValueOrDefault(code)),
                    Left(held.Where(h => h.Currency == code && h.Week is not null), Currency.Of(code))
                )),
        ];
    }

    /// <summary>What a freelancer can give back on a contract now.</summary>
    public async Task<Refundable> RefundableAsync(
        Guid contractId,
        Guid freelancerId,
        Currency currency,
        CancellationToken ct
    )
    {
        var since = db.Now.AddDays(-rules.RefundDays);
        var gross = await db
            .Earnings.Where(e =>
                e.ContractId == contractId
                && e.FreelancerId == freelancerId
                && e.Currency == currency.Code
                && e.EarnedAt >= since
            )
            .SumAsync(e => e.GrossMinor - e.RefundedGrossMinor - e.FrozenGrossMinor, ct);
        var mine = await FreelancerAsync(freelancerId, ct);
        var balance = mine.SingleOrDefault(m => m.Ready.Currency == currency);
        return new Refundable(
            currency.Minor(gross),
            balance is null ? Money.Zero(currency) : balance.Ready + balance.OnItsWay
        );
    }

    private static Money Left(IEnumerable<Holding> holdings, Currency unit) =>
        unit.Minor(holdings.Sum(h => h.LeftMinor));

    private static HoldingView View(Holding h) =>
        new(
            h.Id,
            h.ContractId,
            h.Left,
            h.Unit.Minor(h.FundedMinor),
            h.Unit.Minor(h.RolledInMinor),
            h.Unit.Minor(h.ReleasedMinor),
            h.Unit.Minor(h.RefundedMinor),
            h.Unit.Minor(h.RolledOutMinor),
            h.Unit.Minor(h.ServiceFeeLeftMinor),
            h.Unit.Minor(h.ProcessingFeeLeftMinor),
            h.Unit.Minor(h.FrozenMinor)
        );
}
