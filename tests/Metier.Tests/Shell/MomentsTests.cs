using System.Globalization;
using Metier.Platform;
using Metier.Web.Shell;

namespace Metier.Tests.Shell;

/// <summary>Moments in words, in the reader's zone and language.</summary>
public sealed class MomentsTests
{
    private static readonly DateTime Now = new(2026, 11, 17, 11, 47, 0, DateTimeKind.Utc);
    private static readonly TimeZoneInfo Paris = TimeZoneInfo.FindSystemTimeZoneById("Europe/Paris");

    [Theory]
    [InlineData("en", -12, "12 minutes ago")]
    [InlineData("fr", -12, "il y a 12 minutes")]
    [InlineData("en", -1, "1 minute ago")]
    [InlineData("en", 0, "just now")]
    [InlineData("en", 5, "in 5 minutes")]
    [InlineData("en", -120, "today, 10:47")]
    [InlineData("fr", -120, "aujourd’hui, 10:47")]
    [InlineData("en", -13 * 60, "yesterday, 23:47")]
    [InlineData("en", 24 * 60, "tomorrow, 12:47")]
    [InlineData("en", -10 * 24 * 60, "7 Nov")]
    [InlineData("fr", -10 * 24 * 60, "7 nov.")]
    [InlineData("en", -400 * 24 * 60, "13 Oct 2025")]
    public void A_moment_is_near_or_dated_in_the_readers_zone(string language, int minutes, string words)
    {
        CultureInfo.CurrentUICulture = Languages.Culture(language);
        Assert.Equal(words, Moments.Near(Now.AddMinutes(minutes), Now, Paris));
    }

    [Theory]
    [InlineData(14 * 24, "in 14 days")]
    [InlineData(47, "in 47 hours")]
    [InlineData(1, "in 60 minutes")]
    [InlineData(0, "time is up")]
    [InlineData(-3, "time is up")]
    public void A_deadline_counts_down(int hours, string words)
    {
        CultureInfo.CurrentUICulture = Languages.Culture("en");
        Assert.Equal(words, Moments.Left(Now.AddHours(hours), Now));
    }

    [Fact]
    public void Where_money_depends_on_it_the_zone_is_named()
    {
        CultureInfo.CurrentUICulture = Languages.Culture("fr");
        Assert.Equal("17 novembre 2026 à 11:47 UTC", Moments.Full(Now, TimeZoneInfo.Utc));
    }
}
