using System.Runtime.InteropServices;

namespace Metier.Tracker.Platform;

/// <summary>A picture in memory outside the managed heap, 4 bytes a pixel (blue, green, red, 255), given back at once.</summary>
internal sealed unsafe class Frame(int width, int height) : IDisposable
{
    /// <summary>No picture is wider.</summary>
    public const int MaxWidth = 1280;

    private byte* pixels = (byte*)NativeMemory.Alloc((nuint)width * (nuint)height, 4);

    /// <summary>Pixels in a row.</summary>
    public int Width => width;

    /// <summary>Rows.</summary>
    public int Height => height;

    /// <summary>The first byte.</summary>
    public nint Pixels => (nint)pixels;

    /// <summary>One row.</summary>
    public Span<byte> Row(int y) => new(pixels + ((nint)y * width * 4), width * 4);

    public void Dispose()
    {
        NativeMemory.Free(pixels);
        pixels = null;
    }
}

/// <summary>
/// Makes a picture smaller while its rows arrive, by the mean of the area each pixel covers. So the full screen is never in
/// memory: a band of it and the small picture are.
/// </summary>
[System.Diagnostics.CodeAnalysis.SuppressMessage(
    "Design",
    "CA1001",
    Justification = "The frame is the caller’s to free."
)]
internal sealed class RowScaler
{
    private readonly int sourceWidth;
    private readonly int sourceHeight;
    private readonly Frame target;
    private readonly float[] across;
    private readonly float[] down;
    private int row;
    private int sourceRow;
    private float gathered;

    /// <summary>For a source of this size; never makes it larger.</summary>
    public RowScaler(int sourceWidth, int sourceHeight)
    {
        this.sourceWidth = sourceWidth;
        this.sourceHeight = sourceHeight;
        var width = Math.Min(Frame.MaxWidth, sourceWidth);
        var height = Math.Max(1, (int)Math.Round((double)sourceHeight * width / sourceWidth));
        target = new Frame(width, height);
        across = new float[width * 3];
        down = new float[width * 3];
    }

    /// <summary>The picture; complete when all rows were added.</summary>
    public Frame Frame => target;

    /// <summary>Adds the next row, 4 bytes a pixel in the order blue, green, red.</summary>
    public void Add(ReadOnlySpan<byte> pixels)
    {
        if (target.Width == sourceWidth && target.Height == sourceHeight)
        {
            Copy(pixels, target.Row(sourceRow++));
            return;
        }
        Across(pixels);
        // This row covers [from, to) of the target's rows; each of them takes its share.
        var scale = (double)target.Height / sourceHeight;
        var to = sourceRow + 1 == sourceHeight ? target.Height : (sourceRow + 1) * scale;
        var from = sourceRow * scale;
        sourceRow++;
        while (from < to - 1e-9 && row < target.Height)
        {
            var share = (float)(Math.Min(to, row + 1) - from);
            for (var i = 0; i < down.Length; i++)
            {
                down[i] += across[i] * share;
            }
            gathered += share;
            from = Math.Min(to, row + 1);
            if (from >= row + 1 - 1e-9)
            {
                Finish();
            }
        }
    }

    private static void Copy(ReadOnlySpan<byte> from, Span<byte> to)
    {
        from[..to.Length].CopyTo(to);
        for (var i = 3; i < to.Length; i += 4)
        {
            to[i] = 255;
        }
    }

    private void Across(ReadOnlySpan<byte> pixels)
    {
        Array.Clear(across);
        var scale = (float)target.Width / sourceWidth;
        for (var x = 0; x < sourceWidth; x++)
        {
            var from = x * scale;
            var to = (x + 1) * scale;
            var column = Math.Min((int)from, target.Width - 1);
            var here = Math.Min(to, column + 1) - from;
            Put(pixels, x, column, here);
            if (to > column + 1 && column + 1 < target.Width)
            {
                Put(pixels, x, column + 1, to - (column + 1));
            }
        }
    }

    private void Put(ReadOnlySpan<byte> pixels, int x, int column, float share)
    {
        var p = pixels.Slice(x * 4, 3);
        var a = across.AsSpan(column * 3, 3);
        a[0] += p[0] * share;
        a[1] += p[1] * share;
        a[2] += p[2] * share;
    }

    private void Finish()
    {
        var line = target.Row(row++);
        for (var x = 0; x < target.Width; x++)
        {
            for (var c = 0; c < 3; c++)
            {
                line[(x * 4) + c] = (byte)Math.Clamp((down[(x * 3) + c] / gathered) + 0.5f, 0, 255);
            }
            line[(x * 4) + 3] = 255;
        }
        Array.Clear(down);
        gathered = 0;
    }
}
