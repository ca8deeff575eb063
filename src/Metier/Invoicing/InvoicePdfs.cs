using Metier.Platform;
using Microsoft.EntityFrameworkCore;

namespace Metier.Invoicing;

/// <summary>The PDF of a document: made when first asked for, from what was frozen at issue, then kept for ever.</summary>
public sealed class InvoicePdfs(MetierDb db, IFileStore store, FileIntake files, DocumentFonts fonts)
{
    /// <summary>The file's content and name.</summary>
    public async Task<(Stream Content, string Name)> OpenAsync(InvoiceView view, CancellationToken ct)
    {
        var name = view.Invoice.Number + ".pdf";
        var known = await db.InvoicePdfs.AsNoTracking().SingleOrDefaultAsync(p => p.InvoiceId == view.Invoice.Id, ct);
        if (known is not null && await store.OpenAsync(known.FileId, ct) is { } kept)
        {
            return (kept, name);
        }
        var bytes = InvoicePrint.Pdf(view, fonts);
        await db.WriteAsync<Done>(
            async () =>
            {
                if (!await db.InvoicePdfs.AnyAsync(p => p.InvoiceId == view.Invoice.Id, ct))
                {
                    var owner = view.Invoice.FreelancerId ?? view.Invoice.ClientId ?? Guid.Empty;
                    var file = await files.KeepAsync(name, bytes, "application/pdf", owner, ct);
                    db.InvoicePdfs.Add(
                        new InvoicePdf
                        {
                            InvoiceId = view.Invoice.Id,
                            FileId = file.Id,
                            Sha256 = file.Sha256,
                        }
                    );
                }
                return Done.It;
            },
            ct
        );
        return (new MemoryStream(bytes, writable: false), name);
    }
}
