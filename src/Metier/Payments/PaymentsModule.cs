using Metier.Platform;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;

namespace Metier.Payments;

/// <summary>The book, the providers, charges, held money, earnings and payouts.</summary>
public sealed class PaymentsModule : Module
{
    public override void Tables(ModelBuilder model) => PaymentsTables.Map(model);

    public override IEnumerable<string> Guards(Dialect dialect) => LedgerGuards.For(dialect);

    /// <summary>A configuration that is wrong stops the start, not the first payment.</summary>
    public override Task StartAsync(IServiceProvider services, CancellationToken ct)
    {
        _ = services.GetRequiredService<PaymentProviders>();
        return services.GetRequiredService<FeeSchedules>().LearnAsync(services.GetRequiredService<MetierDb>(), ct);
    }

    public override void Services(IServiceCollection services)
    {
        services.AddSingleton(s =>
            s.GetRequiredService<IConfiguration>().GetSection("Payments").Get<PaymentOptions>() ?? new PaymentOptions()
        );
        services.AddBook();
        services.AddFees();
        services.AddExchange();
        services.AddScoped<WaitingOperations>();
        services.AddScoped<AskProvider>();
        services.AddScoped<MoneyViews>();
        services.AddScoped<StatementViews>();
        services.AddScoped<MoneyLines>();
        services.AddScoped<TransactionViews>();

        Providers(services);

        services.AddScoped<BeginCharge>();
        services.AddScoped<FinishCharge>();
        services.AddScoped<ChargeClient>();
        services.AddScoped<ChargeRules>();
        services.AddScoped<SettleCharge>();
        services.AddChore<ClearCollections>();

        services.AddScoped<ClientStanding>();
        services.AddChore<BlockDebtors>();
        Chargebacks(services);

        services.AddScoped<EarningBook>();
        services.AddScoped<ClientRefunds>();
        services.AddScoped<SettleRefund>();
        services.AddScoped<ReleaseEscrow>();
        services.AddScoped<RefundEscrow>();
        services.AddScoped<RollOverEscrow>();
        services.AddScoped<AwardEscrow>();
        services.AddScoped<RefundEarnings>();
        services.AddChore<EndHolds>();

        services.AddScoped<AddPaymentMethod>();
        services.AddScoped<FinishPaymentMethod>();
        services.AddScoped<SettlePaymentMethod>();
        services.AddScoped<SetDefaultPaymentMethod>();
        services.AddScoped<RemovePaymentMethod>();
        services.AddChore<ExpirePaymentMethods>();

        services.AddScoped<AddPayoutMethod>();
        services.AddScoped<OpenPayoutAccount>();
        services.AddScoped<SettlePayoutMethod>();
        services.AddScoped<RemovePayoutMethod>();
        services.AddScoped<WithdrawMoney>();
        services.AddScoped<PayoutDetails>();
        services.AddScoped<SettlePayout>();
        services.AddScoped<DecideHolderName>();
        services.AddScoped<SetPayoutSchedule>();
        services.AddChore<ActivatePayoutMethods>();
        services.AddChore<PayOnSchedule>();
        services.AddHandler<HolderNameDecided, PayoutMails>();
        services.AddHandler<PayoutSkipped, PayoutMails>();
        services.AddHandler<PayoutMethodAdded, PayoutMails>();
        services.AddHandler<PayoutMethodActivated, PayoutMails>();
        services.AddHandler<PayoutRequested, PayoutMails>();
        services.AddHandler<PayoutPaid, PayoutMails>();
        services.AddHandler<PayoutReturned, PayoutMails>();
    }

    private static void Chargebacks(IServiceCollection services)
    {
        services.AddScoped<FrozenMoney>();
        services.AddScoped<FreezeMoney>();
        services.AddScoped<CloseChargeback>();
        services.AddScoped<ApplyChargeback>();
        services.AddSingleton<AskChargebacks>();
        services.AddScoped<AnswerChargeback>();
        services.AddScoped<SettleChargebackAnswer>();
        services.AddScoped<ChargebackViews>();
        services.AddScoped<ChargePurpose, ChargebackDebtPurpose>();
        services.AddScoped<PayChargebackDebt>();
        services.AddScoped<WriteOffDebt>();
        services.AddChore<WatchChargebacks>();
        services.AddScoped<SandboxBank>();
        services.AddHandler<ChargebackOpened, ChargebackMails>();
        services.AddHandler<ChargebackClosed, ChargebackMails>();
    }

    private static void Providers(IServiceCollection services)
    {
        services.AddSingleton<SandboxProvider>();
        services.AddSingleton<ProviderAccounts>();
        services.AddSingleton<PayPalCertificates>();
        services.AddSingleton(ProviderSetup.Build);
        services.AddScoped<BankDesk>();
        services.AddScoped<ImportStatement>();
        services.AddScoped<MatchBankLine>();
        services.AddScoped<BankFiles>();
        services.AddScoped<ReceiveWebhook>();
        services.AddChore<TellSandboxDisputes>();
        services.AddChore<HandleProviderEvents>();
        services.AddChore<FetchProviderNews>();
        services.AddScoped<SandboxPages>();
        services.AddScoped<ProviderPages>();
        services.AddSingleton<ProviderRunner>();
        services.AddScoped<OperationEffects>();
        services.AddChore<QueryProviders>();
    }
}
