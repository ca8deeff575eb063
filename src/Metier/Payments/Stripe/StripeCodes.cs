namespace Metier.Payments;

/// <summary>Stripe's words for what went wrong, in ours. Ours are few and stable: each has a sentence people read.</summary>
internal static class StripeCodes
{
    /// <summary>Why a card was refused: a decline code, or the error's own code.</summary>
    public static string Decline(string? declineCode, string? code) =>
        Charge(declineCode) ?? Charge(code) ?? "declined";

    /// <summary>Why a payout came back.</summary>
    public static string Payout(string? code) =>
        code switch
        {
            "account_closed" or "no_account" => "account_closed",
            "account_frozen" or "bank_account_restricted" or "debit_not_authorized" => "account_blocked",
            "incorrect_account_holder_name"
            or "incorrect_account_holder_details"
            or "incorrect_account_holder_address"
            or "incorrect_account_holder_tax_id"
            or "bank_ownership_changed" => "holder_wrong",
            "invalid_account_number" or "invalid_account_number_length" or "incorrect_account_type" => "account_wrong",
            "invalid_currency" or "unsupported_card" => "currency_wrong",
            _ => "payout_failed",
        };

    private static string? Charge(string? code) =>
        code switch
        {
            "insufficient_funds" => "insufficient_funds",
            "expired_card" => "expired",
            "incorrect_cvc" or "invalid_cvc" or "incorrect_zip" or "incorrect_address" => "wrong_code",
            "incorrect_number" or "invalid_number" or "invalid_expiry_month" or "invalid_expiry_year" => "wrong_number",
            "card_not_supported" or "currency_not_supported" or "service_not_allowed" => "not_supported",
            "card_velocity_exceeded" or "withdrawal_count_limit_exceeded" or "amount_too_large" => "limit_reached",
            "amount_too_small" => "amount_too_small",
            "processing_error" or "try_again_later" or "issuer_not_available" or "reenter_transaction" => "try_again",
            "call_issuer" or "approve_with_id" or "do_not_honor" or "do_not_try_again" or "restricted_card" =>
                "call_bank",
            // That a card is lost or stolen is nothing to tell whoever holds it, says Stripe.
            "lost_card" or "stolen_card" or "pickup_card" => "call_bank",
            "authentication_required" or "payment_intent_authentication_failure" => "confirmation_refused",
            "invalid_account"
            or "new_account_information_available"
            or "resource_missing"
            or "payment_method_invalid" => "method_gone",
            "charge_already_refunded" or "charge_disputed" or "refund_disputed_payment" => "already_refunded",
            "charge_not_refundable" => "refund_failed",
            _ => null,
        };
}
