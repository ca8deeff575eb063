using Metier.Ledger;
using Metier.Notifications;
using Metier.Platform;

namespace Metier.Contracts;

/// <summary>
/// Mails about changes of an hourly contract: the side that did not do it is told. The client of an unpaid week is told by the bill,
/// once and not per contract; a dispute of hours tells by itself.
/// </summary>
internal sealed class HourlyMails(ContractMail mail)
    : IHandle<HourlyTermsChanged>,
        IHandle<ContractPaused>,
        IHandle<ContractResumed>
{
    public async Task HandleAsync(HourlyTermsChanged happened, CancellationToken ct)
    {
        var contract = await mail.ContractAsync(happened.ContractId, ct);
        var sides = await mail.SidesAsync(happened.ClientId, happened.FreelancerId, ct);
        var net = await mail.NetAsync(
            contract.Fees,
            contract.Unit.Minor(happened.RateMinor ?? 0),
            sides,
            counted: false,
            ct
        );
        await mail.TellAsync(
            happened.By == Side.Client ? Side.Freelancer : Side.Client,
            "contract." + HourlyWords.Key(happened.Kind),
            happened.LineId,
            sides,
            _ => Write(happened, contract, sides, net),
            ct
        );
    }

    public async Task HandleAsync(ContractPaused happened, CancellationToken ct)
    {
        // A dispute of hours and payroll tell by themselves.
        if (happened.Cause is PauseCause.HoursDispute or PauseCause.Payroll)
        {
            return;
        }
        var contract = await mail.ContractAsync(happened.ContractId, ct);
        var sides = await mail.SidesAsync(happened.ClientId, happened.FreelancerId, ct);
        await mail.TellAsync(
            Side.Freelancer,
            "contract." + Pauses.Key("paused", happened.Cause),
            happened.LineId,
            sides,
            _ =>
                happened.Cause == PauseCause.Chargeback
                    ? Notice(
                        contract,
                        ContractMailText.PausedChargebackSubject(contract.Title),
                        ContractMailText.PausedChargebackBody(sides.Client)
                    )
                : happened.Cause == PauseCause.PastDue
                    ? Notice(
                        contract,
                        ContractMailText.PausedPastDueSubject(contract.Title),
                        ContractMailText.PausedPastDueBody(sides.Client)
                    )
                : Notice(
                    contract,
                    ContractMailText.PausedSubject(sides.Client, contract.Title),
                    ContractMailText.PausedBody
                ),
            ct
        );
    }

    public async Task HandleAsync(ContractResumed happened, CancellationToken ct)
    {
        if (happened.Cause is PauseCause.HoursDispute or PauseCause.Payroll)
        {
            return;
        }
        var contract = await mail.ContractAsync(happened.ContractId, ct);
        var sides = await mail.SidesAsync(happened.ClientId, happened.FreelancerId, ct);
        await mail.TellAsync(
            Side.Freelancer,
            "contract." + Pauses.Key("resumed", happened.Cause),
            happened.LineId,
            sides,
            _ =>
                Notice(
                    contract,
                    happened.Cause == PauseCause.Chargeback ? ContractMailText.ResumedChargebackSubject(contract.Title)
                        : happened.Cause == PauseCause.PastDue
                            ? ContractMailText.ResumedPastDueSubject(sides.Client, contract.Title)
                        : ContractMailText.ResumedSubject(sides.Client, contract.Title),
                    happened.StillPaused ? ContractMailText.StillPausedBody : ContractMailText.ResumedBody
                ),
            ct
        );
    }

    private static Notice Write(HourlyTermsChanged happened, Contract contract, MailSides sides, Money net)
    {
        var title = contract.Title;
        var unit = contract.Unit;
        var rate = unit.Minor(happened.RateMinor ?? 0);
        var hours = Formats.Hours(happened.WeeklyMinutes ?? 0);
        return happened.Kind switch
        {
            HourlyChange.RateRaised => Notice(
                contract,
                ContractMailText.RateRaisedSubject(sides.Client, Formats.Money(rate), title),
                ContractMailText.RateRaisedBody
            ) with
            {
                Amounts = ContractMail.Parts(ContractMailText.Rate, rate, net),
            },
            HourlyChange.RateLowered => Notice(
                contract,
                ContractMailText.RateLoweredSubject(sides.Freelancer, Formats.Money(rate), title),
                ContractMailText.RateLoweredBody
            ),
            HourlyChange.LimitRaised => Notice(
                contract,
                ContractMailText.LimitRaisedSubject(hours, title),
                ContractMailText.LimitRaisedBody
            ),
            HourlyChange.LimitLifted => Notice(
                contract,
                ContractMailText.LimitLiftedSubject(title),
                ContractMailText.LimitRaisedBody
            ),
            HourlyChange.LimitCut => Notice(
                contract,
                ContractMailText.LimitCutSubject(hours, title),
                ContractMailText.LimitCutBody
            ),
            HourlyChange.ManualAllowed => Notice(
                contract,
                ContractMailText.ManualAllowedSubject(title),
                ContractMailText.ManualAllowedBody(contract.Rules.ManualStepMinutes)
            ),
            _ => Notice(contract, ContractMailText.ManualForbiddenSubject(title), ContractMailText.ManualForbiddenBody),
        };
    }

    private static Notice Notice(Contract contract, string subject, string body) =>
        new(subject, [body], ContractMailText.OpenTerms, $"/go/contract-terms/{contract.Id}");
}
