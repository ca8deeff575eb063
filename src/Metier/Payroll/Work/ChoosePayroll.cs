using Metier.Contracts;
using Metier.Ledger;
using Metier.Members;
using Metier.Platform;
using Microsoft.EntityFrameworkCore;

namespace Metier.Payroll;

/// <summary>The client offers a draft by the hour as payroll: by which partner, or as freelance work again.</summary>
public sealed class ChoosePayroll(MetierDb db, PayrollOffers offers, PayrollPrices prices, MemberViews members)
{
    /// <summary><paramref name="priceId"/> is the price that was on the page; empty for freelance work.</summary>
    public Task<Outcome<Done>> RunAsync(Guid offerId, string? priceId, Actor actor, CancellationToken ct) =>
        db.WriteAsync<Done>(
            async () =>
            {
                if (await offers.ForPartyAsync(offerId, actor, ct) is not (var offer, Side.Client))
                {
                    return Refusal.NotFound();
                }
                if (actor.RefuseToHire() is { } mayNot)
                {
                    return mayNot;
                }
                if (string.IsNullOrEmpty(priceId))
                {
                    return await offers.SetAsync(offer, null, actor, ct) is { } not ? not : Done.It;
                }
                if (offer.Terms.Hourly is null)
                {
                    return new Refusal("hourly_only", PayrollWordsText.HourlyOnly, "Form.Price");
                }
                var country = (await members.MembersAsync([offer.FreelancerId], ct))[offer.FreelancerId].Country;
                var choice = (await prices.ForAsync(country, offer.Currency, ct)).Find(c =>
                    Guid.TryParse(priceId, out var id) && c.Price.Id == id
                );
                if (choice is null)
                {
                    // Another price since the page was made: nobody agrees to one that was not shown.
                    return new Refusal("price_gone", PayrollWordsText.PriceGone, "Form.Price");
                }
                if (PayrollGate.TooLow(offer, choice.Terms) is { } low)
                {
                    return low with { Field = "Form.Price" };
                }
                return await offers.SetAsync(offer, choice.Terms, actor, ct) is { } refusal ? refusal : Done.It;
            },
            ct
        );
}

/// <summary>
/// An offer of payroll: the rate is not under the partner's lowest, the partner still takes people on. Accepted, it begins with its onboarding
/// list, and no time may be logged before that is done.
/// </summary>
internal sealed class PayrollGate(MetierDb db, PayrollOffers offers, Checklists lists) : OfferGate
{
    public override async Task<Refusal?> RefuseAsync(Offer offer, Side side, CancellationToken ct) =>
        offer.Terms.Payroll is not { } payroll ? null
        : TooLow(offer, payroll) is { } low ? low
        : await db.StaffingPartners.AnyAsync(p => p.Id == payroll.PartnerId && p.ClosedAt != null, ct)
            ? new Refusal("partner_closed", PayrollWordsText.PartnerClosed(payroll.Partner))
        : null;

    public static Refusal? TooLow(Offer offer, PayrollTerms payroll) =>
        offer.Terms.Hourly is { } hourly && hourly.RateMinor < payroll.LowestRateMinor
            ? new Refusal(
                "rate_too_low",
                PayrollWordsText.RateTooLow(
                    payroll.Partner,
                    Formats.Money(Currency.Of(offer.Currency).Minor(payroll.LowestRateMinor))
                )
            )
            : null;

    public override Task AcceptedAsync(Offer offer, Contract contract, CancellationToken ct)
    {
        if (contract.Payroll is not { } payroll)
        {
            return Task.CompletedTask;
        }
        db.PayrollContracts.Add(
            new PayrollContract
            {
                ContractId = contract.Id,
                PartnerId = payroll.PartnerId,
                ClientId = contract.ClientId,
                FreelancerId = contract.FreelancerId,
                Title = contract.Title,
                Currency = contract.Currency,
                StartedAt = contract.StartedAt,
            }
        );
        var list = lists.Get(payroll.Checklist, payroll.ChecklistVersion);
        for (var i = 0; i < list.Items.Count; i++)
        {
            db.OnboardingItems.Add(
                new OnboardingItem
                {
                    Id = Ids.New(db.Clock),
                    ContractId = contract.Id,
                    Position = i + 1,
                    Code = list.Items[i].Code,
                    By = list.Items[i].By,
                }
            );
        }
        offers.Hold(contract, null);
        db.Raise(new PayrollMoved(contract.Id, payroll.PartnerId, PayrollState.Onboarding, Ids.New(db.Clock)));
        return Task.CompletedTask;
    }
}

/// <summary>The partner's side of a contract came to this state.</summary>
public sealed record PayrollMoved(Guid ContractId, Guid PartnerId, PayrollState State, Guid Occurrence);
