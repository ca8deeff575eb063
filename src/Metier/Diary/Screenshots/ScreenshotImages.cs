using SkiaSharp;

namespace Metier.Diary;

/// <summary>Reads and writes screenshots: decoded with limits, written anew as pixels only, as WebP.</summary>
internal static class ScreenshotImages
{
    /// <summary>The largest upload, in bytes.</summary>
    public const int LargestUpload = 300 * 1024;

    /// <summary>The width that is kept, in pixels.</summary>
    public const int Width = 1_280;

    private const int ThumbnailWidth = 320;
    private const int LargestSide = 8_000;
    private const int LargestImage = 150 * 1024;

    // Sixteen million pixels are 64 MB in memory; a tracker sends less than two million.
    private const long LargestPixels = 16_000_000;

    /// <summary>The image and its small copy; null when the bytes are no image.</summary>
    public static (byte[] Image, byte[] Thumbnail)? Read(byte[] bytes)
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
        using var bitmap = SKBitmap.Decode(codec);
        return bitmap is null ? null : Write(bitmap);
    }

    /// <summary>Made unreadable: forty pixels wide and back, so nothing of the words is left in the file.</summary>
    public static (byte[] Image, byte[] Thumbnail)? Blur(byte[] bytes)
    {
        using var bitmap = SKBitmap.Decode(bytes);
        if (bitmap is null)
        {
            return null;
        }
        using var tiny = Scaled(bitmap, 40);
        using var large = tiny.Resize(
            new SKImageInfo(Width, Math.Max(1, Width * tiny.Height / tiny.Width)),
            new SKSamplingOptions(SKCubicResampler.Mitchell)
        );
        return Write(large);
    }

    private static (byte[] Image, byte[] Thumbnail) Write(SKBitmap bitmap)
    {
        using var image = bitmap.Width > Width ? Scaled(bitmap, Width) : bitmap.Copy();
        using var thumbnail = Scaled(image, ThumbnailWidth);
        var quality = 60;
        var encoded = Encoded(image, quality);
        while (encoded.Length > LargestImage && quality > 20)
        {
            quality -= 10;
            encoded = Encoded(image, quality);
        }
        return (encoded, Encoded(thumbnail, 60));
    }

    private static SKBitmap Scaled(SKBitmap bitmap, int width) =>
        bitmap.Resize(
            new SKImageInfo(
                Math.Min(width, bitmap.Width),
                Math.Max(1, Math.Min(width, bitmap.Width) * bitmap.Height / bitmap.Width)
            ),
            new SKSamplingOptions(SKFilterMode.Linear, SKMipmapMode.Linear)
        );

    private static byte[] Encoded(SKBitmap bitmap, int quality)
    {
        using var data = bitmap.Encode(SKEncodedImageFormat.Webp, quality);
        return data.ToArray();
    }
}
