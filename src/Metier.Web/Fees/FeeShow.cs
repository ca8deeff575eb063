using Metier.Payments;
using Metier.Web.Shell;

namespace Metier.Web.Fees;

/// <summary>Words for the lines of the fees' history.</summary>
internal static class FeeShow
{
    /// <summary>The day a line begins on, in UTC.</summary>
    public static string From(FeeLine line) =>
        line.ValidFrom is { } from ? Moments.Date(DateOnly.FromDateTime(from)) : FeePagesText.FromStart;

    /// <summary>Who pays.</summary>
    public static string Payer(FeePayer payer) =>
        payer == FeePayer.Client ? FeePagesText.PayerClient : FeePagesText.PayerFreelancer;
}
