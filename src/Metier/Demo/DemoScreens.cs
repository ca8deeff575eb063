using SkiaSharp;

namespace Metier.Demo;

/// <summary>Screens nobody worked at: an editor, a document or a table, drawn with bars instead of words.</summary>
internal static class DemoScreens
{
    private static readonly SKColor[] Inks =
    [
        new(0x7F, 0xB2, 0xE5),
        new(0xE5, 0xBC, 0x57),
        new(0x8F, 0xCB, 0x9B),
        new(0xD9, 0xDD, 0xE8),
    ];

    /// <summary>A picture of 1,280 × 800 pixels.</summary>
    public static byte[] Draw(DemoRandom random)
    {
        using var bitmap = new SKBitmap(1_280, 800);
        using var canvas = new SKCanvas(bitmap);
        if (random.Chance(0.5))
        {
            Editor(canvas, random);
        }
        else
        {
            Document(canvas, random);
        }
        using var data = bitmap.Encode(SKEncodedImageFormat.Png, 100);
        return data.ToArray();
    }

    private static void Editor(SKCanvas canvas, DemoRandom random)
    {
        canvas.Clear(new SKColor(0x16, 0x1B, 0x2A));
        Bar(canvas, 0, 0, 220, 800, new SKColor(0x1E, 0x25, 0x38));
        Bar(canvas, 0, 0, 1_280, 34, new SKColor(0x0F, 0x13, 0x1F));
        for (var line = 0; line < 22; line++)
        {
            Bar(
                canvas,
                24 + (line % 3 * 14),
                60 + (line * 28),
                random.Between(60, 130),
                9,
                new SKColor(0x4A, 0x55, 0x70)
            );
        }
        for (var line = 0; line < 27; line++)
        {
            var x = 260 + (random.Between(0, 3) * 34);
            for (var word = random.Between(1, 6); word > 0 && x < 1_150; word--)
            {
                var width = random.Between(30, 150);
                Bar(canvas, x, 60 + (line * 26), width, 10, random.Of(Inks));
                x += width + 14;
            }
        }
    }

    private static void Document(SKCanvas canvas, DemoRandom random)
    {
        canvas.Clear(new SKColor(0xE9, 0xED, 0xF5));
        Bar(canvas, 0, 0, 1_280, 64, SKColors.White);
        Bar(canvas, 240, 100, 800, 700, SKColors.White);
        Bar(canvas, 300, 150, random.Between(260, 480), 26, new SKColor(0x22, 0x30, 0x4F));
        for (var line = 0; line < 21; line++)
        {
            if (line % 6 != 5)
            {
                Bar(canvas, 300, 210 + (line * 26), random.Between(420, 680), 9, new SKColor(0x9A, 0xA3, 0xB8));
            }
        }
    }

    private static void Bar(SKCanvas canvas, float x, float y, float width, float height, SKColor color)
    {
        using var paint = new SKPaint();
        paint.Color = color;
        canvas.DrawRect(x, y, width, height, paint);
    }
}
