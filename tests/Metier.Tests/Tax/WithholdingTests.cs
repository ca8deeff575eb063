using Metier.Ledger;
using Metier.Payments;
using Metier.Platform;
using Metier.Tax;
using Metier.Tests.Payments;
using static Metier.Tests.Payments.PaymentsWorld;
using static Metier.Tests.Tax.TaxScene;

namespace Metier.Tests.Tax;

[Trait("storage", "both")]
public class WithholdingTests
{
    private static readonly (string, string?) Withholds = ("Taxes:WithoutW9", "Withhold");

    [Theory, MemberData(nameof(Stores.Both), MemberType = typeof(Stores))]
    public async Task Without_a_W9_24_percent_is_withheld_where_the_operator_chose_that(Store store)
    {
        await using var scene = await TaxScene.StartAsync(store, "US", Withholds);
        var method = await scene.RichAsync(1_000);
        using var browser = await scene.Host.SignedInAsync(scene.Freelancer);
        var page = await (await browser.GetAsync("/en/money/withdraw")).SubmitAsync(
            "form.form",
            new Dictionary<string, string?> { ["Form.Amount"] = "500" }
        );
        Assert.Contains("US backup withholding, 24%", page.Text, StringComparison.Ordinal);
        Assert.Contains("€379.01", page.Text, StringComparison.Ordinal);
        var paid = await page.SubmitAsync("main form");
        Assert.StartsWith("/en/money/payouts/", paid.Path, StringComparison.Ordinal);
        Assert.Contains("−€120.00", paid.Text, StringComparison.Ordinal);
        Assert.Equal(Eur(120), await scene.WithheldAsync(WithheldFor.BackupUs));
        Assert.Equal(Eur(400), await scene.World.ReadyAsync());
        var list = await browser.GetAsync("/en/money/transactions");
        Assert.Contains("Tax withheld", list.Text, StringComparison.Ordinal);
        Assert.Contains("−€379.01", list.Text, StringComparison.Ordinal);
        var lines = await scene.World.Do<StatementViews, StatementPage>(v =>
            v.PageAsync(
                StatementSide.Freelancer,
                scene.Freelancer.MemberId,
                Currency.Eur,
                new(),
                CancellationToken.None
            )
        );
        Assert.Equal(
            [
                (LinePart.WithdrawalFee, Eur(-0.99m), Eur(400)),
                (LinePart.TaxWithheld, Eur(-120), Eur(400.99m)),
                (LinePart.Movement, Eur(-379.01m), Eur(520.99m)),
            ],
            lines.Lines.Take(3).Select(l => (l.Part, l.Amount, l.Balance))
        );
        await scene.World.AssertBooksAsync();
        // A W-9 ends it, unless its signer was told by the tax office that it goes on.
        Sure(await scene.SignAsync("w-9", W9()));
        Assert.Null(Sure(await scene.World.WithdrawAsync(method, Eur(100))).Tax);
        var notified = W9();
        notified["backup_notified"] = "true";
        Sure(await scene.SignAsync("w-9", notified));
        Assert.Equal(Eur(24), Sure(await scene.World.WithdrawAsync(method, Eur(100))).Tax!.Amount);
        await scene.World.AssertBooksAsync();
    }

    [Theory]
    [InlineData("FR", null, null, 0)]
    [InlineData("FR", "US", null, 30)]
    [InlineData("FR", "US", "outside", 0)]
    [InlineData("FR", "FR", "inside", 30)]
    [InlineData("JP", null, null, 0)]
    public async Task Somebody_who_is_no_US_person_pays_on_work_done_there_only(
        string home,
        string? works,
        string? states,
        int percent
    )
    {
        await using var scene = await TaxScene.StartAsync(Store.Sqlite, home);
        var method = await scene.RichAsync(1_000);
        if (works is not null)
        {
            var values = French();
            values["work_country"] = works;
            Sure(await scene.SaveAsync(home, values));
        }
        if (states is not null)
        {
            Sure(await scene.SignAsync("w-8ben", W8Ben(states)));
        }
        var view = Sure(await scene.World.WithdrawAsync(method, Eur(500)));
        Assert.Equal(
            percent == 0 ? null : new TaxOfPayout(WithheldFor.NonResidentUs, Eur(5 * percent), percent * 10_000),
            view.Tax
        );
        Assert.Equal(Eur(5 * percent), await scene.WithheldAsync(WithheldFor.NonResidentUs));
        await scene.World.AssertBooksAsync();
    }

    [Theory, MemberData(nameof(Stores.Both), MemberType = typeof(Stores))]
    public async Task A_payout_that_comes_back_brings_its_tax_back(Store store)
    {
        await using var scene = await TaxScene.StartAsync(store, "US", Withholds);
        await scene.World.ReleaseAsync(await scene.World.FundedAsync(1_000), Eur(1_000));
        var method = await scene.World.PayoutMethodAsync(SandboxCards.ReturningIban);
        await scene.Host.AdvanceAsync(TimeSpan.FromDays(3));
        Sure(await scene.World.WithdrawAsync(method, Eur(900)));
        Assert.Equal(Eur(216), await scene.WithheldAsync(WithheldFor.BackupUs));
        await scene.Host.AdvanceAsync(TimeSpan.FromDays(1.1));
        Assert.Equal(Eur(900), await scene.World.ReadyAsync());
        Assert.Equal(Eur(0), await scene.WithheldAsync(WithheldFor.BackupUs));
        await scene.World.AssertBooksAsync();
    }

    [Theory, MemberData(nameof(Stores.Both), MemberType = typeof(Stores))]
    public async Task Finance_gives_back_with_a_reason_within_the_year_and_only_once(Store store)
    {
        await using var scene = await TaxScene.StartAsync(store, "US", Withholds);
        var method = await scene.RichAsync(1_000);
        var payout = Sure(await scene.World.WithdrawAsync(method, Eur(500))).PayoutId;
        Task<Outcome<Money>> Back(string? reason, Actor who) =>
            scene.World.Do<ReturnWithheldTax, Outcome<Money>>(r => r.RunAsync(payout, reason, who, default));
        Assert.True((await Back("It was wrong.", scene.Freelancer)).IsNotFound);
        Assert.False((await Back("", scene.One)).Ok);

        using var browser = await scene.Host.SignedInAsync(scene.One);
        var page = await browser.GetAsync("/en/admin/tax/withheld");
        page = await page.SubmitAsync(
            $"form:has(input[value='{payout}'])",
            new Dictionary<string, string?> { ["Why" + payout.ToString("N")] = "The W-9 had been sent on paper." }
        );
        Assert.Contains("Given back", page.Text, StringComparison.Ordinal);
        Assert.Equal(Eur(400 + 120), await scene.World.ReadyAsync());
        Assert.Equal("nothing_withheld", Assert.Single((await Back("Again, please.", scene.Two)).Refusals).Code);
        await scene.Host.SettleAsync();
        Assert.Single(
            await scene.Host.MailsAsync(),
            m => m.Subject == "€120.00 of withheld tax is back in your balance"
        );
        await scene.World.AssertBooksAsync();

        payout = Sure(await scene.World.WithdrawAsync(method, Eur(100))).PayoutId;
        await scene.Host.AdvanceAsync(new DateTime(2027, 1, 2, 0, 0, 0, DateTimeKind.Utc) - scene.Host.Now);
        Assert.Equal("year_over", Assert.Single((await Back("Too late now.", scene.One)).Refusals).Code);
    }

    [Theory, MemberData(nameof(Stores.Both), MemberType = typeof(Stores))]
    public async Task What_goes_to_the_tax_office_needs_two_people_and_no_more_than_is_withheld(Store store)
    {
        await using var scene = await TaxScene.StartAsync(store, "US", Withholds);
        var method = await scene.RichAsync(1_000);
        var payout = Sure(await scene.World.WithdrawAsync(method, Eur(500))).PayoutId;
        async Task<Guid> Propose(decimal amount) =>
            Sure(
                await scene.World.Do<TaxPayments, Outcome<Guid>>(p =>
                    p.ProposeAsync(NewId(), WithheldFor.BackupUs, Eur(amount), "EFTPS 1", scene.One, default)
                )
            );
        Task<Outcome<Done>> Decide(Guid id, Actor who) =>
            scene.World.Do<TaxPayments, Outcome<Done>>(p => p.DecideAsync(id, true, who, default));
        var much = await Propose(120.01m);
        Assert.Equal("more_than_withheld", Assert.Single((await Decide(much, scene.Two)).Refusals).Code);
        var right = await Propose(120);
        Assert.Equal("same_person", Assert.Single((await Decide(right, scene.One)).Refusals).Code);
        Assert.True((await Decide(right, scene.Freelancer)).IsNotFound);
        Sure(await Decide(right, scene.Two));
        Assert.Equal("run_decided", Assert.Single((await Decide(right, scene.Two)).Refusals).Code);
        Assert.Equal(Eur(0), await scene.WithheldAsync(WithheldFor.BackupUs));
        Assert.Equal(Eur(-120), await scene.World.BalanceAsync(LedgerAccount.Bank("operator", Currency.Eur)));
        var back = await scene.World.Do<ReturnWithheldTax, Outcome<Money>>(r =>
            r.RunAsync(payout, "It was wrong after all.", scene.One, default)
        );
        Assert.Equal("tax_deposited", Assert.Single(back.Refusals).Code);
        await scene.World.AssertBooksAsync();
    }
}
