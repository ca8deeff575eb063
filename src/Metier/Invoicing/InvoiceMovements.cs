using Metier.Contracts;
using Metier.Diary;
using Metier.Payments;
using Metier.Platform;
using Microsoft.EntityFrameworkCore;

namespace Metier.Invoicing;

/// <summary>A charge makes the operator's invoice to the client.</summary>
internal sealed class InvoiceCharges(InvoiceDrafts drafts, IssueInvoice issue) : IHandle<ChargeSettled>
{
    public async Task HandleAsync(ChargeSettled happened, CancellationToken ct)
    {
        if (happened.PurposeKind == WeekCharges.Kind)
        {
            return;
        }
        var p = await drafts.PartiesAsync(
            happened.ClientId,
            happened.FreelancerId,
            happened.ContractId,
            happened.SubjectId,
            ct
        );
        var held = happened.PurposeKind != ContractPurposes.Bonus;
        await issue.RunAsync([drafts.Charge(p, $"charge:{happened.ChargeId:N}", happened, held)], ct);
    }
}

/// <summary>A release or a bonus makes the freelancer's invoice to the client, and the operator's to the freelancer.</summary>
internal sealed class InvoiceEarnings(InvoiceDrafts drafts, IssueInvoice issue) : IHandle<EarningMade>
{
    public async Task HandleAsync(EarningMade happened, CancellationToken ct)
    {
        if (happened.PurposeKind == WeekCharges.Kind)
        {
            return;
        }
        var p = await drafts.PartiesAsync(
            happened.ClientId,
            happened.FreelancerId,
            happened.ContractId,
            happened.SubjectId,
            ct
        );
        var list = new List<InvoiceDraft>
        {
            drafts.Work(p, $"earning:{happened.EarningId:N}:work", happened.ContractId, happened.Gross),
        };
        if (happened.ServiceFee.Minor > 0)
        {
            list.Add(
                drafts.Commission(
                    p,
                    $"earning:{happened.EarningId:N}:commission",
                    happened.ContractId,
                    happened.ServiceFee
                )
            );
        }
        await issue.RunAsync(list, ct);
    }
}

/// <summary>Held money that goes back takes its share of the payment fee with it: a credit note.</summary>
internal sealed class CreditRefunds(InvoiceDrafts drafts, IssueInvoice issue, MetierDb db) : IHandle<EscrowRefunded>
{
    public async Task HandleAsync(EscrowRefunded happened, CancellationToken ct)
    {
        if (happened.ProcessingFee.Minor <= 0 || happened.PurposeKind == WeekCharges.Kind)
        {
            return;
        }
        var p = await drafts.PartiesAsync(
            happened.ClientId,
            happened.FreelancerId,
            happened.ContractId,
            happened.MilestoneId,
            ct
        );
        var corrects = await Corrections.LatestAsync(db, happened.ContractId, InvoiceKind.Charge, ct);
        await issue.RunAsync(
            [
                drafts.Credit(
                    p,
                    $"refund:{happened.RefundId:N}:fee",
                    happened.ContractId,
                    happened.ProcessingFee,
                    InvoiceKind.Charge,
                    corrects
                ),
            ],
            ct
        );
    }
}

/// <summary>Money a freelancer gives back makes credit notes for the work, the commission and the payment fee.</summary>
internal sealed class CreditReturns(InvoiceDrafts drafts, IssueInvoice issue, MetierDb db) : IHandle<EarningsRefunded>
{
    public async Task HandleAsync(EarningsRefunded happened, CancellationToken ct)
    {
        var p = await drafts.PartiesAsync(
            happened.ClientId,
            happened.FreelancerId,
            happened.ContractId,
            happened.ContractId,
            ct
        );
        var list = new List<InvoiceDraft>();
        foreach (
            var (amount, kind, name) in new[]
            {
                (happened.Gross, InvoiceKind.Work, "work"),
                (happened.ServiceFee, InvoiceKind.Commission, "commission"),
                (happened.ProcessingFee, InvoiceKind.Charge, "fee"),
            }
        )
        {
            if (amount.Minor > 0)
            {
                var corrects = await Corrections.LatestAsync(db, happened.ContractId, kind, ct);
                list.Add(
                    drafts.Credit(
                        p,
                        $"return:{happened.RefundId:N}:{name}",
                        happened.ContractId,
                        amount,
                        kind,
                        corrects
                    )
                );
            }
        }
        await issue.RunAsync(list, ct);
    }
}

internal static class Corrections
{
    /// <summary>The number of the document a credit note refers to: the latest of its kind on the contract.</summary>
    public static Task<string?> LatestAsync(MetierDb db, Guid contractId, InvoiceKind kind, CancellationToken ct) =>
        db
            .Invoices.Where(i => i.ContractId == contractId && i.Kind == kind)
            .OrderByDescending(i => i.IssuedAt)
            .Select(i => (string?)i.Number)
            .FirstOrDefaultAsync(ct);
}
