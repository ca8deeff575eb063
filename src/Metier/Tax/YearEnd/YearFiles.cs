using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using Metier.Platform;
using Microsoft.EntityFrameworkCore;

namespace Metier.Tax;

/// <summary>
/// The files for tax offices. Made anew from the papers each time, so that no full number ever lies on a disk; the hash taken at
/// the approval says that they are the same.
/// </summary>
public sealed class YearFiles(MetierDb db, TaxPacks packs, TaxOptions options, InstanceOptions instance, TinVault vault)
{
    /// <summary>The operator as a document names it; its name, number and address must be configured.</summary>
    public Filer FilerOf(string document)
    {
        var us = packs.Document(document)?.Pack.Code == "us";
        return new Filer(
            instance.OperatorName,
            us && options.UsTaxNumber.Length > 0 ? options.UsTaxNumber : options.TaxNumber,
            options.Country,
            options.Street,
            options.PostCode,
            options.City,
            options.Nexus,
            options.PlatformNumber
        );
    }

    /// <summary>The settings that a document needs and that are empty.</summary>
    public IReadOnlyList<string> Unset(string document)
    {
        var filer = FilerOf(document);
        return
        [
            .. new (string Name, string Value)[]
            {
                ("Taxes__TaxNumber", filer.Tin),
                ("Taxes__Country", filer.Country),
                ("Taxes__Street", filer.Street),
                ("Taxes__City", filer.City),
            }
                .Where(s => s.Value.Length == 0)
                .Select(s => s.Name),
        ];
    }

    /// <summary>
    /// The file of a run, for finance, audited; corrections of an XML report are a file of their own. Null when there is no such
    /// run or it is still a draft.
    /// </summary>
    public async Task<(byte[] Bytes, string Name, string Type)?> OpenAsync(
        Guid runId,
        bool corrections,
        Actor actor,
        CancellationToken ct
    )
    {
        ArgumentNullException.ThrowIfNull(actor);
        if (
            !actor.May(StaffRoles.Finance)
            || await db.TaxRuns.AsNoTracking().SingleOrDefaultAsync(r => r.Id == runId, ct) is not { } run
            || run.State == RunState.Draft
        )
        {
            return null;
        }
        await db.WriteAsync<Done>(
            () =>
            {
                db.Audit(
                    actor,
                    "tax_run.downloaded",
                    run.Id,
                    new
                    {
                        run.Document,
                        run.Year,
                        corrections,
                    }
                );
                return Task.FromResult<Outcome<Done>>(Done.It);
            },
            ct
        );
        var xml = packs.Document(run.Document)!.Value.Spec.Format == "xml";
        var bytes = await BytesAsync(run, corrections, ct);
        var name =
            $"{run.Document}-{run.Year}-{run.Number}{(corrections ? "-corrections" : "")}.{(xml ? "xml" : "csv")}";
        return (bytes, name, xml ? "application/xml" : "text/csv; charset=utf-8");
    }

    internal async Task<string> HashAsync(TaxRun run, CancellationToken ct)
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        hash.AppendData(await BytesAsync(run, corrections: false, ct));
        if (packs.Document(run.Document)!.Value.Spec.Format == "xml")
        {
            hash.AppendData(await BytesAsync(run, corrections: true, ct));
        }
        return Convert.ToHexString(hash.GetHashAndReset());
    }

    private async Task<byte[]> BytesAsync(TaxRun run, bool corrections, CancellationToken ct)
    {
        var rows = await db.TaxPapers.AsNoTracking().Where(p => p.RunId == run.Id).OrderBy(p => p.Id).ToListAsync(ct);
        var papers = rows.ConvertAll(Filed);
        var filer = FilerOf(run.Document);
        return packs.Document(run.Document)!.Value.Spec.Format == "xml"
            ? Dac7Xml.Write(filer, run, corrections, papers.FindAll(p => (p.Kind != PaperKind.Original) == corrections))
            : Csv(run, papers, filer);
    }

    private FiledPaper Filed(TaxPaper row) =>
        new(
            row.Id,
            row.MemberId,
            row.Kind,
            row.CorrectsId,
            JsonSerializer.Deserialize<PaperContent>(row.Content, EventRegistry.Json)!,
            JsonSerializer.Deserialize<PaperSecrets>(
                vault.Unprotect(row.MemberId, row.ProtectedSecrets),
                EventRegistry.Json
            )!
        );

    private byte[] Csv(TaxRun run, List<FiledPaper> papers, Filer filer)
    {
        var columns = packs.Document(run.Document)!.Value.Pack.Columns.Where(c => c.Document == run.Document).ToList();
        var text = new StringBuilder();
        text.AppendJoin(',', columns.Select(c => Quoted(c.Header))).Append("\r\n");
        foreach (var p in papers)
        {
            text.AppendJoin(
                    ',',
                    columns.Select(c =>
                        Quoted(PaperValues.Cell(c.Source, p.Content, p.Secrets, p.Kind, filer, p.MemberId))
                    )
                )
                .Append("\r\n");
        }
        return Encoding.UTF8.GetBytes(text.ToString());
    }

    /// <summary>Names are typed by people: what a spreadsheet would take for a formula is text.</summary>
    private static string Quoted(string cell)
    {
        var safe = cell.Length > 0 && cell[0] is ('=' or '+' or '@') ? "'" + cell : cell;
        return "\"" + safe.Replace("\"", "\"\"", StringComparison.Ordinal) + "\"";
    }
}
