using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using Metier.Ledger;
using Metier.Payments;
using Metier.Platform;
using Microsoft.EntityFrameworkCore;

namespace Metier.Invoicing;

/// <summary>A document about to be issued.</summary>
public sealed record InvoiceDraft(
    string SourceKey,
    Guid? IssuerId,
    string SeriesPrefix,
    Guid? ClientId,
    Guid? FreelancerId,
    Guid ContractId,
    Currency Currency,
    string Language,
    InvoiceContent Content
)
{
    /// <summary>The milestone, week or bonus it is for.</summary>
    public Guid? SubjectId { get; init; }

    /// <summary>The document a credit note takes back a part of.</summary>
    public Guid? CorrectsId { get; init; }
}

/// <summary>A document was issued.</summary>
public sealed record InvoiceIssued(Guid InvoiceId, InvoiceKind Kind, Guid? ClientId, Guid? FreelancerId);

/// <summary>
/// Issues documents. The number is taken and the document written in one transaction under the series' row, so numbers have
/// no gap and no double; a movement that already has its document is left alone.
/// </summary>
public sealed class IssueInvoice(MetierDb db, LedgerBook book, TimeProvider clock)
{
    /// <summary>Issues what is not yet issued of these drafts, in their order.</summary>
    public Task<Outcome<Done>> RunAsync(IReadOnlyList<InvoiceDraft> drafts, CancellationToken ct) =>
        db.WriteAsync<Done>(
            async () =>
            {
                foreach (var draft in drafts)
                {
                    if (!await db.Invoices.AnyAsync(i => i.SourceKey == draft.SourceKey, ct))
                    {
                        await IssueAsync(draft, ct);
                    }
                }
                return Done.It;
            },
            ct
        );

    private async Task IssueAsync(InvoiceDraft draft, CancellationToken ct)
    {
        var now = clock.UtcNow();
        var issuer = draft.IssuerId?.ToString("N") ?? "operator";
        var series = string.Create(
            CultureInfo.InvariantCulture,
            $"{(draft.Content.IsRecord ? "record-" : "")}{issuer}:{now.Year}"
        );
        var number = await NextAsync(series, ct);
        var printed = string.Create(CultureInfo.InvariantCulture, $"{draft.SeriesPrefix}-{now.Year}-{number:00000}");
        var id = Ids.New(clock);
        var content = JsonSerializer.Serialize(
            draft.Content with
            {
                Electronic = Electronic(draft.Content.Electronic, printed, id),
            },
            EventRegistry.Json
        );
        var invoice = new Invoice
        {
            Id = id,
            SourceKey = draft.SourceKey,
            Series = series,
            SeriesNumber = number,
            Number = printed,
            Kind = draft.Content.Kind,
            IssuedAt = now,
            ClientId = draft.ClientId,
            FreelancerId = draft.FreelancerId,
            ContractId = draft.ContractId,
            SubjectId = draft.SubjectId,
            CorrectsId = draft.CorrectsId,
            Currency = draft.Currency.Code,
            TotalMinor = draft.Content.TotalMinor,
            Language = draft.Language,
            Content = content,
            ContentSha256 = Convert.ToHexString(SHA256.HashData(Encoding.UTF8.GetBytes(content))),
        };
        db.Invoices.Add(invoice);
        db.Audit(
            null,
            "invoice.issued",
            invoice.Id,
            new
            {
                invoice.Number,
                invoice.TotalMinor,
                invoice.Currency,
            }
        );
        db.Raise(new InvoiceIssued(invoice.Id, invoice.Kind, invoice.ClientId, invoice.FreelancerId));
        // Written at once: the next draft of this transaction must see it, and a duplicate must fail here.
        await db.SaveChangesAsync(ct);
        await PutVatAsideAsync(draft, ct);
    }

    /// <summary>
    /// VAT inside the operator's own fees is owed to a tax office: it leaves the income with the document that says so, and comes back
    /// with its credit note. The freelancer's VAT is theirs, in what they are paid.
    /// </summary>
    private async Task PutVatAsideAsync(InvoiceDraft draft, CancellationToken ct)
    {
        if (draft.IssuerId is not null || draft.Content.Tax is not { VatMinor: not 0 } tax)
        {
            return;
        }
        var income =
            (draft.Content.CorrectsKind ?? draft.Content.Kind) == InvoiceKind.Commission
                ? LedgerAccount.ServiceFee(draft.Currency)
                : LedgerAccount.ProcessingFee(draft.Currency);
        var owed = LedgerAccount.Vat(tax.Country, draft.Currency);
        var amount = draft.Currency.Minor(Math.Abs(tax.VatMinor));
        var (from, to) = tax.VatMinor > 0 ? (income, owed) : (owed, income);
        var posting = Posting.Create(
            Uuid5.Of(draft.ContractId, draft.SourceKey + "/vat"),
            PostingKind.FeeVat,
            draft.ContractId,
            draft.SourceKey,
            Leg.Debit(from, amount),
            Leg.Credit(to, amount)
        );
        var posted = await book.PostAsync(posting, new Parties(ContractId: draft.ContractId), ct);
        if (!posted.Ok)
        {
            // Nobody can answer this: the document is not issued, and the event comes again.
            throw new InvalidOperationException($"VAT of {draft.SourceKey}: {posted.Refusals[0].Code}");
        }
    }

    /// <summary>
    /// The e-invoice with its number and date. One that breaks a rule is not issued: the document stands without it, and the audit
    /// log says why.
    /// </summary>
    private EInvoice? Electronic(EInvoice? draft, string number, Guid id)
    {
        if (draft is null)
        {
            return null;
        }
        var numbered = draft with { Number = number, IssueDate = DateOnly.FromDateTime(clock.UtcNow()) };
        var problems = EInvoiceRules.Check(numbered);
        if (problems.Count == 0)
        {
            return numbered;
        }
        db.Audit(null, "invoice.not_electronic", id, new { Rules = problems.Select(p => $"{p.Rule} {p.Term}") });
        return null;
    }

    /// <summary>Takes the next number; the row stays locked until the commit, so a rolled-back number is used by the next one.</summary>
    private async Task<long> NextAsync(string series, CancellationToken ct)
    {
        var next = await db
            .Database.SqlQuery<long>(
                $"""
                INSERT INTO document_number ("Series", "Next") VALUES ({series}, 2)
                ON CONFLICT ("Series") DO UPDATE SET "Next" = document_number."Next" + 1
                RETURNING "Next" AS "Value"
                """
            )
            .ToListAsync(ct);
        return next.Single() - 1;
    }
}
