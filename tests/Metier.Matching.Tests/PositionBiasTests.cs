using Metier.Matching.Learning;

namespace Metier.Matching.Tests;

public class PositionBiasTests(ITestOutputHelper output)
{
    private static readonly PositionBias Truth = PositionBias.Power(0.6);

    [Fact]
    public void The_default_falls_from_one_with_the_inverse_of_the_place()
    {
        Assert.Equal(1, PositionBias.Default.At(1));
        Assert.Equal(0.5, PositionBias.Default.At(2));
        Assert.Equal(0.1, PositionBias.Default.At(10), 12);
        Assert.Equal(PositionBias.Default.At(PositionBias.Places), PositionBias.Default.At(1_000));
    }

    [Fact]
    public void No_observation_counts_more_than_ten_times()
    {
        Assert.Equal(1, PositionBias.InverseWeight(1));
        Assert.Equal(4, PositionBias.InverseWeight(0.25));
        Assert.Equal(10, PositionBias.InverseWeight(0.001));
        Assert.Equal(10, PositionBias.InverseWeight(0));
    }

    [Fact]
    public void With_little_data_the_default_stays()
    {
        var estimate = PositionBiasEstimator.Estimate(new SimulatedMarket(20).Log(50));
        Assert.False(estimate.Bias.FromData);
        Assert.Same(PositionBias.Default, estimate.Bias);
    }

    [Fact]
    public void Documents_seen_at_several_places_for_one_need_tell_what_the_place_does()
    {
        var market = new SimulatedMarket(21) { Looks = Truth };
        var log = Enumerable
            .Range(0, 4_000)
            .SelectMany(_ => market.Twice(RankingWeights.Freelancers, SimulatedMarket.Truth))
            .ToList();
        Near(PositionBiasEstimator.Estimate(log), 14);
    }

    [Fact]
    public void A_coin_that_swaps_two_places_tells_it_too()
    {
        var market = new SimulatedMarket(22) { Looks = Truth };
        var log = Enumerable.Range(0, 7_500).Select(i => market.Swapped(1 + i % 5, 2 + i % 5)).ToList();
        Near(PositionBiasEstimator.Estimate(log), 6);
    }

    [Fact]
    public void The_order_of_the_log_does_not_matter()
    {
        var market = new SimulatedMarket(23);
        var log = Enumerable
            .Range(0, 800)
            .SelectMany(_ => market.Twice(RankingWeights.Freelancers, SimulatedMarket.Truth))
            .ToArray();
        var one = PositionBiasEstimator.Estimate(log);
        new Random(24).Shuffle(log);
        Assert.True(one.Bias.FromData);
        Assert.Equal(one.Bias.Curve, PositionBiasEstimator.Estimate(log).Bias.Curve);
    }

    private void Near(PositionBiasEstimate estimate, int places)
    {
        output.WriteLine($"{estimate.Clicks} choices, {estimate.Pairs} pairs");
        Assert.True(estimate.Bias.FromData);
        Assert.Equal(1, estimate.Bias.At(1));
        for (var place = 1; place <= places; place++)
        {
            var (found, truth) = (estimate.Bias.At(place), Truth.At(place));
            output.WriteLine($"{place}: {found:F3} of {truth:F3} (default {PositionBias.Default.At(place):F3})");
            Assert.InRange(found / truth, 0.7, 1.4);
            Assert.True(estimate.Bias.At(place + 1) <= found);
        }
    }
}
