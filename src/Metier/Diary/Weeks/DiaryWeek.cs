using System.Globalization;
using System.Text.Json;
using Metier.Contracts;
using Metier.Ledger;
using Metier.Payments;
using Metier.Platform;

namespace Metier.Diary;

/// <summary>How far the bill of a week is.</summary>
public enum WeekState
{
    /// <summary>Locked; a charge is made, or under way at the provider.</summary>
    Billing,

    /// <summary>The client must confirm the charge on the provider's page.</summary>
    ActionRequired,

    /// <summary>All payment methods were refused; tried again each day.</summary>
    PastDue,

    /// <summary>Paid; the client may dispute hours until the review ends.</summary>
    Review,

    /// <summary>Some hours are in dispute; the others are released on time.</summary>
    Disputed,

    /// <summary>Over: nothing is held any more.</summary>
    Released,

    /// <summary>Time was tracked, none of it billable.</summary>
    Empty,
}

/// <summary>So many billed minutes at this rate, minor units an hour.</summary>
public sealed record RateLine(long RateMinor, int Minutes);

/// <summary>
/// The bill of one week of one hourly contract, frozen at the lock: minutes, rates, protection and fees never change afterwards. What
/// is held of it lies in the week's own account; this row says who waits for whom, until when.
/// </summary>
public sealed class DiaryWeek : IVersioned
{
    /// <summary>Made from contract and Monday, so that there is one; also the id of what is held.</summary>
    public Guid Id { get; init; }

    /// <summary>The contract.</summary>
    public Guid ContractId { get; init; }

    /// <summary>Who pays.</summary>
    public Guid ClientId { get; init; }

    /// <summary>Who worked.</summary>
    public Guid FreelancerId { get; init; }

    /// <summary>The contract's title.</summary>
    public required string Title { get; init; }

    /// <summary>The first day.</summary>
    public DateOnly Monday { get; init; }

    /// <summary>Currency, ISO 4217.</summary>
    public required string Currency { get; init; }

    /// <summary>Where it stands.</summary>
    public WeekState State { get; internal set; }

    /// <summary>Minutes that count, over the limit too.</summary>
    public int Minutes { get; init; }

    /// <summary>Of these billed.</summary>
    public int BilledMinutes { get; init; }

    /// <summary>Tracked minutes that were added by hand.</summary>
    public int ManualMinutes { get; init; }

    /// <summary>Of the billed ones, those covered by payment protection when the week was locked.</summary>
    public int CoveredMinutes { get; init; }

    /// <summary>Billed minutes by rate, JSON of a list of <see cref="RateLine"/>.</summary>
    public required string RatesJson { get; init; }

    /// <summary>What the client pays for the billed minutes, before the payment fee, minor units; the markup of a partner is in it.</summary>
    public long AmountMinor { get; init; }

    /// <summary>The staffing partner that employs the person; null for freelance work.</summary>
    public Guid? PartnerId { get; init; }

    /// <summary>Of the amount, the partner's price on top of the hours, minor units.</summary>
    public long MarkupMinor { get; init; }

    /// <summary>Of the hours, what the partner keeps before wages, minor units.</summary>
    public long ManagementMinor { get; init; }

    /// <summary>The client's processing fee on top; quoted at the lock, minor units.</summary>
    public long ProcessingFeeMinor { get; init; }

    /// <summary>The service fee within the amount; quoted at the lock, set by the charge, minor units.</summary>
    public long ServiceFeeMinor { get; internal set; }

    /// <summary>When it was locked, UTC: the moment of the rule, however late the chore came. The diary names the same.</summary>
    public DateTime LockedAt { get; init; }

    /// <summary>Until when the client may dispute hours, UTC.</summary>
    public DateTime ReviewEndsAt { get; init; }

    /// <summary>Days unpaid after which the client is blocked, from the contract.</summary>
    public int BlockDays { get; init; }

    /// <summary>The last charge that was begun.</summary>
    public Guid? ChargeId { get; internal set; }

    /// <summary>How many charges were begun by time.</summary>
    public int Tries { get; internal set; }

    /// <summary>Payment methods refused in this round, ids joined by a comma.</summary>
    public string Tried { get; internal set; } = "";

    /// <summary>When the next charge is begun; null while one is under way, and once it is paid.</summary>
    public DateTime? NextAt { get; internal set; }

    /// <summary>When the first round was refused, UTC.</summary>
    public DateTime? PastDueSince { get; internal set; }

    /// <summary>When it was paid, UTC.</summary>
    public DateTime? PaidAt { get; internal set; }

    /// <summary>When what is not in dispute is released; null before it is paid and once that is done.</summary>
    public DateTime? ReleaseAt { get; internal set; }

    /// <summary>In dispute now, minor units.</summary>
    public long DisputedMinor { get; internal set; }

    /// <summary>Released so far, before the service fee, minor units.</summary>
    public long ReleasedMinor { get; internal set; }

    /// <summary>Given back to the client so far out of the week, without the processing fee, minor units.</summary>
    public long RefundedMinor { get; internal set; }

    /// <summary>When nothing was held any more, UTC.</summary>
    public DateTime? ReleasedAt { get; internal set; }

    /// <summary>When the last part that was released can be withdrawn, UTC.</summary>
    public DateTime? AvailableAt { get; internal set; }

    /// <inheritdoc/>
    public int Version { get; set; }

    /// <summary>The currency.</summary>
    public Currency Unit => Metier.Ledger.Currency.Of(Currency);

    /// <summary>The price.</summary>
    public Money Amount => Unit.Minor(AmountMinor);

    /// <summary>The hours at their rates, without a markup.</summary>
    public Money Cost => Unit.Minor(AmountMinor - MarkupMinor);

    /// <summary>What the client pays.</summary>
    public Money Total => Unit.Minor(AmountMinor + ProcessingFeeMinor);

    /// <summary>Billed minutes by rate, the earliest rate first.</summary>
    public IReadOnlyList<RateLine> Rates =>
        JsonSerializer.Deserialize<List<RateLine>>(RatesJson, EventRegistry.Json) ?? [];

    /// <summary>The price of each of <see cref="Rates"/>; together exactly the cost.</summary>
    public IReadOnlyList<Money> RateAmounts =>
        AmountMinor == 0
            ? [.. Rates.Select(_ => Unit.Minor(0))]
            : Cost.Split([.. Rates.Select(r => r.RateMinor * r.Minutes)]);

    /// <summary>What statements say; see <see cref="PaymentWords.Memo"/>.</summary>
    public string Memo => PaymentWords.WeekMemo(Monday, BilledMinutes, Title);

    /// <summary>Still to be paid.</summary>
    public bool IsUnpaid => State is WeekState.Billing or WeekState.ActionRequired or WeekState.PastDue;

    /// <summary>The client may name hours now.</summary>
    public bool CanBeDisputed(DateTime now) => PartnerId is null && State == WeekState.Review && now < ReviewEndsAt;

    /// <summary>It was paid when the days of the review had passed, and so is released at once.</summary>
    public bool PaidLate => PaidAt >= ReviewEndsAt;

    /// <summary>What lies in the week's account, minor units.</summary>
    public long InHand => PaidAt is null ? 0 : AmountMinor - ReleasedMinor - RefundedMinor;

    /// <summary>The end of the week, exclusive.</summary>
    public DateTime EndsAt => Monday.AddDays(7).ToDateTime(TimeOnly.MinValue, DateTimeKind.Utc);

    internal Parties Parties => new(ClientId, FreelancerId, ContractId);

    /// <summary>The only id a week of a contract can have.</summary>
    public static Guid IdOf(Guid contractId, DateOnly monday) =>
        Uuid5.Of(contractId, string.Create(CultureInfo.InvariantCulture, $"week/{monday:yyyyMMdd}"));

    /// <summary>Freezes a week. <paramref name="billed"/> is what the two have billed together so far.</summary>
    internal static DiaryWeek Lock(
        HourlyContract hourly,
        DateOnly monday,
        IReadOnlyList<WeekSegment> segments,
        Money billed,
        DateTime now
    )
    {
        var contract = hourly.Contract;
        var rules = contract.Rules;
        var cost = WeekSegments.Price(segments, contract.Unit);
        var markup = contract.Payroll?.Markup(cost) ?? Money.Zero(cost.Currency);
        var amount = cost + markup;
        var quote = contract.Fees.Quote(amount, billed);
        var rates = segments
            .SelectMany(s => s.Rates)
            .GroupBy(r => r.RateMinor)
            .Select(g => new RateLine(g.Key, g.Sum(r => r.Minutes)))
            .ToList();
        return new DiaryWeek
        {
            Id = IdOf(contract.Id, monday),
            ContractId = contract.Id,
            ClientId = contract.ClientId,
            FreelancerId = contract.FreelancerId,
            Title = contract.Title,
            Monday = monday,
            Currency = contract.Currency,
            State = amount.Minor == 0 ? WeekState.Empty : WeekState.Billing,
            Minutes = segments.Sum(s => s.Counted),
            BilledMinutes = segments.Sum(s => s.Billed),
            ManualMinutes = segments.Sum(s => s.ManualMinutes),
            CoveredMinutes = segments
                .Where(s => s.Coverage == Coverage.Covered && !contract.IsPayroll)
                .Sum(s => s.Billed),
            RatesJson = JsonSerializer.Serialize(rates, EventRegistry.Json),
            AmountMinor = amount.Minor,
            PartnerId = contract.Payroll?.PartnerId,
            MarkupMinor = markup.Minor,
            ManagementMinor = contract.Payroll?.Management(cost).Minor ?? 0,
            ProcessingFeeMinor = quote.ProcessingFee.Minor,
            ServiceFeeMinor = quote.ServiceFee.Minor,
            LockedAt = DiaryRules.LockOf(DiaryTime.WeekStart(monday), rules),
            ReviewEndsAt = monday.AddDays(7 + rules.HourlyReviewDays).ToDateTime(TimeOnly.MinValue, DateTimeKind.Utc),
            BlockDays = rules.PastDueBlockDays,
            NextAt = amount.Minor == 0 ? null : now,
        };
    }

    internal bool HasTried(Guid methodId) => Tried.Contains(methodId.ToString("N"), StringComparison.Ordinal);

    /// <summary>A charge with this method begins; each has an id of its own, and one is under way at a time.</summary>
    internal Guid BeginTry(Guid methodId)
    {
        ChargeId = Uuid5.Of(Id, string.Create(CultureInfo.InvariantCulture, $"charge/{Tries}"));
        Tries++;
        Tried = Tried.Length == 0 ? methodId.ToString("N") : $"{Tried},{methodId:N}";
        NextAt = null;
        return ChargeId.Value;
    }

    /// <summary>The client pays by itself: no charge of ours meanwhile.</summary>
    internal void BeginPay(Guid chargeId)
    {
        ChargeId = chargeId;
        (Tried, NextAt) = ("", null);
    }

    /// <summary>Another method of the round is tried at once.</summary>
    internal void TryAnother(DateTime now)
    {
        State = PastDueSince is null ? WeekState.Billing : WeekState.PastDue;
        NextAt = now;
    }

    /// <summary>Every method was refused, or the client's own payment was: again a day later, at the time of the first round.</summary>
    internal void RoundFailed(DateTime now)
    {
        PastDueSince ??= now;
        State = WeekState.PastDue;
        Tried = "";
        var days = (int)Math.Floor((now - PastDueSince.Value).TotalDays) + 1;
        NextAt = PastDueSince.Value.AddDays(days);
    }

    /// <summary>False when it does not wait for money any more.</summary>
    internal bool Pay(Charge charge, DateTime now)
    {
        if (!IsUnpaid || charge.Amount != Amount)
        {
            return false;
        }
        State = WeekState.Review;
        ChargeId = charge.Id;
        ServiceFeeMinor = charge.ServiceFeeMinor;
        PaidAt = now;
        NextAt = null;
        Tried = "";
        // A client that pays late has had its days: what is paid after them is released at once.
        // What a partner is owed is not in review: it goes there at once.
        ReleaseAt = PartnerId is null ? ReviewEndsAt : null;
        return true;
    }

    /// <summary>Money left the week. Over when nothing is held any more.</summary>
    internal void Left(long releasedMinor, long refundedMinor, DateTime? availableAt, DateTime now)
    {
        ReleasedMinor += releasedMinor;
        RefundedMinor += refundedMinor;
        AvailableAt = availableAt ?? AvailableAt;
        if (ReleasedMinor + RefundedMinor == AmountMinor)
        {
            State = WeekState.Released;
            ReleasedAt = now;
            ReleaseAt = null;
        }
    }
}
