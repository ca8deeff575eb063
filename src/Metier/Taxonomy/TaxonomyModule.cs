using Metier.Platform;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace Metier.Taxonomy;

/// <summary>Skills as concepts with names in both languages, their categories, and typical occupations.</summary>
public sealed class TaxonomyModule : Module
{
    public override void Tables(ModelBuilder model) => TaxonomyTables.Map(model);

    public override void Services(IServiceCollection services)
    {
        services.AddSingleton<SkillCatalogue>();
        services.AddSingleton<SkillLexicon>();
        services.AddScoped<LoadTaxonomy>();
        services.AddScoped<AddSkill>();
        services.AddScoped<SkillDesk>();
        services.AddScoped<Curator>();
        services.AddScoped<AcceptSkill>();
        services.AddScoped<RejectSkill>();
        services.AddScoped<MergeSkill>();
        services.AddScoped<UndoMerge>();
        services.AddScoped<NameSkill>();
        services.AddScoped<ChangeAlias>();
        services.AddScoped<WriteImport>();
        services.AddScoped<ImportEsco>();
        services.AddScoped<ImportSynonyms>();
        services.AddScoped<ImportOnet>();
    }

    public override async Task StartAsync(IServiceProvider services, CancellationToken ct)
    {
        await using (var scope = services.CreateAsyncScope())
        {
            var loaded = await scope
                .ServiceProvider.GetRequiredService<LoadTaxonomy>()
                .RunAsync(TaxonomyFiles.Read(), ct);
            if (!loaded.Ok)
            {
                throw new InvalidOperationException("The taxonomy could not be loaded: " + loaded.Refusals[0].Code);
            }
        }
        await services.GetRequiredService<SkillCatalogue>().ReloadAsync(TaxonomyFiles.Read(), ct);
    }
}
