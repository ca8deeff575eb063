using Metier.Jobs;
using Metier.Platform;
using Metier.Proposals;
using Metier.Web.Shell;

namespace Metier.Web.Proposals;

/// <summary>Facts of jobs and proposals as short phrases.</summary>
internal static class JobWords
{
    /// <summary>"Fixed price · budget €4,500", "By the hour · €30 to €45".</summary>
    public static string Price(JobView job) =>
        job.Payment switch
        {
            JobPayment.Hourly when job is { PriceMin: { } min, PriceMax: { } max } => ProposalsText.HourlyRange(
                Formats.Rate(min),
                Formats.Rate(max)
            ),
            JobPayment.Hourly => ProposalsText.ByTheHour,
            _ when job.PriceMax is { } budget => ProposalsText.FixedBudget(Formats.Rate(budget)),
            _ => ProposalsText.FixedPrice,
        };

    /// <summary>"10 weeks"; null while it is not said.</summary>
    public static string? Duration(ProposalView proposal) =>
        proposal.DurationCount is not { } count
            ? null
            : proposal.DurationUnit switch
            {
                DurationUnit.Days => ProposalsText.Days(count),
                DurationUnit.Weeks => ProposalsText.Weeks(count),
                _ => ProposalsText.Months(count),
            };

    /// <summary>"€3,800.00" or "€45.00/hr".</summary>
    public static string Price(ProposalView proposal) =>
        proposal.Amount is not { } amount ? ""
        : proposal.Hourly ? Formats.Money(amount) + ShellText.PerHour
        : Formats.Money(amount);

    public static Tone Tone(ProposalState state) =>
        state switch
        {
            ProposalState.Sent => Shell.Tone.Info,
            ProposalState.Offered => Shell.Tone.Warn,
            ProposalState.Hired => Shell.Tone.Ok,
            _ => Shell.Tone.Plain,
        };

    /// <summary>The ways of contact that were found, in words.</summary>
    public static string Contacts(ContactKinds kinds) =>
        Formats.List([
            .. new[]
            {
                (ContactKinds.Email, ProposalsText.ContactEmail),
                (ContactKinds.Phone, ProposalsText.ContactPhone),
                (ContactKinds.Messenger, ProposalsText.ContactMessenger),
            }
                .Where(k => kinds.HasFlag(k.Item1))
                .Select(k => k.Item2),
        ]);
}
