using System.Collections.Frozen;

namespace Metier.Ledger;

/// <summary>Why money moved. Each kind says which kinds of account it may debit and which it may credit.</summary>
public enum PostingKind
{
    /// <summary>A client's charge settled into a milestone.</summary>
    Funding,

    /// <summary>A client's charge settled for a bonus.</summary>
    Bonus,

    /// <summary>A client's charge settled for a week of hours.</summary>
    WeeklyBill,

    /// <summary>The provider told its fee for a charge.</summary>
    ProviderFee,

    /// <summary>Money collected became free at the provider.</summary>
    ProviderCleared,

    /// <summary>A milestone was released, in whole or in part.</summary>
    Release,

    /// <summary>What a milestone still held went to the next one.</summary>
    RollOver,

    /// <summary>Held money went back to the client.</summary>
    Refund,

    /// <summary>Held money was divided by an agreement or a ruling.</summary>
    Award,

    /// <summary>The review of a week of hours ended.</summary>
    WeeklyRelease,

    /// <summary>A paid week of a contract that a staffing partner runs became the partner's.</summary>
    PartnerRelease,

    /// <summary>The security period of an earning ended.</summary>
    HoldEnded,

    /// <summary>A freelancer gave back what had been released.</summary>
    RefundAfterRelease,

    /// <summary>A provider could not give money back to a client; it is kept for the client.</summary>
    RefundReturned,

    /// <summary>A charge was paid for something that had gone meanwhile.</summary>
    ChargeSentBack,

    /// <summary>A client's own money went back to the client.</summary>
    CreditRefund,

    /// <summary>A freelancer asked to be paid.</summary>
    PayoutRequested,

    /// <summary>A payout was handed to the provider.</summary>
    PayoutSubmitted,

    /// <summary>A payout arrived.</summary>
    PayoutPaid,

    /// <summary>A payout failed or came back.</summary>
    PayoutReturned,

    /// <summary>Tax that had been withheld from a payout wrongly went back to its freelancer.</summary>
    TaxReturned,

    /// <summary>Tax that was withheld went to the tax office.</summary>
    TaxDeposited,

    /// <summary>A chargeback froze an earning.</summary>
    ChargebackOpened,

    /// <summary>A provider took the money of a chargeback, or gave it back.</summary>
    ChargebackMoved,

    /// <summary>A chargeback was decided.</summary>
    ChargebackClosed,

    /// <summary>What a client owed for a lost chargeback was paid.</summary>
    DebtPaid,

    /// <summary>What a client owed was given up.</summary>
    DebtWrittenOff,

    /// <summary>VAT contained in the operator's fees was put aside for the tax office, or taken back with a credit note.</summary>
    FeeVat,

    /// <summary>The opposite of an earlier transaction.</summary>
    Reversal,

    /// <summary>Put right by hand: proposed by one person of staff, approved by another.</summary>
    Adjustment,
}

/// <summary>The rules of the posting kinds, as one table.</summary>
public static class PostingRules
{
    // Not what a milestone, a week, an earning in its security period or a payout holds: those have a record beside the
    // book that a posting alone would contradict.
    private static readonly AccountKind[] ByHand =
    [
        AccountKind.ProviderPending,
        AccountKind.ProviderAvailable,
        AccountKind.ProviderTransit,
        AccountKind.Bank,
        AccountKind.ClientReceivable,
        AccountKind.FreelancerReceivable,
        AccountKind.ClientCredit,
        AccountKind.FreelancerAvailable,
        AccountKind.Unclaimed,
        AccountKind.ServiceFee,
        AccountKind.ProcessingFee,
        AccountKind.InitiationFee,
        AccountKind.WithdrawalFee,
        AccountKind.ProviderFee,
        AccountKind.Chargeback,
        AccountKind.Protection,
        AccountKind.Exchange,
        AccountKind.Remainder,
    ];

    private static readonly AccountKind[] Provider = [AccountKind.ProviderPending, AccountKind.ProviderAvailable];

    private static readonly AccountKind[] Withheld = [AccountKind.WithheldBackupUs, AccountKind.WithheldNonResidentUs];

    // A client may pay in another currency, and gets it back in that one.
    private static readonly AccountKind[] Exchange = [AccountKind.Exchange, AccountKind.Remainder];

    // Where money comes from when a client pays, and goes when it comes back.
    private static readonly AccountKind[] Outside =
    [
        .. Provider,
        AccountKind.ClientCredit,
        AccountKind.ClientReceivable,
        .. Exchange,
    ];

    /// <summary>
    /// Where a refund goes. To the chargebacks' expense goes what a client was given back by its bank already: the operator had
    /// borne it.
    /// </summary>
    private static readonly AccountKind[] ToClient = [.. Outside, AccountKind.Chargeback];

    private static readonly FrozenDictionary<PostingKind, (AccountKind[] Debit, AccountKind[] Credit)> Table = Build();

    /// <summary>Whether a posting of that kind may debit such an account.</summary>
    public static bool MayDebit(PostingKind kind, AccountKind account) =>
        kind == PostingKind.Reversal || Table[kind].Debit.Contains(account);

    /// <summary>Whether a posting of that kind may credit such an account.</summary>
    public static bool MayCredit(PostingKind kind, AccountKind account) =>
        kind == PostingKind.Reversal || Table[kind].Credit.Contains(account);

    private static FrozenDictionary<PostingKind, (AccountKind[] Debit, AccountKind[] Credit)> Build()
    {
        AccountKind[] earning = [AccountKind.FreelancerPending, AccountKind.ServiceFee, AccountKind.Vat];
        AccountKind[] earned =
        [
            AccountKind.FreelancerPending,
            AccountKind.FreelancerAvailable,
            AccountKind.FreelancerDisputed,
        ];
        AccountKind[] fee = [AccountKind.ProcessingFee, AccountKind.Vat];
        return new Dictionary<PostingKind, (AccountKind[] Debit, AccountKind[] Credit)>(Chargebacks())
        {
            [PostingKind.Funding] = (Outside, [AccountKind.Escrow, .. fee, .. Exchange]),
            [PostingKind.Bonus] = (Outside, [.. earning, .. fee, .. Exchange]),
            [PostingKind.WeeklyBill] = (Outside, [AccountKind.Weekly, .. fee, .. Exchange]),
            // Both ways: a provider gives fees back, too.
            [PostingKind.ProviderFee] = (
                [AccountKind.ProviderFee, .. Provider],
                [AccountKind.ProviderFee, .. Provider]
            ),
            [PostingKind.FeeVat] = (
                [AccountKind.ServiceFee, AccountKind.ProcessingFee, AccountKind.Vat],
                [AccountKind.ServiceFee, AccountKind.ProcessingFee, AccountKind.Vat]
            ),
            [PostingKind.Adjustment] = (ByHand, ByHand),
            [PostingKind.ProviderCleared] = ([AccountKind.ProviderAvailable], [AccountKind.ProviderPending]),
            [PostingKind.Release] = ([AccountKind.Escrow], earning),
            [PostingKind.RollOver] = ([AccountKind.Escrow], [AccountKind.Escrow]),
            [PostingKind.Refund] = ([AccountKind.Escrow, AccountKind.Weekly, .. fee, .. Exchange], ToClient),
            [PostingKind.Award] = (
                [AccountKind.Escrow, AccountKind.Weekly, .. fee, .. Exchange],
                [.. earning, .. ToClient]
            ),
            [PostingKind.WeeklyRelease] = ([AccountKind.Weekly], earning),
            [PostingKind.PartnerRelease] = ([AccountKind.Weekly], [AccountKind.PartnerPayable]),
            [PostingKind.HoldEnded] = ([AccountKind.FreelancerPending], [AccountKind.FreelancerAvailable]),
            [PostingKind.RefundAfterRelease] = ([.. earned, AccountKind.ServiceFee, .. fee, .. Exchange], ToClient),
            [PostingKind.RefundReturned] = (Provider, [AccountKind.ClientCredit]),
            [PostingKind.ChargeSentBack] = (Provider, [AccountKind.ClientCredit]),
            [PostingKind.CreditRefund] = ([AccountKind.ClientCredit], Provider),
            [PostingKind.PayoutRequested] = (
                [AccountKind.FreelancerAvailable, AccountKind.PartnerPayable],
                [
                    AccountKind.Payout,
                    AccountKind.WithdrawalFee,
                    AccountKind.Vat,
                    AccountKind.WithheldBackupUs,
                    AccountKind.WithheldNonResidentUs,
                ]
            ),
            [PostingKind.PayoutSubmitted] = ([AccountKind.ProviderTransit], Provider),
            [PostingKind.PayoutPaid] = ([AccountKind.Payout], [AccountKind.ProviderTransit]),
            [PostingKind.PayoutReturned] = (
                [
                    AccountKind.Payout,
                    AccountKind.WithdrawalFee,
                    AccountKind.Vat,
                    AccountKind.WithheldBackupUs,
                    AccountKind.WithheldNonResidentUs,
                    .. Provider,
                ],
                [AccountKind.FreelancerAvailable, AccountKind.PartnerPayable, AccountKind.ProviderTransit]
            ),
            [PostingKind.TaxReturned] = (Withheld, [AccountKind.FreelancerAvailable]),
            [PostingKind.TaxDeposited] = (Withheld, [AccountKind.Bank]),
        }.ToFrozenDictionary();
    }

    private static Dictionary<PostingKind, (AccountKind[] Debit, AccountKind[] Credit)> Chargebacks() =>
        new()
        {
            [PostingKind.ChargebackOpened] = (
                [AccountKind.FreelancerPending, AccountKind.FreelancerAvailable],
                [AccountKind.FreelancerDisputed]
            ),
            [PostingKind.ChargebackMoved] = (
                [AccountKind.ProviderDisputed, .. Provider],
                [AccountKind.ProviderDisputed, .. Provider]
            ),
            // Won: back to where it was. Lost: what the provider took is borne by what was held and not protected, by the
            // operator, and by the client.
            [PostingKind.ChargebackClosed] = (
                [
                    AccountKind.FreelancerDisputed,
                    AccountKind.Escrow,
                    AccountKind.Weekly,
                    AccountKind.ServiceFee,
                    AccountKind.Vat,
                    AccountKind.Chargeback,
                    AccountKind.Protection,
                    AccountKind.ClientCredit,
                    AccountKind.ClientReceivable,
                    .. Exchange,
                ],
                [
                    AccountKind.FreelancerPending,
                    AccountKind.FreelancerAvailable,
                    AccountKind.ProviderDisputed,
                    .. Exchange,
                ]
            ),
            [PostingKind.DebtPaid] = (Provider, [AccountKind.ClientReceivable]),
            [PostingKind.DebtWrittenOff] = ([AccountKind.Chargeback], [AccountKind.ClientReceivable]),
        };
}
