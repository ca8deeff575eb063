using Metier.Diary;
using Metier.Ledger;
using Metier.Payments;
using Metier.Platform;

namespace Metier.Invoicing;

/// <summary>
/// A week of hours is invoiced when it is charged: the operator's fee to the client, the freelancer's hours by rate to the client, and
/// the operator's commission to the freelancer. Its release makes no document any more.
/// </summary>
internal sealed class InvoiceWeeks(InvoiceDrafts drafts, IssueInvoice issue, WeekViews weeks) : IHandle<ChargeSettled>
{
    public async Task HandleAsync(ChargeSettled happened, CancellationToken ct)
    {
        if (happened.PurposeKind != WeekCharges.Kind || await weeks.GetAsync(happened.SubjectId, ct) is not { } week)
        {
            return;
        }
        var p = await WeekParties.OfAsync(drafts, week, ct);
        var list = new List<InvoiceDraft>
        {
            drafts.Charge(p.ForClient, $"charge:{happened.ChargeId:N}", happened, held: true),
        };
        if (week.PartnerId is not null)
        {
            // The work is invoiced by the partner that employs the person.
            await issue.RunAsync(list, ct);
            return;
        }
        list.Add(
            drafts.Work(
                p.ForClient,
                $"week:{week.Id:N}:work",
                happened.ContractId,
                happened.Amount,
                Lines(week, p),
                (week.Monday, week.Monday.AddDays(6))
            )
        );
        if (happened.ServiceFee.Minor > 0)
        {
            list.Add(
                drafts.Commission(
                    p.ForFreelancer,
                    $"week:{week.Id:N}:commission",
                    happened.ContractId,
                    happened.ServiceFee
                )
            );
        }
        await issue.RunAsync(list, ct);
    }

    /// <summary>One line for each rate; together exactly the amount.</summary>
    private static List<InvoiceLine> Lines(DiaryWeek week, WeekParties p)
    {
        using var language = new InLanguage(p.ForClient.ClientLanguage);
        var amounts = week.RateAmounts;
        return
        [
            .. week.Rates.Select(
                (r, i) =>
                    new InvoiceLine(
                        InvoiceText.LineHours(
                            p.ForClient.Subject ?? week.Title,
                            Formats.Hours(r.Minutes),
                            Formats.Money(week.Unit.Minor(r.RateMinor))
                        ),
                        amounts[i].Minor
                    )
                    {
                        Minutes = r.Minutes,
                    }
            ),
        ];
    }
}

/// <summary>Hours that go back before their release make credit notes for the work, the commission and the payment fee.</summary>
internal sealed class CreditWeeks(InvoiceDrafts drafts, IssueInvoice issue, WeekViews weeks, Corrections corrections)
    : IHandle<EscrowRefunded>
{
    public async Task HandleAsync(EscrowRefunded happened, CancellationToken ct)
    {
        if (happened.PurposeKind != WeekCharges.Kind || await weeks.GetAsync(happened.MilestoneId, ct) is not { } week)
        {
            return;
        }
        var p = await WeekParties.OfAsync(drafts, week, ct);
        var service = happened.Amount.Currency.Minor(happened.ServiceFeeMinor);
        var list = new List<InvoiceDraft>();
        foreach (
            var (to, kind, amount, name) in new[]
            {
                (p.ForClient, InvoiceKind.Work, happened.Amount, "work"),
                (p.ForFreelancer, InvoiceKind.Commission, service, "commission"),
                (p.ForClient, InvoiceKind.Charge, happened.ProcessingFee, "fee"),
            }
        )
        {
            var key = $"refund:{happened.RefundId:N}:{name}";
            list.AddRange(await corrections.DraftAsync(to, key, happened.ContractId, amount, kind, ct));
        }
        await issue.RunAsync(list, ct);
    }
}

/// <summary>The parties of a week, its name in the language of each.</summary>
internal sealed record WeekParties(InvoiceParties ForClient, InvoiceParties ForFreelancer)
{
    public static async Task<WeekParties> OfAsync(InvoiceDrafts drafts, DiaryWeek week, CancellationToken ct)
    {
        var p = await drafts.PartiesAsync(week.ClientId, week.FreelancerId, week.ContractId, week.Id, ct);
        return new WeekParties(In(p.ClientLanguage), In(p.Freelancer.Language));

        InvoiceParties In(string language)
        {
            using var reading = new InLanguage(language);
            return p with { Subject = PaymentWords.Week(week.Monday, week.BilledMinutes) };
        }
    }
}
