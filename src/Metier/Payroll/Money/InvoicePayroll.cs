using System.Globalization;
using Metier.Diary;
using Metier.Invoicing;
using Metier.Ledger;
using Metier.Members;
using Metier.Platform;
using Microsoft.EntityFrameworkCore;

namespace Metier.Payroll;

/// <summary>
/// The partner's invoice to the client for a week: the hours at their rates (the cost) and the markup, written by the marketplace in the
/// partner's name and numbered in the partner's own series. The payment fee has the operator's own invoice, as for every charge.
/// </summary>
internal sealed class InvoicePayroll(
    MetierDb db,
    PartnerWeeks weeks,
    InvoiceDrafts drafts,
    IssueInvoice issue,
    MemberViews members,
    TimeProvider clock
) : IHandle<PartnerWeekBilled>
{
    public async Task HandleAsync(PartnerWeekBilled happened, CancellationToken ct)
    {
        if (await weeks.FindAsync(happened.WeekId, ct) is not { PartnerId: { } id } week)
        {
            return;
        }
        var partner = await db.StaffingPartners.AsNoTracking().SingleAsync(p => p.Id == id, ct);
        var team = await members.TeamOfAsync(week.ClientId, ct);
        using var language = new InLanguage(team[0].Language);
        var what = Payments.PaymentWords.Week(week.Monday, week.BilledMinutes);
        var lines = week
            .Rates.Zip(
                week.RateAmounts,
                (r, amount) =>
                    new InvoiceLine(
                        InvoiceText.LineHours(
                            what,
                            Formats.Hours(r.Minutes),
                            Formats.Money(week.Unit.Minor(r.RateMinor))
                        ),
                        amount.Minor
                    )
            )
            .ToList();
        if (week.MarkupMinor > 0)
        {
            lines.Add(new InvoiceLine(PayrollWordsText.LineMarkup(partner.Name), week.MarkupMinor));
        }
        var content = new InvoiceContent(
            InvoiceKind.Payroll,
            new InvoiceParty(partner.LegalName, [.. partner.Address.Split('\n'), partner.TaxId]),
            await drafts.BuyerAsync(week.ClientId, ct),
            DateOnly.FromDateTime(clock.UtcNow()),
            week.Title,
            lines,
            [],
            week.AmountMinor,
            week.AmountMinor,
            null,
            true
        );
        await issue.RunAsync(
            [
                new InvoiceDraft(
                    KeyOf(week.Id),
                    partner.Id,
                    "P" + partner.Id.ToString("N", CultureInfo.InvariantCulture)[^6..].ToUpperInvariant(),
                    week.ClientId,
                    null,
                    week.ContractId,
                    week.Unit,
                    team[0].Language,
                    content
                ),
            ],
            ct
        );
    }

    /// <summary>The movement of a week's invoice.</summary>
    public static string KeyOf(Guid weekId) => $"week:{weekId:N}:payroll";
}
