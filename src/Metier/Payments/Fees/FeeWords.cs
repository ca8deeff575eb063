using Metier.Ledger;
using Metier.Platform;

namespace Metier.Payments;

/// <summary>Fees in words, the same on every page and paper.</summary>
public static class FeeWords
{
    /// <summary>What the client pays on top: <c>2.75%</c>, with what is added and its limits.</summary>
    public static string Processing(FeeTerms terms)
    {
        ArgumentNullException.ThrowIfNull(terms);
        return Whole(
            [new FeeTier(null, terms.ProcessingPpm)],
            terms.Currency,
            terms.ProcessingFixedMinor,
            terms.ProcessingMinimumMinor,
            terms.ProcessingMaximumMinor
        );
    }

    /// <summary>What the freelancer pays: <c>10%</c>, or every step with the billing it goes up to.</summary>
    public static string Service(FeeTerms terms)
    {
        ArgumentNullException.ThrowIfNull(terms);
        return Whole(
            terms.ServiceTiers,
            terms.Currency,
            terms.ServiceFixedMinor,
            terms.ServiceMinimumMinor,
            terms.ServiceMaximumMinor
        );
    }

    /// <summary>The steps a price falls into: <c>20% of €500.00 + 10% of €100.00</c>; only the rate when it is one.</summary>
    public static string Service(FeeTerms terms, Money amount, Money billed)
    {
        ArgumentNullException.ThrowIfNull(terms);
        var steps = terms.HasTiers ? terms.Steps(amount, billed) : [];
        return steps.Count switch
        {
            0 => Service(terms),
            1 => Formats.Percent(steps[0].Tier.Ppm),
            _ => string.Join(" + ", steps.Select(s => FeeText.Of(Formats.Percent(s.Tier.Ppm), Formats.Money(s.Part)))),
        };
    }

    /// <summary>A line of the history.</summary>
    public static string Of(FeeLine line)
    {
        ArgumentNullException.ThrowIfNull(line);
        return Whole(line.Steps, line.Currency, line.FixedMinor, line.MinimumMinor, line.MaximumMinor);
    }

    private static string Whole(IReadOnlyList<FeeTier> steps, Currency? unit, long added, long least, long? most)
    {
        var rates = steps.Select(
            (s, i) =>
                s.UpToMinor is { } to && unit is not null
                    ? FeeText.UpTo(Formats.Percent(s.Ppm), Formats.Money(unit.Minor(to)))
                : i > 0 ? FeeText.Above(Formats.Percent(s.Ppm))
                : Formats.Percent(s.Ppm)
        );
        var words = string.Join(", ", rates);
        if (unit is null)
        {
            return words;
        }
        words = added == 0 ? words : FeeText.Plus(words, Formats.Money(unit.Minor(added)));
        words = least == 0 ? words : words + ", " + FeeText.Least(Formats.Money(unit.Minor(least)));
        return most is { } limit ? words + ", " + FeeText.Most(Formats.Money(unit.Minor(limit))) : words;
    }
}
