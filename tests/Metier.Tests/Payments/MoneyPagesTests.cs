using System.Net;
using Metier.Ledger;
using Metier.Payments;
using Metier.Platform;
using static Metier.Tests.Payments.PaymentsWorld;

namespace Metier.Tests.Payments;

/// <summary>The pages about money, driven as a browser without script drives them.</summary>
public class MoneyPagesTests
{
    private static readonly Dictionary<string, string?> Visa = new()
    {
        ["Form.Number"] = "4242 4242 4242 4242",
        ["Form.Expiry"] = "12/30",
        ["Form.Code"] = "123",
        ["Form.Name"] = "Ada Client",
    };

    [Fact]
    public async Task A_client_adds_a_card_on_the_providers_page_makes_it_the_first_and_removes_it()
    {
        await using var world = await PaymentsWorld.StartAsync(Store.Sqlite);
        using var browser = await world.Host.SignedInAsync(world.Client);
        var page = await browser.GetAsync("/en/money/methods");
        Assert.Contains("No payment method yet.", page.Text, StringComparison.Ordinal);

        page = await page.SubmitAsync("button[value=Card]");
        Assert.StartsWith("/en/sandbox/new-method/", page.Path, StringComparison.Ordinal);
        var wrong = await page.SubmitAsync(
            "form.card",
            new Dictionary<string, string?>(Visa) { ["Form.Number"] = "4242 4242 4242 4241", ["Form.Code"] = "12" }
        );
        Assert.Equal(HttpStatusCode.UnprocessableEntity, wrong.Status);
        Assert.Equal(2, wrong.Errors.Count);
        Assert.DoesNotContain("value=\"Ada\"", wrong.Html, StringComparison.Ordinal);

        page = await wrong.SubmitAsync("form.card", Visa);
        Assert.Equal("/en/money/methods", page.Path);
        Assert.Contains("Visa •••• 4242", page.Text, StringComparison.Ordinal);
        Assert.DoesNotContain("4242 4242", page.Html, StringComparison.Ordinal);

        page = await page.SubmitAsync("button[value=PayPal]");
        page = await page.SubmitAsync(
            "form.card",
            new Dictionary<string, string?> { ["Form.Address"] = "ada@example.org" }
        );
        Assert.Contains("PayPal a•••@example.org", page.Text, StringComparison.Ordinal);
        page = await page.SubmitAsync("li form:has(button.sec.sm)");
        Assert.Equal((HttpStatusCode.OK, "/en/money/methods"), (page.Status, page.Path));
        Assert.Contains("proposed first", page.Html, StringComparison.Ordinal);
        page = await page.SubmitAsync("li dialog form");
        Assert.DoesNotContain("PayPal a•••", page.Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_bank_that_asks_is_answered_on_its_page_and_leads_back()
    {
        await using var world = await PaymentsWorld.StartAsync(Store.Sqlite);
        var request = world.Request(await world.CardAsync("4000 0025 0000 3155"), Eur(100)) with
        {
            ReturnPath = "/en/money",
        };
        var progress = (await world.ChargeAsync(request)).Value;
        using var browser = await world.Host.SignedInAsync(world.Client);
        var overview = await browser.GetAsync("/en/money");
        Assert.Contains("wants you to confirm €102.75", overview.Text, StringComparison.Ordinal);

        var page = await browser.GetAsync(progress.ActionUrl!);
        Assert.Contains("Confirm €102.75", page.Text, StringComparison.Ordinal);
        page = await page.SubmitAsync("button[value=yes]");
        Assert.Equal("/en/money", page.Path);
        Assert.Contains("Paid.", page.Html, StringComparison.Ordinal);
        Assert.Equal(Eur(100), await world.HeldAsync(request.SubjectId));
        // The bank's page, opened again, leads back and pays nothing.
        Assert.Equal("/en/money", (await browser.GetAsync(progress.ActionUrl!)).Path);
        await world.AssertBooksAsync();
    }

    [Fact]
    public async Task Others_do_not_see_a_charge_a_transaction_or_a_payout()
    {
        await using var world = await PaymentsWorld.StartAsync(Store.Sqlite);
        var request = world.Request(await world.CardAsync(), Eur(1_000));
        await world.ChargeAsync(request);
        await world.ReleaseAsync(request.SubjectId, Eur(1_000));
        var method = await world.PayoutMethodAsync();
        await world.Host.AdvanceAsync(TimeSpan.FromDays(3));
        var payout = NewId();
        Assert.True((await world.WithdrawAsync(method, Eur(100), payout)).Ok);
        using var mine = await world.Host.SignedInAsync(world.Freelancer);
        var stranger = await world.Host.MemberAsync("Eve Other", freelancer: true, client: true);
        using var theirs = await world.Host.SignedInAsync(stranger);
        foreach (
            var path in new[]
            {
                $"/payments/return/{request.RequestId}",
                $"/en/money/payouts/{payout}",
                "/en/money/transactions/1",
            }
        )
        {
            Assert.Equal(HttpStatusCode.NotFound, (await theirs.GetAsync(path)).Status);
        }
        Assert.Equal(HttpStatusCode.OK, (await mine.GetAsync($"/en/money/payouts/{payout}")).Status);
        using var visitor = world.Host.Visitor();
        Assert.StartsWith("/en/", (await visitor.GetAsync("/en/money")).Path, StringComparison.Ordinal);
        Assert.NotEqual("/en/money", (await visitor.GetAsync("/en/money")).Path);
    }

    [Theory, MemberData(nameof(Stores.Both), MemberType = typeof(Stores))]
    public async Task Nobody_else_opens_or_answers_the_providers_page_of_a_payment(Store store)
    {
        await using var world = await PaymentsWorld.StartAsync(store);
        var request = world.Request(await world.CardAsync("4000 0025 0000 3155"), Eur(100)) with
        {
            ReturnPath = "/en/money",
        };
        var progress = (await world.ChargeAsync(request)).Value;
        var adding = NewId();
        var entry = await world.Do<AddPaymentMethod, Outcome<string>>(add =>
            add.RunAsync(new(adding, PaymentMethodKind.Card, "/en/money/methods"), world.Client, default)
        );
        var stranger = await world.Host.MemberAsync("Eve Other", freelancer: true, client: true);
        using var theirs = await world.Host.SignedInAsync(stranger);
        Assert.Equal(HttpStatusCode.NotFound, (await theirs.GetAsync(progress.ActionUrl!)).Status);
        Assert.Equal(HttpStatusCode.NotFound, (await theirs.GetAsync(entry.Value)).Status);

        var entered = await world.Do<SandboxPages, Outcome<Done>>(pages =>
            pages.EnterCardAsync(adding, new("4242 4242 4242 4242", "12/30", "123", "Eve Other"), stranger, default)
        );
        Assert.True(entered.IsNotFound);
        foreach (var yes in new[] { true, false })
        {
            var answered = await world.Do<SandboxPages, Outcome<Done>>(pages =>
                pages.AnswerAsync(request.RequestId, yes, stranger, default)
            );
            Assert.True(answered.IsNotFound);
        }
        using var mine = await world.Host.SignedInAsync(world.Client);
        Assert.Contains("Confirm €102.75", (await mine.GetAsync(progress.ActionUrl!)).Text, StringComparison.Ordinal);
        Assert.Equal(HttpStatusCode.OK, (await mine.GetAsync(entry.Value)).Status);
    }

    [Fact]
    public async Task A_freelancer_withdraws_seeing_every_part_first_and_double_sending_pays_once()
    {
        await using var world = await PaymentsWorld.StartAsync(Store.Sqlite);
        await world.ReleaseAsync(await world.FundedAsync(1_000), Eur(1_000));
        using var browser = await world.Host.SignedInAsync(world.Freelancer);
        var page = await browser.GetAsync("/en/money/getting-paid");
        page = await page.SubmitAsync(
            "form.form",
            new Dictionary<string, string?>
            {
                ["Form.Destination"] = "DE89 3704 0044 0532 0130 01",
                ["Form.HolderName"] = "Ada",
            }
        );
        Assert.Equal(2, page.Errors.Count);
        Assert.Contains("DE89 3704 0044 0532 0130 01", page.Html, StringComparison.Ordinal);
        page = await page.SubmitAsync(
            "form.form",
            new Dictionary<string, string?>
            {
                ["Form.Destination"] = "DE89 3704 0044 0532 0130 00",
                ["Form.HolderName"] = "Zoe Free-Lance",
            }
        );
        Assert.Contains("DE •••• 3000", page.Text, StringComparison.Ordinal);
        await world.Host.AdvanceAsync(TimeSpan.FromDays(6));

        page = await browser.GetAsync("/en/money/withdraw");
        var tooMuch = await page.SubmitAsync(
            "form.form",
            new Dictionary<string, string?> { ["Form.Amount"] = "900.01" }
        );
        Assert.Contains("You have €900.00 ready to withdraw.", tooMuch.Text, StringComparison.Ordinal);
        page = await tooMuch.SubmitAsync("form.form", new Dictionary<string, string?> { ["Form.Amount"] = "500" });
        Assert.Contains("€499.01", page.Text, StringComparison.Ordinal);
        Assert.Equal(Eur(900), await world.ReadyAsync());

        var sent = await Task.WhenAll(page.SubmitAsync("main form"), page.SubmitAsync("main form"));
        Assert.All(sent, s => Assert.StartsWith("/en/money/payouts/", s.Path, StringComparison.Ordinal));
        Assert.Equal(Eur(400), await world.ReadyAsync());
        var overview = await browser.GetAsync("/en/money");
        Assert.Contains("€400.00", overview.Text, StringComparison.Ordinal);
        Assert.Contains("€499.01", overview.Text, StringComparison.Ordinal);
        await world.AssertBooksAsync();
    }

    [Fact]
    public async Task The_statement_opens_into_parts_and_is_exported_as_it_is_shown()
    {
        await using var world = await PaymentsWorld.StartAsync(Store.Sqlite);
        var milestone = await world.FundedAsync(1_000);
        await world.ReleaseAsync(milestone, Eur(1_000));
        using var browser = await world.Host.SignedInAsync(world.Freelancer);
        var list = await browser.GetAsync("/en/money/transactions");
        Assert.Contains("+€1,000.00", list.Text, StringComparison.Ordinal);
        Assert.Contains("−€100.00", list.Text, StringComparison.Ordinal);
        var link = list.Document.QuerySelector("td a[href*='/transactions/']")!.GetAttribute("href")!;
        var one = await browser.GetAsync(link);
        Assert.Contains("€900.00", one.Text, StringComparison.Ordinal);

        var csv = await browser.Http.GetStringAsync(
            "/money/statement.csv?currency=EUR",
            TestContext.Current.CancellationToken
        );
        var rows = csv.Trim('\uFEFF').Split("\r\n", StringSplitOptions.RemoveEmptyEntries);
        Assert.Equal(3, rows.Length);
        Assert.Contains("\"-100.00\",\"900.00\",\"EUR\"", rows[1], StringComparison.Ordinal);
        Assert.Contains("\"1000.00\",\"1000.00\",\"EUR\"", rows[2], StringComparison.Ordinal);
        var none = await browser.GetAsync("/en/money/transactions?kind=PayoutReturned&from=not-a-day&before=x");
        Assert.Contains("No transaction matches", none.Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task In_french_the_same_pages_speak_french()
    {
        await using var world = await PaymentsWorld.StartAsync(Store.Sqlite);
        await world.FundedAsync(1_000);
        using var browser = await world.Host.SignedInAsync(world.Client);
        var page = await browser.GetAsync("/fr/argent");
        Assert.Contains("1\u202F027,50\u00A0€", page.Document.Body!.TextContent, StringComparison.Ordinal);
        Assert.Contains("Mis de côté", page.Text, StringComparison.Ordinal);
        foreach (var path in new[] { "/fr/argent/operations", "/fr/argent/moyens-de-paiement" })
        {
            Assert.Equal(HttpStatusCode.OK, (await browser.GetAsync(path)).Status);
        }
    }

    [Fact]
    public void A_cell_that_looks_like_a_formula_is_only_text()
    {
        Assert.Equal("\"'=1+1\"", Metier.Web.Payments.PaymentEndpoints.Cell("=1+1"));
        Assert.Equal("\"-5.00\"", Metier.Web.Payments.PaymentEndpoints.Cell("-5.00"));
        Assert.Equal("\"'-cmd\"", Metier.Web.Payments.PaymentEndpoints.Cell("-cmd"));
        Assert.Equal("\"a \"\"b\"\"\"", Metier.Web.Payments.PaymentEndpoints.Cell("a \"b\""));
    }
}
