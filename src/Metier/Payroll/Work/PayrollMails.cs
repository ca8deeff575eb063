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
        var mine = $"/go/contract-payroll/{id}";
        var theirs = $"/go/partner-contract/{id}";
        // Read again for each reader: the words are in their language.
        Notice Of(Func<Said, (string Subject, string Body)?> part, string path)
        {
            var (subject, body) = part(Words(happened.State, row, partner.Name, freelancer.Name))!.Value;
            return new(subject, [body], PayrollWordsText.MailOpen, path, Why: PayrollWordsText.MailWhy(partner.Name));
        }
        var told = Words(happened.State, row, partner.Name, freelancer.Name);
        var kind = $"payroll.{happened.State}";
        if (told.Partner is not null)
        {
            await notices.TellAsync(
                kind + ".partner",
                happened.Occurrence,
                people,
                _ => Of(s => s.Partner, theirs),
                ct
            );
        }
        if (told.Employee is not null)
        {
            await notices.TellAsync(
                kind + ".freelancer",
                happened.Occurrence,
                [row.FreelancerId],
                _ => Of(s => s.Employee, mine),
                ct
            );
        }
        if (told.Client is not null)
        {
            await notices.TellClientAsync(
                kind + ".client",
                happened.Occurrence,
                row.ClientId,
                _ => Of(s => s.Client, mine),
                ct
            );
        }
    }

    /// <summary>Subject and body for each of the three; null for who is not told.</summary>
    private sealed record Said(
        (string Subject, string Body)? Partner,
        (string Subject, string Body)? Employee,
        (string Subject, string Body)? Client
    );

    private static Said Words(PayrollState state, PayrollContract row, string partner, string person) =>
        state switch
        {
            PayrollState.Onboarding => new(
                (PayrollWordsText.MailNewSubject(person, row.Title), PayrollWordsText.MailNewPartner),
                (PayrollWordsText.MailListSubject(partner, row.Title), PayrollWordsText.MailListBody),
                null
            ),
            PayrollState.Active => new(
                null,
                (PayrollWordsText.MailReadySubject(row.Title), PayrollWordsText.MailReadyBody(partner)),
                (PayrollWordsText.MailReadySubject(row.Title), PayrollWordsText.MailReadyClient(person))
            ),
            PayrollState.Paused => new(
                null,
                (
                    PayrollWordsText.MailStoppedSubject(row.Title),
                    PayrollWordsText.MailStoppedBody(partner, row.PauseReason)
                ),
                (PayrollWordsText.MailStoppedSubject(row.Title), PayrollWordsText.MailStoppedClient(partner))
            ),
            _ => new((PayrollWordsText.MailEndedSubject(row.Title), PayrollWordsText.MailEndedBody), null, null),
        };

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
