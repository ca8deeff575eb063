using Metier.Reputation;

namespace Metier.Tests.Reputation;

/// <summary>How stars add up.</summary>
public class StarsTests
{
    [Theory]
    [InlineData(5, 5, 5, 5, 5, 5, 50)]
    [InlineData(1, 1, 1, 1, 1, 1, 10)]
    [InlineData(5, 4, 4, 4, 4, 4, 42)] // 4.1666… rounds up
    [InlineData(5, 5, 4, 4, 4, 4, 43)] // 4.333… rounds down
    [InlineData(4, 4, 4, 5, 5, 5, 45)]
    [InlineData(1, 2, 3, 4, 5, 4, 32)] // 3.1666…
    public void The_overall_is_the_mean_with_one_decimal(
        int skills,
        int quality,
        int availability,
        int deadlines,
        int communication,
        int cooperation,
        int tenths
    ) =>
        Assert.Equal(
            tenths,
            new Stars(skills, quality, availability, deadlines, communication, cooperation).MeanTenths
        );
}
