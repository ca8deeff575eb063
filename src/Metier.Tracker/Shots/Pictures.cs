using System.Runtime.InteropServices;
using Metier.Tracker.Platform;
using Metier.Tracker.Store;
using SkiaSharp;

namespace Metier.Tracker.Shots;

/// <summary>Makes WebP pictures small enough to send, and unreadable ones of readable ones.</summary>
internal static class Pictures
{
    /// <summary>No picture that is sent has more bytes.</summary>
    public const int MaxBytes = 150 * 1024;

    /// <summary>The quality that is tried first.</summary>
    public const int Quality = 60;

    private const int QualityStep = 10;

    /// <summary>
    /// What remains of a picture's width when it is blurred: 40 points, each as wide as several letters, so that only the
    /// rough layout of windows is left.
    /// </summary>
    private const int BlurredWidth = 40;

    /// <summary>The frame as WebP; the quality goes down, and at last the size, until it fits.</summary>
    public static byte[] Encode(Frame frame)
    {
        using var pixmap = new SKPixmap(
            new SKImageInfo(frame.Width, frame.Height, SKColorType.Bgra8888, SKAlphaType.Opaque),
            frame.Pixels
        );
        return Encode(pixmap);
    }

    /// <summary>The picture with everything unreadable; the sharp one cannot be had back from it.</summary>
    public static byte[] Blur(byte[] webp)
    {
        using var sharp = SKBitmap.Decode(webp) ?? throw new InvalidDataException("webp");
        var height = Math.Max(1, sharp.Height * BlurredWidth / sharp.Width);
        // Halved step by step: each point is then the mean of all it covers, and no single letter shines through.
        var small = sharp.Copy();
        while (small.Width > BlurredWidth)
        {
            var next = small.Resize(
                new SKImageInfo(Math.Max(BlurredWidth, small.Width / 2), Math.Max(height, small.Height / 2)),
                new SKSamplingOptions(SKFilterMode.Linear)
            );
            small.Dispose();
            small = next;
        }
        using (small)
        {
            using var large = small.Resize(
                new SKImageInfo(sharp.Width, sharp.Height),
                new SKSamplingOptions(SKFilterMode.Linear)
            );
            using var pixmap = large.PeekPixels();
            return Encode(pixmap);
        }
    }

    /// <summary>A picture from a file, as a frame; null when it is none.</summary>
    public static Frame? Load(string path)
    {
        using var bitmap = SKBitmap.Decode(path);
        using var whole = bitmap?.Copy(SKColorType.Bgra8888);
        if (whole == null)
        {
            return null;
        }
        var scaler = new RowScaler(whole.Width, whole.Height);
        for (var y = 0; y < whole.Height; y++)
        {
            scaler.Add(whole.GetPixelSpan().Slice(y * whole.RowBytes, whole.Width * 4));
        }
        return scaler.Frame;
    }

    /// <summary>Gives the memory of a finished picture back to the system, which the C library would keep for the next.</summary>
    public static void GiveBackMemory()
    {
        GC.Collect();
        if (OperatingSystem.IsLinux())
        {
            try
            {
                _ = Native.MallocTrim(0);
            }
            catch (EntryPointNotFoundException)
            {
                // Only glibc has it.
            }
        }
    }

    private static byte[] Encode(SKPixmap pixmap)
    {
        for (var quality = Quality; ; quality -= QualityStep)
        {
            using var data =
                pixmap.Encode(new SKWebpEncoderOptions(SKWebpEncoderCompression.Lossy, quality))
                ?? throw new IOException("WebP");
            if (data.Size <= MaxBytes)
            {
                return data.ToArray();
            }
            if (quality <= QualityStep)
            {
                return Smaller(pixmap);
            }
        }
    }

    private static byte[] Smaller(SKPixmap pixmap)
    {
        var info = pixmap.Info.WithSize(pixmap.Width * 3 / 4, pixmap.Height * 3 / 4);
        using var bitmap = new SKBitmap(info);
        using var smaller = bitmap.PeekPixels();
        pixmap.ScalePixels(smaller, new SKSamplingOptions(SKFilterMode.Linear));
        return Encode(smaller);
    }
}

/// <summary>
/// Where the program was built as one file, the imaging library lies packed inside it and is unpacked beside the journal when
/// the first picture is taken; who never takes one never loads it.
/// </summary>
internal static class SkiaLibrary
{
    private const string Resource = "libSkiaSharp.gz";

    /// <summary>Answers SkiaSharp's search for its library.</summary>
    public static void Prepare(Home home)
    {
        var assembly = typeof(SkiaLibrary).Assembly;
        if (assembly.GetManifestResourceInfo(Resource) == null)
        {
            return;
        }
        NativeLibrary.SetDllImportResolver(
            typeof(SKBitmap).Assembly,
            (name, _, _) => name == "libSkiaSharp" ? NativeLibrary.Load(Unpack(home)) : 0
        );
    }

    private static string Unpack(Home home)
    {
        using var packed = typeof(SkiaLibrary).Assembly.GetManifestResourceStream(Resource)!;
        using var unpacking = new System.IO.Compression.GZipStream(
            packed,
            System.IO.Compression.CompressionMode.Decompress
        );
        // Unpacked anew by each run and not trusted from the last one.
        var path = home.Path("libSkiaSharp.so");
        var beside = path + ".new";
        using (var file = Home.OpenPrivate(beside, FileMode.Create))
        {
            unpacking.CopyTo(file, 1 << 16);
        }
        File.Move(beside, path, overwrite: true);
        return path;
    }
}
