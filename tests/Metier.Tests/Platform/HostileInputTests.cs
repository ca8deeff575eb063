using System.Net;
using Metier.Platform;
using Metier.Web.Payments;
using Metier.Web.Shell;

namespace Metier.Tests.Platform;

/// <summary>Small things people send to break what others read.</summary>
public class HostileInputTests
{
    [Theory]
    [InlineData('>')]
    [InlineData('*')]
    [InlineData('[')]
    public void A_text_nested_without_end_is_shown_and_stops_nobody(char mark)
    {
        var spaced = string.Concat(Enumerable.Repeat(mark + " ", 2400));
        foreach (var text in new[] { new string(mark, 5000) + " a", spaced + "a" })
        {
            Assert.Contains("a", SafeMarkdown.ToHtml(text), StringComparison.Ordinal);
            Assert.Contains("a", SafeMarkdown.ToText(text), StringComparison.Ordinal);
        }
    }

    [Fact]
    public void What_is_shown_as_it_was_typed_carries_no_script() =>
        Assert.DoesNotContain(
            "<script",
            SafeMarkdown.ToHtml(new string('>', 300) + "<script>alert(1)</script>"),
            StringComparison.Ordinal
        );

    [Fact]
    public void A_long_name_of_a_file_keeps_its_beginning_and_a_real_extension()
    {
        var sentence = FileTypes.CleanName("1. " + new string('a', 130), "application/pdf");
        Assert.StartsWith("1. aaa", sentence, StringComparison.Ordinal);
        var plain = FileTypes.CleanName(new string('b', 300) + ".pdf", "application/pdf");
        Assert.EndsWith("b.pdf", plain, StringComparison.Ordinal);
        var odd = FileTypes.CleanName(new string('c', 100) + "." + new string('d', 150), "text/plain");
        Assert.All(new[] { sentence, plain, odd }, n => Assert.InRange(n.Length, 1, 120));
    }

    [Theory]
    [InlineData("-12.50", "\"-12.50\"")]
    [InlineData("12", "\"12\"")]
    [InlineData("-1+cmd|' /C calc'!A0", "\"'-1+cmd|' /C calc'!A0\"")]
    [InlineData("=1+1", "\"'=1+1\"")]
    public void A_cell_is_a_number_or_a_text_and_never_a_formula(string text, string cell) =>
        Assert.Equal(cell, PaymentEndpoints.Cell(text));

    [Theory]
    [InlineData("203.0.113.7", "203.0.113.7")]
    [InlineData("::ffff:203.0.113.7", "203.0.113.7")]
    [InlineData("2001:db8:1:2:3:4:5:6", "2001:db8:1:2::")]
    [InlineData("2001:db8:1:2:ffff::1", "2001:db8:1:2::")]
    public void Limits_count_the_network_somebody_has_to_themselves(string address, string network) =>
        Assert.Equal(network, RateClasses.Network(IPAddress.Parse(address)));
}
