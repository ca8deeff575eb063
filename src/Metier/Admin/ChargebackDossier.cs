using Metier.Contracts;
using Metier.Diary;
using Metier.Invoicing;
using Metier.Payments;
using Metier.Platform;

namespace Metier.Admin;

/// <summary>One piece of evidence about the work a chargeback is about.</summary>
/// <param name="Kind">terms, work, changes, release, week or invoice.</param>
/// <param name="At">When it was made, UTC.</param>
/// <param name="Text">What it is, in the words of whoever made it.</param>
/// <param name="Mark">What proves that it is the same today: a SHA-256, or a number; may be empty.</param>
public sealed record EvidenceItem(string Kind, DateTime At, string Text, string Mark);

/// <summary>Everything finance needs to answer a chargeback.</summary>
/// <param name="Chargeback">The chargeback.</param>
/// <param name="Charge">What was paid.</param>
/// <param name="Contract">The contract; null when the charge has none.</param>
/// <param name="Items">The evidence, in the order it came about.</param>
public sealed record ChargebackFile(
    Chargeback Chargeback,
    Charge Charge,
    ContractView? Contract,
    IReadOnlyList<EvidenceItem> Items
);

/// <summary>Collects what speaks for a charge: terms both accepted, work handed in, hours, invoices. Looking is in the audit list.</summary>
public sealed class ChargebackDossier(
    MetierDb db,
    ChargebackViews chargebacks,
    StaffContracts contracts,
    ContractViews views,
    WeeksForDisputes weeks,
    InvoiceViews invoices
)
{
    /// <summary>The file of a chargeback, for finance; null when there is none.</summary>
    public async Task<ChargebackFile?> FindAsync(Guid id, Actor actor, CancellationToken ct)
    {
        ArgumentNullException.ThrowIfNull(actor);
        if (!actor.May(StaffRoles.Finance) || await chargebacks.FindAsync(id, ct) is not { } it)
        {
            return null;
        }
        await db.WriteAsync<Done>(
            () =>
            {
                db.Audit(actor, "chargeback.viewed", id);
                return Task.FromResult<Outcome<Done>>(Done.It);
            },
            ct
        );
        var charge = await chargebacks.ChargeAsync(it, ct);
        var contract = await contracts.FindAsync(it.ContractId, ct);
        var items = new List<EvidenceItem>();
        if (contract is not null)
        {
            items.Add(
                new("terms", contract.Contract.StartedAt, contract.Contract.Title, contract.Contract.TermsSha256)
            );
            await WorkAsync(it, contract, items, ct);
        }
        if (charge.Week is not null)
        {
            var week = await weeks.GetAsync(charge.SubjectId, ct);
            var text = PaymentWords.Memo(week.Memo);
            items.Add(
                new(
                    "week",
                    week.LockedAt,
                    text,
                    $"{Formats.Hours(week.CoveredMinutes)} / {Formats.Hours(week.BilledMinutes)}"
                )
            );
        }
        foreach (var invoice in await invoices.OfContractAsync(it.ContractId, ct))
        {
            items.Add(
                new(
                    "invoice",
                    invoice.IssuedAt,
                    $"{invoice.Number}: {Formats.Money(invoice.Total)}",
                    invoice.ContentSha256
                )
            );
        }
        return new(it, charge, contract, [.. items.OrderBy(i => i.At)]);
    }

    private async Task WorkAsync(Chargeback it, ContractView contract, List<EvidenceItem> items, CancellationToken ct)
    {
        var milestone = contract.Milestones.FirstOrDefault(m => m.Id == it.SubjectId);
        if (milestone is null)
        {
            return;
        }
        foreach (var s in (await views.SubmissionsAsync(contract, ct))[milestone.Id])
        {
            items.Add(new("work", s.Submission.At, TypedText.Cut(s.Submission.Message, 300), ""));
            items.AddRange(s.Files.Select(f => new EvidenceItem("work", s.Submission.At, f.Name, f.Sha256)));
            if (s.Submission.ChangesAskedAt is { } at)
            {
                items.Add(new("changes", at, TypedText.Cut(s.Submission.ChangesAsked!, 300), ""));
            }
        }
        if (milestone.ReleasedMinor > 0)
        {
            var released = contract.Contract.Unit.Minor(milestone.ReleasedMinor);
            items.Add(
                new("release", milestone.ClosedAt ?? it.OpenedAt, $"{milestone.Title}: {Formats.Money(released)}", "")
            );
        }
    }
}
