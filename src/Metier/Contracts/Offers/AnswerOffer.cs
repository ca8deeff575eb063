using System.Text.Json;
using Metier.Ledger;
using Metier.Platform;
using Metier.Proposals;
using Microsoft.EntityFrameworkCore;

namespace Metier.Contracts;

/// <summary>The freelancer asks for other terms; the original stays acceptable.</summary>
public sealed class AskForOfferChanges(MetierDb db, ContractAccess access, ContractRoom room, RuleOptions rules)
{
    /// <summary>At most three in an hour.</summary>
    public Task<Outcome<Done>> RunAsync(
        Guid offerId,
        string? message,
        OfferTyped typed,
        Actor actor,
        CancellationToken ct
    ) =>
        db.WriteAsync<Done>(
            async () =>
            {
                if (await access.ForOfferAsync(offerId, actor, ct) is not (var offer, Side.Freelancer))
                {
                    return Refusal.NotFound();
                }
                var wrong = new List<Refusal>();
                var text = OfferForm.Text(message, 2000, "Form.Message", ContractRefusalText.SayWhatToChange, wrong);
                var terms = OfferForm.Read(
                    typed,
                    offer.Terms.Hourly is not null,
                    Currency.Of(offer.Currency),
                    DateOnly.FromDateTime(db.Now),
                    rules
                );
                wrong.AddRange(terms.Refusals);
                if (wrong.Count > 0)
                {
                    return wrong;
                }
                var hourAgo = db.Now.AddHours(-1);
                var recent = await db.OfferChanges.CountAsync(c => c.OfferId == offerId && c.At > hourAgo, ct);
                if (offer.AskForChanges(db.Now, recent, rules) is { } refusal)
                {
                    return refusal;
                }
                var change = Ids.New(db.Clock);
                db.OfferChanges.Add(
                    new OfferChange
                    {
                        Id = change,
                        OfferId = offerId,
                        At = db.Now,
                        Message = text,
                        TermsJson = JsonSerializer.Serialize(
                            terms.Value with
                            {
                                Payroll = offer.Terms.Payroll,
                            },
                            EventRegistry.Json
                        ),
                        OfferedJson = offer.TermsJson,
                    }
                );
                // The count above is only safe if two requests at once cannot both see the same number.
                db.Entry(offer).State = EntityState.Modified;
                await room.OfferAsync(offer, "offer_changes_asked", text, actor, ct);
                db.Audit(actor, "offer.changes_asked", offerId);
                db.Raise(new OfferChangesAsked(offerId, offer.ClientId, offer.FreelancerId, change));
                return Done.It;
            },
            ct
        );
}

/// <summary>The freelancer says no, or the client takes the offer back.</summary>
public sealed class CloseOffer(MetierDb db, ContractAccess access, ProposalsForOffers proposals, ContractRoom room)
{
    /// <summary>The side of the actor decides whether it is declined or withdrawn.</summary>
    public Task<Outcome<Done>> RunAsync(Guid offerId, string? reason, Actor actor, CancellationToken ct) =>
        db.WriteAsync<Done>(
            async () =>
            {
                if (await access.ForOfferAsync(offerId, actor, ct) is not var (offer, side))
                {
                    return Refusal.NotFound();
                }
                if (side == Side.Client && actor.RefuseToHire() is { } mayNot)
                {
                    return mayNot;
                }
                var text = (reason ?? "").Trim();
                if (text.Length > 2000)
                {
                    return new Refusal("too_long", PlatformText.TooLong(2000), "Form.Reason");
                }
                if ((side == Side.Client ? offer.Withdraw(db.Now, text) : offer.Decline(db.Now, text)) is { } refusal)
                {
                    return refusal;
                }
                await proposals.MarkReopenedAsync(offer.ProposalId, ct);
                db.Audit(actor, side == Side.Client ? "offer.withdrawn" : "offer.declined", offerId, new { text });
                if (offer.SentAt is not null)
                {
                    await room.OfferAsync(
                        offer,
                        side == Side.Client ? "offer_withdrawn" : "offer_declined",
                        text,
                        actor,
                        ct
                    );
                    db.Raise(
                        new OfferEnded(
                            offer.Id,
                            offer.JobId,
                            offer.ProposalId,
                            offer.ClientId,
                            offer.FreelancerId,
                            offer.State,
                            text
                        )
                    );
                }
                return Done.It;
            },
            ct
        );
}

/// <summary>Offers nobody answered in seven days end.</summary>
internal sealed class ExpireOffers(MetierDb db, ProposalsForOffers proposals, ContractRoom room) : Chore
{
    public override Task<DateTime?> NextDueAsync(CancellationToken ct) => db.Offers.MinAsync(o => o.ExpiresAt, ct);

    public override async Task<int> RunAsync(CancellationToken ct)
    {
        var now = db.Now;
        var due = await db
            .Offers.Where(o => o.ExpiresAt <= now)
            .OrderBy(o => o.ExpiresAt)
            .Select(o => o.Id)
            .Take(200)
            .ToListAsync(ct);
        foreach (var id in due)
        {
            await db.WriteAsync<Done>(
                async () =>
                {
                    var offer = await db.Offers.SingleAsync(o => o.Id == id, ct);
                    if (offer.Expire(db.Now) is { } refusal)
                    {
                        return refusal;
                    }
                    await proposals.MarkReopenedAsync(offer.ProposalId, ct);
                    await room.OfferAsync(offer, "offer_expired", "", null, ct);
                    db.Audit(null, "offer.expired", id);
                    db.Raise(
                        new OfferEnded(
                            offer.Id,
                            offer.JobId,
                            offer.ProposalId,
                            offer.ClientId,
                            offer.FreelancerId,
                            offer.State,
                            ""
                        )
                    );
                    return Done.It;
                },
                ct
            );
            db.ChangeTracker.Clear();
        }
        return due.Count;
    }
}
