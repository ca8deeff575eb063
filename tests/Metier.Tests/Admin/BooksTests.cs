using System.Globalization;
using Metier.Admin;
using Metier.Ledger;
using Metier.Payments;
using Metier.Platform;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace Metier.Tests.Admin;

/// <summary>The pages about the books say what the books say.</summary>
public class BooksTests
{
    [Theory, MemberData(nameof(Stores.Both), MemberType = typeof(Stores))]
    public async Task The_trial_balance_sums_to_zero_and_the_pages_agree_with_the_book(Store store)
    {
        await using var scene = await AdminScene.StartAsync(store);
        var trial = Assert.Single(
            await scene.AskAsync<LedgerViews, IReadOnlyList<TrialBalance>>(l => l.TrialAsync(CancellationToken.None))
        );
        Assert.Equal(0, trial.Difference.Minor);
        Assert.Equal(120_000, trial.Of(AccountKind.Escrow).Minor);
        Assert.Equal(123_300, trial.Debit.Minor);

        using var browser = await scene.Host.SignedInAsync(scene.Operator);
        var page = await browser.GetAsync("/en/admin/ledger");
        Assert.Contains("Total: debits and credits are equal€1,233.00€1,233.00", page.Text, StringComparison.Ordinal);
        var accounts = await browser.GetAsync("/en/admin/ledger/accounts?kind=Escrow");
        Assert.Contains("€1,200.00", accounts.Text, StringComparison.Ordinal);
        var account = accounts.Document.QuerySelector("td a[href*='account=']")!.GetAttribute("href")!;
        var journal = await browser.GetAsync(account);
        Assert.Contains("Set aside for milestones", journal.Text, StringComparison.Ordinal);
        var one = await browser.GetAsync(
            journal.Document.QuerySelector("td a[href*='transactions/']")!.GetAttribute("href")!
        );
        Assert.Contains("Picture book, 32 pages", one.Text, StringComparison.Ordinal);
        Assert.Equal(3, one.Document.QuerySelectorAll("table tbody tr").Length);
        var ofContract = await browser.GetAsync($"/en/admin/ledger/journal?contract={scene.ContractId}");
        Assert.Contains("Set aside", ofContract.Text, StringComparison.Ordinal);
        var none = await browser.GetAsync("/en/admin/ledger/journal?to=2020-01-01");
        Assert.Contains("Nothing matches.", none.Text, StringComparison.Ordinal);
        await ExportAgreesAsync(browser, trial);
    }

    private static async Task ExportAgreesAsync(Browser browser, TrialBalance trial)
    {
        var csv = await browser.Http.GetStringAsync("/admin/ledger.csv", TestContext.Current.CancellationToken);
        var rows = csv.Trim('\uFEFF')
            .Split("\r\n", StringSplitOptions.RemoveEmptyEntries)
            .Skip(1)
            .Select(r => r.Split(',').Select(c => c.Trim('"')).ToArray())
            .ToList();
        decimal Sum(int column) =>
            rows.Sum(r => r[column].Length == 0 ? 0 : decimal.Parse(r[column], CultureInfo.InvariantCulture));
        Assert.Equal(Sum(4), Sum(5));
        Assert.Equal(
            trial.Debit.Minor / 100m,
            rows.Where(r => r[2] == "Funding")
                .Sum(r => r[4].Length == 0 ? 0 : decimal.Parse(r[4], CultureInfo.InvariantCulture))
        );
    }

    [Theory, MemberData(nameof(Stores.Both), MemberType = typeof(Stores))]
    public async Task A_check_says_what_it_found_and_who_asked_and_time_asks_once_a_day(Store store)
    {
        await using var scene = await AdminScene.StartAsync(store);
        using var browser = await scene.Host.SignedInAsync(scene.Operator);
        Assert.Contains("Not checked yet.", (await browser.GetAsync("/en/admin")).Text, StringComparison.Ordinal);
        var page = await (await browser.GetAsync("/en/admin/ledger")).SubmitAsync("main form");
        Assert.Contains("All right:", page.Text, StringComparison.Ordinal);
        Assert.Contains("The books are right", (await browser.GetAsync("/en/admin")).Text, StringComparison.Ordinal);
        var mine = await LastAsync(scene);
        Assert.Equal((scene.Operator.MemberId, 0), (mine!.By, mine.Wrong));

        // Silence releases the milestone, and the day after something was written the books are checked by themselves.
        await scene.Host.AdvanceAsync(TimeSpan.FromDays(16));
        var later = await LastAsync(scene);
        Assert.Null(later!.By);
        Assert.True(later.Transactions > mine.Transactions);
    }

    private static Task<BookCheck?> LastAsync(AdminScene scene) =>
        scene.AskAsync<CheckBooks, BookCheck?>(c => c.LastAsync(CancellationToken.None));

    [Fact]
    public async Task A_difference_is_shown_and_stays_shown()
    {
        await using var scene = await AdminScene.StartAsync(Store.Sqlite);
        await TamperAsync(scene.Host);
        using var browser = await scene.Host.SignedInAsync(scene.Operator);
        var page = await (await browser.GetAsync("/en/admin/ledger")).SubmitAsync("main form");
        Assert.Contains("A balance is not the sum of its entries", page.Text, StringComparison.Ordinal);
        Assert.Contains("Total: differs by €5.00", page.Text, StringComparison.Ordinal);
        Assert.Contains("The books are wrong in", (await browser.GetAsync("/en/admin")).Text, StringComparison.Ordinal);
    }

    /// <summary>Somebody with the file in their hands, past every guard.</summary>
    internal static Task TamperAsync(TestHost host) =>
        host.InScopeAsync(async s =>
        {
            var db = s.GetRequiredService<MetierDb>();
            await db.Database.ExecuteSqlRawAsync("DROP TRIGGER ledger_balance_step");
            await db.Database.ExecuteSqlRawAsync(
                """
                UPDATE ledger_balance SET "Posted" = "Posted" - 500
                WHERE "AccountId" = (SELECT "Id" FROM ledger_account WHERE "Kind" = 'Escrow')
                """
            );
        });

    [Theory, MemberData(nameof(Stores.Both), MemberType = typeof(Stores))]
    public async Task A_payment_without_an_answer_is_listed_and_can_be_asked_for(Store store)
    {
        await using var scene = await AdminScene.StartAsync(store);
        var id = await scene.Host.InScopeAsync(async s =>
        {
            var db = s.GetRequiredService<MetierDb>();
            var done = await db.Set<ProviderOperation>().FirstAsync(o => o.Kind == OperationKind.Collect);
            var stuck = ProviderOperation.For(
                Ids.New(scene.Host.Clock),
                done.Provider,
                OperationKind.Refund,
                Guid.NewGuid(),
                new RefundRequest("nothing", new Money(1, Currency.Eur)),
                scene.Host.Now
            );
            stuck.State = OperationState.Unknown;
            stuck.NextAt = scene.Host.Now.AddDays(9);
            db.Add(stuck);
            await db.SaveChangesAsync();
            return stuck.Id;
        });
        using var browser = await scene.Host.SignedInAsync(scene.Operator);
        var page = await browser.GetAsync("/en/admin/payments?unknown=true");
        Assert.Contains(id.ToString(), page.Html, StringComparison.Ordinal);
        Assert.Contains("No answer", page.Text, StringComparison.Ordinal);
        var refused = await scene.AskAsync<AskProvider, Outcome<Done>>(a =>
            a.RunAsync(id, scene.Client, CancellationToken.None)
        );
        Assert.True(refused.IsNotFound);
    }
}
