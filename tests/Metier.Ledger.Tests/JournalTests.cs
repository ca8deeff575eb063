using CsCheck;

namespace Metier.Ledger.Tests;

public class JournalTests
{
    private static readonly LedgerAccount Psp = LedgerAccount.ProviderPending("sandbox", Currency.Eur);
    private static readonly FeeTerms Terms = FeeTerms.Default(Currency.Eur);

    [Fact]
    public void A_thousand_goes_its_whole_way_and_every_account_in_between_ends_empty()
    {
        var journal = new Journal();
        var milestone = Id(1);
        var freelancer = Id(2);
        var payout = Id(3);
        var pending = LedgerAccount.FreelancerPending(freelancer, Currency.Eur);
        var available = LedgerAccount.FreelancerAvailable(freelancer, Currency.Eur);
        var transit = LedgerAccount.ProviderTransit("sandbox", Currency.Eur);
        Post(journal, Fund(milestone, Eur(1_000_00)));
        Assert.Equal(Eur(1_027_50), journal.Balance(Psp));
        Post(journal, Release(milestone, freelancer, Eur(1_000_00)));
        Assert.Equal(Eur(900_00), journal.Balance(pending));
        Assert.Equal(Eur(100_00), journal.Balance(LedgerAccount.ServiceFee(Currency.Eur)));
        Post(journal, Move(PostingKind.HoldEnded, pending, available, Eur(900_00)));
        var payoutAccount = LedgerAccount.Payout(payout, Currency.Eur);
        Post(
            journal,
            Posting.Create(
                Id(10),
                PostingKind.PayoutRequested,
                payout,
                "",
                Leg.Debit(available, Eur(900_00)),
                Leg.Credit(payoutAccount, Eur(899_01)),
                Leg.Credit(LedgerAccount.WithdrawalFee(Currency.Eur), Eur(99))
            )
        );
        Post(journal, Move(PostingKind.PayoutSubmitted, transit, Psp, Eur(899_01)));
        Post(journal, Move(PostingKind.PayoutPaid, payoutAccount, transit, Eur(899_01)));

        Assert.Equal(Eur(1_027_50 - 899_01), journal.Balance(Psp));
        LedgerAccount[] between =
        [
            LedgerAccount.Escrow(milestone, Currency.Eur),
            pending,
            available,
            payoutAccount,
            transit,
        ];
        Assert.All(between, account => Assert.Equal(0, journal.Balance(account).Minor));
        Assert.Empty(journal.Check());
    }

    [Fact]
    public void The_same_cause_posts_once_and_another_under_its_id_is_refused()
    {
        var journal = new Journal();
        Assert.Equal(PostStatus.Posted, journal.Post(Fund(Id(1), Eur(100))).Status);
        Assert.Equal(PostStatus.Replayed, journal.Post(Fund(Id(1), Eur(100))).Status);
        Assert.Equal(PostStatus.Mismatch, journal.Post(Fund(Id(1), Eur(101))).Status);
        Assert.Equal(Eur(100), journal.Balance(LedgerAccount.Escrow(Id(1), Currency.Eur)));
    }

    [Fact]
    public void Nobody_is_paid_from_money_that_is_not_there()
    {
        var journal = new Journal();
        Post(journal, Fund(Id(1), Eur(100)));
        var result = journal.Post(Release(Id(1), Id(2), Eur(101)));
        Assert.Equal(PostStatus.BelowFloor, result.Status);
        Assert.Equal(LedgerAccount.Escrow(Id(1), Currency.Eur), result.Account);
        Assert.Equal(3, journal.Entries.Count);
    }

    [Fact]
    public void A_reversal_takes_everything_back()
    {
        var journal = new Journal();
        var fund = Fund(Id(1), Eur(1_000));
        Post(journal, fund);
        Post(journal, Posting.Reverse(fund, "taken back"));
        Assert.All(journal.Accounts, account => Assert.Equal(0, journal.Balance(account).Minor));
        Assert.Empty(journal.Check());
    }

    /// <summary>A step of a random life: which operation, on which of few objects, of how much.</summary>
    private static readonly Gen<(int Operation, int From, int To, long Minor)[]> Lives = Gen.Select(
        Gen.Int[0, 7],
        Gen.Int[1, 3],
        Gen.Int[1, 3],
        Gen.Long[0, 5_000],
        (operation, from, to, minor) => (operation, from, to, minor)
    ).Array[1, 120];

    [Fact]
    public void Random_operations_keep_every_invariant_and_a_refused_one_leaves_nothing() =>
        Lives.Sample(
            life =>
            {
                var journal = new Journal();
                for (var i = 0; i < life.Length; i++)
                {
                    if (life[i].Minor == 0)
                        continue;
                    var before = journal.Entries.Count;
                    var balances = journal.Accounts.ToDictionary(account => account, journal.Balance);
                    var result = journal.Post(Step(i, life[i]));
                    if (result.Status != PostStatus.Posted)
                    {
                        Assert.Equal(before, journal.Entries.Count);
                        Assert.Equal(balances, journal.Accounts.ToDictionary(account => account, journal.Balance));
                    }
                    Assert.Empty(journal.Check());
                }
            },
            iter: 300
        );

    private static Posting Step(int number, (int Operation, int From, int To, long Minor) step)
    {
        var uid = Uuid5.Of("step", number.ToString(System.Globalization.CultureInfo.InvariantCulture));
        var amount = Eur(step.Minor);
        var (from, to) = (Id(step.From), Id(10 + step.To));
        var escrow = LedgerAccount.Escrow(from, Currency.Eur);
        var pending = LedgerAccount.FreelancerPending(to, Currency.Eur);
        var available = LedgerAccount.FreelancerAvailable(to, Currency.Eur);
        var quote = Terms.Quote(amount);
        Leg[] legs = step.Operation switch
        {
            0 or 1 =>
            [
                Leg.Debit(Psp, quote.ClientPays),
                Leg.Credit(escrow, amount),
                Leg.Credit(LedgerAccount.ProcessingFee(Currency.Eur), quote.ProcessingFee),
            ],
            2 =>
            [
                Leg.Debit(escrow, amount),
                Leg.Credit(pending, quote.FreelancerReceives),
                Leg.Credit(LedgerAccount.ServiceFee(Currency.Eur), quote.ServiceFee),
            ],
            3 => [Leg.Debit(escrow, amount), Leg.Credit(Psp, amount)],
            4 => [Leg.Debit(pending, amount), Leg.Credit(available, amount)],
            5 => [Leg.Debit(available, amount), Leg.Credit(LedgerAccount.Payout(to, Currency.Eur), amount)],
            6 =>
            [
                Leg.Debit(available, quote.FreelancerReceives),
                Leg.Debit(LedgerAccount.ServiceFee(Currency.Eur), quote.ServiceFee),
                Leg.Credit(Psp, amount),
            ],
            _ => [Leg.Debit(LedgerAccount.Payout(to, Currency.Eur), amount), Leg.Credit(available, amount)],
        };
        PostingKind[] kinds =
        [
            PostingKind.Funding,
            PostingKind.Funding,
            PostingKind.Release,
            PostingKind.Refund,
            PostingKind.HoldEnded,
            PostingKind.PayoutRequested,
            PostingKind.RefundAfterRelease,
            PostingKind.PayoutReturned,
        ];
        return Posting.Create(uid, kinds[step.Operation], from, "", legs);
    }

    private static Posting Fund(Guid milestone, Money amount)
    {
        var quote = Terms.Quote(amount);
        return Posting.Create(
            Uuid5.Of(milestone, "fund"),
            PostingKind.Funding,
            milestone,
            "",
            Leg.Debit(Psp, quote.ClientPays),
            Leg.Credit(LedgerAccount.Escrow(milestone, Currency.Eur), amount),
            Leg.Credit(LedgerAccount.ProcessingFee(Currency.Eur), quote.ProcessingFee)
        );
    }

    private static Posting Release(Guid milestone, Guid freelancer, Money amount)
    {
        var quote = Terms.Quote(amount);
        return Posting.Create(
            Uuid5.Of(milestone, "release"),
            PostingKind.Release,
            milestone,
            "",
            Leg.Debit(LedgerAccount.Escrow(milestone, Currency.Eur), amount),
            Leg.Credit(LedgerAccount.FreelancerPending(freelancer, Currency.Eur), quote.FreelancerReceives),
            Leg.Credit(LedgerAccount.ServiceFee(Currency.Eur), quote.ServiceFee)
        );
    }

    private static Posting Move(PostingKind kind, LedgerAccount debit, LedgerAccount credit, Money amount) =>
        Posting.Create(
            Uuid5.Of(kind.ToString(), debit.Code),
            kind,
            Id(9),
            "",
            Leg.Debit(debit, amount),
            Leg.Credit(credit, amount)
        );

    private static void Post(Journal journal, Posting posting) =>
        Assert.Equal(PostStatus.Posted, journal.Post(posting).Status);

    private static Money Eur(long minor) => Currency.Eur.Minor(minor);

    private static Guid Id(int number) => new(number, 0, 0x7000, 0x80, 0, 0, 0, 0, 0, 0, 1);
}
