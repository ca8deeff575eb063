using Metier.Contracts;
using Metier.Ledger;
using Metier.Members;
using Metier.Notifications;
using Metier.Platform;

namespace Metier.Disputes;

/// <summary>Tells both sides what happened in a dispute, and what silence would do.</summary>
internal sealed class TellAboutDisputes(Notices notices)
    : IHandle<DisputeOpened>,
        IHandle<DisputeAnswered>,
        IHandle<SettlementOffered>,
        IHandle<DisputeAwaitsRuling>,
        IHandle<DisputeClosed>
{
    public Task HandleAsync(DisputeOpened happened, CancellationToken ct) =>
        notices.TellClientAsync(
            "dispute.opened",
            happened.DisputeId,
            happened.ClientId,
            _ => new Notice(
                DisputeMailText.OpenedSubject(happened.Title),
                [
                    DisputeMailText.OpenedText(Formats.Money(happened.Held)),
                    DisputeMailText.OpenedUntil(When(happened.AnswerUntil)),
                ],
                DisputeMailText.Answer,
                $"/go/dispute/{happened.DisputeId}"
            ),
            ct
        );

    public Task HandleAsync(DisputeAnswered happened, CancellationToken ct) =>
        OtherAsync(
            "dispute.answered",
            happened.EntryId,
            happened.By,
            happened.ClientId,
            happened.FreelancerId,
            _ => new Notice(
                DisputeMailText.AnsweredSubject(happened.Title),
                [DisputeMailText.AnsweredText],
                DisputeMailText.Look,
                $"/go/dispute/{happened.DisputeId}"
            ),
            ct
        );

    public Task HandleAsync(SettlementOffered happened, CancellationToken ct) =>
        OtherAsync(
            "dispute.offered",
            happened.OfferId,
            happened.By,
            happened.ClientId,
            happened.FreelancerId,
            _ => new Notice(
                DisputeMailText.OfferedSubject(happened.Title),
                [DisputeMailText.OfferedText(Formats.Money(happened.ToFreelancer))],
                DisputeMailText.Look,
                $"/go/dispute/{happened.DisputeId}"
            ),
            ct
        );

    public Task HandleAsync(DisputeAwaitsRuling happened, CancellationToken ct) =>
        BothAsync(
            "dispute.awaits_ruling",
            happened.DisputeId,
            happened.ClientId,
            happened.FreelancerId,
            _ => new Notice(
                DisputeMailText.RulingSubject(happened.Title),
                [DisputeMailText.RulingText, DisputeMailText.RulingUntil(When(happened.RulingUntil))],
                DisputeMailText.Look,
                $"/go/dispute/{happened.DisputeId}"
            ),
            ct
        );

    public Task HandleAsync(DisputeClosed happened, CancellationToken ct) =>
        BothAsync(
            "dispute.closed",
            happened.DisputeId,
            happened.ClientId,
            happened.FreelancerId,
            _ => new Notice(
                DisputeMailText.ClosedSubject(happened.Title),
                [DisputeStateText.Find("outcome" + happened.Outcome) ?? ""],
                DisputeMailText.Look,
                $"/go/dispute/{happened.DisputeId}",
                [
                    (DisputeMailText.ToFreelancer, Formats.Money(happened.ToFreelancer)),
                    (DisputeMailText.ToClient, Formats.Money(happened.ToClient)),
                ]
            ),
            ct
        );

    internal static string When(DateTime at) =>
        at.ToString("f", Languages.Culture(Languages.Current)) + Formats.Nbsp + "UTC";

    private Task OtherAsync(
        string kind,
        Guid about,
        Side by,
        Guid clientId,
        Guid freelancerId,
        Func<MemberCard, Notice> write,
        CancellationToken ct
    ) =>
        by == Side.Freelancer
            ? notices.TellClientAsync(kind, about, clientId, write, ct)
            : notices.TellAsync(kind, about, [freelancerId], write, ct);

    private async Task BothAsync(
        string kind,
        Guid about,
        Guid clientId,
        Guid freelancerId,
        Func<MemberCard, Notice> write,
        CancellationToken ct
    )
    {
        await notices.TellClientAsync(kind + ".client", about, clientId, write, ct);
        await notices.TellAsync(kind + ".freelancer", about, [freelancerId], write, ct);
    }
}

/// <summary>Tells those who rule that a dispute waits for them; nobody is asked about a contract of their own.</summary>
internal sealed class TellArbiters(Notices notices, MemberViews members) : IHandle<DisputeAwaitsRuling>
{
    public async Task HandleAsync(DisputeAwaitsRuling happened, CancellationToken ct)
    {
        var team = await members.TeamOfAsync(happened.ClientId, ct);
        var arbiters = await members.StaffAsync(
            StaffRoles.Arbiter,
            [happened.FreelancerId, .. team.Select(m => m.Id)],
            ct
        );
        await notices.TellAsync(
            "dispute.awaits_ruling.arbiter",
            happened.DisputeId,
            [.. arbiters.Select(a => a.Id)],
            _ => new Notice(
                DisputeMailText.ArbiterSubject(happened.Title),
                [
                    DisputeMailText.ArbiterText,
                    DisputeMailText.RulingUntil(TellAboutDisputes.When(happened.RulingUntil)),
                ],
                DisputeMailText.ArbiterButton,
                $"/go/admin-dispute/{happened.DisputeId}",
                Why: DisputeMailText.ArbiterWhy
            ),
            ct
        );
    }
}

/// <summary>Tells both sides that money was forgotten, who is to act, and what happens otherwise.</summary>
internal sealed class TellAboutDormancy(Notices notices) : IHandle<DormancyAdvanced>
{
    public async Task HandleAsync(DormancyAdvanced happened, CancellationToken ct)
    {
        var about = Uuid5.Of(happened.ContractId, $"{happened.IdleSince.Ticks}/{happened.Step}");
        Notice Write(bool client) =>
            new(
                happened.Step == DormancyStep.GivenBack
                    ? DisputeMailText.DormantOverSubject(happened.Title)
                    : DisputeMailText.DormantSubject(happened.Title),
                [Text(happened, client)],
                DisputeMailText.Look,
                happened.Step == DormancyStep.GivenBack
                    ? $"/go/contract/{happened.ContractId}"
                    : $"/go/dormant/{happened.ContractId}",
                [(DisputeMailText.SetAside, Formats.Money(happened.Held))]
            );
        await notices.TellClientAsync("dormant.client", about, happened.ClientId, _ => Write(client: true), ct);
        await notices.TellAsync("dormant.freelancer", about, [happened.FreelancerId], _ => Write(client: false), ct);
    }

    private static string Text(DormancyAdvanced happened, bool client)
    {
        var until = happened.Until is { } at
            ? at.ToString("f", Languages.Culture(Languages.Current)) + Formats.Nbsp + "UTC"
            : "";
        return happened.Step switch
        {
            DormancyStep.NoticedOnce or DormancyStep.NoticedTwice => DisputeMailText.DormantNotice,
            DormancyStep.ClientToAct => client
                ? DisputeMailText.DormantClientAct(until)
                : DisputeMailText.DormantClientWait(until),
            DormancyStep.FreelancerToAct => client
                ? DisputeMailText.DormantFreelancerWait(until)
                : DisputeMailText.DormantFreelancerAct(until),
            _ => DisputeMailText.DormantOver,
        };
    }
}
