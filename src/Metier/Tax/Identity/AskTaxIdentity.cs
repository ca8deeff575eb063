using Metier.Ledger;
using Metier.Notifications;
using Metier.Payments;
using Metier.Platform;
using Microsoft.EntityFrameworkCore;

namespace Metier.Tax;

/// <summary>Somebody is asked for their tax identity, or reminded.</summary>
/// <param name="Step">0 asked, 1 and 2 reminded, 3 payouts wait.</param>
public sealed record TaxIdentityWanted(Guid MemberId, int Step, DateTime At);

/// <summary>A form ends soon, or has ended.</summary>
public sealed record TaxFormEnding(Guid FormId, Guid MemberId, string Code, DateTime Until, bool Ended);

/// <summary>The first money somebody earns makes the platform ask for their tax identity, where their country wants it.</summary>
internal sealed class AskAtFirstEarning(
    MetierDb db,
    TaxStandings standings,
    TaxPacks packs,
    TinVault vault,
    TaxOptions options
) : IHandle<EarningMade>
{
    public async Task HandleAsync(EarningMade happened, CancellationToken ct)
    {
        // An operator that files nowhere asks nobody.
        if (options.Country.Length == 0)
        {
            return;
        }
        if (await db.TaxProfiles.AnyAsync(p => p.MemberId == happened.FreelancerId && p.AskedAt != null, ct))
        {
            return;
        }
        await db.WriteAsync<Done>(
            async () =>
            {
                var standing = await standings.OfAsync(happened.FreelancerId, ct);
                if (standings.Missing(standing, vault).Count == 0)
                {
                    return Done.It;
                }
                var row = await db.TaxProfiles.SingleOrDefaultAsync(p => p.MemberId == happened.FreelancerId, ct);
                if (row is { AskedAt: not null })
                {
                    return Done.It;
                }
                if (row is null)
                {
                    db.TaxProfiles.Add(row = new TaxProfile { MemberId = happened.FreelancerId });
                }
                TaxProgress.Ask(row, TaxProgress.Asking(packs, standing.Country, standing.UsPerson), db.Now);
                db.Raise(new TaxIdentityWanted(happened.FreelancerId, 0, db.Now));
                return Done.It;
            },
            ct
        );
    }
}

/// <summary>Reminds people of what is missing, stops payouts of those who stay silent, and tells of forms that end.</summary>
internal sealed class RemindTaxIdentity(MetierDb db, TaxStandings standings, TaxPacks packs, TinVault vault) : Chore
{
    private const int BatchSize = 200;

    public override Task<DateTime?> NextDueAsync(CancellationToken ct) =>
        db.TaxProfiles.Where(p => p.NextAt != null).MinAsync(p => p.NextAt, ct);

    public override async Task<int> RunAsync(CancellationToken ct)
    {
        var now = db.Now;
        var due = await db
            .TaxProfiles.Where(p => p.NextAt != null && p.NextAt <= now)
            .OrderBy(p => p.NextAt)
            .Take(BatchSize)
            .Select(p => p.MemberId)
            .ToListAsync(ct);
        foreach (var id in due)
        {
            db.ChangeTracker.Clear();
            await db.WriteAsync<Done>(() => StepAsync(id, ct), ct);
        }
        return due.Count;
    }

    private async Task<Outcome<Done>> StepAsync(Guid memberId, CancellationToken ct)
    {
        var now = db.Now;
        var row = await db.TaxProfiles.SingleAsync(p => p.MemberId == memberId, ct);
        if (row.NextAt is null || row.NextAt > now)
        {
            return Done.It;
        }
        if (row.State == TaxState.Complete)
        {
            await FormEndsAsync(row, ct);
            return Done.It;
        }
        var standing = await standings.OfAsync(memberId, ct);
        var missing = standings.Missing(standing, vault);
        if (missing.Count == 0)
        {
            TaxProgress.Refresh(row, missing, standing.Form, packs, standing.Country, now);
            return Done.It;
        }
        var asking = TaxProgress.Asking(packs, standing.Country, standing.UsPerson);
        Move(row, asking, now);
        return Done.It;
    }

    private void Move(TaxProfile row, DueDiligence asking, DateTime now)
    {
        switch (row.State)
        {
            case TaxState.Asked:
                (row.State, row.RemindedAt) = (TaxState.RemindedOnce, now);
                row.NextAt = now.AddDays(asking.Remind2 - asking.Remind1);
                break;
            case TaxState.RemindedOnce:
                (row.State, row.RemindedAgainAt) = (TaxState.RemindedTwice, now);
                row.NextAt = now.AddDays(asking.Block - asking.Remind2);
                break;
            default:
                row.BlockedAt ??= now;
                row.State = TaxState.Blocked;
                // Whoever is still silent is asked again each year.
                row.NextAt = now.AddYears(1);
                break;
        }
        db.Audit(null, "tax_profile.reminded", row.MemberId, new { row.State });
        db.Raise(new TaxIdentityWanted(row.MemberId, (int)row.State, now));
    }

    private async Task FormEndsAsync(TaxProfile row, CancellationToken ct)
    {
        var (now, ends) = (db.Now, db.TaxFormEnds);
        var form = await db
            .TaxForms.AsNoTracking()
            .Where(f => f.MemberId == row.MemberId && f.ValidUntil != null)
            .Where(f => !ends.Any(e => e.FormId == f.Id))
            .OrderByDescending(f => f.SignedAt)
            .FirstOrDefaultAsync(ct);
        row.NextAt = null;
        if (form is null)
        {
            return;
        }
        if (form.ValidUntil > now)
        {
            row.NextAt = form.ValidUntil;
            db.Raise(new TaxFormEnding(form.Id, row.MemberId, form.Code, form.ValidUntil.Value, Ended: false));
            return;
        }
        db.TaxFormEnds.Add(
            new TaxFormEnd
            {
                FormId = form.Id,
                EndedAt = form.ValidUntil!.Value,
                Why = FormEnd.Expired,
            }
        );
        db.Audit(null, "tax_form.expired", form.Id, new { form.Code });
        db.Raise(new TaxFormEnding(form.Id, row.MemberId, form.Code, form.ValidUntil.Value, Ended: true));
        await db.SaveChangesAsync(ct);
        var standing = await standings.OfAsync(row.MemberId, ct);
        TaxProgress.Refresh(row, standings.Missing(standing, vault), null, packs, standing.Country, now);
    }
}

/// <summary>The mails about tax identities.</summary>
internal sealed class TaxMails(Notices notices, TaxPacks packs)
    : IHandle<TaxIdentityWanted>,
        IHandle<TaxFormEnding>,
        IHandle<TaxFormSigned>,
        IHandle<WithheldTaxReturned>,
        IHandle<YearPapersIssued>
{
    public Task HandleAsync(TaxIdentityWanted happened, CancellationToken ct) =>
        notices.TellAsync(
            "tax.wanted",
            Uuid5.Of(happened.MemberId, $"{happened.Step}/{happened.At:yyyyMMdd}"),
            [happened.MemberId],
            _ =>
                new(
                    happened.Step switch
                    {
                        0 => TaxMailText.AskSubject,
                        3 => TaxMailText.BlockedSubject,
                        _ => TaxMailText.RemindSubject,
                    },
                    [happened.Step == 3 ? TaxMailText.BlockedBody : TaxMailText.AskBody],
                    TaxMailText.Button,
                    "/go/tax",
                    Why: TaxMailText.Why
                ),
            ct
        );

    public Task HandleAsync(TaxFormEnding happened, CancellationToken ct) =>
        notices.TellAsync(
            happened.Ended ? "tax.form_ended" : "tax.form_ending",
            happened.FormId,
            [happened.MemberId],
            person =>
            {
                var name = packs.Form(happened.Code)?.Name.Text ?? happened.Code;
                var day = happened.Until.AddDays(-1).ToString("d MMMM yyyy", Languages.Culture(person.Language));
                return new(
                    happened.Ended ? TaxMailText.EndedSubject : TaxMailText.EndingSubject(day),
                    [happened.Ended ? TaxMailText.EndedBody(name) : TaxMailText.EndingBody(name, day)],
                    TaxMailText.Button,
                    "/go/tax",
                    Why: TaxMailText.Why
                );
            },
            ct
        );

    public Task HandleAsync(TaxFormSigned happened, CancellationToken ct) =>
        notices.TellAsync(
            "tax.form_signed",
            happened.FormId,
            [happened.MemberId],
            _ =>
                new(
                    TaxMailText.SignedSubject,
                    [TaxMailText.SignedBody(packs.Form(happened.Code)?.Name.Text ?? happened.Code)],
                    TaxMailText.SignedButton,
                    $"/go/tax-form/{happened.FormId}",
                    Why: TaxMailText.Why
                ),
            ct
        );

    public Task HandleAsync(WithheldTaxReturned happened, CancellationToken ct) =>
        notices.TellAsync(
            "tax.returned",
            happened.PayoutId,
            [happened.FreelancerId],
            _ =>
                new(
                    TaxMailText.ReturnedSubject(Formats.Money(happened.Amount)),
                    [TaxMailText.ReturnedBody(Formats.Money(happened.Amount), happened.Reason)],
                    TaxMailText.MoneyButton,
                    "/go/money",
                    Why: TaxMailText.Why
                ),
            ct
        );

    public Task HandleAsync(YearPapersIssued happened, CancellationToken ct) =>
        notices.TellAsync(
            "tax.papers",
            happened.RunId,
            happened.MemberIds,
            _ =>
                new(
                    TaxMailText.PapersSubject(happened.Year),
                    [
                        TaxMailText.PapersBody(
                            packs.Document(happened.Document)?.Spec.Name.Text ?? happened.Document,
                            happened.Year
                        ),
                    ],
                    TaxMailText.PapersButton,
                    "/go/tax",
                    Why: TaxMailText.Why
                ),
            ct
        );
}
