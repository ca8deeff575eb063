using Metier.Contracts;
using Metier.Diary;
using Metier.Payments;
using Metier.Platform;

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
internal sealed class CreditRefunds(InvoiceDrafts drafts, IssueInvoice issue, Corrections corrections)
    : IHandle<EscrowRefunded>
{
    public async Task HandleAsync(EscrowRefunded happened, CancellationToken ct)
    {
        if (happened.ProcessingFee.Minor <= 0 || happened.PurposeKind == WeekCharges.Kind)
        {
            return;
        }
        var (contract, fee) = (happened.ContractId, happened.ProcessingFee);
        var p = await drafts.PartiesAsync(happened.ClientId, happened.FreelancerId, contract, happened.MilestoneId, ct);
        var key = $"refund:{happened.RefundId:N}:fee";
        await issue.RunAsync(await corrections.DraftAsync(p, key, contract, fee, InvoiceKind.Charge, ct), ct);
    }
}

/// <summary>Money a freelancer gives back makes credit notes for the work, the commission and the payment fee.</summary>
internal sealed class CreditReturns(InvoiceDrafts drafts, IssueInvoice issue, Corrections corrections)
    : IHandle<EarningsRefunded>
{
    public async Task HandleAsync(EarningsRefunded happened, CancellationToken ct)
    {
        var contract = happened.ContractId;
        var p = await drafts.PartiesAsync(happened.ClientId, happened.FreelancerId, contract, contract, ct);
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
            var key = $"return:{happened.RefundId:N}:{name}";
            list.AddRange(await corrections.DraftAsync(p, key, contract, amount, kind, ct));
        }
        await issue.RunAsync(list, ct);
    }
}
