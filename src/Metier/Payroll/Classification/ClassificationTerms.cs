using System.Security.Cryptography;
using System.Text;
using Metier.Contracts;

namespace Metier.Payroll;

/// <summary>
/// What of the terms matters for the classification: scope, hours a week in steps of ten, how much is watched, and who employs. A raise
/// of the rate or another wording of the title is no other engagement.
/// </summary>
internal static class ClassificationTerms
{
    /// <summary>A mark of an offer's terms.</summary>
    public static string MarkOf(OfferTerms terms) =>
        Mark(terms.Scope, terms.Hourly?.WeeklyLimitMinutes, terms.Hourly, terms.Payroll is not null);

    /// <summary>A mark of a contract with this weekly limit.</summary>
    public static string MarkOf(Contract contract, int? weeklyMinutes) =>
        Mark(contract.Scope, weeklyMinutes, contract.AgreedHourly, contract.IsPayroll);

    private static string Mark(string scope, int? weeklyMinutes, HourlyTerms? hourly, bool payroll)
    {
        var hours =
            hourly is null ? "fixed"
            : weeklyMinutes is { } minutes ? $"{minutes / 600}"
            : "open";
        var text = $"{scope.Trim()}\n{hours}\n{hourly?.Proof}\n{payroll}";
        return Convert.ToHexString(SHA256.HashData(Encoding.UTF8.GetBytes(text)));
    }
}
