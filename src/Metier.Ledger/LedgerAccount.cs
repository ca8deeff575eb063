namespace Metier.Ledger;

/// <summary>
/// One account of the chart, named by what it is for and in one currency. The factory methods are the chart of
/// accounts: there is no other way to name one.
/// </summary>
public sealed record LedgerAccount
{
    private LedgerAccount(AccountKind kind, string path, Currency currency, Guid? ownerId = null)
    {
        Kind = kind;
        Code = $"{path}:{currency.Code}";
        Currency = currency;
        OwnerId = ownerId;
    }

    /// <summary>The unique name, for example <c>escrow:0199…:EUR</c>.</summary>
    public string Code { get; }

    /// <summary>What the account is for.</summary>
    public AccountKind Kind { get; }

    /// <summary>The currency of every entry.</summary>
    public Currency Currency { get; }

    /// <summary>The member, milestone, contract or payout the account stands for, where there is one.</summary>
    public Guid? OwnerId { get; }

    /// <summary>+1 for accounts that debits raise, −1 for those that credits raise.</summary>
    public int Normal => Kind.Normal();

    /// <summary>The least balance on the normal side, minor units; null for none.</summary>
    public long? Floor => Kind.Floor();

    /// <summary>Collected by a provider, not yet ours to send.</summary>
    public static LedgerAccount ProviderPending(string provider, Currency currency) =>
        new(AccountKind.ProviderPending, $"psp:{Name(provider)}:pending", currency);

    /// <summary>At a provider and free.</summary>
    public static LedgerAccount ProviderAvailable(string provider, Currency currency) =>
        new(AccountKind.ProviderAvailable, $"psp:{Name(provider)}:available", currency);

    /// <summary>On its way from a provider to freelancers.</summary>
    public static LedgerAccount ProviderTransit(string provider, Currency currency) =>
        new(AccountKind.ProviderTransit, $"psp:{Name(provider)}:payout_transit", currency);

    /// <summary>Taken from us by a provider for chargebacks that are not decided yet.</summary>
    public static LedgerAccount ProviderDisputed(string provider, Currency currency) =>
        new(AccountKind.ProviderDisputed, $"psp:{Name(provider)}:disputed", currency);

    /// <summary>An account at a bank.</summary>
    public static LedgerAccount Bank(string bank, Currency currency) =>
        new(AccountKind.Bank, $"bank:{Name(bank)}", currency);

    /// <summary>Owed by a client.</summary>
    public static LedgerAccount ClientReceivable(Guid clientId, Currency currency) =>
        new(AccountKind.ClientReceivable, $"receivable:client:{clientId:D}", currency, clientId);

    /// <summary>Owed by a freelancer.</summary>
    public static LedgerAccount FreelancerReceivable(Guid freelancerId, Currency currency) =>
        new(AccountKind.FreelancerReceivable, $"receivable:freelancer:{freelancerId:D}", currency, freelancerId);

    /// <summary>Deductible value added tax of a country (two capital letters).</summary>
    public static LedgerAccount InputVat(string country, Currency currency) =>
        new(AccountKind.InputVat, $"tax:input_vat:{Country(country)}", currency);

    /// <summary>A client's own money with us.</summary>
    public static LedgerAccount ClientCredit(Guid clientId, Currency currency) =>
        new(AccountKind.ClientCredit, $"client:{clientId:D}:credit", currency, clientId);

    /// <summary>Held for a milestone.</summary>
    public static LedgerAccount Escrow(Guid milestoneId, Currency currency) =>
        new(AccountKind.Escrow, $"escrow:{milestoneId:D}", currency, milestoneId);

    /// <summary>Billed for a week of a contract and in review.</summary>
    /// <param name="contractId">The hourly contract.</param>
    /// <param name="week">The Monday the week starts on.</param>
    /// <param name="currency">The contract's currency.</param>
    public static LedgerAccount Weekly(Guid contractId, DateOnly week, Currency currency) =>
        new(AccountKind.Weekly, $"weekly:{contractId:D}:{week:yyyyMMdd}", currency, contractId);

    /// <summary>Earned, within the security period.</summary>
    public static LedgerAccount FreelancerPending(Guid freelancerId, Currency currency) =>
        new(AccountKind.FreelancerPending, $"freelancer:{freelancerId:D}:pending", currency, freelancerId);

    /// <summary>Earned and free to withdraw.</summary>
    public static LedgerAccount FreelancerAvailable(Guid freelancerId, Currency currency) =>
        new(AccountKind.FreelancerAvailable, $"freelancer:{freelancerId:D}:available", currency, freelancerId);

    /// <summary>Earned and frozen by a chargeback.</summary>
    public static LedgerAccount FreelancerDisputed(Guid freelancerId, Currency currency) =>
        new(AccountKind.FreelancerDisputed, $"freelancer:{freelancerId:D}:disputed", currency, freelancerId);

    /// <summary>One payout in flight.</summary>
    public static LedgerAccount Payout(Guid payoutId, Currency currency) =>
        new(AccountKind.Payout, $"payout:{payoutId:D}", currency, payoutId);

    /// <summary>Owed to a staffing partner.</summary>
    public static LedgerAccount PartnerPayable(Guid partnerId, Currency currency) =>
        new(AccountKind.PartnerPayable, $"partner:{partnerId:D}:payable", currency, partnerId);

    /// <summary>Backup withholding of the United States.</summary>
    public static LedgerAccount WithheldBackupUs(Currency currency) =>
        new(AccountKind.WithheldBackupUs, "withheld:backup_us", currency);

    /// <summary>Non-resident withholding of the United States.</summary>
    public static LedgerAccount WithheldNonResidentUs(Currency currency) =>
        new(AccountKind.WithheldNonResidentUs, "withheld:nra_us", currency);

    /// <summary>Value added tax we owe to a country (two capital letters).</summary>
    public static LedgerAccount Vat(string country, Currency currency) =>
        new(AccountKind.Vat, $"vat:{Country(country)}", currency);

    /// <summary>Money whose owner cannot be found, by country.</summary>
    public static LedgerAccount Unclaimed(string country, Currency currency) =>
        new(AccountKind.Unclaimed, $"unclaimed:{Country(country)}", currency);

    /// <summary>Income: service fees.</summary>
    public static LedgerAccount ServiceFee(Currency currency) =>
        new(AccountKind.ServiceFee, "revenue:service_fee", currency);

    /// <summary>Income: processing fees.</summary>
    public static LedgerAccount ProcessingFee(Currency currency) =>
        new(AccountKind.ProcessingFee, "revenue:processing_fee", currency);

    /// <summary>Income: fees for first contracts.</summary>
    public static LedgerAccount InitiationFee(Currency currency) =>
        new(AccountKind.InitiationFee, "revenue:initiation_fee", currency);

    /// <summary>Income: fees for payouts.</summary>
    public static LedgerAccount WithdrawalFee(Currency currency) =>
        new(AccountKind.WithdrawalFee, "revenue:withdrawal_fee", currency);

    /// <summary>Expense: what providers charge.</summary>
    public static LedgerAccount ProviderFee(Currency currency) =>
        new(AccountKind.ProviderFee, "expense:psp_fee", currency);

    /// <summary>Expense: chargebacks lost.</summary>
    public static LedgerAccount Chargeback(Currency currency) =>
        new(AccountKind.Chargeback, "expense:chargeback", currency);

    /// <summary>Expense: payment protection.</summary>
    public static LedgerAccount Protection(Currency currency) =>
        new(AccountKind.Protection, "expense:protection", currency);

    /// <summary>Between two currencies at a provider.</summary>
    public static LedgerAccount Exchange(string provider, Currency currency) =>
        new(AccountKind.Exchange, $"fx:{Name(provider)}", currency);

    /// <summary>What conversions leave over.</summary>
    public static LedgerAccount Remainder(Currency currency) => new(AccountKind.Remainder, "rounding", currency);

    /// <summary>An account a book already has, as it was opened there.</summary>
    public static LedgerAccount Opened(AccountKind kind, string code, Currency currency, Guid? ownerId)
    {
        ArgumentNullException.ThrowIfNull(code);
        ArgumentNullException.ThrowIfNull(currency);
        var end = ":" + currency.Code;
        return code.EndsWith(end, StringComparison.Ordinal) && !code.Contains('#', StringComparison.Ordinal)
            ? new LedgerAccount(kind, code[..^end.Length], currency, ownerId)
            : throw new ArgumentException($"'{code}' is no account in {currency}.", nameof(code));
    }

    /// <summary>The platform's own accounts in a currency that may be needed before any posting has opened them.</summary>
    public static IReadOnlyList<LedgerAccount> OfThePlatform(Currency currency) =>
        [
            ServiceFee(currency),
            ProcessingFee(currency),
            InitiationFee(currency),
            WithdrawalFee(currency),
            ProviderFee(currency),
            Chargeback(currency),
            Protection(currency),
            Remainder(currency),
            Bank("operator", currency),
        ];

    /// <summary>Accounts are equal when their codes are.</summary>
    public bool Equals(LedgerAccount? other) =>
        other is not null && string.Equals(Code, other.Code, StringComparison.Ordinal);

    /// <inheritdoc/>
    public override int GetHashCode() => StringComparer.Ordinal.GetHashCode(Code);

    /// <inheritdoc/>
    public override string ToString() => Code;

    private static string Name(string name) =>
        name.Length is > 0 and <= 32
        && name.All(c => char.IsAsciiLetterLower(c) || char.IsAsciiDigit(c) || c is '_' or '-')
            ? name
            : throw new ArgumentException($"'{name}' cannot name an account.", nameof(name));

    private static string Country(string country) =>
        country.Length == 2 && country.All(char.IsAsciiLetterUpper)
            ? country
            : throw new ArgumentException("A country is two capital letters.", nameof(country));
}
