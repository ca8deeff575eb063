using Metier.Platform;
using Microsoft.EntityFrameworkCore;

namespace Metier.Invoicing;

/// <summary>Legal data as typed.</summary>
public sealed record LegalInput
{
    /// <summary>Country, ISO 3166.</summary>
    public string? Country { get; init; }

    /// <summary>A <see cref="LegalForm"/>.</summary>
    public string? Form { get; init; }

    /// <summary>Name.</summary>
    public string? Name { get; init; }

    /// <summary>Street and number.</summary>
    public string? Street { get; init; }

    /// <summary>Post code.</summary>
    public string? PostCode { get; init; }

    /// <summary>City.</summary>
    public string? City { get; init; }

    /// <summary>State or region.</summary>
    public string? Region { get; init; }

    /// <summary>Number in the register of businesses.</summary>
    public string? RegistrationNumber { get; init; }

    /// <summary>A <see cref="VatStanding"/>.</summary>
    public string? Vat { get; init; }

    /// <summary>VAT number.</summary>
    public string? VatNumber { get; init; }

    /// <summary>VAT on debits.</summary>
    public bool VatOnDebits { get; init; }

    /// <summary>Street of the place of delivery.</summary>
    public string? DeliveryStreet { get; init; }

    /// <summary>Post code of the place of delivery.</summary>
    public string? DeliveryPostCode { get; init; }

    /// <summary>City of the place of delivery.</summary>
    public string? DeliveryCity { get; init; }

    /// <summary>The version that was shown; zero when there was none.</summary>
    public int Version { get; init; }
}

/// <summary>
/// Writes down who a client or a freelancer is for the law. Only what the country asks is required: the questions are in
/// <see cref="LegalQuestions"/>. Documents already issued keep what they said.
/// </summary>
public sealed class SaveLegalIdentity(MetierDb db, TimeProvider clock)
{
    /// <summary>Everything that is wrong at once, each beside its field.</summary>
    public Task<Outcome<Done>> RunAsync(LegalSide side, LegalInput input, Actor actor, CancellationToken ct) =>
        db.WriteAsync<Done>(
            async () =>
            {
                if (PartyOf(side, actor) is not { } partyId)
                {
                    return Refusal.NotFound();
                }
                if (side == LegalSide.Client && actor.RefuseToPay() is { } refused)
                {
                    return refused;
                }
                var identity = await db.LegalIdentities.SingleOrDefaultAsync(
                    i => i.PartyId == partyId && i.Side == side,
                    ct
                );
                var wrong = LegalQuestions.Check(input);
                if ((identity?.Version ?? 0) != input.Version)
                {
                    wrong.Add(new Refusal("stale", LegalText.Stale));
                }
                if (wrong.Count > 0)
                {
                    return wrong;
                }
                if (identity is null)
                {
                    identity = new LegalIdentity { PartyId = partyId, Side = side };
                    db.LegalIdentities.Add(identity);
                }
                Write(identity, input);
                identity.ChangedAt = clock.UtcNow();
                db.Audit(
                    actor,
                    "legal.saved",
                    partyId,
                    new
                    {
                        Side = side,
                        identity.Country,
                        identity.Form,
                        identity.Vat,
                    }
                );
                db.Raise(new LegalIdentitySaved(partyId, side, identity.VatNumber));
                return Done.It;
            },
            ct
        );

    /// <summary>Whose data this actor tells on that side; null when they are not on it.</summary>
    public static Guid? PartyOf(LegalSide side, Actor actor) =>
        side == LegalSide.Client ? actor.ClientId
        : actor.IsFreelancer ? actor.MemberId
        : null;

    private static void Write(LegalIdentity identity, LegalInput input)
    {
        var questions = LegalQuestions.Of(input.Country!, Enum.Parse<LegalForm>(input.Form!));
        var number = questions.Vat ? VatNumbers.Clean(input.VatNumber) : "";
        if (number != identity.VatNumber)
        {
            (identity.VatCheck, identity.VatCheckedAt) = (VatCheck.Unknown, null);
        }
        identity.Country = input.Country!;
        identity.Form = Enum.Parse<LegalForm>(input.Form!);
        identity.Name = LegalQuestions.Line(input.Name);
        identity.Street = LegalQuestions.Block(input.Street);
        identity.PostCode = LegalQuestions.Line(input.PostCode);
        identity.City = LegalQuestions.Line(input.City);
        identity.Region = questions.Region ? LegalQuestions.Line(input.Region) : "";
        identity.RegistrationNumber =
            !questions.Registration ? ""
            : questions.Siret ? BusinessNumbers.Clean(input.RegistrationNumber)
            : LegalQuestions.Line(input.RegistrationNumber);
        identity.Vat = questions.Vat ? Enum.Parse<VatStanding>(input.Vat!) : VatStanding.None;
        identity.VatNumber =
            number.Length > 0 && VatNumbers.Knows(identity.Country) && char.IsAsciiDigit(number[0])
                ? VatNumbers.PrefixOf(identity.Country) + number
                : number;
        identity.VatOnDebits = questions.Debits && identity.Vat == VatStanding.Registered && input.VatOnDebits;
        var delivery = questions.Delivery && LegalQuestions.Line(input.DeliveryCity).Length > 0;
        identity.DeliveryStreet = delivery ? LegalQuestions.Block(input.DeliveryStreet) : "";
        identity.DeliveryPostCode = delivery ? LegalQuestions.Line(input.DeliveryPostCode) : "";
        identity.DeliveryCity = delivery ? LegalQuestions.Line(input.DeliveryCity) : "";
        identity.DeliveryCountry = delivery ? identity.Country : "";
    }
}
