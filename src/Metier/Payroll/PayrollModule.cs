using Metier.Contracts;
using Metier.Platform;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;

namespace Metier.Payroll;

/// <summary>Who is employed: the questions of worker classification, and contracts that a staffing partner runs.</summary>
public sealed class PayrollModule : Module
{
    /// <inheritdoc/>
    public override void Tables(ModelBuilder model) => ClassificationTables.Map(model);

    /// <inheritdoc/>
    public override IEnumerable<string> Guards(Dialect dialect) => ClassificationTables.Guards(dialect);

    /// <inheritdoc/>
    public override void Services(IServiceCollection services)
    {
        services.AddSingleton(s =>
            s.GetRequiredService<IConfiguration>().GetSection("Marketplace:Classification").Get<ClassificationOptions>()
            ?? new ClassificationOptions()
        );
        services.AddSingleton<ClassificationPacks>();
        services.AddScoped<ClassificationViews>();
        services.AddScoped<ClassificationDocument>();
        services.AddScoped<AnswerClassification>();
        services.AddScoped<ConfirmClassification>();
        services.AddScoped<SetClassificationRule>();
        services.AddScoped<OfferGate, ClassificationGate>();
        services.AddChore<AskAgainInTime>();
        services.AddHandler<OfferSent, AskAgainForTerms>();
        services.AddHandler<HourlyTermsChanged, AskAgainForTerms>();
        services.AddHandler<ClassificationAsked, ClassificationMails>();
    }
}
