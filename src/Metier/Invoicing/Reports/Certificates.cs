using System.Globalization;
using System.Security.Cryptography;
using System.Text.Json;
using Metier.Ledger;
using Metier.Members;
using Metier.Payments;
using Metier.Platform;
using Microsoft.EntityFrameworkCore;

namespace Metier.Invoicing;

/// <summary>What a certificate is asked for.</summary>
public sealed record CertificateInput(Guid RequestId, StatementSide Side, Currency Currency, DateOnly From, DateOnly To);

/// <summary>Issues a certificate of what the book says of one's own money.</summary>
public sealed class IssueCertificate(
    MetierDb db,
    ReportViews reports,
    MemberViews members,
    FileIntake files,
    DocumentFonts fonts,
    InstanceOptions instance,
    InstanceSecret secret,
    TimeProvider clock
)
{
    /// <summary>The longest time one certificate covers.</summary>
    public const int MostMonths = 36;

    private const string Letters = "ABCDEFGHJKLMNPQRSTUVWXYZ23456789";

    /// <summary>Makes it in the language of the page; the same request again answers with the same certificate.</summary>
    public async Task<Outcome<Guid>> RunAsync(CertificateInput input, Actor actor, CancellationToken ct)
    {
        var side = input.Side;
        if ((side == StatementSide.Client ? actor.ClientId : actor.MemberId) is not { } party)
        {
            return Refusal.NotFound();
        }
        if (input.To < input.From)
        {
            return new Refusal("certificate_days", ReportText.DaysBackwards, "to");
        }
        if (input.To > input.From.AddMonths(MostMonths))
        {
            return new Refusal("certificate_long", ReportText.TooLong(MostMonths), "to");
        }
        var report = await reports.FindAsync(side, party, input.Currency, ReportBy.Month, input.From, input.To, ct);
        if (report.Rows.Count == 0)
        {
            return new Refusal("certificate_empty", ReportText.NothingToCertify, "from");
        }
        var (name, country) = await WhoAsync(side, party, ct);
        var content = new CertificateContent(name, country, input.From, input.To, input.Currency.Code, [.. report.Rows.Select(Month)], Month(report.Total));
        return await db.WriteAsync<Guid>(
            async () =>
            {
                var known = await db.MoneyCertificates.SingleOrDefaultAsync(c => c.RequestId == input.RequestId, ct);
                if (known is not null)
                {
                    return known.PartyId == party ? known.Id : Refusal.IdempotencyMismatch();
                }
                var made = await MakeAsync(input, party, content, actor, ct);
                db.MoneyCertificates.Add(made);
                db.Audit(actor, "certificate.issued", made.Id, new { made.Side, made.FileSha256 });
                return made.Id;
            },
            ct
        );
    }

    private async Task<MoneyCertificate> MakeAsync(
        CertificateInput input,
        Guid party,
        CertificateContent content,
        Actor actor,
        CancellationToken ct
    )
    {
        var now = clock.UtcNow();
        var code = RandomNumberGenerator.GetString(Letters, 16);
        var json = JsonSerializer.Serialize(content, EventRegistry.Json);
        var draft = new MoneyCertificate
        {
            Id = Ids.New(clock),
            Code = code,
            Side = input.Side,
            PartyId = party,
            RequestId = input.RequestId,
            IssuedAt = now,
            Language = Languages.Current,
            Content = json,
            Seal = CertificateViews.SealOf(secret, code, now, json),
            FileSha256 = "",
        };
        var pdf = CertificatePrint.Pdf(new CertificateView(draft, content), instance, fonts);
        var file = await files.KeepAsync(ReportText.CertificateFile + ".pdf", pdf, "application/pdf", actor.MemberId, ct);
        return new MoneyCertificate
        {
            Id = draft.Id,
            Code = code,
            Side = draft.Side,
            PartyId = party,
            RequestId = draft.RequestId,
            IssuedAt = now,
            Language = draft.Language,
            Content = json,
            Seal = draft.Seal,
            FileId = file.Id,
            FileSha256 = file.Sha256,
        };
    }

    private static CertificateMonth Month(ReportRow row) => new(row.Key, row.Work.Minor, row.Fee.Minor, row.Net.Minor);

    private async Task<(string Name, string Country)> WhoAsync(StatementSide side, Guid party, CancellationToken ct)
    {
        if (side == StatementSide.Client)
        {
            var client = (await members.ClientsAsync([party], ct))[party];
            return (client.LegalName.Length > 0 ? client.LegalName : client.Name, client.Country);
        }
        var member = (await members.MembersAsync([party], ct))[party];
        return (member.Name, member.Country);
    }
}

/// <summary>Reads certificates: one's own, and by code for anybody.</summary>
public sealed class CertificateViews(MetierDb db, InstanceSecret secret)
{
    /// <summary>As many of one's own as a page shows, the latest first.</summary>
    public Task<List<MoneyCertificate>> MineAsync(StatementSide side, Guid partyId, CancellationToken ct) =>
        db
            .MoneyCertificates.AsNoTracking()
            .Where(c => c.PartyId == partyId && c.Side == side)
            .OrderByDescending(c => c.IssuedAt)
            .ThenByDescending(c => c.Id)
            .Take(20)
            .ToListAsync(ct);

    /// <summary>One of one's own; null for strangers.</summary>
    public Task<MoneyCertificate?> FindAsync(Guid id, Actor actor, CancellationToken ct)
    {
        var client = actor.ClientId ?? Guid.Empty;
        return db
            .MoneyCertificates.AsNoTracking()
            .SingleOrDefaultAsync(c => c.Id == id && (c.PartyId == actor.MemberId || c.PartyId == client), ct);
    }

    /// <summary>The certificate with this code, as it was issued; null when there is none or its row is not what was issued.</summary>
    public async Task<CertificateView?> VerifyAsync(string? typed, CancellationToken ct)
    {
        var code = new string([.. (typed ?? "").ToUpperInvariant().Where(char.IsAsciiLetterOrDigit).Take(17)]);
        if (code.Length != 16)
        {
            return null;
        }
        var found = await db.MoneyCertificates.AsNoTracking().SingleOrDefaultAsync(c => c.Code == code, ct);
        return found is null || SealOf(secret, found.Code, found.IssuedAt, found.Content) != found.Seal
            ? null
            : new CertificateView(found, JsonSerializer.Deserialize<CertificateContent>(found.Content, EventRegistry.Json)!);
    }

    internal static string SealOf(InstanceSecret secret, string code, DateTime at, string content) =>
        Convert.ToHexString(
            secret.Sign(
                "certificate",
                string.Create(CultureInfo.InvariantCulture, $"{code}\n{new DateTimeOffset(at).ToUnixTimeMilliseconds()}\n{content}")
            )
        );
}

/// <summary>Prints a certificate.</summary>
public static class CertificatePrint
{
    /// <summary>What it is called.</summary>
    public static string Title(StatementSide side) =>
        side == StatementSide.Client ? ReportText.CertificateOfSpend : ReportText.CertificateOfEarnings;

    internal static byte[] Pdf(CertificateView view, InstanceOptions instance, DocumentFonts fonts)
    {
        var (certificate, content) = view;
        var culture = Languages.Culture(Languages.Current);
        var (work, fee, net) = ReportPrint.Columns(certificate.Side);
        var title = Title(certificate.Side);
        var sheet = new PdfSheet(fonts, title, $"{title} · {view.Code}", certificate.IssuedAt);
        sheet.Title(title);
        sheet.Facts([
            (ReportText.For, content.Name),
            (ReportText.Country, Countries.Name(content.Country)),
            (ReportText.Period, ReportPrint.Days(content.From, content.To)),
            (ReportText.IssuedOn, certificate.IssuedAt.ToString("d MMMM yyyy", culture)),
            (ReportText.IssuedBy, instance.OperatorName),
        ]);
        sheet.Paragraph(
            certificate.Side == StatementSide.Client
                ? ReportText.CertifySpend(content.Name, Amount(content.Total.NetMinor))
                : ReportText.CertifyEarnings(content.Name, Amount(content.Total.NetMinor))
        );
        sheet.Table(
            [new(ReportText.Month, 0.43), new(work, 0.19, true), new(fee, 0.19, true), new(net, 0.19, true)],
            [
                .. content.Months.Select(m => Row(m, DateOnly.ParseExact(m.Month, "yyyy-MM-dd", CultureInfo.InvariantCulture).ToString("MMMM yyyy", culture))),
                Row(content.Total, ReportText.Total),
            ],
            totals: 1
        );
        sheet.Heading(ReportText.CheckTitle);
        sheet.Paragraph(ReportText.CheckHow(VerifyAddress(instance), view.Code));
        sheet.Paragraph(ReportText.NotTax, 8);
        return sheet.Save();

        string Amount(long minor) => Formats.Money(view.Unit.Minor(minor));
        IReadOnlyList<string> Row(CertificateMonth m, string label) => [label, Amount(m.WorkMinor), Amount(m.FeeMinor), Amount(m.NetMinor)];
    }

    /// <summary>Where anybody can check one.</summary>
    public static string VerifyAddress(InstanceOptions instance)
    {
        ArgumentNullException.ThrowIfNull(instance);
        return instance.PublicUrl.TrimEnd('/') + (Languages.Current == "fr" ? "/fr/verifier" : "/en/verify");
    }
}
