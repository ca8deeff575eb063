using Metier.Contracts;
using Metier.Diary;
using Metier.Payments;
using Metier.Platform;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;

namespace Metier.Payroll;

/// <summary>Who is employed: the questions of worker classification, and contracts that a staffing partner runs.</summary>
public sealed class PayrollModule : Module
{
    /// <inheritdoc/>
    public override void Tables(ModelBuilder model)
    {
        ClassificationTables.Map(model);
        PayrollTables.Map(model);
    }

    /// <inheritdoc/>
    public override IEnumerable<string> Guards(Dialect dialect) =>
        [.. ClassificationTables.Guards(dialect), .. PayrollTables.Guards(dialect)];

    /// <inheritdoc/>
    public override void Services(IServiceCollection services)
    {
        Questions(services);
        services.AddSingleton<Checklists>();
        services.AddScoped<PartnerAccess>();
        services.AddScoped<PartnerViews>();
        services.AddScoped<PartnerBooks>();
        services.AddScoped<PayrollViews>();
        services.AddScoped<PayrollPrices>();
        services.AddScoped<SetUpPartner>();
        services.AddScoped<KeepPartnerTokens>();
        services.AddScoped<ChoosePayroll>();
        services.AddScoped<TickOnboarding>();
        services.AddScoped<PausePayroll>();
        services.AddScoped<CorrectHours>();
        services.AddScoped<ImportResults>();
        services.AddScoped<ExplainPayDifference>();
        services.AddScoped<RequestPartnerPayout>();
        services.AddScoped<SendHours>();
        services.AddScoped<OfferGate, PayrollGate>();
        services.AddScoped<LedgerRule, PartnerLedgerRule>();
        services.AddHandler<ContractEnded, EndPayroll>();
        services.AddHandler<PartnerWeekLocked, SendHours>();
        services.AddHandler<PartnerWeekBilled, OwePartner>();
        services.AddHandler<PartnerWeekBilled, InvoicePayroll>();
        services.AddHandler<PartnerWeekBilled, PayrollMails>();
        services.AddHandler<PayrollMoved, PayrollMails>();
        services.AddHandler<PayoutReturned, RequestPartnerPayout>();
    }

    private static void Questions(IServiceCollection services)
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
