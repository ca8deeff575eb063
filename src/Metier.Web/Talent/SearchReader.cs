using Metier.Ledger;
using Metier.Talent;
using Metier.Taxonomy;
using Microsoft.AspNetCore.WebUtilities;

namespace Metier.Web.Talent;

/// <summary>Reads query strings for saved searches, by the code that reads the addresses of the pages.</summary>
internal sealed class SearchReader(SkillCatalogue catalogue, InstanceOptions instance) : ISearchAddresses
{
    public TalentQuery Talent(string query) => Freelancers(query).Asked with { After = null, Before = null };

    public JobsQuery Jobs(string query) => JobPosts(query).Asked with { After = null, Before = null };

    /// <summary>Names of skills are written in English here; either language is read.</summary>
    public string Canonical(SearchKind kind, string query)
    {
        using var language = new InLanguage("en");
        return kind == SearchKind.Talent ? Freelancers(query).Address.Query : JobPosts(query).Address.Query;
    }

    private TalentFilters Freelancers(string query) =>
        TalentFilters.Read(Pairs(query), "", catalogue, Currency.Of(instance.Currency), new FormErrors());

    private JobFilters JobPosts(string query) =>
        JobFilters.Read(Pairs(query), "", catalogue, Currency.Of(instance.Currency), new FormErrors());

    private static QueryCollection Pairs(string query) => new(QueryHelpers.ParseQuery(query));
}
