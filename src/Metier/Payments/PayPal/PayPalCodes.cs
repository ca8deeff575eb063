namespace Metier.Payments;

/// <summary>PayPal's words for what went wrong, in ours.</summary>
internal static class PayPalCodes
{
    public static string Decline(string issue) =>
        issue switch
        {
            "PAYER_CANNOT_PAY" or "INSUFFICIENT_FUNDS" => "insufficient_funds",
            "CARD_EXPIRED" or "EXPIRED_CARD" => "expired",
            "TRANSACTION_LIMIT_EXCEEDED"
            or "TRANSACTION_AMOUNT_EXCEEDS_MONTHLY_MAX_LIMIT"
            or "MAX_VALUE_EXCEEDED"
            or "MAX_NUMBER_OF_PAYMENT_ATTEMPTS_EXCEEDED" => "limit_reached",
            "PAYER_ACCOUNT_LOCKED_OR_CLOSED"
            or "PAYER_ACCOUNT_RESTRICTED"
            or "CURRENCY_NOT_SUPPORTED"
            or "CURRENCY_NOT_SUPPORTED_FOR_COUNTRY"
            or "CURRENCY_MISMATCH"
            or "REFUND_CAPTURE_CURRENCY_MISMATCH"
            or "INVALID_CURRENCY_CODE"
            or "DECIMALS_NOT_SUPPORTED"
            or "DECIMAL_PRECISION" => "not_supported",
            "REFUND_NOT_ALLOWED"
            or "REFUND_TIME_LIMIT_EXCEEDED"
            or "REFUND_AMOUNT_TOO_LOW"
            or "REFUND_IS_RESTRICTED"
            or "PARTIAL_REFUND_NOT_ALLOWED"
            or "MAX_NUMBER_OF_REFUNDS_EXCEEDED" => "refund_failed",
            "TOKEN_NOT_FOUND"
            or "INVALID_RESOURCE_ID"
            or "RESOURCE_NOT_FOUND"
            or "VAULT_ID_NOT_FOUND"
            or "PAYMENT_SOURCE_CANNOT_BE_USED" => "method_gone",
            "CAPTURE_FULLY_REFUNDED"
            or "REFUND_AMOUNT_EXCEEDED"
            or "REFUND_NOT_PERMITTED_DUE_TO_CHARGEBACK"
            or "TRANSACTION_DISPUTED" => "already_refunded",
            "PAYER_ACTION_REQUIRED" or "ORDER_NOT_APPROVED" => "confirmation_refused",
            _ => "declined",
        };

    public static string Payout(string name) =>
        name switch
        {
            "RECEIVER_ACCOUNT_LOCKED"
            or "RECEIVER_ACCOUNT_LIMITATION"
            or "ACCOUNT_RESTRICTED"
            or "RECEIVER_STATE_RESTRICTED" => "account_blocked",
            "RECEIVER_UNREGISTERED" or "RECEIVER_UNCONFIRMED" or "INVALID_EMAIL" or "RECEIVER_REFUSED" =>
                "account_wrong",
            "CURRENCY_NOT_SUPPORTED_FOR_RECEIVER" or "CURRENCY_COMPLIANCE" or "CURRENCY_NOT_SUPPORTED" =>
                "currency_wrong",
            "RECEIVER_COUNTRY_NOT_ALLOWED" or "TRANSACTION_DECLINED_BY_TRAVEL_RULE" => "country_wrong",
            "UNCLAIMED" or "RETURNED" => "not_claimed",
            _ => "payout_failed",
        };
}
