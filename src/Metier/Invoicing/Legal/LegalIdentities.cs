using Metier.Members;
using Metier.Platform;
using Microsoft.EntityFrameworkCore;

namespace Metier.Invoicing;

/// <summary>Reads who people are for the law, for documents and for the forms of the tax offices.</summary>
public sealed class LegalIdentities(MetierDb db, MemberViews members, OperatorIdentity operatorIdentity)
{
    /// <summary>What they have told; null when nothing yet.</summary>
    public Task<LegalIdentity?> FindAsync(LegalSide side, Guid partyId, CancellationToken ct) =>
        db.LegalIdentities.AsNoTracking().SingleOrDefaultAsync(i => i.Side == side && i.PartyId == partyId, ct);

    /// <summary>What these have told, by id; those who have told nothing are left out.</summary>
    public Task<Dictionary<Guid, LegalIdentity>> OfAsync(
        LegalSide side,
        IReadOnlyCollection<Guid> partyIds,
        CancellationToken ct
    ) =>
        db
            .LegalIdentities.AsNoTracking()
            .Where(i => i.Side == side && partyIds.Contains(i.PartyId))
            .ToDictionaryAsync(i => i.PartyId, ct);

    /// <summary>A client as documents name it: as it has told, else as its account says.</summary>
    public async Task<LegalParty> ClientAsync(Guid clientId, CancellationToken ct)
    {
        if (await FindAsync(LegalSide.Client, clientId, ct) is { } told)
        {
            return told.ToParty();
        }
        var card = (await members.ClientsAsync([clientId], ct))[clientId];
        return new LegalParty
        {
            IsTold = false,
            Name = card.LegalName.Length > 0 ? card.LegalName : card.Name,
            Address = new LegalAddress(card.Address, "", card.Address.Length > 0 ? "" : card.City, "", card.Country),
            RegistrationNumber = card.TaxId,
        };
    }

    /// <summary>A freelancer as documents name them: as they have told, else as their account says.</summary>
    public async Task<LegalParty> FreelancerAsync(Guid memberId, CancellationToken ct)
    {
        if (await FindAsync(LegalSide.Freelancer, memberId, ct) is { } told)
        {
            return told.ToParty();
        }
        var card = (await members.MembersAsync([memberId], ct))[memberId];
        return new LegalParty
        {
            IsTold = false,
            Name = card.Name,
            Address = new LegalAddress("", "", "", "", card.Country),
        };
    }

    /// <summary>The operator, as configured.</summary>
    public LegalParty Operator => operatorIdentity.Party;
}
