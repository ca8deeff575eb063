using Metier.Platform;
using Metier.Tax;

namespace Metier.Demo;

/// <summary>
/// What freelancers of the demo tell for taxes before they are paid. Their numbers are the examples of the country packs, which
/// nobody has.
/// </summary>
internal sealed class DemoTaxes(DemoWorld world, TaxPacks packs)
{
    /// <summary>The street everybody of the demo lives in.</summary>
    private const string Street = "1 Example Street";

    public Task TellAsync(DemoPerson person)
    {
        if (packs.Us.Has(person.Country))
        {
            return SignAsync(person);
        }
        // Where nothing is reported, nothing is asked.
        return packs.Of(person.Country).All(p => p.DueDiligence is null) ? Task.CompletedTask : SaveAsync(person);
    }

    private Task SignAsync(DemoPerson person) =>
        world.DoAsync<SignTaxForm, Guid>(
            person.Language,
            u =>
                u.RunAsync(
                    new(
                        Guid.CreateVersion7(),
                        person.Id,
                        "w-9",
                        new Dictionary<string, string?>
                        {
                            ["name"] = person.Name,
                            ["classification"] = "individual",
                            ["street"] = Street,
                            ["city"] = person.City,
                            ["state"] = "PA",
                            ["postcode"] = "19000",
                            ["tin"] = packs.Us.Tins[0].Example,
                            ["certify_tin"] = "true",
                            ["certify_us"] = "true",
                            ["certify_fatca"] = "true",
                        },
                        person.Name,
                        "192.0.2.1"
                    ),
                    person.Actor,
                    default
                )
        );

    private Task SaveAsync(DemoPerson person) =>
        world.DoAsync<SaveTaxProfile, Done>(
            person.Language,
            u =>
                u.RunAsync(
                    new(
                        person.Country,
                        false,
                        new Dictionary<string, string?>
                        {
                            ["tin"] = packs.Tins(person.Country, business: false)[0].Example,
                            ["birth_date"] = "1985-06-15",
                            ["street"] = Street,
                            ["city"] = person.City,
                            ["postcode"] = "",
                            ["work_country"] = person.Country,
                        }
                    ),
                    person.Actor,
                    default
                )
        );
}
