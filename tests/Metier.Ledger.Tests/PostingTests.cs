namespace Metier.Ledger.Tests;

public class PostingTests
{
    private static readonly Guid Milestone = new("0199a000-0000-7000-8000-000000000001");
    private static readonly LedgerAccount Psp = LedgerAccount.ProviderPending("sandbox", Currency.Eur);
    private static readonly LedgerAccount Escrow = LedgerAccount.Escrow(Milestone, Currency.Eur);
    private static readonly LedgerAccount Fee = LedgerAccount.ProcessingFee(Currency.Eur);

    [Fact]
    public void Accounts_are_named_by_what_they_are_for()
    {
        Assert.Equal("psp:sandbox:pending:EUR", Psp.Code);
        Assert.Equal("escrow:0199a000-0000-7000-8000-000000000001:EUR", Escrow.Code);
        Assert.Equal(
            "weekly:0199a000-0000-7000-8000-000000000001:20261116:EUR",
            LedgerAccount.Weekly(Milestone, new DateOnly(2026, 11, 16), Currency.Eur).Code
        );
        Assert.Throws<ArgumentException>(() => LedgerAccount.ProviderPending("a:b", Currency.Eur));
        Assert.Throws<ArgumentException>(() => LedgerAccount.Vat("France", Currency.Eur));
    }

    [Fact]
    public void Liabilities_have_a_floor_of_nothing_and_everything_has_its_normal_side()
    {
        Assert.Equal(0, Escrow.Floor);
        Assert.Null(Psp.Floor);
        Assert.Null(Fee.Floor);
        Assert.Equal((1, -1, -1, 1), (Psp.Normal, Escrow.Normal, Fee.Normal, AccountKind.ProviderFee.Normal()));
    }

    [Fact]
    public void Legs_on_one_account_are_merged_and_legs_of_nothing_dropped()
    {
        var posting = Fund(
            Leg.Debit(Psp, Currency.Eur.Minor(60)),
            Leg.Debit(Psp, Currency.Eur.Minor(40)),
            Leg.Credit(Escrow, Currency.Eur.Minor(100)),
            Leg.Credit(Fee, Money.Zero(Currency.Eur))
        );
        Assert.Equal(
            [(Escrow.Code, -100L), (Psp.Code, 100L)],
            posting.Legs.Select(leg => (leg.Account.Code, leg.Minor))
        );
    }

    [Fact]
    public void What_does_not_balance_is_no_posting()
    {
        Assert.Throws<PostingException>(() => Fund(Leg.Debit(Psp, Eur(100)), Leg.Credit(Escrow, Eur(99))));
        Assert.Throws<PostingException>(() => Fund(Leg.Debit(Psp, Eur(100))));
        Assert.Throws<PostingException>(() => Fund());
        Assert.Throws<PostingException>(() => Fund(Leg.Debit(Psp, Eur(0)), Leg.Credit(Escrow, Eur(0))));
        Assert.Throws<PostingException>(() => Leg.Debit(Psp, Currency.Usd.Minor(1)));
        Assert.Throws<ArgumentOutOfRangeException>(() => Leg.Debit(Psp, Eur(-1)));
    }

    [Fact]
    public void Currencies_balance_each_by_itself()
    {
        var dollars = LedgerAccount.Escrow(Milestone, Currency.Usd);
        Assert.Throws<PostingException>(() =>
            Fund(Leg.Debit(Psp, Eur(100)), Leg.Credit(dollars, Currency.Usd.Minor(100)))
        );
    }

    [Fact]
    public void Only_the_kinds_that_may_can_take_from_escrow()
    {
        var pending = LedgerAccount.FreelancerPending(Milestone, Currency.Eur);
        PostingKind[] allowed =
        [
            PostingKind.Release,
            PostingKind.RollOver,
            PostingKind.Refund,
            PostingKind.Award,
            PostingKind.ChargebackClosed,
            PostingKind.Reversal,
        ];
        foreach (var kind in Enum.GetValues<PostingKind>())
            Assert.Equal(allowed.Contains(kind), PostingRules.MayDebit(kind, AccountKind.Escrow));
        Assert.Throws<PostingException>(() =>
            Posting.Create(
                Uuid5.Of("x"),
                PostingKind.HoldEnded,
                Milestone,
                "",
                Leg.Debit(Escrow, Eur(1)),
                Leg.Credit(pending, Eur(1))
            )
        );
    }

    [Fact]
    public void The_request_hash_sees_every_amount_and_not_the_order_of_the_legs()
    {
        var one = Fund(Leg.Debit(Psp, Eur(100)), Leg.Credit(Escrow, Eur(100)));
        var same = Fund(Leg.Credit(Escrow, Eur(100)), Leg.Debit(Psp, Eur(100)));
        var other = Fund(Leg.Debit(Psp, Eur(101)), Leg.Credit(Escrow, Eur(101)));
        Assert.Equal(one.RequestHash(), same.RequestHash());
        Assert.NotEqual(one.RequestHash(), other.RequestHash());
    }

    [Fact]
    public void Names_become_the_ids_of_rfc_9562()
    {
        var dns = new Guid("6ba7b810-9dad-11d1-80b4-00c04fd430c8");
        Assert.Equal(new Guid("2ed6657d-e927-568b-95e1-2665a8aea6a2"), Uuid5.Of(dns, "www.example.com"));
        Assert.Equal(Uuid5.Of(Milestone, "release"), Uuid5.Of(Milestone, "release"));
        Assert.NotEqual(Uuid5.Of(Milestone, "release"), Uuid5.Of(Milestone, "refund"));
    }

    private static Money Eur(long minor) => Currency.Eur.Minor(minor);

    private static Posting Fund(params ReadOnlySpan<Leg> legs) =>
        Posting.Create(Uuid5.Of("fund"), PostingKind.Funding, Milestone, "", legs);
}
