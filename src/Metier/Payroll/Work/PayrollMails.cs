using Metier.Diary;
using Metier.Ledger;
using Metier.Members;
using Metier.Notifications;
using Metier.Payments;
using Metier.Platform;
using Microsoft.EntityFrameworkCore;

namespace Metier.Payroll;

/// <summary>Who is told what about a contract that a partner runs: the list waits, hours can be logged, the work was stopped, a week was charged.</summary>
internal sealed class PayrollMails(MetierDb db, Notices notices, MemberViews members, MoneyViews money)
    : IHandle<PayrollMoved>,
        IHandle<PartnerWeekBilled>
{
    public async Task HandleAsync(PayrollMoved happened, CancellationToken ct)
    {
        var id = happened.ContractId;
        var row = await db.PayrollContracts.AsNoTracking().SingleAsync(c => c.ContractId == id, ct);
        var partner = await db.StaffingPartners.AsNoTracking().SingleAsync(p => p.Id == row.PartnerId, ct);
        var people = await db
            .PartnerMembers.Where(m => m.PartnerId == row.PartnerId)
            .Select(m => m.MemberId)
            .ToListAsync(ct);
        var freelancer = (await members.MembersAsync([row.FreelancerId], ct))[row.FreelancerId];
        Notice Of(string subject, string body, string path) =>
            new(subject, [body], PayrollWordsText.MailOpen, path, Why: PayrollWordsText.MailWhy(partner.Name));
        var mine = $"/go/contract-payroll/{id}";
        var theirs = $"/go/partner-contract/{id}";
        switch (happened.State)
        {
            case PayrollState.Onboarding:
                await TellAsync(
                    "partner",
                    people,
                    _ =>
                        Of(
                            PayrollWordsText.MailNewSubject(freelancer.Name, row.Title),
                            PayrollWordsText.MailNewPartner,
                            theirs
                        )
                );
                await TellAsync(
                    "freelancer",
                    [row.FreelancerId],
                    _ =>
                        Of(
                            PayrollWordsText.MailListSubject(partner.Name, row.Title),
                            PayrollWordsText.MailListBody,
                            mine
                        )
                );
                break;
            case PayrollState.Active:
                await TellAsync(
                    "freelancer",
                    [row.FreelancerId],
                    _ =>
                        Of(
                            PayrollWordsText.MailReadySubject(row.Title),
                            PayrollWordsText.MailReadyBody(partner.Name),
                            mine
                        )
                );
                await notices.TellClientAsync(
                    "payroll.Active.client",
                    happened.Occurrence,
                    row.ClientId,
                    _ =>
                        Of(
                            PayrollWordsText.MailReadySubject(row.Title),
                            PayrollWordsText.MailReadyClient(freelancer.Name),
                            mine
                        ),
                    ct
                );
                break;
            case PayrollState.Paused:
                await TellAsync(
                    "freelancer",
                    [row.FreelancerId],
                    _ =>
                        Of(
                            PayrollWordsText.MailStoppedSubject(row.Title),
                            PayrollWordsText.MailStoppedBody(partner.Name, row.PauseReason),
                            mine
                        )
                );
                await notices.TellClientAsync(
                    "payroll.Paused.client",
                    happened.Occurrence,
                    row.ClientId,
                    _ =>
                        Of(
                            PayrollWordsText.MailStoppedSubject(row.Title),
                            PayrollWordsText.MailStoppedClient(partner.Name),
                            mine
                        ),
                    ct
                );
                break;
            default:
                await TellAsync(
                    "partner",
                    people,
                    _ => Of(PayrollWordsText.MailEndedSubject(row.Title), PayrollWordsText.MailEndedBody, theirs)
                );
                break;
        }

        Task TellAsync(string whom, IReadOnlyCollection<Guid> ids, Func<MemberCard, Notice> write) =>
            notices.TellAsync($"payroll.{happened.State}.{whom}", happened.Occurrence, ids, write, ct);
    }

    public async Task HandleAsync(PartnerWeekBilled happened, CancellationToken ct)
    {
        var card = (await money.PaymentMethodsAsync(happened.ClientId, ct)).FirstOrDefault(m =>
            m.Id == happened.PaymentMethodId
        );
        await notices.TellClientAsync(
            "payroll.billed",
            happened.WeekId,
            happened.ClientId,
            _ =>
                new(
                    PayrollWordsText.MailBilledSubject(
                        PaymentWords.Week(happened.Monday, happened.Minutes),
                        happened.Title
                    ),
                    [PayrollWordsText.MailBilledBody(card?.Label ?? "–")],
                    PayrollWordsText.MailOpen,
                    $"/go/week/{happened.WeekId}",
                    [
                        (PayrollWordsText.MailBilledWork, Formats.Money(happened.Amount)),
                        (PayrollWordsText.MailBilledFee, Formats.Money(happened.ProcessingFee)),
                        (PayrollWordsText.MailBilledTotal, Formats.Money(happened.Amount + happened.ProcessingFee)),
                    ]
                ),
            ct
        );
    }
}
