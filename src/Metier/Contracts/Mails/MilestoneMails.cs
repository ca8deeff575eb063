using Metier.Ledger;
using Metier.Members;
using Metier.Notifications;
using Metier.Platform;
using Microsoft.EntityFrameworkCore;

namespace Metier.Contracts;

/// <summary>Mails about milestones: whoever did not do it is told, and whoever has to act next.</summary>
internal sealed class MilestoneMails(MetierDb db, ContractMail mail)
    : IHandle<MilestoneMoved>,
        IHandle<MilestoneReleased>
{
    private sealed record Scene(Contract Contract, Milestone Milestone, MailSides Sides, string Words)
    {
        public string Path => $"/go/milestones/{Contract.Id}?m={Milestone.Number}";

        public string Held => Formats.Money(Contract.Unit.Minor(Milestone.HeldMinor));

        public Notice Notice(string subject, params string[] paragraphs) =>
            new(subject, [.. paragraphs, .. OfferMails.Quoted(Words)], ContractMailText.OpenMilestone, Path);
    }

    public async Task HandleAsync(MilestoneMoved happened, CancellationToken ct)
    {
        if (To(happened) is not { Length: > 0 } told)
        {
            return;
        }
        var scene = await SceneAsync(
            happened.ContractId,
            happened.MilestoneId,
            happened.ClientId,
            happened.FreelancerId,
            happened.LineId,
            ct
        );
        foreach (var side in told)
        {
            await mail.TellAsync(
                side,
                "milestone." + happened.Kind,
                happened.LineId,
                scene.Sides,
                person => Write(scene, happened, side, person),
                ct
            );
        }
    }

    public async Task HandleAsync(MilestoneReleased happened, CancellationToken ct)
    {
        var scene = await SceneAsync(
            happened.ContractId,
            happened.MilestoneId,
            happened.ClientId,
            happened.FreelancerId,
            Guid.Empty,
            ct
        );
        var rules = scene.Contract.Rules;
        var amount = happened.Gross;
        await mail.TellAsync(
            Side.Freelancer,
            "milestone.released",
            happened.Occurrence,
            scene.Sides,
            _ =>
                scene.Notice(
                    ContractMailText.ReleasedSubject(Formats.Money(amount), scene.Milestone.Title),
                    happened.BySilence
                        ? ContractMailText.ReleasedBySilence(rules.AutoApproveDays)
                        : ContractMailText.ReleasedByClient(scene.Sides.Client),
                    ContractMailText.Withdrawable(rules.SecurityDays)
                ) with
                {
                    Amounts = ContractMail.Parts(ContractMailText.Released, amount, happened.Net),
                },
            ct
        );
        if (happened.BySilence)
        {
            await mail.TellAsync(
                Side.Client,
                "milestone.released",
                happened.Occurrence,
                scene.Sides,
                _ =>
                    scene.Notice(
                        ContractMailText.ReleasedSubject(Formats.Money(amount), scene.Milestone.Title),
                        ContractMailText.ReleasedBySilence(rules.AutoApproveDays),
                        ContractMailText.ReleasedTo(scene.Sides.Freelancer)
                    ),
                ct
            );
        }
    }

    /// <summary>Who is told of this line of the history; releases are told by themselves, with their parts.</summary>
    private static Side[] To(MilestoneMoved happened) =>
        happened.Kind switch
        {
            "proposed" or "agreed" when happened.By is { } by => [Other(by)],
            "funded" or "changes_requested" or "refund_requested" or "received" => [Side.Freelancer],
            "payment_failed" or "submitted" => [Side.Client],
            "refunded" when happened.By == Side.Freelancer => [Side.Client],
            "refunded" when happened.By is null => [Side.Client, Side.Freelancer],
            _ => [],
        };

    private static Side Other(Side side) => side == Side.Client ? Side.Freelancer : Side.Client;

    private static Notice Write(Scene scene, MilestoneMoved happened, Side side, MemberCard person)
    {
        var (sides, rules, title) = (scene.Sides, scene.Contract.Rules, scene.Milestone.Title);
        var amount = Formats.Money(happened.Amount);
        var other = sides.Name(Other(side));
        return happened.Kind switch
        {
            "proposed" => scene.Notice(
                ContractMailText.ProposedSubject(other, title),
                ContractMailText.ProposedBody(scene.Contract.Title, amount)
            ),
            "agreed" => scene.Notice(
                ContractMailText.AgreedSubject(other, title),
                side == Side.Client ? ContractMailText.AgreedClient(amount) : ContractMailText.AgreedFreelancer
            ),
            "funded" => scene.Notice(
                ContractMailText.FundedSubject(amount, title),
                ContractMailText.FundedBody(rules.AutoApproveDays)
            ),
            "payment_failed" => scene.Notice(
                ContractMailText.PaymentFailedSubject(title),
                ContractMailText.PaymentFailedBody(amount)
            ),
            "submitted" => scene.Notice(
                ContractMailText.SubmittedSubject(sides.Freelancer, title),
                scene.Milestone.AutoReleaseAt is { } at
                    ? ContractMailText.SubmittedBody(scene.Held, ContractMail.Day(at, person))
                    : ContractMailText.SubmittedLook
            ),
            "changes_requested" => scene.Notice(
                ContractMailText.ChangesSubject(sides.Client, title),
                ContractMailText.ChangesBody(rules.AutoApproveDays)
            ),
            "received" => scene.Notice(
                ContractMailText.MovedSubject(amount, title),
                scene.Milestone.MissingMinor > 0
                    ? ContractMailText.MovedMissing(
                        Formats.Money(scene.Contract.Unit.Minor(scene.Milestone.MissingMinor))
                    )
                    : ContractMailText.MovedBody
            ),
            "refund_requested" => scene.Notice(
                ContractMailText.RefundAskedSubject(sides.Client, amount),
                scene.Milestone.RefundAt is { } until
                    ? ContractMailText.RefundAskedBody(title, ContractMail.Day(until, person))
                    : ContractMailText.RefundAskedClosed(title)
            ),
            _ => scene.Notice(
                ContractMailText.RefundedSubject(amount, title),
                happened.By == Side.Freelancer
                    ? ContractMailText.RefundedByFreelancer(sides.Freelancer)
                    : ContractMailText.RefundedBySilence(rules.RefundRequestDays, sides.Client)
            ),
        };
    }

    private async Task<Scene> SceneAsync(
        Guid contractId,
        Guid milestoneId,
        Guid clientId,
        Guid freelancerId,
        Guid occurrence,
        CancellationToken ct
    )
    {
        var contract = await mail.ContractAsync(contractId, ct);
        var milestone = await db.Milestones.AsNoTracking().SingleAsync(m => m.Id == milestoneId, ct);
        var words = await db
            .ContractEvents.AsNoTracking()
            .Where(e => e.Id == occurrence)
            .Select(e => e.Text)
            .SingleOrDefaultAsync(ct);
        return new(contract, milestone, await mail.SidesAsync(clientId, freelancerId, ct), words ?? "");
    }
}
