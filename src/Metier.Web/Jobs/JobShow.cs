using Metier.Jobs;
using Metier.Ledger;
using Metier.Web.Shell;

namespace Metier.Web.Jobs;

/// <summary>A job's facts in the reader's words.</summary>
public static class JobShow
{
    /// <summary>"€4,500" or "€30 to €45/hr"; null while it is not said.</summary>
    public static string? Price(JobView job) =>
        (job.Payment, job.PriceMin, job.PriceMax) switch
        {
            (JobPayment.FixedPrice, _, { } budget) => Formats.Rate(budget),
            (JobPayment.Hourly, { } from, { } to) when from == to => Formats.Rate(to) + ShellText.PerHour,
            (JobPayment.Hourly, { } from, { } to) => JobWordsText.Range(Formats.Rate(from), Formats.Rate(to))
                + ShellText.PerHour,
            _ => null,
        };

    public static string? Payment(JobPayment? payment) => JobWordsText.Find("payment" + payment);

    public static string? Size(JobSize? size) => JobWordsText.Find("size" + size);

    public static string? Length(JobLength? length) => JobWordsText.Find("length" + length);

    public static string? Level(JobLevel? level) => JobWordsText.Find("level" + level);

    public static string? Proof(ProofLevel? proof) => JobWordsText.Find("proof" + proof);

    public static string? Visibility(JobVisibility visibility) => JobWordsText.Find("visibility" + visibility);

    public static string State(JobState state) => JobWordsText.Find("state" + state) ?? "";

    public static Tone StateTone(JobState state) =>
        state switch
        {
            JobState.Open => Tone.Ok,
            JobState.Filled => Tone.Info,
            JobState.Expired => Tone.Warn,
            _ => Tone.Plain,
        };

    /// <summary>How many proposals, without saying how many: nobody should be put off or drawn in by one more.</summary>
    public static string ProposalBand(int proposals) =>
        proposals switch
        {
            < 5 => JobWordsText.BandUnderFive,
            <= 10 => JobWordsText.BandFiveToTen,
            <= 20 => JobWordsText.BandTenToTwenty,
            <= 50 => JobWordsText.BandTwentyToFifty,
            _ => JobWordsText.BandOverFifty,
        };

    /// <summary>What was found of ways to be reached, in words.</summary>
    public static string Contacts(ContactKinds contacts) =>
        Formats.List([
            .. Enum.GetValues<ContactKinds>()
                .Where(k => k != ContactKinds.None && contacts.HasFlag(k))
                .Select(k => JobWordsText.Find("contact" + k) ?? ""),
        ]);

    /// <summary>A sum as others may know it: its first two digits.</summary>
    public static Money Roughly(Money sum)
    {
        var unit = sum.Currency.MinorPerMajor;
        while (sum.Minor / unit >= 100)
        {
            unit *= 10;
        }
        return sum.Currency.Minor(sum.Minor / unit * unit);
    }
}
