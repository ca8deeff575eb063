using Metier.Ledger;

namespace Metier.Contracts;

/// <summary>How a staffing partner employs the person.</summary>
public enum PayrollForm
{
    /// <summary>The partner employs the person for the client and adds its markup to the rate.</summary>
    Employer,

    /// <summary>Portage salarial: the person finds its own clients, the partner employs it and takes a management fee out of the rate.</summary>
    Portage,
}

/// <summary>
/// A contract that a staffing partner runs as employment: what was shown to both sides before they agreed, and frozen with it. The rate of
/// the hourly terms is what an hour costs the partner (the cost); <paramref name="MarkupPpm"/> comes on top and is the client's.
/// </summary>
/// <param name="PartnerId">The staffing partner.</param>
/// <param name="Partner">Its name on that day.</param>
/// <param name="Form">Employer or portage.</param>
/// <param name="Country">Where the person is employed, two letters.</param>
/// <param name="MarkupPpm">The partner's price on top of the cost, parts per million.</param>
/// <param name="ManagementPpm">Portage: the fee within the cost, parts per million; before wages are made of it.</param>
/// <param name="LowestRateMinor">The lowest rate an hour, minor units of the contract's currency.</param>
/// <param name="Checklist">The onboarding list, its code.</param>
/// <param name="ChecklistVersion">Its version.</param>
public sealed record PayrollTerms(
    Guid PartnerId,
    string Partner,
    PayrollForm Form,
    string Country,
    int MarkupPpm,
    int ManagementPpm,
    long LowestRateMinor,
    string Checklist,
    int ChecklistVersion
)
{
    /// <summary>The partner's price on top of a cost, rounded once, half away from zero.</summary>
    public Money Markup(Money cost) => cost.Percent(MarkupPpm);

    /// <summary>What the partner keeps of a cost before wages and contributions, rounded once, half away from zero.</summary>
    public Money Management(Money cost) => cost.Percent(ManagementPpm);
}
