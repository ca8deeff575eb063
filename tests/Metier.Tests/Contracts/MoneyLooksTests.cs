using System.Globalization;
using System.Net;
using System.Text;
using Metier.Ledger;
using Metier.Payments;
using Metier.Platform;
using Microsoft.Extensions.DependencyInjection;

namespace Metier.Tests.Contracts;

/// <summary>The pages about fees, other currencies and held money, driven as a browser without script drives them.</summary>
public class MoneyLooksTests
{
    private static readonly CancellationToken Ct = CancellationToken.None;
    private const string Csv = "Date, USD, JPY, \n20 November 2026, 1.0812, 163.21, \n";

    [Fact]
    public async Task A_fee_is_set_by_finance_and_stands_in_the_public_history_in_both_languages()
    {
        await using var host = await TestHost.StartAsync(Store.Sqlite);
        var finance = await host.MemberAsync("Finn Ance", roles: StaffRoles.Finance);
        using var browser = await host.SignedInAsync(finance);
        var page = await browser.GetAsync("/en/admin/fees");
        var typed = new Dictionary<string, string?>
        {
            ["Form.Payer"] = "Freelancer",
            ["Form.Currency"] = "EUR",
            ["Form.ValidFrom"] = host.Now.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture),
            ["Form.Percents[0]"] = "20",
            ["Form.Limits[0]"] = "500",
            ["Form.Percents[1]"] = "10",
            ["Form.Limits[1]"] = "10,000.00",
            ["Form.Percents[2]"] = "5",
            ["Form.Reason"] = "Decided by the board",
        };
        page = await page.SubmitAsync("form:has([name='Form.Payer'])", typed);
        Assert.Equal(HttpStatusCode.UnprocessableEntity, page.Status);
        Assert.Contains("never begins in the past", page.Text, StringComparison.Ordinal);
        typed["Form.ValidFrom"] = host.Now.AddDays(10).ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);
        page = await page.SubmitAsync("form:has([name='Form.Payer'])", typed);
        Assert.Contains("The fee is set and public.", page.Html, StringComparison.Ordinal);

        using var visitor = host.Visitor();
        var open = await visitor.GetAsync("/en/fees");
        Assert.Contains("20% up to €500.00, 10% up to €10,000.00, 5% above", open.Text, StringComparison.Ordinal);
        Assert.Contains("to come", open.Text, StringComparison.Ordinal);
        Assert.Contains("href=\"/en/fees\"", (await visitor.GetAsync("/en")).Html, StringComparison.Ordinal);
        Assert.Contains("jusqu’à", (await visitor.GetAsync("/fr/tarifs")).Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_milestone_is_paid_in_dollars_after_the_rate_was_confirmed_and_an_expired_one_is_quoted_anew()
    {
        await using var scene = await ContractScene.StartAsync(Store.Sqlite, 1_000);
        using var browser = await scene.Host.SignedInAsync(scene.Client);
        var address = $"/en/contracts/{scene.Id}/milestones?m=1";
        Assert.DoesNotContain("payIn", (await browser.GetAsync(address)).Html, StringComparison.Ordinal);
        await RatesAsync(scene.Host);

        var page = await browser.GetAsync(address);
        var asked = new Dictionary<string, string?> { ["payIn"] = "USD" };
        page = await page.SubmitAsync("form[action$='/fund']", asked);
        Assert.Contains("1 EUR = 1.09742 USD", page.Text, StringComparison.Ordinal);
        Assert.Contains("spread of 1.5%", page.Text, StringComparison.Ordinal);
        Assert.Contains("Pay $1,127.60", page.Text, StringComparison.Ordinal);

        await scene.Host.AdvanceAsync(TimeSpan.FromMinutes(16));
        page = await page.SubmitAsync("form[action$='/fund']");
        Assert.Contains("The rate you were quoted has expired", page.Html, StringComparison.Ordinal);
        Assert.Contains("Pay $1,127.60", page.Text, StringComparison.Ordinal);
        page = await page.SubmitAsync("form[action$='/fund']");
        Assert.Contains("is set aside for this contract", page.Html, StringComparison.Ordinal);

        var statement = await browser.GetAsync("/en/money/transactions");
        Assert.Contains("$1,127.60", statement.Text, StringComparison.Ordinal);
        await scene.Host.SettleAsync();
        var invoices = await browser.GetAsync("/en/money/invoices");
        var invoice = invoices.Document.QuerySelector("main td a")!.GetAttribute("href")!;
        var paper = await browser.GetAsync(invoice);
        Assert.Contains("$1,127.60, at 1 EUR = 1.09742 USD", paper.Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_bonus_in_yen_shows_its_rate_and_keeps_what_was_typed()
    {
        await using var scene = await ContractScene.StartAsync(Store.Sqlite, 1_000);
        await RatesAsync(scene.Host);
        using var browser = await scene.Host.SignedInAsync(scene.Client);
        var page = await browser.GetAsync($"/en/contracts/{scene.Id}/bonus");
        var typed = new Dictionary<string, string?>
        {
            ["Form.Amount"] = "100",
            ["Form.Reason"] = "Lovely spreads",
            ["Form.PayIn"] = "JPY",
        };
        page = await page.SubmitAsync("form:has([name='Form.Reason'])", typed);
        Assert.Contains("Lovely spreads", page.Html, StringComparison.Ordinal);
        // 102.75 × 163.21 × 1.015 = 17,021.38
        Assert.Contains("¥17,021", page.Text, StringComparison.Ordinal);
        page = await page.SubmitAsync("form:has([name='Form.Reason'])");
        Assert.Equal($"/en/contracts/{scene.Id}", page.Path);
    }

    [Fact]
    public async Task What_is_held_says_when_silence_releases_it()
    {
        await using var scene = await ContractScene.StartAsync(Store.Sqlite, 1_000, 500);
        await scene.FundAsync(1);
        await scene.FundAsync(2);
        await scene.SubmitAsync(1);
        using var browser = await scene.Host.SignedInAsync(scene.Freelancer);
        var page = await browser.GetAsync("/en/money");
        Assert.Contains("Released, if nobody says anything:", page.Text, StringComparison.Ordinal);
        Assert.Contains("Until the work is handed in and approved", page.Text, StringComparison.Ordinal);

        var finance = await scene.Host.MemberAsync("Finn Ance", roles: StaffRoles.Finance);
        using var staff = await scene.Host.SignedInAsync(finance);
        var held = await staff.GetAsync("/en/admin/ledger/held");
        Assert.Contains("silence releases it", held.Text, StringComparison.Ordinal);
        Assert.Contains("somebody decides", held.Text, StringComparison.Ordinal);
    }

    [Theory, MemberData(nameof(Stores.Both), MemberType = typeof(Stores)), Trait("storage", "both")]
    public async Task Earnings_are_summed_by_month_and_shown_as_bars_and_as_a_table(Store store)
    {
        await using var scene = await ContractScene.StartAsync(store, 1_000, 500);
        await scene.FundAsync(1);
        await scene.FundAsync(2);
        await scene.ReleaseAsync(1);
        await scene.Host.AdvanceAsync(TimeSpan.FromDays(20));
        await scene.ReleaseAsync(2);
        var months = await scene.Host.InScopeAsync(s =>
            s.GetRequiredService<MoneyViews>().ByMonthAsync(scene.Freelancer.MemberId, Currency.Eur, 3, Ct)
        );
        Assert.Equal([0, 900_00, 450_00], months.Select(m => m.Net.Minor));
        Assert.Equal(new DateOnly(2026, 12, 1), months[^1].Month);
        using var browser = await scene.Host.SignedInAsync(scene.Freelancer);
        var page = await browser.GetAsync("/en/money");
        Assert.Equal(2, page.Document.QuerySelectorAll("svg.month-chart rect").Length);
        Assert.Contains("€1,350.00 earned from", page.Html, StringComparison.Ordinal);
        Assert.Contains("November 2026", page.Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Ways_to_pay_and_to_be_paid_are_shown_for_a_currency()
    {
        await using var scene = await ContractScene.StartAsync(Store.Sqlite, 1_000);
        using var client = await scene.Host.SignedInAsync(scene.Client);
        Assert.Contains(
            "value=\"Card\"",
            (await client.GetAsync("/en/money/methods?currency=KWD")).Html,
            StringComparison.Ordinal
        );
        await RatesAsync(scene.Host);
        var page = await client.GetAsync("/en/money/methods");
        page = await page.SubmitAsync(
            "form:has([name='PayIn.Currency'])",
            new Dictionary<string, string?> { ["PayIn.Currency"] = "USD" }
        );
        Assert.Contains("You agreed to it on", page.Text, StringComparison.Ordinal);
        using var freelancer = await scene.Host.SignedInAsync(scene.Freelancer);
        Assert.Contains(
            "Form.Kind",
            (await freelancer.GetAsync("/fr/argent/etre-paye?currency=USD")).Html,
            StringComparison.Ordinal
        );
    }

    private static async Task RatesAsync(TestHost host)
    {
        var finance = new Actor(
            Guid.CreateVersion7(),
            "Finn",
            "f@example.org",
            true,
            false,
            null,
            Hat.Client,
            StaffRoles.Finance,
            "en",
            "UTC"
        );
        var read = await host.InScopeAsync(s =>
            s.GetRequiredService<ImportRates>().RunAsync("eurofxref.csv", Encoding.UTF8.GetBytes(Csv), finance, Ct)
        );
        Assert.True(read.Ok);
    }
}
