using Metier.Ledger;
using Metier.Notifications;
using Metier.Platform;
using Microsoft.EntityFrameworkCore;

namespace Metier.Contracts;

/// <summary>Mails about offers: sent, changes asked, and how they ended without a contract.</summary>
internal sealed class OfferMails(MetierDb db, ContractMail mail)
    : IHandle<OfferSent>,
        IHandle<OfferChangesAsked>,
        IHandle<OfferEnded>
{
    public async Task HandleAsync(OfferSent happened, CancellationToken ct)
    {
        var offer = await OfferAsync(happened.OfferId, ct);
        if (!offer.IsOpen || offer.ExpiresAt is not { } until)
        {
            // Withdrawn or answered before this could be told: nothing to do any more.
            return;
        }
        var sides = await mail.SidesAsync(happened.ClientId, happened.FreelancerId, ct);
        var hourly = offer.Terms.Hourly;
        var price = Currency.Of(offer.Currency).Minor(hourly?.RateMinor ?? offer.Terms.TotalMinor);
        var net = await mail.NetAsync(offer.Fees, price, sides, counted: false, ct);
        await mail.TellAsync(
            Side.Freelancer,
            "offer.sent",
            happened.Occurrence,
            sides,
            person =>
                new(
                    ContractMailText.OfferSentSubject(sides.Client, offer.Terms.Title),
                    [
                        hourly is null
                            ? ContractMailText.OfferSentBody(ContractMail.Day(until, person))
                            : ContractMailText.OfferSentHourly(ContractMail.Day(until, person)),
                    ],
                    ContractMailText.ReadOffer,
                    $"/go/offer/{offer.Id}",
                    ContractMail.Parts(hourly is null ? ContractMailText.Price : ContractMailText.Rate, price, net),
                    ContractMailText.WhyProposal
                ),
            ct
        );
    }

    public async Task HandleAsync(OfferChangesAsked happened, CancellationToken ct)
    {
        var offer = await OfferAsync(happened.OfferId, ct);
        var asked = await db
            .OfferChanges.AsNoTracking()
            .Where(c => c.Id == happened.Occurrence)
            .Select(c => c.Message)
            .SingleOrDefaultAsync(ct);
        var sides = await mail.SidesAsync(happened.ClientId, happened.FreelancerId, ct);
        await mail.TellAsync(
            Side.Client,
            "offer.changes",
            happened.Occurrence,
            sides,
            _ =>
                new(
                    ContractMailText.OfferChangesSubject(sides.Freelancer, offer.Terms.Title),
                    [.. Quoted(asked), ContractMailText.OfferChangesBody],
                    ContractMailText.ReadOffer,
                    $"/go/offer/{offer.Id}"
                ),
            ct
        );
    }

    public async Task HandleAsync(OfferEnded happened, CancellationToken ct)
    {
        var title = (await OfferAsync(happened.OfferId, ct)).Terms.Title;
        var sides = await mail.SidesAsync(happened.ClientId, happened.FreelancerId, ct);
        Side[] told = happened.State switch
        {
            OfferState.Declined => [Side.Client],
            OfferState.Withdrawn => [Side.Freelancer],
            OfferState.Expired => [Side.Client, Side.Freelancer],
            _ => [],
        };
        foreach (var side in told)
        {
            await mail.TellAsync(
                side,
                "offer.ended",
                happened.OfferId,
                sides,
                _ =>
                    new(
                        happened.State switch
                        {
                            OfferState.Declined => ContractMailText.OfferDeclinedSubject(sides.Freelancer, title),
                            OfferState.Withdrawn => ContractMailText.OfferWithdrawnSubject(sides.Client, title),
                            _ => ContractMailText.OfferExpiredSubject(title),
                        },
                        [.. Quoted(happened.Reason), ContractMailText.OfferEndedBody],
                        ContractMailText.ReadOffer,
                        $"/go/offer/{happened.OfferId}",
                        Why: side == Side.Freelancer ? ContractMailText.WhyProposal : null
                    ),
                ct
            );
        }
    }

    private Task<Offer> OfferAsync(Guid id, CancellationToken ct) =>
        db.Offers.AsNoTracking().SingleAsync(o => o.Id == id, ct);

    internal static IEnumerable<string> Quoted(string? words) =>
        string.IsNullOrWhiteSpace(words)
            ? []
            : [ContractMailText.Quoted(words.Length > 1500 ? words[..1497] + "…" : words)];
}
