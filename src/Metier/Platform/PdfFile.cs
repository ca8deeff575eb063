using System.Globalization;
using System.IO.Compression;
using System.Security.Cryptography;
using System.Text;

namespace Metier.Platform;

/// <summary>The objects of a PDF (ISO 32000-1, 7.5), written one after the other; the same content gives the same bytes.</summary>
internal sealed class PdfFile
{
    private readonly List<byte[]> objects = [];

    /// <summary>Takes the next number, for an object others must name before it is written.</summary>
    public int Reserve()
    {
        objects.Add([]);
        return objects.Count;
    }

    /// <summary>Writes an object and answers with its number.</summary>
    public int Add(string text)
    {
        var number = Reserve();
        Put(number, text);
        return number;
    }

    /// <summary>Writes the object that was given this number.</summary>
    public void Put(int number, string text) => objects[number - 1] = Encoding.Latin1.GetBytes(text);

    /// <summary>Writes a stream, compressed.</summary>
    public int AddStream(byte[] content, string more = "")
    {
        using var packed = new MemoryStream();
        using (var zip = new ZLibStream(packed, CompressionLevel.Fastest, leaveOpen: true))
        {
            zip.Write(content);
        }
        var head = string.Create(
            CultureInfo.InvariantCulture,
            $"<< /Filter /FlateDecode /Length {packed.Length} {more}>>\nstream\n"
        );
        objects.Add([.. Encoding.Latin1.GetBytes(head), .. packed.ToArray(), .. "\nendstream"u8]);
        return objects.Count;
    }

    /// <summary>Writes a stream as it is: metadata is found by programs that read nothing else of the file.</summary>
    public int AddPlainStream(byte[] content, string more)
    {
        var head = string.Create(CultureInfo.InvariantCulture, $"<< {more}/Length {content.Length} >>\nstream\n");
        objects.Add([.. Encoding.Latin1.GetBytes(head), .. content, .. "\nendstream"u8]);
        return objects.Count;
    }

    /// <summary>The whole file.</summary>
    public byte[] Save(int catalogue, int information)
    {
        using var file = new MemoryStream();
        void Write(string text) => file.Write(Encoding.Latin1.GetBytes(text));
        // The four high bytes tell programs that move files that this one is not a text.
        Write("%PDF-1.7\n%\u00E2\u00E3\u00CF\u00D3\n");
        var places = new List<long>();
        foreach (var (i, bytes) in objects.Index())
        {
            places.Add(file.Length);
            Write(string.Create(CultureInfo.InvariantCulture, $"{i + 1} 0 obj\n"));
            file.Write(bytes);
            Write("\nendobj\n");
        }
        var id = Convert.ToHexString(SHA256.HashData(file.GetBuffer().AsSpan(0, (int)file.Length))[..16]);
        var start = file.Length;
        Write(string.Create(CultureInfo.InvariantCulture, $"xref\n0 {places.Count + 1}\n0000000000 65535 f \n"));
        foreach (var place in places)
        {
            Write(string.Create(CultureInfo.InvariantCulture, $"{place:0000000000} 00000 n \n"));
        }
        Write(
            string.Create(
                CultureInfo.InvariantCulture,
                $"trailer\n<< /Size {places.Count + 1} /Root {catalogue} 0 R /Info {information} 0 R /ID [<{id}> <{id}>] >>\nstartxref\n{start}\n%%EOF\n"
            )
        );
        return file.ToArray();
    }

    /// <summary>A text a reader shows, such as the title.</summary>
    public static string Text(string text) => $"<FEFF{Convert.ToHexString(Encoding.BigEndianUnicode.GetBytes(text))}>";

    /// <summary>The name of a file: in plain letters where it has no others, because not every program reads the other form.</summary>
    public static string Name(string text) =>
        text.All(c => c is >= ' ' and <= '~' and not ('(' or ')' or '\\')) ? $"({text})" : Text(text);

    /// <summary>A moment, UTC.</summary>
    public static string Date(DateTime at) => $"(D:{at.ToString("yyyyMMddHHmmss", CultureInfo.InvariantCulture)}Z)";

    /// <summary>A number, in the short form the format wants.</summary>
    public static string Number(double number) => number.ToString("0.###", CultureInfo.InvariantCulture);
}
