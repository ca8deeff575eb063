using System.Text.Json;
using CsCheck;

namespace Metier.Ledger.Tests;

public class FeeTermsTests
{
    private static readonly FeeTerms Tiers = new(
        Currency.Usd,
        27_500,
        [new FeeTier(500_00, 200_000), new FeeTier(10_000_00, 100_000), new FeeTier(null, 50_000)]
    );

    private static readonly Gen<FeeTerms> AnyTerms = Gen.Select(
        Gen.Int[0, Money.Million],
        Gen.Int[0, Money.Million].Array[1, 4],
        Gen.Long[1, 1_000_000],
        Gen.Long[0, 500],
        (processing, rates, step, fixedMinor) =>
            new FeeTerms(
                Currency.Eur,
                processing,
                [.. rates.Select((ppm, i) => new FeeTier(i == rates.Length - 1 ? null : step * (i + 1), ppm))],
                fixedMinor
            )
    );

    [Fact]
    public void A_thousand_costs_the_client_1027_50_and_brings_the_freelancer_900()
    {
        var quote = FeeTerms.Default(Currency.Eur).Quote(Currency.Eur.Major(1_000));
        Assert.Equal(Currency.Eur.Minor(27_50), quote.ProcessingFee);
        Assert.Equal(Currency.Eur.Minor(1_027_50), quote.ClientPays);
        Assert.Equal(Currency.Eur.Minor(100_00), quote.ServiceFee);
        Assert.Equal(Currency.Eur.Minor(900_00), quote.FreelancerReceives);
    }

    [Fact]
    public void Twelve_hours_at_22_22_net_239_98()
    {
        var quote = FeeTerms.Default(Currency.Usd).Quote(Currency.Usd.Minor(266_64));
        Assert.Equal(26_66, quote.ServiceFee.Minor);
        Assert.Equal(239_98, quote.FreelancerReceives.Minor);
    }

    [Fact]
    public void Six_hundred_on_the_tiers_cost_110()
    {
        Assert.Equal(110_00, Tiers.Quote(Currency.Usd.Major(600)).ServiceFee.Minor);
        Assert.Equal(60_00, Tiers.Quote(Currency.Usd.Major(600), Currency.Usd.Major(500)).ServiceFee.Minor);
        Assert.Equal(30_00, Tiers.Quote(Currency.Usd.Major(600), Currency.Usd.Major(10_000)).ServiceFee.Minor);
    }

    [Fact]
    public void The_processing_fee_keeps_its_fixed_part_and_its_bounds()
    {
        var terms = new FeeTerms(Currency.Eur, 27_500, [new FeeTier(null, 0)], 30, 50, 1_000_00);
        Assert.Equal(50, terms.ProcessingFee(Currency.Eur.Minor(5_00)).Minor);
        Assert.Equal(27_80, terms.ProcessingFee(Currency.Eur.Major(1_000)).Minor);
        Assert.Equal(1_000_00, terms.ProcessingFee(Currency.Eur.Major(1_000_000)).Minor);
        Assert.Equal(0, terms.ProcessingFee(Money.Zero(Currency.Eur)).Minor);
    }

    [Fact]
    public void The_service_fee_keeps_its_bounds_and_never_exceeds_the_price()
    {
        var terms = new FeeTerms(
            Currency.Eur,
            0,
            [new FeeTier(null, 100_000)],
            serviceFixedMinor: 30,
            serviceMinimumMinor: 1_00,
            serviceMaximumMinor: 50_00
        );
        Assert.Equal(10_30, terms.Quote(Currency.Eur.Major(100)).ServiceFee.Minor);
        Assert.Equal(1_00, terms.Quote(Currency.Eur.Major(2)).ServiceFee.Minor);
        Assert.Equal(50_00, terms.Quote(Currency.Eur.Major(1_000)).ServiceFee.Minor);
        Assert.Equal(40, terms.Quote(Currency.Eur.Minor(40)).ServiceFee.Minor);
        Assert.Equal(0, terms.Quote(Currency.Eur.Minor(0)).ServiceFee.Minor);
    }

    [Fact]
    public void The_steps_of_a_price_are_named_and_sum_to_it()
    {
        var steps = Tiers.Steps(Currency.Usd.Major(600), Currency.Usd.Major(400));
        Assert.Equal([(200_000, 100_00L), (100_000, 500_00L)], steps.Select(s => (s.Tier.Ppm, s.Part.Minor)));
    }

    [Fact]
    public void Billing_in_parts_costs_what_billing_at_once_costs_but_for_one_rounding_each() =>
        Gen.Select(AnyTerms, Gen.Long[1, 2_000_000].Array[1, 12])
            .Sample(
                (terms, parts) =>
                {
                    var billed = Money.Zero(Currency.Eur);
                    long fees = 0;
                    foreach (var part in parts.Select(Currency.Eur.Minor))
                    {
                        fees += terms.ServiceFee(part, billed).Minor;
                        billed += part;
                    }
                    var whole = terms.ServiceFee(billed, Money.Zero(Currency.Eur)).Minor;
                    Assert.True(Math.Abs(fees - whole) * 2 <= parts.Length + 1);
                },
                iter: 20_000
            );

    [Fact]
    public void No_minor_unit_is_ever_lost() =>
        Gen.Select(AnyTerms, Gen.Long[0, 1_000_000_000], Gen.Long[0, 1_000_000_000])
            .Sample(
                (terms, amount, before) =>
                {
                    var quote = terms.Quote(Currency.Eur.Minor(amount), Currency.Eur.Minor(before));
                    Assert.Equal(quote.ClientPays, quote.FreelancerReceives + quote.ServiceFee + quote.ProcessingFee);
                    Assert.True(quote.FreelancerReceives.Minor >= 0);
                },
                iter: 50_000
            );

    [Fact]
    public void The_shares_of_a_fee_sum_to_it_however_the_amount_is_cut() =>
        Gen.Select(Gen.Long[0, 1_000_000_00].Array[1, 8], Gen.Int[0, Money.Million])
            .Sample(
                (cuts, ppm) =>
                {
                    var whole = Currency.Eur.Minor(cuts.Sum());
                    var fee = whole.Percent(ppm);
                    var before = Money.Zero(Currency.Eur);
                    var taken = before;
                    foreach (var cut in cuts)
                    {
                        var share = FeeTerms.Share(fee, whole, before, Currency.Eur.Minor(cut));
                        Assert.True(share.Minor >= 0 && share.Minor <= cut + 1);
                        taken += share;
                        before += Currency.Eur.Minor(cut);
                    }
                    Assert.Equal(fee, taken);
                },
                iter: 50_000
            );

    [Fact]
    public void Terms_survive_being_written_and_read()
    {
        Assert.Equal(Tiers, JsonSerializer.Deserialize<FeeTerms>(JsonSerializer.Serialize(Tiers)));
        AnyTerms.Sample(
            terms => Assert.Equal(terms, JsonSerializer.Deserialize<FeeTerms>(JsonSerializer.Serialize(terms))),
            iter: 1_000
        );
    }

    [Fact]
    public void Impossible_terms_are_not_made()
    {
        Assert.ThrowsAny<ArgumentException>(() => new FeeTerms(Currency.Eur, 1_000_001, [new FeeTier(null, 0)]));
        Assert.ThrowsAny<ArgumentException>(() => new FeeTerms(Currency.Eur, 0, []));
        Assert.ThrowsAny<ArgumentException>(() => new FeeTerms(Currency.Eur, 0, [new FeeTier(100, 0)]));
        Assert.ThrowsAny<ArgumentException>(() =>
            new FeeTerms(Currency.Eur, 0, [new FeeTier(100, 0), new FeeTier(100, 0), new FeeTier(null, 0)])
        );
        Assert.ThrowsAny<ArgumentException>(() => new FeeTerms(Currency.Eur, 0, [new FeeTier(null, 0)], 0, 2, 1));
        Assert.ThrowsAny<ArgumentException>(() => Tiers.Quote(Currency.Usd.Minor(-1)));
        Assert.Throws<InvalidOperationException>(() => Tiers.Quote(Currency.Eur.Minor(1)));
    }
}
