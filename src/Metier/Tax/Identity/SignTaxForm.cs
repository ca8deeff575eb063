using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using Metier.Members;
using Metier.Payments;
using Metier.Platform;
using Microsoft.EntityFrameworkCore;

namespace Metier.Tax;

/// <summary>A form, as filled in and signed.</summary>
/// <param name="Id">The same id signs once.</param>
/// <param name="MemberId">Whose form it was opened as.</param>
/// <param name="Code">Which form.</param>
/// <param name="Values">The lines, by their code.</param>
/// <param name="TypedName">The signature.</param>
/// <param name="Ip">Where from.</param>
public sealed record SignInput(
    Guid Id,
    Guid MemberId,
    string Code,
    IReadOnlyDictionary<string, string?> Values,
    string? TypedName,
    string Ip
);

/// <summary>A form was signed.</summary>
public sealed record TaxFormSigned(Guid FormId, Guid MemberId, string Code, DateTime? ValidUntil);

/// <summary>
/// Signs a form under penalties of perjury: the person themselves, with the name of their account. What was signed is frozen with
/// its time, address, edition and hash; the numbers are encrypted.
/// </summary>
public sealed class SignTaxForm(
    MetierDb db,
    MemberViews members,
    TaxPacks packs,
    TaxStandings standings,
    TinVault vault
)
{
    /// <summary>Refuses beside the line that is wrong; <c>not_yours</c> to anybody but the person.</summary>
    public Task<Outcome<Guid>> RunAsync(SignInput input, Actor actor, CancellationToken ct)
    {
        ArgumentNullException.ThrowIfNull(input);
        ArgumentNullException.ThrowIfNull(actor);
        return db.WriteAsync<Guid>(() => SignAsync(input, actor, ct), ct);
    }

    private async Task<Outcome<Guid>> SignAsync(SignInput input, Actor actor, CancellationToken ct)
    {
        if (packs.Form(input.Code) is not { } spec || !actor.IsFreelancer)
        {
            return Refusal.NotFound();
        }
        if (input.MemberId != actor.MemberId)
        {
            return new Refusal("not_yours", TaxRefusalText.NotYours);
        }
        var before = await db.TaxForms.SingleOrDefaultAsync(f => f.Id == input.Id, ct);
        if (before is not null)
        {
            return before.MemberId == actor.MemberId ? before.Id : Refusal.IdempotencyMismatch();
        }
        var me = (await members.MembersAsync([actor.MemberId], ct))[actor.MemberId];
        var filled = new FilledForm(spec, input.Values, packs, db.Now);
        var refusals = filled.Refusals(me.Name);
        if (string.IsNullOrWhiteSpace(input.TypedName))
        {
            refusals.Add(new("signature_missing", TaxRefusalText.SignatureMissing, "signature"));
        }
        else if (!HolderNames.Same(input.TypedName, me.Name))
        {
            refusals.Add(new("signature_other", TaxRefusalText.SignatureOther(me.Name), "signature"));
        }
        if (refusals.Count > 0)
        {
            return refusals;
        }
        var form = Freeze(spec, filled, input, actor);
        await ReplaceAsync(form, actor, ct);
        db.TaxForms.Add(form);
        await ProfileAsync(form, filled, actor, ct);
        db.Audit(
            actor,
            "tax_form.signed",
            form.Id,
            new
            {
                form.Code,
                form.FormVersion,
                form.Sha256,
            }
        );
        db.Raise(new TaxFormSigned(form.Id, actor.MemberId, form.Code, form.ValidUntil));
        return form.Id;
    }

    private TaxForm Freeze(TaxFormSpec spec, FilledForm filled, SignInput input, Actor actor)
    {
        var numbers = JsonSerializer.Serialize(filled.Numbers, EventRegistry.Json);
        var content = new FormContent(
            spec.Code,
            spec.Version,
            filled.Signed(),
            [.. spec.Lines.Where(l => l.Kind == "certify").Select(l => $"{l.Line}: {l.Text.Text}")],
            spec.Lines.First(l => l.Kind == "statement").Text.Text,
            filled["services"],
            filled["backup_notified"].Length > 0,
            filled.Numbers.Count == 0 ? "" : vault.Seal(numbers)
        );
        var json = JsonSerializer.Serialize(content, EventRegistry.Json);
        var now = db.Now;
        var sealedText = string.Join(
            '\n',
            json,
            input.TypedName!.Trim(),
            input.Ip,
            now.ToString("O", CultureInfo.InvariantCulture),
            actor.MemberId.ToString("D")
        );
        return new TaxForm
        {
            Id = input.Id,
            MemberId = actor.MemberId,
            Code = spec.Code,
            FormVersion = spec.Version,
            SignedAt = now,
            SignedName = input.TypedName.Trim(),
            Ip = input.Ip,
            Language = Languages.Current,
            Content = json,
            ProtectedTin = filled.Numbers.Count == 0 ? null : vault.Protect(actor.MemberId, numbers),
            TinCode = filled.TinCode,
            Sha256 = Convert.ToHexString(SHA256.HashData(Encoding.UTF8.GetBytes(sealedText))),
            // To the end of the third year after the one it was signed in.
            ValidUntil =
                spec.Years == 0 ? null : new DateTime(now.Year + spec.Years + 1, 1, 1, 0, 0, 0, DateTimeKind.Utc),
        };
    }

    private async Task ReplaceAsync(TaxForm form, Actor actor, CancellationToken ct)
    {
        var ends = db.TaxFormEnds;
        var old = await db
            .TaxForms.Where(f => f.MemberId == actor.MemberId && !ends.Any(e => e.FormId == f.Id))
            .Select(f => f.Id)
            .ToListAsync(ct);
        ends.AddRange(
            old.Select(id => new TaxFormEnd
            {
                FormId = id,
                EndedAt = form.SignedAt,
                Why = FormEnd.Replaced,
            })
        );
    }

    private async Task ProfileAsync(TaxForm form, FilledForm filled, Actor actor, CancellationToken ct)
    {
        var row = await db.TaxProfiles.SingleOrDefaultAsync(p => p.MemberId == actor.MemberId, ct);
        if (row is null)
        {
            db.TaxProfiles.Add(row = new TaxProfile { MemberId = actor.MemberId });
        }
        row.UsPerson = form.Code == "w-9";
        row.Business = filled.Business;
        if (row.Country.Length == 0)
        {
            row.Country = form.Code == "w-9" ? "US" : filled.Residence;
        }
        if (row.WorkCountry.Length == 0)
        {
            row.WorkCountry = filled["services"] == "inside" ? "US" : row.Country;
        }
        if (form.Code == "w-9" && filled.Numbers.TryGetValue("tin", out var tin))
        {
            (row.TinCode, row.ProtectedTin, row.TinLast4) = (
                filled.TinCode,
                vault.Protect(actor.MemberId, tin),
                TinChecks.Last4(tin)
            );
        }
        await db.SaveChangesAsync(ct);
        var standing = await standings.OfAsync(actor.MemberId, ct);
        TaxProgress.Refresh(row, standings.Missing(standing, vault), standing.Form, packs, standing.Country, db.Now);
    }
}
