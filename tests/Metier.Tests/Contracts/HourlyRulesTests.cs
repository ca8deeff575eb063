using System.Text.Json;
using CsCheck;
using Metier.Contracts;
using Metier.Ledger;
using Metier.Platform;

namespace Metier.Tests.Contracts;

/// <summary>The rules of rates, limits and terms by the hour, by example and by property.</summary>
public class HourlyRulesTests
{
    private static readonly DateTime Wednesday = new(2026, 11, 25, 14, 30, 0, DateTimeKind.Utc);
    private static readonly DateOnly ThisWeek = new(2026, 11, 23);
    private static readonly DateOnly NextWeek = new(2026, 11, 30);

    private static HourlyHistory Limited(params (DateOnly From, int? Minutes)[] limits) =>
        new(
            [new() { At = Wednesday.AddDays(-30), RateMinor = 6_200 }],
            [
                .. limits.Select(
                    (l, i) =>
                        new ContractLimit
                        {
                            At = Wednesday.AddDays(-20 + i),
                            FromWeek = l.From,
                            WeeklyMinutes = l.Minutes,
                        }
                ),
            ]
        );

    [Theory]
    [InlineData("2026-11-23T00:00:00", "2026-11-23")]
    [InlineData("2026-11-25T14:30:00", "2026-11-23")]
    [InlineData("2026-11-29T23:59:59", "2026-11-23")]
    [InlineData("2026-11-30T00:00:00", "2026-11-30")]
    [InlineData("2027-01-01T12:00:00", "2026-12-28")]
    public void A_week_begins_on_Monday(string moment, string monday) =>
        Assert.Equal(
            DateOnly.Parse(monday, System.Globalization.CultureInfo.InvariantCulture),
            HourlyRules.MondayOf(DateTime.Parse(moment, System.Globalization.CultureInfo.InvariantCulture))
        );

    [Theory]
    [InlineData(6_200, 6_500, Side.Client, HourlyChange.RateRaised, null)]
    [InlineData(6_200, 6_000, Side.Client, null, "rate_only_raise")]
    [InlineData(6_200, 6_200, Side.Client, null, "rate_same")]
    [InlineData(6_200, 6_000, Side.Freelancer, HourlyChange.RateLowered, null)]
    [InlineData(6_200, 6_500, Side.Freelancer, null, "rate_only_lower")]
    [InlineData(6_200, 6_200, Side.Freelancer, null, "rate_same")]
    public void Each_side_moves_the_rate_its_own_way(long now, long wanted, Side by, HourlyChange? change, string? code)
    {
        var outcome = HourlyRules.ChangeRate(now, wanted, by);
        Assert.Equal(change, outcome.Ok ? outcome.Value : null);
        Assert.Equal(code, outcome.Refusals.SingleOrDefault()?.Code);
    }

    /// <summary>The limit now, the one that is coming (−1: the same), what is wanted (0: none), what becomes of it, from which week.</summary>
    [Theory]
    [InlineData(1800, -1, 2100, HourlyChange.LimitRaised, 0)]
    [InlineData(1800, -1, 1200, HourlyChange.LimitCut, 7)]
    [InlineData(1800, -1, 0, HourlyChange.LimitLifted, 0)]
    [InlineData(1800, -1, 1800, null, 0)]
    [InlineData(0, -1, 1800, HourlyChange.LimitCut, 7)]
    [InlineData(0, -1, 0, null, 0)]
    // A cut to 20 h is coming: it can be taken back, made smaller or larger, or turned into a raise.
    [InlineData(1800, 1200, 1800, HourlyChange.LimitRaised, 0)]
    [InlineData(1800, 1200, 1500, HourlyChange.LimitCut, 7)]
    [InlineData(1800, 1200, 600, HourlyChange.LimitCut, 7)]
    [InlineData(1800, 1200, 1200, null, 0)]
    [InlineData(1800, 1200, 2400, HourlyChange.LimitRaised, 0)]
    [InlineData(0, 1200, 0, HourlyChange.LimitLifted, 0)]
    public void A_raise_counts_at_once_and_a_cut_from_Monday(
        int now,
        int coming,
        int wanted,
        HourlyChange? change,
        int days
    )
    {
        static int? Minutes(int typed) => typed == 0 ? null : typed;
        var history =
            coming < 0
                ? Limited((ThisWeek, Minutes(now)))
                : Limited((ThisWeek, Minutes(now)), (NextWeek, Minutes(coming)));
        var outcome = HourlyRules.ChangeLimit(history, Minutes(wanted), Wednesday);
        Assert.Equal(change, outcome.Ok ? outcome.Value.Change : null);
        if (outcome.Ok)
        {
            Assert.Equal(ThisWeek.AddDays(days), outcome.Value.FromWeek);
        }
        else
        {
            Assert.Equal("limit_same", outcome.Refusals[0].Code);
        }
    }

    /// <summary>Whatever the client does in whatever order, a week that runs never loses hours, and the last word counts from the next.</summary>
    [Fact]
    public void No_week_that_has_begun_loses_hours() =>
        Gen.Select(Gen.Int[0, 40], Gen.Int[0, 20])
            .Array[1, 12]
            .Sample(steps =>
            {
                var history = Limited((ThisWeek, 1800));
                var now = Wednesday;
                foreach (var (hours, days) in steps)
                {
                    now = now.AddDays(days);
                    int? wanted = hours == 0 ? null : hours * 60;
                    var monday = HourlyRules.MondayOf(now);
                    var before = Enumerable.Range(0, 30).Select(i => history.LimitOf(ThisWeek.AddDays(7 * i))).ToList();
                    var outcome = HourlyRules.ChangeLimit(history, wanted, now);
                    if (!outcome.Ok)
                    {
                        Assert.Equal(wanted, history.LimitOf(monday.AddDays(7)));
                        continue;
                    }
                    history = history with
                    {
                        Limits =
                        [
                            .. history.Limits,
                            new()
                            {
                                At = now,
                                FromWeek = outcome.Value.FromWeek,
                                WeeklyMinutes = wanted,
                            },
                        ],
                    };
                    for (var i = 0; ThisWeek.AddDays(7 * i) <= monday; i++)
                    {
                        var (was, isNow) = (
                            before[i] ?? int.MaxValue,
                            history.LimitOf(ThisWeek.AddDays(7 * i)) ?? int.MaxValue
                        );
                        Assert.True(isNow >= was, $"week {i}: {was} became {isNow}");
                        Assert.True(ThisWeek.AddDays(7 * i) == monday || isNow == was);
                    }
                    Assert.Equal(wanted, history.LimitOf(monday.AddDays(7)));
                }
            });

    [Fact]
    public void A_minute_has_the_rate_that_was_in_force_when_it_began() =>
        Gen.Select(Gen.Int[1, 5_000], Gen.Long[300, 20_000])
            .Array[1, 10]
            .Sample(steps =>
            {
                var at = Wednesday;
                var rates = new List<ContractRate>
                {
                    new() { At = at, RateMinor = 6_200 },
                };
                foreach (var (minutes, rate) in steps)
                {
                    rates.Add(new() { At = at = at.AddMinutes(minutes).AddSeconds(7), RateMinor = rate });
                }
                var history = new HourlyHistory(rates, [new() { FromWeek = ThisWeek }]);
                Assert.Equal(6_200, history.RateAt(Wednesday.AddMinutes(-1)));
                for (var i = 0; i < rates.Count; i++)
                {
                    Assert.Equal(rates[i].RateMinor, history.RateAt(rates[i].At));
                    Assert.Equal(i == 0 ? 6_200 : rates[i - 1].RateMinor, history.RateAt(rates[i].At.AddSeconds(-1)));
                }
            });

    [Theory]
    [InlineData("hours", "30", 1800)]
    [InlineData("hours", "7.5", 450)]
    [InlineData("hours", " 7,25 ", 435)]
    [InlineData("hours", "0.25", 15)]
    [InlineData("hours", "168", 10_080)]
    [InlineData("none", "rubbish", null)]
    public void A_limit_is_typed_in_quarter_hours(string limit, string hours, int? minutes)
    {
        var wrong = new List<Refusal>();
        Assert.Equal(minutes, HourlyForm.Limit(limit, hours, "Form.", wrong));
        Assert.Empty(wrong);
    }

    [Theory]
    [InlineData("hours", "0")]
    [InlineData("hours", "-3")]
    [InlineData("hours", "7.1")]
    [InlineData("hours", "168.25")]
    [InlineData("hours", "1e2")]
    [InlineData("hours", "")]
    [InlineData("hours", null)]
    [InlineData("", "30")]
    [InlineData(null, null)]
    public void What_is_no_limit_is_refused(string? limit, string? hours)
    {
        var wrong = new List<Refusal>();
        Assert.Null(HourlyForm.Limit(limit, hours, "Form.", wrong));
        Assert.Single(wrong);
    }

    [Theory]
    [InlineData(null, "US", ProofLevel.FullDiary)]
    [InlineData(null, "FR", ProofLevel.Activity)]
    [InlineData(null, "NO", ProofLevel.Activity)]
    [InlineData(null, "GB", ProofLevel.Activity)]
    [InlineData(null, "CH", ProofLevel.Activity)]
    [InlineData(null, "", ProofLevel.Activity)]
    [InlineData(ProofLevel.FullDiary, "DE", ProofLevel.Activity)]
    [InlineData(ProofLevel.FullDiary, "IN", ProofLevel.FullDiary)]
    [InlineData(ProofLevel.Counts, "DE", ProofLevel.Counts)]
    [InlineData(ProofLevel.Hours, "US", ProofLevel.Hours)]
    public void Screenshots_are_never_preselected_in_Europe(
        ProofLevel? asked,
        string country,
        ProofLevel preselected
    ) => Assert.Equal(preselected, HourlyRules.Preselected(asked, country));

    [Theory]
    [InlineData(6_200, 1800, 186_000)]
    [InlineData(2_222, 720, 26_664)]
    // 15 minutes of 33.33 are 8.3325; of 33.34, 8.335, which rounds away from zero.
    [InlineData(3_333, 15, 833)]
    [InlineData(3_334, 15, 834)]
    public void The_most_a_week_costs_is_rounded_once(long rate, int minutes, long most) =>
        Assert.Equal(
            most,
            new HourlyTerms(rate, minutes, false, ProofLevel.Hours, HourlyBilling.Minutes).WeeklyMostMinor
        );

    [Fact]
    public void Rules_frozen_before_hours_existed_have_the_defaults_of_hours()
    {
        var old = JsonSerializer.Deserialize<FrozenRules>(
            """{"autoApproveDays":10,"refundRequestDays":7,"securityDays":5,"refundDays":180,"feedbackDays":14}""",
            EventRegistry.Json
        )!;
        Assert.Equal(new FrozenRules(10, 7, 5, 180, 14), old);
        Assert.Equal((12, 5, 10, 90), (old.HourlyLockHours, old.HourlyReviewDays, old.IdleMinutes, old.ImageDays));
        Assert.Equal(
            (3, 5, 10, 80, 95),
            (
                old.HoursDisputeAnswerDays,
                old.PastDueBlockDays,
                old.ManualStepMinutes,
                old.LimitWarnPercent,
                old.LimitAlarmPercent
            )
        );
    }

    [Fact]
    public void All_that_is_wrong_with_typed_terms_is_said_at_once()
    {
        var wrong = new List<Refusal>();
        HourlyForm.Read(new("2.99", "hours", "0", false, "Video", null, false), Currency.Eur, new RuleOptions(), wrong);
        Assert.Equal(
            ["Form.Hourly.Rate", "Form.Hourly.LimitHours", "Form.Hourly.Proof", "Form.Hourly.Billing"],
            wrong.Select(w => w.Field)
        );
        wrong.Clear();
        var read = HourlyForm.Read(
            new("3", "none", "", true, "Counts", "Segments", true),
            Currency.Eur,
            new RuleOptions(),
            wrong
        );
        Assert.Empty(wrong);
        // All monitors means nothing without screenshots.
        Assert.Equal(new HourlyTerms(300, null, true, ProofLevel.Counts, HourlyBilling.Segments), read);
    }
}
