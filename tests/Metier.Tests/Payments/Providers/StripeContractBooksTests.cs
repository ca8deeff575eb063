using System.Globalization;
using System.Text;
using Metier.Payments;
using static Metier.Tests.Payments.Providers.StripeContractTests;

namespace Metier.Tests.Payments.Providers;

/// <summary>Stripe's books, words and messages, against its documents.</summary>
public class StripeContractBooksTests
{
    /// <summary>Written with another program: HMAC-SHA256 of "1790000000." and the bytes, under whsec_contract.</summary>
    private const string Signature = "3b13083723c34e1d30f625afb0d7cbb504e44288a62d957e2a297e66da6d0252";
    private const string Event =
        """{"id":"evt_1","object":"event","type":"charge.succeeded","created":1790000000,"data":{"object":{"id":"ch_1","object":"charge","payment_intent":"pi_1","metadata":{"operation":"0198a1b2-0000-7000-8000-000000000001"}}}}""";

    /// <summary>All documented types of balance transactions.</summary>
    [Theory]
    [InlineData("Charge", "charge payment")]
    [InlineData("Refund", "refund payment_refund")]
    [InlineData("RefundReturned", "refund_failure adjustment/refund_failure")]
    [InlineData("Payout", "transfer")]
    [InlineData("PayoutReturned", "transfer_refund transfer_failure transfer_cancel")]
    [InlineData("Fee", "stripe_fee stripe_fx_fee tax_fee adjustment/fee adjustment/network_cost")]
    [InlineData("Operator", "payout payout_failure payout_cancel topup topup_reversal")]
    [InlineData("Chargeback", "adjustment/dispute")]
    [InlineData("ChargebackReturned", "adjustment/dispute_reversal")]
    [InlineData("Other", "adjustment adjustment/other_adjustment adjustment/partial_capture_reversal something_new")]
    [InlineData("Other", "advance advance_funding anticipation_repayment application_fee application_fee_refund")]
    [InlineData("Other", "climate_order_purchase climate_order_refund connect_collection_transfer contribution")]
    [InlineData("Other", "fee_credit_funding inbound_transfer inbound_transfer_reversal tax_fund")]
    [InlineData(
        "Other",
        "issuing_authorization_hold issuing_authorization_release issuing_dispute issuing_transaction"
    )]
    [InlineData("Other", "issuing_dispute_provisional_credit issuing_dispute_provisional_credit_reversal")]
    [InlineData("Other", "obligation_outbound obligation_reversal_inbound payment_failure_refund payment_reversal")]
    [InlineData("Other", "payment_network_reserve_hold payment_network_reserve_release payment_unreconciled")]
    [InlineData("Other", "payout_minimum_balance_hold payout_minimum_balance_release reserve_hold reserve_release")]
    [InlineData("Other", "reserve_transaction reserved_funds")]
    [InlineData("Other", "stripe_balance_payment_debit stripe_balance_payment_debit_reversal")]
    public async Task Types_of_balance_transactions(string kind, string types)
    {
        await using var vendor = await ScriptedVendor.StartAsync();
        var stripe = Provider(vendor);
        foreach (var type in types.Split(' '))
        {
            var parts = type.Split('/');
            vendor.On(
                "GET",
                "/v1/balance_transactions",
                200,
                List(
                    $$"""
                    {"id":"txn_1","object":"balance_transaction","type":"{{parts[0]}}","reporting_category":"{{parts[
                        ^1
                    ]}}",
                     "amount":1000,"fee":30,"net":970,"currency":"eur","created":1795424000,"available_on":1795500000,
                     "source":{"id":"re_1","object":"refund","metadata":{"operation":"{{Id:D}}"} } }
                    """
                )
            );
            var from = DateTimeOffset.FromUnixTimeSeconds(1795420000).UtcDateTime;
            var line = Assert.Single(await stripe.SettlementAsync(from, from.AddHours(2), default));
            Assert.Equal($"{type} {kind}", $"{type} {line.Kind}");
            Assert.Equal(
                (1000L, 30L, 970L, "re_1"),
                (line.Gross.Minor, line.Fee.Minor, line.Net.Minor, line.SourceReference)
            );
            Assert.Equal(Id, line.OperationId);
        }
        var query = vendor.Calls[^1].Query;
        Assert.InRange(int.Parse(query["limit"], CultureInfo.InvariantCulture), 1, 100);
        Assert.Equal("data.source", query["expand[0]"]);
    }

    /// <summary>All documented decline codes; Stripe asks that some are not told to whoever holds the card.</summary>
    [Theory]
    [InlineData("insufficient_funds", "insufficient_funds")]
    [InlineData("expired", "expired_card")]
    [InlineData("wrong_code", "incorrect_cvc invalid_cvc incorrect_zip incorrect_address")]
    [InlineData("wrong_number", "incorrect_number invalid_number invalid_expiry_month invalid_expiry_year")]
    [InlineData("not_supported", "card_not_supported currency_not_supported service_not_allowed")]
    [InlineData("limit_reached", "card_velocity_exceeded withdrawal_count_limit_exceeded")]
    [InlineData("try_again", "processing_error try_again_later issuer_not_available reenter_transaction")]
    [InlineData("call_bank", "call_issuer approve_with_id do_not_honor do_not_try_again restricted_card")]
    [InlineData("call_bank", "lost_card stolen_card pickup_card")]
    [InlineData("confirmation_refused", "authentication_required")]
    [InlineData("method_gone", "invalid_account new_account_information_available")]
    [InlineData("declined", "generic_decline fraudulent merchant_blacklist duplicate_transaction invalid_amount")]
    [InlineData(
        "declined",
        "incorrect_pin invalid_pin pin_try_exceeded offline_pin_required online_or_offline_pin_required"
    )]
    [InlineData(
        "declined",
        "no_action_taken not_permitted transaction_not_allowed security_violation stop_payment_order"
    )]
    [InlineData("declined", "revocation_of_all_authorizations revocation_of_authorization testmode_decline")]
    [InlineData("declined", "authentication_not_handled mobile_device_authentication_required something_new")]
    public void Decline_codes(string word, string codes) =>
        Assert.All(
            codes.Split(' '),
            c => Assert.Equal($"{c} {word}", $"{c} {StripeCodes.Decline(c, "card_declined")}")
        );

    [Theory]
    [InlineData("account_closed", "account_closed no_account")]
    [InlineData("account_blocked", "account_frozen bank_account_restricted debit_not_authorized")]
    [InlineData(
        "holder_wrong",
        "incorrect_account_holder_name incorrect_account_holder_details bank_ownership_changed"
    )]
    [InlineData("holder_wrong", "incorrect_account_holder_address incorrect_account_holder_tax_id")]
    [InlineData("account_wrong", "invalid_account_number invalid_account_number_length incorrect_account_type")]
    [InlineData("currency_wrong", "invalid_currency unsupported_card")]
    [InlineData("payout_failed", "could_not_process declined insufficient_funds other something_new")]
    public void Why_payouts_come_back(string word, string codes) =>
        Assert.All(codes.Split(' '), c => Assert.Equal($"{c} {word}", $"{c} {StripeCodes.Payout(c)}"));

    [Theory]
    [InlineData(0, "v1=" + Signature, null)]
    [InlineData(300, "v1=" + Signature, null)]
    [InlineData(301, "v1=" + Signature, "too_old")]
    [InlineData(0, "v0=" + Signature, "wrong_signature")]
    [InlineData(0, "v1=00,v1=" + Signature + ",v0=abc", null)]
    public async Task A_signature_is_over_time_and_bytes(int seconds, string signatures, string? problem)
    {
        await using var vendor = await ScriptedVendor.StartAsync();
        var headers = new Dictionary<string, string> { ["Stripe-Signature"] = "t=1790000000," + signatures };
        var at = DateTimeOffset.FromUnixTimeSeconds(1_790_000_000 + seconds).UtcDateTime;
        var reading = await Provider(vendor).ReadWebhookAsync(new(Encoding.UTF8.GetBytes(Event), headers, at), default);
        Assert.Equal(problem, reading.Problem);
        Assert.Equal(
            problem is null ? ("pi_1", (Guid?)Id) : (null, null),
            (reading.News?.Reference, reading.News?.OperationId)
        );
    }
}
