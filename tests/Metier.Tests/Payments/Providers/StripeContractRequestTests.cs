using System.Globalization;
using Metier.Payments;
using Stripe;
using Stripe.Checkout;
using static Metier.Tests.Payments.Providers.StripeContractTests;

namespace Metier.Tests.Payments.Providers;

/// <summary>What is sent to Stripe, against its documents, and what the double answers, against the library of Stripe.</summary>
public class StripeContractRequestTests
{
    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task A_charge(bool first)
    {
        await using var vendor = await ScriptedVendor.StartAsync();
        vendor.On("POST", "/v1/payment_intents", 200, Intent("succeeded"));
        var stripe = Provider(vendor);
        var answer = await stripe.CollectAsync(Id, Collect with { FirstTime = first }, default);
        Assert.Equal((ProviderStatus.Succeeded, "pi_1"), (answer.Status, answer.Reference));
        var call = Assert.Single(vendor.Calls);
        AssertHeaders(call);
        var f = call.Form;
        Assert.Equal(("1230", "eur"), (f["amount"], f["currency"]));
        Assert.Equal(("cus_1", "pm_1"), (f["customer"], f["payment_method"]));
        Assert.Equal("true", f["confirm"], ignoreCase: true);
        Assert.Equal("card", f["allowed_payment_method_types[0]"]);
        // Asked for whenever a payment is confirmed as it is made.
        Assert.Equal("https://market.example/payments/return/1", f["return_url"]);
        Assert.Equal(!first, f.ContainsKey("off_session"));
        Assert.Equal(first ? "any" : null, f.GetValueOrDefault("payment_method_options[card][request_three_d_secure]"));
        AssertMark(f);
    }

    [Fact]
    public async Task A_refusal_that_asks_for_the_person_confirms_the_same_payment()
    {
        await using var vendor = await ScriptedVendor.StartAsync();
        // As documented: the payment has lost its card, and the error names it.
        vendor.On(
            "POST",
            "/v1/payment_intents",
            402,
            """
            {"error":{"type":"card_error","code":"authentication_required","decline_code":"authentication_required",
             "payment_method":{"id":"pm_1","object":"payment_method","type":"card"},
             "payment_intent":{"id":"pi_1","object":"payment_intent","status":"requires_payment_method","payment_method":null}}}
            """
        );
        vendor.On("POST", "/v1/payment_intents/pi_1/confirm", 200, Intent("requires_action"));
        var stripe = Provider(vendor);
        var answer = await stripe.CollectAsync(Id, Collect, default);
        Assert.Equal(ProviderStatus.ActionRequired, answer.Status);
        var confirm = vendor.Calls[^1];
        AssertHeaders(confirm);
        Assert.Equal("pm_1", confirm.Form["payment_method"]);
        Assert.Equal("https://market.example/payments/return/1", confirm.Form["return_url"]);
        Assert.Equal("false", confirm.Form["off_session"], ignoreCase: true);
        Assert.NotEqual(vendor.Calls[0].Headers["Idempotency-Key"], confirm.Headers["Idempotency-Key"]);
    }

    [Fact]
    public async Task A_refund_a_transfer_a_payout_and_a_reversal()
    {
        await using var vendor = await ScriptedVendor.StartAsync();
        vendor.On("POST", "/v1/refunds", 200, """{"id":"re_1","object":"refund","status":"succeeded"}""");
        vendor.On("POST", "/v1/transfers", 200, StripeContractTests.Transfer(reversed: false));
        vendor.On("GET", "/v1/payouts", 200, List());
        vendor.On(
            "GET",
            "/v1/charges/py_1",
            200,
            """{"id":"py_1","object":"charge","balance_transaction":{"id":"txn_1","object":"balance_transaction","net":4321,"currency":"gbp"}}"""
        );
        vendor.On("POST", "/v1/payouts", 200, StripeContractTests.Payout("failed"));
        vendor.On("POST", "/v1/transfers/tr_1/reversals", 200, """{"id":"trr_1","object":"transfer_reversal"}""");
        var stripe = Provider(vendor);
        await stripe.RefundAsync(Id, new("pi_1", Eur(5)), default);
        var refund = Assert.Single(vendor.Of("POST", "/v1/refunds"));
        AssertHeaders(refund);
        Assert.Equal(("pi_1", "500"), (refund.Form["payment_intent"], refund.Form["amount"]));
        AssertMark(refund.Form);

        await stripe.PayoutAsync(Id, PaidOut, default);
        var transfer = Assert.Single(vendor.Of("POST", "/v1/transfers"));
        AssertHeaders(transfer);
        Assert.Equal(
            ("5000", "eur", "acct_0001"),
            (transfer.Form["amount"], transfer.Form["currency"], transfer.Form["destination"])
        );
        AssertMark(transfer.Form);
        // What arrived, in the currency of the account, and as that account.
        var payout = Assert.Single(vendor.Of("POST", "/v1/payouts"));
        AssertHeaders(payout);
        Assert.Equal("acct_0001", payout.Headers["Stripe-Account"]);
        Assert.Equal(("4321", "gbp"), (payout.Form["amount"], payout.Form["currency"]));
        AssertMark(payout.Form);
        var back = Assert.Single(vendor.Of("POST", "/v1/transfers/tr_1/reversals"));
        AssertHeaders(back);
        Assert.Equal("5000", back.Form["amount"]);
        var keys = new[] { refund, transfer, payout, back }.Select(c => c.Headers["Idempotency-Key"]).ToList();
        Assert.Equal(keys.Count, keys.Distinct().Count());
        Assert.InRange(
            int.Parse(vendor.Of("GET", "/v1/payouts")[0].Query["limit"], CultureInfo.InvariantCulture),
            1,
            100
        );
    }

    [Fact]
    public async Task Pages_for_a_card_and_for_an_account()
    {
        await using var vendor = await ScriptedVendor.StartAsync();
        await using var world = await PaymentsWorld.StartAsync(Store.Sqlite);
        vendor.On("POST", "/v1/customers", 200, """{"id":"cus_1","object":"customer"}""");
        vendor.On(
            "POST",
            "/v1/checkout/sessions",
            200,
            """{"id":"cs_1","object":"checkout.session","status":"open","url":"https://checkout.stripe.com/c/pay/cs_1"}"""
        );
        vendor.On("POST", "/v1/accounts", 200, """{"id":"acct_0001","object":"account"}""");
        vendor.On(
            "GET",
            "/v1/accounts/acct_0001",
            200,
            """{"id":"acct_0001","object":"account","details_submitted":false}"""
        );
        vendor.On(
            "POST",
            "/v1/account_links",
            200,
            """{"object":"account_link","url":"https://connect.stripe.com/s"}"""
        );
        var stripe = Provider(vendor, world.Host.Services);
        var card = await stripe.BeginInstrumentAsync(Id, new(world.ClientId, PaymentMethodKind.Card, "/r"), default);
        Assert.Equal((ProviderStatus.ActionRequired, "cs_1"), (card.Status, card.Reference));
        var session = Assert.Single(vendor.Of("POST", "/v1/checkout/sessions"));
        AssertHeaders(session);
        Assert.Equal(
            ("setup", "cus_1", "eur"),
            (session.Form["mode"], session.Form["customer"], session.Form["currency"])
        );
        Assert.Equal("https://market.example/r", session.Form["success_url"]);
        AssertMark(session.Form);
        Assert.Equal(Id.ToString("D"), session.Form["setup_intent_data[metadata][operation]"]);

        var payee = new PayeeRequest(world.Freelancer.MemberId, "FR", "/r", "/f");
        Assert.Equal(ProviderStatus.ActionRequired, (await stripe.BeginPayeeAsync(Id, payee, default)).Status);
        var account = Assert.Single(vendor.Of("POST", "/v1/accounts"));
        AssertHeaders(account);
        Assert.Equal(("express", "FR"), (account.Form["type"], account.Form["country"]));
        Assert.Equal("true", account.Form["capabilities[transfers][requested]"], ignoreCase: true);
        Assert.Equal("manual", account.Form["settings[payouts][schedule][interval]"]);
        var link = Assert.Single(vendor.Of("POST", "/v1/account_links"));
        Assert.Equal(("acct_0001", "account_onboarding"), (link.Form["account"], link.Form["type"]));
        Assert.Equal(
            ("https://market.example/r", "https://market.example/f"),
            (link.Form["return_url"], link.Form["refresh_url"])
        );
    }

    /// <summary>What the double answers is read by Stripe's own library into everything the adapter looks at.</summary>
    [Fact]
    public async Task The_double_takes_cards_and_charges_as_Stripe_does()
    {
        await using var it = await StripeDouble.StartAsync();
        var client = Client(it);
        var mark = Mark;
        var customer = await new CustomerService(client).CreateAsync(new());
        var sessions = new SessionService(client);
        var made = await sessions.CreateAsync(
            new()
            {
                Mode = "setup",
                Customer = customer.Id,
                Metadata = mark,
            }
        );
        Assert.Equal(("open", "checkout.session"), (made.Status, made.Object));
        Assert.NotNull(made.Url);
        it.EnterCard(Id);
        var session = await sessions.GetAsync(made.Id);
        Assert.Equal(
            ("complete", customer.Id, "succeeded"),
            (session.Status, session.CustomerId, session.SetupIntent.Status)
        );
        var card = session.SetupIntent.PaymentMethod.Card;
        Assert.Equal(("visa", "4242", 12L, 2030L), (card.Brand, card.Last4, card.ExpMonth, card.ExpYear));

        var intents = new PaymentIntentService(client);
        PaymentIntentCreateOptions Pay(string with) =>
            new()
            {
                Amount = 1000,
                Currency = "eur",
                Customer = customer.Id,
                PaymentMethod = with,
                Metadata = mark,
                ReturnUrl = "https://m/r",
            };
        var paid = await intents.CreateAsync(Pay("pm_ok"));
        Assert.Equal(("succeeded", Id.ToString("D")), (paid.Status, paid.Metadata["operation"]));
        Assert.NotNull((await intents.CreateAsync(Pay("pm_always_asks"))).NextAction.RedirectToUrl.Url);
        var refused = await Assert.ThrowsAsync<StripeException>(() => intents.CreateAsync(Pay("pm_expired")));
        var said = refused.StripeError;
        Assert.Equal(("card_error", "expired_card", "expired_card"), (said.Type, said.Code, said.DeclineCode));
        Assert.Equal(("pm_expired", "requires_payment_method"), (said.PaymentMethod.Id, said.PaymentIntent.Status));
        Assert.Null(said.PaymentIntent.PaymentMethodId);
        Assert.Equal("expired_card", said.PaymentIntent.LastPaymentError.Code);
    }

    [Fact]
    public async Task The_double_pays_out_and_keeps_books_as_Stripe_does()
    {
        await using var it = await StripeDouble.StartAsync();
        var client = Client(it);
        var mark = Mark;
        var paid = await new PaymentIntentService(client).CreateAsync(
            new()
            {
                Amount = 1000,
                Currency = "eur",
                Customer = "cus_1",
                PaymentMethod = "pm_ok",
                Metadata = mark,
            }
        );
        var refund = await new RefundService(client).CreateAsync(
            new()
            {
                PaymentIntent = paid.Id,
                Amount = 100,
                Metadata = mark,
            }
        );
        Assert.Equal(("succeeded", Id.ToString("D")), (refund.Status, refund.Metadata["operation"]));
        var account = await new AccountService(client).CreateAsync(new() { Type = "express", Country = "FR" });
        Assert.Equal("requirements.past_due", account.Requirements.DisabledReason);
        Assert.NotEmpty(account.Requirements.CurrentlyDue);
        Assert.Equal("3000", account.ExternalAccounts.Data.OfType<BankAccount>().Single().Last4);
        Assert.False(account.DetailsSubmitted || account.PayoutsEnabled);
        var link = await new AccountLinkService(client).CreateAsync(
            new() { Account = account.Id, Type = "account_onboarding" }
        );
        Assert.NotNull(link.Url);
        var transfer = await new TransferService(client).CreateAsync(
            new()
            {
                Amount = 500,
                Currency = "eur",
                Destination = account.Id,
                TransferGroup = "g",
                Metadata = mark,
            }
        );
        Assert.Equal((account.Id, false), (transfer.DestinationId, transfer.Reversed));
        var there = new RequestOptions { StripeAccount = account.Id };
        var arrived = await new ChargeService(client).GetAsync(transfer.DestinationPaymentId, null, there);
        Assert.Equal((500L, "eur"), (arrived.BalanceTransaction.Net, arrived.BalanceTransaction.Currency));
        var payout = await new PayoutService(client).CreateAsync(
            new()
            {
                Amount = 500,
                Currency = "eur",
                Metadata = mark,
            },
            there
        );
        Assert.Equal("in_transit", payout.Status);
        Assert.True(payout.ArrivalDate > TestHost.Start.UtcDateTime);
        var back = await new TransferReversalService(client).CreateAsync(
            transfer.Id,
            new() { Amount = 500, Metadata = mark }
        );
        Assert.Equal(transfer.Id, back.TransferId);

        var booked = (await new BalanceTransactionService(client).ListAsync(new() { Limit = 100 })).Data;
        Assert.Equal(
            ["charge", "refund", "transfer", "transfer_refund"],
            booked.Select(b => b.Type).Order(StringComparer.Ordinal)
        );
        Assert.All(booked, b => Assert.NotNull(b.Source));
        Assert.All(booked, b => Assert.Equal(b.Amount - b.Fee, b.Net));
        Assert.IsType<Stripe.Charge>(booked.Single(b => b.Type == "charge").Source);
        Assert.IsType<TransferReversal>(booked.Single(b => b.Type == "transfer_refund").Source);
        var balance = await new BalanceService(client).GetAsync();
        Assert.Equal(booked.Sum(b => b.Net), balance.Available.Sum(a => a.Amount) + balance.Pending.Sum(p => p.Amount));
        var events = (await new EventService(client).ListAsync(new() { Limit = 100 })).Data;
        Assert.All(events, e => Assert.NotNull(StripeNews.Read(e.ToJson())));
    }

    private static Dictionary<string, string> Mark => new() { [StripeProvider.OperationKey] = Id.ToString("D") };

    private static StripeClient Client(StripeDouble it) => new(apiKey: "sk_test_double", apiBase: it.Address);

    private static void AssertHeaders(VendorCall call)
    {
        Assert.Equal("Bearer sk_test_contract", call.Headers["Authorization"]);
        Assert.Matches("^20[0-9]{2}-[0-9]{2}-[0-9]{2}\\.[a-z]+$", call.Headers["Stripe-Version"]);
        Assert.InRange(call.Headers["Idempotency-Key"].Length, 1, 255);
        Assert.StartsWith("application/x-www-form-urlencoded", call.Headers["Content-Type"], StringComparison.Ordinal);
    }

    /// <summary>Keys of metadata have 40 characters at most, values 500.</summary>
    private static void AssertMark(IReadOnlyDictionary<string, string> form)
    {
        Assert.Equal(Id.ToString("D"), form["metadata[operation]"]);
        Assert.True(StripeProvider.OperationKey.Length <= 40 && Id.ToString("D").Length <= 500);
    }
}
