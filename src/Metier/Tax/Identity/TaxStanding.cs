using System.Text.Json;
using Metier.Members;
using Metier.Platform;
using Microsoft.EntityFrameworkCore;

namespace Metier.Tax;

/// <summary>What is known of somebody for taxes, and what follows.</summary>
/// <param name="Country">Where they are taxed: as told, else where they live.</param>
/// <param name="WorkCountry">Where they work: as told, else the same.</param>
/// <param name="UsPerson">By their form, else as told, else by country.</param>
/// <param name="Form">The form in force; null for none.</param>
/// <param name="Content">What it says.</param>
internal sealed record Standing(
    string Country,
    string WorkCountry,
    bool Business,
    bool UsPerson,
    TaxProfile? Profile,
    TaxForm? Form,
    FormContent? Content
)
{
    /// <summary>A form in force says that its signer is a US person.</summary>
    public bool HasW9 => Form?.Code == "w-9";

    /// <summary>A form in force says that its signer is none.</summary>
    public bool HasW8 => Form?.Code is "w-8ben" or "w-8ben-e";
}

/// <summary>Reads standings. One place, so that withholding, asking and yearly papers never see a person differently.</summary>
public sealed class TaxStandings(MetierDb db, MemberViews members, TaxPacks packs)
{
    internal async Task<Standing> OfAsync(Guid memberId, CancellationToken ct) =>
        (await OfAsync([memberId], ct))[memberId];

    internal async Task<Dictionary<Guid, Standing>> OfAsync(IReadOnlyCollection<Guid> ids, CancellationToken ct)
    {
        var people = await members.MembersAsync(ids, ct);
        var profiles = await db
            .TaxProfiles.AsNoTracking()
            .Where(p => ids.Contains(p.MemberId))
            .ToDictionaryAsync(p => p.MemberId, ct);
        var (now, ends) = (db.Now, db.TaxFormEnds);
        var forms = (
            await db
                .TaxForms.AsNoTracking()
                .Where(f => ids.Contains(f.MemberId))
                .Where(f => !ends.Any(e => e.FormId == f.Id))
                .Where(f => f.ValidUntil == null || f.ValidUntil > now)
                .ToListAsync(ct)
        )
            .GroupBy(f => f.MemberId)
            .ToDictionary(g => g.Key, g => g.OrderBy(f => f.SignedAt).Last());
        return people.ToDictionary(
            p => p.Key,
            p => Of(profiles.GetValueOrDefault(p.Key), p.Value.Country, forms.GetValueOrDefault(p.Key))
        );
    }

    private Standing Of(TaxProfile? profile, string home, TaxForm? form)
    {
        var country = profile is { Country.Length: 2 } ? profile.Country : home;
        var work =
            profile is { WorkCountry.Length: 2 } ? profile.WorkCountry
            : home.Length == 2 ? home
            : country;
        var us = form switch
        {
            { Code: "w-9" } => true,
            not null => false,
            _ => profile is { Country.Length: 2 } ? profile.UsPerson : packs.Us.Has(country),
        };
        var content = form is null ? null : JsonSerializer.Deserialize<FormContent>(form.Content, EventRegistry.Json);
        return new Standing(country, work, profile?.Business ?? false, us, profile, form, content);
    }

    /// <summary>What is still missing before somebody's identity is complete; empty when nothing is.</summary>
    internal List<string> Missing(Standing standing, TinVault vault)
    {
        var missing = new List<string>();
        if (standing.UsPerson)
        {
            if (!standing.HasW9)
            {
                missing.Add("w-9");
            }
            return missing;
        }
        if (packs.Of(standing.Country).All(p => p.DueDiligence is null))
        {
            return missing;
        }
        var answers = standing.Profile is { } p ? vault.Answers(p.MemberId, p.ProtectedAnswers) : [];
        missing.AddRange(
            packs
                .Questions(standing.Country, standing.Business)
                .Where(q => q.Required)
                .Where(q =>
                    q.Code switch
                    {
                        "tin" => standing.Profile?.ProtectedTin is null,
                        "work_country" => standing.Profile is not { WorkCountry.Length: 2 },
                        _ => !answers.ContainsKey(q.Code),
                    }
                )
                .Select(q => q.Code)
        );
        return missing;
    }
}
