using System.Security.Cryptography;
using Microsoft.EntityFrameworkCore;
using SkiaSharp;

namespace Metier.Platform;

/// <summary>A file somebody uploaded. Its bytes are in the file store under its id; its name is only for people.</summary>
public sealed class StoredFile
{
    /// <summary>Id, also the name in the store.</summary>
    public Guid Id { get; init; }

    /// <summary>Who uploaded it.</summary>
    public Guid OwnerId { get; init; }

    /// <summary>The name people see; cleaned, at most 200 characters.</summary>
    public required string Name { get; init; }

    /// <summary>Decided from the content, never from what the browser said.</summary>
    public required string ContentType { get; init; }

    /// <summary>Size in bytes.</summary>
    public long Bytes { get; init; }

    /// <summary>SHA-256 of the stored bytes, upper-case hex.</summary>
    public required string Sha256 { get; init; }

    /// <summary>When, UTC.</summary>
    public DateTime UploadedAt { get; init; }

    /// <summary>
    /// Whose word is asked each time the file is read (<see cref="FileGuard.Kind"/>); null when a signed link is enough.
    /// </summary>
    public string? Guard { get; init; }

    /// <summary>Shown in the page; anything else is always a download.</summary>
    public bool IsImage => ContentType is "image/jpeg" or "image/png" or "image/webp";
}

/// <summary>
/// Files that are private beyond a link: their module is asked for each reading, because who may see them can change while a link
/// lives.
/// </summary>
public abstract class FileGuard
{
    /// <summary>The name in <see cref="StoredFile.Guard"/>.</summary>
    public abstract string Kind { get; }

    /// <summary>Whether this person may read the file now; <paramref name="actor"/> is null for visitors.</summary>
    public abstract Task<bool> AllowsAsync(Guid fileId, Actor? actor, CancellationToken ct);
}

/// <summary>Where bytes of files are kept: a folder now, an S3-compatible store for several machines.</summary>
public interface IFileStore
{
    /// <summary>Writes the whole content under this id and returns only when it is durable.</summary>
    Task WriteAsync(Guid id, Stream content, CancellationToken ct);

    /// <summary>Opens the content, or null when there is none.</summary>
    Task<Stream?> OpenAsync(Guid id, CancellationToken ct);

    /// <summary>Removes it; quiet when it is not there.</summary>
    Task DeleteAsync(Guid id, CancellationToken ct);
}

/// <summary>Files in a folder of this machine.</summary>
public sealed class DiskFileStore(InstanceOptions instance) : IFileStore
{
    private string PathOf(Guid id)
    {
        var name = id.ToString("N");
        return Path.Combine(instance.DataFolder, "files", name[^2..], name);
    }

    public async Task WriteAsync(Guid id, Stream content, CancellationToken ct)
    {
        var path = PathOf(id);
        Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        // Written beside and renamed, so that a crash never leaves half a file under the final name.
        var part = path + ".part";
        await using (var file = new FileStream(part, FileMode.Create, FileAccess.Write, FileShare.None))
        {
            await content.CopyToAsync(file, ct);
            file.Flush(flushToDisk: true);
        }
        File.Move(part, path, overwrite: true);
    }

    public Task<Stream?> OpenAsync(Guid id, CancellationToken ct)
    {
        var path = PathOf(id);
        return Task.FromResult<Stream?>(
            File.Exists(path) ? new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.Read) : null
        );
    }

    public Task DeleteAsync(Guid id, CancellationToken ct)
    {
        File.Delete(PathOf(id));
        return Task.CompletedTask;
    }
}

/// <summary>What is being taken in.</summary>
public sealed record Upload(string Name, long Length, Func<Stream> Open);

/// <summary>
/// Takes files in: limits, decides the type from the bytes, re-encodes images without their metadata, and stores. The row
/// is added to the context; the caller's transaction keeps it. Bytes of a rolled-back upload are only waste, never seen.
/// </summary>
public sealed class FileIntake(MetierDb db, IFileStore store, TimeProvider clock)
{
    /// <summary>The largest attachment, in bytes.</summary>
    public const long LargestFile = 25 * 1024 * 1024;

    /// <summary>The largest image before decoding, in bytes.</summary>
    public const long LargestImage = 10 * 1024 * 1024;

    private const int LargestSide = 8_000;
    private const long LargestPixels = 40_000_000;

    /// <summary>Stores an attachment of any harmless type. Images are re-encoded; everything else is kept and only ever downloaded.</summary>
    public async Task<Outcome<StoredFile>> TakeAsync(Upload upload, Guid ownerId, string field, CancellationToken ct)
    {
        if (upload.Length > LargestFile)
        {
            return new Refusal("file_too_big", PlatformText.FileTooBig(LargestFile / 1024 / 1024), field);
        }
        var bytes = await ReadAsync(upload, ct);
        if (bytes.Length == 0)
        {
            return new Refusal("file_empty", PlatformText.FileEmpty, field);
        }
        if (FileTypes.IsExecutable(bytes, upload.Name))
        {
            return new Refusal("file_type", PlatformText.FileTypeNotAllowed, field);
        }
        if (FileTypes.LooksLikeImage(bytes) && bytes.Length <= LargestImage && Reencode(bytes, 2_400) is { } image)
        {
            return await KeepAsync(upload.Name, image.Bytes, image.ContentType, ownerId, ct);
        }
        return await KeepAsync(upload.Name, bytes, FileTypes.Sniff(bytes, upload.Name), ownerId, ct);
    }

    /// <summary>Stores an image that will be shown in pages, scaled down to <paramref name="side"/> pixels.</summary>
    public async Task<Outcome<StoredFile>> TakeImageAsync(
        Upload upload,
        Guid ownerId,
        string field,
        int side,
        CancellationToken ct
    )
    {
        if (upload.Length > LargestImage)
        {
            return new Refusal("file_too_big", PlatformText.FileTooBig(LargestImage / 1024 / 1024), field);
        }
        var bytes = await ReadAsync(upload, ct);
        if (!FileTypes.LooksLikeImage(bytes) || Reencode(bytes, side) is not { } image)
        {
            return new Refusal("file_not_an_image", PlatformText.FileNotAnImage, field);
        }
        return await KeepAsync(upload.Name, image.Bytes, image.ContentType, ownerId, ct);
    }

    /// <summary>Stores bytes the product itself made (a PDF, a demo image).</summary>
    public Task<StoredFile> KeepAsync(string name, byte[] bytes, string contentType, Guid ownerId, CancellationToken ct)
    {
        var file = new StoredFile
        {
            Id = Ids.New(clock),
            OwnerId = ownerId,
            Name = FileTypes.CleanName(name, contentType),
            ContentType = contentType,
            Bytes = bytes.Length,
            Sha256 = Convert.ToHexString(SHA256.HashData(bytes)),
            UploadedAt = clock.UtcNow(),
        };
        return StoreAsync(file, bytes, ct);
    }

    private async Task<StoredFile> StoreAsync(StoredFile file, byte[] bytes, CancellationToken ct)
    {
        using var content = new MemoryStream(bytes, writable: false);
        await store.WriteAsync(file.Id, content, ct);
        db.Set<StoredFile>().Add(file);
        return file;
    }

    private static async Task<byte[]> ReadAsync(Upload upload, CancellationToken ct)
    {
        await using var stream = upload.Open();
        using var buffer = new MemoryStream();
        await stream.CopyToAsync(buffer, ct);
        return buffer.ToArray();
    }

    /// <summary>Decodes with limits and encodes anew: what comes out is only pixels, without location, comments or a second format inside.</summary>
    private static (byte[] Bytes, string ContentType)? Reencode(byte[] bytes, int side)
    {
        using var data = SKData.CreateCopy(bytes);
        using var codec = SKCodec.Create(data);
        if (
            codec is null
            || codec.Info.Width > LargestSide
            || codec.Info.Height > LargestSide
            || (long)codec.Info.Width * codec.Info.Height > LargestPixels
        )
        {
            return null;
        }
        using var decoded = SKBitmap.Decode(codec);
        if (decoded is null)
        {
            return null;
        }
        using var upright = Upright(decoded, codec.EncodedOrigin);
        var scale = Math.Min(1.0, (double)side / Math.Max(upright.Width, upright.Height));
        var size = new SKImageInfo(
            Math.Max(1, (int)(upright.Width * scale)),
            Math.Max(1, (int)(upright.Height * scale))
        );
        using var scaled =
            scale < 1 ? upright.Resize(size, new SKSamplingOptions(SKCubicResampler.Mitchell)) : upright.Copy();
        var transparent = codec.Info.AlphaType != SKAlphaType.Opaque;
        using var encoded = scaled.Encode(transparent ? SKEncodedImageFormat.Png : SKEncodedImageFormat.Jpeg, 85);
        return (encoded.ToArray(), transparent ? "image/png" : "image/jpeg");
    }

    private static SKBitmap Upright(SKBitmap bitmap, SKEncodedOrigin origin)
    {
        var degrees = origin switch
        {
            SKEncodedOrigin.RightTop => 90,
            SKEncodedOrigin.BottomRight => 180,
            SKEncodedOrigin.LeftBottom => 270,
            _ => 0,
        };
        if (degrees == 0)
        {
            return bitmap.Copy();
        }
        var turned =
            degrees == 180 ? new SKBitmap(bitmap.Width, bitmap.Height) : new SKBitmap(bitmap.Height, bitmap.Width);
        using var canvas = new SKCanvas(turned);
        canvas.Translate(turned.Width / 2f, turned.Height / 2f);
        canvas.RotateDegrees(degrees);
        canvas.Translate(-bitmap.Width / 2f, -bitmap.Height / 2f);
        canvas.DrawBitmap(bitmap, 0, 0);
        return turned;
    }
}
