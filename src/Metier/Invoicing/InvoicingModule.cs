using Metier.Payments;
using Metier.Platform;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace Metier.Invoicing;

/// <summary>Documents for every charge, every release and every fee.</summary>
public sealed class InvoicingModule : Module
{
    public override void Tables(ModelBuilder model) => InvoicingTables.Map(model);

    public override IEnumerable<string> Guards(Dialect dialect) => InvoicingTables.Guards(dialect);

    public override void Services(IServiceCollection services)
    {
        services.AddScoped<IssueInvoice>();
        services.AddScoped<InvoiceDrafts>();
        services.AddScoped<InvoiceViews>();
        services.AddScoped<InvoicePdfs>();
        services.AddSingleton(VatData.BuiltIn);
        services.AddSingleton<InvoiceLaw>();
        services.AddScoped<Corrections>();
        services.AddSingleton<OperatorIdentity>();
        services.AddScoped<LegalIdentities>();
        services.AddScoped<SaveLegalIdentity>();
        services.AddScoped<InvoicingMandates>();
        services.AddScoped<AcceptMandate>();
        services.AddScoped<WithdrawMandate>();
        services.AddSingleton<IVatRegister, Vies>();
        services.AddHandler<LegalIdentitySaved, CheckVatNumber>();
        services.AddScoped<InvoiceBundles>();
        services.AddScoped<AskInvoiceBundle>();
        services.AddChore<MakeInvoiceBundles>();
        services.AddScoped<ReportViews>();
        services.AddScoped<IssueCertificate>();
        services.AddScoped<CertificateViews>();
        services.AddHandler<ChargeSettled, InvoiceCharges>();
        services.AddHandler<ChargeSettled, InvoiceWeeks>();
        services.AddHandler<EscrowRefunded, CreditWeeks>();
        services.AddHandler<EarningMade, InvoiceEarnings>();
        services.AddHandler<EscrowRefunded, CreditRefunds>();
        services.AddHandler<EarningsRefunded, CreditReturns>();
    }
}
