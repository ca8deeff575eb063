using System.Text.Json;
using Metier.Contracts;
using Metier.Ledger;
using Metier.Platform;

namespace Metier.Tests.Contracts;

/// <summary>The rules of an offer, by example.</summary>
public class OfferTests
{
    private static readonly DateTime Monday = new(2026, 11, 23, 9, 0, 0, DateTimeKind.Utc);
    private static readonly RuleOptions Rules = new();

    private static Offer Draft() =>
        new()
        {
            Id = Guid.CreateVersion7(),
            Currency = "EUR",
            State = OfferState.Draft,
            TermsJson = JsonSerializer.Serialize(
                new OfferTerms("Picture book", "32 pages", null, [new("Roughs", "", 120_000, null)]),
                EventRegistry.Json
            ),
            FeeTermsJson = JsonSerializer.Serialize(FeeTerms.Default(Currency.Of("EUR")), EventRegistry.Json),
        };

    private static Offer Sent()
    {
        var offer = Draft();
        Assert.Null(offer.Send(Monday, Rules));
        return offer;
    }

    [Fact]
    public void It_lives_seven_days()
    {
        Assert.Equal(Monday.AddDays(7), Sent().ExpiresAt);
        Assert.Null(Sent().Accept(Monday.AddDays(7).AddSeconds(-1)));
        Assert.Equal("offer_state", Sent().Accept(Monday.AddDays(7))!.Code);
        Assert.Null(Sent().Expire(Monday.AddDays(7)));
        Assert.Equal("offer_state", Sent().Expire(Monday.AddDays(6))!.Code);
    }

    [Fact]
    public void The_original_stays_acceptable_while_changes_are_asked_for()
    {
        var offer = Sent();
        Assert.Null(offer.AskForChanges(Monday, 0, Rules));
        Assert.Equal(OfferState.ChangeRequested, offer.State);
        Assert.Null(offer.Accept(Monday.AddHours(1)));
        Assert.Equal(OfferState.Accepted, offer.State);
    }

    [Fact]
    public void A_fourth_change_request_within_an_hour_is_refused()
    {
        var offer = Sent();
        Assert.Null(offer.AskForChanges(Monday, 2, Rules));
        Assert.Equal("too_many_change_requests", offer.AskForChanges(Monday, 3, Rules)!.Code);
    }

    [Theory]
    [InlineData(OfferState.Accepted)]
    [InlineData(OfferState.Declined)]
    [InlineData(OfferState.Expired)]
    [InlineData(OfferState.Withdrawn)]
    public void What_is_over_is_over(OfferState over)
    {
        Assert.DoesNotContain(Enum.GetValues<OfferState>(), next => Offer.May(over, next));
    }

    [Fact]
    public void Both_sides_see_the_same_sums_before_they_commit()
    {
        var offer = Draft();
        var quote = offer.Fees.Quote(Currency.Of("EUR").Minor(offer.Terms.TotalMinor), Currency.Of("EUR").Minor(0));
        Assert.Equal(
            (120_000, 3_300, 123_300, 12_000, 108_000),
            (
                quote.Amount.Minor,
                quote.ProcessingFee.Minor,
                quote.ClientPays.Minor,
                quote.ServiceFee.Minor,
                quote.FreelancerReceives.Minor
            )
        );
    }
}
