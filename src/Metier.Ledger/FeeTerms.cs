using System.Text.Json.Serialization;

namespace Metier.Ledger;

/// <summary>
/// One step of a service fee: the rate for what is billed up to <paramref name="UpToMinor"/> over the life of the
/// relation of one client and one freelancer; no limit on the last step.
/// </summary>
/// <param name="UpToMinor">Minor units of the terms' currency, cumulative; null for the last step.</param>
/// <param name="Ppm">Parts per million: 100,000 is 10 %.</param>
public sealed record FeeTier(long? UpToMinor, int Ppm);

/// <summary>What one charge costs each side; every part is exact and ClientPays = FreelancerReceives + both fees.</summary>
/// <param name="Amount">The price of the work.</param>
/// <param name="ProcessingFee">On top, paid by the client.</param>
/// <param name="ClientPays">Amount and processing fee.</param>
/// <param name="ServiceFee">Taken from the amount, paid by the freelancer.</param>
/// <param name="FreelancerReceives">Amount less the service fee.</param>
public sealed record FeeQuote(
    Money Amount,
    Money ProcessingFee,
    Money ClientPays,
    Money ServiceFee,
    Money FreelancerReceives
);

/// <summary>
/// A fee schedule as it is frozen into a contract: the client's processing fee on each charge and the freelancer's
/// service fee, flat or in steps of lifetime billing. Each fee is rounded once per charge, half away from zero.
/// </summary>
public sealed record FeeTerms
{
    /// <summary>Reads frozen terms; throws when they could not have been agreed to.</summary>
    [JsonConstructor]
    public FeeTerms(
        Currency currency,
        int processingPpm,
        IReadOnlyList<FeeTier> serviceTiers,
        long processingFixedMinor = 0,
        long processingMinimumMinor = 0,
        long? processingMaximumMinor = null,
        long serviceFixedMinor = 0,
        long serviceMinimumMinor = 0,
        long? serviceMaximumMinor = null
    )
    {
        ArgumentNullException.ThrowIfNull(currency);
        ArgumentNullException.ThrowIfNull(serviceTiers);
        CheckPpm(processingPpm);
        CheckAmounts(processingFixedMinor, processingMinimumMinor, processingMaximumMinor);
        CheckAmounts(serviceFixedMinor, serviceMinimumMinor, serviceMaximumMinor);
        long reached = 0;
        for (var i = 0; i < serviceTiers.Count; i++)
        {
            CheckPpm(serviceTiers[i].Ppm);
            var last = i == serviceTiers.Count - 1;
            if (last != serviceTiers[i].UpToMinor is null || serviceTiers[i].UpToMinor <= reached)
                throw new ArgumentException("Steps rise, and only the last has no limit.", nameof(serviceTiers));
            reached = serviceTiers[i].UpToMinor ?? reached;
        }
        if (serviceTiers.Count == 0)
            throw new ArgumentException("A service fee has at least one step.", nameof(serviceTiers));
        Currency = currency;
        ProcessingPpm = processingPpm;
        ServiceTiers = [.. serviceTiers];
        ProcessingFixedMinor = processingFixedMinor;
        ProcessingMinimumMinor = processingMinimumMinor;
        ProcessingMaximumMinor = processingMaximumMinor;
        ServiceFixedMinor = serviceFixedMinor;
        ServiceMinimumMinor = serviceMinimumMinor;
        ServiceMaximumMinor = serviceMaximumMinor;
    }

    /// <summary>The currency of every amount in the terms.</summary>
    public Currency Currency { get; }

    /// <summary>The client's share of each charge, parts per million: 27,500 is 2.75 %.</summary>
    public int ProcessingPpm { get; }

    /// <summary>Added to the client's share of each charge, minor units.</summary>
    public long ProcessingFixedMinor { get; }

    /// <summary>The least the processing fee of a charge is, minor units.</summary>
    public long ProcessingMinimumMinor { get; }

    /// <summary>The most the processing fee of a charge is, minor units; null for no limit.</summary>
    public long? ProcessingMaximumMinor { get; }

    /// <summary>The freelancer's fee, by lifetime billing; a flat fee is one step.</summary>
    public IReadOnlyList<FeeTier> ServiceTiers { get; }

    /// <summary>Added to the freelancer's fee of each charge, minor units.</summary>
    public long ServiceFixedMinor { get; }

    /// <summary>The least the freelancer's fee of a charge is, minor units; never more than the charge.</summary>
    public long ServiceMinimumMinor { get; }

    /// <summary>The most the freelancer's fee of a charge is, minor units; null for no limit.</summary>
    public long? ServiceMaximumMinor { get; }

    /// <summary>Whether the freelancer's fee depends on what was billed before.</summary>
    [JsonIgnore]
    public bool HasTiers => ServiceTiers.Count > 1;

    /// <summary>The default schedule: 2.75 % from the client, 10 % from the freelancer.</summary>
    public static FeeTerms Default(Currency currency) => new(currency, 27_500, [new FeeTier(null, 100_000)]);

    /// <summary>The price of one charge in all its parts.</summary>
    /// <param name="amount">The price of the work, zero or more.</param>
    /// <param name="alreadyBilled">Billed before between this client and this freelancer; decides the step.</param>
    public FeeQuote Quote(Money amount, Money alreadyBilled)
    {
        var processing = ProcessingFee(amount);
        var service = ServiceFee(amount, alreadyBilled);
        return new FeeQuote(amount, processing, amount + processing, service, amount - service);
    }

    /// <summary>The price of a first charge.</summary>
    public FeeQuote Quote(Money amount) => Quote(amount, Money.Zero(amount.Currency));

    /// <summary>What the client pays on top of <paramref name="amount"/>; a charge of nothing costs nothing.</summary>
    public Money ProcessingFee(Money amount)
    {
        Check(amount);
        var fee = amount.Percent(ProcessingPpm).Minor;
        return Within(amount, fee, ProcessingFixedMinor, ProcessingMinimumMinor, ProcessingMaximumMinor);
    }

    /// <summary>
    /// What the freelancer pays out of <paramref name="amount"/>: the sum over the steps, rounded once, and never more than
    /// the amount itself.
    /// </summary>
    public Money ServiceFee(Money amount, Money alreadyBilled)
    {
        Int128 millionths = 0;
        foreach (var (tier, part) in Steps(amount, alreadyBilled))
            millionths += (Int128)part.Minor * tier.Ppm;
        var fee = Rounding.Divide(millionths, Money.Million);
        return Money.Min(amount, Within(amount, fee, ServiceFixedMinor, ServiceMinimumMinor, ServiceMaximumMinor));
    }

    /// <summary>The parts of <paramref name="amount"/> in each step it falls into, the lowest step first.</summary>
    /// <param name="amount">The price of the work, zero or more.</param>
    /// <param name="alreadyBilled">Billed before between this client and this freelancer.</param>
    public IReadOnlyList<(FeeTier Tier, Money Part)> Steps(Money amount, Money alreadyBilled)
    {
        Check(amount);
        Check(alreadyBilled);
        var steps = new List<(FeeTier, Money)>();
        Int128 from = alreadyBilled.Minor;
        var to = from + amount.Minor;
        foreach (var tier in ServiceTiers)
        {
            var end = Int128.Min(to, tier.UpToMinor ?? Int128.MaxValue);
            if (end > from)
            {
                steps.Add((tier, new Money((long)(end - from), Currency)));
                from = end;
            }
        }
        return steps;
    }

    /// <summary>
    /// The share of a fee that goes with a part of the amount it was quoted for, such that the shares of all parts sum
    /// to the fee whatever the parts are: the rounded share up to the end of the part less that up to its start.
    /// </summary>
    /// <param name="fee">The fee of the whole.</param>
    /// <param name="whole">The amount the fee was quoted for.</param>
    /// <param name="before">What went before this part.</param>
    /// <param name="part">This part; before + part may not exceed the whole.</param>
    public static Money Share(Money fee, Money whole, Money before, Money part)
    {
        var after = before + part;
        if (before.Minor < 0 || part.Minor < 0 || after > whole)
            throw new ArgumentOutOfRangeException(nameof(part), "Parts lie within the whole.");
        return whole.Minor == 0 ? fee : fee.MulDiv(after.Minor, whole.Minor) - fee.MulDiv(before.Minor, whole.Minor);
    }

    /// <summary>Two schedules are equal when every number in them is.</summary>
    public bool Equals(FeeTerms? other) =>
        other is not null
        && ReferenceEquals(Currency, other.Currency)
        && ProcessingPpm == other.ProcessingPpm
        && ProcessingFixedMinor == other.ProcessingFixedMinor
        && ProcessingMinimumMinor == other.ProcessingMinimumMinor
        && ProcessingMaximumMinor == other.ProcessingMaximumMinor
        && ServiceFixedMinor == other.ServiceFixedMinor
        && ServiceMinimumMinor == other.ServiceMinimumMinor
        && ServiceMaximumMinor == other.ServiceMaximumMinor
        && ServiceTiers.SequenceEqual(other.ServiceTiers);

    /// <inheritdoc/>
    public override int GetHashCode() => HashCode.Combine(Currency, ProcessingPpm, ServiceTiers.Count);

    private Money Within(Money amount, long fee, long added, long least, long? most) =>
        amount.Minor == 0
            ? amount
            : new Money(Math.Min(Math.Max(checked(fee + added), least), most ?? long.MaxValue), Currency);

    private static void CheckAmounts(long added, long least, long? most)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(added);
        ArgumentOutOfRangeException.ThrowIfNegative(least);
        if (most < least)
            throw new ArgumentException("The maximum is below the minimum.", nameof(most));
    }

    private static void CheckPpm(int ppm)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(ppm);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(ppm, Money.Million);
    }

    private void Check(Money amount)
    {
        if (!ReferenceEquals(amount.Currency, Currency))
            throw new InvalidOperationException($"Terms in {Currency} say nothing of {amount.Currency}.");
        ArgumentOutOfRangeException.ThrowIfNegative(amount.Minor, nameof(amount));
    }
}
