using Metier.Ledger;
using Metier.Notifications;
using Metier.Payments;
using Metier.Platform;

namespace Metier.Contracts;

/// <summary>Mails about a contract as a whole: begun, ended, a bonus, paid money given back.</summary>
internal sealed class ContractMails(ContractMail mail)
    : IHandle<ContractStarted>,
        IHandle<ContractEnded>,
        IHandle<BonusPaid>,
        IHandle<EarningsRefunded>
{
    public async Task HandleAsync(ContractStarted happened, CancellationToken ct)
    {
        var contract = await mail.ContractAsync(happened.ContractId, ct);
        var hourly = contract.Kind == ContractKind.Hourly;
        var sides = await mail.SidesAsync(happened.ClientId, happened.FreelancerId, ct);
        await mail.TellAsync(
            Side.Client,
            "contract.started",
            contract.Id,
            sides,
            _ =>
                new(
                    ContractMailText.AcceptedSubject(sides.Freelancer, contract.Title),
                    [hourly ? ContractMailText.AcceptedHourly : ContractMailText.AcceptedBody],
                    hourly ? ContractMailText.OpenContract : ContractMailText.OpenMilestones,
                    hourly ? Path(contract.Id) : $"/go/milestones/{contract.Id}"
                ),
            ct
        );
        await mail.TellAsync(
            Side.Freelancer,
            "contract.started",
            contract.Id,
            sides,
            _ =>
                new(
                    ContractMailText.StartedSubject(sides.Client, contract.Title),
                    [hourly ? ContractMailText.StartedHourly : ContractMailText.StartedBody],
                    ContractMailText.OpenContract,
                    Path(contract.Id)
                ),
            ct
        );
    }

    public async Task HandleAsync(ContractEnded happened, CancellationToken ct)
    {
        var contract = await mail.ContractAsync(happened.ContractId, ct);
        var sides = await mail.SidesAsync(happened.ClientId, happened.FreelancerId, ct);
        var paid = contract.Unit.Minor(happened.PaidMinor);
        foreach (var side in (Side[])[Side.Client, Side.Freelancer])
        {
            await mail.TellAsync(
                side,
                "contract.ended",
                contract.Id,
                sides,
                _ =>
                    new(
                        ContractMailText.EndedSubject(contract.Title),
                        [
                            contract.Kind == ContractKind.Hourly
                                ? ContractMailText.EndedHourly(sides.Name(happened.By))
                                : ContractMailText.EndedBody(sides.Name(happened.By), Formats.Money(paid)),
                            .. OfferMails.Quoted(happened.By == side ? null : contract.EndReason),
                        ],
                        ContractMailText.OpenContract,
                        Path(contract.Id)
                    ),
                ct
            );
        }
    }

    public async Task HandleAsync(BonusPaid happened, CancellationToken ct)
    {
        var contract = await mail.ContractAsync(happened.ContractId, ct);
        var sides = await mail.SidesAsync(happened.ClientId, happened.FreelancerId, ct);
        var net = await mail.NetAsync(contract.Fees, happened.Amount, sides, counted: true, ct);
        await mail.TellAsync(
            Side.Freelancer,
            "bonus.paid",
            happened.BonusId,
            sides,
            _ =>
                new(
                    ContractMailText.BonusSubject(sides.Client, Formats.Money(happened.Amount)),
                    [ContractMailText.BonusBody(contract.Rules.SecurityDays, contract.Title)],
                    ContractMailText.OpenContract,
                    Path(contract.Id),
                    ContractMail.Parts(ContractMailText.Bonus, happened.Amount, net)
                ),
            ct
        );
    }

    public async Task HandleAsync(EarningsRefunded happened, CancellationToken ct)
    {
        // What a bank took nobody has given: the chargeback tells by itself.
        if (happened.ByBank)
        {
            return;
        }
        var contract = await mail.ContractAsync(happened.ContractId, ct);
        var sides = await mail.SidesAsync(happened.ClientId, happened.FreelancerId, ct);
        await mail.TellAsync(
            Side.Client,
            "contract.given_back",
            happened.RefundId,
            sides,
            _ =>
                new(
                    ContractMailText.GivenBackSubject(sides.Freelancer, Formats.Money(happened.Gross)),
                    [ContractMailText.GivenBackBody(contract.Title)],
                    ContractMailText.OpenContract,
                    Path(contract.Id)
                ),
            ct
        );
    }

    private static string Path(Guid contractId) => $"/go/contract/{contractId}";
}
