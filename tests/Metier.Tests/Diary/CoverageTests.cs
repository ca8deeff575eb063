using Metier.Contracts;
using Metier.Diary;
using Metier.Ledger;

namespace Metier.Tests.Diary;

/// <summary>The pure rules: protection, bills, locks.</summary>
public class CoverageTests
{
    private static readonly SegmentFacts Good = new(
        false,
        false,
        true,
        ProofLevel.FullDiary,
        ProofLevel.FullDiary,
        1,
        ScreenshotState.Kept,
        true,
        true
    );

    [Fact]
    public void One_active_minute_in_a_kept_segment_is_covered_and_each_lack_is_named()
    {
        Assert.Equal(Coverage.Covered, DiaryRules.Judge(Good));
        Assert.Equal(Coverage.ByHand, DiaryRules.Judge(Good with { AllByHand = true, OverLimit = true }));
        Assert.Equal(Coverage.OverLimit, DiaryRules.Judge(Good with { OverLimit = true, HasMemo = false }));
        Assert.Equal(Coverage.NoMemo, DiaryRules.Judge(Good with { HasMemo = false }));
        Assert.Equal(Coverage.Idle, DiaryRules.Judge(Good with { ActiveMinutes = 0 }));
        Assert.Equal(Coverage.FreelancerNotVerified, DiaryRules.Judge(Good with { FreelancerVerified = false }));
        Assert.Equal(Coverage.ClientNotVerified, DiaryRules.Judge(Good with { ClientVerified = false }));
        Assert.Equal(Coverage.LevelTooLow, DiaryRules.Judge(Good with { Level = ProofLevel.Counts }));
        Assert.Equal(
            Coverage.LevelTooLow,
            DiaryRules.Judge(Good with { Level = ProofLevel.Hours, Asked = ProofLevel.Hours })
        );
        foreach (var state in Enum.GetValues<ScreenshotState>().Where(s => s != ScreenshotState.Kept))
        {
            Assert.Equal(Coverage.NoScreenshot, DiaryRules.Judge(Good with { Screenshot = state }));
            // Where no image is asked for, none is missed.
            Assert.Equal(
                Coverage.Covered,
                DiaryRules.Judge(Good with { Screenshot = state, Asked = ProofLevel.Activity })
            );
        }
    }

    /// <summary>Minutes, rate in cents, limit, what is billed, what it costs.</summary>
    [Theory]
    [InlineData(0, 62_00, null, 0, 0)]
    [InlineData(1, 62_00, null, 1, 103)]
    [InlineData(60, 62_00, null, 60, 62_00)]
    [InlineData(720, 22_22, null, 720, 266_64)]
    [InlineData(1, 30, null, 1, 1)] // half a cent goes up
    [InlineData(1, 29, null, 1, 0)]
    [InlineData(3, 10, null, 3, 1)] // 0.5: rounded once, not three times 0.17
    [InlineData(100, 62_00, 60, 60, 62_00)]
    [InlineData(100, 62_00, 0, 0, 0)]
    public void Minutes_are_billed_within_the_limit_and_rounded_once(
        int minutes,
        long rate,
        int? limit,
        int billed,
        long cents
    )
    {
        var bill = WeekBill.Of(
            Enumerable.Range(0, minutes).Select(m => new BillableMinute(m, rate)),
            limit,
            HourlyBilling.Minutes,
            Currency.Eur
        );
        Assert.Equal((minutes, billed, cents), (bill.LoggedMinutes, bill.BilledMinutes, bill.Amount.Minor));
        Assert.Equal(limit < minutes ? limit : null, bill.FirstOverLimit);
    }

    [Theory]
    [InlineData("0", null, 10, 10)]
    [InlineData("9", null, 10, 10)]
    [InlineData("0 9", null, 10, 10)]
    [InlineData("9 10", null, 20, 20)]
    [InlineData("9 10", 15, 20, 15)]
    [InlineData("0 10 20 35", 30, 40, 30)]
    public void Whole_segments_count_ten_for_any_tracked_minute(string minutes, int? limit, int logged, int billed)
    {
        var bill = WeekBill.Of(
            minutes
                .Split(' ')
                .Select(m => new BillableMinute(
                    int.Parse(m, System.Globalization.CultureInfo.InvariantCulture),
                    60_00
                )),
            limit,
            HourlyBilling.Segments,
            Currency.Eur
        );
        Assert.Equal((logged, billed, billed * 100), (bill.LoggedMinutes, bill.BilledMinutes, bill.Amount.Minor));
    }

    [Fact]
    public void Minutes_are_taken_by_the_clock_and_not_as_they_came()
    {
        var bill = WeekBill.Of(
            [new(30, 100_00), new(10, 10_00), new(20, 10_00)],
            2,
            HourlyBilling.Minutes,
            Currency.Eur
        );
        Assert.Equal((2, 33, 30), (bill.BilledMinutes, bill.Amount.Minor, bill.FirstOverLimit));
    }

    [Fact]
    public void A_week_is_locked_on_Monday_at_noon_and_closed_on_Friday_night()
    {
        var rules = new FrozenRules(14, 7, 5, 180, 14);
        foreach (var minute in new[] { DiaryScene.At("00:00"), DiaryScene.At("23:59", 6) })
        {
            Assert.Equal(DiaryScene.LockAt, DiaryRules.LockOf(minute, rules));
            Assert.Equal(new DateTime(2026, 12, 5, 0, 0, 0, DateTimeKind.Utc), DiaryRules.ReviewOf(minute, rules));
        }
        Assert.Equal(DiaryScene.LockAt.AddDays(-7), DiaryRules.LockOf(DiaryScene.At("00:00") - 1, rules));
    }

    [Theory]
    [InlineData("20261123T0900Z", true)]
    [InlineData("20261123T0905Z", false)]
    [InlineData("20261123T0900", false)]
    [InlineData("nonsense", false)]
    [InlineData(null, false)]
    public void Names_of_segments(string? name, bool is_one)
    {
        Assert.Equal(is_one ? DiaryScene.At("09:00") : null, DiaryRules.Start(name));
        Assert.Equal("20261123T0900Z", DiaryRules.Name(DiaryScene.At("09:00")));
    }

    [Fact]
    public void Days_of_23_and_25_hours_are_cut_where_their_clocks_say()
    {
        var paris = Metier.Platform.Zones.Find("Europe/Paris");
        int Length(DateOnly day) =>
            DiaryTime.Of(DiaryZones.Utc(day.AddDays(1), TimeOnly.MinValue, paris))
            - DiaryTime.Of(DiaryZones.Utc(day, TimeOnly.MinValue, paris));
        Assert.Equal(
            (23 * 60, 25 * 60, 24 * 60),
            (Length(new(2026, 3, 29)), Length(new(2026, 10, 25)), Length(new(2026, 11, 23)))
        );
    }
}
