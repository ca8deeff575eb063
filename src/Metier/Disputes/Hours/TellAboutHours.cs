using Metier.Contracts;
using Metier.Ledger;
using Metier.Members;
using Metier.Notifications;
using Metier.Payments;
using Metier.Platform;
using Metier.Rooms;
using Microsoft.Extensions.DependencyInjection;

namespace Metier.Disputes;

/// <summary>Tells both sides, in mails and in the contract's room, what happens with disputed hours, and what silence would do.</summary>
internal sealed class TellAboutHours(Notices notices, RoomWriter writer)
    : IHandle<HoursDisputed>,
        IHandle<HoursContested>,
        IHandle<HoursSettled>,
        IHandle<HoursEvidenceAdded>
{
    public async Task HandleAsync(HoursDisputed happened, CancellationToken ct)
    {
        await notices.TellAsync(
            "hours_dispute.opened.freelancer",
            happened.DisputeId,
            [happened.FreelancerId],
            _ => new Notice(
                HourDisputeMailText.OpenedSubject(Week(happened.Monday, happened.Minutes), happened.Title),
                [
                    HourDisputeMailText.OpenedText(Formats.Money(happened.Held)),
                    HourDisputeMailText.OpenedUntil(TellAboutDisputes.When(happened.AnswerUntil)),
                ],
                HourDisputeMailText.Answer,
                Path(happened.DisputeId)
            ),
            ct
        );
        await notices.TellClientAsync(
            "hours_dispute.opened.client",
            happened.DisputeId,
            happened.ClientId,
            _ => new Notice(
                HourDisputeMailText.OpenedSubject(Week(happened.Monday, happened.Minutes), happened.Title),
                [HourDisputeMailText.OpenedClient(TellAboutDisputes.When(happened.AnswerUntil))],
                HourDisputeMailText.Look,
                Path(happened.DisputeId)
            ),
            ct
        );
        await RoomAsync(
            happened.ContractId,
            happened.ClientId,
            happened.FreelancerId,
            Uuid5.Of(happened.DisputeId, "room/opened"),
            new RoomEvent(
                "hours_disputed",
                happened.DisputeId,
                Monday(happened.Monday),
                happened.Minutes,
                happened.Held.Minor,
                happened.Held.Currency.Code
            ),
            happened.MemberId,
            ct
        );
    }

    public async Task HandleAsync(HoursContested happened, CancellationToken ct)
    {
        Notice Write() =>
            new(
                HourDisputeMailText.ContestedSubject(Week(happened.Monday, happened.Minutes), happened.Title),
                [
                    happened.Silent ? HourDisputeMailText.ContestedSilent : HourDisputeMailText.ContestedText,
                    HourDisputeMailText.RulingUntil(TellAboutDisputes.When(happened.RulingUntil)),
                ],
                HourDisputeMailText.Look,
                Path(happened.DisputeId)
            );
        await notices.TellClientAsync(
            "hours_dispute.contested.client",
            happened.DisputeId,
            happened.ClientId,
            _ => Write(),
            ct
        );
        await notices.TellAsync(
            "hours_dispute.contested.freelancer",
            happened.DisputeId,
            [happened.FreelancerId],
            _ => Write(),
            ct
        );
        await RoomAsync(
            happened.ContractId,
            happened.ClientId,
            happened.FreelancerId,
            Uuid5.Of(happened.DisputeId, "room/contested"),
            new RoomEvent("hours_contested", happened.DisputeId, Monday(happened.Monday), happened.Minutes),
            happened.MemberId,
            ct
        );
    }

    public async Task HandleAsync(HoursSettled happened, CancellationToken ct)
    {
        Notice Write() =>
            new(
                HourDisputeMailText.SettledSubject(Day(happened.Monday), happened.Title),
                [HourDisputeStateText.Find("outcome" + happened.Outcome) ?? ""],
                HourDisputeMailText.Look,
                Path(happened.DisputeId),
                [
                    (DisputeMailText.ToFreelancer, Formats.Money(happened.ToFreelancer)),
                    (DisputeMailText.ToClient, Formats.Money(happened.ToClient)),
                ]
            );
        await notices.TellClientAsync(
            "hours_dispute.settled.client",
            happened.DisputeId,
            happened.ClientId,
            _ => Write(),
            ct
        );
        await notices.TellAsync(
            "hours_dispute.settled.freelancer",
            happened.DisputeId,
            [happened.FreelancerId],
            _ => Write(),
            ct
        );
        await RoomAsync(
            happened.ContractId,
            happened.ClientId,
            happened.FreelancerId,
            Uuid5.Of(happened.DisputeId, "room/settled"),
            new RoomEvent(
                "hours_settled",
                happened.DisputeId,
                Monday(happened.Monday),
                null,
                happened.ToClient.Minor,
                happened.ToClient.Currency.Code
            ),
            happened.MemberId,
            ct
        );
    }

    public Task HandleAsync(HoursEvidenceAdded happened, CancellationToken ct)
    {
        Notice Write() =>
            new(
                HourDisputeMailText.EvidenceSubject(Week(happened.Monday, happened.Minutes), happened.Title),
                [HourDisputeMailText.EvidenceText],
                HourDisputeMailText.Look,
                Path(happened.DisputeId)
            );
        const string kind = "hours_dispute.evidence";
        return happened.By == Side.Client
            ? notices.TellAsync(kind, happened.EntryId, [happened.FreelancerId], _ => Write(), ct)
            : notices.TellClientAsync(kind, happened.EntryId, happened.ClientId, _ => Write(), ct);
    }

    internal static string Week(DateOnly monday, int minutes) => PaymentWords.Week(monday, minutes);

    private static string Day(DateOnly monday) => monday.ToString("d MMMM", Languages.Culture(Languages.Current));

    private static string Monday(DateOnly monday) =>
        monday.ToString("yyyy-MM-dd", System.Globalization.CultureInfo.InvariantCulture);

    private static string Path(Guid id) => $"/go/hours-dispute/{id}";

    private Task RoomAsync(
        Guid contractId,
        Guid clientId,
        Guid freelancerId,
        Guid id,
        RoomEvent happened,
        Guid? by,
        CancellationToken ct
    ) => writer.TellAsync(ContractRoom.Of(contractId, clientId, freelancerId), id, happened, by, ct);
}

/// <summary>Tells those who rule that hours wait for them; nobody is asked about a contract of their own.</summary>
internal sealed class TellArbitersOfHours(Notices notices, MemberViews members) : IHandle<HoursContested>
{
    public async Task HandleAsync(HoursContested happened, CancellationToken ct)
    {
        var team = await members.TeamOfAsync(happened.ClientId, ct);
        var arbiters = await members.StaffAsync(
            StaffRoles.Arbiter,
            [happened.FreelancerId, .. team.Select(m => m.Id)],
            ct
        );
        await notices.TellAsync(
            "hours_dispute.contested.arbiter",
            happened.DisputeId,
            [.. arbiters.Select(a => a.Id)],
            _ => new Notice(
                HourDisputeMailText.ArbiterSubject(TellAboutHours.Week(happened.Monday, happened.Minutes)),
                [
                    HourDisputeMailText.ArbiterText,
                    HourDisputeMailText.RulingUntil(TellAboutDisputes.When(happened.RulingUntil)),
                ],
                DisputeMailText.ArbiterButton,
                $"/go/admin-hours-dispute/{happened.DisputeId}",
                Why: DisputeMailText.ArbiterWhy
            ),
            ct
        );
    }
}

/// <summary>Registers what disputes of hours need.</summary>
internal static class HourDisputeServices
{
    public static void Add(IServiceCollection services)
    {
        services.AddScoped<HourDisputeAccess>();
        services.AddScoped<HourDisputeRecord>();
        services.AddScoped<HourDisputeViews>();
        services.AddScoped<OpenHourDispute>();
        services.AddScoped<AnswerHourDispute>();
        services.AddScoped<CancelHourDispute>();
        services.AddScoped<RuleHourDispute>();
        services.AddScoped<HourEvidence>();
        services.AddScoped<AddHourEvidence>();
        services.AddChore<HourDisputeDeadlines>();
        services.AddHandler<HoursDisputed, TellAboutHours>();
        services.AddHandler<HoursContested, TellAboutHours>();
        services.AddHandler<HoursContested, TellArbitersOfHours>();
        services.AddHandler<HoursSettled, TellAboutHours>();
        services.AddHandler<HoursEvidenceAdded, TellAboutHours>();
    }
}
