using System.Buffers.Binary;
using System.Text;

namespace Metier.Platform;

/// <summary>
/// A TrueType file, read once: which glyph draws a letter, how wide it is, and a smaller file with only some glyphs, to be
/// embedded in a document (OpenType 1.9: head, hhea, hmtx, maxp, cmap format 4, loca and glyf).
/// </summary>
internal sealed class TrueTypeFace
{
    private static readonly string[] Hints = ["cvt ", "fpgm", "prep"];
    private readonly byte[] file;
    private readonly Dictionary<string, (int At, int Length)> tables = new(StringComparer.Ordinal);
    private readonly ushort[] glyphs = new ushort[0x10000];
    private readonly int widths;
    private readonly bool longOffsets;
    private readonly int unit;

    public TrueTypeFace(byte[] file)
    {
        this.file = file;
        for (var i = 0; i < U16(4); i++)
        {
            var entry = 12 + (16 * i);
            tables[Encoding.ASCII.GetString(file, entry, 4)] = (I32(entry + 8), I32(entry + 12));
        }
        var head = tables["head"].At;
        unit = U16(head + 18);
        longOffsets = U16(head + 50) == 1;
        Box = [.. Enumerable.Range(0, 4).Select(i => Thousandths(I16(head + 36 + (2 * i))))];
        var hhea = tables["hhea"].At;
        (Ascent, Descent) = (Thousandths(I16(hhea + 4)), Thousandths(I16(hhea + 6)));
        widths = U16(hhea + 34);
        ReadLetters();
    }

    /// <summary>What all glyphs together cover, in thousandths of the size, as the other measures.</summary>
    public int[] Box { get; }

    public int Ascent { get; }

    public int Descent { get; }

    /// <summary>The glyph of a letter; 0, an empty box, when there is none.</summary>
    public ushort Glyph(char letter) => glyphs[letter];

    public int Width(ushort glyph) => Thousandths(U16(tables["hmtx"].At + (4 * Math.Min(glyph, widths - 1))));

    /// <summary>A file with these glyphs only, numbered in their order; the first must be 0. Those they are composed of follow.</summary>
    public byte[] Subset(IEnumerable<ushort> wanted)
    {
        var kept = wanted.ToList();
        var numbers = kept.Index().ToDictionary(k => k.Item, k => (ushort)k.Index);
        using var outlines = new MemoryStream();
        using var offsets = new MemoryStream();
        using var measures = new MemoryStream();
        for (var i = 0; i < kept.Count; i++)
        {
            Put32(offsets, (uint)outlines.Length);
            var outline = Outline(kept[i]);
            Renumber(outline, kept, numbers);
            outlines.Write(outline);
            outlines.SetLength((outlines.Length + 3) & ~3);
            outlines.Position = outlines.Length;
            Put16(measures, U16(tables["hmtx"].At + (4 * Math.Min(kept[i], widths - 1))));
            Put16(measures, SideBearing(kept[i]));
        }
        Put32(offsets, (uint)outlines.Length);
        var (head, hhea, maxp) = (Table("head"), Table("hhea"), Table("maxp"));
        head.AsSpan(8, 4).Clear();
        BinaryPrimitives.WriteUInt16BigEndian(head.AsSpan(50), 1);
        BinaryPrimitives.WriteUInt16BigEndian(hhea.AsSpan(34), (ushort)kept.Count);
        BinaryPrimitives.WriteUInt16BigEndian(maxp.AsSpan(4), (ushort)kept.Count);
        var parts = new SortedDictionary<string, byte[]>(StringComparer.Ordinal)
        {
            ["glyf"] = outlines.ToArray(),
            ["head"] = head,
            ["hhea"] = hhea,
            ["hmtx"] = measures.ToArray(),
            ["loca"] = offsets.ToArray(),
            ["maxp"] = maxp,
        };
        foreach (var hint in Hints.Where(tables.ContainsKey))
        {
            parts[hint] = Table(hint);
        }
        return Assemble(parts);
    }

    private static byte[] Assemble(SortedDictionary<string, byte[]> parts)
    {
        using var made = new MemoryStream();
        var power = int.Log2(parts.Count);
        Put32(made, 0x00010000);
        Put16(made, (ushort)parts.Count);
        Put16(made, (ushort)(16 << power));
        Put16(made, (ushort)power);
        Put16(made, (ushort)((16 * parts.Count) - (16 << power)));
        var at = 12 + (16 * parts.Count);
        foreach (var (tag, bytes) in parts)
        {
            made.Write(Encoding.ASCII.GetBytes(tag));
            Put32(made, Sum(bytes));
            Put32(made, (uint)at);
            Put32(made, (uint)bytes.Length);
            at += (bytes.Length + 3) & ~3;
        }
        foreach (var bytes in parts.Values)
        {
            made.Write(bytes);
            made.SetLength((made.Length + 3) & ~3);
            made.Position = made.Length;
        }
        return made.ToArray();
    }

    private static uint Sum(byte[] bytes)
    {
        var sum = 0u;
        for (var i = 0; i < bytes.Length; i++)
        {
            sum += (uint)bytes[i] << (8 * (3 - (i & 3)));
        }
        return sum;
    }

    /// <summary>A glyph composed of others names them by number: they are kept too, under their new ones.</summary>
    private static void Renumber(byte[] outline, List<ushort> kept, Dictionary<ushort, ushort> numbers)
    {
        if (outline.Length == 0 || BinaryPrimitives.ReadInt16BigEndian(outline) >= 0)
        {
            return;
        }
        int flags;
        var at = 10;
        do
        {
            flags = BinaryPrimitives.ReadUInt16BigEndian(outline.AsSpan(at));
            var part = BinaryPrimitives.ReadUInt16BigEndian(outline.AsSpan(at + 2));
            if (!numbers.TryGetValue(part, out var number))
            {
                numbers[part] = number = (ushort)kept.Count;
                kept.Add(part);
            }
            BinaryPrimitives.WriteUInt16BigEndian(outline.AsSpan(at + 2), number);
            // Two offsets of one or two bytes each, then one, two or four factors.
            at += 4 + ((flags & 1) != 0 ? 4 : 2);
            at +=
                (flags & 0x08) != 0 ? 2
                : (flags & 0x40) != 0 ? 4
                : (flags & 0x80) != 0 ? 8
                : 0;
        } while ((flags & 0x20) != 0);
    }

    private byte[] Outline(ushort glyph)
    {
        var (loca, glyf) = (tables["loca"].At, tables["glyf"].At);
        var from = longOffsets ? I32(loca + (4 * glyph)) : 2 * U16(loca + (2 * glyph));
        var to = longOffsets ? I32(loca + (4 * glyph) + 4) : 2 * U16(loca + (2 * glyph) + 2);
        return file[(glyf + from)..(glyf + to)];
    }

    private ushort SideBearing(ushort glyph)
    {
        var hmtx = tables["hmtx"].At;
        return U16(glyph < widths ? hmtx + (4 * glyph) + 2 : hmtx + (4 * widths) + (2 * (glyph - widths)));
    }

    /// <summary>The letters of the basic plane, from the table in segments every font has.</summary>
    private void ReadLetters()
    {
        var cmap = tables["cmap"].At;
        var at = Enumerable
            .Range(0, U16(cmap + 2))
            .Select(i => cmap + 4 + (8 * i))
            .Where(e => U16(e) is 0 or 3)
            .Select(e => cmap + I32(e + 4))
            .First(t => U16(t) == 4);
        var size = U16(at + 6);
        for (var i = 0; i < size; i += 2)
        {
            var (last, first) = (U16(at + 14 + i), U16(at + 16 + size + i));
            var delta = U16(at + 16 + (2 * size) + i);
            var rangeAt = at + 16 + (3 * size) + i;
            var range = U16(rangeAt);
            for (int letter = first; letter <= last && letter < 0xFFFF; letter++)
            {
                var glyph = range == 0 ? letter : U16(rangeAt + range + (2 * (letter - first)));
                glyphs[letter] = range != 0 && glyph == 0 ? (ushort)0 : (ushort)(glyph + delta);
            }
        }
    }

    private byte[] Table(string tag) => file[tables[tag].At..(tables[tag].At + tables[tag].Length)];

    private int Thousandths(int measure) => (int)Math.Round(measure * 1000.0 / unit);

    private ushort U16(int at) => BinaryPrimitives.ReadUInt16BigEndian(file.AsSpan(at));

    private short I16(int at) => BinaryPrimitives.ReadInt16BigEndian(file.AsSpan(at));

    private int I32(int at) => BinaryPrimitives.ReadInt32BigEndian(file.AsSpan(at));

    private static void Put16(Stream to, ushort number)
    {
        to.WriteByte((byte)(number >> 8));
        to.WriteByte((byte)number);
    }

    private static void Put32(Stream to, uint number)
    {
        Put16(to, (ushort)(number >> 16));
        Put16(to, (ushort)number);
    }
}
