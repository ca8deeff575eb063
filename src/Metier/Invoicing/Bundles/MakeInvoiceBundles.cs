using System.IO.Compression;
using Metier.Platform;
using Microsoft.EntityFrameworkCore;

namespace Metier.Invoicing;

/// <summary>
/// Makes bundles. Documents are printed a few hundred at a time, so that deadlines are not kept waiting; what is printed is kept, so
/// that after a stop work goes on where it was. When all are, they are put into one file. A week later the file goes.
/// </summary>
internal sealed class MakeInvoiceBundles(
    MetierDb db,
    InvoicePdfs pdfs,
    IFileStore store,
    TimeProvider clock
) : Chore
{
    /// <summary>How long a file is kept.</summary>
    public const int Days = 7;

    private const int Slice = 250;

    public override Task<DateTime?> NextDueAsync(CancellationToken ct) => db.InvoiceBundles.MinAsync(b => b.DueAt, ct);

    public override async Task<int> RunAsync(CancellationToken ct)
    {
        var now = clock.UtcNow();
        var due = await db
            .InvoiceBundles.AsNoTracking()
            .Where(b => b.DueAt <= now)
            .OrderBy(b => b.DueAt)
            .Take(5)
            .ToListAsync(ct);
        foreach (var bundle in due)
        {
            if (bundle.State == BundleState.Ready)
            {
                await store.DeleteAsync(bundle.Id, ct);
                await SetAsync(bundle.Id, b => (b.State, b.DueAt) = (BundleState.Expired, null), ct);
            }
            else if (!await PrintAsync(bundle, ct))
            {
                await PackAsync(bundle, ct);
            }
            db.ChangeTracker.Clear();
        }
        return due.Count;
    }

    /// <summary>Prints the next documents; false when there are none left.</summary>
    private async Task<bool> PrintAsync(InvoiceBundle bundle, CancellationToken ct)
    {
        var next = await AfterAsync(bundle, bundle.LastId, Slice, ct);
        foreach (var invoice in next)
        {
            await using var content = (await pdfs.OpenAsync(InvoiceViews.Read(invoice), ct)).Content;
        }
        if (next.Count == 0)
        {
            return false;
        }
        await SetAsync(bundle.Id, b => (b.LastId, b.Done) = (next[^1].Id, Math.Min(b.Total, b.Done + next.Count)), ct);
        return next.Count == Slice;
    }

    private async Task PackAsync(InvoiceBundle bundle, CancellationToken ct)
    {
        var path = Path.Combine(Path.GetTempPath(), Path.GetRandomFileName());
        await using var file = new FileStream(
            path,
            FileMode.CreateNew,
            FileAccess.ReadWrite,
            FileShare.None,
            81_920,
            FileOptions.DeleteOnClose
        );
        await using (var zip = await ZipArchive.CreateAsync(file, ZipArchiveMode.Create, leaveOpen: true, null, ct))
        {
            Guid? last = null;
            while (await AfterAsync(bundle, last, Slice, ct) is { Count: > 0 } page)
            {
                foreach (var invoice in page)
                {
                    await AddAsync(zip, InvoiceViews.Read(invoice), ct);
                }
                last = page[^1].Id;
            }
        }
        var bytes = file.Length;
        file.Position = 0;
        await store.WriteAsync(bundle.Id, file, ct);
        await SetAsync(
            bundle.Id,
            b => (b.State, b.Bytes, b.Done, b.DueAt) = (BundleState.Ready, bytes, b.Total, clock.UtcNow().AddDays(Days)),
            ct
        );
    }

    private async Task AddAsync(ZipArchive zip, InvoiceView view, CancellationToken ct)
    {
        var (content, name) = await pdfs.OpenAsync(view, ct);
        await using (content)
        {
            await PutAsync(name, content);
        }
        foreach (var form in Enum.GetValues<EInvoiceForm>())
        {
            if (EInvoiceFiles.Write(view, form) is { } xml)
            {
                using var stream = new MemoryStream(xml, writable: false);
                await PutAsync(EInvoiceFiles.Name(view, form), stream);
            }
        }

        async Task PutAsync(string entryName, Stream from)
        {
            var entry = zip.CreateEntry(entryName, CompressionLevel.Fastest);
            entry.LastWriteTime = new DateTimeOffset(DateTime.SpecifyKind(view.Invoice.IssuedAt, DateTimeKind.Utc));
            await using var to = await entry.OpenAsync(ct);
            await from.CopyToAsync(to, ct);
        }
    }

    /// <summary>Documents in the order of their ids; what was issued after the bundle was asked for is left to the next one.</summary>
    private Task<List<Invoice>> AfterAsync(InvoiceBundle bundle, Guid? last, int count, CancellationToken ct)
    {
        var asked = bundle.AskedAt;
        var query = InvoiceBundles
            .Of(db, bundle.MemberId, bundle.ClientId, bundle.Year)
            .Where(i => i.IssuedAt <= asked);
        if (last is { } key)
        {
            query = query.Where(i => i.Id.CompareTo(key) > 0);
        }
        return query.OrderBy(i => i.Id).Take(count).ToListAsync(ct);
    }

    private async Task SetAsync(Guid id, Action<InvoiceBundle> change, CancellationToken ct) =>
        await db.WriteAsync<Done>(
            async () =>
            {
                change(await db.InvoiceBundles.SingleAsync(b => b.Id == id, ct));
                return Done.It;
            },
            ct
        );
}
